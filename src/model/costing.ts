import type { Decimal } from '../base/decimal.js';
import { TrailcostError } from '../base/errors.js';
import { monthsOf } from '../base/months.js';
import type { Scenario } from '../scenario/schema.js';
import type { Charge } from './charges.js';
import { conversionJson } from './conversion.js';
import type { Estimate } from './estimate.js';
import type { Line } from './lines.js';

/** What a comparison needs of an estimate, fresh or saved. */
export interface Costing {
  name: string;
  period: Scenario['period'];
  region: string;
  currency: string;
  prices: readonly CostingPrice[];
  lines: readonly CostLine[];
  /** Charges that are not in the cost in some month, since their price is not known. */
  unpriced: readonly Charge[];
  /** At how much of its currency for one unit of the prices' own each month was converted; undefined where nothing was, or nothing says. */
  rates?: ReadonlyMap<string, string> | undefined;
  /** The scenario itself, where it is at hand. */
  scenario?: Scenario;
}

/** What a comparison needs of a line; a saved estimate has no more. */
export type CostLine = Pick<Line, 'strategy' | 'month' | 'charge' | 'reader' | 'account' | 'quantity' | 'unit' | 'cost'>;

/**
 * Refuses to put amounts of two currencies side by side.
 *
 * @throws TrailcostError `currency-mixed`
 */
export function assertSameCurrency(one: { currency: string }, other: { currency: string }, what: string): void {
  if (one.currency === other.currency) return;
  throw new TrailcostError('currency-mixed', {
    what: `${what} is in ${other.currency}, not in ${one.currency}`,
    remedy: 'Compare estimates with prices in one currency.',
  });
}

export interface CostingPrice {
  metric: string;
  region: string;
  price: Decimal;
  per: Decimal;
}

/** The rates of a conversion as JSON has it. */
export function ratesByMonth({ rates }: { rates: readonly { month: string; rate: string }[] }): ReadonlyMap<string, string> {
  return new Map(rates.map(({ month, rate }) => [month, rate]));
}

/** What a comparison needs of a fresh estimate. */
export function costingOf(estimate: Estimate): Costing {
  const { scenario, region, currency, prices, lines } = estimate;
  const unpriced = unpricedCharges(estimate);
  const months = monthsOf(scenario.period.start, scenario.period.months);
  const rates = scenario.currency && ratesByMonth(conversionJson(scenario.currency, months));
  return { name: scenario.name, period: scenario.period, region, currency, prices, lines, unpriced, rates, scenario };
}

/** Charges that an estimate leaves out in some month, since their price is not known. */
export function unpricedCharges({ unpriced }: Pick<Estimate, 'unpriced'>): Charge[] {
  return unpriced.map(({ charge }) => charge);
}
