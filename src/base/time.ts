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

/** Not a number for a day that no calendar has: the language takes 30 February for a day of March. */
const startOfDay = remembered(
  (day: string) => {
    const time = Date.parse(`${day}T00:00:00Z`);
    return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day) ? time / 1000 : Number.NaN;
  },
  { most: 10_000 },
);

/** With an offset, a blank, without a zone, with a part of a second. */
const LOOSE_TIME = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,]\d+)? ?(?:(Z|UTC|GMT)|([+-])(\d\d):?(\d\d))?$/i;
const EPOCH = /^\d{9,10}(?:\.\d+)?$/;
const EPOCH_MILLISECONDS = /^\d{12,13}$/;

/**
 * A time as exporters write it, as CloudTrail does; without a zone it is UTC. Undefined where it is none.
 *
 * @example utcTimeOf('2026-11-02T01:00:00+01:00') // '2026-11-02T00:00:00Z'
 * @example utcTimeOf(1793577600000) // '2026-11-02T00:00:00Z'
 */
export function utcTimeOf(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '';
  if (secondsOf(text) !== undefined) return text;
  if (EPOCH.test(text)) return timeText(Math.floor(Number(text)));
  if (EPOCH_MILLISECONDS.test(text)) return timeText(Math.floor(Number(text) / 1000));
  const [, day = '', clock = '', , sign, hours = '0', minutes = '0'] = LOOSE_TIME.exec(text) ?? [];
  const local = secondsOf(`${day}T${clock}Z`);
  if (local === undefined) return undefined;
  const offset = (Number(hours) * 60 + Number(minutes)) * 60;
  return timeText(sign === '-' ? local + offset : local - offset);
}

/** Whether a time is as CloudTrail writes it, to the second and in UTC; asked for every record. */
export function isPlainTime(text: string): boolean {
  return text.length === PLAIN_LENGTH && text[PLAIN_LENGTH - 1] === 'Z' && text[10] === 'T';
}

const PLAIN_LENGTH = 20;

/**
 * A time in seconds since 1970-01-01 UTC, as CloudTrail writes it.
 *
 * @example timeText(0) // '1970-01-01T00:00:00Z'
 */
export function timeText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
