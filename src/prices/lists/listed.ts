import type { Decimal } from '../../base/decimal.js';
import type { Day } from '../../base/months.js';

/** One price dimension of an AWS price list: one tier of one product under one on-demand term. */
export interface ListedPrice {
  service: string;
  family: string;
  group: string;
  usageType: string;
  /** The Region's code; empty in older lists, which name the location only. */
  region: string;
  location: string;
  unit: string;
  /** First unit of a month that the price is for. */
  from: Decimal;
  /** The unit that it ends before; undefined where it does not end. */
  to: Decimal | undefined;
  /** Price of one unit by currency. */
  prices: Readonly<Record<string, Decimal>>;
  effectiveDay: Day;
  sku: string;
  list: PriceListName;
}

/** Which list it is, as AWS names it. */
export interface PriceListName {
  offerCode: string;
  version: string;
  publishedOn: Day;
}

/** Where a price is sold. */
export type Place = Pick<ListedPrice, 'service' | 'region' | 'location'>;

/** Takes what a list has, as it comes. */
export interface ListSink {
  add: (price: ListedPrice) => void;
  /** Prices of something that cannot be needed: only where they are sold, and how many they are. */
  addOthers: (place: Place, entries: number) => void;
  /** A page of answers has ended: of which services it was, and whether it names a next one. */
  endPage: (services: ReadonlySet<string>, hasNext: boolean) => void;
}
