// model: from a scenario to reads, KMS requests, lines and an estimate; pure, and at home in a web page.

import { rollup } from 'd3-array';
import { type Decimal, ZERO } from '../base/decimal.js';
import { TrailcostError } from '../base/errors.js';
import { type Month, monthsOf } from '../base/months.js';
import { byCase, type Range, sumCases } from '../base/range.js';
import { knownRegions, PRICE_METRICS, type PriceBook } from '../prices/book.js';
import { unknownRegion } from '../scenario/check.js';
import type { Scenario } from '../scenario/schema.js';
import { assumptionsOf } from './assumptions.js';
import { assertCalledWith } from './calls.js';
import { CHARGES, type Charge } from './charges.js';
import { assertConversion } from './conversion.js';
import type { Likely } from './likely.js';
import { type Line, linesOf } from './lines.js';
import { withOwnPrices } from './own-prices.js';
import { type LinePrice, ratesOf } from './rates.js';
import { byStrategy, KMS_STRATEGIES, type KmsStrategy, STRATEGIES, type Strategy } from './strategies.js';
import type { UnitCosts } from './unit-cost.js';
import { volumesOf } from './volumes.js';
import type { Warning } from './warning.js';
import { warningsOf } from './warnings.js';

/** The sum of a strategy's lines, over the period and month by month. */
export interface Total extends Range<Decimal> {
  months: ({ month: Month } & Range<Decimal>)[];
}

/** What a strategy costs more than SSE-S3 in the same case. */
export interface Comparison {
  months: ({ month: Month } & Range<Decimal>)[];
  averageMonth: Range<Decimal>;
  period: Range<Decimal>;
}

/** The answer to a scenario. Range<Decimal> is in `currency`, exact; nothing is rounded before a report. */
export interface Estimate {
  scenario: Scenario;
  region: string;
  currency: string;
  prices: LinePrice[];
  lines: Line[];
  /** Charges that have no lines in some months because their price is not known. */
  unpriced: { charge: Charge; months: Month[] }[];
  totals: Record<Strategy, Total>;
  comparison: Record<KmsStrategy, Comparison>;
  assumptions: string[];
  warnings: Warning[];
  /** What it likely costs, where that was asked for and a number has a range (`withLikely`). */
  likely?: Likely;
  /** What single runs, files, accounts and days of logs cost, where that was asked for (`withUnitCosts`). */
  unitCosts?: UnitCosts;
}

/**
 * What the scenario's reads cost under SSE-S3, SSE-KMS and SSE-KMS with a Bucket Key (METHOD). Pure: the same scenario and prices give
 * the same estimate, and nothing but these two is read.
 *
 * @throws TrailcostError `region-unknown`, `price-missing` (a KMS price), `currency-mixed`, `scenario-invalid` (a
 * conversion into the prices' own currency), `usage` (a scenario that was not parsed, or no price book)
 */
export function estimate(scenario: Scenario, priceBook: PriceBook): Estimate {
  assertCalledWith(scenario, priceBook, 'estimate()');
  const book = withOwnPrices(priceBook, scenario);
  assertKnownRegion(scenario, book);
  const volumes = volumesOf(scenario);
  const rates = ratesOf(book, scenario.bucket.region, volumes.numbers);
  const lines = linesOf(scenario, volumes, rates);
  const totals = totalsOf(lines, monthsOf(scenario.period.start, scenario.period.months));
  const prices = rates.used().sort((a, b) => placeOf(a) - placeOf(b));
  assertConversion(scenario.currency, prices);
  const unpriced = CHARGES.map((charge) => ({ charge, months: rates.missing(charge) })).filter(({ months }) => months.length > 0);
  return {
    scenario,
    region: scenario.bucket.region,
    currency: scenario.currency?.code ?? prices[0]?.currency ?? 'USD',
    prices,
    lines,
    unpriced,
    totals,
    comparison: comparisonOf(totals),
    assumptions: assumptionsOf({ scenario, book, volumes }),
    warnings: warningsOf({ scenario, book, volumes, prices, unpriced }),
  };
}

function assertKnownRegion(scenario: Scenario, book: PriceBook): void {
  const known = knownRegions(book);
  if (!known.includes(scenario.bucket.region)) {
    throw new TrailcostError('region-unknown', unknownRegion(scenario.bucket.region, known));
  }
}

const PRICES_IN_ORDER: readonly string[] = PRICE_METRICS;

/** In the order of metrics; what is in no price book comes last. */
function placeOf({ metric }: LinePrice): number {
  const place = PRICES_IN_ORDER.indexOf(metric);
  return place < 0 ? PRICE_METRICS.length : place;
}

function totalsOf(lines: readonly Line[], months: readonly Month[]): Record<Strategy, Total> {
  const costs = rollup(
    lines,
    (own) => sumCases(own.map(({ cost }) => cost)),
    ({ strategy }) => strategy,
    ({ month }) => month,
  );
  const totalOf = (strategy: Strategy): Total => {
    const ofMonths = months.map((month) => ({ month, ...(costs.get(strategy)?.get(month) ?? sumCases([])) }));
    return { ...sumCases(ofMonths), months: ofMonths };
  };
  return byStrategy(STRATEGIES, totalOf);
}

function comparisonOf(totals: Record<Strategy, Total>): Record<KmsStrategy, Comparison> {
  const base = totals['sse-s3'];
  const compare = (strategy: KmsStrategy): Comparison => {
    const total = totals[strategy];
    const months = total.months.map(({ month, ...money }, index) => ({
      month,
      ...byCase((which) => money[which].minus(base.months[index]?.[which] ?? ZERO)),
    }));
    const period = byCase((which) => total[which].minus(base[which]));
    return { months, period, averageMonth: byCase((which) => period[which].div(months.length).toDecimalPlaces(AVERAGE_DECIMALS)) };
  };
  return byStrategy(KMS_STRATEGIES, compare);
}

/** An average is no sum of lines; this many places of it are kept. */
const AVERAGE_DECIMALS = 30;
