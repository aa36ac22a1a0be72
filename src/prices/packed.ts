import { Decimal } from '../base/decimal.js';
import { getOrMake } from '../base/maps.js';
import { remembered } from '../base/memo.js';
import { CONFIDENCES, PRICE_METRICS, type Price, type PriceBook, type Quota, type Region } from './book.js';

/** A price book as it is stored and sent: small, and with Decimals as text. */
export interface PackedBook {
  layers: PackedPrices[];
  quotas: (Omit<Quota, 'value'> & { value: string })[];
  regions: readonly Region[];
  isUsual: boolean;
}

interface PackedPrices {
  /** Each text once: many prices have the same. */
  texts: string[];
  /** For each price its texts by their places, in the order of {@link COLUMNS}; -1 where it has none. */
  rows: number[][];
}

const COLUMNS = [
  'metric',
  'region',
  'price',
  'per',
  'unit',
  'currency',
  'effectiveFrom',
  'asOf',
  'confidence',
  'source',
  'convertedFrom',
  'rate',
  'rateDate',
] as const;

export function packedBook({ layers, quotas, regions, isUsual = false }: PriceBook): PackedBook {
  return {
    layers: layers.map(packedPrices),
    quotas: quotas.map(({ value, ...quota }) => ({ ...quota, value: value.toFixed() })),
    regions,
    isUsual,
  };
}

function packedPrices(prices: readonly Price[]): PackedPrices {
  const texts = new Map<string, number>();
  const placeOf = (text: string | undefined) => (text === undefined ? -1 : getOrMake(texts, text, () => texts.size));
  const rows = prices.map(({ price, per, converted, ...texts }) => {
    const { currency: convertedFrom, rate, rateDate } = converted ?? {};
    const row = { ...texts, price: price.toFixed(), per: per.toFixed(), convertedFrom, rate: rate?.toFixed(), rateDate };
    return COLUMNS.map((column) => placeOf(row[column]));
  });
  return { texts: [...texts.keys()], rows };
}

/** The way back from {@link packedBook}. */
export function unpackedBook({ layers, quotas, regions, isUsual }: PackedBook): PriceBook {
  return {
    layers: layers.map(unpackedPrices),
    quotas: quotas.map(({ value, ...quota }) => ({ ...quota, value: new Decimal(value) })),
    regions,
    isUsual,
  };
}

function unpackedPrices({ texts, rows }: PackedPrices): Price[] {
  const decimalOf = remembered((text: string) => new Decimal(text));
  return rows.map((row): Price => {
    const [metric = '', region = '', price = '', per = '', unit = '', currency = '', effectiveFrom = '', ...more] = row.map(
      (place) => texts[place] ?? '',
    );
    const [asOf = '', confidence = '', source = '', convertedFrom = '', rate = '', rateDate = ''] = more;
    return {
      region,
      unit,
      currency,
      asOf,
      source,
      metric: known(PRICE_METRICS, metric),
      confidence: known(CONFIDENCES, confidence),
      price: decimalOf(price),
      per: decimalOf(per),
      ...(effectiveFrom === '' ? {} : { effectiveFrom }),
      ...(convertedFrom === '' ? {} : { converted: { currency: convertedFrom, rate: decimalOf(rate), rateDate } }),
    };
  });
}

function known<T extends string>(all: readonly T[], text: string): T {
  const found = all.find((each) => each === text);
  if (found === undefined) throw new RangeError(`no price is of ${text}`);
  return found;
}
