import { utc } from '@date-fns/utc';
import { formatISO } from 'date-fns/formatISO';
import { isValid } from 'date-fns/isValid';
import { parseISO } from 'date-fns/parseISO';
import { Decimal, ZERO } from '../../base/decimal.js';
import { remembered } from '../../base/memo.js';
import type { Month } from '../../base/months.js';
import { Unreadable } from '../../files/unreadable.js';

/** Those amounts that repeat (0, prices, single requests) turn up early; most others are on a bill once. */
const MOST_AMOUNTS = 1000;
const HOUR_MS = 3_600_000;
/** The hours of two years. */
export const MOST_TIMES = 20_000;
const NUMBER = /^[+-]?(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})(?:[eE][+-]?\d{1,2})?$/;
const TIME = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?) ?(Z|UTC|[+-]\d\d(?::?\d\d)?)?)?$/;

/** How databases, data frames and spreadsheets write that there is nothing. */
const ABSENT = new Set(
  ['NULL', '(null)', '\\N', 'NaN', 'NaT', 'None', 'N/A', '<NA>', '#N/A', 'NA', 'nil', '-'].flatMap((word) => [
    word,
    word.toLowerCase(),
    word.toUpperCase(),
  ]),
);
const LONGEST_ABSENT = Math.max(...[...ABSENT].map(({ length }) => length));

/** A cell's text; empty where it is a word for nothing. */
export function textOf(cell: string | undefined): string {
  return cell === undefined || (cell.length <= LONGEST_ABSENT && ABSENT.has(cell)) ? '' : cell;
}

/**
 * An amount as the bill writes it, exactly; undefined where it is absent.
 *
 * @example decimalOf('3.0E-6') // 0.000003
 * @example decimalOf('NULL') // undefined
 * @throws Unreadable
 */
export const decimalOf = remembered(
  (text: string): Decimal | undefined => {
    if (textOf(text) === '') return undefined;
    if (!NUMBER.test(text)) throw new Unreadable('is not a number');
    const value = new Decimal(text);
    return value.isZero() ? ZERO : value;
  },
  { most: MOST_AMOUNTS },
);

const DECIMAL_COMMA = /^[+-]?(?:\d{1,3}(?:[.\u00A0\u202F ']\d{3})+|\d*)(?:,\d*)?(?:[eE][+-]?\d{1,2})?$/;

/**
 * The same with a comma before the decimals, and with points, spaces or nothing between thousands.
 *
 * @example decimalCommaOf('1.234,5') // 1234.5
 * @throws Unreadable
 */
export function decimalCommaOf(text: string): Decimal | undefined {
  if (text.includes('.') && !DECIMAL_COMMA.test(text)) throw new Unreadable('is not a number with a decimal comma');
  return decimalOf(DECIMAL_COMMA.test(text) ? text.replace(/[.\u00A0\u202F ']/g, '').replace(',', '.') : text);
}

/**
 * The UTC month of a point in time. A time without a zone is UTC, as AWS and FOCUS have it.
 *
 * @example monthOf('2026-11-01T00:00:00Z') // '2026-11'
 * @example monthOf('2026-11-01 00:30:00+01') // '2026-10'
 * @throws Unreadable
 */
export const monthOf = remembered(
  (text: string): Month => {
    const moment = momentOf(text);
    if (!isValid(moment)) throw new Unreadable('is not a date as YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ');
    return formatISO(moment, { representation: 'date', in: utc }).slice(0, 7);
  },
  { most: MOST_TIMES },
);

/**
 * Hours from 1970 UTC to a point in time; not a number where the text is not one.
 *
 * @example hoursOf('1970-01-02 00:30:00') // 24.5
 */
export const hoursOf = remembered((text: string): number => momentOf(text).getTime() / HOUR_MS, { most: MOST_TIMES });

function momentOf(text: string): Date {
  const [, day = '', time = '00:00', zone = 'Z'] = TIME.exec(text) ?? [];
  return parseISO(`${day}T${time}${zone === 'UTC' ? 'Z' : zone}`, { in: utc });
}
