import type { PriceOf } from './book.js';

/** A price as every JSON report shows it. */
export function priceJson({ metric, region, price, per, unit, currency, asOf, effectiveFrom, confidence, source }: PriceOf<string>) {
  return {
    metric,
    region,
    price: price.toFixed(),
    per: per.toFixed(),
    unit,
    currency,
    source,
    date: asOf,
    ...(effectiveFrom === undefined ? {} : { effectiveFrom }),
    confidence,
  };
}
