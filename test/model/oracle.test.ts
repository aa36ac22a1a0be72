import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Decimal, sum } from '../../src/base/decimal.js';
import { runs } from '../runs.js';
import { estimateOf, linesWith } from '../support.js';
import { type OracleScenario, oracle } from './oracle.js';

const dayOf = (start: string, days: number) => new Date(Date.parse(`${start}-01T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

const readers = fc.array(
  fc.record({
    pattern: fc.constantFrom('every-file' as const, 'scan' as const, 'validate' as const, 'single' as const, 'replicate' as const),
    runsPerMonth: fc.integer({ min: 0, max: 400 }),
    lookbackDays: fc.integer({ min: 0, max: 90 }),
    sharePercent: fc.integer({ min: 0, max: 100 }),
    readsPerMonth: fc.integer({ min: 0, max: 5_000_000 }),
    requesters: fc.integer({ min: 1, max: 50 }),
  }),
  { minLength: 1, maxLength: 4 },
);

const cases: fc.Arbitrary<OracleScenario> = fc
  .record({
    start: fc.constantFrom('2025-02', '2025-05', '2027-02', '2027-12', '2028-02'),
    months: fc.integer({ min: 1, max: 4 }),
    logFilesPerMonth: fc.integer({ min: 0, max: 3_000_000 }),
    digestFilesPerMonth: fc.integer({ min: 1, max: 20_000 }),
    archiveMonths: fc.integer({ min: 0, max: 4 }),
    sseKmsDay: fc.integer({ min: -150, max: 130 }),
    bucketKeyDay: fc.integer({ min: 0, max: 90 }),
    reductionPercent: fc.integer({ min: 0, max: 100 }),
    freeRequestsLeft: fc.integer({ min: 0, max: 20_000 }),
    readers,
  })
  .map((given) => ({ ...given, bucketKeyDay: given.sseKmsDay + given.bucketKeyDay }));

const written = (given: OracleScenario) => ({
  period: { start: given.start, months: given.months },
  encryption: {
    sseKmsSince: dayOf(given.start, given.sseKmsDay),
    bucketKeySince: dayOf(given.start, given.bucketKeyDay),
    bucketKeyReduction: given.reductionPercent / 100,
  },
  freeRequestsLeft: given.freeRequestsLeft,
  trails: [
    {
      name: 'trail',
      logFilesPerMonth: given.logFilesPerMonth,
      digestFilesPerMonth: given.digestFilesPerMonth,
      archiveMonths: given.archiveMonths,
    },
  ],
  readers: given.readers.map(({ pattern, runsPerMonth, lookbackDays, sharePercent, readsPerMonth, requesters }, index) => ({
    name: `reader ${index}`,
    requesters,
    pattern,
    ...(pattern === 'scan' || pattern === 'validate' ? { runsPerMonth, lookbackDays } : {}),
    ...(pattern === 'single' ? { readsPerMonth } : {}),
    ...(pattern === 'single' || pattern === 'validate' ? {} : { share: sharePercent / 100 }),
  })),
});

test('the model agrees with day-by-day arithmetic in whole numbers', () => {
  fc.assert(
    fc.property(cases, (given) => {
      const { lines, totals } = estimateOf(written(given));
      for (const [index, truth] of oracle(given).entries()) {
        const month = totals['sse-kms'].months[index]?.month ?? '';
        const cost = (strategy: 'sse-kms' | 'sse-kms-bucket-key') =>
          sum(linesWith(lines, { strategy, month, charge: 'kms-requests' }).map((line) => line.cost.expected));
        // A file count is rounded to 12 decimals before it is multiplied by runs: at most 400 × 4 readers × a few units of 10⁻¹² requests.
        const bound = new Decimal('1e-13');
        expect(cost('sse-kms').minus(new Decimal(truth.sseKms.toString()).times('1e-18')).abs().lte(bound)).toBe(true);
        expect(cost('sse-kms-bucket-key').minus(new Decimal(truth.bucketKey.toString()).times('1e-18')).abs().lte(bound)).toBe(true);
      }
    }),
    runs(300),
  );
});
