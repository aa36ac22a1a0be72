import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { mean, quantileSorted } from 'simple-statistics';
import { entryAt } from '../base/lists.js';
import { type Month, monthsOf } from '../base/months.js';
import type { Range } from '../base/range.js';
import { isObject } from '../base/records.js';
import { floatModel, type PlainScenario } from '../model/float/model.js';
import { byStrategy, KMS_STRATEGIES, type KmsStrategy, STRATEGIES, type Strategy } from '../model/strategies.js';
import type { PriceBook } from '../prices/book.js';
import { valueAt } from '../scenario/nodes.js';
import { type NumberField, numberFields } from '../scenario/numbers.js';
import type { Scenario } from '../scenario/schema.js';
import { replaced } from '../scenario/settings.js';
import { pertQuantile } from './pert.js';

/** More draws than this would take too much memory. */
export const MOST_DRAWS = 100_000;

/** How far floating-point numbers may be from the exact cost: within that a budget is not exceeded. */
const SLACK = 1e-9;

/** The distribution of an amount of money over the draws. Floating-point: good to nine digits. */
export interface Distribution {
  p10: number;
  p50: number;
  p90: number;
  mean: number;
}

export interface DistributionByMonth {
  period: Distribution;
  months: ({ month: Month } & Distribution)[];
}

export interface Simulation {
  draws: number;
  seed: number;
  /** The numbers that were drawn: those with a range. */
  drawn: readonly { path: string; range: Range }[];
  totals: Record<Strategy, DistributionByMonth>;
  /** More than SSE-S3 in the same draw. */
  comparison: Record<KmsStrategy, DistributionByMonth>;
  /** Of the draws, the share in which some month is over the budget. */
  overBudget?: { budget: number; strategy: KmsStrategy; share: number };
}

export interface SimulationOptions {
  draws: number;
  /** 0 to 4,294,967,295. */
  seed: number;
  budget?: { amount: number; strategy: KmsStrategy } | undefined;
  /** Called before each draw. */
  onDraw?: ((done: number, all: number) => void) | undefined;
}

/**
 * Draws every range from its PERT distribution, independently of the others, and gives the distribution of the totals. The same seed gives
 * the same numbers on every machine.
 */
export function simulate(scenario: Scenario, book: PriceBook, { draws, seed, budget, onDraw }: SimulationOptions): Simulation {
  const fields = numberFields(scenario).filter((field): field is RangedField => typeof field.value !== 'number');
  const { plain, setters } = drawable(scenario, fields);
  const costsOf = floatModel(scenario, book);
  const months = monthsOf(scenario.period.start, scenario.period.months);
  const series = seriesFor(months.length, draws);
  const random = xoroshiro128plus(seed);
  let over = 0;
  for (let draw = 0; draw < draws; draw++) {
    onDraw?.(draw, draws);
    for (const set of setters) set(uniformFloat64(random));
    const costs = costsOf(plain);
    record(series, costs, draw);
    if (budget !== undefined && costs[budget.strategy].some((cost) => cost > budget.amount * (1 + SLACK))) over++;
  }
  const distributions = (rows: readonly Float64Array[]): DistributionByMonth => ({
    period: distributionOf(entryAt(rows, months.length)),
    months: months.map((month, index) => ({ month, ...distributionOf(entryAt(rows, index)) })),
  });
  return {
    draws,
    seed,
    drawn: fields.map(({ path, value }) => ({ path, range: value })),
    totals: byStrategy(STRATEGIES, (strategy) => distributions(series.totals[strategy])),
    comparison: byStrategy(KMS_STRATEGIES, (strategy) => distributions(series.differences[strategy])),
    ...(budget === undefined ? {} : { overBudget: { budget: budget.amount, strategy: budget.strategy, share: over / draws } }),
  };
}

type RangedField = NumberField & { value: Range };

/** A scenario with a plain number for every range, and for each range a function that draws it anew from a share of 0 to 1. */
function drawable(scenario: Scenario, fields: readonly RangedField[]): { plain: PlainScenario; setters: ((share: number) => void)[] } {
  const plain = structuredClone(
    fields.reduce<unknown>((whole, { field, value }) => replaced(whole, field, value.expected), scenario),
  ) as PlainScenario;
  const setters = fields.map(({ path, field, value, whole }) => {
    const holder = valueAt(plain, field.slice(0, -1));
    if (!isObject(holder)) throw new RangeError(`no field ${path}`);
    const key = String(field.at(-1));
    const quantile = pertQuantile(value);
    return (share: number) => {
      const drawn = quantile(share);
      holder[key] = whole ? Math.round(drawn) : drawn;
    };
  });
  return { plain, setters };
}

/** One row a month and one for the period, each with a place for every draw. */
type Rows = readonly Float64Array[];

interface Series {
  totals: Record<Strategy, Rows>;
  differences: Record<KmsStrategy, Rows>;
}

function seriesFor(months: number, draws: number): Series {
  const rows = () => Array.from({ length: months + 1 }, () => new Float64Array(draws));
  return { totals: byStrategy(STRATEGIES, rows), differences: byStrategy(KMS_STRATEGIES, rows) };
}

function record({ totals, differences }: Series, costs: Record<Strategy, Float64Array>, draw: number): void {
  for (const strategy of STRATEGIES) fill(totals[strategy], draw, (month) => entryAt(costs[strategy], month));
  for (const strategy of KMS_STRATEGIES) {
    fill(differences[strategy], draw, (month) => entryAt(costs[strategy], month) - entryAt(costs['sse-s3'], month));
  }
}

function fill(rows: Rows, draw: number, valueIn: (month: number) => number): void {
  const period = rows.length - 1;
  let total = 0;
  for (let month = 0; month < period; month++) {
    const value = valueIn(month);
    entryAt(rows, month)[draw] = value;
    total += value;
  }
  entryAt(rows, period)[draw] = total;
}

function distributionOf(values: Float64Array): Distribution {
  const sorted = [...values.sort()];
  const at = (share: number) => quantileSorted(sorted, share);
  return { p10: at(0.1), p50: at(0.5), p90: at(0.9), mean: mean(sorted) };
}
