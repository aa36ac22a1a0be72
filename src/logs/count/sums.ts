import { addTo } from '../../base/maps.js';

/** Numbers added up by key, quickest where the same key comes many times in a row: by hour, or by the trail of a file's records. */
export class Sums<K extends string | number> {
  readonly #sums = new Map<K, number>();
  #last: K | undefined;
  /** Of the last key, not in the map yet. */
  #pending = 0;

  add(key: K, number = 1): void {
    if (key !== this.#last) {
      this.#settle();
      this.#last = key;
    }
    this.#pending += number;
  }

  /** In the order in which the keys first came. */
  byKey(): ReadonlyMap<K, number> {
    this.#settle();
    return this.#sums;
  }

  absorb(other: Sums<K>): void {
    for (const [key, number] of other.byKey()) this.add(key, number);
  }

  #settle(): void {
    if (this.#last !== undefined && this.#pending !== 0) addTo(this.#sums, this.#last, this.#pending);
    this.#pending = 0;
  }
}

/** Numbers of hours as those of their days, both since 1970-01-01 UTC. */
export function byDay(hours: ReadonlyMap<number, number>): Map<number, number> {
  const days = new Map<number, number>();
  for (const [hour, number] of hours) addTo(days, Math.floor(hour / HOURS_A_DAY), number);
  return days;
}

const HOURS_A_DAY = 24;
