import type { Decimal } from '../../base/decimal.js';
import type { Range } from '../../base/range.js';
import { money } from './figures.js';

/**
 * That an amount is an assumption, which no log has shown yet, and its range where it has one.
 *
 * @example notMeasured({ low: new Decimal(14), high: new Decimal(51) }, 'USD', 'likely') // 'not measured (likely $14.00 to $51.00)'
 */
export function notMeasured({ low, high }: Pick<Range<Decimal>, 'low' | 'high'>, currency: string, what: 'range' | 'likely'): string {
  return `not measured${low.eq(high) ? '' : ` (${what} ${money(low, currency)} to ${money(high, currency)})`}`;
}

/** What an average month costs with a Bucket Key, as reports about that strategy say it. */
export function bucketKeyMonth(cost: Range<Decimal>, currency: string): string {
  return `With a Bucket Key an average month costs ${money(cost.expected, currency)} in total, ${notMeasured(cost, currency, 'range')}.`;
}
