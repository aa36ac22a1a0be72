import { Readable } from 'node:stream';
import type { ListingFacts } from '../../src/start/facts.js';
import { ListingReader } from '../../src/start/listing/listing.js';
import { readListing } from '../../src/start/listing/read.js';

/** An object of a made bucket. */
export interface MadeObject {
  key: string;
  size: number;
}

/** What a made bucket has: in each Region so many slots a day, with so many files each. */
export interface Truth {
  accounts: readonly string[];
  regions: readonly string[];
  /** From this day on, in UTC. */
  from: string;
  days: number;
  slotsADay: number;
  filesInASlot: number;
  /** Before `AWSLogs`, with its slash. */
  prefix?: string;
  organization?: string;
  /** Names of trails that deliver digests. */
  trails?: readonly string[];
  /** Days without any file, counted from the first. */
  gap?: readonly number[];
  /** How many slots a day has, in place of `slotsADay`. */
  slotsOf?: (day: number) => number;
  /** An account's name in the object's unique part, where two trails deliver. */
  unique?: string;
}

const DAY_MS = 86_400_000;

/** Keys of a bucket with a known truth, in the order in which S3 lists them. */
export function madeBucket(truth: Truth): MadeObject[] {
  const objects: MadeObject[] = [];
  for (const account of truth.accounts) {
    for (const region of truth.regions) {
      for (let day = 0; day < truth.days; day += 1) {
        if (truth.gap?.includes(day) !== true) objects.push(...madeDay(truth, account, region, day));
      }
    }
  }
  return objects.sort((one, other) => (one.key < other.key ? -1 : 1));
}

function madeDay(truth: Truth, account: string, region: string, day: number): MadeObject[] {
  const objects: MadeObject[] = [];
  const date = new Date(Date.parse(truth.from) + day * DAY_MS).toISOString().slice(0, 10);
  const folder = `${truth.prefix ?? ''}AWSLogs/${truth.organization === undefined ? '' : `${truth.organization}/`}${account}`;
  const place = `${region}/${date.replaceAll('-', '/')}`;
  const slots = truth.slotsOf?.(day) ?? truth.slotsADay;
  for (let index = 0; index < slots; index += 1) {
    const minute = Math.floor((index * 288) / slots) * 5;
    const stamp = `${date.replaceAll('-', '')}T${two(minute / 60)}${two(minute % 60)}Z`;
    for (let file = 0; file < truth.filesInASlot; file += 1) {
      const name = `${account}_CloudTrail_${region}_${stamp}_Made${truth.unique ?? ''}${index}x${file}.json.gz`;
      objects.push({ key: `${folder}/CloudTrail/${place}/${name}`, size: 1000 + index + file });
    }
  }
  for (const trail of truth.trails ?? []) {
    for (let hour = 0; hour < 24; hour += 1) {
      const stamp = `${date.replaceAll('-', '')}T${two(hour)}0000Z`;
      const name = `${account}_CloudTrail-Digest_${region}_${trail}_us-east-1_${stamp}.json.gz`;
      objects.push({ key: `${folder}/CloudTrail-Digest/${place}/${name}`, size: 900 });
    }
  }
  return objects;
}

function two(number: number): string {
  return String(Math.floor(number)).padStart(2, '0');
}

export function lsOf(objects: readonly MadeObject[]): string {
  return objects.map(({ key, size }) => `2026-11-25 03:39:34 ${String(size).padStart(10)} ${key}\n`).join('');
}

/** Facts of listings, given in portions that end anywhere. */
export async function factsOf(listings: readonly (string | Buffer)[], portion = 1000): Promise<ListingFacts> {
  const reader = new ListingReader();
  for (const listing of listings) await readListing('made.txt', portions(Buffer.from(listing), portion), reader);
  return reader.facts('a made listing');
}

export function portions(bytes: Buffer, length: number): Readable {
  const parts = Array.from({ length: Math.ceil(bytes.length / length) }, (_, index) =>
    bytes.subarray(index * length, (index + 1) * length),
  );
  return Readable.from(parts);
}
