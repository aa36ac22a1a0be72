import type { Arithmetic } from '../../base/arithmetic.js';
import { entryAt } from '../../base/lists.js';

/** A quantity in some draws: one number for all of them where no draw changes it, else one for each. */
export type Drawn = number | Float64Array;

/** The number of one draw. */
export function numberIn(drawn: Drawn, draw: number): number {
  return typeof drawn === 'number' ? drawn : entryAt(drawn, draw);
}

/**
 * A quantity computed draw by draw; one time where all that it is made of is one number.
 *
 * @example inEachDraw([lookbackDays], (draw) => filesAt(numberIn(lookbackDays, draw)))
 */
export function inEachDraw(parts: readonly Drawn[], compute: (draw: number) => number): Drawn {
  const draws = drawsIn(parts);
  if (draws === undefined) return compute(0);
  const values = new Float64Array(draws);
  for (let draw = 0; draw < draws; draw++) values[draw] = compute(draw);
  return values;
}

/** How many draws there are, where one of some quantities says it. */
function drawsIn(parts: readonly Drawn[]): number | undefined {
  for (const part of parts) if (typeof part !== 'number') return part.length;
  return undefined;
}

/** An operation on all of `into`, in its place; engines make quick code of a loop that does one thing. */
type Change = (into: Float64Array, by: Drawn) => void;

/** Adds to numbers where they are. */
export const add: Change = (into, by) => {
  if (typeof by === 'number') for (let draw = 0; draw < into.length; draw++) into[draw] = (into[draw] ?? 0) + by;
  else for (let draw = 0; draw < into.length; draw++) into[draw] = (into[draw] ?? 0) + (by[draw] ?? 0);
};
/** Subtracts from numbers where they are. */
export const subtract: Change = (into, by) => {
  if (typeof by === 'number') for (let draw = 0; draw < into.length; draw++) into[draw] = (into[draw] ?? 0) - by;
  else for (let draw = 0; draw < into.length; draw++) into[draw] = (into[draw] ?? 0) - (by[draw] ?? 0);
};
const multiply: Change = (into, by) => {
  if (typeof by === 'number') for (let draw = 0; draw < into.length; draw++) into[draw] = (into[draw] ?? 0) * by;
  else for (let draw = 0; draw < into.length; draw++) into[draw] = (into[draw] ?? 0) * (by[draw] ?? 0);
};
const divide: Change = (into, by) => {
  if (typeof by === 'number') for (let draw = 0; draw < into.length; draw++) into[draw] = (into[draw] ?? 0) / by;
  else for (let draw = 0; draw < into.length; draw++) into[draw] = (into[draw] ?? 0) / (by[draw] ?? 0);
};
const lower: Change = (into, by) => {
  if (typeof by === 'number') for (let draw = 0; draw < into.length; draw++) into[draw] = Math.min(into[draw] ?? 0, by);
  else for (let draw = 0; draw < into.length; draw++) into[draw] = Math.min(into[draw] ?? 0, by[draw] ?? 0);
};
const raise: Change = (into, by) => {
  if (typeof by === 'number') for (let draw = 0; draw < into.length; draw++) into[draw] = Math.max(into[draw] ?? 0, by);
  else for (let draw = 0; draw < into.length; draw++) into[draw] = Math.max(into[draw] ?? 0, by[draw] ?? 0);
};

/** The same as a value of its own, of numbers or vectors. */
function eachPair(operation: (one: number, other: number) => number, change: Change): (one: Drawn, other: Drawn) => Drawn {
  return (one, other) => {
    if (typeof one === 'number' && typeof other === 'number') return operation(one, other);
    const into = spread(one, drawsIn([one, other]) ?? 0);
    change(into, other);
    return into;
  };
}

function spread(drawn: Drawn, draws: number): Float64Array {
  const values = new Float64Array(draws);
  if (typeof drawn === 'number') values.fill(drawn);
  else values.set(drawn);
  return values;
}

const plus = eachPair((one, other) => one + other, add);
const minus = eachPair((one, other) => one - other, subtract);

/** In the order of the values; only the first two that are not zero make a new vector, since to make one takes longer than to add. */
function sum(values: readonly Drawn[]): Drawn {
  let total: Drawn = 0;
  let own: Float64Array | undefined;
  for (const value of values) {
    if (value === 0) continue;
    if (own !== undefined) add(own, value);
    else if (total === 0) total = value;
    else if (typeof total === 'number' && typeof value === 'number') total += value;
    else {
      own = spread(total, drawsIn([total, value]) ?? 0);
      add(own, value);
      total = own;
    }
  }
  return total;
}

/** In the order of the factors, as all of the model; only the first two that are not one make a new vector. */
function product(factors: readonly Drawn[]): Drawn {
  let result: Drawn = 1;
  let own: Float64Array | undefined;
  for (const factor of factors) {
    if (factor === 0) return 0;
    if (factor === 1) continue;
    if (own !== undefined) multiply(own, factor);
    else if (result === 1) result = factor;
    else if (typeof result === 'number' && typeof factor === 'number') result *= factor;
    else {
      own = spread(result, drawsIn([result, factor]) ?? 0);
      multiply(own, factor);
      result = own;
    }
  }
  return result;
}

/** Floating-point numbers, good to about 15 digits, in any number of draws. What changes nothing is not computed. */
export const FLOAT: Arithmetic<Drawn> = {
  of: (value) => value,
  plus: (one, other) => (one === 0 ? other : other === 0 ? one : plus(one, other)),
  minus: (one, other) => (other === 0 ? one : one === other ? 0 : minus(one, other)),
  div: eachPair((one, other) => one / other, divide),
  min: eachPair(Math.min, lower),
  max: eachPair(Math.max, raise),
  /** In every draw. */
  isLess: (one, other) => {
    const draws = drawsIn([one, other]) ?? 1;
    for (let draw = 0; draw < draws; draw++) if (numberIn(one, draw) >= numberIn(other, draw)) return false;
    return true;
  },
  sum,
  product,
  onGrid: (value) => value,
};
