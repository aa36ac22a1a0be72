import { SECONDS_A_DAY, SECONDS_AN_HOUR } from '../../base/time.js';

/** Days that Event history holds in full: today and those before. Source: CloudTrail's user guide, view-cloudtrail-events. */
export const HISTORY_DAYS = 90;

/** An event is there within some minutes of its time; AWS promises no time. A day is over when it has been so for so long. */
const SETTLED_HOURS = 6;

/** A day, or the part of it that is asked for. */
export interface HistoryDay {
  /** Since 1970-01-01 UTC. */
  day: number;
  /** Its first and last second. */
  from: number;
  to: number;
  /** Whether no further event of it can come. */
  isOver: boolean;
}

/**
 * The days that Event history has and that are asked for, in order. The oldest of its 90 times 24 hours are a part of a day: left out, so
 * that each day is whole.
 *
 * @param now in seconds since 1970-01-01 UTC, as all times
 * @param asked from `since`, included, to `until`, excluded
 */
export function historyDays(now: number, { since, until }: { since: number | undefined; until: number | undefined }): HistoryDay[] {
  const first = Math.max(oldestTime(now), since ?? 0);
  const last = Math.min(now, (until ?? Number.POSITIVE_INFINITY) - 1);
  const days: HistoryDay[] = [];
  for (let day = Math.floor(first / SECONDS_A_DAY); day * SECONDS_A_DAY <= last && first <= last; day += 1) {
    const [start, end] = [day * SECONDS_A_DAY, (day + 1) * SECONDS_A_DAY];
    days.push({ day, from: Math.max(first, start), to: Math.min(last, end - 1), isOver: end + SETTLED_HOURS * SECONDS_AN_HOUR <= now });
  }
  return days;
}

/** Of the first day that Event history has in full. */
export function oldestTime(now: number): number {
  return (Math.floor(now / SECONDS_A_DAY) - HISTORY_DAYS + 1) * SECONDS_A_DAY;
}

/** As `2026-11-30`. */
export function dateOf({ from }: HistoryDay): string {
  return new Date(from * 1000).toISOString().slice(0, 10);
}
