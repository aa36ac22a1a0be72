import { Decimal, ONE, product, quantise, sum } from './decimal.js';

/** A kind of number to calculate in, so that an equation can be written once for exact and for quick numbers. */
export interface Arithmetic<N> {
  of(value: number): N;
  plus(one: N, other: N): N;
  minus(one: N, other: N): N;
  div(one: N, other: N): N;
  min(one: N, other: N): N;
  max(one: N, other: N): N;
  isLess(one: N, other: N): boolean;
  sum(values: readonly N[]): N;
  product(factors: readonly N[]): N;
  /** The number as quantities are carried ({@link quantise}). */
  onGrid(value: N): N;
}

export const EXACT: Arithmetic<Decimal> = {
  of: (value) => (value === 1 ? ONE : new Decimal(value)),
  plus: (one, other) => one.plus(other),
  minus: (one, other) => one.minus(other),
  div: (one, other) => one.div(other),
  min: (one, other) => (other.lt(one) ? other : one),
  max: (one, other) => (other.gt(one) ? other : one),
  isLess: (one, other) => one.lt(other),
  sum,
  product,
  onGrid: (value) => quantise(value),
};
