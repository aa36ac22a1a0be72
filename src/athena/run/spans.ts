import { dayOf, type Month, monthSpan, monthsBetween } from '../../base/months.js';
import { SECONDS_A_DAY } from '../../base/time.js';

/** A month's part of a time, in seconds since 1970-01-01 UTC: `since` included, `until` excluded. */
export interface MonthPart {
  month: Month;
  since: number;
  until: number;
}

/** A time by calendar months in UTC: one query for all of it would run for longer than Athena lets a query run. */
export function monthParts(since: number, until: number): MonthPart[] {
  const monthAt = (seconds: number) => dayOf(Math.floor(seconds / SECONDS_A_DAY)).slice(0, 7);
  return monthsBetween(monthAt(since), monthAt(until - 1)).map((month) => {
    const { startDay, endDay } = monthSpan(month);
    return { month, since: Math.max(since, startDay * SECONDS_A_DAY), until: Math.min(until, endDay * SECONDS_A_DAY) };
  });
}
