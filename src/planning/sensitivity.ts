import { Decimal } from '../base/decimal.js';
import { type FieldPath, TrailcostError } from '../base/errors.js';
import { estimateWith, type PricedScenario } from '../model/estimate-at.js';
import { numberIn } from '../model/float/drawn.js';
import { floatModel } from '../model/float/model.js';
import type { KmsStrategy } from '../model/strategies.js';
import type { PriceBook } from '../prices/book.js';
import { numberBounds } from '../scenario/bounds.js';
import { valueAt } from '../scenario/nodes.js';
import { type NumberField, numberFields } from '../scenario/numbers.js';
import { expectedOf, isQuantity } from '../scenario/quantity.js';
import type { Scenario } from '../scenario/schema.js';
import { fieldOf, pathOf } from '../scenario/settings.js';
import { drawnAmount } from './likely.js';
import { drawnScenario, rangedFields } from './ranged.js';
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
  /** What is expected now; undefined where the scenario has no number there. */
  value: number | undefined;
  basis: Basis;
  low: Extreme;
  high: Extreme;
  /** Between the least and the most expensive of low, expected and high. */
  swing: Decimal;
}

/** Which numbers the cost depends on. */
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
 * @throws TrailcostError `usage` for a variation of something that is not a number, or that has only one value
 */
export function sensitivityOf(
  priced: PricedScenario,
  strategy: KmsStrategy,
  variations: readonly Variation[],
  onPoint?: (done: number, all: number) => void,
): Sensitivity {
  const { scenario, raw } = priced.loaded;
  const costWith = ({ path, field }: Candidate, value: number) =>
    estimateWith(priced, [{ path, value, field }], '--sensitivity').totals[strategy].expected;
  const { expected: cost } = estimateWith(priced, [], '--sensitivity').totals[strategy];
  const given = variations.map((variation) => givenEnds(raw, scenario, variation));
  const others = numberFields(scenario).filter(({ field }) => given.every((own) => !isSame(own.field, field)));
  const candidates = [...given, ...others.map((field) => ownEnds(field))];
  const varied = candidates.filter(({ low, high }) => low !== high);
  const effects = varied.map((candidate, index): Effect => {
    onPoint?.(index, varied.length);
    const { path, field, basis } = candidate;
    const extremeAt = (value: number): Extreme => ({ value, cost: costWith(candidate, value) });
    const [low, high] = [extremeAt(candidate.low), extremeAt(candidate.high)];
    const now = valueAt(scenario, field);
    const value = isQuantity(now) ? expectedOf(now) : undefined;
    return { path, value, basis, low, high, swing: swingOf([low.cost, cost, high.cost]) };
  });
  return {
    strategy,
    cost,
    effects: effects.filter(({ swing }) => !swing.isZero()).sort((a, b) => b.swing.cmp(a.swing)),
    without: effects.filter(({ swing }) => swing.isZero()).map(({ path }) => path),
    zero: candidates.filter(({ low, high }) => low === high).map(({ path }) => path),
  };
}

/**
 * What each number with a range does alone, largest first, by the model in floating-point numbers: fast, and good to nine digits.
 *
 * @example rangeEffects(estimate.scenario, book, 'sse-kms')[0]?.path
 */
export function rangeEffects(scenario: Scenario, book: PriceBook, strategy: KmsStrategy): Effect[] {
  const fields = rangedFields(scenario);
  const { drawn, setters } = drawnScenario(scenario, fields);
  // All as expected, then each number at its low and at its high end.
  const draws = 1 + 2 * fields.length;
  for (const [index, { value }] of fields.entries()) {
    const numbers = new Float64Array(draws).fill(value.expected);
    numbers.set([value.low, value.high], 1 + 2 * index);
    setters[index]?.(numbers);
  }
  const costs = floatModel(scenario, book)(drawn)[strategy];
  const costIn = (draw: number) => drawnAmount(costs.reduce((all: number, month) => all + numberIn(month, draw), 0));
  const expected = costIn(0);
  const effects = fields.map(({ path, value }, index): Effect => {
    const low = { value: value.low, cost: costIn(1 + 2 * index) };
    const high = { value: value.high, cost: costIn(2 + 2 * index) };
    return { path, value: value.expected, basis: 'range', low, high, swing: swingOf([low.cost, expected, high.cost]) };
  });
  return effects.filter(({ swing }) => !swing.isZero()).sort((a, b) => b.swing.cmp(a.swing));
}

const FIFTH = 0.2;

/** A number with its two ends. */
interface Candidate {
  path: string;
  field: FieldPath;
  low: number;
  high: number;
  basis: Basis;
}

function givenEnds(raw: unknown, scenario: Scenario, { path, values }: Variation): Candidate {
  const place = () => `--vary ${path}`;
  const field = fieldOf(raw, { path, value: undefined }, place);
  const numbers = values.filter((value) => typeof value === 'number').sort((a, b) => a - b);
  const [low = 0, high = 0] = [numbers[0], numbers.at(-1)];
  if (numberBounds(field, raw) !== undefined && low < high) return { path: pathOf(scenario, field), field, low, high, basis: 'varied' };
  throw new TrailcostError('usage', {
    where: place(),
    what: 'does not go with --sensitivity',
    remedy: 'With --sensitivity it gives the ends of a number: name a number and two different values.',
  });
}

function ownEnds({ path, field, value, min, max, things }: NumberField): Candidate {
  if (typeof value !== 'number' && value.low < value.high) return { path, field, low: value.low, high: value.high, basis: 'range' };
  const middle = expectedOf(value);
  const ends = [middle * (1 - FIFTH), middle * (1 + FIFTH)];
  const fitting = (end: number, round: (number: number) => number) =>
    Math.min(Math.max(things && Number.isInteger(middle) ? round(end) : tidy(end), min), max);
  return { path, field, low: fitting(Math.min(...ends), Math.floor), high: fitting(Math.max(...ends), Math.ceil), basis: 'fifth' };
}

function isSame(one: FieldPath, other: FieldPath): boolean {
  return one.length === other.length && one.every((key, depth) => key === other[depth]);
}

/** Without the last digits that multiplying by 0.8 leaves behind. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

function swingOf(costs: readonly Decimal[]): Decimal {
  return Decimal.max(...costs).minus(Decimal.min(...costs));
}
