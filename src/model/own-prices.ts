import { Decimal } from '../base/decimal.js';
import type { Price, PriceBook } from '../prices/book.js';
import type { Scenario } from '../scenario/schema.js';

/** The price book with the scenario's own prices over it, each in the Region that it is of. */
export function withOwnPrices(book: PriceBook, { prices }: Pick<Scenario, 'prices'>): PriceBook {
  const own = (Object.keys(prices) as (keyof typeof prices)[]).flatMap((metric): Price[] => {
    const given = prices[metric];
    if (given === undefined) return [];
    const { region, price, per, currency, source } = given;
    return [
      {
        metric,
        region,
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
