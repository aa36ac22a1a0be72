import { mixed } from '../../base/hash.js';

/** Of so many Decrypts and GETs that still lack their partner the times are kept; of more a sample by object. */
const MOST_WAITING = 200_000;
/** S3 makes the Decrypt within a second before the GET is recorded. */
const SECONDS_APART = 1;
/** Readers beyond this number are not joined. */
const MOST_READERS = 16_384;

/** Whether two readers, by their numbers, can be the same. */
export type MayBeSame = (one: number, other: number) => boolean;

/**
 * Joins Decrypts to their GETs: no id is shared, so by paying account, object, time and reader.
 * Measured on a real trail: a Decrypt stood 0 to 1 second before its GET in 566 of 566 cases.
 */
export class Joins {
  /** By account and object, what waits: time, whether a GET, and reader in one number. */
  readonly #waiting = new Map<number, number | number[]>();
  readonly #mayBeSame: MayBeSame;
  #size = 0;
  #level = 0;

  constructor(mayBeSame: MayBeSame) {
    this.#mayBeSame = mayBeSame;
  }

  /** How many reads one of the sample stands for. */
  get weight(): number {
    return 2 ** this.#level;
  }

  /** The number of the reader whose Decrypt or GET is the partner; -1 where there is none yet, and then it waits for one. */
  add(account: number, reader: number, objectHigh: number, objectLow: number, time: number, isGet: boolean): number {
    if ((objectLow & (this.weight - 1)) !== 0 || reader >= MOST_READERS) return -1;
    const key = (mixed(objectHigh, account) & 0x1fffff) * 2 ** 32 + objectLow;
    const waiting = this.#waiting.get(key);
    const others = waiting === undefined ? NONE : typeof waiting === 'number' ? [waiting] : waiting;
    const index = this.#oldestPartner(others, reader, time, isGet);
    const partner = others[index];
    if (partner === undefined) {
      const own = (2 * time + (isGet ? 1 : 0)) * MOST_READERS + reader;
      this.#keep(key, waiting === undefined ? own : [...others, own], 1);
      if (this.#size > MOST_WAITING) this.#halve();
      return -1;
    }
    this.#keep(key, others.toSpliced(index, 1), -1);
    return partner % MOST_READERS;
  }

  /** Forgets those whose partner cannot come any more. */
  retire(before: number): void {
    for (const [key, waiting] of this.#waiting) {
      const all = typeof waiting === 'number' ? [waiting] : waiting;
      const left = all.filter((other) => timeOf(other) >= before);
      if (left.length < all.length) this.#keep(key, left, left.length - all.length);
    }
  }

  /** Index of the oldest one that fits, so that of several reads each finds its own; -1 where none fits. */
  #oldestPartner(others: readonly number[], reader: number, time: number, isGet: boolean): number {
    let oldest = Number.POSITIVE_INFINITY;
    let place = -1;
    others.forEach((other, index) => {
      const seconds = isGet ? time - timeOf(other) : timeOf(other) - time;
      const fits = isGetOf(other) !== isGet && seconds >= 0 && seconds <= SECONDS_APART && this.#mayBeSame(other % MOST_READERS, reader);
      if (!fits || other >= oldest) return;
      oldest = other;
      place = index;
    });
    return place;
  }

  #keep(key: number, waiting: number | number[], more: number): void {
    this.#size += more;
    if (typeof waiting === 'number') {
      this.#waiting.set(key, waiting);
      return;
    }
    const [first, second] = waiting;
    if (first === undefined) this.#waiting.delete(key);
    else this.#waiting.set(key, second === undefined ? first : waiting);
  }

  #halve(): void {
    this.#level += 1;
    for (const [key, waiting] of this.#waiting) {
      if (key % this.weight !== 0) this.#keep(key, [], typeof waiting === 'number' ? -1 : -waiting.length);
    }
  }
}

const NONE: number[] = [];

function timeOf(waiting: number): number {
  return Math.floor(waiting / (2 * MOST_READERS));
}

function isGetOf(waiting: number): boolean {
  return Math.floor(waiting / MOST_READERS) % 2 === 1;
}
