import { grouped } from '../../base/text.js';
import { chargesText } from '../../model/charges.js';
import { costedName } from '../../model/strategies.js';
import type { Diff } from '../../planning/diff.js';
import type { IncreaseLimit, IncreaseVerdict, MonthIncrease } from '../../planning/increase.js';
import { money, moneyPair } from '../layout/figures.js';

/** A limit, and whether a diff keeps to it; undefined where that cannot be said. */
export interface JudgedIncrease {
  limit: IncreaseLimit;
  verdict: IncreaseVerdict | undefined;
}

/** Whether a change keeps to its limit: the first sentence where that is asked. */
export function increaseText({ limit, verdict }: JudgedIncrease, { notComparable, after: { currency } }: Diff): string {
  const most = limitText(limit, currency);
  if (verdict === undefined)
    return `Whether the increase is within ${most} cannot be said: only one of the two has a price for ${chargesText(notComparable)}.`;
  const subject = costedName(limit.strategy);
  const { month, by } = verdict.most;
  if (verdict.monthsOver === 0) {
    const largest = by.lte(0) ? 'no month costs more than before' : `at most ${sizeText(verdict.most, limit, currency)} more, in ${month}`;
    return `${subject} stays within the limit of ${most} more in any month: ${largest}${pairText(verdict.most, currency)}.`;
  }
  const { months, monthsOver } = verdict;
  const others = months === 1 ? '' : `; ${monthsOver} of ${months} months ${monthsOver === 1 ? 'is' : 'are'} over`;
  return (
    `${subject} costs ${sizeText(verdict.most, limit, currency)} more in ${month} than before, over the limit of ` +
    `${most}${pairText(verdict.most, currency)}${others}.`
  );
}

/** As every JSON report shows it: whether the limit is exceeded, null where that cannot be said. */
export function increaseJson({ limit: { value, unit, strategy }, verdict }: JudgedIncrease) {
  const limit = { [unit]: value.toFixed(), strategy };
  if (verdict === undefined) return { ...limit, isOver: null };
  const { month, than, before, after, by } = verdict.most;
  return {
    ...limit,
    isOver: verdict.monthsOver > 0,
    month,
    comparedWith: than,
    before: before.toFixed(),
    after: after.toFixed(),
    increase: by.toFixed(),
    monthsOver: verdict.monthsOver,
  };
}

/** A limit in words. */
export function limitText({ unit, value }: IncreaseLimit, currency: string): string {
  return unit === 'percent' ? `${value.toFixed()}%` : money(value, currency);
}

/** An increase in the unit of the limit, in as many places as it takes to see on which side of it it is. */
export function sizeText({ by, before }: MonthIncrease, { unit, value }: IncreaseLimit, currency: string): string {
  if (unit === 'amount') return moneyPair(by, value, currency)[0];
  if (before.isZero()) return money(by, currency);
  const percent = by.div(before).times(100);
  const rounded = (places: number) => percent.toDecimalPlaces(places);
  const places = Array.from({ length: MOST_PLACES }, (_, index) => index + 1).find(
    (count) => percent.eq(value) || !rounded(count).eq(value),
  );
  return `${grouped(rounded(places ?? MOST_PLACES))}%`;
}

const MOST_PLACES = 9;

/** The two costs, and of which months they are where these differ. */
function pairText({ month, than, before, after, by }: MonthIncrease, currency: string): string {
  if (by.lte(0)) return '';
  const [now, then] = moneyPair(after, before, currency);
  const which = month === than ? '' : ` in ${than}, the most expensive month of the old estimate, which does not have ${month}`;
  return ` (${now} instead of ${then}${which})`;
}
