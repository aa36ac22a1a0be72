import { Decimal } from '../../base/decimal.js';
import { escaped } from '../../base/text.js';
import { grouped } from './figures.js';

/** A scenario's value for people: a range as `1 to 5 (expected 2)`. */
export function valueText(value: unknown): string {
  if (value === undefined || value === null) return '–';
  if (typeof value === 'object' && 'expected' in value) {
    const { low, expected, high } = value as { low: number; expected: number; high: number };
    return `${numberText(low)} to ${numberText(high)} (expected ${numberText(expected)})`;
  }
  if (typeof value === 'number') return numberText(value);
  return escaped(typeof value === 'string' ? value : JSON.stringify(value));
}

/** A number of a scenario as it may be given again, but grouped. */
export function numberText(value: number | Decimal): string {
  return grouped(new Decimal(value).toFixed());
}

const PATH_WIDTH = 28;

/** A path for a narrow column; its end tells most, so it is cut at its beginning. */
export function pathText(path: string): string {
  return path.length <= PATH_WIDTH ? path : `…${path.slice(1 - PATH_WIDTH)}`;
}

/** Some of many, spread evenly, the first and the last among them. */
export function evenly<T>(all: readonly T[], most: number): T[] {
  if (all.length <= most) return [...all];
  return Array.from({ length: most }, (_, index) => all[Math.round((index * (all.length - 1)) / (most - 1))] as T);
}
