import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { mean, quantileSorted } from 'simple-statistics';
import { entryAt } from '../base/lists.js';
import { type Month, monthsOf } from '../base/months.js';
import type { Range } from '../base/range.js';
import { type FloatCosts, floatModel } from '../model/float/model.js';
import { byStrategy, KMS_STRATEGIES, type KmsStrategy, STRATEGIES, type Strategy } from '../model/strategies.js';
import type { PriceBook } from '../prices/book.js';
import type { Scenario } from '../scenario/schema.js';
import { pertQuantile } from './pert.js';
import { plainScenario, type RangedField, rangedFields } from './ranged.js';

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
export function simulate(scenario: Scenario, book: PriceBook, { onDraw, ...options }: SimulationOptions): Simulation {
  const draws = new Draws(scenario, book, options);
  for (let draw = 0; draw < options.draws; draw++) {
    onDraw?.(draw, options.draws);
    draws.next();
  }
  return draws.simulation();
}

/** A simulation draw by draw: what there is of it can be looked at before it has ended. */
export class Draws {
  #done = 0;
  #over = 0;
  readonly #options: Omit<SimulationOptions, 'onDraw'>;
  readonly #months: readonly Month[];
  readonly #fields: readonly RangedField[];
  readonly #series: Series;
  readonly #draw: () => FloatCosts;

  constructor(scenario: Scenario, book: PriceBook, options: Omit<SimulationOptions, 'onDraw'>) {
    this.#options = options;
    this.#fields = rangedFields(scenario);
    this.#months = monthsOf(scenario.period.start, scenario.period.months);
    this.#series = seriesFor(this.#months.length, options.draws);
    const { plain, setters } = plainScenario(scenario, this.#fields);
    const quantiles = this.#fields.map(({ value }) => pertQuantile(value));
    const costsOf = floatModel(scenario, book);
    const random = xoroshiro128plus(options.seed);
    this.#draw = () => {
      for (const [index, quantile] of quantiles.entries()) setters[index]?.(quantile(uniformFloat64(random)));
      return costsOf(plain);
    };
  }

  /** Draws so far. */
  get done(): number {
    return this.#done;
  }

  next(): void {
    const { budget } = this.#options;
    const costs = this.#draw();
    record(this.#series, costs, this.#done);
    this.#done++;
    if (budget !== undefined && costs[budget.strategy].some((cost) => cost > budget.amount * (1 + SLACK))) this.#over++;
  }

  /** What the draws so far say. */
  simulation(): Simulation {
    const { seed, budget } = this.#options;
    const months = this.#months;
    const distributionIn = (row: Float64Array) => distributionOf(row.slice(0, this.#done));
    const distributions = (rows: Rows): DistributionByMonth => ({
      period: distributionIn(entryAt(rows, months.length)),
      months: months.map((month, index) => ({ month, ...distributionIn(entryAt(rows, index)) })),
    });
    return {
      draws: this.#done,
      seed,
      drawn: this.#fields.map(({ path, value }) => ({ path, range: value })),
      totals: byStrategy(STRATEGIES, (strategy) => distributions(this.#series.totals[strategy])),
      comparison: byStrategy(KMS_STRATEGIES, (strategy) => distributions(this.#series.differences[strategy])),
      ...(budget === undefined ? {} : { overBudget: { budget: budget.amount, strategy: budget.strategy, share: this.#over / this.#done } }),
    };
  }
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
