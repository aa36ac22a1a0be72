// prices/lists: AWS's price lists, fetched, parsed and turned into prices.

import { group, rollup } from 'd3-array';
import { type Decimal, ONE } from '../../base/decimal.js';
import { remembered } from '../../base/memo.js';
import { metricInRegion, type Price, type PriceMetric, priceKey, type Region } from '../book.js';
import type { ListedPrice } from './listed.js';
import { OFFERS, type OfferMatch, offerOf } from './metrics.js';

/** What was found in price lists, and what was not. */
export interface ImportedPrices {
  prices: readonly Price[];
  /** Requests a month that the list gives free to a whole payer family; undefined where it does not say. */
  freeRequestsPerMonth: Decimal | undefined;
  /** Metrics that a service's list has in some Region and lacks in others, or lacks altogether. */
  missing: readonly { metric: PriceMetric; service: string; regions: readonly string[] }[];
  /** Prices that change with the quantity: the first tier is taken, since nothing says how much else is used. */
  tiered: readonly { price: Price; next: { from: Decimal; price: Decimal } }[];
  /** Entries whose usage type is one that is needed, but whose family, group or unit is another: AWS may have renamed them. */
  alike: readonly ListedPrice[];
  /** Locations that no Region is known for. */
  unknownLocations: readonly string[];
  entries: number;
}

/**
 * The prices that trailcost needs, from the entries of price lists. An entry is taken by service, product family, group and whole usage
 * type, never by SKU or rate code; a tier at price 0 that begins at 0 is a free allowance, never the price.
 */
export function importPrices(entries: readonly ListedPrice[], regions: readonly Region[]): ImportedPrices {
  const regionAt = remembered((entry: ListedPrice) => regionOf(entry, regions), {
    keyOf: ({ region, location }) => `${region} ${location}`,
  });
  const matches = entries.flatMap((entry): Match[] => {
    const region = regionAt(entry) ?? NOWHERE;
    const match = offerOf(entry, region);
    return match === undefined ? [] : [{ ...match, entry, region: region.region }];
  });
  const exact = matches.filter(({ isExact }) => isExact);
  const priced = [...group(exact.flatMap(tiersOf), tierKey).values()].flatMap(priceOf);
  const unknown = entries.filter((entry) => regionAt(entry) === undefined).map(({ location }) => location);
  return {
    prices: withoutRepeats(priced.map(({ price }) => price)),
    freeRequestsPerMonth: exact.find(({ offer, entry }) => offer.metric === 'kms-free-requests' && entry.to !== undefined)?.entry.to,
    missing: missingOf(entries, priced, regionAt),
    tiered: priced.flatMap(({ price, next }) => (next === undefined ? [] : [{ price, next }])),
    alike: matches.filter(({ isExact }) => !isExact).map(({ entry }) => entry),
    unknownLocations: [...new Set(unknown)].filter((location) => location !== '' && location !== 'Any'),
    entries: entries.length,
  };
}

const NOWHERE = { region: '', usagePrefix: '' };

function regionOf({ region: code, location }: ListedPrice, regions: readonly Region[]): Pick<Region, 'region' | 'usagePrefix'> | undefined {
  const known = regions.find(({ region, name, offerLocation }) =>
    code === '' ? location !== '' && [name, offerLocation].includes(location) : region === code,
  );
  return known ?? (code === '' ? undefined : { region: code, usagePrefix: '' });
}

/** An entry for something that has a price here. */
interface Match extends OfferMatch {
  entry: ListedPrice;
  region: string;
}

/** One tier of a price: of one metric in one Region, in one currency. */
interface Tier {
  metric: PriceMetric;
  region: string;
  unit: string;
  currency: string;
  price: Decimal;
  entry: ListedPrice;
}

function tiersOf({ offer: { metric, unit }, region, entry }: Match): Tier[] {
  if (metric === 'kms-free-requests') return [];
  return Object.entries(entry.prices).map(([currency, price]) => ({ metric, region, unit, currency, price, entry }));
}

/** What all tiers of one price have in common; lists of several days have several of them. */
function tierKey({ metric, region, currency, entry }: Tier): string {
  return [metric, region, currency, entry.effectiveDay, entry.list.version].join(' ');
}

interface Priced {
  price: Price;
  next: { from: Decimal; price: Decimal } | undefined;
}

function priceOf(tiers: readonly Tier[]): Priced[] {
  const sorted = tiers.toSorted((a, b) => a.entry.from.cmp(b.entry.from));
  const paid = sorted.filter(({ entry, price }) => !(entry.from.isZero() && entry.to !== undefined && price.isZero()));
  const [first, second] = paid.filter(({ price }, index) => index === 0 || !paid[index - 1]?.price.eq(price));
  if (first === undefined) return [];
  const { metric, region, unit, currency, entry } = first;
  const { offerCode, version, publishedOn } = entry.list;
  const price: Price = {
    metric,
    region,
    price: first.price,
    per: ONE,
    unit,
    currency,
    effectiveFrom: entry.effectiveDay,
    asOf: publishedOn,
    confidence: 'single',
    source: `AWS price list ${offerCode} ${version}, SKU ${entry.sku}`.replace(/\p{C}/gu, ''),
  };
  return [{ price, next: second && { from: second.entry.from, price: second.price } }];
}

/** A price that a later list repeats holds since the earlier one. */
function withoutRepeats(prices: readonly Price[]): Price[] {
  const sorted = prices.toSorted((a, b) => (`${priceKey(a)} ${a.asOf}` < `${priceKey(b)} ${b.asOf}` ? -1 : 1));
  const kept: Price[] = [];
  for (const price of sorted) {
    const last = kept.at(-1);
    const isSame = last !== undefined && metricInRegion(last) === metricInRegion(price);
    if (isSame && last.effectiveFrom === price.effectiveFrom) kept.pop();
    else if (isSame && last.price.eq(price.price) && last.currency === price.currency) continue;
    kept.push(price);
  }
  return kept;
}

/** Of each service that the lists are of: Regions they name in which a metric has no price. */
function missingOf(
  entries: readonly ListedPrice[],
  priced: readonly Priced[],
  regionAt: (entry: ListedPrice) => { region: string } | undefined,
): ImportedPrices['missing'] {
  const regionsOf = rollup(
    entries,
    (own) => new Set(own.flatMap((entry) => regionAt(entry)?.region ?? [])),
    ({ service }) => service,
  );
  return OFFERS.flatMap(({ metric, service }) => {
    const named = regionsOf.get(service);
    if (named === undefined || metric === 'kms-free-requests') return [];
    const lacking = [...named]
      .filter((region) => region !== '' && region !== 'global')
      .filter((region) => !priced.some(({ price }) => price.metric === metric && price.region === region))
      .sort();
    return lacking.length === 0 ? [] : [{ metric, service, regions: lacking }];
  });
}
