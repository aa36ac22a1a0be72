import { DAYS_A_MONTH } from '../../base/projection.js';
import type { Range } from '../../base/range.js';
import { SECONDS_A_DAY } from '../../base/time.js';

/** How much there was at a time, in seconds since 1970. */
export interface Point {
  seconds: number;
  amount: number;
}

/** Fewer days do not tell a month. */
export const LEAST_DAYS = 7;
/** Three months to compare are two changes from month to month, and a chance to see that they agree. */
const LEAST_MONTHS = 3;

/**
 * What a curve rises by in an average month: all of it, and the least and the most of its parts of a week or a little longer. Undefined for
 * fewer than 7 days, and where it does not rise.
 *
 * @param points in the order of time
 */
export function risePerMonth(points: readonly Point[]): Range | undefined {
  const days = daysOf(points);
  if (days < LEAST_DAYS) return undefined;
  const parts = Math.floor(days / LEAST_DAYS);
  const rises = risesIn(points, parts).map((rise) => (rise * parts * DAYS_A_MONTH) / days);
  const expected = rises.reduce((sum, rise) => sum + rise, 0) / parts;
  if (expected <= 0) return undefined;
  const [low, high] = rises.reduce(([least, most], rise) => [Math.min(least, rise), Math.max(most, rise)], [expected, expected]);
  return { low: Math.max(0, low), expected, high };
}

/** By how many percent the rise itself grows from month to month; undefined for fewer than three months, or with a month without a rise. */
export function growthPercent(points: readonly Point[]): number | undefined {
  const months = Math.floor(daysOf(points) / DAYS_A_MONTH);
  if (months < LEAST_MONTHS) return undefined;
  const rises = risesIn(points, months);
  const [first, last] = [rises.at(0) ?? 0, rises.at(-1) ?? 0];
  if (rises.some((rise) => rise <= 0)) return undefined;
  return ((last / first) ** (1 / (months - 1)) - 1) * 100;
}

function daysOf(points: readonly Point[]): number {
  return ((points.at(-1)?.seconds ?? 0) - (points.at(0)?.seconds ?? 0)) / SECONDS_A_DAY;
}

/** What it rises by in each of some equal parts of its time, on straight lines from point to point. */
function risesIn(points: readonly Point[], parts: number): number[] {
  const [start, end] = [points.at(0)?.seconds ?? 0, points.at(-1)?.seconds ?? 0];
  let next = 0;
  const amounts = Array.from({ length: parts + 1 }, (_, part) => {
    const seconds = start + ((end - start) * part) / parts;
    while (next < points.length - 1 && (points[next]?.seconds ?? 0) < seconds) next++;
    return amountAt(seconds, points[next - 1], points[next]);
  });
  return amounts.slice(1).map((amount, part) => amount - (amounts[part] ?? 0));
}

function amountAt(seconds: number, before: Point | undefined, after: Point | undefined): number {
  if (after === undefined) return 0;
  if (before === undefined || after.seconds === before.seconds) return after.amount;
  return before.amount + ((after.amount - before.amount) * (seconds - before.seconds)) / (after.seconds - before.seconds);
}
