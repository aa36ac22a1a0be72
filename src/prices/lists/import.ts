// prices/lists: AWS's price lists, fetched, parsed and turned into prices.

import { rollup } from 'd3-array';
import { type Decimal, ONE } from '../../base/decimal.js';
import { TrailcostError } from '../../base/errors.js';
import { getOrMake } from '../../base/maps.js';
import { remembered } from '../../base/memo.js';
import { metricInRegion, type Price, type PriceMetric, priceKey, type Region } from '../book.js';
import type { ListedPrice, ListSink, Place } from './listed.js';
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
  /** Services of whose pages each names a next one: the last one is not here. */
  unfinished: readonly string[];
  entries: number;
}

/**
 * Collects the prices that trailcost needs from the entries of price lists, one after the other, and keeps only what its result needs. An
 * entry is taken by service, product family, group and whole usage type, never by SKU or rate code; a tier at price 0 that begins at 0 is
 * a free allowance, never the price.
 */
export class PriceImport implements ListSink {
  readonly #regionAt: (place: Place) => Pick<Region, 'region' | 'usagePrefix'> | undefined;
  readonly #ladders = new Map<string, Ladder>();
  /** Regions that the lists of each service name. */
  readonly #regionsOf = new Map<string, Set<string>>();
  readonly #unknownLocations = new Set<string>();
  readonly #alike: ListedPrice[] = [];
  /** Services of pages that name a next one, and of those that do not. */
  readonly #pages = { open: new Set<string>(), last: new Set<string>() };
  #freeRequestsPerMonth: Decimal | undefined;
  #entries = 0;

  constructor(regions: readonly Region[]) {
    this.#regionAt = remembered((place: Place) => regionOf(place, regions), {
      keyOf: ({ region, location }) => `${region} ${location}`,
    });
  }

  get entries(): number {
    return this.#entries;
  }

  add(entry: ListedPrice): void {
    const region = this.#addPlace(entry, 1);
    const match = offerOf(entry, region);
    if (match?.isExact === false) this.#alike.push(entry);
    else if (match?.offer.metric === 'kms-free-requests') this.#freeRequestsPerMonth ??= entry.to;
    else if (match !== undefined) for (const tier of tiersOf(match, region, entry)) this.#addTier(tierKey(tier), tier);
  }

  addOthers(place: Place, entries: number): void {
    if (entries > 0) this.#addPlace(place, entries);
  }

  endPage(services: ReadonlySet<string>, hasNext: boolean): void {
    const pages = hasNext ? this.#pages.open : this.#pages.last;
    for (const service of services) pages.add(service);
  }

  #addPlace(place: Place, entries: number): Pick<Region, 'region' | 'usagePrefix'> {
    this.#entries += entries;
    const { service, location } = place;
    const region = this.#regionAt(place);
    const named = getOrMake(this.#regionsOf, service, () => new Set<string>());
    if (region !== undefined) named.add(region.region);
    else if (location !== '' && location !== 'Any') this.#unknownLocations.add(location);
    return region ?? NOWHERE;
  }

  /** Adds all that another one has, as if its entries came after those here. */
  addAll(other: PriceImport): void {
    this.#entries += other.#entries;
    for (const [service, regions] of other.#regionsOf) {
      const named = getOrMake(this.#regionsOf, service, () => new Set<string>());
      for (const region of regions) named.add(region);
    }
    this.endPage(other.#pages.open, true);
    this.endPage(other.#pages.last, false);
    for (const location of other.#unknownLocations) this.#unknownLocations.add(location);
    for (const entry of other.#alike) this.#alike.push(entry);
    this.#freeRequestsPerMonth ??= other.#freeRequestsPerMonth;
    for (const [key, { first, second }] of other.#ladders) for (const tier of [first, second]) this.#addTier(key, tier);
  }

  /**
   * @param where the list, for messages, where all is of one
   * @throws TrailcostError `price-list-invalid` where one thing has prices in two currencies from one day
   */
  result(where?: string): ImportedPrices {
    const priced = [...this.#ladders.values()].flatMap(priceOf);
    assertOneCurrency(
      priced.map(({ price }) => price),
      where,
    );
    return {
      prices: withoutRepeats(priced.map(({ price }) => price)),
      freeRequestsPerMonth: this.#freeRequestsPerMonth,
      missing: missingOf(this.#regionsOf, priced),
      tiered: priced.flatMap(({ price, next }) => (next === undefined ? [] : [{ price, next }])),
      alike: this.#alike,
      unknownLocations: [...this.#unknownLocations],
      unfinished: [...this.#pages.open].filter((service) => !this.#pages.last.has(service)),
      entries: this.#entries,
    };
  }

  #addTier(key: string, tier: Tier | undefined): void {
    const ladder = getOrMake(this.#ladders, key, (): Ladder => ({ first: undefined, second: undefined }));
    if (tier !== undefined && !isAllowance(tier)) climb(ladder, tier);
  }
}

const NOWHERE = { region: '', usagePrefix: '' };

function regionOf({ region: code, location }: Place, regions: readonly Region[]): Pick<Region, 'region' | 'usagePrefix'> | undefined {
  const known = regions.find(({ region, name, offerLocation }) =>
    code === '' ? location !== '' && [name, offerLocation].includes(location) : region === code,
  );
  return known ?? (code === '' ? undefined : { region: code, usagePrefix: '' });
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

function tiersOf({ offer: { metric, unit } }: OfferMatch, { region }: { region: string }, entry: ListedPrice): Tier[] {
  if (metric === 'kms-free-requests') return [];
  return Object.entries(entry.prices).map(([currency, price]) => ({ metric, region, unit, currency, price, entry }));
}

/** What all tiers of one price have in common; lists of several days have several of them. */
function tierKey({ metric, region, currency, entry }: Tier): string {
  return [metric, region, currency, entry.effectiveDay, entry.list.version].join(' ');
}

/** What counts of the tiers of one price: the lowest one, and of those that cost something else the lowest. */
interface Ladder {
  first: Tier | undefined;
  second: Tier | undefined;
}

function isAllowance({ price, entry: { from, to } }: Tier): boolean {
  return from.isZero() && to !== undefined && price.isZero();
}

/** Of tiers that begin at the same quantity the earlier one stays. */
function climb(ladder: Ladder, tier: Tier): void {
  const { first, second } = ladder;
  if (first === undefined) ladder.first = tier;
  else if (tier.entry.from.lt(first.entry.from)) {
    ladder.first = tier;
    if (!first.price.eq(tier.price)) ladder.second = first;
  } else if (!tier.price.eq(first.price) && (second === undefined || tier.entry.from.lt(second.entry.from))) ladder.second = tier;
}

interface Priced {
  price: Price;
  next: { from: Decimal; price: Decimal } | undefined;
}

function priceOf({ first, second }: Ladder): Priced[] {
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
    source: `AWS price list ${offerCode}; version ${version}, SKU ${entry.sku}`.replace(/\p{C}/gu, ''),
  };
  return [{ price, next: second && { from: second.entry.from, price: second.price } }];
}

/** A price book holds one price of a thing from a day: which of two currencies AWS bills, no list says. */
function assertOneCurrency(prices: readonly Price[], where: string | undefined): void {
  const currencies = rollup(prices, (own) => [...new Set(own.map(({ currency }) => currency))].sort(), priceKey);
  const [twice] = [...currencies].filter(([, own]) => own.length > 1);
  if (twice === undefined) return;
  const [key, own] = twice;
  const [metric, region] = key.split(' ');
  throw new TrailcostError('price-list-invalid', {
    where,
    what: `${metric} in ${region} has prices in ${own.join(' and ')}, and a price book holds one of them`,
    remedy:
      `Nothing was written. Keep the currency of your bill, and take the other one out of the list: in CSV its rows, in JSON ` +
      'its entries of pricePerUnit.',
  });
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
function missingOf(regionsOf: ReadonlyMap<string, ReadonlySet<string>>, priced: readonly Priced[]): ImportedPrices['missing'] {
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
