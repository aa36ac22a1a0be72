import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Measurement } from '../../src/index.js';
import { built } from '../built.js';
import { accessLine } from './access-lines.mjs';
import {
  book,
  byReader,
  count,
  decrypt,
  delivery,
  fileKey,
  folders,
  getObject,
  noise,
  recordsText,
  roleIdentity,
  userIdentity,
} from './built.js';
import { BUCKET, objectArn, REGION, TRAIL } from './events.mjs';
import { makeTrail } from './trail.mjs';

const SAMPLES = fileURLToPath(new URL('../../samples/', import.meta.url));
const DOCUMENTATION = fileURLToPath(new URL('fixtures/documentation-2015.json', import.meta.url));
const START = Date.parse('2026-11-02T00:00:00Z');

const temporary = folders();
const codes = ({ warnings }: Measurement) => warnings.map(({ code }) => code);
type Options = NonNullable<Parameters<typeof makeTrail>[0]>;
type Expected = ReturnType<typeof makeTrail>['expected'];

/** A trail of these options in a folder, what is known of it, and its count: each trail is made and counted once. */
function measured(options: Options = {}) {
  const key = JSON.stringify(options);
  const made = trails.get(key) ?? measuredAnew(options);
  trails.set(key, made);
  return made;
}

async function measuredAnew(options: Options) {
  const { files, expected } = makeTrail(options);
  const folder = temporary.with(files);
  return { files, folder, expected, measurement: await count(folder) };
}

const trails = new Map<string, ReturnType<typeof measuredAnew>>();

/** The figures that a measurement and what is known beforehand have in common. */
function figures({ coverage, kmsRequests: { byClass, billable, free, failed, unrelated }, reads, ...rest }: Measurement) {
  return {
    files: coverage.logFiles,
    digestFiles: coverage.digestFiles,
    accessLogFiles: coverage.accessLogFiles,
    accessLogLines: coverage.accessLogLines,
    records: coverage.records,
    duplicates: coverage.duplicates,
    firstEvent: coverage.firstEvent,
    lastEvent: coverage.lastEvent,
    byClass,
    billable,
    free,
    failed,
    unrelated,
    readers: byReader({ coverage, reads, ...rest } as Measurement),
    reads: { logFiles: reads.logFiles, digestFiles: reads.digestFiles, otherFiles: reads.otherFiles, onSseKms: reads.onSseKms },
  };
}

function known({ duplicateLines: _lines, byClass, readers, reads, ...expected }: Expected, options: Options) {
  const hasGets = options.accessLogs !== false || options.dataEvents === true;
  const isTold = hasGets && options.bucketKey !== true;
  return {
    ...expected,
    byClass: { 'cloudtrail-read': 0, 'copy-by-replication': 0, 'read-through-your-role': 0, ...byClass },
    readers: Object.fromEntries(Object.entries(readers).filter(([, { requests, reads: gets }]) => requests > 0 || gets > 0)),
    // Which GETs made requests is not to be seen without GETs, nor where one request stands for many of them.
    reads: { ...reads, onSseKms: isTold ? reads.onSseKms : null },
    ...(options.sseKmsSince === 'never' ? unknown(readers, reads) : {}),
  };
}

/** KMS events of others alone do not show that reads under SSE-KMS would be seen. */
const unknown = (readers: Expected['readers'], reads: Expected['reads']) => ({
  billable: null,
  free: null,
  failed: null,
  byClass: null,
  readers: Object.fromEntries(
    Object.entries(readers)
      .filter(([, { reads: gets }]) => gets > 0)
      .map(([name, reader]) => [name, { ...reader, requests: null }]),
  ),
  reads: { ...reads, onSseKms: null },
});

describe('a count finds what was recorded', () => {
  test.each<[string, Options]>([
    ['by default', {}],
    ['with a delivery an hour', { slotMinutes: 60 }],
    ['with data events and access logs', { dataEvents: true }],
    ['with data events alone', { dataEvents: true, accessLogs: false }],
    ['without GETs', { accessLogs: false }],
    ['under a Bucket Key', { bucketKey: true }],
    ['under a Bucket Key, with data events', { bucketKey: true, dataEvents: true }],
    ['switched on in the middle', { sseKmsSince: '2026-11-05' }],
    ['never switched on', { sseKmsSince: 'never' }],
    ['without digest files', { digests: false }],
    ['over a turn of the month', { start: '2026-10-29', seed: 7, days: 5 }],
    ['in so many files that workers read them', { slotMinutes: 30 }],
  ])('%s', async (_, options) => {
    const { expected, measurement } = await measured(options);
    expect(figures(measurement)).toEqual(known(expected, options));
    expect(measurement.coverage).toMatchObject({ filesFailed: 0, otherFiles: 0, unreadableLines: 0, filteredOut: 0, complete: true });
  });
});

test('parts add up to the whole', async () => {
  const { files } = makeTrail({ start: '2026-10-29', days: 7, dataEvents: true });
  const { kmsRequests, counts, readers, reads, coverage } = await count(temporary.with(files));
  const total = (values: number[]) => values.reduce((sum, value) => sum + value, 0);
  const { billable, free, failed, unrelated, unclassified } = kmsRequests;
  expect(total([billable, free, failed, unrelated, unclassified].map(Number))).toBe(total(Object.values(kmsRequests.byClass ?? {})));
  expect(total(kmsRequests.byRule.map(({ requests }) => requests))).toBe(total(Object.values(kmsRequests.byClass ?? {})));
  expect(total(counts.map(({ requests }) => requests))).toBe(total(Object.values(kmsRequests.byClass ?? {})));
  expect(new Set(counts.map(({ month }) => month))).toEqual(new Set(['2026-10', '2026-11']));
  expect(total(readers.map(({ requests }) => requests ?? 0))).toBe(billable);
  expect(total(readers.map((reader) => reader.reads))).toBe(reads.total);
  expect(reads.logFiles + reads.digestFiles + reads.otherFiles).toBe(reads.total);
  expect(coverage.filesRead + coverage.filesSkipped).toBe(files.size);
});

describe('the samples', () => {
  const { files, expected } = makeTrail({ slotMinutes: 60, hostile: false });

  test('are what the generator makes', () => {
    const found = new Map<string, string>();
    for (const folder of ['trail', 'access-logs']) {
      for (const entry of readdirSync(join(SAMPLES, folder), { recursive: true, withFileTypes: true })) {
        const path = join(entry.parentPath, entry.name);
        if (entry.isFile()) found.set(path.slice(SAMPLES.length), gunzipSync(readFileSync(path)).toString());
      }
    }
    const made = [...files].map(([path, bytes]) =>
      path.startsWith('access-logs/') ? [`${path}.gz`, bytes.toString()] : [`trail/${path}`, gunzipSync(bytes).toString()],
    );
    expect([...found.keys()].sort()).toEqual(made.map(([path]) => path).sort());
    for (const [path = '', text] of made) expect(found.get(path) === text, path).toBe(true);
  });

  test('hold what is known of them', async () => {
    const measurement = await count([join(SAMPLES, 'trail'), join(SAMPLES, 'access-logs')]);
    expect(figures(measurement)).toEqual(known(expected, {}));
  });
});

describe('known figures', () => {
  const read = (number: number) => {
    const ms = START + number * 60_000;
    const key = fileKey({ ms: START, unique: `file${number}` });
    return decrypt({ id: `read ${number}`, ms, key, identity: roleIdentity({ role: 'siem', session: 'x' }), recipient: '444455556666' });
  };
  const records = Array.from({ length: 566 }, (_, index) => read(index));

  test('566 Decrypts cost $0.001698', async () => {
    const { kmsRequests, cost, currency, coverage } = await count(temporary.with([['log.json', recordsText(records)]]));
    expect([kmsRequests.billable, cost?.toFixed(), currency, coverage.duplicates]).toEqual([566, '0.001698', 'USD', 0]);
  });

  test('1,132 recordings of them by two trails are 566', async () => {
    const folder = temporary.with([
      ['one/log.json', recordsText(records)],
      ['two/log.json', recordsText(records)],
    ]);
    const { kmsRequests, cost, coverage, warnings } = await count(folder);
    expect([coverage.records, kmsRequests.billable, coverage.duplicates, cost?.toFixed()]).toEqual([1132, 566, 566, '0.001698']);
    expect(warnings.find(({ code }) => code === 'recorded-again')?.message).toContain('566');
  });

  test('the copies of a request for the accounts of caller and key share their sharedEventID alone', async () => {
    const copies = records.map((record, index) => ({ ...record, eventID: `copy-${index}`, recipientAccountId: '111122223333' }));
    const { kmsRequests, coverage } = await count(temporary.with([['log.json', recordsText([...copies, ...records])]]));
    expect([kmsRequests.billable, coverage.duplicates]).toEqual([566, 566]);
  });

  test("the three events of AWS's documentation of 2015 are one billable request and two free ones", async () => {
    const { kmsRequests, readers, coverage, cost } = await count(DOCUMENTATION);
    expect(kmsRequests).toMatchObject({ billable: 1, free: 2, failed: 0, unrelated: 0, unclassified: 0 });
    expect(kmsRequests.byClass).toMatchObject({ 'cloudtrail-configuration-check': 1, 'cloudtrail-delivery': 1, 'log-file-read': 1 });
    expect(readers.map(({ name, account, requests }) => [name, account, requests])).toEqual([['cloudtrail-admin', '111122223333', 1]]);
    expect(coverage).toMatchObject({
      records: 3,
      regions: ['us-west-2'],
      firstEvent: '2015-11-11T21:15:33Z',
      lastEvent: '2015-11-11T21:20:52Z',
    });
    expect(cost?.toFixed()).toBe('0.000003');
  });
});

describe('how readers read', async () => {
  const { measurement } = await measured();
  const patternOf = (name: string) => measurement.readers.find((reader) => reader.name === name)?.pattern;

  test('is recognised', () => {
    expect(patternOf('siem-forwarder')).toMatchObject({ pattern: 'every-file', explained: 1, fields: { times: 1 } });
    expect(patternOf('athena-hunting')).toMatchObject({ pattern: 'scan', explained: 1, fields: { getsPerFile: 1 } });
    expect(patternOf('athena-hunting')?.fields['lookbackDays']).toBeCloseTo(3, 0);
    expect(patternOf('validator')).toMatchObject({ pattern: 'validate' });
    expect(patternOf('alice')).toMatchObject({ pattern: 'single' });
    expect(patternOf('=2+3')).toMatchObject({ pattern: 'single' });
  });

  test('is recognised from Decrypts alone', async () => {
    const { readers } = (await measured({ accessLogs: false })).measurement;
    expect(Object.fromEntries(readers.map(({ name, pattern }) => [name, pattern?.pattern]))).toMatchObject({
      'siem-forwarder': 'every-file',
      'athena-hunting': 'scan',
      validator: 'validate',
      alice: 'single',
    });
  });

  test('as a scenario makes the requests of the pace that was observed', () => {
    const { scenario } = built.parseScenario(built.scenarioText(measurement), 'measured.yaml');
    const { lines, totals } = built.estimate(scenario, book);
    const { low, expected, high } = measurement.requestsPerMonth;
    const months = totals['sse-kms'].months.map(({ month }) => month);
    expect([months.length, months[0]]).toEqual([12, '2026-12']);
    for (const month of months) {
      const requests = lines
        .filter((line) => line.month === month && line.strategy === 'sse-kms' && line.charge === 'kms-requests')
        .reduce((sum, { billableQuantity }) => sum + billableQuantity.toNumber(), 0);
      const ratio = requests / expected;
      // February is a shorter month by a twelfth.
      if (month.endsWith('-02')) continue;
      expect(ratio, month).toBeGreaterThan(0.95);
      expect(ratio, month).toBeLessThan(1.05);
      expect(requests).toBeGreaterThanOrEqual(low);
      expect(requests).toBeLessThanOrEqual(high);
    }
  });

  test.each<[string, Options]>([
    ['of the samples', { slotMinutes: 60 }],
    ['without GETs', { accessLogs: false }],
    ['under a Bucket Key', { bucketKey: true }],
    ['under a Bucket Key, without GETs', { bucketKey: true, accessLogs: false }],
    ['switched on in the middle', { sseKmsSince: '2026-11-05' }],
    ['never switched on', { sseKmsSince: 'never' }],
    ['of two days', { days: 2 }],
  ])('%s makes a scenario that can be projected', async (_, options) => {
    const text = built.scenarioText((await measured(options)).measurement);
    const { scenario } = built.parseScenario(text, 'measured.yaml');
    expect(built.estimate(scenario, book).lines.length).toBeGreaterThan(0);
  });
});

describe('names of readers', () => {
  const readsOf = (role: string, number: number) =>
    Array.from({ length: number }, (_, index) =>
      decrypt({
        id: `${role} ${index}`,
        ms: START + index * 1000,
        key: fileKey({ ms: START, unique: `file${index}` }),
        identity: roleIdentity({ role, session: 'x' }),
        recipient: '444455556666',
      }),
    );
  const LONG = `${'a-stack-with-a-very-long-name-that-a-tool-made'.padEnd(60, 'x')}`;

  test.each([
    ['that are alike in their first 60 signs', `${LONG}AB1`, `${LONG}CD2`],
    ['that differ in signs that cannot be shown', 'role\u001b1', 'role\u00071'],
    ['one of which is CloudTrail', 'CloudTrail', 'siem'],
  ])('%s keep readers apart', async (_, one, other) => {
    const records = [
      ...readsOf(one, 3),
      ...readsOf(other, 2),
      delivery({ id: 'delivery', ms: START, key: fileKey({ ms: START, unique: 'file0' }) }),
    ];
    const measurement = await count(temporary.with([['log.json', recordsText(records)]]));
    expect(measurement.kmsRequests).toMatchObject({ billable: 5, free: 1 });
    expect(measurement.readers.map(({ requests }) => requests)).toEqual([3, 2]);
    expect(measurement.readers.map(({ cost }) => cost?.toFixed())).toEqual(['0.000009', '0.000006']);
    expect(new Set(measurement.readers.map(({ name }) => name)).size).toBe(2);
    expect(() => built.parseScenario(built.scenarioText(measurement), 'measured.yaml')).not.toThrow();
  });

  const caller = (identity: object, number: number) =>
    decrypt({ id: `${number}`, ms: START + number * 1000, key: fileKey({ ms: START, unique: 'a' }), identity });
  const account = (accountId?: string) => ({ type: 'AWSAccount', ...(accountId === undefined ? {} : { accountId }) });
  const root = (accountId: string) => ({ type: 'Root', accountId, arn: `arn:aws:iam::${accountId}:root` });
  const ONE = '111122223333';
  const OTHER = '444455556666';

  test.each<[string, object[], string[]]>([
    ['nobody that a record names', [account()], ['unknown caller']],
    [
      'callers of whom only the account is known',
      [account(ONE), account(OTHER)],
      [`unknown caller of ${ONE}`, `unknown caller of ${OTHER}`],
    ],
    ['one such caller', [account(ONE)], [`unknown caller of ${ONE}`]],
    ['two root users', [root(ONE), root(OTHER)], [`root of ${ONE}`, `root of ${OTHER}`]],
    [
      'a role and a user of one name',
      [roleIdentity({ role: 'siem', session: 'x', account: ONE }), userIdentity({ user: 'siem', account: ONE })],
      [`siem role of ${ONE}`, `siem user of ${ONE}`],
    ],
    ['a role that is called unknown', [roleIdentity({ role: 'unknown', session: 'x', account: ONE })], ['unknown']],
  ])('are readable: %s', async (_, identities, names) => {
    const measurement = await count(temporary.with([['log.json', recordsText(identities.map(caller))]]));
    expect(measurement.readers.map(({ name }) => name).sort()).toEqual(names);
    expect(measurement.readers.map(({ requests }) => requests)).toEqual(names.map(() => 1));
  });
});

describe('what logs cannot tell', () => {
  const others = Array.from({ length: 20 }, (_, number) => noise({ id: `noise ${number}`, ms: START + number * 3_600_000, number }));

  test('is unknown without KMS events, not zero', async () => {
    const measurement = await count(temporary.with([['log.json', recordsText(others)]]));
    const { coverage, kmsRequests, cost, costPerMonth } = measurement;
    expect(coverage.kmsEvents).toBe('absent');
    expect(kmsRequests).toMatchObject({ billable: null, free: null, failed: null, unrelated: null, unclassified: null, byClass: null });
    expect(codes(measurement)).toContain('kms-events-absent');
    expect(measurement.basis).toBe('none');
    expect([cost?.toFixed(), costPerMonth?.expected.toFixed()]).toEqual([undefined, undefined]);
    expect(measurement.prices).toEqual([]);
    expect(built.measurementCsv(measurement).split('\r\n')).toEqual([built.COUNT_COLUMNS.join(','), ',unknown,billable,,,,,,,,,', '']);
  });

  test('is foretold from GETs where there are no KMS events', async () => {
    const gets = Array.from({ length: 30 }, (_, index) =>
      getObject({
        id: `get ${index}`,
        ms: START + index * 3_600_000,
        key: fileKey({ ms: START + index * 3_500_000, unique: `file${index}` }),
        identity: roleIdentity({ role: 'siem', session: 'x' }),
      }),
    );
    const measurement = await count(temporary.with([['log.json', recordsText([...others, ...gets])]]));
    expect(measurement.kmsRequests.billable).toBe(null);
    expect(measurement.reads).toMatchObject({ total: 30, onSseKms: null, requestsHadAllBeenSseKms: 30 });
    expect(measurement.basis).toBe('gets');
    expect([measurement.cost, ...measurement.readers.map(({ cost }) => cost)].map((cost) => cost?.toFixed())).toEqual([
      undefined,
      undefined,
    ]);
    expect(codes(measurement)).toEqual(expect.arrayContaining(['kms-events-absent', 'forecast-from-gets']));
  });

  test('of a Bucket Key is said', async () => {
    const measurement = await count(temporary.with(makeTrail({ bucketKey: true, slotMinutes: 360 }).files));
    expect(codes(measurement)).toContain('bucket-key');
    expect(codes(measurement)).not.toContain('bucket-unconfirmed');
    expect(measurement.kmsRequests.byClass?.['bucket-key-read']).toBeGreaterThan(0);
    // It saves already.
    expect(measurement.bucketKeySaving).toBe(undefined);
  });

  test('of a bucket that is named alone is said until somebody names it', async () => {
    const identity = roleIdentity({ role: 'siem', session: 'x' });
    const records = [0, 1].map((number) =>
      decrypt({ id: `b ${number}`, ms: START, key: '', arn: `arn:aws:s3:::${BUCKET}`, trail: null, identity }),
    );
    const folder = temporary.with([['log.json', recordsText(records)]]);
    expect(codes(await count(folder))).toContain('bucket-unconfirmed');
    const confirmed = await count(folder, { buckets: [BUCKET] });
    expect(codes(confirmed)).not.toContain('bucket-unconfirmed');
    expect(confirmed.kmsRequests.billable).toBe(2);
    expect((await count(folder, { buckets: ['another'] })).kmsRequests.billable).not.toBe(2);
  });

  test('of a bucket key of another bucket is not counted', async () => {
    const identity = roleIdentity({ role: 'siem', session: 'x' });
    const key = fileKey({ ms: START, unique: 'file' });
    const records = [
      decrypt({ id: 'own', ms: START, key, identity }),
      decrypt({ id: 'other', ms: START, key, arn: 'arn:aws:s3:::example-data-lake', trail: null, identity }),
    ];
    const { kmsRequests, readers } = await count(temporary.with([['log.json', recordsText(records)]]));
    expect(kmsRequests).toMatchObject({ billable: 1, unrelated: 1 });
    expect(readers.map(({ requests }) => requests)).toEqual([1]);
  });

  test('of a week is said after a few days', async () => {
    expect(codes(await count(temporary.with(makeTrail({ days: 3, slotMinutes: 360 }).files)))).toContain('few-days');
    expect(codes(await count(temporary.with(makeTrail({ days: 8, slotMinutes: 360 }).files)))).not.toContain('few-days');
  });

  test('of the time in a gap is left out of the pace', async () => {
    const files = [...(await measured({ slotMinutes: 60, accessLogs: false })).files].filter(([path]) => {
      const [, day = '', hour = ''] = /_202611(\d\d)T(\d\d)/.exec(path) ?? [];
      return !(day === '04' || (day === '05' && hour < '12'));
    });
    const measurement = await count(temporary.with(files));
    expect(measurement.coverage.gaps).toEqual([{ from: '2026-11-03T23:55:00Z', hours: 36.92 }]);
    // 167 hours and 45 minutes without 36 hours and 55 minutes.
    expect(measurement.coverage.hoursObserved).toBe(130.83);
    expect(codes(measurement)).toContain('gaps');
    const { measurement: whole } = await measured({ slotMinutes: 60, accessLogs: false });
    expect(whole.coverage.gaps).toEqual([]);
    const ratio = measurement.filesPerMonth.expected / whole.filesPerMonth.expected;
    expect(ratio).toBeGreaterThan(0.97);
    expect(ratio).toBeLessThan(1.03);
  });

  test.each([
    ['of 23 hours between two events is a quiet night', 24, []],
    ['of 24 hours is a gap', 25, [{ from: '2026-11-02T00:05:00Z', hours: 24.92 }]],
  ])('%s', async (_, hoursLater, gaps) => {
    const records = [0, hoursLater].map((hour) => noise({ id: `at ${hour}`, ms: START + hour * 3_600_000, number: hour }));
    const { coverage } = await count(temporary.with([['log.json', recordsText(records)]]));
    expect(coverage.gaps).toEqual(gaps);
  });

  test('of a Region without a price is said', async () => {
    const record = decrypt({
      id: 'far',
      ms: START,
      key: fileKey({ ms: START, unique: 'f' }),
      identity: roleIdentity({ role: 'siem', session: 'x' }),
    });
    const measurement = await count(temporary.with([['log.json', recordsText([{ ...record, awsRegion: 'xx-nowhere-1' }])]]));
    expect(measurement.kmsRequests.billable).toBe(1);
    expect(measurement.cost).toBe(undefined);
    expect(codes(measurement)).toContain('price-missing');
    expect(built.scenarioText(measurement)).toContain('xx-nowhere-1');
  });
});

describe('filters', async () => {
  const { files } = makeTrail({ start: '2026-10-29', dataEvents: true, slotMinutes: 360, digests: false });
  const folder = temporary.with(files);
  const whole = await count(folder);
  const billable = async (filters: Parameters<typeof count>[1]) => (await count(folder, filters)).kmsRequests.billable ?? 0;
  const inSeconds = (time: string) => Date.parse(time) / 1000;

  test.each(['2026-10-30T00:00:00Z', '2026-11-01T00:00:00Z', '2026-11-02T10:02:31Z'])('before and from %s', async (time) => {
    const before = await count(folder, { until: inSeconds(time) });
    const after = await count(folder, { since: inSeconds(time) });
    expect(before.kmsRequests.billable).toBeGreaterThan(0);
    expect(after.kmsRequests.billable).toBeGreaterThan(0);
    for (const field of ['billable', 'free', 'failed', 'unrelated'] as const) {
      expect((before.kmsRequests[field] ?? 0) + (after.kmsRequests[field] ?? 0), field).toBe(whole.kmsRequests[field]);
    }
    expect(before.reads.total + after.reads.total).toBe(whole.reads.total);
    expect(Date.parse(before.coverage.lastEvent ?? '')).toBeLessThan(Date.parse(time));
    expect(Date.parse(after.coverage.firstEvent ?? '')).toBeGreaterThanOrEqual(Date.parse(time));
  });

  test('by day of all days', async () => {
    const days = Array.from({ length: 7 }, (_, day) => inSeconds('2026-10-29T00:00:00Z') + day * 86_400);
    const each = await Promise.all(days.map((day) => billable({ since: day, until: day + 86_400 })));
    expect(each.reduce((sum, requests) => sum + (requests ?? 0), 0)).toBe(whole.kmsRequests.billable);
  });

  test('by payer', async () => {
    const [archive, security] = [await billable({ accounts: ['111122223333'] }), await billable({ accounts: ['444455556666'] })];
    expect(archive + security).toBe(whole.kmsRequests.billable);
    expect(security).toBe(
      whole.readers.filter(({ account }) => account === '444455556666').reduce((sum, { requests }) => sum + (requests ?? 0), 0),
    );
    expect(await billable({ accounts: ['111122223333', '444455556666'] })).toBe(whole.kmsRequests.billable);
    expect(await billable({ accounts: ['123456789012'] })).toBe(0);
  });

  test('by trail, by name and by ARN', async () => {
    const [org, audit] = [await billable({ trails: ['org'] }), await billable({ trails: [TRAIL.replace(/org$/, 'audit')] })];
    expect(org).toBeGreaterThan(0);
    expect(org + audit).toBe(whole.kmsRequests.billable);
    expect(await billable({ trails: [TRAIL] })).toBe(org);
    expect(await billable({ trails: ['none'] })).toBe(0);
  });

  test('by bucket', async () => {
    expect(await billable({ buckets: [BUCKET] })).toBe(whole.kmsRequests.billable);
    const lake = await count(folder, { buckets: ['example-data-lake'] });
    // The lake holds no CloudTrail file, as far as these logs show.
    expect(lake.kmsRequests).toMatchObject({ billable: null, free: null });
    expect(lake.kmsRequests.unrelated).toBe(28);
  });

  test('by Region', async () => {
    expect(await billable({ regions: [REGION] })).toBe(whole.kmsRequests.billable);
    expect(await billable({ regions: ['eu-west-1'] })).toBe(0);
    expect(await billable({ regions: ['eu-west-1', REGION] })).toBe(whole.kmsRequests.billable);
  });

  test('by bucket under a Bucket Key', async () => {
    const { folder: underKey, measurement: all } = await measured({ bucketKey: true });
    expect((await count(underKey, { buckets: [BUCKET] })).kmsRequests.billable).toBe(all.kmsRequests.billable);
  });
});

test('a day in a row of days in which nothing of the wanted time can be is not opened', async () => {
  const folder = temporary.with(makeTrail({ accessLogs: false, digests: false }).files);
  const { coverage } = await count(folder, { since: Date.parse('2026-11-07T00:00:00Z') / 1000 });
  expect(coverage.daysNotOpened).toBe(5);
  expect(coverage.gaps).toEqual([]);
});

test('objects of other names are told by the trail in their context', async () => {
  const identity = roleIdentity({ role: 'siem', session: 'x' });
  const record = decrypt({ id: 'odd', ms: START, key: 'odd', arn: objectArn('my/own/path.gz'), identity });
  const { kmsRequests } = await count(temporary.with([['log.json', recordsText([record])]]));
  expect(kmsRequests.byClass?.['other-cloudtrail-file-read']).toBe(1);
});

describe('situations in which a figure is easily wrong', () => {
  const siem = roleIdentity({ role: 'siem', session: 'x' });
  const HOUR = 3_600_000;
  const logAt = (ms: number, records: object[]) => [`${fileKey({ ms, unique: `u${ms}` })}`, recordsText(records)] as const;
  const bucketOnly = (number: number, bucket: string) =>
    decrypt({ id: `lake ${number}`, ms: START + number * 1000, key: '', trail: null, arn: `arn:aws:s3:::${bucket}`, identity: siem });

  test('requests for a bucket of which nothing shows that it is a trail do not count, until --bucket says so', async () => {
    const folder = temporary.with([
      logAt(
        START,
        [0, 1, 2].map((number) => bucketOnly(number, 'lake')),
      ),
    ]);
    const unsure = await count(folder);
    expect(unsure.kmsRequests).toMatchObject({ billable: null, unclassified: 3 });
    expect(codes(unsure)).toContain('bucket-unconfirmed');
    expect((await count(folder, { buckets: ['lake'] })).kmsRequests).toMatchObject({ billable: 3, unclassified: 0 });
  });

  test('a filter leaves what a request is as it was', async () => {
    const delivered = delivery({ id: 'd', ms: START, key: fileKey({ ms: START, unique: 'd' }) });
    const folder = temporary.with([logAt(START, [delivered, bucketOnly(1, 'lake'), bucketOnly(2, 'lake')])]);
    expect((await count(folder)).kmsRequests).toMatchObject({ billable: 0, unrelated: 2 });
    expect((await count(folder, { accounts: ['444455556666'] })).kmsRequests).toMatchObject({ billable: 0, unrelated: 2 });
  });

  test('copies of the whole under dated folders are copies', async () => {
    const { files, expected } = makeTrail({ days: 4, accessLogs: false });
    const twice = [...files].flatMap(([path, bytes]): [string, Buffer][] => [
      [`2026/12/01/${path}`, bytes],
      [`2026/12/08/${path}`, bytes],
    ]);
    const measurement = await count(temporary.with(twice));
    expect(measurement.kmsRequests).toMatchObject({ billable: expected.billable, free: expected.free });
    expect(await count(temporary.with(twice), { until: START / 1000 + 40 * 86_400 })).toMatchObject({
      kmsRequests: { billable: expected.billable },
    });
  });

  const MINUTE = 60_000;

  /** A file every five minutes, each read a minute after its delivery. */
  const readAsTheyCome = (from: number, files: number, first = 0) =>
    Array.from({ length: files }, (_, index) => from + (first + index) * 5 * MINUTE).map((ms, index) => {
      const key = fileKey({ ms, unique: `slot${ms}` });
      return logAt(ms, [
        delivery({ id: `d ${ms} ${index}`, ms: ms - MINUTE, key }),
        decrypt({ id: `r ${ms} ${index}`, ms: ms + MINUTE, key, identity: siem }),
      ]);
    });

  test.each([0, 20, 40, 50, 55])('ten minutes are ten minutes wherever the hour ends: from minute %i', async (minute) => {
    const { coverage, requestsPerMonth, readers } = await count(temporary.with(readAsTheyCome(START + minute * MINUTE, 3)));
    expect(coverage.hoursObserved).toBe(0.25);
    // 3 in a quarter of an hour of a month's 730.5.
    expect(requestsPerMonth).toEqual({ low: 2922, expected: 8766, high: 18_889 });
    expect(readers[0]?.pattern?.pattern).toBe('every-file');
  });

  test('two such stretches days apart are half an hour', async () => {
    const files = [...readAsTheyCome(START + 55 * MINUTE, 3), ...readAsTheyCome(START + 50 * HOUR + 50 * MINUTE, 3)];
    const { coverage, requestsPerMonth } = await count(temporary.with(files));
    expect(coverage).toMatchObject({ hoursObserved: 0.5, gaps: [{ from: '2026-11-02T01:10:00Z', hours: 49.67 }] });
    expect(requestsPerMonth.expected).toBe(8766);
  });

  test.each([
    ['one file is a slot', [0], 0.08],
    ['one file of a usual delivery is a slot', [-14, 0], 0.08],
    ['one file of half an hour of events is half an hour', [-30, 0], 0.5],
    ['events of hours before are late ones', [-300, 0], 1],
  ])('%s', async (_, minutes, hours) => {
    const records = minutes.map((minute) => noise({ id: `n ${minute}`, ms: START + 6 * HOUR + minute * MINUTE, number: 0 }));
    expect((await count(temporary.with([logAt(START + 6 * HOUR, records)]))).coverage.hoursObserved).toBe(hours);
  });

  test('each source is projected over its own time', async () => {
    const records = Array.from({ length: 24 }, (_, hour) =>
      logAt(START + hour * HOUR, [
        decrypt({ id: `h ${hour}`, ms: START + hour * HOUR, key: fileKey({ ms: START, unique: `k${hour}` }), identity: siem }),
      ]),
    );
    const line = (day: number) =>
      accessLine({
        ms: START + day * 24 * HOUR,
        requester: 'svc:cloudtrail.amazonaws.com',
        requestId: `PUT${day}`,
        key: 'x',
        agent: '-',
        operation: 'REST.PUT.OBJECT',
      });
    const lines = Array.from({ length: 20 }, (_, day) => line(day)).join('\n');
    const measurement = await count(temporary.with([...records, ['access-logs/2026-11-02-00-00-00-0123456789ABCDEF', lines]]));
    // 23 hours from the first delivery to the last, and the last one's 5 minutes.
    expect(measurement.coverage.hoursObserved).toBe(23.08);
    expect(measurement.requestsPerMonth.expected).toBe(Math.round((24 * 730.5 * 12) / 277));
  });

  test('a switch to SSE-KMS within the logs begins the time that counts for Decrypts', async () => {
    const measurement = await count(temporary.with(makeTrail({ days: 8, sseKmsSince: '2026-11-06', slotMinutes: 120 }).files));
    expect(codes(measurement)).toContain('switch-within');
    expect(measurement.coverage.hoursObserved).toBeLessThanOrEqual(4 * 24);
    const always = await count(temporary.with(makeTrail({ days: 8, slotMinutes: 120 }).files));
    const org = ({ deliveries }: typeof measurement) =>
      deliveries.find(({ trail }) => trail.endsWith('/org'))?.logFilesPerMonth.expected ?? 0;
    expect(org(measurement) / org(always)).toBeGreaterThan(0.9);
    expect(org(measurement) / org(always)).toBeLessThan(1.1);
  });

  test("a reader that the key owner's trail does not name is named by its GETs", async () => {
    const { files, expected } = await measured({ slotMinutes: 60 });
    const owners = [...files].filter(([path]) => !path.includes('/444455556666/'));
    const { readers } = await count(temporary.with(owners));
    expect(readers.map(({ name }) => name).filter((name) => name.startsWith('AROA'))).toEqual([]);
    expect(readers.find(({ name }) => name === 'athena-hunting')).toMatchObject({
      requests: expected.readers['athena-hunting']?.requests,
      reads: expected.readers['athena-hunting']?.reads,
      readsOnSseKms: expected.readers['athena-hunting']?.reads,
    });
  });

  test('paid copies are those of a further trail of the same account', async () => {
    const { files, expected, measurement } = await measured({ accessLogs: false });
    // The trail `audit` records again what the archive account's trail `org` does: every request, for the archive owns the key.
    expect(measurement.paidCopies).toBe(1);
    const withoutAudit = [...files].filter(([path]) => !path.startsWith('audit/'));
    const single = await count(temporary.with(withoutAudit));
    expect(single.paidCopies).toBe(0);
    expect(single.kmsRequests.billable).toBe(expected.billable);
  });

  /** Log and digest files of some hours, and one run over some of them. */
  const oneRun = async (hours: number, read: { of: number; digests: number; agent: string }) => {
    const auditor = userIdentity({ user: 'auditor' });
    const keys = Array.from({ length: hours }, (_, hour) =>
      ['CloudTrail', 'CloudTrail-Digest'].map((kind) => fileKey({ kind, ms: START + hour * HOUR, unique: `f${hour}` })),
    );
    const deliveries = keys.map((pair, hour) =>
      logAt(START + hour * HOUR, [...pair.map((key) => delivery({ id: `d ${key}`, ms: START + hour * HOUR, key }))]),
    );
    const logs = keys.slice(0, read.of).map(([log = '']) => log);
    const digests = keys.slice(0, read.digests).map(([, digest = '']) => digest);
    const at = START + hours * HOUR;
    const gets = [...logs, ...digests].flatMap((key, number) => {
      const ms = at + (number % 10) * 1000;
      return [
        decrypt({ id: `r ${key}`, ms, key, identity: auditor }),
        getObject({ id: `g ${key}`, ms, key, identity: auditor, userAgent: read.agent }),
      ];
    });
    return built.withDisagreement(await count(temporary.with([...deliveries, logAt(at + 5 * MINUTE, gets)])));
  };
  const SYNC = 'aws-cli/2.19.1 md/command#s3.sync';
  const VALIDATE = 'aws-cli/2.19.1 md/command#cloudtrail.validate-logs';

  /** Requests a month of the scenario that a count writes, averaged over its months. */
  const inScenario = (measurement: Measurement) => {
    const { scenario } = built.parseScenario(built.scenarioText(measurement), 'measured');
    const lines = built
      .estimate(scenario, book)
      .lines.filter(({ strategy, charge, reader }) => strategy === 'sse-kms' && charge === 'kms-requests' && reader === 'auditor');
    return lines.reduce((sum, { quantity }) => sum + Number(quantity.expected), 0) / scenario.period.months;
  };

  test.each([
    ['a sync of all files', { of: 40, digests: 40, agent: SYNC }, 'scan', []],
    ['a sync of half of them', { of: 20, digests: 20, agent: SYNC }, 'scan', []],
    ['a validation of all files', { of: 40, digests: 40, agent: VALIDATE }, 'validate', []],
    ['a validation of some', { of: 40, digests: 4, agent: VALIDATE }, 'validate', ['scenario-differs']],
  ])('%s: a count and its scenario agree on requests a month, or the report says why', async (_, read, pattern, differs) => {
    const measurement = await oneRun(40, read);
    const { requestsPerMonth, readers } = measurement;
    expect(readers.map(({ name, pattern: found, requestsPerMonth: own }) => [name, found?.pattern, own.low])).toEqual([
      ['auditor', pattern, 0],
    ]);
    expect(requestsPerMonth.low).toBe(0);
    expect(codes(measurement).filter((code) => code === 'scenario-differs')).toEqual(differs);
    const ratio = inScenario(measurement) / requestsPerMonth.expected;
    expect(ratio >= 0.9 && ratio <= 1.1).toBe(differs.length === 0);
  });

  /** What a role of S3 replication does: a Decrypt at the source, and a second request a second later for the copy of the same name. */
  const replicated = (files: number, given: { operation?: string; after?: number; copies?: number; gets?: boolean; digests?: boolean }) => {
    const { operation = 'GenerateDataKey', after = MINUTE, copies = files, gets = false, digests = false } = given;
    const role = roleIdentity({ account: '111122223333', role: 'replication', session: 's3-replication', invokedBy: 'AWS Internal' });
    const keyAt = (number: number) => {
      const kind = digests && number % 6 === 5 ? 'CloudTrail-Digest' : 'CloudTrail';
      return fileKey({ kind, ms: START + number * 5 * MINUTE, unique: `f${number}` });
    };
    return Array.from({ length: files }, (_, number) => {
      const [key, ms] = [keyAt(number), START + number * 5 * MINUTE];
      const copy = decrypt({ id: `c${number}`, ms: ms + after + 1000, key, identity: role, bucket: 'example-replica', trail: null });
      return logAt(ms, [
        delivery({ id: `d${number}`, ms, key }),
        decrypt({ id: `r${number}`, ms: ms + after, key, identity: role }),
        ...(gets ? [getObject({ id: `g${number}`, ms: ms + after, key, identity: role })] : []),
        ...(number < copies ? [{ ...copy, eventName: operation }] : []),
      ]);
    });
  };

  test.each([
    ['GenerateDataKey', {}, 'replicate', 48],
    ['Encrypt', { operation: 'Encrypt' }, 'replicate', 48],
    ['digest files too', { digests: true }, 'replicate', 48],
    ['hours late, but as they come', { after: 5 * HOUR }, 'replicate', 48],
    ['most of the copies', { copies: 20 }, 'replicate', 44],
    ['a reader of each file that writes few copies', { copies: 3 }, 'every-file', 24],
    ['a reader that GETs each file and copies it', { gets: true }, 'every-file', 24],
    ['a copy of old files', { after: 40 * 24 * HOUR }, 'scan', 24],
  ])('replication makes two requests a file, and its scenario too: %s', async (_, given, pattern, billable) => {
    const measurement = built.withDisagreement(await count(temporary.with(replicated(24, given))));
    const { kmsRequests, readers, requestsPerMonth } = measurement;
    expect({ billable: kmsRequests.billable, patterns: readers.map((reader) => reader.pattern?.pattern) }).toEqual({
      billable,
      patterns: [pattern],
    });
    expect(codes(measurement).includes('copies-written')).toBe(pattern !== 'replicate');
    if (pattern !== 'replicate') return;
    expect(readers).toMatchObject([{ requests: billable, requestsPerMonth: { expected: requestsPerMonth.expected } }]);
    expect(codes(measurement)).not.toContain('scenario-differs');
    const { scenario } = built.parseScenario(built.scenarioText(measurement), 'measured');
    const lines = built.estimate(scenario, book).lines.filter(({ strategy, reader }) => strategy === 'sse-kms' && reader === 'replication');
    expect(new Set(lines.map(({ charge }) => charge)), 'no GET is charged').toEqual(new Set(['kms-requests']));
    const inMonth = lines.reduce((sum, { quantity }) => sum + Number(quantity.expected), 0) / scenario.period.months;
    expect(inMonth / requestsPerMonth.expected).toBeGreaterThan(0.97);
    expect(inMonth / requestsPerMonth.expected).toBeLessThan(1.03);
  });

  test('the copies of a replication are told to a trace, and expected on a bill as what they are', async () => {
    const folder = temporary.with(replicated(6, {}));
    const rules: string[] = [];
    const measurement = await built.countLogs({
      paths: [folder],
      filters: built.NO_FILTERS,
      book,
      onRequest: ({ rule }) => void rules.push(rule.name),
    });
    expect(rules.sort()).toEqual([...Array(6).fill('copy-of-cloudtrail-file'), ...Array(6).fill('read-of-log-file')]);
    const saved = built.parseSavedMeasurement(built.measurementJson(measurement), 'saved');
    const { entries } = built.measuredExpectation(saved, 'saved');
    expect(entries.map(({ operation, quantity }) => [operation, Number(quantity.expected)])).toEqual([
      ['Decrypt', 6],
      ['GenerateDataKey', 6],
    ]);
  });

  test('why a scenario differs is one sentence about one reader', async () => {
    const { warnings, requestsPerMonth } = await oneRun(40, { of: 40, digests: 4, agent: VALIDATE });
    const { message } = warnings.find(({ code }) => code === 'scenario-differs') ?? {};
    expect(message).toMatch(
      new RegExp(
        '^A scenario from this count makes about [\\d,]+ requests a month, not ' +
          `${requestsPerMonth.expected}, mostly because a validation reads all files of its window, ` +
          'and auditor read a different number\\.$',
      ),
    );
  });

  test('a scenario takes the Region of the requests, priced or not, and is refused where reads are unknown', async () => {
    const record = {
      ...decrypt({ id: 'g', ms: START, key: fileKey({ ms: START, unique: 'g' }), identity: siem }),
      awsRegion: 'us-gov-west-1',
    };
    const gov = await count(temporary.with([logAt(START, [record])]));
    expect(built.parseScenario(built.scenarioText(gov), 'gov').scenario.bucket.region).toBe('us-gov-west-1');
    const { kmsRequests, ...none } = await count(temporary.with([logAt(START, [noise({ id: 'n', ms: START, number: 0 })])]));
    expect(kmsRequests.billable).toBeNull();
    expect(() => built.scenarioText({ kmsRequests, ...none })).toThrow(/do not show how much was read/);
  });
});

describe('a count that is stopped', () => {
  const stop = (onResult: (stop: AbortController) => void, first = new AbortController()) =>
    built.countLogs({ paths: [join(SAMPLES, 'trail')], book, signal: first.signal, onResult: () => onResult(first) });

  test('has what was counted until then, and says so', async () => {
    const { coverage, warnings } = await stop((first) => first.abort());
    expect(coverage.complete).toBe(false);
    expect(coverage.filesRead).toBeGreaterThan(0);
    expect(coverage.filesRead).toBeLessThan(370);
    expect(warnings.map(({ code }) => code)).toContain('stopped');
  });

  test('before it began has nothing, and that is no missing file', async () => {
    const first = new AbortController();
    first.abort();
    const { coverage } = await stop(() => undefined, first);
    expect([coverage.complete, coverage.filesRead]).toEqual([false, 0]);
  });
});
