import type { Decimal } from './decimal.js';
import { byCase, type Range } from './range.js';

/** An amount of money in each case as JSON: a decimal number in plain notation, exact. */
export function moneyJson(money: Range<Decimal>): Range<string> {
  return byCase((which) => money[which].toFixed());
}

/** A value as JSON for a file: indented, with an end of line. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
