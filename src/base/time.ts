import { remembered } from './memo.js';

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;
/** Seconds and minutes of a UTC day, which has no leap seconds. */
export const SECONDS_A_DAY = 86_400;
export const MINUTES_A_DAY = 1440;

/** Seconds since 1970-01-01 UTC of a time as CloudTrail writes it. */
export function secondsOf(time: string): number | undefined {
  if (!TIME.test(time)) return undefined;
  const day = time.slice(0, 10);
  const start = startOfDay(day);
  const seconds = twoDigits(time, 11) * 3600 + twoDigits(time, 14) * 60 + twoDigits(time, 17);
  return Number.isNaN(start) || start < 0 || seconds >= SECONDS_A_DAY ? undefined : start + seconds;
}

function twoDigits(text: string, at: number): number {
  return (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO;
}

const ZERO = 0x30;

const startOfDay = remembered((day: string) => Date.parse(day) / 1000, { most: 10_000 });

/**
 * A time in seconds since 1970-01-01 UTC, as CloudTrail writes it.
 *
 * @example timeText(0) // '1970-01-01T00:00:00Z'
 */
export function timeText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
