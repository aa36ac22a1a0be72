import { Decimal, ONE } from '../base/decimal.js';
import { TrailcostError } from '../base/errors.js';
import { type Price, unitPrice } from '../prices/book.js';
import type { Conversion } from '../scenario/schema.js';

/** How much of the report's currency one unit of the prices' own is. */
export function conversionRate(conversion: Conversion | undefined): Decimal {
  return conversion === undefined ? ONE : new Decimal(conversion.rate);
}

/** A list price of one unit in the report's currency. */
export function convertedPrice(price: Pick<Price, 'price' | 'per'>, conversion: Conversion | undefined): Decimal {
  return unitPrice(price).times(conversionRate(conversion));
}

/** The currency that an amount at this price is in. */
export function currencyOf(price: Pick<Price, 'currency'>, conversion: Conversion | undefined): string {
  return conversion?.code ?? price.currency;
}

/**
 * Refuses a conversion that does not fit the prices it is asked of.
 *
 * @throws TrailcostError `currency-mixed` (one rate for prices in several currencies), `scenario-invalid` (into the prices' own currency)
 */
export function assertConversion(conversion: Conversion | undefined, prices: readonly Pick<Price, 'currency'>[]): void {
  if (conversion === undefined) return;
  const { code, rate } = conversion;
  const field = ['currency', 'rate'];
  const [first, second] = new Set(prices.map(({ currency }) => currency));
  if (second !== undefined) {
    throw new TrailcostError('currency-mixed', {
      field,
      what: `the prices are in ${first} and ${second}, but one rate converts one currency only`,
      remedy:
        'Amounts in two currencies are never added: estimate one Region at a time, or give all prices in one currency with ' +
        '--price-book FILE.',
    });
  }
  if (rate === 1 || first !== code) return;
  throw new TrailcostError('scenario-invalid', {
    field,
    what: `the prices are already in ${code}, so the rate cannot be ${rate}`,
    remedy: 'Leave the conversion out, or name another currency.',
  });
}

/** What a report says of its conversion. */
export function conversionText({ code, rate, rateDate }: Conversion): string {
  return (
    `Amounts are in ${code}: one unit of the prices' own currency is ${rate} ${code} (rate of ${rateDate}). ` +
    'AWS or a bank may convert at another rate.'
  );
}
