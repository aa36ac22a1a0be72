import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Case } from '../../../src/base/range.js';
import { numberIn } from '../../../src/model/float/drawn.js';
import { type DrawnScenario, floatModel } from '../../../src/model/float/model.js';
import { STRATEGIES } from '../../../src/model/strategies.js';
import type { Scenario } from '../../../src/scenario/schema.js';
import { scenarios } from '../../arbitraries.mjs';
import { runs } from '../../runs.js';
import { book, estimateOf, SAMPLES, sampleEstimate, scenarioOf } from '../../support.js';

/** How far the quick model may be from the exact one: in relation to the largest cost around. */
const BOUND = 1e-9;

/** The same with one end, or the middle, of every range. */
function only<T>(value: T, which: Case): T {
  if (typeof value !== 'object' || value === null) return value;
  if (which in value) return value[which as keyof T] as T;
  if (Array.isArray(value)) return value.map((part) => only(part, which)) as T;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, only(part, which)])) as T;
}

/** The same with a draw for each of some cases in place of every range. */
function drawnIn<T>(value: T, cases: readonly Case[]): T {
  if (typeof value !== 'object' || value === null) return value;
  if ('expected' in value) return Float64Array.from(cases, (which) => Number(value[which as keyof T])) as T;
  if (Array.isArray(value)) return value.map((part) => drawnIn(part, cases)) as T;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, drawnIn(part, cases)])) as T;
}

/** One draw of the quick model beside the exact one. */
function assertAgree(costs: ReturnType<ReturnType<typeof floatModel>>, draw: number, exact: ReturnType<typeof estimateOf>): void {
  const most = Math.max(
    ...STRATEGIES.flatMap((strategy) => exact.totals[strategy].months.map(({ expected }) => expected.toNumber())),
    1e-6,
  );
  for (const strategy of STRATEGIES) {
    for (const [index, { expected }] of exact.totals[strategy].months.entries()) {
      const cost = numberIn(costs[strategy][index] ?? Number.NaN, draw);
      expect(Math.abs(cost - expected.toNumber())).toBeLessThanOrEqual(most * BOUND);
    }
  }
}

function assertAgrees(scenario: Scenario, exact: ReturnType<typeof estimateOf>, model = floatModel(scenario, book)): void {
  assertAgree(model(scenario as DrawnScenario), 0, exact);
}

test('the quick model agrees with the exact one for any scenario without ranges', () => {
  fc.assert(
    fc.property(scenarios, (given) => {
      const plain = only(given, 'expected');
      assertAgrees(scenarioOf(plain), estimateOf(plain));
    }),
    runs(300),
  );
});

test('and for any ranges in many draws at a time, whatever was drawn before', () => {
  fc.assert(
    fc.property(scenarios, (given) => {
      const scenario = scenarioOf(given);
      const model = floatModel(scenario, book);
      for (const cases of [['high', 'low'], ['low', 'expected', 'high', 'low'], ['expected']] as const) {
        const costs = model(drawnIn(scenario, cases) as DrawnScenario);
        for (const [draw, which] of cases.entries()) assertAgree(costs, draw, estimateOf(only(given, which)));
      }
    }),
    runs(150),
  );
});

test('a draw with an older archive meets older keys, whatever was drawn before', () => {
  const written = (archiveMonths: unknown) => ({
    encryption: { sseKmsSince: 'always', bucketKeyReduction: 1, bucketKeyWriteMinutes: 60, bucketKeyReadMinutes: 60 },
    trails: [{ name: 'org', logFilesPerMonth: 1_000_000, archiveMonths }],
    readers: [{ name: 'athena', pattern: 'scan', runsPerMonth: 1, lookbackDays: 'all' }],
  });
  const model = floatModel(scenarioOf(written({ low: 1, expected: 3, high: 6 })), book);
  for (const months of [1, 6, 3, 3, 1]) assertAgrees(scenarioOf(written(months)), estimateOf(written(months)), model);
});

test('one draw leaves nothing behind for the next', () => {
  fc.assert(
    fc.property(scenarios, (given) => {
      const model = floatModel(scenarioOf(given), book);
      for (const which of ['high', 'low', 'expected', 'high'] as const) {
        const plain = only(given, which);
        assertAgrees(scenarioOf(plain), estimateOf(plain), model);
      }
    }),
    runs(100),
  );
});

test.each(SAMPLES)('and for the sample %s', (sample) => {
  const { scenario } = sampleEstimate(sample);
  const plain = scenarioOf(only(scenario, 'expected'));
  assertAgrees(plain, estimateOf(plain));
});
