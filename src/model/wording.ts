import type { Decimal } from '../base/decimal.js';
import { grouped } from '../base/text.js';

/** A count for a sentence: whole, with one decimal where it is small. */
export function count(value: Decimal): string {
  return grouped(value.toDecimalPlaces(value.lt(10) ? 1 : 0));
}

/** An amount of money for a sentence, to the cent. */
export function moneyText(value: Decimal, currency: string): string {
  const text = grouped(value.toFixed(2));
  return currency === 'USD' ? `$${text}` : `${currency} ${text}`;
}

/** A size for a sentence, in decimal units. */
export function bytesText(bytes: Decimal): string {
  const [unit, size] = bytes.gte(1e9) ? ['GB', 1e9] : bytes.gte(1e6) ? ['MB', 1e6] : (['kB', 1e3] as const);
  return `${count(bytes.div(size))} ${unit}`;
}

/** A percentage for a sentence, never rounded to none or to all. */
export function percent(value: Decimal): string {
  if (value.lt(0.1)) return 'under 0.1%';
  return value.gt(99.9) && value.lt(100) ? 'over 99.9%' : `${value.toDecimalPlaces(1)}%`;
}
