import { counted, grouped } from '../../base/text.js';
import type { CheckpointFile } from '../../logs/checkpoint/checkpoint-file.js';
import type { Filters } from '../../logs/classify/filters.js';
import { type CountSettings, countSupply, wantsDay } from '../../logs/count-logs.js';
import { type S3Address, s3Text } from '../../logs/s3/address.js';
import type { Scope } from '../../logs/s3/levels.js';
import { type OwnCost, ownCost } from '../../logs/s3/own-cost.js';
import { type ListedBucket, S3Supply } from '../../logs/s3/supply.js';
import type { PriceBook } from '../../prices/book.js';
import { nowOf } from '../clock.js';
import type { CountArguments } from '../commands/count.js';
import { type Io, remark } from '../io.js';
import { withCheckpoint } from './checkpoint.js';
import type { Counted, Source } from './counting.js';
import { assertEndpoint, assertWithin, type MaxCost, maxCostOf, megabytes, moneyOf, withListing } from './s3.js';

/** GETs a second that one thread signs and reads; measured, with a server on the same machine. */
const GETS_A_SECOND = 600;
const SECONDS_AN_HOUR = 3600;

/**
 * A bucket as what is to be counted.
 *
 * @throws TrailcostError `usage`
 */
export function s3Source(path: string, given: CountArguments, io: Io): Source {
  assertEndpoint(given.endpoint);
  const maxCost = maxCostOf(given['max-cost']);
  return {
    searched: [],
    count: (settings) => {
      const { filters, signal } = settings;
      return withListing(path, { given, scope: scopeOf(filters), signal }, io, (listed, address) =>
        countListed(listed, { address, settings, given, maxCost }, io),
      );
    },
  };
}

/** Files that cannot hold what is asked for are not listed. */
function scopeOf(filters: Filters): Scope {
  const { since, until, accounts, regions } = filters;
  return {
    wantsDay: wantsDay(filters),
    leavesDaysOut: since !== undefined || until !== undefined,
    accounts,
    regions,
    wantsDigests: false,
  };
}

interface Order {
  address: S3Address;
  settings: CountSettings & { filters: Filters; signal: AbortSignal };
  given: CountArguments;
  maxCost: MaxCost;
}

async function countListed(listed: ListedBucket, order: Order, io: Io): Promise<Counted> {
  const { filters, onRequest } = order.settings;
  const run = { source: s3Text(order.address), filters, wantsTrace: onRequest !== undefined };
  return await withCheckpoint(order.given.checkpoint, run, io, (checkpoint) => countUnlessDear(listed, checkpoint, order, io));
}

async function countUnlessDear(
  listed: ListedBucket,
  checkpoint: CheckpointFile | undefined,
  { address, settings, given, maxCost }: Order,
  io: Io,
): Promise<Counted> {
  const { book, signal } = settings;
  const kept = checkpoint === undefined ? 0 : listed.keptBy(checkpoint);
  if (kept > 0) remark(`${counted(kept, 'file is', 'files are')} in the checkpoint already`, io);
  const decrypts = await listed.decrypts(signal);
  const toCome = { lists: 0, gets: listed.files, decrypts: decrypts.atMost };
  const price = await pricing(book, listed.store.region, io);
  const cost = price(toCome);
  remark(`${filesText(listed, address)}: ${madeText(listed, price)}, ${toComeText(listed, decrypts, cost)} to come`, io);
  if (!given.yes) assertCheap(listed.files, cost, maxCost);
  const supply = new S3Supply(listed, checkpoint);
  const measurement = await countSupply(supply, settings);
  const { refusal } = supply;
  sayDone(listed, price, io);
  if (refusal !== undefined && measurement.coverage.filesRead === 0) throw refusal;
  return { measurement, refusal };
}

type Pricing = (requests: { lists: number; gets: number; decrypts: number }) => OwnCost;

async function pricing(book: CountSettings['book'], region: string, io: Io): Promise<Pricing> {
  const prices: PriceBook = typeof book === 'function' ? await book() : book;
  return (requests) => ownCost(requests, region, nowOf(io).slice(0, 7), prices);
}

function filesText({ files, bytes }: ListedBucket, address: S3Address): string {
  return `${counted(files, 'file')}, ${megabytes(bytes)} in ${s3Text(address)}`;
}

function madeText({ store: { requests } }: ListedBucket, price: Pricing): string {
  const cost = price({ lists: requests.lists, gets: requests.heads, decrypts: 0 });
  return `${counted(requests.lists, 'LIST')} and ${counted(requests.heads, 'HEAD')} made (${moneyOf(cost.total, cost)})`;
}

function toComeText({ files }: ListedBucket, decrypts: { atMost: number; withBucketKey: number }, cost: OwnCost): string {
  const gets = `${counted(files, 'GET')} (${moneyOf(cost.gets, cost)})`;
  if (decrypts.atMost === 0) return `${gets} and no Decrypt`;
  const fewer = decrypts.withBucketKey === 0 ? '' : '; the Bucket Key makes them fewer';
  return `${gets} and at most ${counted(decrypts.atMost, 'Decrypt')} (${moneyOf(cost.decrypts, cost)}${fewer})`;
}

/** @throws TrailcostError `usage` where it costs more than may be spent without being asked for */
function assertCheap(files: number, cost: OwnCost, maxCost: MaxCost): void {
  const time = `at ${grouped(GETS_A_SECOND)} GETs a second this takes about ${durationText(files / GETS_A_SECOND)}`;
  assertWithin(cost, maxCost, `${time}; trailcost athena has AWS read the files in place`);
}

function durationText(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  if (seconds < SECONDS_AN_HOUR) return `${Math.ceil(seconds / 60)} min`;
  return `${grouped(Math.ceil(seconds / SECONDS_AN_HOUR))} h`;
}

/** What was really asked for; a file that was cut off was asked for again. */
function sayDone({ store: { requests } }: ListedBucket, price: Pricing, io: Io): void {
  const cost = price({ lists: requests.lists, gets: requests.gets + requests.heads, decrypts: 0 });
  const made = `${counted(requests.lists, 'LIST')}, ${counted(requests.heads, 'HEAD')} and ${counted(requests.gets, 'GET')}`;
  remark(`${made} were made: ${moneyOf(cost.total, cost)}, without Decrypts`, io);
}
