import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Decimal } from '../../src/base/decimal.js';
import type { Range } from '../../src/base/range.js';
import type {} from '../../src/model/estimate.js';
import { KMS_STRATEGIES, STRATEGIES } from '../../src/model/strategies.js';
import { pertQuantile } from '../../src/planning/pert.js';
import { type Distribution, type DistributionByMonth, type Simulation, simulate } from '../../src/planning/simulation.js';
import { scenarios } from '../arbitraries.mjs';
import { runs } from '../runs.js';
import { book, estimateOf, SAMPLES, sampleEstimate, scenarioOf } from '../support.js';

const simulationOf = (given: object, draws: number, seed = 1, amount?: number) =>
  simulate(scenarioOf(given), book, { draws, seed, budget: amount === undefined ? undefined : { amount, strategy: 'sse-kms' } });

const TIMES = { low: 1, expected: 2, high: 6 };

/** A million files read `times` times: $3.40 for each time and $1 for the key, of which $0.40 would be there anyway. */
const LINEAR = {
  encryption: { sseKmsSince: 'always', bucketKeyReduction: 0.9, bucketKeyWriteMinutes: 60, bucketKeyReadMinutes: 60 },
  trails: [{ name: 'org', logFilesPerMonth: 1_000_000, archiveMonths: 0 }],
  readers: [{ name: 'siem', pattern: 'every-file', times: TIMES }],
};

const DRAWS = 20_000;

describe('one range in a linear scenario', () => {
  const quantile = pertQuantile(TIMES);
  const { totals, comparison, drawn } = simulationOf(LINEAR, DRAWS, 7);
  const ROWS: [string, Distribution, number, number][] = [
    ['SSE-S3', totals['sse-s3'].period, 0, 0.4],
    ['SSE-KMS', totals['sse-kms'].period, 1, 3.4],
    ['SSE-KMS with a Bucket Key', totals['sse-kms-bucket-key'].period, 1, 0.7],
    ['the difference of SSE-KMS', comparison['sse-kms'].period, 1, 3],
    ['the difference of a Bucket Key', comparison['sse-kms-bucket-key'].period, 1, 0.3],
  ];

  test.each(ROWS)('%s: quantiles are those of the range, times the price', (_, distribution, fixed, perTime) => {
    for (const [key, share] of [
      ['p10', 0.1],
      ['p50', 0.5],
      ['p90', 0.9],
    ] as const) {
      const slope = (quantile(share + 0.001) - quantile(share - 0.001)) / 0.002;
      const standardError = perTime * slope * Math.sqrt((share * (1 - share)) / DRAWS);
      expect(Math.abs(distribution[key] - (fixed + perTime * quantile(share)))).toBeLessThan(4 * standardError);
    }
  });

  test.each(ROWS)('%s: the mean is that of the range, times the price', (_, distribution, fixed, perTime) => {
    const [mean, variance] = [2.5, ((2.5 - 1) * (6 - 2.5)) / 7];
    expect(Math.abs(distribution.mean - (fixed + perTime * mean))).toBeLessThan(4 * perTime * Math.sqrt(variance / DRAWS));
  });

  test('a thousand draws have one in each thousandth of the range, so quantiles are nearer than of free draws', () => {
    for (const seed of [1, 2, 3]) {
      const { p10, p50, p90, mean } = simulationOf(LINEAR, 1000, seed).totals['sse-kms'].period;
      for (const [drawnAt, share] of [
        [p10, 0.1],
        [p50, 0.5],
        [p90, 0.9],
      ] as const) {
        expect(drawnAt).toBeGreaterThan(1 + 3.4 * quantile(share - 0.001));
        expect(drawnAt).toBeLessThan(1 + 3.4 * quantile(share + 0.001));
      }
      // That of 1,000 free draws has a standard error of 0.027.
      expect(Math.abs(mean - (1 + 3.4 * 2.5))).toBeLessThan(0.001 * 3.4);
    }
  });

  test('what was drawn is told', () => {
    expect(drawn).toEqual([{ path: 'readers.siem.times', range: TIMES }]);
  });

  test('the chance to exceed a budget is that of the range', () => {
    for (const share of [0.1, 0.5, 0.9]) {
      const budget = 1 + 3.4 * quantile(share);
      expect(Math.abs((simulationOf(LINEAR, DRAWS, 7, budget).overBudget?.share ?? 0) - (1 - share))).toBeLessThan(0.015);
    }
  });
});

test('ranges are drawn each by itself', () => {
  const single = (name: string) => ({ name, pattern: 'single', readsPerMonth: { low: 0, expected: 5e6, high: 1e7 } });
  const width = (readers: object[]) => {
    const { p10, p90 } = simulationOf({ encryption: { sseKmsSince: 'always', bucketKeyReduction: 0.9 }, readers }, DRAWS).totals['sse-kms']
      .period;
    return p90 - p10;
  };
  const four = ['a', 'b', 'c', 'd'].map(single);
  const ratio = width(four) / width(four.slice(0, 1));
  expect(ratio).toBeGreaterThan(1.9);
  expect(ratio).toBeLessThan(2.1);
});

test('whole numbers are drawn whole', () => {
  const given = (archiveMonths: unknown) => ({
    encryption: { sseKmsSince: 'always', bucketKeyReduction: 0.9 },
    trails: [{ name: 'org', logFilesPerMonth: 1_000_000, archiveMonths }],
    readers: [{ name: 'athena', pattern: 'scan', runsPerMonth: 1, lookbackDays: 'all' }],
  });
  const costs = [0, 1, 2, 3, 4, 5, 6].map((months) => estimateOf(given(months)).totals['sse-kms'].expected.toNumber());
  const { p10, p50, p90 } = simulationOf(given({ low: 0, expected: 2, high: 6 }), 1001).totals['sse-kms'].period;
  const places = [p10, p50, p90].map((quantile) => costs.findIndex((cost) => Math.abs(cost - quantile) < 1e-9));
  expect(places).toEqual([1, 2, 4]);
});

/** The same with the expected value for every range. */
function expectedOnly<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if ('expected' in value) return value.expected as T;
  if (Array.isArray(value)) return value.map(expectedOnly) as T;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, expectedOnly(part)])) as T;
}

/** Each distribution beside the exact money that it speaks of. */
function paired(simulation: Simulation, exact: ReturnType<typeof estimateOf>): [Distribution, Range<Decimal>][] {
  const pair = (
    { period, months }: DistributionByMonth,
    ofPeriod: Range<Decimal>,
    ofMonths: readonly Range<Decimal>[],
  ): [Distribution, Range<Decimal>][] => [
    [period, ofPeriod],
    ...months.map((month, index): [Distribution, Range<Decimal>] => [month, ofMonths[index] as Range<Decimal>]),
  ];
  return [
    ...STRATEGIES.flatMap((strategy) => pair(simulation.totals[strategy], exact.totals[strategy], exact.totals[strategy].months)),
    ...KMS_STRATEGIES.flatMap((strategy) =>
      pair(simulation.comparison[strategy], exact.comparison[strategy].period, exact.comparison[strategy].months),
    ),
  ];
}

/** Floating-point numbers are good to nine digits of the largest amount around. */
function slackOf(exact: ReturnType<typeof estimateOf>): number {
  return 1e-9 * Math.max(1e-6, ...STRATEGIES.map((strategy) => exact.totals[strategy].high.toNumber()));
}

describe('beside the exact model', () => {
  test('without ranges every quantile and the mean are the exact cost', () => {
    fc.assert(
      fc.property(scenarios, (given) => {
        const plain = { ...expectedOnly(given) };
        const exact = estimateOf(plain);
        const simulation = simulationOf(plain, 3);
        expect(simulation.drawn).toEqual([]);
        for (const [distribution, { expected }] of paired(simulation, exact)) {
          for (const value of Object.values({
            p10: distribution.p10,
            p50: distribution.p50,
            p90: distribution.p90,
            mean: distribution.mean,
          })) {
            expect(Math.abs(value - expected.toNumber())).toBeLessThanOrEqual(slackOf(exact));
          }
        }
      }),
      runs(60),
    );
  });

  test('with ranges low ≤ P10 ≤ P50 ≤ P90 ≤ high, for every total and difference', () => {
    fc.assert(
      fc.property(scenarios, fc.nat(1e6), (given, seed) => {
        const exact = estimateOf(given);
        const slack = slackOf(exact);
        for (const [{ p10, p50, p90, mean }, { low, high }] of paired(simulationOf(given, 60, seed), exact)) {
          expect(low.toNumber() - slack).toBeLessThanOrEqual(p10);
          expect(p10).toBeLessThanOrEqual(p50);
          expect(p50).toBeLessThanOrEqual(p90);
          expect(p90).toBeLessThanOrEqual(high.toNumber() + slack);
          expect(mean).toBeGreaterThanOrEqual(low.toNumber() - slack);
          expect(mean).toBeLessThanOrEqual(high.toNumber() + slack);
        }
      }),
      runs(60),
    );
  });

  test.each(SAMPLES)('the sample %s too', (sample) => {
    const exact = sampleEstimate(sample);
    for (const [{ p10, p90 }, { low, high }] of paired(simulate(exact.scenario, book, { draws: 200, seed: 3 }), exact)) {
      expect(low.toNumber() - slackOf(exact)).toBeLessThanOrEqual(p10);
      expect(p90).toBeLessThanOrEqual(high.toNumber() + slackOf(exact));
    }
  });
});

describe('the seed', () => {
  const scenario = scenarioOf({
    period: { start: '2026-12', months: 12 },
    encryption: { sseKmsSince: '2026-12-10' },
    trails: [
      {
        name: 'org',
        accounts: 40,
        activeRegions: { low: 2, expected: 3, high: 5 },
        filesPerSlot: { low: 1, expected: 2.6, high: 5 },
        activeSlotShare: { low: 0.3, expected: 0.5, high: 0.9 },
        growthPercentPerMonth: { low: 0, expected: 2, high: 5 },
        archiveMonths: { low: 6, expected: 12, high: 24 },
      },
    ],
    readers: [
      { name: 'siem', pattern: 'every-file' },
      { name: 'athena', pattern: 'scan', runsPerMonth: { low: 2, expected: 6, high: 20 }, lookbackDays: 90, requesters: 3 },
    ],
    recording: { guardDuty: true },
  });
  const run = (seed: number) => simulate(scenario, book, { draws: 500, seed, budget: { amount: 300, strategy: 'sse-kms' } });

  const once = run(42);

  test('gives the same numbers again', () => {
    expect(run(42)).toEqual(once);
    expect(run(0)).toEqual(run(0));
    expect(run(4_294_967_295)).toEqual(run(4_294_967_295));
  });

  test('gives other numbers than another seed', () => {
    const means = [once, ...[0, 1, 2, 4_294_967_295].map(run)].map(({ totals }) => totals['sse-kms'].period.mean);
    expect(new Set(means).size).toBe(means.length);
  });

  test('gives these numbers on every machine', () => {
    const { totals, comparison, overBudget } = once;
    expect(totals['sse-kms'].period).toEqual({
      p10: 1421.354661155421,
      p50: 2916.1004787288966,
      p90: 5878.049791389639,
      mean: 3375.6793030696067,
    });
    expect(comparison['sse-kms-bucket-key'].months.at(-1)).toEqual({
      month: '2027-11',
      p10: 11.62247967682488,
      p50: 29.077238788033704,
      p90: 66.91997760055024,
      mean: 35.13405987856805,
    });
    expect(overBudget).toEqual({ budget: 300, strategy: 'sse-kms', share: 0.522 });
  });

  test('leaves the scenario as it is', () => {
    const before = structuredClone(scenario);
    run(1);
    expect(scenario).toEqual(before);
  });
});

describe('the chance to exceed a budget', () => {
  const share = (given: object, amount: number, seed = 1) => simulationOf(given, 200, seed, amount).overBudget?.share ?? Number.NaN;

  test('never rises with the budget', () => {
    const budgets = fc.array(fc.double({ min: 0, max: 1.2, noNaN: true }), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(scenarios, budgets, fc.nat(1e6), (given, parts, seed) => {
        const most = Math.max(...estimateOf(given).totals['sse-kms'].months.map(({ high }) => high.toNumber()));
        const shares = parts.toSorted((a, b) => a - b).map((part) => share(given, most * part, seed));
        expect(shares).toEqual(shares.toSorted((a, b) => b - a));
      }),
      runs(30),
    );
  });

  test('is certain below the low cost and none from the high cost on', () => {
    const months = estimateOf(LINEAR).totals['sse-kms'].months;
    expect(share(LINEAR, 0)).toBe(1);
    expect(share(LINEAR, (months[0]?.low.toNumber() ?? 0) - 0.01)).toBe(1);
    expect(share(LINEAR, months[0]?.high.toNumber() ?? 0)).toBe(0);
  });

  test('counts a draw in which any month is over', () => {
    const given = { ...LINEAR, period: { start: '2026-12', months: 3 }, trails: [{ ...LINEAR.trails[0], growthPercentPerMonth: 50 }] };
    const { totals } = simulationOf(given, 1001, 1);
    const median = totals['sse-kms'].months[2]?.p50 ?? 0;
    expect(simulationOf(given, 1001, 1, median).overBudget?.share).toBeCloseTo(0.5, 2);
  });

  test('is not asked without a budget', () => {
    expect(simulationOf(LINEAR, 10)).not.toHaveProperty('overBudget');
  });

  test('without ranges a budget of exactly the cost is kept, as the budget guard has it', () => {
    const costs = fc.tuple(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 0, max: 90 }));
    fc.assert(
      fc.property(costs, ([readsPerMonth, discountPercent]) => {
        const given = {
          encryption: { sseKmsSince: 'always', bucketKeyReduction: 0.9 },
          readers: [{ name: 'soc', pattern: 'single', readsPerMonth }],
          discountPercent,
        };
        expect(share(given, estimateOf(given).totals['sse-kms'].expected.toNumber())).toBe(0);
      }),
      runs(50),
    );
  });
});
