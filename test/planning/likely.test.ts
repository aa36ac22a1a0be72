import { describe, expect, test } from 'vitest';
import { KMS_STRATEGIES, STRATEGIES } from '../../src/model/strategies.js';
import { withLikely } from '../../src/planning/likely.js';
import { simulate } from '../../src/planning/simulation.js';
import { book, estimateOf, SAMPLES, sampleEstimate, scenarioOf } from '../support.js';

const RANGED = {
  period: { start: '2026-12', months: 2 },
  trails: [{ name: 'org', logFilesPerMonth: { low: 500_000, expected: 1_000_000, high: 6_000_000 }, archiveMonths: 0 }],
  readers: [{ name: 'siem', pattern: 'every-file' }],
};

describe('what an estimate likely costs', () => {
  test('is P10 to P90 of 1,000 draws with seed 1, to nine digits', () => {
    const { likely } = withLikely(estimateOf(RANGED), book);
    const drawn = simulate(scenarioOf(RANGED), book, { draws: 1000, seed: 1 });
    expect([likely?.draws, likely?.seed]).toEqual([1000, 1]);
    for (const strategy of STRATEGIES) {
      for (const key of ['p10', 'p50', 'p90', 'mean'] as const) {
        expect(likely?.totals[strategy][key].toNumber()).toBe(Number(drawn.totals[strategy].period[key].toPrecision(9)));
        expect(likely?.totals[strategy].months[1]?.[key].toNumber()).toBe(Number(drawn.totals[strategy].months[1]?.[key].toPrecision(9)));
      }
    }
    expect(likely?.comparison['sse-kms'].mean.toNumber()).toBe(Number(drawn.comparison['sse-kms'].period.mean.toPrecision(9)));
  });

  test('is of fewer draws, at least 200, of very many readers and months', () => {
    const drawsOf = (count: number, months: number) => {
      const readers = Array.from({ length: count }, (_, index) => ({ name: `r${index}`, pattern: 'every-file' }));
      return withLikely(estimateOf({ ...RANGED, period: { start: '2026-12', months }, readers }), book).likely?.draws;
    };
    expect([drawsOf(50, 20), drawsOf(100, 20), drawsOf(300, 20)]).toEqual([1000, 500, 200]);
  });

  test('is the same each time, and above what is expected where the high end is the far one', () => {
    const [one, other] = [withLikely(estimateOf(RANGED), book), withLikely(estimateOf(RANGED), book)];
    expect(one.likely).toEqual(other.likely);
    expect(one.likely?.comparison['sse-kms'].mean.gt(one.comparison['sse-kms'].period.expected)).toBe(true);
  });

  test('is what is expected where no number has a range: nothing is drawn', () => {
    const encryption = { bucketKeyReduction: 0.9, bucketKeyWriteMinutes: 60, bucketKeyReadMinutes: 60, sseKmsSince: 'always' };
    const certain = estimateOf({ ...RANGED, encryption, trails: [{ ...RANGED.trails[0], logFilesPerMonth: 700_000 }] });
    const { likely } = withLikely(certain, book);
    expect(likely?.draws).toBe(0);
    for (const strategy of STRATEGIES) {
      expect(likely?.totals[strategy].p90).toEqual(certain.totals[strategy].expected);
      expect(likely?.totals[strategy].months.map(({ p10 }) => p10)).toEqual(
        certain.totals[strategy].months.map(({ expected }) => expected),
      );
    }
    for (const strategy of KMS_STRATEGIES) expect(likely?.comparison[strategy].p10).toEqual(certain.comparison[strategy].period.expected);
  });

  test('does not look at cases, whose ranges are of other scenarios', () => {
    const encryption = { bucketKeyReduction: 0.9, bucketKeyWriteMinutes: 60, bucketKeyReadMinutes: 60, sseKmsSince: 'always' };
    const trails = [{ ...RANGED.trails[0], logFilesPerMonth: 700_000 }];
    const cases = [{ name: 'unsure', set: { 'readers.siem.times': { low: 1, expected: 2, high: 3 } } }];
    expect(withLikely(estimateOf({ ...RANGED, encryption, trails, cases }), book).likely?.draws).toBe(0);
  });

  test.each(SAMPLES)('lies within the bounds for %s', (sample) => {
    const estimate = withLikely(sampleEstimate(sample), book);
    for (const strategy of STRATEGIES) {
      const { low, high } = estimate.totals[strategy];
      const likely = estimate.likely?.totals[strategy];
      expect(likely?.p10.gte(low.times('0.99999999'))).toBe(true);
      expect(likely?.p90.lte(high.times('1.00000001'))).toBe(true);
    }
  });
});
