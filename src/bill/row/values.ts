import { formatISO } from 'date-fns/formatISO';
import { isValid } from 'date-fns/isValid';
import { parseISO } from 'date-fns/parseISO';
import { Decimal, ZERO } from '../../base/decimal.js';
import { remembered } from '../../base/memo.js';
import type { Month } from '../../base/months.js';
import { utc } from '../../base/utc.js';
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
  if (cell === undefined || cell === '') return '';
  const text = isSpace(cell.charCodeAt(0)) || isSpace(cell.charCodeAt(cell.length - 1)) ? cell.trim() : cell;
  return text.length <= LONGEST_ABSENT && ABSENT.has(text) ? '' : text;
}

/** Columns of a fixed width fill their cells with them. */
function isSpace(code: number): boolean {
  return code <= SPACE || code === NO_BREAK_SPACE;
}

const [SPACE, NO_BREAK_SPACE] = [0x20, 0xa0];

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
    const bare = NUMBER.test(text) ? text : bareAmount(text);
    if (!NUMBER.test(bare)) throw new Unreadable('is not a number');
    const value = new Decimal(bare);
    return value.isZero() ? ZERO : value;
  },
  { most: MOST_AMOUNTS },
);

/** A currency as spreadsheets write it beside an amount. */
const CURRENCY = /(?:US|CN|A|C)?\$|[€£¥₹]|\b[A-Z]{3}\b/;
const AROUND = new RegExp(
  `^([-+]?)\\s*(?:${CURRENCY.source})?\\s*([-+]?[\\d.,\u00A0\u202F' ]*?(?:[eE][-+]?\\d+)?)\\s*(?:${CURRENCY.source})?(-?)$`,
  'u',
);

/**
 * An amount without a currency and with its sign in front: `$0.24`, `0,24 €`, `(0.24)` and `0.24-` as spreadsheets write them.
 */
export function bareAmount(text: string): string {
  const trimmed = text.trim();
  const inner = /^\((.*)\)$/.exec(trimmed)?.[1];
  const [whole, before = '', digits = '', after = ''] = AROUND.exec((inner ?? trimmed).trim()) ?? [];
  const signs = `${inner === undefined ? '' : '-'}${before}${after}`;
  if (whole === undefined || digits === '' || (signs !== '' && /^[-+]/.test(digits)) || signs.length > 1) return trimmed;
  return `${signs}${digits}`;
}

const WITH_THOUSANDS = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?$/;

/**
 * The same with a point before the decimals, and perhaps with commas between thousands.
 *
 * @example decimalPointOf('1,234.5') // 1234.5
 * @throws Unreadable
 */
export function decimalPointOf(text: string): Decimal | undefined {
  if (!text.includes(',')) return decimalOf(text);
  const bare = bareAmount(text);
  return decimalOf(WITH_THOUSANDS.test(bare) ? bare.replaceAll(',', '') : text);
}

const DECIMAL_COMMA = /^[+-]?(?:\d{1,3}(?:[.\u00A0\u202F ']\d{3})+|\d*)(?:,\d*)?(?:[eE][+-]?\d{1,2})?$/;

/**
 * The same with a comma before the decimals, and with points, spaces or nothing between thousands.
 *
 * @example decimalCommaOf('1.234,5') // 1234.5
 * @throws Unreadable
 */
export function decimalCommaOf(text: string): Decimal | undefined {
  if (textOf(text) === '') return undefined;
  const bare = bareAmount(text);
  if (bare.includes('.') && !DECIMAL_COMMA.test(bare)) throw new Unreadable('is not a number with a decimal comma');
  return decimalOf(DECIMAL_COMMA.test(bare) ? bare.replace(/[.\u00A0\u202F ']/g, '').replace(',', '.') : text);
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
