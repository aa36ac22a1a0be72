import { mixed } from './hash.js';

/** Of so many Decrypts and GETs that still lack their partner the times are kept; of more a sample by object. */
const MOST_WAITING = 200_000;

/** S3 makes the Decrypt within a second before the GET is recorded. */
const SECONDS_APART = 1;

/**
 * Joins Decrypts to their GETs: no id is shared, so by reader, object and time.
 * Measured on a real trail: a Decrypt stood 0 to 1 second before its GET in 566 of 566 cases.
 */
export class Joins {
  /** By reader and object: times in seconds, doubled, odd for a GET. */
  readonly #waiting = new Map<number, number | number[]>();
  #size = 0;
  #level = 0;

  /** How many reads one of the sample stands for. */
  get weight(): number {
    return 2 ** this.#level;
  }

  /** How many joins this read makes; it waits for its partner if there is none yet. */
  add(reader: number, objectHigh: number, objectLow: number, time: number, isGet: boolean): number {
    if ((objectLow & (this.weight - 1)) !== 0) return 0;
    const key = (mixed(objectHigh, reader) & 0x1fffff) * 2 ** 32 + objectLow;
    const waiting = this.#waiting.get(key);
    const times = waiting === undefined ? NONE : typeof waiting === 'number' ? [waiting] : waiting;
    const partner = oldestPartner(times, time, isGet);
    if (partner < 0) {
      const own = 2 * time + (isGet ? 1 : 0);
      this.#keep(key, waiting === undefined ? own : [...times, own], 1);
      if (this.#size > MOST_WAITING) this.#halve();
      return 0;
    }
    this.#keep(key, times.toSpliced(partner, 1), -1);
    return this.weight;
  }

  /** Forgets those whose partner cannot come any more. */
  retire(before: number): void {
    for (const [key, waiting] of this.#waiting) {
      const times = typeof waiting === 'number' ? [waiting] : waiting;
      const left = times.filter((time) => time >= 2 * before);
      if (left.length < times.length) this.#keep(key, left, left.length - times.length);
    }
  }

  #keep(key: number, waiting: number | number[], more: number): void {
    this.#size += more;
    if (typeof waiting === 'number') this.#waiting.set(key, waiting);
    else if (waiting.length === 0) this.#waiting.delete(key);
    else this.#waiting.set(key, waiting.length === 1 ? (waiting[0] as number) : waiting);
  }

  #halve(): void {
    this.#level += 1;
    for (const [key, waiting] of this.#waiting) {
      if (key % this.weight !== 0) this.#keep(key, [], typeof waiting === 'number' ? -1 : -waiting.length);
    }
  }
}

const NONE: number[] = [];

/** The oldest one that fits, so that of several reads each finds its own; -1 where none fits. */
function oldestPartner(times: readonly number[], time: number, isGet: boolean): number {
  let oldest = -1;
  times.forEach((other, index) => {
    const otherTime = Math.floor(other / 2);
    const fits = (other % 2 === 1) !== isGet && isPair(isGet ? time - otherTime : otherTime - time);
    if (fits && (oldest < 0 || other < (times[oldest] as number))) oldest = index;
  });
  return oldest;
}

function isPair(getAfterDecryptSeconds: number): boolean {
  return getAfterDecryptSeconds >= 0 && getAfterDecryptSeconds <= SECONDS_APART;
}
