import { type Decimal, ONE } from '../../base/decimal.js';
import { metricInRegion, type Price, type PriceMetric, priceKey, type Region } from '../book.js';
import type { ListedPrice } from './listed.js';
import { OFFERS, offerOf } from './metrics.js';

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
 * The prices that trailcost needs, from the entries of price lists. An entry is taken by service, product family, group and whole usage type,
 * never by SKU or rate code; a tier at price 0 that begins at 0 is a free allowance, never the price.
 */
export function importPrices(entries: readonly ListedPrice[], regions: readonly Region[]): ImportedPrices {
  const tiers = new Map<string, Tiers>();
  const alike: ListedPrice[] = [];
  const unknown = new Set<string>();
  for (const entry of entries) {
    const region = regionOf(entry, regions);
    if (region === undefined) unknown.add(entry.location);
    const match = offerOf(entry, region ?? NOWHERE);
    if (match === undefined) continue;
    if (!match.isExact) alike.push(entry);
    else add(tiers, entry, match.offer.metric, region ?? NOWHERE, match.offer.unit);
  }
  const found = [...tiers.values()];
  const free = found.filter(({ metric }) => metric === 'kms-free-requests').flatMap(({ entries: own }) => own.map(({ to }) => to));
  const priced = found.flatMap(priceOf);
  return {
    prices: withoutRepeats(priced.map(({ price }) => price)),
    freeRequestsPerMonth: free.find((to) => to !== undefined),
    missing: missingOf(entries, priced, regions),
    tiered: priced.flatMap(({ price, next }) => (next === undefined ? [] : [{ price, next }])),
    alike,
    unknownLocations: [...unknown].filter((location) => location !== '' && location !== 'Any'),
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

/** All tiers of one metric in one Region under one term. */
interface Tiers {
  metric: PriceMetric | 'kms-free-requests';
  region: string;
  unit: string;
  currency: string;
  entries: ListedPrice[];
}

function add(tiers: Map<string, Tiers>, entry: ListedPrice, metric: Tiers['metric'], { region }: { region: string }, unit: string): void {
  for (const currency of Object.keys(entry.prices)) {
    const key = [metric, region, currency, entry.effectiveDay, entry.list.version].join(' ');
    const known = tiers.get(key) ?? { metric, region, unit, currency, entries: [] };
    known.entries.push(entry);
    tiers.set(key, known);
  }
}

interface Priced {
  price: Price;
  next: { from: Decimal; price: Decimal } | undefined;
}

function priceOf({ metric, region, unit, currency, entries }: Tiers): Priced[] {
  if (metric === 'kms-free-requests') return [];
  const sorted = entries.toSorted((a, b) => a.from.cmp(b.from));
  const priceIn = (entry: ListedPrice) => entry.prices[currency] as Decimal;
  const paid = sorted.filter((entry) => !(entry.from.isZero() && entry.to !== undefined && priceIn(entry).isZero()));
  const [first, second] = paid.filter((entry, index) => index === 0 || !priceIn(entry).eq(priceIn(paid[index - 1] as ListedPrice)));
  if (first === undefined) return [];
  const { offerCode, version, publishedOn } = first.list;
  const price: Price = {
    metric,
    region,
    price: priceIn(first),
    per: ONE,
    unit,
    currency,
    effectiveFrom: first.effectiveDay,
    asOf: publishedOn,
    confidence: 'single',
    source: `AWS price list ${offerCode} ${version}, SKU ${first.sku}`.replace(/\p{C}/gu, ''),
  };
  return [{ price, next: second && { from: second.from, price: priceIn(second) } }];
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
function missingOf(entries: readonly ListedPrice[], priced: readonly Priced[], regions: readonly Region[]): ImportedPrices['missing'] {
  const named = new Map<string, Set<string>>();
  for (const entry of entries) {
    const region = regionOf(entry, regions)?.region;
    const known = named.get(entry.service) ?? new Set();
    if (region !== undefined && region !== '' && region !== 'global') known.add(region);
    named.set(entry.service, known);
  }
  return OFFERS.flatMap(({ metric, service }) => {
    const inRegions = named.get(service);
    if (inRegions === undefined || metric === 'kms-free-requests') return [];
    const lacking = [...inRegions]
      .filter((region) => !priced.some(({ price }) => price.metric === metric && price.region === region))
      .sort();
    return lacking.length === 0 ? [] : [{ metric, service, regions: lacking }];
  });
}
