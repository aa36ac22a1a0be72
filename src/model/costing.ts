import type { Decimal } from '../base/decimal.js';
import { TrailcostError } from '../base/errors.js';
import type { Scenario } from '../scenario/schema.js';
import type { Charge } from './charges.js';
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

/** What a comparison needs of a fresh estimate. */
export function costingOf(estimate: Estimate): Costing {
  const { scenario, region, currency, prices, lines } = estimate;
  const unpriced = unpricedCharges(estimate);
  return { name: scenario.name, period: scenario.period, region, currency, prices, lines, unpriced, scenario };
}

/** Charges that an estimate leaves out in some month, since their price is not known. */
export function unpricedCharges({ unpriced }: Pick<Estimate, 'unpriced'>): Charge[] {
  return unpriced.map(({ charge }) => charge);
}
