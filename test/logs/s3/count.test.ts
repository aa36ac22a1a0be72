import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { accessDenied, cut, expiredToken, noSuchKey, otherRegion, refusal, slowDown } from '../../aws/faults.js';
import type { S3Request } from '../../aws/s3-request.js';
import { program } from '../../cli/program.js';
import { BUCKET, LOG_FILES, madeBucket, SAMPLE } from './bucket.js';

const bucket = madeBucket();
const URL = `s3://${BUCKET}`;
/** Half a day of an account. */
const FEW = LOG_FILES.filter((file) => file.includes('111122223333/CloudTrail/us-east-1/2026/11/03/')).slice(0, 12);

const folder = mkdtempSync(join(tmpdir(), 'trailcost-s3-'));
const temporary = join(folder, 'temporary');
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary);
  vi.stubEnv('TMPDIR', temporary);
});
const left = () => readdirSync(temporary);

/** Files of the sample in a folder of this machine. */
function local(files: readonly string[]): string {
  const place = mkdtempSync(join(folder, 'local-'));
  for (const file of files) cpSync(SAMPLE + file, join(place, file));
  return place;
}

async function localJson(files: readonly string[], more: readonly string[] = []) {
  const { stdout } = await program(['count', '.', '--json', ...more], { cwd: local(files) });
  return JSON.parse(stdout.toString());
}

const jsonOf = ({ stdout }: { stdout: Buffer }) => JSON.parse(stdout.toString());
const isGet = ({ kind }: S3Request) => kind === 'GET';

describe('a bucket', () => {
  test('is counted as the same files on this machine; GETs made = GETs announced = files; nothing is left behind', async () => {
    const { stub, count, atOnce } = await bucket();
    const ran = await count(URL, ['--json']);
    expect(ran.status).toBe(0);
    expect(jsonOf(ran)).toEqual(await localJson(LOG_FILES));
    expect(ran.stderr).toMatch(
      new RegExp(`^trailcost: ${LOG_FILES.length} files, .* and 22 HEADs made .*, ${LOG_FILES.length} GETs .* to come$`, 'm'),
    );
    expect(ran.stderr).toContain(`and ${LOG_FILES.length} GETs were made`);
    expect(
      stub.requests
        .filter(isGet)
        .map(({ key }) => key)
        .toSorted(),
    ).toEqual(LOG_FILES);
    expect(stub.count('OTHER')).toBe(0);
    expect(atOnce.most).toBeLessThanOrEqual(64);
    expect(left()).toEqual([]);
  });

  test('is asked for under the name of this program, signed, and paid by who asks where that is wanted', async () => {
    const { stub, count } = await bucket(FEW);
    await count(URL, ['--json']);
    expect(stub.requests.every(({ userAgent, accessKeyId }) => /\btrailcost\/\d/.test(userAgent) && accessKeyId === 'made')).toBe(true);
    expect(stub.requests.some(({ requesterPays }) => requesterPays)).toBe(false);
    stub.requests.length = 0;
    await count(URL, ['--json', '--requester-pays']);
    const ofObjects = stub.requests.filter(({ kind, key }) => kind !== 'HEAD' || key !== '');
    expect(ofObjects.length).toBeGreaterThan(FEW.length);
    expect(ofObjects.every(({ requesterPays }) => requesterPays)).toBe(true);
  });

  test('of days and an account: nothing else is listed or read', async () => {
    const { stub, count } = await bucket(LOG_FILES);
    const filters = ['--since', '2026-11-04', '--until', '2026-11-05', '--account', '444455556666'];
    const ran = await count(URL, ['--json', ...filters]);
    const wanted = LOG_FILES.filter((file) => /444455556666\/CloudTrail\/[^/]+\/2026\/11\/0[45]\//.test(file));
    expect(
      stub.requests
        .filter(isGet)
        .map(({ key }) => key)
        .toSorted(),
    ).toEqual(wanted);
    expect(stub.requests.filter(({ key }) => key.includes('/111122223333/') || key.includes('2026/11/03'))).toEqual([]);
    const { coverage, warnings, ...rest } = jsonOf(ran);
    const { coverage: localCoverage, warnings: localWarnings, ...localRest } = await localJson(wanted, filters);
    expect(rest).toEqual(localRest);
    const whole = await localJson(LOG_FILES, filters);
    expect([rest.kmsRequests.billable, rest.readers.length]).toEqual([whole.kmsRequests.billable, whole.readers.length]);
    expect(coverage).toEqual({ ...localCoverage, accountsNotRead: 2 });
    const isNew = ({ code }: { code: string }) => code === 'accounts-not-read';
    expect(warnings.filter(isNew)).toHaveLength(1);
    expect(warnings.filter((warning: { code: string }) => !isNew(warning))).toEqual(localWarnings);
  });

  test.each([
    [{ kmsKeyId: 'made', bucketKey: true }, /at most 12 Decrypts \(under \$0.01; the Bucket Key makes them fewer\) to come/],
    [{ kmsKeyId: 'made' }, /at most 12 Decrypts \(under \$0.01\) to come/],
    [{}, /12 GETs \(under \$0.01\) and no Decrypt to come/],
  ])('encrypted with %j: one HEAD of the day tells', async (encryption, said) => {
    const { stub, count } = await bucket(FEW, encryption);
    expect((await count(URL)).stderr).toMatch(said);
    expect(stub.requests.filter(({ kind, key }) => kind === 'HEAD' && key !== '')).toHaveLength(1);
  });

  test('on a day on which encryption is turned on, all files can make a Decrypt', async () => {
    const days = ['02', '03', '04', '05'].map((day) =>
      LOG_FILES.filter((file) => file.includes(`444455556666/CloudTrail/us-east-1/2026/11/${day}/`)),
    );
    const { stub, count } = await bucket(days.flat(), {});
    for (const file of days[3] ?? []) stub.put(BUCKET, file, { body: Buffer.from('{"Records":[]}'), kmsKeyId: 'made' });
    const atMost = (days[2] ?? []).length + (days[3] ?? []).length;
    expect((await count(URL)).stderr).toContain(`at most ${atMost} Decrypts`);
  });

  test('in another Region is found there', async () => {
    const { stub, count } = await bucket(FEW, {}, { region: 'eu-west-1' });
    stub.faults.add({ when: ({ region }) => region !== 'eu-west-1', effect: otherRegion('eu-west-1') });
    const { status, stderr } = await count(URL);
    expect([status, stub.count('GET')]).toEqual([0, FEW.length]);
    expect(stub.requests.filter(({ region }) => region !== 'eu-west-1')).toHaveLength(1);
    expect(stderr).toContain('under $0.01');
  });

  test('is found without a Region set', async () => {
    vi.stubEnv('AWS_REGION', undefined);
    const { count } = await bucket(FEW, {}, { region: 'eu-west-1' });
    expect((await count(URL)).status).toBe(0);
  });
});

describe('what it costs', () => {
  test('above --max-cost it ends before anything is read, and says what to do', async () => {
    const { stub, count } = await bucket(FEW);
    const { stdout, stderr, status } = await count(URL, ['--max-cost', '0.00001']);
    expect([status, stdout.toString(), stub.count('GET')]).toEqual([2, '', 0]);
    expect(stderr).toContain('reading costs up to $0.0000');
    expect(stderr).toMatch(/--yes .*--max-cost.*--since.*trailcost athena/s);
    expect((await count(URL, ['--max-cost', '0.00001', '--yes'])).status).toBe(0);
  });

  test('where there is no price it is unknown, not zero, and --yes is asked for', async () => {
    const { stub, count } = await bucket(FEW, {}, { region: 'mars-north-1' });
    const { stderr, status } = await count(URL);
    expect([status, stub.count('GET')]).toEqual([2, 0]);
    expect(stderr).toContain('price unknown');
    expect((await count(URL, ['--yes'])).status).toBe(0);
  });
});

describe('faults', () => {
  test('a large file is written as it comes, and again from its start where it is cut off', async () => {
    const { stub, count } = await bucket(FEW);
    const records = gunzipSync(readFileSync(SAMPLE + FEW[0])).toString();
    const body = gzipSync(`${' '.repeat(6_000_000)}${records}`, { level: 0 });
    stub.put(BUCKET, FEW[0] ?? '', { body });
    stub.faults.add({ when: ({ kind, key }) => kind === 'GET' && key === FEW[0], times: 2, effect: cut(5_000_000) });
    const ran = await count(URL, ['--json']);
    expect(jsonOf(ran)).toEqual(await localJson(FEW));
    expect(ran.stderr).toContain(`and ${FEW.length + 2} GETs were made`);
  });

  test('503s are tried again, and the count is the same', async () => {
    const { stub, count } = await bucket(FEW);
    stub.faults.add({ when: isGet, times: 8, effect: slowDown });
    const ran = await count(URL, ['--json']);
    expect(jsonOf(ran)).toEqual(await localJson(FEW));
    expect(stub.count('GET')).toBe(FEW.length + 8);
    expect(ran.stderr).toContain(`and ${FEW.length} GETs were made`);
  });

  test('a body that is cut off is asked for again', async () => {
    const { stub, count } = await bucket(FEW);
    stub.faults.add({ when: ({ kind, key }) => kind === 'GET' && key === FEW[3], times: 2, effect: cut(100) });
    const ran = await count(URL, ['--json']);
    expect(jsonOf(ran)).toEqual(await localJson(FEW));
    expect(ran.stderr).toContain(`and ${FEW.length + 2} GETs were made`);
  });

  test.each([
    ['always cut off', cut(100), 'was cut off 5 times before its end'],
    ['gone', noSuchKey, 'is gone: it was deleted after it was listed'],
    ['denied', accessDenied, 'cannot be fetched: access denied'],
    ['archived', refusal(403, 'InvalidObjectState', 'The operation is not valid'), 'cannot be fetched: is archived (S3 Glacier)'],
    [
      'of a key that is disabled',
      refusal(400, 'KMS.DisabledException', 'key is disabled'),
      'cannot be fetched: AWS answered 400 KMS.DisabledException: key is disabled',
    ],
  ])('a file that is %s is named, and the others are counted', async (_, effect, reason) => {
    const { stub, count } = await bucket(FEW);
    const file = FEW[3] ?? '';
    stub.faults.add({ when: ({ kind, key }) => kind === 'GET' && key === file, effect });
    const ran = await count(URL, ['--json', '--strict']);
    expect(ran.status).toBe(4);
    const { coverage } = jsonOf(ran);
    expect(coverage).toMatchObject({ filesRead: FEW.length - 1, filesFailed: 1, complete: true });
    expect(JSON.stringify(jsonOf(ran))).toContain(JSON.stringify(`${URL}/${file}`));
    expect(JSON.stringify(jsonOf(ran))).toContain(reason);
    expect(left()).toEqual([]);
  });

  test('where all is denied, it ends after a hundred files', async () => {
    const { stub, count } = await bucket(LOG_FILES);
    stub.faults.add({ when: isGet, effect: accessDenied });
    const { status, stderr, stdout } = await count(URL);
    expect([status, stdout.toString()]).toEqual([2, '']);
    expect(stderr).toMatch(/access denied\n {2}This needs s3:GetObject/);
    expect(stub.count('GET')).toBeLessThan(LOG_FILES.length);
  });

  test('credentials that expire in the middle end it: what was counted is said to be incomplete', async () => {
    const { stub, count } = await bucket(LOG_FILES);
    stub.faults.add({ when: isGet, after: 200, effect: expiredToken });
    const ran = await count(URL, ['--json']);
    expect(ran.status).toBe(4);
    expect(ran.stderr).toMatch(/the credentials have expired\n {2}Sign in again/);
    expect(ran.stderr).toMatch(/stopped after \d+ files: the result is what was counted before that/);
    const { coverage } = jsonOf(ran);
    expect(coverage.complete).toBe(false);
    expect(coverage.filesRead).toBeGreaterThan(50);
    expect(coverage.filesRead).toBeLessThanOrEqual(200);
    expect(left()).toEqual([]);
  });

  test('a server that is gone in the middle ends it in the same way', async () => {
    const { stub, count, close } = await bucket(LOG_FILES);
    stub.faults.add({ when: (request) => isGet(request) && stub.count('GET') === 250 && close() === undefined, effect: cut(10) });
    const ran = await count(URL, ['--json']);
    expect(ran.status).toBe(4);
    expect(ran.stderr).toMatch(/cannot be reached \(ECONNREFUSED\)\n {2}Check --endpoint/);
    expect(jsonOf(ran).coverage).toMatchObject({ complete: false, filesFailed: 0 });
    expect(left()).toEqual([]);
  });

  test('a stopped run is what was counted until then, and leaves nothing behind', async () => {
    const { stub, count } = await bucket(LOG_FILES);
    const stop = new AbortController();
    stub.faults.add({ when: (request) => isGet(request) && stub.count('GET') > 200 && void stop.abort() === undefined, effect: cut(10) });
    const ran = await count(URL, ['--json'], { signal: stop.signal });
    expect(ran.status).toBe(130);
    expect(jsonOf(ran).coverage.complete).toBe(false);
    expect(jsonOf(ran).coverage.filesFailed).toBe(0);
    expect(left()).toEqual([]);
  });

  test('a stopped run goes on from its checkpoint and gives the same; what is in it is not asked for again', async () => {
    const { stub, count } = await bucket(LOG_FILES);
    const whole = jsonOf(await count(URL, ['--json']));
    const stop = new AbortController();
    stub.requests.length = 0;
    stub.faults.add({ when: (request) => isGet(request) && stub.count('GET') > 200 && void stop.abort() === undefined, effect: cut(10) });
    const checkpoint = ['--checkpoint', join(folder, 'run.checkpoint')];
    expect((await count(URL, ['--json', ...checkpoint], { signal: stop.signal })).status).toBe(130);
    stub.faults.clear();
    stub.requests.length = 0;
    const ran = await count(URL, ['--json', ...checkpoint]);
    expect(jsonOf(ran)).toEqual(whole);
    expect(stub.count('GET')).toBeLessThan(LOG_FILES.length);
    expect(ran.stderr).toContain(`, ${stub.count('GET')} GETs (`);
  });
});

describe('a scenario from the listing alone', () => {
  test('has the numbers of files; no file is read', async () => {
    const { stub, count } = await bucket();
    const { stdout, stderr, status } = await count(URL, ['--list-only']);
    expect([status, stub.count('GET')]).toEqual([0, 0]);
    expect(stderr).toMatch(/\d+ LISTs made \(under \$0.01\); no file was read/);
    const made = stdout.toString();
    expect(made).toContain(`# From the listing of ${URL}.`);
    expect(made).toContain('accounts: 2');
    expect(stub.requests.some(({ key }) => key.includes('CloudTrail-Digest'))).toBe(true);
    const lines = stub.requests.length;
    expect(lines).toBeLessThan(25);
  });
});
