import { rollup } from 'd3-array';
import { type Decimal, sum } from '../base/decimal.js';
import type { Month } from '../base/months.js';
import type { Estimate } from '../model/estimate.js';
import type { KmsStrategy } from '../model/strategies.js';
import type { PriceBook } from '../prices/book.js';
import { withLikely } from './likely.js';

/** Which case of the cost has to stay within a budget; `likely` is P90 of {@link withLikely}, nine times in ten it is less. */
export const BUDGET_CASES = ['expected', 'likely', 'high'] as const;
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
  /** The most expensive reader of that month, as expected where the budget is on what is likely; empty where it is the keys. */
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
export function mostExpensiveMonth(estimate: Estimate, limited: Pick<Budget, 'strategy' | 'on'>): { month: Month; cost: Decimal } {
  return monthCosts(estimate, limited).reduce((most, month) => (month.cost.gt(most.cost) ? month : most));
}

/** What each month costs in the case that is limited. What has no range likely costs what is expected. */
function monthCosts({ totals, likely }: Estimate, { strategy, on }: Pick<Budget, 'strategy' | 'on'>): { month: Month; cost: Decimal }[] {
  if (on === 'likely' && likely !== undefined) return likely.totals[strategy].months.map(({ month, p90 }) => ({ month, cost: p90 }));
  const which = caseOf(on);
  return totals[strategy].months.map((total) => ({ month: total.month, cost: total[which] }));
}

/** The case that lines have: a simulation knows totals only. */
function caseOf(on: BudgetCase): 'expected' | 'high' {
  return on === 'high' ? 'high' : 'expected';
}

/** Each scenario held against a budget. */
export function verdictsOf(scenarios: readonly { name: string; estimate: Estimate }[], budget: Budget, book: PriceBook): Verdict[] {
  return scenarios.map(({ name, estimate }) => {
    const judged = budget.on === 'likely' && estimate.likely === undefined ? withLikely(estimate, book) : estimate;
    return { name, estimate, excess: excessOf(judged, budget) };
  });
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
    (own) => sum(own.map((line) => line.cost[caseOf(budget.on)])),
    (line) => line.reader,
  );
  const [reader, readerCost] = [...costs].reduce((most, each) => (each[1].gt(most[1]) ? each : most));
  return {
    month,
    cost,
    over: cost.minus(budget.amount),
    reader,
    readerCost,
    monthsOver: monthCosts(estimate, budget).filter((each) => each.cost.gt(budget.amount)).length,
  };
}
