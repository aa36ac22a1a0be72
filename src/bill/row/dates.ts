import { remembered } from '../../base/memo.js';
import type { Month } from '../../base/months.js';
import { Unreadable } from '../../files/unreadable.js';
import { MOST_TIMES, monthOf } from './values.js';

/** Day and month in an order that the text does not say. */
interface Unordered {
  first: number;
  second: number;
  year: string;
}

/** Which of the two numbers of a date is first. */
type Order = 'day' | 'month';

const TIME_OF_DAY = String.raw`(?:,?[T ]+\d{1,2}:\d\d(?::\d\d(?:\.\d{1,9})?)?(?: ?[AP]M)?(?: ?(?:Z|UTC))?)?`;
const NUMBERS = new RegExp(String.raw`^(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d\d)${TIME_OF_DAY}$`, 'i');
const YEAR_FIRST = new RegExp(String.raw`^(\d{4})(?:/(\d{1,2})/(\d{1,2})|-(\d\d))${TIME_OF_DAY}$`, 'i');
const NAMED = new RegExp(String.raw`^(?:(\d{1,2})[- ]([a-z]{3,9})[- ]|([a-z]{3,9}) (\d{1,2}),? )(\d{4}|\d\d)${TIME_OF_DAY}$`, 'i');
const NAMES = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];
const COUNT = /^\d{5}(?:\.\d{1,12})?$|^(?:\d{10}|\d{13}|\d{16}|\d{19})(?:\.0{1,9})?$/;

/** Spreadsheets count days from here. Source: support.microsoft.com, the 1900 date system. */
const DAY_ZERO_MS = Date.UTC(1899, 11, 30);
const DAY_MS = 86_400_000;
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

  /**
   * @returns undefined where the file has not yet shown whether days or months come first
   * @throws Unreadable where it is not a date, or one with the order of day and month that other dates do not have
   */
  month(text: string): Month | undefined {
    const read = dateIn(text);
    if (typeof read === 'string') return read;
    this.#learn(orderOf(read));
    return this.#order === undefined ? undefined : orderedMonth(read, this.#order);
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
    if (typeof read !== 'string') this.#learn(orderOf(read) ?? (isFirstOfMonth ? orderOfFirst(read) : undefined));
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
  (text: string): Month | Unordered => {
    const [whole, first, separator, second, year = ''] = NUMBERS.exec(text) ?? [];
    if (whole !== undefined) {
      const read = { first: Number(first), second: Number(second), year: fullYear(year) };
      // Only countries that put the day first write dots.
      return separator === '.' ? orderedMonth(read, 'day') : read.first === read.second ? orderedMonth(read, 'day') : read;
    }
    return yearFirst(text) ?? withName(text) ?? counted(text) ?? monthOf(text);
  },
  { most: MOST_TIMES },
);

/** `2026/11/01`, `2026-11`. */
function yearFirst(text: string): Month | undefined {
  const [whole, year, month, day, alone] = YEAR_FIRST.exec(text) ?? [];
  return whole === undefined ? undefined : monthIn(year ?? '', Number(month ?? alone), Number(day ?? 1));
}

/** `1-Nov-26`, `Nov 1, 2026`. */
function withName(text: string): Month | undefined {
  const [whole, day, name, nameBefore, dayAfter, year = ''] = NAMED.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const typed = (name ?? nameBefore ?? '').toLowerCase();
  return monthIn(fullYear(year), NAMES.findIndex((known) => known === typed || known.slice(0, 3) === typed) + 1, Number(day ?? dayAfter));
}

/** Days of a spreadsheet; seconds since 1970, or their thousandths and so on. */
function counted(text: string): Month | undefined {
  if (!COUNT.test(text)) return undefined;
  const [whole = ''] = text.split('.');
  const time =
    whole.length < DIGITS_OF_SECONDS ? DAY_ZERO_MS + Math.floor(Number(text)) * DAY_MS : Number(whole.slice(0, DIGITS_OF_SECONDS)) * 1000;
  const date = new Date(time).toISOString();
  const year = Number(date.slice(0, 4));
  if (year < FIRST_YEAR || year > LAST_YEAR) throw new Unreadable('is not a date');
  return date.slice(0, 7);
}

function orderOf({ first, second }: Unordered): Order | undefined {
  return first > 12 ? 'day' : second > 12 ? 'month' : undefined;
}

function orderOfFirst({ first, second }: Unordered): Order | undefined {
  return first === 1 ? 'day' : second === 1 ? 'month' : undefined;
}

function orderedMonth({ first, second, year }: Unordered, order: Order): Month {
  return order === 'day' ? monthIn(year, second, first) : monthIn(year, first, second);
}

function monthIn(year: string, month: number, day: number): Month {
  const padded = (number: number) => String(number).padStart(2, '0');
  return monthOf(`${year}-${padded(month)}-${padded(day)}`);
}

function fullYear(year: string): string {
  return year.length === 2 ? `20${year}` : year;
}
