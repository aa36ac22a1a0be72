import { pairs } from 'd3-array';
import { Decimal } from '../base/decimal.js';

/** A value of the field and the cost there. */
export interface CostAt {
  value: Decimal;
  cost: Decimal;
}

/** Where the cost passes the target. */
export interface Crossing {
  /** The value itself, to 15 significant digits; for a whole number, the last one that keeps to the target. */
  value: Decimal;
  /** The nearest value to a few digits that keeps to the target, and the nearest that does not, each with its cost by the model. */
  within: CostAt;
  beyond: CostAt;
}

/**
 * How near a cost must come to the target, relative to it: as near as floating-point values of a field can bring it, or else, where the
 * grid of quantities leaves a gap there, far below a cent.
 */
const TOLERANCES = ['1e-14', '1e-9'].map((tolerance) => new Decimal(tolerance));
const MOST_STEPS = 300;

/** The cost by the model for any value of the field, and whether it is over the target. */
export interface CostCurve {
  whole: boolean;
  amount: Decimal;
  costAt(value: number): Decimal;
  isOver(value: number): boolean;
}

/** Two values of a field, the lower first, with the target passed somewhere between. */
type Bracket = readonly [number, number];

/** Where between two values, on different sides of the target, it is passed. */
export function crossingBetween(curve: CostCurve, bracket: Bracket): Crossing {
  const exact = curve.whole ? undefined : exactValue(curve, bracket);
  const [low, high] = exact === undefined ? neighbours(curve, bracket) : readableNeighbours(curve, bracket, exact);
  const at = (value: number): CostAt => ({ value: new Decimal(value), cost: curve.costAt(value) });
  const [within, beyond] = curve.isOver(low) ? [high, low] : [low, high];
  return { value: (exact ?? new Decimal(curve.whole ? within : beyond)).toSignificantDigits(15), within: at(within), beyond: at(beyond) };
}

/**
 * Alternates between drawing a line, which is exact within a linear stretch, and halving, which leads to one; undefined where the cost
 * jumps. The line goes through both ends; where the cost has reached the limit and stays there for a while, through the last two values
 * over it.
 */
function exactValue(curve: CostCurve, bracket: Bracket): Decimal | undefined {
  for (const tolerance of TOLERANCES) {
    const exact = valueWithin(tolerance, curve, bracket);
    if (exact !== undefined) return exact;
  }
  return undefined;
}

function valueWithin(tolerance: Decimal, curve: CostCurve, [from, to]: Bracket): Decimal | undefined {
  const isAtLimit: Test = (value) => curve.costAt(value).minus(curve.amount).abs().lte(Decimal.max(curve.amount, 1).times(tolerance));
  let search: Search = curve.isOver(from) ? { within: to, over: from } : { within: from, over: to };
  for (let step = 0; step < MOST_STEPS; step++) {
    const isLine = step % 2 === 0;
    const exact = isLine ? lineMeets(curve, search, isAtLimit) : new Decimal(search.within).plus(search.over).div(2);
    const next = exact.toNumber();
    if (isBetween(next, search) && isAtLimit(next) && isEdge(curve, next, search.over)) return exact;
    const narrower = narrowed(curve, search, next);
    if (narrower === undefined && !isLine) return undefined;
    search = narrower ?? search;
  }
  return undefined;
}

type Test = (value: number) => boolean;

/** The search with a value for one of its ends; undefined where the value is none between them. */
function narrowed({ isOver }: CostCurve, search: Search, value: number): Search | undefined {
  const { within, over } = search;
  if (!isBetween(value, search) || value === within || value === over) return undefined;
  return isOver(value) ? { within, over: value, beforeOver: over } : { ...search, within: value };
}

/** The nearest values known on either side of the target, and the one that was the nearest over it before. */
interface Search {
  within: number;
  over: number;
  beforeOver?: number;
}

function isBetween(value: number, { within, over }: Search): boolean {
  return value >= Math.min(within, over) && value <= Math.max(within, over);
}

/** Where a line through the costs of two values meets the target. */
function lineMeets({ costAt, amount }: CostCurve, { within, over, beforeOver }: Search, isAtLimit: Test): Decimal {
  const other = beforeOver !== undefined && isAtLimit(within) ? beforeOver : within;
  const [here, there] = [costAt(over).minus(amount), costAt(other).minus(amount)];
  const from = new Decimal(over);
  return here.eq(there) ? from : from.plus(new Decimal(other).minus(from).times(here.div(here.minus(there))));
}

/** Whether the next value that can be shown is over: the cost may reach the limit and stay there for a while. */
function isEdge({ isOver }: CostCurve, value: number, over: number): boolean {
  const unit = readableUnit(new Decimal(value)).toNumber();
  return isOver(over < value ? Math.max(over, value - unit) : Math.min(over, value + unit));
}

/** The whole numbers, or the floating-point numbers, next to each other between which the target is passed. */
function neighbours({ isOver, whole }: CostCurve, [from, to]: Bracket): Bracket {
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

function readableUnit(value: Decimal): Decimal {
  return new Decimal(10).pow(value.isZero() ? -READABLE_DIGITS : value.e + 1 - READABLE_DIGITS);
}

/** Values of few digits next to each other around the exact one, on different sides of the target. */
function readableNeighbours(curve: CostCurve, [from, to]: Bracket, exact: Decimal): Bracket {
  const unit = readableUnit(exact);
  const below = exact.div(unit).floor();
  const steps = [-1, 0, 1, 2].map((step) => below.plus(step).times(unit).toNumber());
  const values = steps.map((value) => Math.min(Math.max(value, from), to));
  const around = pairs(values).find(([below, above]) => curve.isOver(below) !== curve.isOver(above));
  return around ?? neighbours(curve, [from, to]);
}
