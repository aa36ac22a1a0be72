import { pairs } from 'd3-array';
import { Decimal } from '../base/decimal.js';
import { type FieldPath, TrailcostError } from '../base/errors.js';
import { entryAt } from '../base/lists.js';
import { getOrMake } from '../base/maps.js';
import { nearest } from '../base/nearest.js';
import type { Estimate } from '../model/estimate.js';
import { estimateWith, type PricedScenario } from '../model/estimate-at.js';
import { type NumberBounds, numberBounds } from '../scenario/bounds.js';
import { nodesAt, valueAt } from '../scenario/nodes.js';
import { numberFields } from '../scenario/numbers.js';
import { expectedOf, isQuantity } from '../scenario/quantity.js';
import type { Quantity } from '../scenario/schema.js';
import { fieldOf } from '../scenario/settings.js';
import { type Budget, type BudgetCase, mostExpensiveMonth } from './budget.js';
import { type CostAt, type CostCurve, type Crossing, crossingBetween } from './crossing.js';

/**
 * What the cost is compared with. `budget`: the strategy's total in its most expensive month, as in the budget guard. `difference`: what
 * the strategy costs more than SSE-S3 in an average month, as in the first line of an estimate.
 */
export interface Target extends Budget {
  kind: 'budget' | 'difference';
  /** No single values of a field have a likely cost of their own. */
  on: Exclude<BudgetCase, 'likely'>;
}

/**
 * `crossed` somewhere; `never`: every value stays within the target; `already`: none does; `no-effect`: the cost is the same for every
 * value.
 */
export type BreakEvenVerdict = 'crossed' | 'never' | 'already' | 'no-effect';

export interface BreakEven {
  path: string;
  target: Target;
  verdict: BreakEvenVerdict;
  /** What the scenario has now: a number, a range, or nothing. */
  now: Quantity | 'all' | undefined;
  costNow: Decimal;
  /** The ends of what was searched: what the schema allows and a scenario can hold. */
  least: CostAt;
  most: CostAt;
  /** Of all values that were tried. */
  cheapest: CostAt;
  mostExpensive: CostAt;
  /** In the order of their values; growth may have several. */
  crossings: readonly Crossing[];
}

/** Values tried between the ends, since growth may raise the cost first and lower it later. */
const PROBES = 24;

/**
 * The value of a field at which the cost passes each of some targets. In almost every field the cost is linear between a few kinks (the
 * free tier used up, the least requests under a Bucket Key), and interpolation then meets a target exactly; halving finds the stretch
 * between kinks. Targets share their estimates, since they try many of the same values.
 *
 * @throws TrailcostError `usage` where the path names no number
 */
export function breakEvens(priced: PricedScenario, path: string, targets: readonly Target[]): BreakEven[] {
  const number = numberAt(priced, path);
  const costsOf = (estimate: Estimate) => targets.map((target) => costUnder(target, estimate));
  const known = new Map<number, Decimal[]>();
  const costsAt = (value: number) =>
    getOrMake(known, value, () => costsOf(estimateWith(priced, [{ path, value, field: number.field }], '--break-even')));
  const costsNow = costsOf(estimateWith(priced, [], '--break-even'));
  return targets.map((target, index) => {
    const costNow = entryAt(costsNow, index);
    return { path, target, now: number.now, costNow, ...searched(number, target, (value) => entryAt(costsAt(value), index)) };
  });
}

type Searched = Pick<BreakEven, 'verdict' | 'least' | 'most' | 'cheapest' | 'mostExpensive' | 'crossings'>;

function searched({ bounds, now }: NumberOfScenario, { amount }: Target, costOf: CostCurve['costAt']): Searched {
  const costs = new Map<number, Decimal>();
  const costAt = (value: number) => getOrMake(costs, value, costOf);
  const start = now === undefined || now === 'all' ? bounds.min : expectedOf(now);
  const whole = bounds.things && Number.isInteger(start);
  const curve: CostCurve = { whole, amount, costAt, isOver: (value) => costAt(value).gt(amount) };
  // If not even this is a valid scenario, the error says why.
  costAt(start);
  const least = furthestPossible(costAt, start, bounds.min, whole);
  const most = furthestPossible(costAt, start, bounds.max, whole);
  const probes = withTurns(curve, probesBetween(least, most, start, whole));
  const crossings = pairs(probes)
    .filter(([from, to]) => curve.isOver(from) !== curve.isOver(to))
    .map((bracket) => crossingBetween(curve, bracket));
  const at = (value: number): CostAt => ({ value: new Decimal(value), cost: costAt(value) });
  const { cheapest, mostExpensive } = extremes(costs);
  const verdict = crossings.length > 0 ? 'crossed' : verdictOf(cheapest, mostExpensive, amount);
  return { verdict, least: at(least), most: at(most), cheapest, mostExpensive, crossings };
}

function verdictOf(cheapest: CostAt, mostExpensive: CostAt, limit: Decimal): BreakEvenVerdict {
  if (cheapest.cost.eq(mostExpensive.cost)) return 'no-effect';
  return cheapest.cost.gt(limit) ? 'already' : 'never';
}

function extremes(costs: ReadonlyMap<number, Decimal>): { cheapest: CostAt; mostExpensive: CostAt } {
  const tried = [...costs].map(([value, cost]): CostAt => ({ value: new Decimal(value), cost }));
  return {
    cheapest: tried.reduce((least, each) => (each.cost.lt(least.cost) ? each : least)),
    mostExpensive: tried.reduce((most, each) => (each.cost.gt(most.cost) ? each : most)),
  };
}

/** The cost that a target speaks of. */
export function costUnder(target: Target, estimate: Estimate): Decimal {
  const { kind, strategy, on } = target;
  return kind === 'budget' ? mostExpensiveMonth(estimate, target).cost : estimate.comparison[strategy].averageMonth[on];
}

interface NumberOfScenario {
  field: FieldPath;
  bounds: NumberBounds;
  now: BreakEven['now'];
}

function numberAt({ loaded }: PricedScenario, path: string): NumberOfScenario {
  const place = () => `--break-even ${path}`;
  const field = fieldOf(loaded.raw, { path, value: undefined }, place);
  const bounds = numberBounds(field, loaded.raw);
  const now = valueAt(loaded.scenario, field);
  if (bounds !== undefined) return { field, bounds, now: now === 'all' || isQuantity(now) ? now : undefined };
  const known = numberFields(loaded.scenario).map((each) => each.path);
  const best = nodesAt(field, loaded.raw).length === 0 ? nearest(path, known) : undefined;
  throw new TrailcostError('usage', {
    where: place(),
    what: 'is not a number of the scenario',
    remedy: `${best === undefined ? '' : `Did you mean "${best}"? `}--break-even without a PATH lists those that change the cost.`,
  });
}

/** The value furthest in a direction with which the scenario is still valid: very many files, or growth over decades, are not. */
function furthestPossible(costAt: CostCurve['costAt'], start: number, end: number, whole: boolean): number {
  if (isPossible(costAt, end)) return end;
  let [good, bad] = [start, end];
  for (let step = 0; step < MOST_STEPS; step++) {
    const middle = Math.abs(good) < 1 ? (good + bad) / 2 : Math.sign(bad) * Math.sqrt(Math.abs(good) * Math.abs(bad));
    const next = whole ? Math.round(middle) : middle;
    if (next === good || next === bad || Math.abs(bad - good) <= Math.abs(good) * 1e-6) break;
    if (isPossible(costAt, next)) good = next;
    else bad = next;
  }
  const round = Number(bad.toPrecision(ROUND_DIGITS));
  return isPossible(costAt, round) ? round : good;
}

const MOST_STEPS = 100;
/** Limits are round numbers. */
const ROUND_DIGITS = 4;

function isPossible(costAt: CostCurve['costAt'], value: number): boolean {
  try {
    costAt(value);
    return true;
  } catch (error) {
    if (error instanceof TrailcostError && error.code === 'scenario-invalid') return false;
    throw error;
  }
}

function probesBetween(least: number, most: number, start: number, whole: boolean): number[] {
  const between = Array.from({ length: PROBES }, (_, index) => least + ((most - least) * (index + 1)) / (PROBES + 1));
  const probes = [least, start, most, ...(whole ? between.map(Math.round) : between)];
  return [...new Set(probes)].sort((a, b) => a - b);
}

/** The probes, and between them the values at which the cost turns: a dip under the target or a rise over it may lie between two probes. */
function withTurns({ costAt, whole }: CostCurve, probes: readonly number[]): readonly number[] {
  if (whole) return probes;
  const turns = probes.slice(1, -1).flatMap((middle, index) => {
    const [from, to] = [entryAt(probes, index), entryAt(probes, index + 2)];
    const [before, here, after] = [costAt(from), costAt(middle), costAt(to)];
    if (here.lt(before) && here.lt(after)) return [turnBetween(costAt, from, to)];
    return here.gt(before) && here.gt(after) ? [turnBetween((value) => costAt(value).neg(), from, to)] : [];
  });
  return [...new Set([...probes, ...turns])].sort((a, b) => a - b);
}

/** The lowest point of a dip, by cutting off a third of the stretch again and again. */
function turnBetween(heightAt: (value: number) => Decimal, from: number, to: number): number {
  let [low, high] = [from, to];
  for (let step = 0; step < TURN_STEPS; step++) {
    const third = (high - low) / 3;
    if (heightAt(low + third).lt(heightAt(high - third))) high -= third;
    else low += third;
  }
  return (low + high) / 2;
}

/** Leaves a ten-thousandth of a millionth of the stretch. */
const TURN_STEPS = 56;
