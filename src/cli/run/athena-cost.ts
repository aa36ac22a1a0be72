import type { Order } from '../../athena/sql/order.js';
import { mostLists } from '../../athena/sql/order.js';
import type { Scope } from '../../athena/sql/scope.js';
import { Decimal } from '../../base/decimal.js';
import { counted, grouped } from '../../base/text.js';
import { ownCost } from '../../logs/s3/own-cost.js';
import { findPrice, type PriceBook, unitPrice } from '../../prices/book.js';
import { nowOf } from '../clock.js';
import { type Io, remark } from '../io.js';
import { assertWithin, type MaxCost, megabytes, moneyOf, withListing } from './s3.js';

/** What queries will read, as a listing of the bucket shows it. */
interface Reading {
  region: string;
  gets: number;
  decrypts: number;
  /** LISTs of projection at most. */
  lists: number;
  /** That Athena bills, by query. */
  bytes: number[];
  made: { lists: number; heads: number };
  files: number;
}

/** Athena bills each query for so much at least. Source: aws.amazon.com/athena/pricing. */
const LEAST_BYTES = 10_000_000;
const BYTES_A_TB = 1e12;

/**
 * Says what queries will cost before they run, by listing what they will read.
 *
 * @param scopes of each query
 * @returns the Region of the bucket
 * @throws TrailcostError `usage` where it is more than may be spent; `aws-refused`
 */
export async function saidCost(
  order: Order,
  scopes: readonly Scope[],
  { book, maxCost, signal }: { book: PriceBook; maxCost: MaxCost | undefined; signal: AbortSignal },
  io: Io,
): Promise<string> {
  const reading = await readingOf(order, scopes, signal, io);
  const month = nowOf(io).slice(0, 7);
  const { region, gets, decrypts, lists, made, files } = reading;
  const cost = ownCost({ lists, gets, decrypts }, region, month, book);
  const madeCost = ownCost({ lists: made.lists, gets: made.heads, decrypts: 0 }, region, month, book);
  const scanned = scanCost(reading.bytes, region, month, book);
  const bytes = reading.bytes.reduce((sum, each) => sum + each, 0);
  const gone = `${counted(made.lists, 'LIST')} and ${counted(made.heads, 'HEAD')} made (${moneyOf(madeCost.total, cost)})`;
  const toCome = [
    `${counted(scopes.length, 'query', 'queries')} with ${counted(gets, 'GET')} (${moneyOf(cost.gets, cost)})`,
    `at most ${counted(decrypts, 'Decrypt')} (${moneyOf(cost.decrypts, cost)})`,
    `at most ${counted(lists, 'LIST')} (${moneyOf(cost.lists, cost)})`,
    `${megabytes(bytes)} scanned (${moneyOf(scanned?.amount, cost)})`,
  ];
  remark(`${counted(files, 'file')}: ${gone}; to come: ${toCome.join(', ')}`, io);
  const isWhole = cost.total !== undefined && scanned?.currency === cost.currency;
  const total = isWhole ? cost.total?.plus(scanned.amount) : undefined;
  if (maxCost !== undefined) assertWithin({ total, currency: cost.currency }, maxCost, `${grouped(gets)} GETs make most of it`);
  return region;
}

/** What Athena bills for the bytes that each query scanned; undefined where the price book has no price. */
export function scanCost(bytes: readonly number[], region: string, month: string, book: PriceBook): Amount | undefined {
  const price = findPrice(book, 'athena-scanned', region, month);
  const billed = bytes.reduce((sum, each) => sum + Math.max(each, LEAST_BYTES), 0);
  return price && { amount: unitPrice(price).times(new Decimal(billed).div(BYTES_A_TB)), currency: price.currency };
}

/** An amount of money. */
interface Amount {
  amount: Decimal;
  currency: string;
}

async function readingOf(order: Order, scopes: readonly Scope[], signal: AbortSignal, io: Io): Promise<Reading> {
  const { accounts, regions, locations } = order;
  const spans = scopes.flatMap(({ tables }) => tables.slice(0, 1).map(({ location }) => location));
  const [firstDay, lastDay] = [spans[0]?.firstDay ?? 0, spans.at(-1)?.lastDay ?? 0];
  const wantsDay = (day: number) => day >= firstDay && day <= lastDay;
  const scope = { wantsDay, leavesDaysOut: true, accounts, areOwners: true, regions, wantsDigests: false };
  const lists = scopes.reduce((sum, each) => sum + mostLists(each), 0);
  const sum: Reading = { region: '', gets: 0, decrypts: 0, lists, bytes: spans.map(() => 0), made: { lists: 0, heads: 0 }, files: 0 };
  for (const location of locations) {
    await withListing(location, { given: { endpoint: undefined, 'requester-pays': false }, scope, signal }, io, async (listed) => {
      const months = spans.map((span) => listed.within(span.firstDay, span.lastDay));
      const gets = months.reduce((all, { files }) => all + files, 0);
      const { atMost } = await listed.decrypts(signal);
      const { lists: made, heads } = listed.store.requests;
      sum.region = listed.store.region;
      sum.files += listed.files;
      sum.gets += gets;
      // Files of a day that two queries read, since copies come late, are read twice.
      sum.decrypts += Math.min(gets, atMost + gets - listed.files);
      sum.bytes = sum.bytes.map((bytes, index) => bytes + (months[index]?.bytes ?? 0));
      sum.made = { lists: sum.made.lists + made, heads: sum.made.heads + heads };
    });
  }
  return sum;
}
