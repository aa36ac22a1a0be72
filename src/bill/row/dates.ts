import { remembered } from '../../base/memo.js';
import type { Month } from '../../base/months.js';
import { Unreadable } from '../../files/unreadable.js';
import { hoursOf, MOST_TIMES, monthOf } from './values.js';

/** Day and month in an order that the text does not say. */
interface Unordered {
  first: number;
  second: number;
  year: string;
  hour: number;
  hasTime: boolean;
}

/** A point in time, or a day. */
export interface Moment {
  month: Month;
  /** From 1970 UTC, with its parts. */
  hours: number;
  /** Whether it says the time of day. */
  hasTime: boolean;
}

/** Which of the two numbers of a date is first. */
type Order = 'day' | 'month';

const TIME_OF_DAY = String.raw`(?:,?[T ]+\d{1,2}:\d\d(?::\d\d(?:\.\d{1,9})?)?(?: ?[AP]M)?(?: ?(?:Z|UTC))?)?`;
const NUMBERS = new RegExp(String.raw`^(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d\d)${TIME_OF_DAY}$`, 'i');
const YEAR_FIRST = new RegExp(String.raw`^(\d{4})(?:/(\d{1,2})/(\d{1,2})|-(\d\d))${TIME_OF_DAY}$`, 'i');
const NAMED = new RegExp(String.raw`^(?:(\d{1,2})[- ]([a-z]{3,9})[- ]|([a-z]{3,9}) (\d{1,2}),? )(\d{4}|\d\d)${TIME_OF_DAY}$`, 'i');
const HOUR = /[T ](\d{1,2}):(\d\d)(?::(\d\d(?:\.\d+)?))?(?: ?([AP])M)?/i;
const NAMES = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];
const COUNT = /^\d{5}(?:\.\d{1,12})?$|^(?:\d{10}|\d{13}|\d{16}|\d{19})(?:\.0{1,9})?$/;

/** Spreadsheets count days from here. Source: support.microsoft.com, the 1900 date system. */
const DAY_ZERO_S = Date.UTC(1899, 11, 30) / 1000;
const DAY_S = 86_400;
const HOUR_S = 3600;
/** Seconds of this century have ten digits; each finer unit has three more. */
const DIGITS_OF_SECONDS = 10;
const FIRST_YEAR = 2006;
const LAST_YEAR = 2099;

/**
 * The dates of one file, as AWS, databases, data frames and spreadsheets write them. Whether 11/1/2026 is in November or in January is
 * learned from the file's other dates.
 */
export class Dates {
  #order: Order | undefined;

  /** The month of {@link moment}. @throws Unreadable as that */
  month(text: string): Month | undefined {
    return this.moment(text)?.month;
  }

  /**
   * @returns undefined where the file has not yet shown whether days or months come first
   * @throws Unreadable where it is not a date, or one with the order of day and month that other dates do not have
   */
  moment(text: string): Moment | undefined {
    const read = dateIn(text);
    if ('month' in read) return read;
    this.#learn(orderOf(read));
    return this.#order === undefined ? undefined : ordered(read, this.#order);
  }

  /**
   * Learns the order from another date of the file, where it shows it.
   *
   * @param isFirstOfMonth whether it is known to be the first day of a month
   * @throws Unreadable where other dates have the other order
   */
  learn(text: string, isFirstOfMonth = false): void {
    if (!NUMBERS.test(text)) return;
    const read = dateIn(text);
    if (!('month' in read)) this.#learn(orderOf(read) ?? (isFirstOfMonth ? orderOfFirst(read) : undefined));
  }

  #learn(order: Order | undefined): void {
    if (order !== undefined && this.#order !== undefined && this.#order !== order)
      throw new Unreadable('is a date with day and month the other way round than in other rows; write all as YYYY-MM-DD');
    this.#order ??= order;
  }
}

/** Whether a text is a date as any of them writes it. */
export function isDate(text: string): boolean {
  try {
    return dateIn(text) !== undefined;
  } catch (error) {
    if (error instanceof Unreadable) return false;
    throw error;
  }
}

const dateIn = remembered(
  (text: string): Moment | Unordered => {
    const [whole, first, separator, second, year = ''] = NUMBERS.exec(text) ?? [];
    if (whole !== undefined) {
      const read = { first: Number(first), second: Number(second), year: fullYear(year), ...timeOfDay(text) };
      // Only countries that put the day first write dots.
      return separator === '.' || read.first === read.second ? ordered(read, 'day') : read;
    }
    return yearFirst(text) ?? withName(text) ?? counted(text) ?? { month: monthOf(text), hours: hoursOf(text), hasTime: HOUR.test(text) };
  },
  { most: MOST_TIMES },
);

/** `2026/11/01`, `2026-11`. */
function yearFirst(text: string): Moment | undefined {
  const [whole, year, month, day, alone] = YEAR_FIRST.exec(text) ?? [];
  return whole === undefined ? undefined : momentIn(year ?? '', Number(month ?? alone), Number(day ?? 1), timeOfDay(text));
}

/** `1-Nov-26`, `Nov 1, 2026`. */
function withName(text: string): Moment | undefined {
  const [whole, day, name, nameBefore, dayAfter, year = ''] = NAMED.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const typed = (name ?? nameBefore ?? '').toLowerCase();
  const month = NAMES.findIndex((known) => known === typed || known.slice(0, 3) === typed) + 1;
  return momentIn(fullYear(year), month, Number(day ?? dayAfter), timeOfDay(text));
}

/** Days of a spreadsheet; seconds since 1970, or their thousandths and so on. */
function counted(text: string): Moment | undefined {
  if (!COUNT.test(text)) return undefined;
  const [whole = ''] = text.split('.');
  const areDays = whole.length < DIGITS_OF_SECONDS;
  const seconds = areDays ? DAY_ZERO_S + Math.round(Number(text) * DAY_S) : Number(whole.slice(0, DIGITS_OF_SECONDS));
  const date = new Date(seconds * 1000).toISOString();
  const year = Number(date.slice(0, 4));
  if (year < FIRST_YEAR || year > LAST_YEAR) throw new Unreadable('is not a date');
  return { month: date.slice(0, 7), hours: seconds / HOUR_S, hasTime: !areDays || text.includes('.') };
}

/** Midnight where there is none. */
function timeOfDay(text: string): Pick<Unordered, 'hour' | 'hasTime'> {
  const [whole, hour, minute, second, half = ''] = HOUR.exec(text) ?? [];
  if (whole === undefined) return { hour: 0, hasTime: false };
  const ofDay = half === '' ? Number(hour) : (Number(hour) % 12) + (half.toUpperCase() === 'P' ? 12 : 0);
  return { hour: ofDay + Number(minute) / 60 + Number(second ?? 0) / HOUR_S, hasTime: true };
}

function orderOf({ first, second }: Unordered): Order | undefined {
  return first > 12 ? 'day' : second > 12 ? 'month' : undefined;
}

function orderOfFirst({ first, second }: Unordered): Order | undefined {
  return first === 1 ? 'day' : second === 1 ? 'month' : undefined;
}

function ordered({ first, second, year, ...time }: Unordered, order: Order): Moment {
  return order === 'day' ? momentIn(year, second, first, time) : momentIn(year, first, second, time);
}

function momentIn(year: string, month: number, day: number, { hour, hasTime }: Pick<Unordered, 'hour' | 'hasTime'>): Moment {
  const padded = (number: number) => String(number).padStart(2, '0');
  const date = `${year}-${padded(month)}-${padded(day)}`;
  return { month: monthOf(date), hours: hoursOf(date) + hour, hasTime };
}

function fullYear(year: string): string {
  return year.length === 2 ? `20${year}` : year;
}
