import fc from 'fast-check';
import { expect, test } from 'vitest';
import { floatModel, type PlainScenario } from '../../../src/model/float/model.js';
import { STRATEGIES } from '../../../src/model/strategies.js';
import type { Scenario } from '../../../src/scenario/schema.js';
import { scenarios } from '../../arbitraries.js';
import { runs } from '../../runs.js';
import { book, estimateOf, SAMPLES, sampleEstimate, scenarioOf } from '../../support.js';

/** How far the quick model may be from the exact one: in relation to the largest cost around. */
const BOUND = 1e-9;

/** The same with the expected value for every range. */
function expectedOnly<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if ('expected' in value) return value.expected as T;
  if (Array.isArray(value)) return value.map(expectedOnly) as T;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, expectedOnly(part)])) as T;
}

function assertAgrees(scenario: Scenario, exact: ReturnType<typeof estimateOf>): void {
  const costs = floatModel(scenario, book)(scenario as PlainScenario);
  const most = Math.max(
    ...STRATEGIES.flatMap((strategy) => exact.totals[strategy].months.map(({ expected }) => expected.toNumber())),
    1e-6,
  );
  for (const strategy of STRATEGIES) {
    for (const [index, { expected }] of exact.totals[strategy].months.entries()) {
      expect(Math.abs((costs[strategy][index] ?? Number.NaN) - expected.toNumber())).toBeLessThanOrEqual(most * BOUND);
    }
  }
}

test('the quick model agrees with the exact one for any scenario without ranges', () => {
  fc.assert(
    fc.property(scenarios, (given) => {
      const plain = expectedOnly(given);
      assertAgrees(scenarioOf(plain), estimateOf(plain));
    }),
    runs(300),
  );
});

test.each(SAMPLES)('and for the sample %s', (sample) => {
  const { scenario } = sampleEstimate(sample);
  const plain = scenarioOf(expectedOnly(scenario));
  assertAgrees(plain, estimateOf(plain));
});
