import { stringify } from 'csv-stringify/sync';
import { PRICE_COLUMNS, type Price } from './book.js';

/** A user's prices with others put over them: of the same metric, Region and first day the new one stays. */
export function mergePrices(known: readonly Price[], added: readonly Price[]): Price[] {
  const prices = new Map([...known, ...added].map((price) => [keyOf(price), price]));
  return [...prices.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function keyOf({ metric, region, effectiveFrom = '' }: Price): string {
  return [metric, region, effectiveFrom].join(' ');
}

/** Prices as a CSV of the form of `pricing/prices.csv`. */
export function pricesCsv(prices: readonly Price[]): string {
  const rows = prices.map(({ metric, region, price, per, unit, currency, effectiveFrom = '', asOf, confidence, source }) => [
    metric,
    region,
    price.toFixed(),
    per.toFixed(),
    unit,
    currency,
    effectiveFrom,
    asOf,
    confidence,
    source,
  ]);
  return stringify(rows, { header: true, columns: [...PRICE_COLUMNS] });
}

/** What a price of one layer is in a later one. */
export interface PriceDifference {
  metric: Price['metric'];
  region: string;
  bundled: Price | undefined;
  own: Price;
}

/** Each metric and Region of a user's prices, in force on a day, beside the bundled price; those that are equal too. */
export function comparePrices(bundled: readonly Price[], own: readonly Price[], day: string): PriceDifference[] {
  const latest = (prices: readonly Price[]) => {
    const known = new Map<string, Price>();
    for (const price of prices) {
      const key = `${price.metric} ${price.region}`;
      const from = price.effectiveFrom ?? '';
      if (from <= day && from >= (known.get(key)?.effectiveFrom ?? '')) known.set(key, price);
    }
    return known;
  };
  const before = latest(bundled);
  return [...latest(own)].map(([key, price]) => ({ metric: price.metric, region: price.region, bundled: before.get(key), own: price }));
}
