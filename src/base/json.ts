import type { Decimal } from './decimal.js';
import { byCase, type Range } from './range.js';

/** Range<Decimal> in each case, exact and in plain notation. */
export function moneyJson(money: Range<Decimal>): Range<string> {
  return byCase((which) => money[which].toFixed());
}

/** The same keys with other values. */
export function mapValues<K extends string, A, B>(record: Record<K, A>, map: (value: A) => B): Record<K, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value as A)])) as Record<K, B>;
}
