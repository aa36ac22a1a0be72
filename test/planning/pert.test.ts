import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Range } from '../../src/base/range.js';
import { pertQuantile } from '../../src/planning/pert.js';
import { runs } from '../runs.js';

const ranges = fc
  .tuple(fc.integer({ min: -1000, max: 1000 }), fc.nat(1000), fc.nat(1000))
  .filter(([, up, more]) => up + more > 0)
  .map(([low, up, more]): Range => ({ low, expected: low + up, high: low + up + more }));

const POINTS = 20_000;

/**
 * How far the table may be off, in widths of the range: where the density is steep at an end (the expected value close to it, but not on
 * it), a quarter of what 10,000 draws leave uncertain, else far less.
 */
function boundOf({ low, expected, high }: Range): number {
  const nearest = Math.min(expected - low, high - expected) / (high - low);
  return nearest > 0 && nearest < 0.25 ? 4e-4 : 1e-5;
}

/**
 * The mean of something over the whole distribution: the midpoint rule on 3s² − 2s³, which is dense at the ends, where quantiles are steep.
 */
function integrated(range: Range, something: (value: number) => number): number {
  const quantile = pertQuantile(range);
  let total = 0;
  for (let index = 0; index < POINTS; index++) {
    const s = (index + 0.5) / POINTS;
    total += something(quantile(s * s * (3 - 2 * s))) * 6 * s * (1 - s);
  }
  return total / POINTS;
}

describe('the quantiles of a PERT distribution', () => {
  test('rise from low to high', () => {
    fc.assert(
      fc.property(ranges, (range) => {
        const quantile = pertQuantile(range);
        const values = Array.from({ length: 1001 }, (_, index) => quantile(index / 1000));
        expect(values[0]).toBe(range.low);
        expect(values[1000]).toBe(range.high);
        for (const [index, value] of values.slice(1).entries()) expect(value).toBeGreaterThan(values[index] as number);
      }),
      runs(50),
    );
  });

  test('have the mean (low + 4 expected + high) / 6 and the variance (mean − low) (high − mean) / 7', () => {
    fc.assert(
      fc.property(ranges, (range) => {
        const { low, expected, high } = range;
        const width = high - low;
        const mean = (low + 4 * expected + high) / 6;
        expect(Math.abs(integrated(range, (value) => value) - mean) / width).toBeLessThan(boundOf(range));
        const variance = integrated(range, (value) => (value - mean) ** 2);
        expect(Math.abs(variance - ((mean - low) * (high - mean)) / 7) / width ** 2).toBeLessThan(boundOf(range));
      }),
      runs(100),
    );
  });

  test('are those of a Beta distribution where these have a closed form', () => {
    const shares = Array.from({ length: 99 }, (_, index) => (index + 1) / 100);
    const atLow = pertQuantile({ low: 10, expected: 10, high: 30 });
    const atHigh = pertQuantile({ low: 10, expected: 30, high: 30 });
    const between = pertQuantile({ low: 0, expected: 0.5, high: 1 });
    const nearLow = pertQuantile({ low: 0, expected: 0.25, high: 1 });
    for (const share of shares) {
      expect(Math.abs(atLow(share) - (10 + 20 * (1 - (1 - share) ** 0.2)))).toBeLessThan(1e-4);
      expect(Math.abs(atHigh(share) - (10 + 20 * share ** 0.2))).toBeLessThan(1e-4);
      const symmetric = between(share);
      expect(Math.abs(symmetric ** 3 * (10 - 15 * symmetric + 6 * symmetric ** 2) - share)).toBeLessThan(1e-5);
      const skewed = nearLow(share);
      expect(Math.abs(1 - (1 - skewed) ** 4 * (1 + 4 * skewed) - share)).toBeLessThan(1e-5);
    }
  });

  test('are symmetric where the range is: the median is the expected value', () => {
    const quantile = pertQuantile({ low: 2, expected: 5, high: 8 });
    expect(quantile(0.5)).toBeCloseTo(5, 9);
    for (const share of [0.01, 0.1, 0.3]) expect(quantile(share) + quantile(1 - share)).toBeCloseTo(10, 9);
  });

  test('of a range of one number are that number', () => {
    const quantile = pertQuantile({ low: 7, expected: 7, high: 7 });
    expect([0, 0.3, 1].map(quantile)).toEqual([7, 7, 7]);
  });

  test('move and stretch with the range', () => {
    const [unit, wide] = [pertQuantile({ low: 0, expected: 0.25, high: 1 }), pertQuantile({ low: 100, expected: 200, high: 500 })];
    for (const share of [0, 0.05, 0.5, 0.95, 1]) expect(wide(share)).toBeCloseTo(100 + 400 * unit(share), 9);
  });

  test('are the same numbers on every machine', () => {
    const quantile = pertQuantile({ low: 1, expected: 2, high: 6 });
    expect([0.1, 0.5, 0.9].map(quantile)).toEqual(PINNED);
  });
});

const PINNED = [1.449527201843424, 2.38337186073922, 3.7266804165157756];
