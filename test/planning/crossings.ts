import { expect } from 'vitest';
import { Decimal, sum } from '../../src/base/decimal.js';
import type { FieldPath } from '../../src/base/errors.js';
import { type BreakEven, breakEvens, type Target } from '../../src/planning/break-even.js';
import { numberBounds } from '../../src/scenario/bounds.js';
import { valueAt } from '../../src/scenario/nodes.js';
import { expectedOf, isQuantity } from '../../src/scenario/quantity.js';
import { estimateOf, linesWith, pricedOf, scenarioOf, written } from '../support.js';

export function targetOf(kind: Target['kind'], amount: string | number): Target {
  return { kind, amount: new Decimal(amount), on: 'expected', strategy: 'sse-kms' };
}

/** An estimate's average month is kept to so many places; a cost compared with a target must be, too. */
const AVERAGE_DECIMALS = 30;

/** What a target speaks of, from the lines of a scenario that has the value written into it. */
export function costWritten(given: object, field: FieldPath, value: number, { kind, strategy, on }: Target): Decimal {
  const { lines, totals } = estimateOf(written(given, field, value));
  const costs = (wanted: Parameters<typeof linesWith>[1]) => sum(linesWith(lines, wanted).map(({ cost }) => cost[on]));
  const months = totals[strategy].months.map(({ month }) => month);
  if (kind === 'budget') return Decimal.max(...months.map((month) => costs({ strategy, month })));
  const difference = costs({ strategy }).minus(costs({ strategy: 'sse-s3' }));
  return difference.div(months.length).toDecimalPlaces(AVERAGE_DECIMALS);
}

/** Whether only whole numbers are asked for: of things, unless the scenario itself has a fraction of one. */
function asksWhole(given: object, field: FieldPath): boolean {
  const scenario = scenarioOf(given);
  const bounds = numberBounds(field, scenario);
  const now = valueAt(scenario, field);
  return bounds?.things === true && Number.isInteger(isQuantity(now) ? expectedOf(now) : bounds.min);
}

/** Holds each crossing against the model as it is without any search. */
export function assertCrossings({ crossings }: BreakEven, given: object, field: FieldPath, target: Target): void {
  const isWhole = asksWhole(given, field);
  for (const { value, within, beyond } of crossings) {
    const [kept, passed, at] = [within.value, beyond.value, value].map((each) => costWritten(given, field, each.toNumber(), target));
    expect(kept?.lte(target.amount)).toBe(true);
    expect(passed?.gt(target.amount)).toBe(true);
    expect(within.cost.toFixed()).toBe(kept?.toFixed());
    expect(beyond.cost.toFixed()).toBe(passed?.toFixed());
    const apart = within.value.minus(beyond.value).abs().toNumber();
    if (isWhole) {
      expect(within.value.isInteger() && beyond.value.isInteger()).toBe(true);
      expect(apart).toBe(1);
      expect(value.eq(within.value)).toBe(true);
      continue;
    }
    expect(apart).toBeLessThanOrEqual(Math.max(Math.abs(value.toNumber()) * 1.01e-5, 1e-6));
    expect(at?.minus(target.amount).abs().toNumber()).toBeLessThan(1e-6);
    const [low, high] = [Decimal.min(within.value, beyond.value), Decimal.max(within.value, beyond.value)];
    expect(value.gte(low.minus(apart * 1e-6)) && value.lte(high.plus(apart * 1e-6))).toBe(true);
  }
}

/** The answer for one target. */
export function breakEven(given: object, path: string, target: Target): BreakEven {
  const [result] = breakEvens(pricedOf(given), path, [target]);
  if (result === undefined) throw new Error(`no answer for ${path}`);
  return result;
}
