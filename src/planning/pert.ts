import { entryAt } from '../base/lists.js';
import type { Range } from '../base/range.js';

/** Stretches that the distribution is tabulated in. */
const STEPS = 1024;

/** The weight of the expected value in PERT's mean: (low + 4 × expected + high) / 6. */
const MODE_WEIGHT = 4;

/**
 * The quantile function of a range's PERT distribution: a share of 0 to 1 becomes a value that is drawn below with that chance. PERT is the
 * Beta distribution between low and high whose mean is (low + 4 expected + high) / 6, with shapes 1 + 4 (expected − low) / (high − low) and
 * 1 + 4 (high − expected) / (high − low) (Malcolm et al., Operations Research 7, 1959).
 *
 * Tabulated with plain arithmetic: the language leaves the last bit of `Math.exp` and `Math.pow` to the machine, and the same seed has to
 * give the same numbers on all of them.
 */
export function pertQuantile({ low, expected, high }: Range): (share: number) => number {
  const width = high - low;
  if (width === 0) return () => expected;
  const chances = cumulated((MODE_WEIGHT * (expected - low)) / width, (MODE_WEIGHT * (high - expected)) / width);
  return (share) => low + width * inverted(chances, share);
}

/** Chances to be below each knot of 0 to 1, of a density t^a (1 − t)^b; the trapezoid rule. */
function cumulated(a: number, b: number): Float64Array {
  const density = (knot: number) => powerAt(knot, a) * powerAt(STEPS - knot, b);
  const sums = new Float64Array(STEPS + 1);
  let last = density(0);
  for (let knot = 1; knot <= STEPS; knot++) {
    const next = density(knot);
    sums[knot] = entryAt(sums, knot - 1) + (last + next) / 2;
    last = next;
  }
  const total = entryAt(sums, STEPS);
  return sums.map((sum) => sum / total);
}

/** Where in 0 to 1 a chance is reached; linear within a step. */
function inverted(chances: Float64Array, share: number): number {
  let [low, high] = [0, STEPS];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((chances[middle] ?? 1) <= share) low = middle;
    else high = middle;
  }
  const [below, above] = [entryAt(chances, low), entryAt(chances, high)];
  const part = above > below ? (share - below) / (above - below) : 0;
  return (low + part) / STEPS;
}

/** (knot / STEPS)^exponent, with 0^0 = 1. */
function powerAt(knot: number, exponent: number): number {
  if (exponent === 0) return 1;
  return knot === 0 ? 0 : exponential(exponent * logarithmAt(knot));
}

let logarithms: Float64Array | undefined;

/** ln(knot / STEPS). */
function logarithmAt(knot: number): number {
  logarithms ??= logarithmsTo(STEPS);
  return entryAt(logarithms, knot) - entryAt(logarithms, STEPS);
}

/** ln 1 to ln of a number, each from the one before: ln k − ln (k − 1) = 2 artanh(1 / (2k − 1)), a series of plain arithmetic. */
function logarithmsTo(most: number): Float64Array {
  const all = new Float64Array(most + 1);
  for (let number = 2; number <= most; number++) all[number] = entryAt(all, number - 1) + 2 * artanh(1 / (2 * number - 1));
  return all;
}

function artanh(x: number): number {
  let sum = 0;
  let power = x;
  for (let odd = 1; power > Number.EPSILON * x; odd += 2) {
    sum += power / odd;
    power *= x * x;
  }
  return sum;
}

/** e^x for x ≤ 0 by its series at x / 1024, squared ten times. */
function exponential(x: number): number {
  const part = x / 1024;
  let power = 1 + part * (1 + (part / 2) * (1 + (part / 3) * (1 + (part / 4) * (1 + (part / 5) * (1 + part / 6)))));
  for (let doubling = 0; doubling < 10; doubling++) power *= power;
  return power;
}
