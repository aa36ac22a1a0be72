import { mixed } from '../../base/hash.js';
import { entryAt } from '../../base/lists.js';
import { CASES } from '../../base/range.js';
import { KEY_MINUTES } from '../../scenario/key-minutes.js';
import { KINDS } from '../classify/finding.js';
import { Distinct } from './distinct.js';
import { Runs } from './runs.js';
import { Sums } from './sums.js';

/** Times that S3 may use a bucket-level key, shortest first, as in a model. */
export const BUCKET_KEY_MINUTES = CASES.map((which) => KEY_MINUTES[which]);

/** Upper ends, in minutes, of the classes of a file's age when it is read; the last class has none. */
export const AGE_MINUTES = [15, 60, 360, 1440, 10_080, 44_640, 133_920, 527_040] as const;

/** One read, whether a Decrypt or a GET shows it. */
export interface Read {
  /** Seconds since 1970-01-01 UTC. */
  time: number;
  /** Index in {@link KINDS}. */
  kind: number;
  /** Minutes since 1970-01-01 UTC of the file's delivery; 0 where unknown. */
  deliveredMinute: number;
  /** Hash of bucket and key, two numbers of 32 bits. */
  objectHigh: number;
  objectLow: number;
}

/** Reads of one hour and kind, added up. */
export interface ReadSum {
  /** Hours since 1970-01-01 UTC. */
  hour: number;
  /** Index in {@link KINDS}. */
  kind: number;
  reads: number;
  /** Of files with a known delivery, by class of age: as many as {@link AGE_MINUTES}, and one. */
  ages: readonly number[];
  oldestMinutes: number;
}

/** What is kept of a reader's reads: enough to tell how it reads, in memory that does not grow with their number. */
export class Reads {
  total = 0;
  /** Whether some came as sums, so that files, visits, runs and what remains under a Bucket Key are not of all. */
  isOfSums = false;
  readonly ofKind = KINDS.map(() => 0);
  readonly #hours = new Sums<number>();
  /** Reads by class of age, see {@link AGE_MINUTES}. */
  readonly ages = [...AGE_MINUTES.map(() => 0), 0];
  oldestMinutes = 0;
  readonly files = new Distinct();
  /** Files by the hour in which they are read: a file's second GET in the same run is no new visit. */
  readonly visits = new Distinct();
  readonly runs = new Runs();
  /** By cache time, see {@link BUCKET_KEY_MINUTES}: requests that remain under a Bucket Key. */
  readonly underBucketKey = BUCKET_KEY_MINUTES.map(() => new Distinct());

  add(read: Read): void {
    const { time, kind, deliveredMinute, objectHigh, objectLow } = read;
    const minute = Math.floor(time / 60);
    const hour = Math.floor(minute / 60);
    this.total += 1;
    this.ofKind[kind] = (this.ofKind[kind] ?? 0) + 1;
    this.#hours.add(hour);
    this.files.add(objectHigh, objectLow);
    this.visits.add(mixed(objectHigh, hour), mixed(objectLow, hour));
    this.runs.add(time, KINDS[kind] === 'digest-file', deliveredMinute);
    if (deliveredMinute !== 0) this.#addAge(Math.max(0, minute - deliveredMinute));
    // A plain loop, since this is done for every read.
    for (let index = 0; index < BUCKET_KEY_MINUTES.length; index += 1) {
      const minutes = entryAt(BUCKET_KEY_MINUTES, index);
      const written = Math.floor(deliveredMinute / minutes);
      const readIn = Math.floor(minute / minutes);
      entryAt(this.underBucketKey, index).add(mixed(written, readIn), mixed(readIn, written));
    }
  }

  addSum({ hour, kind, reads, ages, oldestMinutes }: ReadSum): void {
    this.isOfSums = true;
    this.total += reads;
    this.ofKind[kind] = (this.ofKind[kind] ?? 0) + reads;
    this.#hours.add(hour, reads);
    ages.forEach((count, index) => {
      this.ages[index] = (this.ages[index] ?? 0) + count;
    });
    this.oldestMinutes = Math.max(this.oldestMinutes, oldestMinutes);
  }

  /** By UTC hour, in hours since 1970-01-01; those with reads. */
  get hours(): ReadonlyMap<number, number> {
    return this.#hours.byKey();
  }

  #addAge(minutes: number): void {
    let index = 0;
    while (index < AGE_MINUTES.length && minutes > entryAt(AGE_MINUTES, index)) index += 1;
    this.ages[index] = (this.ages[index] ?? 0) + 1;
    this.oldestMinutes = Math.max(this.oldestMinutes, minutes);
  }

  absorb(other: Reads): void {
    this.total += other.total;
    this.isOfSums ||= other.isOfSums;
    other.ofKind.forEach((count, kind) => {
      this.ofKind[kind] = (this.ofKind[kind] ?? 0) + count;
    });
    this.#hours.absorb(other.#hours);
    other.ages.forEach((count, index) => {
      this.ages[index] = (this.ages[index] ?? 0) + count;
    });
    this.oldestMinutes = Math.max(this.oldestMinutes, other.oldestMinutes);
    this.files.absorb(other.files);
    this.visits.absorb(other.visits);
    this.runs.absorb(other.runs);
    other.underBucketKey.forEach((keys, index) => {
      this.underBucketKey[index]?.absorb(keys);
    });
  }
}
