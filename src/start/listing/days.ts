import { getOrMake } from '../../base/maps.js';
import { MINUTES_A_DAY } from '../../base/time.js';
import type { DeliveredFile } from './file-name.js';

/** What was delivered on a day. */
interface Day {
  log: number;
  digest: number;
  /** The first and the last delivery, in minutes of the day. */
  first: number;
  last: number;
  /** Log files whose encryption the listing tells, under AWS KMS and otherwise. */
  kms: number;
  notKms: number;
}

/** Where a gap follows, a day is whole if it has files up to its edge. */
const EDGE_MINUTES = 60;

/** Files of all accounts by day of delivery, in days since 1970-01-01 UTC. */
export class Days {
  readonly #days = new Map<number, Day>();
  #last: Day | undefined;
  #lastNumber = -1;

  add({ source, minute }: DeliveredFile): void {
    const day = this.#of(minute);
    day[source.kind] += 1;
    const ofDay = minute % MINUTES_A_DAY;
    day.first = Math.min(day.first, ofDay);
    day.last = Math.max(day.last, ofDay);
  }

  addEncryption({ minute }: DeliveredFile, isKms: boolean): void {
    this.#of(minute)[isKms ? 'kms' : 'notKms'] += 1;
  }

  list(): number[] {
    return [...this.#days.keys()].sort((one, other) => one - other);
  }

  logFiles(day: number): number {
    return this.#days.get(day)?.log ?? 0;
  }

  digestFiles(day: number): number {
    return this.#days.get(day)?.digest ?? 0;
  }

  /** Days that are there from their start to their end: neither the first nor the last of all, and no part of one beside a gap. */
  whole(): number[] {
    return this.list()
      .slice(1, -1)
      .filter((day) => {
        const { first = MINUTES_A_DAY, last = 0 } = this.#days.get(day) ?? {};
        const begins = this.#days.has(day - 1) || first < EDGE_MINUTES;
        return begins && (this.#days.has(day + 1) || last >= MINUTES_A_DAY - EDGE_MINUTES);
      });
  }

  /** The first day from which on every log file is under AWS KMS; undefined where there is none. */
  kmsSince(): number | undefined {
    const days = this.list();
    const last = days.findLastIndex((day) => (this.#days.get(day)?.notKms ?? 0) > 0);
    return days.slice(last + 1).find((day) => (this.#days.get(day)?.kms ?? 0) > 0);
  }

  #of(minute: number): Day {
    const number = Math.floor(minute / MINUTES_A_DAY);
    if (number === this.#lastNumber && this.#last !== undefined) return this.#last;
    const day = getOrMake(this.#days, number, () => ({ log: 0, digest: 0, first: MINUTES_A_DAY, last: 0, kms: 0, notKms: 0 }));
    this.#lastNumber = number;
    this.#last = day;
    return day;
  }
}
