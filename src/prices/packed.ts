import { Decimal } from '../base/decimal.js';
import type { Confidence, Price, PriceBook, PriceMetric, Quota, Region } from './book.js';

/** A price book as it is stored and sent: small, and with Decimals as text. */
export interface PackedBook {
  layers: PackedPrices[];
  quotas: (Omit<Quota, 'value'> & { value: string })[];
  regions: readonly Region[];
  isUsual: boolean;
}

interface PackedPrices {
  /** Each once: many prices have the same. */
  sources: string[];
  rows: PackedPrice[];
}

type PackedPrice = [
  metric: PriceMetric,
  region: string,
  price: string,
  per: string,
  unit: string,
  currency: string,
  effectiveFrom: string | null,
  asOf: string,
  confidence: Confidence,
  source: number,
  converted?: { currency: string; rate: string; rateDate: string },
];

export function packedBook({ layers, quotas, regions, isUsual = false }: PriceBook): PackedBook {
  return {
    layers: layers.map(packedPrices),
    quotas: quotas.map(({ value, ...quota }) => ({ ...quota, value: value.toFixed() })),
    regions,
    isUsual,
  };
}

function packedPrices(prices: readonly Price[]): PackedPrices {
  const sources = [...new Set(prices.map(({ source }) => source))];
  const rows = prices.map(
    ({ metric, region, price, per, unit, currency, effectiveFrom = null, asOf, confidence, source, converted }): PackedPrice => [
      metric,
      region,
      price.toFixed(),
      per.toFixed(),
      unit,
      currency,
      effectiveFrom,
      asOf,
      confidence,
      sources.indexOf(source),
      ...(converted === undefined ? ([] as const) : ([{ ...converted, rate: converted.rate.toFixed() }] as const)),
    ],
  );
  return { sources, rows };
}

/** The way back from {@link packedBook}. */
export function unpackedBook({ layers, quotas, regions, isUsual }: PackedBook): PriceBook {
  return {
    layers: layers.map(({ sources, rows }) => rows.map((row) => unpackedPrice(row, sources))),
    quotas: quotas.map(({ value, ...quota }) => ({ ...quota, value: new Decimal(value) })),
    regions,
    isUsual,
  };
}

function unpackedPrice(row: PackedPrice, sources: readonly string[]): Price {
  const [metric, region, price, per, unit, currency, effectiveFrom, asOf, confidence, source, converted] = row;
  return {
    metric,
    region,
    price: new Decimal(price),
    per: new Decimal(per),
    unit,
    currency,
    ...(effectiveFrom === null ? {} : { effectiveFrom }),
    asOf,
    confidence,
    source: sources[source] ?? '',
    ...(converted === undefined ? {} : { converted: { ...converted, rate: new Decimal(converted.rate) } }),
  };
}
