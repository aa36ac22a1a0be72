import { Decimal } from '../base/decimal.js';
import { lazily } from '../base/memo.js';
import type { Month } from '../base/months.js';
import { hasRange } from '../base/range.js';
import { mapValues } from '../base/records.js';
import type { Estimate } from '../model/estimate.js';
import type { Likely, LikelyAmount, Quantiles } from '../model/likely.js';
import type { PriceBook } from '../prices/book.js';
import type { Scenario } from '../scenario/schema.js';
import { type Distribution, type DistributionByMonth, Draws, type Simulation, type SimulationOptions, simulate } from './simulation.js';

/** Enough that P10 and P90 have a standard error of 2% or less in the samples. */
const DRAWS = 1000;
/** Of very many readers and months fewer do, lest the draws take much longer than the estimate. */
const LEAST_DRAWS = 200;
const MOST_READER_MONTHS = 1_000_000;
const SEED = 1;

/**
 * The estimate with what it likely costs: P10 to P90 of a simulation (METHOD, section 7). Nothing is drawn where no number has a
 * range: then it costs what is expected.
 *
 * @param onDraw called before some more draws
 * @example withLikely(estimate, book).likely?.comparison['sse-kms'].p90
 */
export function withLikely(estimate: Estimate, book: PriceBook, onDraw?: SimulationOptions['onDraw']): Estimate {
  const { cases: _, ...scenario } = estimate.scenario;
  return { ...estimate, likely: hasRange(scenario) ? drawn(estimate, book, onDraw) : certain(estimate) };
}

function drawn({ scenario }: Estimate, book: PriceBook, onDraw: SimulationOptions['onDraw']): Likely {
  return likelyOf(simulate(scenario, book, { draws: drawsFor(scenario), seed: SEED, onDraw }));
}

/** What is likely, by some draws at a time. */
export interface LikelyDraws {
  /** Draws some more; false where all is drawn. */
  next(): boolean;
  /** The estimate with what the draws so far say. */
  estimate(): Estimate;
}

/** The same as {@link withLikely} for who cannot wait for all draws. */
export function likelyDraws(estimate: Estimate, book: PriceBook): LikelyDraws {
  const { cases: _, ...scenario } = estimate.scenario;
  if (!hasRange(scenario)) return { next: () => false, estimate: () => ({ ...estimate, likely: certain(estimate) }) };
  const most = drawsFor(estimate.scenario);
  const draws = new Draws(estimate.scenario, book, { draws: most, seed: SEED });
  return {
    next: () => draws.done < most && draws.next(),
    estimate: () => (draws.done === 0 ? estimate : { ...estimate, likely: likelyOf(draws.simulation()) }),
  };
}

function likelyOf({ draws, seed, totals, comparison }: Simulation): Likely {
  return { draws, seed, totals: mapValues(totals, likelyAmount), comparison: mapValues(comparison, likelyAmount) };
}

function drawsFor({ readers, period }: Scenario): number {
  const fitting = Math.floor(MOST_READER_MONTHS / (readers.length * period.months));
  return Math.min(Math.max(fitting, LEAST_DRAWS), DRAWS);
}

function certain({ totals, comparison }: Estimate): Likely {
  return {
    draws: 0,
    seed: SEED,
    totals: mapValues(totals, ({ expected, months }) => certainAmount(expected, months)),
    comparison: mapValues(comparison, ({ period, months }) => certainAmount(period.expected, months)),
  };
}

function certainAmount(amount: Decimal, months: readonly { month: Month; expected: Decimal }[]): LikelyAmount {
  const alike = (value: Decimal): Quantiles => ({ p10: value, p50: value, p90: value, mean: value });
  return { ...alike(amount), months: months.map(({ month, expected }) => ({ month, ...alike(expected) })) };
}

function likelyAmount(distribution: DistributionByMonth): LikelyAmount {
  const months = lazily(() => distribution.months.map(({ month, ...own }) => ({ month, ...quantiles(own) })));
  return {
    ...quantiles(distribution.period),
    // Few reports show them, and to sort the draws of each month takes longer than to draw them.
    get months() {
      return months();
    },
  };
}

function quantiles({ p10, p50, p90, mean }: Distribution): Quantiles {
  return { p10: drawnAmount(p10), p50: drawnAmount(p50), p90: drawnAmount(p90), mean: drawnAmount(mean) };
}

/** An amount of a simulation: nine digits of its floating-point numbers are good. */
export function drawnAmount(value: number): Decimal {
  return new Decimal(value).toSignificantDigits(9);
}
