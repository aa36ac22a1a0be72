import { Decimal } from '../decimal.js';
import { TrailcostError } from '../errors.js';
import type { Estimate } from '../model/estimate.js';
import { valueAt } from '../scenario/nodes.js';
import { expectedOf, type NumberBounds, numberBounds } from '../scenario/numbers.js';
import type { Quantity } from '../scenario/schema.js';
import { fieldOf } from '../scenario/settings.js';
import { estimateWith, type Subject } from './ask.js';
import { type Budget, dearestMonth } from './budget.js';

/**
 * What the cost is held against. `budget`: the strategy's total in its dearest month, as the budget guard has it. `difference`: what the
 * strategy costs more than SSE-S3 in an average month, as the first line of an estimate has it.
 */
export interface Target extends Budget {
  kind: 'budget' | 'difference';
}

/** A value of the field and the cost there. */
export interface CostAt {
  value: Decimal;
  cost: Decimal;
}

/** Where the cost passes the target. */
export interface Crossing {
  /** The value itself, to 15 significant digits; of a whole number the first one beyond the target. */
  value: Decimal;
  /** The nearest value to a few digits that keeps to the target, and the nearest that does not, each with its cost by the model. */
  within: CostAt;
  beyond: CostAt;
}

/** `crossed` somewhere; `never`: every value keeps to the target; `already`: none does. */
export interface BreakEven {
  path: string;
  target: Target;
  verdict: 'crossed' | 'never' | 'already';
  /** What the scenario has now: a number, a range, or nothing. */
  now: Quantity | undefined;
  costNow: Decimal;
  /** The ends of what was searched: what the schema allows and a scenario can hold. */
  least: CostAt;
  most: CostAt;
  /** In the order of their values; growth may have several. */
  crossings: readonly Crossing[];
}

/** How near to the target counts as reaching it, in currency: far below a cent, far above what quantities are rounded to. */
const TOLERANCE = new Decimal('1e-9');
/** Values tried besides the ends, since growth may raise the cost first and lower it later. */
const PROBES = 24;
const MOST_STEPS = 300;

/**
 * The value of a field at which the cost passes a target. In almost every field the cost is linear between a few kinks (the free tier used
 * up, the least requests under a Bucket Key), and interpolation then meets the target exactly; halving finds the stretch between kinks.
 *
 * @throws TrailcostError `usage` where the path names no number
 */
export function breakEven(subject: Subject, path: string, target: Target): BreakEven {
  const { bounds, now } = numberAt(subject, path);
  const costs = new Map<number, Decimal>();
  const costAt = (value: number): Decimal => {
    const known = costs.get(value) ?? costUnder(target, estimateWith(subject, [{ path, value }], '--break-even'));
    costs.set(value, known);
    return known;
  };
  const costNow = costUnder(target, estimateWith(subject, [], '--break-even'));
  const start = now === undefined ? bounds.min : expectedOf(now);
  const least = furthestPossible(costAt, start, bounds.min, bounds.whole);
  const most = furthestPossible(costAt, start, bounds.max, bounds.whole);
  const probes = probesBetween(least, most, start, bounds.whole);
  const isOver = (value: number) => costAt(value).gt(target.amount);
  const crossings = probes.slice(1).flatMap((to, index): Crossing[] => {
    const from = probes[index] as number;
    return isOver(from) === isOver(to) ? [] : [crossingBetween(costAt, [from, to], target.amount, bounds.whole)];
  });
  const verdict = crossings.length > 0 ? 'crossed' : isOver(least) ? 'already' : 'never';
  const end = (value: number): CostAt => ({ value: new Decimal(value), cost: costAt(value) });
  return { path, target, verdict, now, costNow, least: end(least), most: end(most), crossings };
}

/** The cost that a target speaks of. */
export function costUnder({ kind, strategy, on }: Target, estimate: Estimate): Decimal {
  return kind === 'budget' ? dearestMonth(estimate, { strategy, on }).cost : estimate.comparison[strategy].averageMonth[on];
}

function numberAt({ loaded }: Subject, path: string): { bounds: NumberBounds; now: Quantity | undefined } {
  const place = () => `--break-even ${path}`;
  const field = fieldOf(loaded.raw, { path, value: undefined }, place);
  const bounds = numberBounds(field, loaded.raw);
  if (bounds !== undefined) return { bounds, now: valueAt(loaded.scenario, field) as Quantity | undefined };
  throw new TrailcostError('usage', {
    where: place(),
    what: 'is no number of the scenario',
    remedy: 'Name one that is, such as readers.siem.times.',
  });
}

type CostAtValue = (value: number) => Decimal;

/** The value furthest in a direction with which the scenario still holds together: very many files, or a growth over decades, do not. */
function furthestPossible(costAt: CostAtValue, start: number, end: number, whole: boolean): number {
  if (isPossible(costAt, end)) return end;
  let [good, bad] = [start, end];
  for (let step = 0; step < 100; step++) {
    const middle = Math.abs(good) < 1 ? (good + bad) / 2 : Math.sign(bad) * Math.sqrt(Math.abs(good) * Math.abs(bad));
    const next = whole ? Math.round(middle) : middle;
    if (next === good || next === bad || Math.abs(bad - good) <= Math.abs(good) * 1e-6) break;
    if (isPossible(costAt, next)) good = next;
    else bad = next;
  }
  return good;
}

function isPossible(costAt: CostAtValue, value: number): boolean {
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

/** Two values of a field, the lower first, with the target passed somewhere between. */
type Bracket = readonly [number, number];

/** Where between two values, on different sides of the target, it is passed. */
function crossingBetween(costAt: CostAtValue, bracket: Bracket, amount: Decimal, whole: boolean): Crossing {
  const isOver = (value: number) => costAt(value).gt(amount);
  const exact = whole ? undefined : exactValue(costAt, bracket, amount);
  const [low, high] = exact === undefined ? neighbours(isOver, bracket, whole) : readableNeighbours(isOver, bracket, exact);
  const at = (value: number): CostAt => ({ value: new Decimal(value), cost: costAt(value) });
  const [within, beyond] = isOver(low) ? [high, low] : [low, high];
  return { value: (exact ?? new Decimal(beyond)).toSignificantDigits(15), within: at(within), beyond: at(beyond) };
}

/** By turns interpolates, which is exact within a linear stretch, and halves, which leads to one; undefined where the cost jumps. */
function exactValue(costAt: CostAtValue, [from, to]: Bracket, amount: Decimal): Decimal | undefined {
  const tolerance = Decimal.max(TOLERANCE, amount.times('1e-12'));
  const isOver = (value: number) => costAt(value).gt(amount);
  let [low, high] = [from, to];
  for (let step = 0; step < MOST_STEPS; step++) {
    const ends = [low, high].map((value) => ({ value: new Decimal(value), off: costAt(value).minus(amount) })) as [End, End];
    const hit = ends.find(({ off }) => off.abs().lte(tolerance));
    if (hit !== undefined) return hit.value;
    const exact = step % 2 === 0 ? interpolated(ends) : ends[0].value.plus(ends[1].value).div(2);
    const next = exact.toNumber();
    if (next <= low || next >= high) return undefined;
    if (costAt(next).minus(amount).abs().lte(tolerance)) return exact;
    if (isOver(next) === isOver(low)) low = next;
    else high = next;
  }
  return undefined;
}

/** A value and how far its cost is from the target. */
interface End {
  value: Decimal;
  off: Decimal;
}

function interpolated([low, high]: readonly [End, End]): Decimal {
  return low.value.plus(high.value.minus(low.value).times(low.off.div(low.off.minus(high.off))));
}

/** The whole numbers, or the floating-point numbers, next to each other between which the target is passed. */
function neighbours(isOver: (value: number) => boolean, [from, to]: Bracket, whole: boolean): Bracket {
  let [low, high] = [from, to];
  for (let step = 0; step < MOST_STEPS; step++) {
    const middle = whole ? Math.floor((low + high) / 2) : (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (isOver(middle) === isOver(low)) low = middle;
    else high = middle;
  }
  return [low, high];
}

/** Digits of the values that a crossing is shown between. */
const READABLE_DIGITS = 6;

/** Values of few digits next to each other around the exact one, on different sides of the target. */
function readableNeighbours(isOver: (value: number) => boolean, [from, to]: Bracket, exact: Decimal): Bracket {
  const unit = new Decimal(10).pow(exact.isZero() ? -READABLE_DIGITS : exact.e + 1 - READABLE_DIGITS);
  const below = exact.div(unit).floor();
  const steps = [-1, 0, 1, 2].map((step) => below.plus(step).times(unit).toNumber());
  const values = steps.map((value) => Math.min(Math.max(value, from), to));
  const index = values.findIndex((value, place) => place > 0 && isOver(value) !== isOver(values[place - 1] as number));
  return index > 0 ? [values[index - 1] as number, values[index] as number] : neighbours(isOver, [from, to], false);
}
