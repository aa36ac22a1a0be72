import { rollup } from 'd3-array';
import { Decimal, sum, ZERO } from '../base/decimal.js';
import { type Month, monthsOf } from '../base/months.js';
import type { Costing } from '../model/costing.js';
import type { KmsStrategy } from '../model/strategies.js';
import type { Budget } from './budget.js';
import type { Diff } from './diff.js';

/** How much more than before a strategy may cost in any month, all its charges together; an amount, or a percentage of the cost before. */
export interface IncreaseLimit {
  value: Decimal;
  unit: 'amount' | 'percent';
  strategy: KmsStrategy;
  written?: Budget['written'];
}

/** What a month costs more than the month that it is compared with; expected costs. */
export interface MonthIncrease {
  month: Month;
  /** The month of the old estimate: the same one, or its most expensive one where it does not have the same. */
  than: Month;
  before: Decimal;
  after: Decimal;
  /** Negative where the month costs less than before. */
  by: Decimal;
}

/** Whether a change keeps to a limit. */
export interface IncreaseVerdict {
  limit: IncreaseLimit;
  /** The month with the largest increase, in the unit of the limit; of equal ones the first. */
  most: MonthIncrease;
  months: number;
  monthsOver: number;
}

/**
 * Holds the change from one estimate to another against a limit, month by month, as a budget does. A month that the old estimate does not
 * have is compared with the old one's most expensive month.
 *
 * @returns undefined where the two cannot be compared, since only one of them has a price for some charge
 */
export function increaseVerdict({ before, after, notComparable }: Diff, limit: IncreaseLimit): IncreaseVerdict | undefined {
  if (notComparable.length > 0) return undefined;
  const [was, is] = [monthCosts(before, limit.strategy), monthCosts(after, limit.strategy)];
  const peak = [...was].reduce((most, each) => (each[1].gt(most[1]) ? each : most));
  const increases = [...is].map(([month, cost]): MonthIncrease => {
    const same = was.get(month);
    const [than, old] = same === undefined ? peak : [month, same];
    return { month, than, before: old, after: cost, by: cost.minus(old) };
  });
  return {
    limit,
    most: increases.reduce((most, each) => (sizeOf(each, limit).gt(sizeOf(most, limit)) ? each : most)),
    months: increases.length,
    monthsOver: increases.filter((each) => isOver(each, limit)).length,
  };
}

/** An increase in the unit of the limit; that of nothing is more than any percentage. */
function sizeOf({ by, before }: MonthIncrease, { unit }: IncreaseLimit): Decimal {
  if (unit === 'amount' || by.isZero()) return by;
  return before.isZero() ? new Decimal(Number.POSITIVE_INFINITY) : by.div(before).times(100);
}

/** Exact: without a division. */
function isOver({ by, before }: MonthIncrease, { unit, value }: IncreaseLimit): boolean {
  return unit === 'amount' ? by.gt(value) : by.times(100).gt(before.times(value));
}

/** What each month of the period costs, also those without a line. */
function monthCosts({ lines, period }: Costing, strategy: KmsStrategy): Map<Month, Decimal> {
  const costs = rollup(
    lines.filter((line) => line.strategy === strategy),
    (own) => sum(own.map(({ cost }) => cost.expected)),
    ({ month }) => month,
  );
  return new Map(monthsOf(period.start, period.months).map((month) => [month, costs.get(month) ?? ZERO]));
}
