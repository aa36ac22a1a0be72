import { describe, expect, test } from 'vitest';
import { estimate } from '../../src/model/estimate.js';
import { PRICE_COLUMNS } from '../../src/prices/book.js';
import { loadPriceBook } from '../../src/prices/load.js';
import { book, estimateOf, scenarioOf } from '../support.js';

const READER = { name: 'siem', pattern: 'every-file' };
const TRAIL = { name: 'org', logFilesPerMonth: 100_000, archiveMonths: 12 };
const SCAN = { name: 'athena', pattern: 'scan', runsPerMonth: 10, lookbackDays: 31 };
const [KEY_ACCOUNT, OTHER_ACCOUNT] = ['111111111111', '222222222222'];
const BUCKET = { region: 'us-east-1', account: KEY_ACCOUNT };
const ELSEWHERE = { ...READER, account: OTHER_ACCOUNT };
/** All that is charged for recorded events. */
const RECORDED = {
  paidCopies: 1,
  deliveryEventsBilled: true,
  insightsTrails: 1,
  guardDuty: true,
  consumers: [{ name: 'logs', usdPerGb: 0.5 }],
};

const TABLE: { what: string; given: { recording?: object; [field: string]: unknown }; codes: string[]; message?: RegExp }[] = [
  { what: 'confirmed prices, nothing special', given: {}, codes: [] },
  {
    what: 'an assumed price is named',
    given: { bucket: { region: 'af-south-1' } },
    codes: ['price-assumed', 'price-assumed'],
    message: /kms-request in af-south-1 is an assumption/,
  },
  {
    what: 'a missing S3 GET price leaves its charge out',
    given: { bucket: { region: 'mx-central-1' } },
    codes: ['price-missing', 'price-assumed', 'price-assumed'],
    message: /every total leaves out S3 GETs/,
  },
  {
    what: 'a peak within the quota',
    given: { readers: [{ ...SCAN, runMinutes: 10 }] },
    codes: ['kms-peak'],
    message: /With SSE-KMS, a run of athena in its busiest month makes 169 KMS requests per second: 0.2% of the default quota of 100,000/,
  },
  {
    // Half of December's 12,000,000 files in each of its runs, in 60 seconds.
    what: 'a peak of all of the quota',
    given: {
      trails: [{ ...TRAIL, logFilesPerMonth: 12_000_000, archiveMonths: 0 }],
      readers: [{ ...SCAN, lookbackDays: 'all', runMinutes: 1 }],
    },
    codes: ['kms-peak'],
    message: /makes 100,000 KMS requests per second: 100(\.0)?% of the default quota of 100,000 [^.]*\.$/,
  },
  {
    // (100,000 / 2 of December + 480 × 100,000 / 30 / 31 of November + 100,000 / 2 / 31² of October) / 60 seconds = 1,694
    what: 'a peak beyond the quota',
    given: { readers: [{ ...SCAN, runMinutes: { low: 0.01, expected: 1, high: 10 } }] },
    codes: ['kms-throttled'],
    message: /makes 1,694 KMS requests per second, at most 169,442: up to 169\.4% .* KMS would throttle it \(S3 answers 503\)/,
  },
  {
    what: "copies of CloudTrail's own events are not counted unless asked for",
    given: { recording: { paidCopies: 2 } },
    codes: ['delivery-events-uncounted'],
    message: /add about \$4\.00 a month/,
  },
  { what: "copies of CloudTrail's own events are counted", given: { recording: { paidCopies: 2, deliveryEventsBilled: true } }, codes: [] },
  {
    what: 'trails that exclude KMS events are blind',
    given: { recording: { paidCopies: 2, excludeKmsEvents: true } },
    codes: ['kms-events-excluded'],
  },
  { what: 'the switch comes after the period', given: { encryption: { sseKmsSince: '2027-01-01' } }, codes: ['switch-after-period'] },
  {
    what: 'a scan looks back beyond the archive',
    given: { readers: [{ ...SCAN, lookbackDays: { low: 7, expected: 30, high: 400 } }] },
    codes: ['archive-too-short'],
    message: /Reader athena asks for files from before 2025-12-01, but trail org has no files that old/,
  },
  {
    what: 'a scan of all files, or of just what there is',
    given: {
      readers: [
        { ...SCAN, lookbackDays: 'all' },
        { ...SCAN, name: 'b', lookbackDays: 365 },
      ],
    },
    codes: [],
  },
  {
    what: 'a one-time read of files that are gone',
    given: { readers: [{ name: 'ir', pattern: 'once', month: '2026-12', firstDay: '2025-11-30', lastDay: '2025-12-31' }] },
    codes: ['archive-too-short'],
    message: /Reader ir asks for files from before 2025-12-01/,
  },
  {
    // 100,000 Decrypts and as many GenerateDataKey × $4.00 a million
    what: 'nothing is said of GuardDuty',
    given: { recording: { guardDuty: undefined } },
    codes: ['guardduty-unsaid'],
    message: /\(recording\.guardDuty\), so it is left out; it would add about \$0\.80 a month, if AWS bills every Decrypt of S3 \(not /,
  },
  {
    what: 'nothing is said of GuardDuty, and the trails exclude KMS events: it still analyses them',
    given: { recording: { guardDuty: undefined, excludeKmsEvents: true } },
    codes: ['kms-events-excluded', 'guardduty-unsaid'],
    message: /it would add about \$0\.80 a month, if AWS bills/,
  },
  {
    // 200,000 × $4.72 a million × (1 − 25%) × 0.9
    what: 'nothing is said of GuardDuty in a more expensive Region, with a discount and in another currency',
    given: {
      bucket: { region: 'ap-northeast-1' },
      recording: { guardDuty: undefined },
      serviceDiscountPercent: { guardduty: 25 },
      currency: { code: 'EUR', rate: 0.9, rateDate: '2026-11-01' },
    },
    codes: ['guardduty-unsaid'],
    message: /it would add about EUR 0\.64 a month, if AWS bills/,
  },
  {
    // 100,000 × 2 of the reader and 100,000 of CloudTrail
    what: 'nothing is said of GuardDuty in an organization that sees cross-account reads twice',
    given: { bucket: BUCKET, readers: [ELSEWHERE], recording: { guardDuty: undefined, covers: 'organization' } },
    codes: ['guardduty-unsaid'],
    message: /it would add about \$1\.20 a month, if AWS bills/,
  },
  {
    what: "nothing is said of GuardDuty in the reader's account, where CloudTrail's own requests are not recorded",
    given: { bucket: BUCKET, readers: [ELSEWHERE], recording: { guardDuty: undefined, covers: 'reader-account' } },
    codes: ['guardduty-unsaid'],
    message: /it would add about \$0\.40 a month, if AWS bills/,
  },
  {
    what: 'nothing is said of GuardDuty, and there is nothing for it to analyse',
    given: { recording: { guardDuty: undefined }, encryption: { sseKmsSince: '2027-01-01' } },
    codes: ['switch-after-period'],
  },
  { what: 'GuardDuty is on', given: { recording: { guardDuty: true } }, codes: [] },
  {
    // 100,000 more events: $20 a million, $3.50, $4.00, and 133.7 MB at $0.50 a gigabyte
    what: 'a reader of another account, and nothing said of whose events are seen',
    given: { bucket: BUCKET, readers: [ELSEWHERE], recording: RECORDED },
    codes: ['covers-unsaid'],
    message:
      /^siem reads from .* add \$2\.00 for CloudTrail paid copies, \$0\.35 for .*Insights, \$0\.40 for .*, \$0\.07 for .* a month\.$/,
  },
  {
    what: 'two of them beside one of the account of the key: an average month of theirs',
    given: {
      bucket: { ...BUCKET, account: OTHER_ACCOUNT },
      keys: { account: KEY_ACCOUNT },
      period: { start: '2026-12', months: 2 },
      readers: [
        { name: 'soc', account: OTHER_ACCOUNT, pattern: 'single', readsPerMonth: 1000 },
        { name: 'ir', account: OTHER_ACCOUNT, pattern: 'once', month: '2027-01', firstDay: '2026-12-01', lastDay: '2026-12-31' },
        { ...READER, account: KEY_ACCOUNT },
      ],
      recording: { paidCopies: { low: 0, expected: 2, high: 3 }, deliveryEventsBilled: true },
    },
    codes: ['covers-unsaid'],
    // (2 × 1,000 + 100,000) / 2 × 2 copies × $0.00002
    message: /^soc, ir read from another account .* add \$2\.04 for CloudTrail paid copies a month\.$/,
  },
  ...['organization', 'key-account', 'reader-account'].map((covers) => ({
    what: `a reader of another account, where ${covers} is covered`,
    given: { bucket: BUCKET, readers: [ELSEWHERE], recording: { ...RECORDED, covers } },
    codes: [],
  })),
  { what: 'a reader of another account, and nothing is charged', given: { bucket: BUCKET, readers: [ELSEWHERE] }, codes: [] },
  {
    what: "a reader of the key's account, and one that does not say",
    given: { bucket: BUCKET, readers: [{ ...READER, account: KEY_ACCOUNT }, { ...SCAN }], recording: RECORDED },
    codes: [],
  },
  {
    what: "a reader names its account and the key's is not known",
    given: { readers: [ELSEWHERE], recording: RECORDED },
    codes: ['key-account-unsaid'],
    message: /^The key's account is not given \(bucket\.account or keys\.account\)/,
  },
  { what: 'nobody names an account', given: { recording: RECORDED }, codes: [] },
  // 305 × 31 = 9,455
  { what: 'as many files as CloudTrail makes on its own', given: { trails: [{ ...TRAIL, logFilesPerMonth: 9455 }] }, codes: [] },
  {
    what: 'fewer files than CloudTrail makes on its own, as expected',
    given: { trails: [{ ...TRAIL, logFilesPerMonth: { low: 1, expected: 9454, high: 100_000 } }] },
    codes: ['files-below-floor'],
    message: /^Trail org delivers about 305 log files a day\. .* alone make about 305 files a day/,
  },
  {
    // 288 × 0.2 × 5, in the one trail of two
    what: 'fewer files in one trail of two, from accounts and Regions',
    given: {
      trails: [TRAIL, { name: 'small', accounts: 1, activeRegions: 1, activeSlotShare: 0.2, filesPerSlot: 5, archiveMonths: 12 }],
    },
    codes: ['files-below-floor'],
    message: /^Trail small delivers about 288 log files a day\./,
  },
  {
    what: 'no files at all, since the trail is of a Region that sleeps',
    given: { trails: [TRAIL, { ...TRAIL, name: 'idle', logFilesPerMonth: 0 }] },
    codes: [],
  },
  { what: 'the switch comes on the last day', given: { encryption: { sseKmsSince: '2026-12-31' } }, codes: [] },
];

describe('warnings', () => {
  test.each(TABLE)('$what', ({ given, codes, message }) => {
    const { warnings } = estimateOf({ trails: [TRAIL], readers: [READER], ...given, recording: { guardDuty: false, ...given.recording } });
    expect(warnings.map(({ code }) => code)).toEqual(codes);
    if (message !== undefined) expect(warnings.map((warning) => warning.message).join('\n')).toMatch(message);
  });
});

test("CloudTrail's own events, where billed, are lines of their own", () => {
  const { lines } = estimateOf({ trails: [TRAIL], readers: [READER], recording: { paidCopies: 2, deliveryEventsBilled: true } });
  const own = lines.find(
    ({ charge, reader, strategy }) => charge === 'cloudtrail-copies' && reader === 'CloudTrail' && strategy === 'sse-kms',
  );
  expect(own?.cost.expected.toFixed()).toBe('4'); // 100,000 events × 2 copies × $2.00 per 100,000
});

test('trails that exclude KMS events make no copies and no Insights', () => {
  const { lines } = estimateOf({
    trails: [TRAIL],
    readers: [READER],
    recording: { paidCopies: 2, insightsTrails: 1, excludeKmsEvents: true },
  });
  expect(lines.filter(({ charge }) => charge === 'cloudtrail-copies' || charge === 'cloudtrail-insights')).toEqual([]);
});

test('keys cost by the day from the switch on; replicas and the first two rotations add, later ones do not', () => {
  const keyMonths = (keys: object, sseKmsSince = 'always') => {
    const { lines } = estimateOf({ trails: [TRAIL], readers: [READER], keys, encryption: { sseKmsSince } });
    return lines.find(({ charge, strategy }) => charge === 'kms-keys' && strategy === 'sse-kms')?.quantity.expected.toFixed();
  };
  expect(keyMonths({})).toBe('1');
  expect(keyMonths({ number: 2, replicas: 1, rotations: 1 })).toBe('8');
  expect(keyMonths({ rotations: 2 })).toBe('3');
  expect(keyMonths({ rotations: 9 })).toBe('3');
  expect(keyMonths({}, '2026-12-12')).toBe('0.645161290323'); // 20 of 31 days
});

describe('a price book of the user', () => {
  const row = (metric: string, region: string) => `${metric},${region},0.00001,1,requests,USD,,2026-11-01,single,made for a test\n`;
  const codes = async (rows: string) => {
    const own = await loadPriceBook({ csv: `${PRICE_COLUMNS.join(',')}\n${rows}`, source: 'own.csv' });
    return estimate(scenarioOf({ trails: [TRAIL], readers: [READER], recording: { guardDuty: false } }), own).warnings.map(
      ({ code, message }) => `${code}: ${message}`,
    );
  };

  test('that is used', async () => {
    expect(await codes(row('kms-request', 'us-east-1') + row('kms-request', 'eu-west-1'))).toEqual([]);
  });

  test('that is stale', async () => {
    const stale = row('s3-get', 'us-east-1').replace('2026-11-01,single', '2018-08-07,stale');
    expect(await codes(stale)).toEqual([expect.stringMatching(/^price-stale: .*s3-get in us-east-1 may be out of date.*2018-08-07/)]);
  });

  test('that no figure comes from, since its Region is misspelt', async () => {
    expect(await codes(row('kms-request', 'us-eats-1'))).toEqual([
      'price-book-region-unknown: Your price book has prices for us-eats-1, which is not a known Region. Did you mean "us-east-1"?',
      'price-book-unused: None of the prices in your price book is used: none is for this Region, these months and these charges.',
    ]);
  });
});

test('a price that is known from some month on is missing before it only', async () => {
  const row = `s3-get,mx-central-1,0.0004,1000,requests,USD,2027-02-01,2026-11-01,single,made for a test\n`;
  const own = await loadPriceBook({ csv: `${PRICE_COLUMNS.join(',')}\n${row}`, source: 'own.csv' });
  const scenario = scenarioOf({
    period: { start: '2026-12', months: 3 },
    bucket: { region: 'mx-central-1' },
    trails: [TRAIL],
    readers: [READER],
    recording: { guardDuty: false },
  });
  const { lines, warnings } = estimate(scenario, own);
  expect(lines.filter(({ charge, strategy }) => charge === 's3-gets' && strategy === 'sse-s3').map(({ month }) => month)).toEqual([
    '2027-02',
  ]);
  expect(warnings.filter(({ code }) => code === 'price-missing').map(({ message }) => message)).toEqual([
    'The price of s3-get in mx-central-1 is not known for 2026-12 to 2027-01: every total of these months leaves out ' +
      'S3 GETs. Give the price with --price-book.',
  ]);
});

const without = (metric: string) => ({ ...book, layers: book.layers.map((layer) => layer.filter((price) => price.metric !== metric)) });

test('where no price of what GuardDuty analyses is known its charge is left out, and nothing is said of how much it would add', () => {
  const warned = (guardDuty?: boolean) =>
    estimate(scenarioOf({ trails: [TRAIL], readers: [READER], recording: { guardDuty } }), without('guardduty-management-event')).warnings;
  expect(warned(true)).toEqual([
    {
      code: 'price-missing',
      charge: 'guardduty-events',
      message:
        'The price of guardduty-management-event in us-east-1 is not known: every total leaves out GuardDuty events. ' +
        'Give the price with --price-book.',
    },
  ]);
  expect(warned(false)).toEqual([]);
  expect(warned().map(({ code, message }) => `${code}: ${message}`)).toEqual([
    expect.stringMatching(
      /^guardduty-unsaid: .* \(recording\.guardDuty\), so it is left out; its price in us-east-1 is not known \(--price-book\)\./,
    ),
  ]);
});

test('a KMS price that is missing is an error, whichever of the two it is', () => {
  const scenario = scenarioOf({ trails: [TRAIL], readers: [READER] });
  expect(() => estimate(scenario, without('kms-request'))).toThrow('no price of kms-request for us-east-1 in 2026-12');
  expect(() => estimate(scenario, without('kms-key-month'))).toThrow('no price of kms-key-month for us-east-1 in 2026-12');
});

test('two currencies are never added', () => {
  const mixed = {
    ...book,
    layers: book.layers.map((layer) => layer.map((price) => (price.metric === 's3-get' ? { ...price, currency: 'CNY' } : price))),
  };
  expect(() => estimate(scenarioOf({ trails: [TRAIL], readers: [READER] }), mixed)).toThrow('Amounts in two currencies are never added');
});
