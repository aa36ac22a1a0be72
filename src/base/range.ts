import { type Decimal, sum } from './decimal.js';
import { isObject } from './records.js';

/**
 * The three cases of a report. `low` and `high` bound the *cost*; the value of an input that leads there may be its high or its low one.
 */
export const CASES = ['low', 'expected', 'high'] as const;

export type Case = (typeof CASES)[number];

/** Something in each case: low, expected, high. */
export type Range<T = number> = Record<Case, T>;

/** Something for each case. */
export function byCase<T>(compute: (which: Case) => T): Range<T> {
  return { low: compute('low'), expected: compute('expected'), high: compute('high') };
}

/** Each case made into something else; cases that are one and the same object stay one, since most quantities have no range. */
export function mapCases<A, B>(cases: Range<A>, map: (value: A) => B): Range<B> {
  const expected = map(cases.expected);
  return {
    low: cases.low === cases.expected ? expected : map(cases.low),
    expected,
    high: cases.high === cases.expected ? expected : map(cases.high),
  };
}

/** The sum in each case; zero for none. */
export function sumCases(amounts: readonly Range<Decimal>[]): Range<Decimal> {
  const expected = sum(amounts.map((amount) => amount.expected));
  const sumIn = (which: Case) =>
    amounts.every((amount) => amount[which] === amount.expected) ? expected : sum(amounts.map((amount) => amount[which]));
  return { low: sumIn('low'), expected, high: sumIn('high') };
}

/** Whether a value is a range of numbers. */
export function isRange(value: unknown): value is Range {
  return isObject(value) && CASES.every((which) => typeof value[which] === 'number');
}
