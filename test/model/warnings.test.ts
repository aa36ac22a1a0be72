import { describe, expect, test } from 'vitest';
import { estimate } from '../../src/model/estimate.js';
import { PRICE_COLUMNS } from '../../src/prices/book.js';
import { loadPriceBook } from '../../src/prices/load.js';
import { book, estimateOf, scenarioOf } from '../support.js';

const READER = { name: 'siem', pattern: 'every-file' };
const TRAIL = { name: 'org', logFilesPerMonth: 100_000, archiveMonths: 12 };
const SCAN = { name: 'athena', pattern: 'scan', runsPerMonth: 10, lookbackDays: 31 };

const TABLE: { what: string; given: object; codes: string[]; message?: RegExp }[] = [
  { what: 'confirmed prices, nothing special', given: {}, codes: [] },
  {
    what: 'an assumed price is named',
    given: { bucket: { region: 'af-south-1' } },
    codes: ['price-assumed', 'price-assumed'],
    message: /kms-request in af-south-1 is assumed/,
  },
  {
    what: 'a missing S3 GET price leaves its charge out',
    given: { bucket: { region: 'mx-central-1' } },
    codes: ['price-assumed', 'price-assumed', 'price-missing'],
    message: /S3 GETs are left out of every total/,
  },
  {
    what: 'a peak within the quota',
    given: { readers: [{ ...SCAN, runMinutes: 10 }] },
    codes: ['kms-peak'],
    message: /A run of athena makes 169 KMS requests a second in its dearest month under SSE-KMS: 0.2% of the default quota of 100,000/,
  },
  {
    // Half of December's 12,000,000 files in each of its runs, in 60 seconds.
    what: 'a peak of all of the quota',
    given: {
      trails: [{ ...TRAIL, logFilesPerMonth: 12_000_000, archiveMonths: 0 }],
      readers: [{ ...SCAN, lookbackDays: 'all', runMinutes: 1 }],
    },
    codes: ['kms-peak'],
    message: /makes 100,000 KMS requests a second in its dearest month under SSE-KMS: 100(\.0)?% of the default quota of 100,000 [^.]*\.$/,
  },
  {
    // (100,000 / 2 of December + 480 × 100,000 / 30 / 31 of November + 100,000 / 2 / 31² of October) / 60 seconds = 1,694
    what: 'a peak beyond the quota',
    given: { readers: [{ ...SCAN, runMinutes: { low: 0.01, expected: 1, high: 10 } }] },
    codes: ['kms-throttled'],
    message: /makes 1,694, at the most 169,442, KMS requests .* up to 169\.4% .* KMS would throttle it \(S3 answers 503\)/,
  },
  {
    what: "copies of CloudTrail's own events are not counted unless asked for",
    given: { recording: { paidCopies: 2 } },
    codes: ['delivery-events-uncounted'],
    message: /add about USD 4\.00 a month/,
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
    message: /Reader athena asks for files from before 2025-12-01, but trail org has none that old/,
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
  { what: 'the switch comes on the last day', given: { encryption: { sseKmsSince: '2026-12-31' } }, codes: [] },
];

describe('warnings', () => {
  test.each(TABLE)('$what', ({ given, codes, message }) => {
    const { warnings } = estimateOf({ trails: [TRAIL], readers: [READER], ...given });
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
    return estimate(scenarioOf({ trails: [TRAIL], readers: [READER] }), own).warnings.map(({ code, message }) => `${code}: ${message}`);
  };

  test('that is used', async () => {
    expect(await codes(row('kms-request', 'us-east-1') + row('kms-request', 'eu-west-1'))).toEqual([]);
  });

  test('that is stale', async () => {
    const stale = row('s3-get', 'us-east-1').replace('2026-11-01,single', '2018-08-07,stale');
    expect(await codes(stale)).toEqual([expect.stringMatching(/^price-stale: .*s3-get in us-east-1 is stale.*2018-08-07/)]);
  });

  test('that no figure rests on, since its Region is misspelt', async () => {
    expect(await codes(row('kms-request', 'us-eats-1'))).toEqual([
      'price-book-region-unknown: Your price book has prices of us-eats-1, a Region that is not known. Did you mean "us-east-1"?',
      'price-book-unused: Not one price of your price book is used: none is for this Region, these months and these charges.',
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
  });
  const { lines, warnings } = estimate(scenario, own);
  expect(lines.filter(({ charge, strategy }) => charge === 's3-gets' && strategy === 'sse-s3').map(({ month }) => month)).toEqual([
    '2027-02',
  ]);
  expect(warnings.filter(({ code }) => code === 'price-missing').map(({ message }) => message)).toEqual([
    'No price of s3-get is known for mx-central-1 in 2026-12 to 2027-01: S3 GETs are left out of every total ' +
      'of these months. Bring the price with --price-book.',
  ]);
});

test('a KMS price that is missing is an error, whichever of the two it is', () => {
  const without = (metric: string) => ({ ...book, layers: book.layers.map((layer) => layer.filter((price) => price.metric !== metric)) });
  const scenario = scenarioOf({ trails: [TRAIL], readers: [READER] });
  expect(() => estimate(scenario, without('kms-request'))).toThrow('no price of kms-request for us-east-1 in 2026-12');
  expect(() => estimate(scenario, without('kms-key-month'))).toThrow('no price of kms-key-month for us-east-1 in 2026-12');
});

test('two currencies are never added', () => {
  const mixed = {
    ...book,
    layers: book.layers.map((layer) => layer.map((price) => (price.metric === 's3-get' ? { ...price, currency: 'CNY' } : price))),
  };
  expect(() => estimate(scenarioOf({ trails: [TRAIL], readers: [READER] }), mixed)).toThrow('Two currencies are never added');
});

test('no more free requests are left than the free tier has, at any end of a range', () => {
  const left = (freeRequestsLeft: unknown) => () => estimateOf({ trails: [TRAIL], readers: [READER], freeRequestsLeft });
  expect(left(20_000)).not.toThrow();
  expect(left(20_001)).toThrow('20001 is more than the free tier has, 20000 requests a month');
  expect(left({ low: 0, expected: 0, high: 20_001 })).toThrow('20001 is more than the free tier has');
});
