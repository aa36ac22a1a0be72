import { Decimal } from '../../base/decimal.js';
import type { Month } from '../../base/months.js';
import { findPrice, type PriceBook, type PriceMetric, unitPrice } from '../../prices/book.js';

/** Requests that reading a bucket makes, by what AWS charges them as. */
export interface OwnRequests {
  lists: number;
  /** GETs and HEADs have one price. */
  gets: number;
  decrypts: number;
}

/** What requests cost; undefined where the price book has no price. */
export interface OwnCost {
  lists: Decimal | undefined;
  gets: Decimal | undefined;
  decrypts: Decimal | undefined;
  total: Decimal | undefined;
  currency: string;
}

/** LIST is charged as PUT. Source: aws.amazon.com/s3/pricing, "PUT, COPY, POST, LIST requests". */
const METRICS = { lists: 's3-put', gets: 's3-get', decrypts: 'kms-request' } as const satisfies Record<keyof OwnRequests, PriceMetric>;

/** What requests cost in the bucket's Region, without a free tier: nobody knows what else uses it. */
export function ownCost(requests: OwnRequests, region: string, month: Month, book: PriceBook): OwnCost {
  const currencies = new Set<string>();
  const costOf = (kind: keyof OwnRequests) => {
    // What is not asked for costs nothing, whatever its price.
    if (requests[kind] === 0) return new Decimal(0);
    const price = findPrice(book, METRICS[kind], region, month);
    if (price === undefined) return undefined;
    currencies.add(price.currency);
    return unitPrice(price).times(requests[kind]);
  };
  const [lists, gets, decrypts] = [costOf('lists'), costOf('gets'), costOf('decrypts')];
  const isWhole = currencies.size <= 1 && lists !== undefined && gets !== undefined && decrypts !== undefined;
  const [currency = 'USD'] = currencies;
  return { lists, gets, decrypts, total: isWhole ? lists.plus(gets).plus(decrypts) : undefined, currency };
}
