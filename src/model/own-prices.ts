import { Decimal } from '../decimal.js';
import { PRICE_METRICS, type Price, type PriceBook } from '../prices/book.js';
import type { Scenario } from '../scenario/schema.js';

/** The price book with the scenario's own prices over it. */
export function withOwnPrices(book: PriceBook, { prices, bucket }: Scenario): PriceBook {
  const own = PRICE_METRICS.flatMap((metric): Price[] => {
    const given = prices[metric];
    if (given === undefined) return [];
    const { price, per, currency, source } = given;
    return [
      {
        metric,
        region: bucket.region,
        price: new Decimal(price),
        per: new Decimal(per),
        unit: book.layers.flat().find((known) => known.metric === metric)?.unit ?? 'units',
        currency,
        asOf: 'undated',
        confidence: 'single',
        source,
      },
    ];
  });
  return own.length === 0 ? book : { ...book, layers: [...book.layers, own] };
}
