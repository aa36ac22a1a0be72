import { describe, expect, test } from 'vitest';
import { ObjectStore } from '../../../src/aws/s3.js';
import { NO_FILTERS } from '../../../src/logs/classify/filters.js';
import { wantsDay } from '../../../src/logs/count-logs.js';
import { Levels, type Scope } from '../../../src/logs/s3/levels.js';
import { ListedBucket } from '../../../src/logs/s3/supply.js';
import { accessDenied, delay } from '../../aws/faults.js';
import { BUCKET, madeBucket } from './bucket.js';

const bucket = madeBucket();

const ALL: Scope = { wantsDay: () => true, leavesDaysOut: false, accounts: [], regions: [], wantsDigests: false };
const [ONE, TWO] = ['111122223333', '444455556666'];
const name = (account: string, region: string, day: string) =>
  `${account}_CloudTrail_${region}_${day.replaceAll('/', '')}T0005Z_made${day.slice(-2)}.json.gz`;
const key = (account: string, region: string, day: string, before = 'AWSLogs/') =>
  `${before}${account}/CloudTrail/${region}/${day}/${name(account, region, day)}`;

const KEYS = [
  ...[ONE, TWO].flatMap((account) =>
    ['us-east-1', 'eu-west-1'].flatMap((region) =>
      ['2025/12/31', '2026/01/01', '2026/10/31', '2026/11/01', '2026/11/02', '2026/11/03'].map((day) => key(account, region, day)),
    ),
  ),
  `AWSLogs/${ONE}/CloudTrail-Digest/us-east-1/2026/11/02/${ONE}_CloudTrail-Digest_us-east-1_t_us-east-1_20261102T000500Z.json.gz`,
  `AWSLogs/${ONE}/CloudTrail-Insight/us-east-1/2026/11/02/x.json.gz`,
  `AWSLogs/${ONE}/elasticloadbalancing/us-east-1/2026/11/02/x.log.gz`,
];

/** When a time begins, in seconds. */
const at = (day: string) => Date.parse(`${day}T00:00:00Z`) / 1000;
const between = (since?: string, until?: string): Partial<Scope> => ({
  wantsDay: wantsDay({
    ...NO_FILTERS,
    since: since === undefined ? undefined : at(since),
    until: until === undefined ? undefined : at(until),
  }),
  leavesDaysOut: true,
});

async function listed(prefix: string, scope: Partial<Scope> = {}, keys: readonly string[] = KEYS) {
  const { stub, endpoint } = await bucket([]);
  for (const each of keys) stub.put(BUCKET, each, { body: Buffer.from(each) });
  const store = await ObjectStore.open(BUCKET, { endpoint, version: '0.0.0' });
  stub.requests.length = 0;
  const found = await ListedBucket.of(store, { bucket: BUCKET, prefix }, { ...ALL, ...scope });
  const files = [...found.allFiles()].map((file) => file.key);
  found.close();
  store.close();
  return { found, files, asked: stub.requests.map((request) => request.key), delimited: delimitedOf(stub.requests) };
}

const delimitedOf = (requests: readonly { key: string; query: Readonly<Record<string, string>> }[]) =>
  requests.filter(({ query }) => query['delimiter'] === '/').map((request) => request.key);

const LOGS = KEYS.filter((each) => each.includes('/CloudTrail/'));

describe('what is listed', () => {
  test('without filters: down to the Region level by level, then flat; nothing of digests, Insights and other services', async () => {
    const { files, asked, delimited, found } = await listed('');
    expect(files.toSorted()).toEqual(LOGS.toSorted());
    expect(delimited.toSorted()).toEqual([
      '',
      'AWSLogs/',
      ...[ONE, TWO].flatMap((account) => [`AWSLogs/${account}/`, `AWSLogs/${account}/CloudTrail/`]),
    ]);
    expect(asked.length - delimited.length).toBe(4);
    expect(asked.filter((prefix) => /Digest|Insight|elastic/.test(prefix))).toEqual([]);
    expect(found.leftOut).toEqual({ accounts: 0, regions: 0, periods: 0, services: 3, others: 0, files: 0 });
  });

  test('of accounts and Regions only those that are asked for', async () => {
    const { files, asked, found } = await listed('', { accounts: [TWO], regions: ['eu-west-1'] });
    expect(files.toSorted()).toEqual(LOGS.filter((each) => each.includes(`${TWO}/CloudTrail/eu-west-1/`)).toSorted());
    expect(asked.filter((prefix) => prefix.includes(ONE) || prefix.includes('us-east-1'))).toEqual([]);
    expect(found.leftOut).toMatchObject({ accounts: 1, regions: 1 });
  });

  test('an account without a folder may have paid for what is in those of others, so all are listed and it is said', async () => {
    const { files, found } = await listed('', { accounts: [TWO, '123456789012'] });
    expect(files).toHaveLength(LOGS.length);
    expect(found.accountsWithoutFolder).toEqual(['123456789012']);
  });

  test.each<[string, Partial<Scope>, string[], string[]]>([
    ['a year that is wanted whole is flat', between('2026-01-01'), ['2026/'], ['2025/']],
    ['a month too', between('2026-11-01'), ['2026/11/'], ['2025/', '2026/01/', '2026/10/']],
    ['days', between('2026-11-02', '2026-11-02'), ['2026/11/02/'], ['2025/', '2026/01/', '2026/10/', '2026/11/01/', '2026/11/03/']],
    ['to the end of a year', between(undefined, '2026-01-01'), ['2025/', '2026/01/01/'], ['2026/10/', '2026/11/']],
  ])('%s', async (_, scope, flat, never) => {
    const place = `AWSLogs/${ONE}/CloudTrail/us-east-1/`;
    const { asked, delimited } = await listed('', { ...scope, accounts: [ONE], regions: ['us-east-1'] });
    expect(asked.filter((prefix) => !delimited.includes(prefix)).toSorted()).toEqual(flat.map((period) => place + period));
    expect(asked.filter((prefix) => never.some((period) => prefix.startsWith(place + period)))).toEqual([]);
  });

  test.each([
    ['an organization', 'AWSLogs/o-exampleorgid/'],
    ['a prefix', 'security/AWSLogs/'],
    ['a prefix of two folders and an organization', 'a/b/AWSLogs/o-exampleorgid/'],
  ])('of %s', async (_, before) => {
    const keys = ['2026/11/01', '2026/11/02'].map((day) => key(ONE, 'us-east-1', day, before));
    const { files } = await listed('', between('2026-11-02'), keys);
    expect(files).toEqual(keys.slice(1));
  });

  test.each([
    'AWSLogs',
    'AWSLogs/',
    `AWSLogs/${ONE}`,
    `AWSLogs/${ONE}/`,
    `AWSLogs/${ONE}/CloudTrail/`,
    `AWSLogs/${ONE}/CloudTrail/us-east-1/`,
    `AWSLogs/${ONE}/CloudTrail/us-east-1/2026`,
    `AWSLogs/${ONE}/CloudTrail/us-east-1/2026/11/`,
    `AWSLogs/${ONE}/CloudTrail/us-east-1/2026/11/02/`,
    key(ONE, 'us-east-1', '2026/11/02'),
  ])('from %s on, with the same filters', async (prefix) => {
    const { files, asked } = await listed(prefix, { ...between('2026-11-02', '2026-11-02'), regions: ['us-east-1'] });
    expect(files).toEqual((/\d{12}/.test(prefix) ? [ONE] : [ONE, TWO]).map((account) => key(account, 'us-east-1', '2026/11/02')));
    expect(asked.every((each) => each.startsWith(prefix))).toBe(true);
  });

  test('a name that no folder and no object has is the beginning of names', async () => {
    expect((await listed('AWSLogs/1111')).files.toSorted()).toEqual(LOGS.filter((each) => each.includes(ONE)).toSorted());
    expect((await listed('AWSLogs/9')).files).toEqual([]);
  });
});

describe('what is not laid out as CloudTrail does it', () => {
  const ACCESS = ['2026-11-01-01-15-30-0123456789ABCDEF', '2026-11-02-01-15-30-0123456789ABCDEF', '2026-11-03-01-15-30-0123456789ABCDEF'];

  test('is listed flat, and goes by the time in its names', async () => {
    const keys = [...ACCESS.map((each) => `access/${each}`), 'access/readme.txt'];
    const { files, found, asked } = await listed('access/', between('2026-11-02', '2026-11-02'), keys);
    expect(files).toEqual(['access/readme.txt', `access/${ACCESS[1]}`]);
    expect([found.daysNotOpened, asked.length]).toEqual([2, 1]);
  });

  test('is taken beside AWSLogs/ where its names have a time; folders there are not listed', async () => {
    const keys = [...KEYS, ACCESS[0] ?? '', 'readme.txt', ...Array.from({ length: 101 }, (_, index) => `results/${index}/part.csv`)];
    const { files, found, asked } = await listed('', {}, keys);
    expect(files.toSorted()).toEqual([...LOGS, ACCESS[0]].toSorted());
    expect(found.leftOut).toMatchObject({ others: 1, files: 1 });
    expect(asked.filter((prefix) => prefix.startsWith('results/'))).toEqual(['results/']);
  });

  test('is listed whole where there is no AWSLogs/, each file once', async () => {
    const keys = [
      'a.json',
      'x/b.json',
      'x/y/c.json',
      'x/y/z/d.json',
      'x/y/z/q/e.json',
      ...Array.from({ length: 101 }, (_, at) => `m/${at}/f`),
    ];
    const { files } = await listed('', {}, keys);
    expect(files.toSorted()).toEqual(keys.toSorted());
  });

  test('has every sign in its names', async () => {
    const keys = ['logs/a b+c&<>"\'ü😀.json', 'logs/100%/…/#?.json', 'logs//double.json'];
    expect((await listed('logs/', {}, keys)).files.toSorted()).toEqual(keys.toSorted());
  });
});

test('a folder that may not be listed is named, and the others are', async () => {
  const { stub, endpoint } = await bucket([]);
  for (const each of KEYS) stub.put(BUCKET, each, { body: Buffer.from(each) });
  const isDenied = (prefix: string) => stub.faults.add({ when: ({ key: asked }) => asked.startsWith(prefix), effect: accessDenied });
  isDenied(`AWSLogs/${TWO}/`);
  const store = await ObjectStore.open(BUCKET, { endpoint, version: '0.0.0' });
  const found = await ListedBucket.of(store, { bucket: BUCKET, prefix: '' }, ALL);
  expect(found.failures).toEqual([{ file: `s3://${BUCKET}/AWSLogs/${TWO}/`, reason: 'cannot be listed: access denied' }]);
  expect([...found.allFiles()]).toHaveLength(LOGS.length / 2);
  found.close();
  isDenied('');
  await expect(ListedBucket.of(store, { bucket: BUCKET, prefix: '' }, ALL)).rejects.toMatchObject({ code: 'aws-refused', isDenied: true });
  store.close();
});

test('a listing in pages is the same, and no more than 16 LISTs are made at once', async () => {
  const { stub, endpoint, atOnce } = await bucket([], {}, { pageSize: 3 });
  const keys = Array.from({ length: 40 }, (_, index) => key(String(111_122_223_300 + index), 'us-east-1', '2026/11/02'));
  for (const each of keys) stub.put(BUCKET, each, { body: Buffer.from(each) });
  stub.faults.add({ when: () => true, effect: delay(20) });
  const store = await ObjectStore.open(BUCKET, { endpoint, version: '0.0.0' });
  const found = await ListedBucket.of(store, { bucket: BUCKET, prefix: '' }, ALL);
  expect([...found.allFiles()].map((file) => file.key).toSorted()).toEqual(keys.toSorted());
  expect(atOnce.most).toBeGreaterThan(4);
  expect(atOnce.most).toBeLessThanOrEqual(16);
  found.close();
  store.close();
});

test('files that lie in one folder are taken page by page, however many there are', async () => {
  const events: string[] = [];
  async function* list() {
    for (const page of ['one', 'two']) {
      events.push(`page ${page}`);
      yield { objects: [{ key: `access/${page}`, bytes: 1 }], folders: [] };
    }
  }
  const levels = new Levels({ bucket: BUCKET, list } as never, ALL, (_, [file]) => events.push(`taken ${file?.key}`));
  await levels.list('access/');
  expect(events).toEqual(['page one', 'taken access/one', 'page two', 'taken access/two']);
});
