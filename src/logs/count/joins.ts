import { getOrMake } from '../../base/maps.js';
import { Crowd } from './crowd.js';
import { Earlier } from './earlier.js';

/** Of so many Decrypts and GETs that still lack their partner the times are kept; of more a sample by object. */
const MOST_WAITING = 200_000;
/** S3 makes the Decrypt within a second before the GET is recorded. */
const SECONDS_APART = 1;
/** Readers beyond this number are not joined. */
const MOST_READERS = 16_384;
/** A sample by 32 bits of an object's hash cannot be smaller. */
const MOST_LEVELS = 32;

/** Who readers are, by their numbers. One that turns out to be another has that one's number too. */
export interface Who {
  /** All the numbers of a reader, its own included. */
  numbersOf(reader: number): readonly number[];
  /** Whether it has no name, so that it can be any other of its account. */
  isNameless(reader: number): boolean;
}

const newObjects = () => new Map<number, Moments>();

/** What waits in one second, of one kind: a reader, or more. */
type Waiting = number | Crowd;
/** By second and kind, see {@link momentOf}; what waits alone stands in one number. */
type Moments = number | Map<number, Waiting>;

/**
 * Joins Decrypts to their GETs: no id is shared, so by paying account, object, time and reader.
 * Measured on a real trail: a Decrypt stood 0 to 1 second before its GET in 566 of 566 cases.
 */
export class Joins {
  /** By account, then by object. */
  readonly #accounts = new Map<number, Map<number, Moments>>();
  /** Decrypts before the first GET: where logs have no data events, none is ever looked for. */
  readonly #earlier = new Earlier();
  #hasGets = false;
  readonly #who: Who;
  #size = 0;
  #level = 0;
  /** What waited when it was last gone through. */
  #sizeLeft = 0;

  constructor(who: Who) {
    this.#who = who;
  }

  /** How many reads one of the sample stands for. */
  get weight(): number {
    return 2 ** this.#level;
  }

  /**
   * The number of the reader whose Decrypt or GET is the partner; -1 where there is none yet, and then it waits for one. The oldest that
   * fits is the partner, so that of several reads each finds its own; in one second the reader's own before one without a name.
   */
  add(account: number, reader: number, objectHigh: number, objectLow: number, time: number, isGet: boolean): number {
    if ((objectLow & (this.weight - 1)) !== 0 || reader >= MOST_READERS) return -1;
    const key = (objectHigh & 0x1fffff) * 2 ** 32 + objectLow;
    if (isGet) this.#takeEarlier();
    const partner = this.#hasGets ? this.#take(account, reader, key, time, isGet) : -1;
    if (partner >= 0 || (this.#size >= MOST_WAITING && this.#level === MOST_LEVELS)) return partner;
    const waiting = momentOf(time, isGet) * MOST_READERS + reader;
    if (this.#hasGets) this.#wait(account, key, waiting);
    else this.#earlier.add(account, key, waiting);
    this.#size += 1;
    while (this.#size > MOST_WAITING && this.#level < MOST_LEVELS) this.#halve();
    return -1;
  }

  /** Forgets those whose partner cannot come any more. All are gone through only when there are twice as many as before. */
  retire(before: number): void {
    if (this.#size < 2 * this.#sizeLeft) return;
    this.#keepOnly((_, moment) => secondOf(moment) >= before);
    this.#sizeLeft = this.#size;
  }

  #takeEarlier(): void {
    if (this.#hasGets) return;
    this.#hasGets = true;
    this.#earlier.takeAll((account, key, waiting) => this.#wait(account, key, waiting));
  }

  #wait(account: number, key: number, waiting: number): void {
    const objects = getOrMake(this.#accounts, account, newObjects);
    objects.set(key, withOneMore(objects.get(key), waiting, this.#who));
  }

  #take(account: number, reader: number, key: number, time: number, isGet: boolean): number {
    const objects = this.#accounts.get(account);
    const moments = objects?.get(key);
    if (objects === undefined || moments === undefined) return -1;
    const first = isGet ? time - SECONDS_APART : time;
    for (let second = first; second <= first + SECONDS_APART; second += 1) {
      const partner = this.#takeAt(objects, key, moments, momentOf(second, !isGet), reader);
      if (partner >= 0) return partner;
    }
    return -1;
  }

  #takeAt(objects: Map<number, Moments>, key: number, moments: Moments, moment: number, reader: number): number {
    if (typeof moments === 'number') {
      const other = moments % MOST_READERS;
      if (Math.floor(moments / MOST_READERS) !== moment || !this.#mayBeSame(other, reader)) return -1;
      objects.delete(key);
      this.#size -= 1;
      return other;
    }
    const waiting = moments.get(moment);
    if (waiting === undefined) return -1;
    const other = typeof waiting !== 'number' ? waiting.take(reader, this.#who) : this.#mayBeSame(waiting, reader) ? waiting : -1;
    if (other < 0) return -1;
    if (typeof waiting === 'number' || waiting.size === 0) moments.delete(moment);
    if (moments.size === 0) objects.delete(key);
    this.#size -= 1;
    return other;
  }

  #mayBeSame(one: number, other: number): boolean {
    return this.#who.numbersOf(one) === this.#who.numbersOf(other) || this.#who.isNameless(one) || this.#who.isNameless(other);
  }

  #halve(): void {
    this.#level += 1;
    this.#keepOnly((key) => key % this.weight === 0);
  }

  #keepOnly(isKept: (key: number, moment: number) => boolean): void {
    this.#size -= this.#earlier.keepOnly((key, waiting) => isKept(key, Math.floor(waiting / MOST_READERS)));
    for (const [account, objects] of this.#accounts) {
      for (const [key, moments] of objects) this.#size -= forget(objects, key, moments, isKept);
      if (objects.size === 0) this.#accounts.delete(account);
    }
  }
}

function momentOf(second: number, isGet: boolean): number {
  return 2 * second + (isGet ? 1 : 0);
}

function secondOf(moment: number): number {
  return Math.floor(moment / 2);
}

/** @param one a moment and a reader, as what waits alone */
function withOneMore(moments: Moments | undefined, one: number, who: Who): Moments {
  if (moments === undefined) return one;
  const [moment, reader] = [Math.floor(one / MOST_READERS), one % MOST_READERS];
  const map = typeof moments === 'number' ? new Map([[Math.floor(moments / MOST_READERS), moments % MOST_READERS]]) : moments;
  const waiting: Waiting | undefined = map.get(moment);
  if (typeof waiting === 'object') waiting.add(reader, who);
  else map.set(moment, waiting === undefined ? reader : Crowd.of([waiting, reader], who));
  return map;
}

/** Forgets of one object what is not kept; returns how many that were. */
function forget(objects: Map<number, Moments>, key: number, moments: Moments, isKept: (key: number, moment: number) => boolean): number {
  if (typeof moments === 'number') {
    if (isKept(key, Math.floor(moments / MOST_READERS))) return 0;
    objects.delete(key);
    return 1;
  }
  let forgotten = 0;
  for (const [moment, waiting] of moments) {
    if (isKept(key, moment)) continue;
    forgotten += typeof waiting === 'number' ? 1 : waiting.size;
    moments.delete(moment);
  }
  if (moments.size === 0) objects.delete(key);
  return forgotten;
}
