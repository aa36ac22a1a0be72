import type { Decimal } from '../../base/decimal.js';
import type { Estimate } from '../../model/estimate.js';
import { STRATEGIES, STRATEGY_NAMES, type Strategy } from '../../model/strategies.js';
import { changePercent, money, moreOrLess } from '../layout/figures.js';
import type { Stat } from '../layout/html/page.js';

const YEAR_MONTHS = 12;

/**
 * What each strategy costs a month and a year, and between which amounts that probably is.
 *
 * @param original what it is held against, where it was changed
 */
export function strategyStats(estimate: Estimate, original?: Estimate): Stat[] {
  const { totals, scenario, currency } = estimate;
  const { months } = scenario.period;
  return STRATEGIES.map((strategy) => {
    const month = totals[strategy].expected.div(months);
    return {
      name: STRATEGY_NAMES[strategy],
      value: `${money(month, currency)} a month`,
      notes: [yearText(month, months, currency), rangeText(estimate, strategy), ...moreText(estimate, strategy)],
      ...(original === undefined ? {} : { change: changeText(estimate, original, strategy) }),
      isMain: strategy === 'sse-kms',
    };
  });
}

/** What changes cost in an average month. */
export function changeText(estimate: Estimate, original: Estimate, strategy: Strategy): string {
  const [is, was] = [estimate, original].map(({ totals, scenario }) => totals[strategy].expected.div(scenario.period.months));
  if (is === undefined || was === undefined || is.eq(was)) return 'as before';
  const percent = changePercent(is.minus(was), was);
  return `${moreOrLess(is.minus(was), estimate.currency)} than before${percent === '–' ? '' : ` (${percent})`}`;
}

function yearText(month: Decimal, months: number, currency: string): string {
  return `${money(month.times(YEAR_MONTHS), currency)} a year${months === YEAR_MONTHS ? '' : `, at the average of ${months} months`}`;
}

function rangeText({ totals, likely, scenario, currency }: Estimate, strategy: Strategy): string {
  const { low, high } = totals[strategy];
  const monthly = (value: Decimal) => money(value.div(scenario.period.months), currency);
  if (low.eq(high)) return 'without a range';
  if (likely === undefined || likely.draws === 0) return `${monthly(low)} to ${monthly(high)} a month`;
  const { p10, p90 } = likely.totals[strategy];
  return `likely ${monthly(p10)} to ${monthly(p90)} a month`;
}

function moreText({ comparison, currency }: Estimate, strategy: Strategy): string[] {
  if (strategy === 'sse-s3') return [];
  return [`${money(comparison[strategy].averageMonth.expected, currency)} a month more than SSE-S3`];
}
