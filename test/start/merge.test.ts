import { describe, expect, test } from 'vitest';
import type { MeasuredLogs } from '../../src/logs/measure/projected.js';
import { estimateLoaded } from '../../src/model/estimate-at.js';
import { parseScenario } from '../../src/scenario/load.js';
import { draftOf } from '../../src/start/draft.js';
import { type Facts, type ListingFacts, NO_FACTS, type ReaderFacts, type Said, type TrailFacts, withFacts } from '../../src/start/facts.js';
import { merged } from '../../src/start/merge.js';
import { draftText } from '../../src/start/text.js';
import { book } from '../support.js';

const said = <T>(value: T, origin = 'trails.json'): Said<T> => ({ value, origin });
const even = (number: number) => ({ low: number, expected: number, high: number });
const ORG = 'arn:aws:cloudtrail:us-east-1:111122223333:trail/org';
const AUDIT = 'arn:aws:cloudtrail:us-east-1:111122223333:trail/audit';

const READER: MeasuredLogs['readers'][number] = {
  name: 'siem',
  account: '444455556666',
  trails: [ORG],
  bucketKeySaving: undefined,
  requestsPerMonth: even(1200),
  oldestMinutes: 60,
  pattern: { pattern: 'every-file', explained: 1, because: 'each file once', fields: { share: 1, times: 1 } },
};

const LOGS: MeasuredLogs = {
  coverage: {
    complete: true,
    firstEvent: '2026-11-01T00:00:00Z',
    lastEvent: '2026-11-15T00:00:00Z',
    hoursObserved: 336,
    records: 5000,
    accounts: ['111122223333'],
    regions: ['eu-west-1'],
  },
  kmsRequests: { billable: 560, byRule: [] },
  counts: [{ region: 'eu-west-1', countsAs: 'billable', requests: 560 }],
  prices: [],
  readers: [READER],
  deliveries: [
    { trail: ORG, accounts: 12, logFiles: 500, digestFiles: 0, logFilesPerMonth: even(1200), digestFilesPerMonth: even(0) },
    { trail: AUDIT, accounts: 1, logFiles: 100, digestFiles: 20, logFilesPerMonth: even(400), digestFilesPerMonth: even(80) },
  ],
  filesPerMonth: even(1600),
  basis: 'decrypts',
  oldestEncryptedDay: '2026-10-03',
  paidCopies: 0,
  conversion: undefined,
  unknownRegions: [],
  warnings: [],
};

const LISTING: ListingFacts = {
  origin: 'listing.txt',
  isCut: false,
  firstDay: '2026-10-01',
  lastDay: '2026-11-20',
  wholeDays: 49,
  trailNames: [],
  prefixes: [''],
  isOrganization: true,
  accounts: Array.from({ length: 60 }, (_, index) => String(100000000000 + index)),
  regions: ['eu-west-1'],
  logFiles: 10_000,
  digestFiles: 0,
  logFilesPerMonth: even(8000),
  archiveMonths: 2,
  otherObjects: 0,
  unreadable: 0,
};

const count = (logs: Partial<MeasuredLogs> = {}, origin = 'count.json') => ({ measurements: [{ origin, logs: { ...LOGS, ...logs } }] });

function made(facts: Partial<Facts>) {
  const all = withFacts(NO_FACTS, facts);
  const whole = merged(all);
  const text = draftText(draftOf(all, whole, '2026-12'), []);
  const loaded = parseScenario(text, 'made.yaml');
  expect(estimateLoaded({ loaded, book }).lines.length).toBeGreaterThan(0);
  return { ...whole, text, scenario: loaded.scenario };
}

describe('a count beside other files', () => {
  test('alone it gives trails, readers, Region and switch, each with its origin', () => {
    const { scenario, text } = made(count());
    expect(scenario.bucket.region).toBe('eu-west-1');
    expect(scenario.encryption.sseKmsSince).toBe('2026-10-03');
    expect(scenario.trails).toMatchObject([
      { name: 'org', accounts: 12, logFilesPerAccountMonth: 100 },
      { name: 'audit', accounts: 1, digestFilesPerAccountMonth: 80 },
    ]);
    expect(scenario.readers).toMatchObject([{ name: 'siem', account: '444455556666', trails: ['org'], pattern: 'every-file' }]);
    expect(text.split('\n').filter((line) => line.includes('count.json')).length).toBeGreaterThan(8);
  });

  test('a listing of more accounts is taken, its files shared out as the count saw them, and it is said', () => {
    const { scenario, contradictions } = made({ ...count(), listings: [LISTING] });
    expect(scenario.trails).toMatchObject([
      { name: 'org', logFilesPerMonth: 6000, archiveMonths: 2 },
      { name: 'audit', logFilesPerMonth: 2000, digestFilesPerMonth: 80 },
    ]);
    expect(contradictions).toEqual([
      'count.json has files of 12 accounts, listing.txt of 60: the listing was taken.',
      'count.json shows 1,600 log files a month, listing.txt 8,000: the listing was taken, for who reads each file too.',
    ]);
  });

  test('a listing with digest files of other trails alone may be of another bucket', () => {
    const said = (trailNames: readonly string[]) => made({ ...count(), listings: [{ ...LISTING, trailNames }] }).contradictions;
    expect(said(['other'])).toContain(
      'listing.txt has digest files of trail other, other files are of trails org, audit: is it of the same bucket?',
    );
    expect(said(['other', 'org']).join()).not.toContain('the same bucket');
  });

  test('of a listing that is no month the count gives the files', () => {
    const { logFilesPerMonth: _, ...few } = { ...LISTING, wholeDays: 3 };
    const { scenario, contradictions } = made({ ...count(), listings: [few] });
    expect(scenario.trails).toMatchObject([{ accounts: 12, logFilesPerAccountMonth: 100 }, { accounts: 1 }]);
    expect(contradictions).toEqual(['count.json has files of 12 accounts, listing.txt of 60: the count was taken.']);
  });

  test('a described trail is the counted one by its ARN, and keeps what it says', () => {
    const trail: TrailFacts = { name: 'org', arn: ORG, bucket: said('logs'), isOrganization: said(true), hasDigests: said(true) };
    const { scenario } = made({ ...count({ deliveries: LOGS.deliveries.slice(0, 1) }), trails: [trail] });
    expect(scenario.trails).toMatchObject([{ name: 'org', accounts: 12, logFilesPerAccountMonth: 100, digestRegions: 17 }]);
  });

  test('files whose trail the logs do not say are those of the trail that is described', () => {
    const { scenario } = made({ ...count({ deliveries: [] }), trails: [{ name: 'acme' }] });
    expect(scenario.trails).toMatchObject([{ name: 'acme', logFilesPerMonth: 1600 }]);
    expect(scenario.readers).toMatchObject([{ pattern: 'every-file' }]);
  });

  test('who reads only a trail of another bucket is left out with it', () => {
    const trails = [
      { name: 'audit', arn: AUDIT, bucket: said('logs') },
      { name: 'x', arn: 'arn:x', bucket: said('logs') },
      { name: 'org', arn: ORG, bucket: said('other') },
    ];
    const { readers, leftOut } = made({ ...count(), trails });
    expect(readers).toEqual([]);
    expect(leftOut).toContain('Reader siem reads only trails that are left out, and so it is.');
  });

  test('a validation is one where digest files are known, and a scan where none are', () => {
    const validate = {
      ...READER,
      pattern: { pattern: 'validate' as const, explained: 1, because: 'runs', fields: { runsPerMonth: 4, lookbackDays: 2 } },
    };
    const patternWith = (facts: Partial<Facts>) => made({ ...count({ readers: [validate] }), ...facts }).scenario.readers[0]?.pattern;
    expect(patternWith({})).toBe('scan');
    expect(patternWith({ trails: [{ name: 'org', arn: ORG, hasDigests: said(true) }] })).toBe('validate');
  });

  test('amounts that were converted are in that currency', () => {
    const conversion = { code: 'EUR', rate: 0.92, rateDate: '2026-11-01' };
    expect(made(count({ conversion })).scenario.currency).toEqual(conversion);
  });

  test('a Region that no price book has is said, and not written', () => {
    const logs = { unknownRegions: ['xx-north-9'], counts: [{ region: 'xx-north-9', countsAs: 'billable' as const, requests: 5 }] };
    const coverage = { ...LOGS.coverage, regions: ['xx-north-9'] };
    const { scenario, text } = made(count({ ...logs, coverage }));
    expect(scenario.bucket.region).toBe('us-east-1');
    expect(text).toContain('xx-north-9, is not known');
  });

  test('of two counts that with most records is taken', () => {
    const small = { ...LOGS, coverage: { ...LOGS.coverage, records: 3 }, readers: [] };
    const { leftOut, readers } = made({ measurements: [{ origin: 'small.json', logs: small }, ...count().measurements] });
    expect(readers).toHaveLength(1);
    expect(leftOut).toEqual(['small.json is a second count: that with most records, count.json, was taken.']);
  });

  test.each<[string, Partial<MeasuredLogs>, TrailFacts[], string | undefined]>([
    ['the count alone', { paidCopies: 1 }, [], 'paidCopies: 1'],
    ['stray ones', { paidCopies: 0.01 }, [], undefined],
    ['selectors of some trails only', { paidCopies: 1 }, [{ name: 'org', arn: ORG, recordsDecrypts: said(true) }], 'paidCopies: 1'],
    [
      'selectors of all trails',
      { paidCopies: 1 },
      [
        { name: 'org', arn: ORG, recordsDecrypts: said(true) },
        { name: 'audit', arn: AUDIT, recordsDecrypts: said(false) },
      ],
      'paidCopies: 0',
    ],
  ])('paid copies by %s', (_, logs, trails, line) => {
    expect(/paidCopies: [\d.]+/.exec(made({ ...count(logs), trails }).text)?.[0]).toBe(line);
  });
});

describe('the second of two trails', () => {
  test('has no files of its own where a listing gave them all to the first', () => {
    const trails = [{ name: 'a' }, { name: 'b' }];
    const { scenario } = made({ listings: [LISTING], trails });
    expect(scenario.trails.map(({ accounts, logFilesPerMonth }) => accounts ?? logFilesPerMonth)).toEqual([60, 0]);
  });
});

describe('who reads', () => {
  const scan: ReaderFacts = { name: 'athena', pattern: 'scan', fields: { runsPerMonth: said(20, 'queries.json') } };
  const row: ReaderFacts = {
    name: 'siem',
    pattern: 'single',
    basis: 'table',
    fields: { account: said('444455556666', 'table.csv'), readsPerMonth: said(900, 'table.csv') },
  };
  const bill = (most: number) => ({
    origin: 'cur.csv',
    scenario: {
      start: '2026-12',
      region: 'us-east-1',
      readers: [
        {
          name: 'account 444455556666',
          account: '444455556666',
          pattern: 'single' as const,
          readsPerMonth: { low: 0, expected: most, high: most },
          remark: ' At most.',
          isLimit: true,
        },
      ],
      freeRequestsLeft: 12_000,
      hasGuardDuty: true,
      hints: [{ field: 'keys', line: 'keys: { number: 1 }  # the bill has 3' }],
    },
  });

  test('is what was counted, else a table, else queries, else the bill at most', () => {
    const names = (facts: Partial<Facts>) => made(facts).readers.map(({ name }) => name);
    const all = { readers: [scan, row], bills: [bill(5000)] };
    expect(names({ ...count(), ...all })).toEqual(['siem']);
    expect(made({ ...count(), ...all }).leftOut).toEqual([
      'The readers of table.csv, queries.json are left out: count.json counted the same reads, and they would count twice.',
    ]);
    expect(made(all).scenario.readers).toMatchObject([{ pattern: 'single', readsPerMonth: 900 }]);
    expect(names({ ...all, readers: [scan] })).toEqual(['athena']);
    expect(names({ bills: [bill(5000)] })).toEqual(['account 444455556666']);
  });

  test('more reads than the bill has requests are a contradiction', () => {
    expect(made({ ...count(), bills: [bill(1200)] }).contradictions).toEqual([
      'Of the bucket, count.json: of most requests says region eu-west-1, cur.csv: of most requests us-east-1: the first was taken.',
    ]);
    expect(made({ ...count(), bills: [bill(1199)] }).contradictions.at(-1)).toBe(
      'Of account 444455556666, count.json shows 1,200 reads a month, cur.csv at most 1,199: the first was taken.',
    );
    expect(made({ readers: [row], bills: [bill(800)] }).contradictions).toEqual([
      'Of account 444455556666, table.csv shows 900 reads a month, cur.csv at most 800: the first was taken.',
    ]);
  });

  test('a bill gives the free tier, GuardDuty and what to fill in, and no trail where nothing says of one', () => {
    const { scenario, text } = made({ bills: [bill(5000)] });
    expect(scenario.trails).toEqual([]);
    expect(scenario.freeRequestsLeft).toBe(12_000);
    expect(scenario.recording.guardDuty).toBe(true);
    expect(text).toContain('# keys: { number: 1 }  # the bill has 3');
    expect(text).not.toContain('guardDuty: false');
  });

  test.each<[string, ReaderFacts['fields'], unknown]>([
    ['not known', {}, { low: 1, expected: 30, high: 90 }],
    ['all files', { lookbackDays: said('all') }, 90],
    ['longer', { lookbackDays: said(365) }, 90],
    ['a range', { lookbackDays: said({ low: 7, expected: 100, high: 200 }) }, { low: 7, expected: 90, high: 90 }],
    ['shorter', { lookbackDays: said(30) }, 30],
  ])('no scan reaches files in an archive class: lookback %s', (_, fields, expected) => {
    const buckets = [{ name: 'logs', outOfReachDays: said(90, 'lifecycle.json') }];
    const reader: ReaderFacts = { ...scan, fields: { ...scan.fields, ...fields } };
    const { scenario } = made({ readers: [reader], buckets });
    expect(scenario.readers).toMatchObject([{ lookbackDays: expected }]);
  });
});

describe('the key of the logs', () => {
  const KEY = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
  const trails: TrailFacts[] = [{ name: 'org', key: said(KEY) }];
  const keysIn = (facts: Partial<Facts>) => made(facts).scenario.keys;

  test.each<[string, Partial<Facts>, object]>([
    ['in another account than no bucket says', { trails }, { account: '111122223333' }],
    [
      'that rotates, its age unknown',
      { trails, keys: [{ id: KEY, rotationDays: said(365) }] },
      { rotations: { low: 0, expected: 1, high: 2 } },
    ],
    [
      'that rotates, two years old',
      { trails, keys: [{ id: KEY, rotationDays: said(365), createdDay: said('2025-01-01') }] },
      { rotations: { low: 0, expected: 1, high: 1 } },
    ],
    [
      'too young to have rotated',
      { trails, keys: [{ id: KEY, rotationDays: said(365), createdDay: said('2026-06-01') }] },
      { rotations: 0 },
    ],
    ['with replicas', { trails, keys: [{ id: KEY, replicas: said(2) }] }, { replicas: 2 }],
    ['another key is not it', { trails, keys: [{ id: 'other', replicas: said(2) }] }, { replicas: 0 }],
    [
      "AWS's own, by the bucket",
      {
        trails: [{ name: 'org', key: said('') }],
        buckets: [{ key: said('alias/aws/s3') }],
        keys: [{ id: 'alias/aws/s3', isCustomerManaged: said(false) }],
      },
      { number: 0 },
    ],
    [
      "AWS's own by the bucket, and the trail's not known",
      {
        trails: [{ name: 'org' }],
        buckets: [{ key: said('alias/aws/s3') }],
        keys: [{ id: 'alias/aws/s3', isCustomerManaged: said(false) }],
      },
      { number: 1 },
    ],
  ])('%s', (_, facts, expected) => {
    expect(keysIn(facts)).toMatchObject(expected);
  });

  test('pays for it in the bucket’s account, which needs no word', () => {
    const buckets = [{ account: said('111122223333') }];
    expect(keysIn({ trails, buckets }).account).toBeUndefined();
    expect(keysIn({ trails }).account).toBe('111122223333');
  });

  test('that two files name differently is said without showing either', () => {
    const other = { name: 'org', key: said('arn:aws:kms:us-east-1:111122223333:key/other', 'other.json') };
    expect(made({ trails: [...trails, other] }).contradictions).toEqual([
      'Of trail org, trails.json and other.json do not name the same key: the first was taken.',
    ]);
  });

  test('replicas that no file counts, and where access logs are, are said', () => {
    const { notes } = made({
      trails,
      keys: [{ id: KEY, isMultiRegion: said(true, 'key.json') }],
      buckets: [{ accessLogs: said('s3://access/logs/', 'logging.json') }],
    });
    expect(notes).toEqual([
      expect.stringContaining('By key.json the key of the logs is a multi-Region key'),
      expect.stringContaining('By logging.json access logs of the bucket are in s3://access/logs/: `trailcost count` reads them'),
    ]);
  });
});
