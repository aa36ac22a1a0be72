import type { Decimal } from '../decimal.js';
import { type FieldPath, TrailcostError } from '../errors.js';
import type { KmsStrategy } from '../model/requests.js';
import { freeRequestsPerMonth } from '../prices/book.js';
import { expectedOf, type NumberField, numberBounds, numberFields } from '../scenario/numbers.js';
import { fieldOf } from '../scenario/settings.js';
import { estimateWith, type Subject } from './ask.js';
import type { Variation } from './sweep.js';

/** Where the two ends of a number come from: its range, `--vary`, or a fifth up and down where nothing better is known. */
export type Basis = 'range' | 'varied' | 'fifth';

/** A number at one end, all others as expected, and what the period then costs. */
export interface Extreme {
  value: number;
  cost: Decimal;
}

/** What one number alone does to the period's cost. */
export interface Effect {
  path: string;
  value: number;
  basis: Basis;
  low: Extreme;
  high: Extreme;
  /** Between the cheapest and the dearest of low, expected and high. */
  swing: Decimal;
}

/** Which numbers the cost hangs on. */
export interface Sensitivity {
  strategy: KmsStrategy;
  /** The period's expected cost with every number as expected. */
  cost: Decimal;
  /** Of the numbers with an effect, largest first. */
  effects: readonly Effect[];
  /** Numbers that were varied without an effect on this strategy's cost. */
  without: readonly string[];
  /** Numbers that are zero and have no range: a fifth of nothing is nothing. */
  zero: readonly string[];
}

/**
 * Every number of the scenario from low to high alone, sorted by what it does to the period's expected cost.
 *
 * @param variations numbers whose ends are given
 * @param onPoint called before each number
 * @throws TrailcostError `usage` for a variation of something that is no number, or has one value only
 */
export function sensitivityOf(
  subject: Subject,
  strategy: KmsStrategy,
  variations: readonly Variation[],
  onPoint?: (done: number, all: number) => void,
): Sensitivity {
  const { scenario, raw } = subject.loaded;
  const given = variations.map((variation) => givenEnds(raw, variation));
  const costWith = ({ path, field }: NumberField, value: number) =>
    estimateWith(subject, [{ path, value, field }], '--sensitivity').totals[strategy].expected;
  const { expected: cost } = estimateWith(subject, [], '--sensitivity').totals[strategy];
  const fields = numberFields(scenario).map((field) => ({ field, ends: endsOf(withinFreeTier(field, subject), given) }));
  const varied = fields.filter(({ ends }) => ends.low !== ends.high);
  const effects = varied.map(({ field, ends }, index): Effect => {
    onPoint?.(index, varied.length);
    const [low, high] = [ends.low, ends.high].map((end) => ({ value: end, cost: costWith(field, end) })) as [Extreme, Extreme];
    return { path: field.path, value: expectedOf(field.value), basis: ends.basis, low, high, swing: swingOf([low.cost, cost, high.cost]) };
  });
  return {
    strategy,
    cost,
    effects: effects.filter(({ swing }) => !swing.isZero()).sort((a, b) => b.swing.cmp(a.swing)),
    without: effects.filter(({ swing }) => swing.isZero()).map(({ path }) => path),
    zero: fields.filter(({ ends }) => ends.low === ends.high).map(({ field }) => field.path),
  };
}

/** No more of the free tier can be left than there is of it. */
function withinFreeTier(field: NumberField, { book }: Subject): NumberField {
  return field.path === 'freeRequestsLeft' ? { ...field, max: freeRequestsPerMonth(book).toNumber() } : field;
}

const FIFTH = 0.2;

interface GivenEnds {
  field: FieldPath;
  low: number;
  high: number;
}

function givenEnds(raw: unknown, { path, values }: Variation): GivenEnds {
  const place = () => `--vary ${path}`;
  const field = fieldOf(raw, { path, value: undefined }, place);
  const numbers = values.filter((value) => typeof value === 'number').sort((a, b) => a - b);
  const [low = 0, high = 0] = [numbers[0], numbers.at(-1)];
  if (numberBounds(field, raw) !== undefined && low < high) return { field, low, high };
  throw new TrailcostError('usage', {
    where: place(),
    what: 'says nothing to --sensitivity',
    remedy: 'There it gives the ends of a number: a field that is one, and two different values.',
  });
}

function endsOf({ field, value, min, max, whole }: NumberField, given: readonly GivenEnds[]): { low: number; high: number; basis: Basis } {
  const own = given.find((ends) => ends.field.length === field.length && ends.field.every((key, depth) => key === field[depth]));
  if (own !== undefined) return { low: own.low, high: own.high, basis: 'varied' };
  if (typeof value !== 'number') return { low: value.low, high: value.high, basis: 'range' };
  const [low, high] = [value * (1 - FIFTH), value * (1 + FIFTH)].sort((a, b) => a - b) as [number, number];
  const fitting = (end: number, round: (number: number) => number) => Math.min(Math.max(whole ? round(end) : tidy(end), min), max);
  return { low: fitting(low, Math.floor), high: fitting(high, Math.ceil), basis: 'fifth' };
}

/** Without the last digits that multiplying by 0.8 leaves behind. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

function swingOf([first, ...others]: [Decimal, ...Decimal[]]): Decimal {
  const least = others.reduce((low, cost) => (cost.lt(low) ? cost : low), first);
  return others.reduce((high, cost) => (cost.gt(high) ? cost : high), first).minus(least);
}
