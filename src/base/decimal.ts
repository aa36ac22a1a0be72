// base: what knows nothing of the domain and nothing of Node, so that it also runs in a web page.

import { Decimal as Base } from 'decimal.js';

/**
 * Decimal arithmetic for money and quantities: 50 significant digits, half-even, never in exponent notation. A constructor of its own, so
 * that a program that uses both trailcost and decimal.js keeps its own settings.
 */
export const Decimal = Base.clone({
  precision: 50,
  rounding: Base.ROUND_HALF_EVEN,
  toExpNeg: -9e15,
  toExpPos: 9e15,
});
export type Decimal = Base;

/** Decimal places that a quantity is carried to; one that would need more (a third of a month's files) ends here. */
const QUANTITY_DECIMALS = 12;

export const ZERO = new Decimal(0);
export const ONE = new Decimal(1);

/**
 * A quantity on the grid of {@link QUANTITY_DECIMALS} places. Every quantity of a line is on it, so sums and products of lines are
 * exact and do not depend on their order.
 *
 * @example quantise(new Decimal(10)) // 10
 * @example quantise(new Decimal(2).div(3)) // 0.666666666667
 */
export function quantise(quantity: Decimal, rounding: Base.Rounding = Base.ROUND_HALF_EVEN): Decimal {
  return quantity.decimalPlaces() <= QUANTITY_DECIMALS ? quantity : quantity.toDecimalPlaces(QUANTITY_DECIMALS, rounding);
}

/** The exact sum; zero for none. */
export function sum(values: Iterable<Decimal>): Decimal {
  let total = ZERO;
  for (const value of values) if (value !== ZERO) total = total === ZERO ? value : total.plus(value);
  return total;
}

/** The exact product; one for none. Factors of one are common and cost nothing. */
export function product(factors: Iterable<Decimal>): Decimal {
  let result = ONE;
  for (const factor of factors) if (factor !== ONE) result = result === ONE ? factor : result.times(factor);
  return result;
}
