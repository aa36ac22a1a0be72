import { utc } from '@date-fns/utc';
import { differenceInCalendarDays } from 'date-fns/differenceInCalendarDays';
import { parseISO } from 'date-fns/parseISO';
import type { Decimal } from '../../base/decimal.js';
import { counted, grouped, listed } from '../../base/text.js';
import { PRICE_METRICS, type Price, type PriceBook, type PriceMetric, pricesInForce, unitPrice } from '../../prices/book.js';
import { priceJson } from '../../prices/json.js';
import type { ImportedPrices } from '../../prices/lists/import.js';
import type { PriceDifference } from '../../prices/own.js';
import type { CsvTable } from '../layout/csv.js';
import type { Document, Table } from '../layout/document.js';
import { changePercent } from '../layout/figures.js';
import { priceText } from './price-text.js';

/** How lists show a metric: a short name and the number of units that its price is shown for. */
const SHOWN: Record<PriceMetric, { name: string; per: number }> = {
  'kms-request': { name: 'KMS', per: 10_000 },
  'kms-key-month': { name: 'key', per: 1 },
  's3-get': { name: 'GET', per: 10_000 },
  's3-put': { name: 'PUT', per: 10_000 },
  'cloudtrail-paid-copy': { name: 'copies', per: 100_000 },
  'cloudtrail-data-event': { name: 'data', per: 100_000 },
  'cloudtrail-insights': { name: 'Insights', per: 100_000 },
  'athena-scanned': { name: 'Athena', per: 1 },
};

/** The prices in force on a day: a row a Region, a column a metric. */
export function priceListDocument(book: PriceBook, day: string): Document {
  const inForce = pricesOn(book, day);
  const regions = [...new Set(inForce.map(({ price }) => price.region))].sort();
  const own = inForce.filter(({ isOwn }) => isOwn).length;
  const lacking = PRICE_METRICS.map((metric) => ({ metric, count: regions.filter((region) => !has(inForce, metric, region)).length }));
  return {
    headline: `${inForce.length} prices in ${regions.length} Regions are known on ${day}, ${own} of them from your own price book.`,
    lead: `Not known: ${lacking
      .filter(({ count }) => count > 0)
      .map(({ metric, count }) => `${metric} in ${count} of them`)
      .join(', ')}.`,
    caption: 'Per 10,000 requests (KMS, GET, PUT), 100,000 events (copies, data, Insights), key and month, TB',
    tables: [regionTable(inForce, regions)],
    lists: [
      {
        title: 'Marks',
        items: [
          '* from your own price book',
          '~ assumed: AWS states it without naming the Region',
          '! stale: older than 2023',
          'USD where no currency stands',
        ],
        isWarning: false,
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
    header: ['', ...PRICE_METRICS.map((metric) => SHOWN[metric].name)],
    leftColumns: 1,
    rows: regions.map((region) => [region, ...PRICE_METRICS.map((metric) => cell(metric, region))]),
    summaryRows: 0,
  };
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
    headline: `${region}: ${all.length === 1 ? '1 price is' : `${all.length} prices are`} known${lacking.length === 0 ? '' : `; not known: ${lacking.join(', ')}`}.`,
    lead: '',
    caption: book.regions.find((known) => known.region === region)?.name ?? 'A Region that this price book has no name for',
    tables: all.length === 0 ? [] : [ageTable(sorted, today)],
    lists: [{ title: 'Sources', items: sorted.map(({ price }) => priceText(price)), isWarning: false }].filter(
      ({ items }) => items.length > 0,
    ),
  };
}

function ageTable(known: readonly KnownPrice[], today: string): Table {
  return {
    title: 'Prices; * from your own price book, which goes first',
    header: ['', 'confidence', 'price', 'per', 'since', 'days old'],
    leftColumns: 2,
    rows: known.map(({ price, isOwn }) => [
      `${isOwn ? '*' : ''}${price.metric}`,
      price.confidence,
      `${price.currency} ${price.price.toFixed()}`,
      grouped(price.per),
      price.effectiveFrom ?? '–',
      /^\d{4}-\d\d-\d\d$/.test(price.asOf)
        ? String(differenceInCalendarDays(parseISO(today, { in: utc }), parseISO(price.asOf, { in: utc }), { in: utc }))
        : price.asOf,
    ]),
    summaryRows: 0,
  };
}

/** What a user's prices change against the bundled ones. */
export function priceCheckDocument(differences: readonly PriceDifference[], source: string): Document {
  const changed = differences.filter(({ bundled, own }) => bundled !== undefined && !isSame(bundled, own));
  const added = differences.filter(({ bundled }) => bundled === undefined);
  const same = differences.length - changed.length - added.length;
  return {
    headline: `Of ${counted(differences.length, 'price')} in ${source}: ${changed.length} differ from the bundled ones, ${added.length} not bundled, ${same} the same.`,
    lead: '',
    caption: 'Prices of one unit, in force today',
    tables: [...changed, ...added].length === 0 ? [] : [differenceTable([...changed, ...added])],
    lists: [],
  };
}

function isSame(one: Price, other: Price): boolean {
  return one.currency === other.currency && unitPrice(one).eq(unitPrice(other));
}

function differenceTable(differences: readonly PriceDifference[]): Table {
  const text = (price: Price | undefined) => (price === undefined ? '–' : `${price.currency} ${unitPrice(price).toFixed()}`);
  return {
    title: 'What is different',
    header: ['', 'Region', 'bundled', 'yours', 'change'],
    leftColumns: 2,
    rows: differences.map(({ metric, region, bundled, own }) => [
      metric,
      region,
      text(bundled),
      text(own),
      bundled === undefined || bundled.currency !== own.currency
        ? '–'
        : changePercent(unitPrice(own).minus(unitPrice(bundled)), unitPrice(bundled)),
    ]),
    summaryRows: 0,
  };
}

/** As many Regions as a sentence names. */
const MOST_NAMED = 6;

/** What an import found, what it did not, and where it went. */
export function importDocument(imported: ImportedPrices, target: string, known: { freeRequestsPerMonth: Decimal }): Document {
  const { prices, missing, tiered, alike, unknownLocations, entries, freeRequestsPerMonth } = imported;
  const regions = new Set(prices.map(({ region }) => region));
  const byMetric = PRICE_METRICS.map((metric) => ({ metric, own: prices.filter((price) => price.metric === metric) })).filter(
    ({ own }) => own.length > 0,
  );
  const warnings = [
    ...missing.map(({ metric, service, regions: lacking }) => `The list of ${service} has no price of ${metric} for ${named(lacking)}.`),
    ...tiered.map(
      ({ price, next }) =>
        `${price.metric} in ${price.region} costs ${price.currency} ${price.price.toFixed()} first, and ${next.price.toFixed()} from ${next.from.toFixed()} a month on: the first is taken.`,
    ),
    ...alike.map(
      ({ usageType, family, group, unit }) =>
        `${usageType} was not taken: its family "${family}", group "${group}" or unit "${unit}" is not the one known.`,
    ),
    ...(unknownLocations.length === 0 ? [] : [`No Region is known for ${unknownLocations.join(', ')}: bring lists with Region codes.`]),
    ...freeTierWarning(freeRequestsPerMonth, known.freeRequestsPerMonth),
  ];
  return {
    headline: `${counted(prices.length, 'price')} of ${counted(regions.size, 'Region')}, from ${counted(entries, 'entry', 'entries')}, ${prices.length === 1 ? 'is' : 'are'} now in ${target}, before the bundled ones.`,
    lead: '',
    caption:
      freeRequestsPerMonth === undefined
        ? 'The lists say nothing of the free tier'
        : `Free tier of KMS: ${freeRequestsPerMonth.toFixed()} requests a month`,
    tables: [],
    lists: [
      { title: 'Warnings', items: warnings, isWarning: true },
      { title: 'Imported', items: byMetric.map(({ metric, own }) => metricText(metric, own)), isWarning: false },
    ].filter(({ items }) => items.length > 0),
  };
}

function named(regions: readonly string[]): string {
  return listed(regions, MOST_NAMED);
}

function metricText(metric: PriceMetric, prices: readonly Price[]): string {
  const texts = [...new Set(prices.map(({ currency, price }) => `${currency} ${price.toFixed()}`))].sort();
  const range = texts.length <= 3 ? texts.join(', ') : `${texts[0]} to ${texts.at(-1)}`;
  return `${metric} in ${named([...new Set(prices.map(({ region }) => region))])}: ${range} a unit, as of ${[...new Set(prices.map(({ asOf }) => asOf))].sort().at(-1)}`;
}

function freeTierWarning(listed: Decimal | undefined, known: Decimal): string[] {
  if (listed === undefined || listed.eq(known)) return [];
  return [
    `AWS's list gives ${listed.toFixed()} free KMS requests a month, while trailcost reckons with ${known.toFixed()} at the most: say in the scenario what is left (freeRequestsLeft).`,
  ];
}

/** What a user's prices change, as JSON. */
export function differencesJson(differences: readonly PriceDifference[]): string {
  const rows = differences.map(({ metric, region, bundled, own }) => ({
    metric,
    region,
    bundled: bundled === undefined ? null : priceJson(bundled),
    own: priceJson(own),
  }));
  return `${JSON.stringify({ schemaVersion: 1, kind: 'price-check', prices: rows }, undefined, 2)}\n`;
}

/** The same as rows; prices of one unit. */
export function differencesTable(differences: readonly PriceDifference[]): CsvTable {
  return {
    columns: ['metric', 'region', 'bundled', 'bundled_currency', 'own', 'own_currency', 'own_effective_from', 'own_as_of', 'own_source'],
    rows: differences.map(({ metric, region, bundled, own }) => [
      metric,
      region,
      bundled === undefined ? '' : unitPrice(bundled).toFixed(),
      bundled?.currency ?? '',
      unitPrice(own).toFixed(),
      own.currency,
      own.effectiveFrom ?? '',
      own.asOf,
      own.source,
    ]),
  };
}

/** Known prices as JSON. */
export function pricesJson(book: PriceBook, region?: string): string {
  const prices = book.layers.flatMap((layer, index) =>
    layer
      .filter((price) => region === undefined || price.region === region)
      .map((price) => ({ ...priceJson(price), layer: index === 0 ? 'bundled' : 'own' })),
  );
  return `${JSON.stringify({ schemaVersion: 1, kind: 'prices', prices }, undefined, 2)}\n`;
}
