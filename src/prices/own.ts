import { stringify } from 'csv-stringify/sync';
import type { Day } from '../base/months.js';
import { CONVERSION_COLUMNS, PRICE_COLUMNS, type Price, priceKey, pricesInForce } from './book.js';

/** A user's prices with new ones added: for the same metric, Region and first day, the new one stays. */
export function mergePrices(known: readonly Price[], added: readonly Price[]): Price[] {
  const prices = new Map([...known, ...added].map((price) => [priceKey(price), price]));
  return [...prices.values()].sort((a, b) => (priceKey(a) < priceKey(b) ? -1 : 1));
}

/** Prices as CSV, in the form of `pricing/prices.csv`; with the columns of a conversion where a price has one. */
export function pricesCsv(prices: readonly Price[]): string {
  const rows = prices.map(({ metric, region, price, per, unit, currency, effectiveFrom = '', asOf, confidence, source, converted }) => [
    ...[metric, region, price.toFixed(), per.toFixed(), unit, currency, effectiveFrom, asOf, confidence, source],
    ...(converted === undefined ? [] : [converted.currency, converted.rate.toFixed(), converted.rateDate]),
  ]);
  const isConverted = prices.some(({ converted }) => converted !== undefined);
  const columns = [...PRICE_COLUMNS, ...(isConverted ? CONVERSION_COLUMNS : [])];
  return stringify(
    rows.map((row) => columns.map((_, index) => row[index] ?? '')),
    { header: true, columns },
  );
}

/** A price of the user's own beside the bundled one. */
export interface PriceDifference {
  metric: Price['metric'];
  region: string;
  bundled: Price | undefined;
  own: Price;
}

/** Each metric and Region of a user's prices, in force on a day, beside the bundled price, also where the two are equal. */
export function comparePrices(bundled: readonly Price[], own: readonly Price[], day: Day): PriceDifference[] {
  const before = pricesInForce(bundled, day);
  return [...pricesInForce(own, day)].map(([key, price]) => ({
    metric: price.metric,
    region: price.region,
    bundled: before.get(key),
    own: price,
  }));
}
