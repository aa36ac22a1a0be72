import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, test, vi } from 'vitest';
import { accessDenied, expiredToken, noSuchKey, refusal, slowDown } from '../aws/faults.js';
import { LOG_FILES, madeBucket, ROOT } from '../logs/s3/bucket.js';
import { MAIN } from './program.js';
import { workspace } from './workspace.js';

const bucket = madeBucket();
const { folder, run, transcript } = workspace();
const FEW = LOG_FILES.filter((file) => file.includes('111122223333/CloudTrail/us-east-1/2026/11/03/')).slice(0, 12);
const WHOLE = 's3://made-logs/AWSLogs/';

transcript('count-s3-usage', 'what makes no sense of S3 is refused before AWS is asked for anything', [
  'trailcost count s3://',
  'trailcost count s3://Not_a_bucket!/AWSLogs',
  "trailcost count 's3://made-logs/AWSLogs/*'",
  'trailcost count s3://made-logs s3://other-logs',
  'trailcost count s3://made-logs samples/trail',
  'trailcost count samples/trail --yes',
  'trailcost count samples/trail --list-only',
  'trailcost count samples/trail --endpoint http://127.0.0.1:9',
  'trailcost count s3://made-logs --max-cost much',
  'trailcost count s3://made-logs --endpoint 127.0.0.1:9',
  'trailcost count s3://made-logs --list-only --since 2026-11-01',
  'trailcost count s3://made-logs --list-only --format csv',
  'trailcost count s3://made-logs --list-only --output listed.csv',
]);

transcript('count-s3-bad', 'a server that is not there', ['trailcost count s3://my-logs --endpoint http://127.0.0.1:9']);

/** A transcript of commands against a bucket. @param isWhole whether their results are in it too */
async function said(commands: readonly string[], endpoint: string, isWhole = true): Promise<string> {
  const parts: string[] = [];
  for (const command of commands) {
    const { stdout, stderr, status } = await run(`${command} --endpoint ${endpoint}`);
    parts.push(`$ ${command}\n${isWhole ? stdout : ''}--- stderr\n${stderr}--- exit ${status}\n`);
  }
  return parts.join('\n').replaceAll(endpoint, 'https://s3.example').replaceAll(ROOT, 'PACKAGE/');
}

const GOLDEN = (name: string) => `../golden/cli/${name}.txt`;

test('count-s3: what it costs first, then the report', async () => {
  const { endpoint } = await bucket();
  const commands = [
    `trailcost count ${WHOLE} --since 2026-11-03 --until 2026-11-05`,
    `trailcost count ${WHOLE} --max-cost 0.0001`,
    `trailcost count ${WHOLE} --max-cost '$0.0001'`,
    `trailcost count ${WHOLE} --max-cost €5`,
    `trailcost count ${WHOLE} --max-cost 0.0001 --yes --account 444455556666 -f csv`,
    `trailcost count ${WHOLE} --since 2027-01-01`,
    `trailcost count ${WHOLE} --region eu-west-3`,
    'trailcost count s3://made-logs/AWSLog',
    'trailcost count s3://made-logs/elsewhere/',
  ];
  await expect(await said(commands, endpoint)).toMatchFileSnapshot(GOLDEN('count-s3'));
});

test('count-s3-list: a scenario from the listing alone', async () => {
  const { endpoint } = await bucket();
  const command = 'SOURCE_DATE_EPOCH=1795910400 trailcost count s3://made-logs --list-only';
  const printed = await said([command], endpoint);
  await expect(printed).toMatchFileSnapshot(GOLDEN('count-s3-list'));
  const { status } = await run(`${command} --endpoint ${endpoint} --output listed.yaml`);
  expect(status).toBe(0);
  expect(printed).toContain(readFileSync(join(folder, 'listed.yaml'), 'utf8').split('\n').slice(1).join('\n'));
});

describe('what AWS refuses', () => {
  const NO_BUCKET = refusal(404, 'NoSuchBucket', 'The specified bucket does not exist');
  const NO_KEY = refusal(403, 'InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.');
  const NO_DECRYPT = refusal(403, 'AccessDenied', 'User: made is not authorized to perform: kms:Decrypt on resource: made-key');

  test.each([
    ['bucket', () => true, NO_BUCKET],
    ['denied', () => true, accessDenied],
    ['credentials', () => true, NO_KEY],
    ['expired', () => true, expiredToken],
    ['decrypt', (kind: string) => kind === 'GET', NO_DECRYPT],
    ['expired-later', (kind: string) => kind === 'GET', expiredToken],
    ['gone', (kind: string) => kind === 'GET', noSuchKey],
  ])('count-s3-%s', async (name, when, effect) => {
    const { stub, endpoint } = await bucket(FEW);
    const after = name === 'expired-later' ? 6 : 0;
    stub.faults.add({ when: ({ kind }) => when(kind), effect, after, ...(name === 'gone' && { times: 2 }) });
    const all = await said([`trailcost count ${WHOLE}`], endpoint, false);
    // Which files were under way is chance.
    await expect(all.replace(/\d+ (?=GETs were)/, 'N ').replace(/[^/]*\.json\.gz/, 'NAME')).toMatchFileSnapshot(GOLDEN(`count-s3-${name}`));
  });

  test('count-s3-none: no credentials', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined);
    const { stub, endpoint } = await bucket(FEW);
    await expect(await said([`trailcost count ${WHOLE}`], endpoint)).toMatchFileSnapshot(GOLDEN('count-s3-none'));
    expect(stub.requests).toEqual([]);
  });
});

test('Ctrl-C ends it with what was counted until then, and leaves nothing in the folder for temporary files', async () => {
  const { stub, endpoint } = await bucket();
  const temporary = join(folder, 'temporary');
  mkdirSync(temporary);
  const child = spawn(process.execPath, [MAIN, 'count', WHOLE, '--endpoint', endpoint, '--json'], {
    env: { ...process.env, TMPDIR: temporary },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const outputs = Promise.all([text(child.stdout), text(child.stderr)]);
  let whileRunning = 0;
  stub.faults.add({
    when: ({ kind }) => {
      if (kind === 'GET' && stub.count('GET') === 150) {
        whileRunning = readdirSync(temporary, { recursive: true }).length;
        child.kill('SIGINT');
      }
      return kind === 'GET' && stub.count('GET') > 150;
    },
    effect: slowDown,
  });
  const [status, [stdout, stderr]] = [await ended, await outputs];
  expect(status).toBe(130);
  expect(whileRunning).toBeGreaterThan(50);
  expect(JSON.parse(stdout).coverage.complete).toBe(false);
  expect(stderr).toContain('the result is what was counted before that');
  expect(stderr).not.toMatch(/warning/i);
  expect(readdirSync(temporary)).toEqual([]);
  rmSync(temporary, { recursive: true });
});

test('nothing of AWS is loaded but for S3', () => {
  const chunks = join(MAIN, '../../chunks');
  const files = readdirSync(chunks).filter((name) => name.endsWith('.cjs'));
  const needing = files.map((name) => readFileSync(join(chunks, name), 'utf8')).filter((file) => file.includes('require("@aws-sdk/'));
  expect(needing.filter((file) => /^[^\s].*require\("@aws-sdk\//m.test(file))).toEqual([]);
  expect(needing.filter((file) => file.includes('require("@aws-sdk/client-s3")'))).toHaveLength(1);
});
