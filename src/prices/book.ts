// prices: the price book, how prices are found in it, and how AWS price lists get into it.

import { group } from 'd3-array';
import { Decimal } from '../base/decimal.js';
import type { Day, Month } from '../base/months.js';

/** What has a price: the `metric` column of `pricing/prices.csv`. */
export const PRICE_METRICS = [
  'kms-request',
  'kms-key-month',
  's3-get',
  's3-put',
  'cloudtrail-paid-copy',
  'cloudtrail-data-event',
  'cloudtrail-insights',
  'guardduty-management-event',
  'athena-scanned',
] as const;
export type PriceMetric = (typeof PRICE_METRICS)[number];

/** Services that discounts are given on. */
export const DISCOUNTED_SERVICES = ['kms', 's3', 'cloudtrail', 'guardduty'] as const;
export type DiscountedService = (typeof DISCOUNTED_SERVICES)[number];

/** The service that a metric is a price of; undefined for what no estimate charges. */
export function serviceOf(metric: PriceMetric): DiscountedService | undefined {
  return DISCOUNTED_SERVICES.find((service) => metric.startsWith(`${service}-`));
}

/** `confirmed` two sources; `single` one; `assumed` stated by AWS without naming the Region; `stale` older than 2023. */
export const CONFIDENCES = ['confirmed', 'single', 'assumed', 'stale'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** The columns of `pricing/prices.csv` and of a user's own price book. */
export const PRICE_COLUMNS = [
  'metric',
  'region',
  'price',
  'per',
  'unit',
  'currency',
  'effective_from',
  'as_of',
  'confidence',
  'source',
] as const;

/** Columns that a price book may have too: how a price was converted; all of them, or none. */
export const CONVERSION_COLUMNS = ['converted_from', 'rate', 'rate_date'] as const;

/** One price as its source gives it: `price` in `currency` for `per` units (`0.0004` USD for `1000` requests). */
export type Price = PriceOf<PriceMetric>;

/** The same of other things that have prices. */
export interface PriceOf<M extends string> {
  metric: M;
  region: string;
  price: Decimal;
  per: Decimal;
  unit: string;
  currency: string;
  /** First day on which the price holds; absent: for as long as is known. */
  effectiveFrom?: string;
  /** When the source was true, as exactly as known: `2026-09-11`, `2026-05`, `2026` or `undated`. */
  asOf: string;
  confidence: Confidence;
  source: string;
  /** Of a price that is not in the currency of AWS's list: how it was converted. */
  converted?: ConvertedFrom;
}

/** From which currency a price was converted, at how much of its currency for one unit of that, and on which day. */
export interface ConvertedFrom {
  currency: string;
  rate: Decimal;
  rateDate: Day;
}

/** A figure from AWS that is not a price: the free tier and KMS's request quotas; `global` or `default` where it names no Region. */
export interface Quota {
  metric: 'kms-free-requests' | 'kms-request-quota';
  region: string;
  value: Decimal;
  unit: string;
  asOf: string;
  confidence: Confidence;
  source: string;
}

/** A Region that AWS has, whether or not a price is known for it. */
export interface Region {
  region: string;
  partition: string;
  name: string;
  /** What usage types of S3, CloudTrail and Athena begin with here; empty where it is not known. */
  usagePrefix: string;
  /** What price lists call it; empty where none is known that does. */
  offerLocation: string;
}

/** All prices, quotas and Regions known, each with its source. Of the layers of prices (bundled, then the user's own) the last wins. */
export interface PriceBook {
  layers: readonly (readonly Price[])[];
  quotas: readonly Quota[];
  regions: readonly Region[];
  /** Whether the user's own prices were found in their usual place rather than asked for: then it is not a mistake if none is used. */
  isUsual?: boolean;
}

/** The Regions that a scenario may be in: AWS's, and others that have a price of the user's own. */
export function knownRegions({ regions, layers }: PriceBook): string[] {
  return [...new Set([...regions, ...layers.flat()].map(({ region }) => region))];
}

/**
 * The price of one metric in one Region, in force on the first day of the month; undefined where the book has none. Within a layer the
 * latest `effectiveFrom` wins.
 *
 * @example findPrice(book, 'kms-request', 'us-east-1', '2026-12')?.price // 0.000003
 * @example findPrice(book, 'kms-request', 'us-gov-west-1', '2026-12') // undefined: never another Region's price
 */
export function findPrice(book: PriceBook, metric: PriceMetric, region: string, month: Month): Price | undefined {
  for (const layer of book.layers.toReversed()) {
    const found = inForce(layer, metric, region, `${month}-01`);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Of each metric and Region the price in force on a day, by {@link metricInRegion}. */
export function pricesInForce(prices: readonly Price[], day: Day): Map<string, Price> {
  const found = new Map<string, Price>();
  for (const price of prices) {
    const from = price.effectiveFrom ?? '';
    const known = found.get(metricInRegion(price));
    if (from <= day && (known === undefined || from > (known.effectiveFrom ?? ''))) found.set(metricInRegion(price), price);
  }
  return found;
}

/** What a price is of: its metric and Region. */
export function metricInRegion({ metric, region }: Pick<Price, 'metric' | 'region'>): string {
  return `${metric} ${region}`;
}

/** Identifies a price within one layer: metric, Region and first day; sorts in this order. */
export function priceKey(price: Price): string {
  return `${metricInRegion(price)} ${price.effectiveFrom ?? ''}`;
}

function inForce(prices: readonly Price[], metric: PriceMetric, region: string, day: string): Price | undefined {
  let found: Price | undefined;
  for (const price of historyIn(prices).get(metricInRegion({ metric, region })) ?? []) {
    const from = price.effectiveFrom ?? '';
    if (from <= day && (found === undefined || from > (found.effectiveFrom ?? ''))) found = price;
  }
  return found;
}

const histories = new WeakMap<readonly Price[], ReadonlyMap<string, readonly Price[]>>();

/** The prices of a layer by {@link metricInRegion}: it has hundreds, and an estimate asks for some in each month. */
function historyIn(prices: readonly Price[]): ReadonlyMap<string, readonly Price[]> {
  const known = histories.get(prices) ?? group(prices, metricInRegion);
  histories.set(prices, known);
  return known;
}

/** The currency in which AWS lists prices of a Region: US dollars, in China yuan. Source: the price lists of both partitions. */
export function listCurrency(region: string): string {
  return region.startsWith('cn-') ? 'CNY' : 'USD';
}

/** What of a converted price is said beside it; empty for any other. */
export function convertedText({ converted }: Pick<PriceOf<string>, 'converted'>): string {
  return converted === undefined
    ? ''
    : `converted from ${converted.currency} at ${converted.rate.toFixed()}, rate of ${converted.rateDate}`;
}

/** The price of one unit: `0.0004` for `1000` requests is `0.0000004` a request. */
export function unitPrice({ price, per }: Pick<Price, 'price' | 'per'>): Decimal {
  return price.div(per);
}

/**
 * Requests a month that AWS gives free to a whole payer family, across all Regions.
 * Source: aws.amazon.com/kms/pricing and the price list's `Global-KMS-Requests`.
 */
export function freeRequestsPerMonth(book: PriceBook): Decimal {
  return book.quotas.find((quota) => quota.metric === 'kms-free-requests')?.value ?? new Decimal(0);
}

/**
 * AWS's default quota for symmetric cryptographic operations a second, per calling account, in a Region.
 * Source: docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html
 */
export function requestQuotaPerSecond(book: PriceBook, region: string): Decimal | undefined {
  const quotas = book.quotas.filter((quota) => quota.metric === 'kms-request-quota');
  return (quotas.find((quota) => quota.region === region) ?? quotas.find((quota) => quota.region === 'default'))?.value;
}
