import type { Decimal } from '../base/decimal.js';
import { TrailcostError } from '../base/errors.js';
import type { Month } from '../base/months.js';
import { mapCases, type Range } from '../base/range.js';
import { findPrice, PRICE_COLUMNS, type Price, type PriceBook, unitPrice } from '../prices/book.js';
import { type CaseNumbers, payFactorOf } from './case-numbers.js';
import { CHARGE, CHARGES, type Charge } from './charges.js';

/** A price as it is charged: for one unit, after the discount. */
export interface Rate {
  price: Price;
  unitPrice: Range<Decimal>;
}

/** The prices that an estimate takes from the book, and what it did not find there. */
export interface Rates {
  at(charge: Charge, month: Month): Rate | undefined;
  used(): Price[];
  /** Months for which a price was asked for in vain. */
  missing(charge: Charge): Month[];
}

/**
 * Prices of one Region, looked up month by month, discounted and in the currency of the report.
 *
 * @param numbers what a unit of a list price comes to
 * @returns `at` throws TrailcostError: `price-missing` for a KMS price that the book does not have, `currency-mixed` for a price in
 * another currency than the first one asked for
 */
export function ratesOf(book: PriceBook, region: string, numbers: Pick<CaseNumbers, 'payFactors'>): Rates {
  const known = new Map<Price, Rate>();
  const byMonth = new Map<string, Rate | undefined>();
  const missing = new Map<Charge, Month[]>();
  return {
    at(charge, month) {
      const key = `${charge} ${month}`;
      if (!byMonth.has(key)) byMonth.set(key, lookUp(charge, month));
      return byMonth.get(key);
    },
    used: () => [...known.keys()],
    missing: (charge) => missing.get(charge) ?? [],
  };

  function lookUp(charge: Charge, month: Month): Rate | undefined {
    const { metric, isRequired } = CHARGE[charge];
    const price = findPrice(book, metric, region, month);
    if (price === undefined) {
      if (isRequired) throw missingPrices(book, region, month);
      missing.set(charge, [...(missing.get(charge) ?? []), month]);
      return undefined;
    }
    const rate = known.get(price) ?? {
      price,
      unitPrice: mapCases(payFactorOf(numbers, metric), (factor) => unitPrice(price).times(factor)),
    };
    assertOneCurrency(price, [...known.keys()][0]);
    known.set(price, rate);
    return rate;
  }
}

function missingPrices(book: PriceBook, region: string, month: Month): TrailcostError {
  const required = CHARGES.filter((charge) => CHARGE[charge].isRequired).map((charge) => CHARGE[charge].metric);
  const metrics = required.filter((metric) => findPrice(book, metric, region, month) === undefined);
  const rows = metrics.map((metric) => `${metric},${region},PRICE,1,units,CURRENCY,,AS-OF,single,SOURCE`);
  return new TrailcostError('price-missing', {
    field: ['bucket', 'region'],
    what: `the price book has no price of ${metrics.join(' and ')} for ${region} in ${month}`,
    remedy: [
      "Another Region's price is never borrowed. Put AWS's own into a CSV and pass it with --price-book FILE:",
      ...[PRICE_COLUMNS.join(','), ...rows].map((row) => `    ${row}`),
    ].join('\n'),
  });
}

function assertOneCurrency(price: Price, first: Price | undefined): void {
  if (first === undefined || first.currency === price.currency) return;
  throw new TrailcostError('currency-mixed', {
    field: ['bucket', 'region'],
    what: `the price of ${price.metric} is in ${price.currency}, that of ${first.metric} in ${first.currency}`,
    remedy: 'Two currencies are never added: bring all prices of the Region in one with --price-book FILE.',
  });
}
