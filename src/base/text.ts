import { Decimal } from './decimal.js';
import type { Range } from './range.js';

/**
 * A number with its noun.
 *
 * @example counted(1, 'read') // '1 read'
 * @example counted(1680, 'copy', 'copies') // '1,680 copies'
 */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(count)} ${count === 1 ? noun : plural}`;
}

/** Before each three digits up to the end. A format of the language's own takes a command longer to make than to list a day's files. */
const THOUSANDS = /\B(?=(?:\d{3})+$)/g;

/**
 * A number as people write it, its thousands apart and each of its digits kept.
 *
 * @param number a text is a decimal number in plain notation; its trailing zeros stay
 * @example grouped(1680) // '1,680'
 * @example grouped('-1234.50') // '-1,234.50'
 */
export function grouped(number: number | Decimal | string): string {
  const [whole = '', ...fraction] = (typeof number === 'string' ? number : new Decimal(number).toFixed()).split('.');
  // Most are short, and there are very many.
  const apart = whole.length > 3 ? whole.replace(THOUSANDS, ',') : whole;
  return fraction.length === 0 ? apart : `${apart}.${fraction[0]}`;
}

/**
 * A number, or a range of numbers, as people write it.
 *
 * @example quantityText({ low: 1, expected: 2, high: 1000 }) // '1 to 1,000 (expected 2)'
 */
export function quantityText(quantity: number | Range, numberText: (number: number) => string = grouped): string {
  if (typeof quantity === 'number') return numberText(quantity);
  const { low, expected, high } = quantity;
  return `${numberText(low)} to ${numberText(high)} (expected ${numberText(expected)})`;
}

/**
 * Some names, and how many more there are.
 *
 * @example listed(['a', 'b', 'c'], 2) // 'a, b and 1 more'
 */
export function listed(names: readonly string[], most: number): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}

/**
 * A name, with a number if it is already taken.
 *
 * @example unique('siem', new Set(['siem'])) // 'siem 2'
 */
export function unique(name: string, taken: Set<string>): string {
  const numbers = lastNumbers.get(taken) ?? new Map<string, number>();
  lastNumbers.set(taken, numbers);
  let result = name;
  // Names are only ever added, so what was taken before still is.
  let number = numbers.get(name) ?? 1;
  while (taken.has(result)) {
    number += 1;
    result = `${name} ${number}`;
  }
  numbers.set(name, number);
  taken.add(result);
  return result;
}

/** For each set of names the number that each of them was last given with. */
const lastNumbers = new WeakMap<Set<string>, Map<string, number>>();

/**
 * A text with a capital letter first.
 *
 * @example capitalised('account') // 'Account'
 */
export function capitalised(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
