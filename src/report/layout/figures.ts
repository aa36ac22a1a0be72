import { Decimal } from '../../base/decimal.js';
import { grouped } from '../../base/text.js';

/** Decimal places that suit the largest of some amounts: cents, none where it is large, more where all are below one unit of currency. */
export function placesFor(amounts: readonly Decimal[]): number {
  const largest = amounts.reduce((most, amount) => Decimal.max(most, amount.abs()), new Decimal(0));
  if (largest.gte(100_000)) return 0;
  if (largest.isZero() || largest.gte(1)) return 2;
  return largest.gte(0.01) ? 4 : 6;
}

/**
 * An amount for people: grouped, rounded; never a zero for something.
 *
 * @example amount(new Decimal('1234.5'), 2) // '1,234.50'
 * @example amount(new Decimal('0.004'), 2) // '<0.01'
 */
export function amount(value: Decimal, places: number): string {
  if (value.gte(TOO_WIDE_AMOUNT)) return rough(value);
  const rounded = value.toDecimalPlaces(places, Decimal.ROUND_HALF_UP);
  if (rounded.isZero() && value.gt(0)) return `<${new Decimal(10).pow(-places).toFixed()}`;
  return grouped(rounded.toFixed(places));
}

/** An amount with its currency, for a sentence: `$12.30`, `CNY 12.30`, `under $0.01`; in cents, where no places are given. */
export function money(value: Decimal, currency: string, places = Math.min(placesFor([value]), 2)): string {
  return moneyText(amount(value, places), currency);
}

/**
 * The same of what is known roughly.
 *
 * @example aboutMoney(new Decimal('88.179'), 'USD') // 'about $88.18'
 * @example aboutMoney(new Decimal('0.004'), 'USD') // 'under $0.01'
 */
export function aboutMoney(value: Decimal, currency: string): string {
  const text = money(value, currency);
  return text.startsWith('under ') ? text : `about ${text}`;
}

function moneyText(text: string, currency: string): string {
  if (text.startsWith('-')) return `-${moneyText(text.slice(1), currency)}`;
  if (text.startsWith('<')) return `under ${moneyText(text.slice(1), currency)}`;
  return currency === 'USD' ? `$${text}` : `${currency} ${text}`;
}

/**
 * A difference with its sign; `–` for none.
 *
 * @example change(new Decimal('-3.5'), 2) // '-3.50'
 */
export function change(value: Decimal, places: number): string {
  if (value.isZero()) return '–';
  return `${value.gt(0) ? '+' : '-'}${amount(value.abs(), places)}`;
}

/** A change in whole percent of the amount before, with its sign unless it is small; `–` where that was zero, or nothing changed. */
export function changePercent(value: Decimal, before: Decimal): string {
  if (value.isZero() || before.isZero()) return '–';
  const percent = value.div(before).abs().times(100);
  if (percent.lt(1)) return '<1%';
  return `${value.gt(0) ? '+' : '-'}${percent.gte(TOO_WIDE_PERCENT) ? rough(percent) : grouped(percent.toFixed(0))}%`;
}

/** A difference in money for a sentence: `$12.30 less`, `$1.00 more`, `no more`; in as many places as suit it, or as are given. */
export function moreOrLess(value: Decimal, currency: string, places?: number): string {
  if (value.isZero()) return 'no more';
  return `${money(value.abs(), currency, places)} ${value.gt(0) ? 'more' : 'less'}`;
}

/** Two different amounts of money, in as many places as it takes to see the difference. */
export function moneyPair(one: Decimal, other: Decimal, currency: string): [string, string] {
  const text = (value: Decimal, places: number) => moneyText(amount(value, places), currency);
  let places = placesFor([one, other]);
  while (places < MOST_PLACES && !one.eq(other) && text(one, places) === text(other, places)) places += 1;
  return [text(one, places), text(other, places)];
}

/** A count for people: whole, except where it is small and has a fraction. */
export function countOf(value: Decimal): string {
  if (value.gte(TOO_WIDE_COUNT)) return rough(value);
  if (value.isInteger() || value.gte(100)) return grouped(value.toFixed(0));
  return value.lt(0.1) ? '<0.1' : grouped(value.toFixed(1));
}

/** A share of a whole in whole percent, never rounded to nothing or all; `–` of nothing. */
export function percentOf(part: Decimal, whole: Decimal): string {
  if (whole.isZero()) return '–';
  const percent = part.div(whole).times(100);
  if (percent.gt(0) && percent.lt(1)) return '<1%';
  return percent.gt(99) && percent.lt(100) ? '>99%' : `${percent.toFixed(0)}%`;
}

/** From here on amounts and counts are too wide for their columns, and no real bill has them. */
const TOO_WIDE_AMOUNT = new Decimal('1e8');
const TOO_WIDE_COUNT = new Decimal('1e11');
/** Amounts that differ beyond this place are the same for people. */
const MOST_PLACES = 9;
const TOO_WIDE_PERCENT = new Decimal('1e8');

function rough(value: Decimal): string {
  return value.toExponential(2);
}
