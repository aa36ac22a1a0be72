import { rollup } from 'd3-array';
import { type Decimal, sum } from '../base/decimal.js';
import type { Month } from '../base/months.js';
import type { Estimate } from '../model/estimate.js';
import type { KmsStrategy } from '../model/strategies.js';

/** Which case of the cost has to stay within a budget. */
export const BUDGET_CASES = ['expected', 'high'] as const;
export type BudgetCase = (typeof BUDGET_CASES)[number];

/** What a strategy may cost in each month, all its charges together; in the currency of the prices. */
export interface Budget {
  amount: Decimal;
  on: BudgetCase;
  strategy: KmsStrategy;
}

/** By how much a budget is exceeded in the most expensive month, and by whom most. */
export interface Excess {
  month: Month;
  cost: Decimal;
  over: Decimal;
  /** The most expensive reader of that month; empty where it is the keys. */
  reader: string;
  readerCost: Decimal;
  monthsOver: number;
}

/** Whether one of several scenarios keeps to a budget. */
export interface Verdict {
  name: string;
  estimate: Estimate;
  excess: Excess | undefined;
}

/** The month in which a strategy costs most; of equal ones the first. */
export function mostExpensiveMonth(
  { totals }: Estimate,
  { strategy, on }: Pick<Budget, 'strategy' | 'on'>,
): { month: Month; cost: Decimal } {
  const months = totals[strategy].months.map((total) => ({ month: total.month, cost: total[on] }));
  return months.reduce((most, month) => (month.cost.gt(most.cost) ? month : most));
}

/** Each scenario held against a budget. */
export function verdictsOf(scenarios: readonly { name: string; estimate: Estimate }[], budget: Budget): Verdict[] {
  return scenarios.map(({ name, estimate }) => ({ name, estimate, excess: excessOf(estimate, budget) }));
}

/**
 * How a budget is exceeded; undefined where every month stays within it.
 *
 * @example excessOf(estimate, { amount: new Decimal(200), on: 'expected', strategy: 'sse-kms' })?.month // '2027-11'
 */
export function excessOf(estimate: Estimate, budget: Budget): Excess | undefined {
  const { month, cost } = mostExpensiveMonth(estimate, budget);
  if (cost.lte(budget.amount)) return undefined;
  const lines = estimate.lines.filter((line) => line.strategy === budget.strategy && line.month === month);
  const costs = rollup(
    lines,
    (own) => sum(own.map((line) => line.cost[budget.on])),
    (line) => line.reader,
  );
  const [reader, readerCost] = [...costs].reduce((most, each) => (each[1].gt(most[1]) ? each : most));
  return {
    month,
    cost,
    over: cost.minus(budget.amount),
    reader,
    readerCost,
    monthsOver: estimate.totals[budget.strategy].months.filter((each) => each[budget.on].gt(budget.amount)).length,
  };
}
