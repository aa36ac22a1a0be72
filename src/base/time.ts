import { remembered } from './memo.js';

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;
/** Seconds and minutes of a UTC day, which has no leap seconds. */
export const SECONDS_AN_HOUR = 3600;
export const SECONDS_A_DAY = 86_400;
export const MINUTES_A_DAY = 1440;

/** Nobody's logs are older or newer, and scenarios take no other years. Seconds of these fit in 32 bits, and zero is none of them. */
const FIRST_YEAR = 2000;
const LAST_YEAR = 2099;
const FIRST_SECOND = Date.UTC(FIRST_YEAR, 0) / 1000;
const END_SECOND = Date.UTC(LAST_YEAR + 1, 0) / 1000;
const LEAST_DAYS_A_MONTH = 28;
/** No zone is farther from UTC. */
const FARTHEST_ZONE_SECONDS = 14 * 3600;

/** A day and a time of day, as somebody wrote them; the month from 1 on. */
export interface WrittenTime {
  year: number;
  month: number;
  day: number;
  hour?: number;
  minute?: number;
  second?: number;
}

/**
 * Seconds since 1970-01-01 UTC. Undefined for what no calendar and no clock has, which the language takes for another month or hour, and
 * for times that no log can have.
 *
 * @example secondsAt({ year: 2026, month: 11, day: 2 }) // 1793577600
 * @example secondsAt({ year: 2026, month: 13, day: 2 }) // undefined
 */
export function secondsAt({ year, month, day, hour = 0, minute = 0, second = 0 }: WrittenTime): number | undefined {
  if (!(year >= FIRST_YEAR && year <= LAST_YEAR) || month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59) return undefined;
  const start = Date.UTC(year, month - 1, day);
  const isDay = day >= 1 && (day <= LEAST_DAYS_A_MONTH || new Date(start).getUTCDate() === day);
  return isDay ? inLimits(start / 1000 + hour * 3600 + minute * 60 + second) : undefined;
}

/** Minutes since 1970-01-01 UTC; undefined as with {@link secondsAt}. */
export function minuteAt(time: WrittenTime): number | undefined {
  const seconds = secondsAt(time);
  return seconds === undefined ? undefined : Math.floor(seconds / 60);
}

/** Days since 1970-01-01 UTC; undefined as with {@link secondsAt}. */
export function dayAt({ year, month, day }: WrittenTime): number | undefined {
  const noon = secondsAt({ year, month, day, hour: 12 });
  return noon === undefined ? undefined : Math.floor(noon / SECONDS_A_DAY);
}

/** The same of a local time, with what its zone is ahead of UTC. */
export function secondsInZone(local: number, aheadSeconds: number): number | undefined {
  return Math.abs(aheadSeconds) > FARTHEST_ZONE_SECONDS ? undefined : inLimits(local - aheadSeconds);
}

function inLimits(seconds: number): number | undefined {
  return seconds >= FIRST_SECOND && seconds < END_SECOND ? seconds : undefined;
}

/** Seconds since 1970-01-01 UTC of a time as CloudTrail writes it; undefined where it is none, see {@link secondsAt}. */
export function secondsOf(time: string): number | undefined {
  if (!TIME.test(time)) return undefined;
  const start = startOfDay(time.slice(0, 10));
  const [hour, minute, second] = [twoDigits(time, 11), twoDigits(time, 14), twoDigits(time, 17)];
  if (Number.isNaN(start) || hour > 23 || minute > 59 || second > 59) return undefined;
  return inLimits(start + hour * 3600 + minute * 60 + second);
}

function twoDigits(text: string, at: number): number {
  return (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO;
}

const ZERO = 0x30;

/** Not a number for a day that there is not. */
const startOfDay = remembered(
  (day: string) => {
    const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
    const number = dayAt({ year, month, day: date });
    return number === undefined ? Number.NaN : number * SECONDS_A_DAY;
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
  const seconds = secondsOfLoose(text);
  return seconds === undefined ? undefined : timeText(seconds);
}

function secondsOfLoose(text: string): number | undefined {
  if (EPOCH.test(text)) return inLimits(Math.floor(Number(text)));
  if (EPOCH_MILLISECONDS.test(text)) return inLimits(Math.floor(Number(text) / 1000));
  const [, day = '', clock = '', , sign, hours = '0', minutes = '0'] = LOOSE_TIME.exec(text) ?? [];
  const local = secondsOf(`${day}T${clock}Z`);
  if (local === undefined || Number(minutes) > 59) return undefined;
  const ahead = (Number(hours) * 60 + Number(minutes)) * 60;
  return secondsInZone(local, sign === '-' ? -ahead : ahead);
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
