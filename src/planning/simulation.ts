import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import { mean, quantileSorted } from 'simple-statistics';
import { entryAt } from '../base/lists.js';
import { lazily } from '../base/memo.js';
import { type Month, monthsOf } from '../base/months.js';
import type { Range } from '../base/range.js';
import { add, type Drawn, numberIn, subtract } from '../model/float/drawn.js';
import { type FloatCosts, floatModel } from '../model/float/model.js';
import { byStrategy, KMS_STRATEGIES, type KmsStrategy, STRATEGIES, type Strategy } from '../model/strategies.js';
import type { PriceBook } from '../prices/book.js';
import type { Scenario } from '../scenario/schema.js';
import { pertQuantile } from './pert.js';
import { drawnScenario, type RangedField, rangedFields } from './ranged.js';

/** More draws than this would take too much memory. */
export const MOST_DRAWS = 100_000;

/** Enough that what is done one time for all of them counts for little, and few enough that it is soon said how far it is. */
const DRAWS_AT_A_TIME = 1000;

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
  /** Called before some more draws: how many there are so far, and will be in all. */
  onDraw?: ((done: number, all: number) => void) | undefined;
}

/**
 * Draws every range from its PERT distribution, independently of the others, and gives the distribution of the totals. The same seed gives
 * the same numbers on every machine (METHOD, section 7).
 */
export function simulate(scenario: Scenario, book: PriceBook, { onDraw, ...options }: SimulationOptions): Simulation {
  const draws = new Draws(scenario, book, options);
  do onDraw?.(draws.done, options.draws);
  while (draws.next());
  return draws.simulation();
}

/** A simulation by some draws at a time: what there is of it can be looked at before it has ended. */
export class Draws {
  #done = 0;
  #over = 0;
  readonly #options: Omit<SimulationOptions, 'onDraw'>;
  readonly #months: readonly Month[];
  readonly #fields: readonly RangedField[];
  readonly #series: Series;
  readonly #draw: (draws: number) => FloatCosts;

  constructor(scenario: Scenario, book: PriceBook, options: Omit<SimulationOptions, 'onDraw'>) {
    this.#options = options;
    this.#fields = rangedFields(scenario);
    this.#months = monthsOf(scenario.period.start, scenario.period.months);
    this.#series = seriesFor(this.#months.length, options.draws);
    const { drawn, setters } = drawnScenario(scenario, this.#fields);
    const quantiles = this.#fields.map(({ value }) => pertQuantile(value));
    const costsOf = floatModel(scenario, book);
    const random = xoroshiro128plus(options.seed);
    this.#draw = (draws) => {
      for (const [index, setter] of setters.entries()) setter(stratified(draws, random).map(entryAt(quantiles, index)));
      return costsOf(drawn);
    };
  }

  /** Draws so far. */
  get done(): number {
    return this.#done;
  }

  /** Draws some more; false where all is drawn. */
  next(): boolean {
    const { draws, budget } = this.#options;
    const more = Math.min(DRAWS_AT_A_TIME, draws - this.#done);
    const costs = this.#draw(more);
    record(this.#series, costs, this.#done, more);
    this.#done += more;
    if (budget !== undefined) this.#over += drawsOver(costs[budget.strategy], budget.amount * (1 + SLACK), more);
    return this.#done < draws;
  }

  /** What the draws so far say. */
  simulation(): Simulation {
    const { seed, budget } = this.#options;
    const [done, months] = [this.#done, this.#months];
    const distributions = (rows: Rows): DistributionByMonth => {
      const distributionAt = (place: number) => distributionOf(entryAt(rows, place).slice(0, done));
      const ofPeriod = lazily(() => distributionAt(months.length));
      const ofMonths = lazily(() => months.map((month, index) => ({ month, ...distributionAt(index) })));
      return {
        get period() {
          return ofPeriod();
        },
        get months() {
          return ofMonths();
        },
      };
    };
    return {
      draws: done,
      seed,
      drawn: this.#fields.map(({ path, value }) => ({ path, range: value })),
      totals: byStrategy(STRATEGIES, (strategy) => distributions(this.#series.totals[strategy])),
      comparison: byStrategy(KMS_STRATEGIES, (strategy) => distributions(this.#series.differences[strategy])),
      ...(budget === undefined ? {} : { overBudget: { budget: budget.amount, strategy: budget.strategy, share: this.#over / done } }),
    };
  }
}

/**
 * Shares from 0 to 1, one in each of as many equal parts, in a random order: a Latin hypercube (McKay, Beckman, Conover 1979). Half as many
 * then give quantiles about as good as those of shares that are drawn freely, and a better mean.
 */
function stratified(draws: number, random: RandomGenerator): Float64Array {
  const shares = new Float64Array(draws);
  for (let draw = 0; draw < draws; draw++) {
    // Shuffled as it grows (Durstenfeld, inside out).
    const place = Math.floor(uniformFloat64(random) * (draw + 1));
    shares[draw] = shares[place] ?? 0;
    shares[place] = (draw + uniformFloat64(random)) / draws;
  }
  return shares;
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

function record({ totals, differences }: Series, costs: FloatCosts, done: number, more: number): void {
  for (const strategy of STRATEGIES) fill(totals[strategy], costs[strategy], done, more);
  for (const strategy of KMS_STRATEGIES) fill(differences[strategy], costs[strategy], done, more, costs['sse-s3']);
}

/** Puts costs of some draws in their places, less those of `base` if there are any, and the period's beside them. */
function fill(rows: Rows, ofMonths: readonly Drawn[], done: number, more: number, base?: readonly Drawn[]): void {
  const placesIn = (row: number) => entryAt(rows, row).subarray(done, done + more);
  const period = placesIn(ofMonths.length);
  for (const [month, cost] of ofMonths.entries()) {
    const places = placesIn(month);
    if (typeof cost === 'number') places.fill(cost);
    else places.set(cost);
    if (base !== undefined) subtract(places, entryAt(base, month));
    add(period, places);
  }
}

/** Of some draws, those in which some month costs more. */
function drawsOver(ofMonths: readonly Drawn[], amount: number, draws: number): number {
  let over = 0;
  for (let draw = 0; draw < draws; draw++) if (ofMonths.some((cost) => numberIn(cost, draw) > amount)) over++;
  return over;
}

function distributionOf(values: Float64Array): Distribution {
  const sorted = Array.from(values.sort());
  const at = (share: number) => quantileSorted(sorted, share);
  return { p10: at(0.1), p50: at(0.5), p90: at(0.9), mean: mean(sorted) };
}
