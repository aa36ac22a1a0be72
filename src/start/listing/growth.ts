import { group, mean, median, rollup, sum } from 'd3-array';
import { SECONDS_A_DAY } from '../../base/time.js';

/** Fewer whole months show no growth. */
const LEAST_MONTHS = 3;
/** From one month to the next more than twice or less than half is a change of the trail, and no growth. */
const JUMP = 2;

interface Month {
  /** Months since the year 0. */
  index: number;
  filesADay: number;
}

/**
 * Growth in percent a month, from whole months: the median of what each two of them tell (Theil and Sen), which one odd month does not
 * change. After a jump, as when a trail becomes an organization's, only the months since then count.
 *
 * @param days whole days, in days since 1970-01-01 UTC, ascending
 */
export function growthOf(days: readonly number[], filesOf: (day: number) => number): number | undefined {
  const months = sinceJump(wholeMonths(days, filesOf));
  if (months.length < LEAST_MONTHS) return undefined;
  const slopes = months.flatMap((one, at) =>
    months.slice(at + 1).map((other) => Math.log(other.filesADay / one.filesADay) / (other.index - one.index)),
  );
  const slope = median(slopes);
  return slope === undefined ? undefined : Math.round((Math.exp(slope) - 1) * 10_000) / 100;
}

function wholeMonths(days: readonly number[], filesOf: (day: number) => number): Month[] {
  const weightOf = weekdayWeights(days, filesOf);
  return [...group(days, monthOf)]
    .filter(([index, own]) => own.length === new Date(Date.UTC(Math.floor(index / 12), (index % 12) + 1, 0)).getUTCDate())
    .map(([index, own]) => ({ index, filesADay: sum(own, filesOf) / sum(own, weightOf) }))
    .filter(({ filesADay }) => filesADay > 0);
}

/** What a day of the week has, against an average day: months have more or fewer weekends, which is no growth. */
function weekdayWeights(days: readonly number[], filesOf: (day: number) => number): (day: number) => number {
  const average = mean(days, filesOf) ?? 0;
  const weights = rollup(
    days,
    (own) => (mean(own, filesOf) ?? 0) / average,
    (day) => day % 7,
  );
  return (day) => weights.get(day % 7) ?? 1;
}

function monthOf(day: number): number {
  const date = new Date(day * SECONDS_A_DAY * 1000);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function sinceJump(months: readonly Month[]): readonly Month[] {
  const last = months.findLastIndex(({ filesADay }, at) => {
    const before = months[at - 1]?.filesADay ?? filesADay;
    return filesADay > before * JUMP || filesADay < before / JUMP;
  });
  return months.slice(Math.max(0, last));
}
