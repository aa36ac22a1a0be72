import { type Decimal, sum } from './decimal.js';
import { isObject } from './records.js';

/** The three cases of a report. `low` and `high` bound the *cost*; the input that leads there may be at its high or its low end. */
export const CASES = ['low', 'expected', 'high'] as const;

export type Case = (typeof CASES)[number];

/** Something in each case: low, expected, high. */
export type Range<T = number> = Record<Case, T>;

/** Something that is the same in all cases, since nothing that it is made of has a range. It is computed once, not three times. */
export class Certain<T> implements Range<T> {
  readonly low: T;
  readonly expected: T;
  readonly high: T;

  constructor(value: T) {
    this.low = value;
    this.expected = value;
    this.high = value;
  }
}

/** Something for each case. */
export function byCase<T>(compute: (which: Case) => T): Range<T> {
  return { low: compute('low'), expected: compute('expected'), high: compute('high') };
}

/** Each case made into something else; what is certain stays so. */
export function mapCases<A, B>(cases: Range<A>, map: (value: A) => B): Range<B> {
  return cases instanceof Certain ? new Certain(map(cases.expected)) : byCase((which) => map(cases[which]));
}

/** Two things made into one, case by case; certain where both are. */
export function combineCases<A, B, C>(one: Range<A>, other: Range<B>, combine: (one: A, other: B) => C): Range<C> {
  return one instanceof Certain && other instanceof Certain
    ? new Certain(combine(one.expected, other.expected))
    : byCase((which) => combine(one[which], other[which]));
}

/** Two things as they are, to combine them with a third. */
export function pair<A, B>(one: A, other: B): [A, B] {
  return [one, other];
}

/** Several things as a list in each case; certain where all of them are. */
export function listCases<T>(all: readonly Range<T>[]): Range<T[]> {
  const listIn = (which: Case) => all.map((each) => each[which]);
  return all.every((each) => each instanceof Certain) ? new Certain(listIn('expected')) : byCase(listIn);
}

/** The sum in each case; zero for none. */
export function sumCases(amounts: readonly Range<Decimal>[]): Range<Decimal> {
  return mapCases(listCases(amounts), sum);
}

/** Whether a value is a range of numbers. */
export function isRange(value: unknown): value is Range {
  return isObject(value) && CASES.every((which) => typeof value[which] === 'number');
}

/** Whether a value is a range of numbers, or holds one. */
export function hasRange(value: unknown): boolean {
  return isRange(value) || (isObject(value) && Object.values(value).some(hasRange));
}
