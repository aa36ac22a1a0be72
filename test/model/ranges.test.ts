import { describe, expect, test } from 'vitest';
import { STRATEGIES } from '../../src/model/strategies.js';
import { estimateOf } from '../support.js';

type Range = { low: number; expected: number; high: number };
const range = (low: number, expected: number, high: number): Range => ({ low, expected, high });

/** A scenario with a range wherever one may stand, and none of them idle. */
const RANGED = {
  period: { start: '2026-12', months: 3 },
  bucket: { region: 'us-east-1', account: '111111111111' },
  encryption: {
    sseKmsSince: '2026-10-12',
    bucketKeySince: '2026-12-20',
    bucketKeyReduction: range(0.7, 0.9, 0.99),
    bucketKeyWriteMinutes: range(720, 2880, 14_400),
    bucketKeyReadMinutes: range(60, 1440, 5000),
  },
  keys: { number: range(1, 2, 3), replicas: range(0, 1, 2), rotations: range(0, 1, 5) },
  trails: [
    {
      name: 'a',
      accounts: range(2, 3, 5),
      activeRegions: range(1, 2, 3),
      filesPerSlot: range(1, 2.5, 4),
      activeSlotShare: range(0.2, 0.5, 0.9),
      digestRegions: range(3, 5, 17),
      growthPercentPerMonth: range(-3, 1, 6),
      archiveMonths: range(1, 2, 4),
    },
    { name: 'b', logFilesPerMonth: range(1000, 2000, 5000), digestFilesPerMonth: range(700, 720, 744), archiveMonths: 1 },
  ],
  readers: [
    { name: 'siem', pattern: 'every-file', share: range(0.5, 0.8, 1), times: range(1, 1.5, 3), digests: true, account: '222222222222' },
    {
      name: 'athena',
      pattern: 'scan',
      runsPerMonth: range(2, 5, 9),
      lookbackDays: range(5, 80, 100),
      share: range(0.1, 0.3, 0.6),
      getsPerFile: range(1, 1.2, 2),
      bucketKeyReduction: range(0.1, 0.5, 0.6),
    },
    { name: 'validation', pattern: 'validate', runsPerMonth: range(1, 2, 3), lookbackDays: range(3, 10, 30) },
    { name: 'often', pattern: 'scan', runsPerMonth: 900, lookbackDays: 1, share: 0.001, requesters: range(1, 2, 7) },
    { name: 'people', pattern: 'single', readsPerMonth: range(10, 100, 1000) },
    { name: 'ir', pattern: 'once', month: '2027-01', firstDay: '2026-11-05', lastDay: '2027-01-09', share: range(0.2, 0.4, 0.8) },
    { name: 'copy', pattern: 'replicate', share: range(0.3, 0.5, 0.7), requestsPerFile: range(1, 1.5, 2) },
  ],
  freeRequestsLeft: range(0, 500, 20000),
  recording: {
    paidCopies: range(1, 1, 2),
    dataEventCopies: range(0, 1, 2),
    insightsTrails: range(0, 1, 1),
    deliveryEventsBilled: true,
    guardDuty: true,
    covers: 'organization',
    consumers: [
      { name: 'siem', usdPerGb: range(0.5, 1, 3), usdPerMillionEvents: range(0, 2, 5) },
      { name: 'logs', usdPerGb: range(0, 0.5, 0.76) },
    ],
  },
  discountPercent: range(0, 5, 20),
  serviceDiscountPercent: { guardduty: range(1, 10, 30) },
};

/** More of these costs less; growth is left to the test of its own below. */
const LOWERING = /bucketKeyReduction|bucketKey(?:Write|Read)Minutes|freeRequestsLeft|iscountPercent/;

function isRange(value: unknown): value is Range {
  return typeof value === 'object' && value !== null && 'expected' in value;
}

function paths(value: unknown, path: string[] = []): string[][] {
  if (isRange(value)) return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]) => paths(entry, [...path, key]));
}

/** The scenario with each range replaced by the number that `choose` takes of it. */
function plain(value: unknown, choose: (range: Range, path: string) => number | Range, path = ''): unknown {
  if (isRange(value)) return choose(value, path);
  if (Array.isArray(value)) return value.map((entry, index) => plain(entry, choose, `${path}/${index}`));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, plain(entry, choose, `${path}/${key}`)]));
}

const estimatePlain = (choose: (range: Range, path: string) => number | Range) => estimateOf(plain(RANGED, choose) as object);
const end = (path: string, which: 'low' | 'high') => (LOWERING.test(path) ? ({ low: 'high', high: 'low' } as const)[which] : which);

describe('each range alone reaches the bounds of the cost', () => {
  test.each(
    paths(RANGED)
      .map((path) => `/${path.join('/')}`)
      .filter((path) => !path.endsWith('growthPercentPerMonth')),
  )('%s', (varied) => {
    const ranged = estimatePlain((value, path) => (path === varied ? value : value.expected));
    for (const which of ['low', 'high'] as const) {
      const there = estimatePlain((value, path) => (path === varied ? value[end(path, which)] : value.expected));
      for (const strategy of STRATEGIES) expect(ranged.totals[strategy][which].toFixed()).toBe(there.totals[strategy].expected.toFixed());
    }
    const { low, high } = ranged.totals['sse-kms-bucket-key'];
    expect(low.lt(high)).toBe(true);
  });
});

test('all ranges together reach the bounds, growth apart', () => {
  const withoutGrowth = (choose: (range: Range, path: string) => number | Range) =>
    estimatePlain((value, path) => (path.endsWith('growthPercentPerMonth') ? value.expected : choose(value, path)));
  const ranged = withoutGrowth((value) => value);
  for (const which of ['low', 'high'] as const) {
    const there = withoutGrowth((value, path) => value[end(path, which)]);
    for (const strategy of STRATEGIES) expect(ranged.totals[strategy][which].toFixed()).toBe(there.totals[strategy].expected.toFixed());
  }
});

test('what is not expected, but possible, is in the high case', () => {
  const { totals } = estimateOf({
    keys: { number: 0 },
    readers: [{ name: 'reader', pattern: 'single', readsPerMonth: 100_000 }],
    recording: { paidCopies: range(0, 0, 1), dataEventCopies: range(0, 0, 1) },
  });
  // $0.30 of Decrypt and $0.04 of GET; at the most $2.00 of copies and $0.10 of data events more
  const { low, expected, high } = totals['sse-kms'];
  expect([low.toFixed(), expected.toFixed(), high.toFixed()]).toEqual(['0.34', '0.34', '2.44']);
});

test('growth bounds the files of every month: slow growth means more old files and fewer new ones', () => {
  const { lines } = estimateOf({
    period: { start: '2026-12', months: 2 },
    trails: [{ name: 'a', logFilesPerMonth: 1000, growthPercentPerMonth: range(0, 25, 50), archiveMonths: 1 }],
    readers: [
      { name: 'new', pattern: 'every-file' },
      { name: 'old', pattern: 'once', month: '2026-12', firstDay: '2026-11-01', lastDay: '2026-11-30' },
    ],
  });
  const reads = (reader: string, month: string) => {
    const quantity = lines.find((line) => line.reader === reader && line.month === month && line.charge === 's3-gets')?.quantity;
    return [quantity?.low.toFixed(), quantity?.expected.toFixed(), quantity?.high.toFixed()];
  };
  expect(reads('new', '2027-01')).toEqual(['1000', '1250', '1500']);
  expect(reads('old', '2026-12')).toEqual(['666.666666666667', '800', '1000']);
});

test('sums stay exact and in plain notation at the largest numbers that a scenario may have', () => {
  const { lines, totals } = estimateOf({
    period: { start: '2026-12', months: 120 },
    trails: [{ name: 'a', logFilesPerMonth: 123_457, growthPercentPerMonth: -8, archiveMonths: 240 }],
    readers: [
      { name: 'siem', pattern: 'every-file', times: 999.999 },
      { name: 'athena', pattern: 'scan', runsPerMonth: 999_999.999, lookbackDays: 'all', getsPerFile: 999.999, share: 0.333333 },
    ],
    discountPercent: 12.3456,
  });
  const siem = lines.filter(({ reader, charge, strategy }) => reader === 'siem' && charge === 's3-gets' && strategy === 'sse-s3');
  expect(siem[0]?.quantity.expected.toFixed()).toBe('123456876.543'); // 123,457 × 999.999
  for (const strategy of STRATEGIES) {
    const costs = lines.filter((line) => line.strategy === strategy).map(({ cost }) => cost.expected);
    const units = costs.reduce((total, cost) => total + BigInt(cost.times(`1e60`).toFixed(0)), 0n);
    expect(totals[strategy].expected.times('1e60').toFixed(0)).toBe(units.toString());
    expect(totals[strategy].expected.toFixed()).not.toMatch(/e/);
  }
});
