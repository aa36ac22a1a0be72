import { format } from 'date-fns/format';
import { utc } from '../../../base/utc.js';
import type { Coverage } from '../../../logs/measure/measurement.js';

/** Gaps end with a minute, though their hours are rounded. */
const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_HOURS = 24;

/** A stretch of time, in milliseconds since 1970-01-01 UTC. */
export interface Stretch {
  from: number;
  to: number;
}

/** From the first event to the last, with gaps of a day or more in the order of time. Undefined where no event is. */
export function observedTime({ firstEvent, lastEvent, gaps }: Coverage): (Stretch & { gaps: Stretch[] }) | undefined {
  if (firstEvent === null || lastEvent === null) return undefined;
  const stretches = gaps.map(({ from, hours }) => ({ from: Date.parse(from), to: Date.parse(from) + Math.round(hours * 60) * MINUTE_MS }));
  stretches.sort((one, other) => one.from - other.from);
  return {
    from: Math.min(Date.parse(firstEvent), ...stretches.map(({ from }) => from)),
    to: Math.max(Date.parse(lastEvent), ...stretches.map(({ to }) => to)),
    gaps: stretches,
  };
}

/**
 * A day as one says it, in UTC.
 *
 * @example dayText(1793577600000) // 'Mon 2 Nov'
 */
export function dayText(ms: number): string {
  return format(utc(ms), 'EEE d MMM');
}

/**
 * A mark of an axis of so many milliseconds: a month, a day or a minute.
 *
 * @example tickText(1793577600000, 7 * 86_400_000) // 'Mon 2 Nov'
 */
export function tickText(ms: number, length: number): string {
  if (length > YEAR_MS) return format(utc(ms), 'MMM yyyy');
  return ms % (DAY_HOURS * HOUR_MS) === 0 ? dayText(ms) : format(utc(ms), 'HH:mm');
}

const YEAR_MS = 366 * DAY_HOURS * HOUR_MS;

/**
 * A minute as one says it, in UTC.
 *
 * @example minuteText(1793577600000) // '2026-11-02 00:00'
 */
export function minuteText(ms: number): string {
  return format(utc(ms), 'yyyy-MM-dd HH:mm');
}
