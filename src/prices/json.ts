import type { PriceOf } from './book.js';

/** A price as every JSON report shows it. */
export function priceJson(priced: PriceOf<string>) {
  const { metric, region, price, per, unit, currency, asOf, effectiveFrom, confidence, source, converted } = priced;
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
    ...(converted && { convertedFrom: converted.currency, rate: converted.rate.toFixed(), rateDate: converted.rateDate }),
  };
}
