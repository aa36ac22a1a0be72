import { sampleStandardDeviation } from 'simple-statistics';
import type { Range } from './range.js';

/** Days in an average month. */
export const DAYS_A_MONTH = 365.25 / 12;
/** Fewer whole days than this tell nothing of a week's rhythm. */
export const FEW_DAYS = 7;
/** Standard errors on either side: about 19 of 20 months lie within, if days are as they were. */
const STANDARD_ERRORS = 2;

/** The time in which something was counted, as far as a projection needs it. */
export interface ObservedTime {
  /** Its length, without gaps. */
  hours: number;
  /** Whole UTC days within it, in days since 1970-01-01. */
  days: readonly number[];
}

/**
 * What was counted in the observed time as a month of average length. The range comes from the variation between whole days: a month's sum
 * of D days, foretold from n, has the standard error s × √(D + D² / n). With fewer than two whole days there is no variation to see, and
 * the range is half to double, or what so small a number leaves open where that is wider.
 */
export function perMonth(total: number, countOfDay: (day: number) => number, { hours, days }: ObservedTime): Range {
  if (total === 0 || hours === 0) return { low: 0, expected: 0, high: 0 };
  const expected = (total / hours) * 24 * DAYS_A_MONTH;
  if (days.length < 2) {
    const { low, high } = openTimes(total);
    return rounded({ low: Math.min(1 / 2, low / total) * expected, expected, high: Math.max(2, high / total) * expected });
  }
  const deviation = sampleStandardDeviation(days.map(countOfDay));
  const margin = STANDARD_ERRORS * deviation * Math.sqrt(DAYS_A_MONTH + DAYS_A_MONTH ** 2 / days.length);
  return rounded({ low: Math.max(0, expected - margin), expected, high: expected + margin });
}

/** Seen n times, it may as well have been n ± 2√n times; once at least. */
function openTimes(times: number): { low: number; high: number } {
  const margin = STANDARD_ERRORS * Math.sqrt(times);
  return { low: Math.max(1, times - margin), high: times + margin };
}

/** How many times something happens in a month that was seen so many times; seen once, it may as well not come again. */
export function timesPerMonth(times: number, { hours }: Pick<ObservedTime, 'hours'>): Range {
  if (times === 0 || hours === 0) return { low: 0, expected: 0, high: 0 };
  const factor = (24 * DAYS_A_MONTH) / hours;
  const { low, high } = openTimes(times);
  return { low: times === 1 ? 0 : tenth(low * factor), expected: tenth(times * factor), high: tenth(high * factor) };
}

/** A month of what was seen in one run alone: whether that comes again is not known, and once may as well have been three times. */
export function seenOnce({ expected, high }: Range): Range {
  return { low: 0, expected, high: Math.max(high, Math.ceil(expected * openTimes(1).high)) };
}

function rounded({ low, expected, high }: Range): Range {
  return { low: Math.floor(low), expected: Math.round(expected), high: Math.ceil(high) };
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
