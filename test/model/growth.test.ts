import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Decimal } from '../../src/base/decimal.js';
import type { KmsStrategy } from '../../src/model/strategies.js';
import { runs } from '../runs.js';
import { estimateOf, linesWith } from '../support.js';

/** Three ways to meet old and new files, with a switch within the archive. */
function scenarioWith(growth: unknown, lookbackDays: number) {
  return {
    period: { start: '2026-12', months: 8 },
    encryption: {
      sseKmsSince: '2026-05-20',
      bucketKeySince: '2026-10-10',
      bucketKeyReduction: 0.9,
      bucketKeyWriteMinutes: 60,
      bucketKeyReadMinutes: 60,
    },
    keys: { number: 0 },
    trails: [{ name: 'a', logFilesPerMonth: 1_000_000, digestFilesPerMonth: 700, archiveMonths: 9, growthPercentPerMonth: growth }],
    readers: [
      { name: 'new', pattern: 'every-file' },
      { name: 'scan', pattern: 'scan', runsPerMonth: 3, lookbackDays },
      { name: 'old', pattern: 'once', month: '2027-03', firstDay: '2026-06-10', lastDay: '2027-02-03' },
    ],
  };
}

const lineOf = (growth: unknown, lookbackDays: number, reader: string, month: string, strategy: KmsStrategy = 'sse-kms') =>
  estimateOf(scenarioWith(growth, lookbackDays)).lines.find(
    (line) => line.strategy === strategy && line.charge === 'kms-requests' && line.reader === reader && line.month === month,
  )?.quantity;

describe('a range of growth', () => {
  test('by hand: of files from 3 months before to 3 months after, least at no growth and most at an end', () => {
    // 1.1^-3 + … + 1.1^3 = 7.4 more or less; at no growth it is 7.
    const { lines } = estimateOf({
      period: { start: '2026-12', months: 4 },
      trails: [{ name: 'a', logFilesPerMonth: 1000, archiveMonths: 3, growthPercentPerMonth: { low: -10, expected: 10, high: 10 } }],
      readers: [{ name: 'all', pattern: 'once', month: '2027-03', firstDay: '2026-09-01', lastDay: '2027-03-31' }],
    });
    const quantity = lines.find((line) => line.charge === 's3-gets' && line.strategy === 'sse-s3')?.quantity;
    expect(quantity?.low.toFixed(3)).toBe('7000.000');
    expect(quantity?.expected.toFixed(3)).toBe('7127.852'); // (1.1^3 + 1.1^-3 + 1.1^2 + 1.1^-2 + 1.1 + 1.1^-1 + 1) × 1000
    expect(quantity?.high.toFixed(3)).toBe('7156.421'); // the same of 0.9
  });

  test('its bounds hold at every growth, and some growth reaches each', () => {
    fc.assert(
      fc.property(
        fc.tuple(fc.integer({ min: -30, max: 30 }), fc.integer({ min: -30, max: 30 }), fc.integer({ min: -30, max: 30 })),
        fc.integer({ min: 1, max: 400 }),
        fc.constantFrom('new', 'scan', 'old'),
        fc.integer({ min: 0, max: 7 }),
        (growths, lookbackDays, reader, index) => {
          const [low = 0, expected = 0, high = 0] = growths.toSorted((a, b) => a - b);
          const month =
            reader === 'old'
              ? '2027-03'
              : (['2026-12', '2027-01', '2027-02', '2027-03', '2027-04', '2027-05', '2027-06', '2027-07'][index] ?? '');
          const bounds = lineOf({ low, expected, high }, lookbackDays, reader, month);
          const at = (growth: number) => lineOf(growth, lookbackDays, reader, month)?.expected as Decimal;
          const tried = Array.from({ length: 25 }, (_, step) => at(low + ((high - low) * step) / 24));
          for (const value of tried) {
            expect(bounds?.low.lte(value.times('1.000000000001'))).toBe(true);
            expect(bounds?.high.gte(value.times('0.999999999999'))).toBe(true);
          }
          const nearest = (bound: Decimal) => Math.min(...tried.map((value) => value.minus(bound).abs().div(bound.plus(1)).toNumber()));
          expect(nearest(bounds?.low as Decimal)).toBeLessThan(0.01);
          expect(nearest(bounds?.high as Decimal)).toBeLessThan(1e-12);
        },
      ),
      runs(20),
    );
  });

  test('its bounds hold under a Bucket Key too, that older files are not under', () => {
    fc.assert(
      fc.property(
        fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: -20, max: 20 }), fc.integer({ min: -20, max: 20 })),
        fc.integer({ min: 1, max: 400 }),
        fc.constantFrom('new', 'scan', 'CloudTrail'),
        fc.constantFrom('2026-12', '2027-02', '2027-05', '2027-07'),
        (growths, lookbackDays, reader, month) => {
          const [low = 0, expected = 0, high = 0] = growths.toSorted((a, b) => a - b);
          const bounds = lineOf({ low, expected, high }, lookbackDays, reader, month, 'sse-kms-bucket-key');
          for (const growth of [low, (low + expected) / 2, expected, (expected + high) / 2, high]) {
            const value = lineOf(growth, lookbackDays, reader, month, 'sse-kms-bucket-key')?.expected as Decimal;
            expect(bounds?.low.lte(value.times('1.000000000001'))).toBe(true);
            expect(bounds?.high.gte(value.times('0.999999999999'))).toBe(true);
          }
        },
      ),
      runs(40),
    );
  });
});

test('what no growth touches is the same in every case, to the last digit', () => {
  const { lines } = estimateOf({
    period: { start: '2027-02', months: 1 },
    encryption: { sseKmsSince: '2027-02-19', bucketKeySince: '2027-02-23', bucketKeyReduction: 0 },
    keys: { number: 0 },
    trails: [{ name: 'a', logFilesPerMonth: 0, archiveMonths: 0, growthPercentPerMonth: { low: -6, expected: 3, high: 5 } }],
    readers: [{ name: 'a reader', pattern: 'single', readsPerMonth: 2_718_137 }],
  });
  const made = linesWith(lines, { charge: 'kms-requests', reader: 'a reader' });
  expect(made.map(({ strategy }) => strategy)).toEqual(['sse-kms', 'sse-kms-bucket-key']);
  for (const { quantity } of made) {
    expect(quantity.low.toFixed()).toBe(quantity.expected.toFixed());
    expect(quantity.high.toFixed()).toBe(quantity.expected.toFixed());
  }
});
