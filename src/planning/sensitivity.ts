import type { Decimal } from '../decimal.js';
import type { KmsStrategy } from '../model/requests.js';
import { freeRequestsPerMonth } from '../prices/book.js';
import { expectedOf, type NumberField, numberFields } from '../scenario/numbers.js';
import type { Quantity } from '../scenario/schema.js';
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
 */
export function sensitivityOf(subject: Subject, strategy: KmsStrategy, variations: readonly Variation[]): Sensitivity {
  const costWith = (path: string, value: number) => estimateWith(subject, [{ path, value }], '--sensitivity').totals[strategy].expected;
  const { expected: cost } = estimateWith(subject, [], '--sensitivity').totals[strategy];
  const fields = numberFields(subject.loaded.scenario).map((field) => ({
    field,
    ends: endsOf(withinFreeTier(field, subject), variations),
  }));
  const varied = fields.filter(({ ends }) => ends.low !== ends.high);
  const effects = varied.map(({ field: { path, value }, ends }): Effect => {
    const [low, high] = [ends.low, ends.high].map((end) => ({ value: end, cost: costWith(path, end) })) as [Extreme, Extreme];
    return { path, value: expectedOf(value), basis: ends.basis, low, high, swing: swingOf([low.cost, cost, high.cost]) };
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

function endsOf(
  { path, value, min, max, whole }: NumberField,
  variations: readonly Variation[],
): { low: number; high: number; basis: Basis } {
  const given = variations.find((variation) => variation.path === path)?.values.filter((each) => typeof each === 'number');
  if (given !== undefined && given.length > 0) return { low: Math.min(...given), high: Math.max(...given), basis: 'varied' };
  if (isRange(value)) return { low: value.low, high: value.high, basis: 'range' };
  const [low, high] = [value * (1 - FIFTH), value * (1 + FIFTH)].sort((a, b) => a - b) as [number, number];
  const fitting = (end: number, round: (number: number) => number) => Math.min(Math.max(whole ? round(end) : tidy(end), min), max);
  return { low: fitting(low, Math.floor), high: fitting(high, Math.ceil), basis: 'fifth' };
}

function isRange(value: Quantity): value is Exclude<Quantity, number> {
  return typeof value !== 'number' && value.low !== value.high;
}

/** Without the last digits that multiplying by 0.8 leaves behind. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

function swingOf([first, ...others]: [Decimal, ...Decimal[]]): Decimal {
  const least = others.reduce((low, cost) => (cost.lt(low) ? cost : low), first);
  return others.reduce((high, cost) => (cost.gt(high) ? cost : high), first).minus(least);
}
