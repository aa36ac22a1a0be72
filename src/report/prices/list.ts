// report/prices: the price book for people.

import { differenceInCalendarDays } from 'date-fns/differenceInCalendarDays';
import { parseISO } from 'date-fns/parseISO';
import { jsonText } from '../../base/json.js';
import { grouped } from '../../base/text.js';
import { utc } from '../../base/utc.js';
import { PRICE_METRICS, type Price, type PriceBook, type PriceMetric, pricesInForce, unitPrice } from '../../prices/book.js';
import { priceJson } from '../../prices/json.js';
import type { Document, Table } from '../layout/document.js';
import { fullPriceText } from './price-text.js';

/** How lists show a metric: a short name and the number of units that its price is shown for. */
interface Shown {
  name: string;
  per: number;
  /** Known in few Regions: listed below the table, where a column would be empty nearly everywhere. */
  isRare?: boolean;
}

const SHOWN: Record<PriceMetric, Shown> = {
  'kms-request': { name: 'KMS', per: 10_000 },
  'kms-key-month': { name: 'key', per: 1 },
  's3-get': { name: 'GET', per: 10_000 },
  's3-put': { name: 'PUT', per: 10_000 },
  'cloudtrail-paid-copy': { name: 'copies', per: 100_000 },
  'cloudtrail-data-event': { name: 'data', per: 100_000 },
  'cloudtrail-insights': { name: 'Insights', per: 100_000 },
  'guardduty-management-event': { name: 'GuardDuty, 1,000,000 events', per: 1_000_000, isRare: true },
  'athena-scanned': { name: 'Athena', per: 1 },
};
const COLUMNS = PRICE_METRICS.filter((metric) => SHOWN[metric].isRare !== true);
const RARE = PRICE_METRICS.filter((metric) => SHOWN[metric].isRare === true);

/** What a narrow terminal leaves out first: what the fewest scenarios use. */
const SPARE: readonly PriceMetric[] = ['s3-put', 'cloudtrail-insights', 'athena-scanned', 'cloudtrail-data-event'];

/** The prices in force on a day: a row a Region, a column a metric. */
export function priceListDocument(book: PriceBook, day: string): Document {
  const inForce = pricesOn(book, day);
  const regions = [...new Set(inForce.map(({ price }) => price.region))].sort();
  const own = inForce.filter(({ isOwn }) => isOwn).length;
  const lacking = PRICE_METRICS.map((metric) => ({ metric, count: regions.filter((region) => !has(inForce, metric, region)).length }));
  return {
    headline: `${inForce.length} prices in ${regions.length} Regions are known on ${day}; ${own} of them come from your own price book.`,
    lead: `Unknown: ${lacking
      .filter(({ count }) => count > 0)
      .map(({ metric, count }) => `${metric} in ${count} of them`)
      .join(', ')}.`,
    caption: 'Per 10,000 requests (KMS, GET, PUT), 100,000 events (copies, data, Insights), key and month, TB',
    tables: [regionTable(inForce, regions)],
    lists: [
      { title: 'Known in few Regions', items: RARE.flatMap((metric) => rareText(metric, inForce)) },
      {
        title: 'Marks',
        items: [
          '* from your own price book',
          '~ assumed: AWS states it without naming the Region',
          '! stale: older than 2023',
          'USD where no currency is shown',
        ],
      },
    ],
  };
}

interface KnownPrice {
  price: Price;
  isOwn: boolean;
}

/** Of each metric and Region the price in force, from the last layer that has one. */
function pricesOn({ layers }: PriceBook, day: string): KnownPrice[] {
  const known = layers.flatMap((prices, layer) =>
    [...pricesInForce(prices, day)].map(([key, price]) => [key, { price, isOwn: layer > 0 }] as const),
  );
  return [...new Map(known).values()];
}

function has(known: readonly KnownPrice[], metric: PriceMetric, region: string): boolean {
  return known.some(({ price }) => price.metric === metric && price.region === region);
}

function regionTable(known: readonly KnownPrice[], regions: readonly string[]): Table {
  const cell = (metric: PriceMetric, region: string) => {
    const found = known.find(({ price }) => price.metric === metric && price.region === region);
    return found === undefined ? '–' : shownPrice(found);
  };
  return {
    title: 'Prices by Region',
    header: ['', ...COLUMNS.map((metric) => SHOWN[metric].name)],
    leftColumns: 1,
    spareColumns: SPARE.map((metric) => COLUMNS.indexOf(metric) + 1),
    rows: regions.map((region) => [region, ...COLUMNS.map((metric) => cell(metric, region))]),
  };
}

function rareText(metric: PriceMetric, known: readonly KnownPrice[]): string[] {
  const found = known.filter(({ price }) => price.metric === metric);
  return found.length === 0
    ? []
    : [`${SHOWN[metric].name}: ${found.map((each) => `${shownPrice(each)} in ${each.price.region}`).join(', ')}`];
}

function shownPrice({ price, isOwn }: KnownPrice): string {
  const mark = isOwn ? '*' : price.confidence === 'assumed' ? '~' : price.confidence === 'stale' ? '!' : '';
  const currency = price.currency === 'USD' ? '' : ` ${price.currency}`;
  return `${mark}${unitPrice(price).times(SHOWN[price.metric].per).toFixed()}${currency}`;
}

/** Every price of a Region, from which layer, how old, with its source; history too. */
export function regionDocument(book: PriceBook, region: string, today: string): Document {
  const all = book.layers.flatMap((prices, layer) =>
    prices.filter((price) => price.region === region).map((price) => ({ price, isOwn: layer > 0 })),
  );
  const sorted = all.toSorted((a, b) => PRICE_METRICS.indexOf(a.price.metric) - PRICE_METRICS.indexOf(b.price.metric));
  const lacking = PRICE_METRICS.filter((metric) => !has(all, metric, region));
  return {
    headline:
      `${region}: ${all.length === 1 ? '1 price is' : `${all.length} prices are`} ` +
      `known${lacking.length === 0 ? '' : `; unknown: ${lacking.join(', ')}`}.`,
    caption: book.regions.find((known) => known.region === region)?.name ?? 'The price book has no name for this Region',
    tables: all.length === 0 ? [] : [ageTable(sorted, today)],
    lists: [{ title: 'Sources', items: sorted.map(({ price }) => fullPriceText(price)) }],
  };
}

function ageTable(known: readonly KnownPrice[], today: string): Table {
  return {
    title: 'Prices; * from your own price book, which takes precedence',
    header: ['', 'confidence', 'price', 'per', 'since', 'as of', 'days old'],
    leftColumns: 2,
    rows: known.map(({ price, isOwn }) => [
      `${isOwn ? '*' : ''}${price.metric}`,
      price.confidence,
      `${price.currency} ${price.price.toFixed()}`,
      grouped(price.per),
      price.effectiveFrom ?? '–',
      price.asOf,
      /^\d{4}-\d\d-\d\d$/.test(price.asOf)
        ? String(differenceInCalendarDays(parseISO(today, { in: utc }), parseISO(price.asOf, { in: utc }), { in: utc }))
        : '–',
    ]),
    spareColumns: [6, 4, 1],
  };
}

/** Known prices as JSON. */
export function pricesJson(book: PriceBook, region?: string): string {
  const prices = book.layers.flatMap((layer, index) =>
    layer
      .filter((price) => region === undefined || price.region === region)
      .map((price) => ({ ...priceJson(price), layer: index === 0 ? 'bundled' : 'own' })),
  );
  return jsonText({ schemaVersion: 1, kind: 'prices', prices });
}
