import { word } from '../../base/hash.js';
import { SECONDS_AN_HOUR } from '../../base/time.js';
import { Sums } from './sums.js';

/** An hour with so many seconds in which requests come takes less memory with a place for each of its seconds. */
const MANY_SECONDS = 400;

/** Where there is none yet. */
export const newPace = () => new Pace();

/** How fast requests come: the most in any one second, and how many in each hour. */
export class Pace {
  readonly #sums = new Sums<number>();
  #most = 0;
  /** Of hours with few of them. */
  readonly #seconds = new Map<number, number>();
  /** By hour since 1970-01-01 UTC: how many of its seconds stand there, or where these are many, the requests in each. */
  readonly #hours = new Map<number, number | Uint32Array>();
  /** What the hour that was added to last has for each of its seconds, since most requests are of the same hour as the one before. */
  #lastHour = Number.NaN;
  #lastCounts: Uint32Array | undefined;
  /** Hours that were kept when all were last gone through. */
  #hoursLeft = 0;

  /** @param second seconds since 1970-01-01 UTC */
  add(second: number): void {
    this.#addSecond(second, 1);
    this.#sums.add(Math.floor(second / SECONDS_AN_HOUR));
  }

  /**
   * Requests of which only the hour is known, so that the most in any second stays what it was.
   *
   * @param hour hours since 1970-01-01 UTC
   */
  addMany(hour: number, requests: number): void {
    this.#sums.add(hour, requests);
  }

  absorb(other: Pace): void {
    this.#most = Math.max(this.#most, other.#most);
    for (const [second, count] of other.#seconds) this.#addSecond(second, count);
    for (const [hour, counts] of other.#hours) {
      if (typeof counts === 'number') continue;
      counts.forEach((count, index) => {
        if (count > 0) this.#addSecond(hour * SECONDS_AN_HOUR + index, count);
      });
    }
    this.#sums.absorb(other.#sums);
  }

  /** Forgets hours to which nothing can come any more. All are gone through only when there are twice as many as before. */
  retire(before: number): void {
    if (this.#hours.size < 2 * this.#hoursLeft) return;
    const firstHour = Math.floor(before / SECONDS_AN_HOUR);
    for (const hour of this.#hours.keys()) if (hour < firstHour) this.#hours.delete(hour);
    for (const second of this.#seconds.keys()) if (second < firstHour * SECONDS_AN_HOUR) this.#seconds.delete(second);
    this.#hoursLeft = this.#hours.size;
    this.#lastCounts = undefined;
  }

  /** By UTC hour, in hours since 1970-01-01; none is forgotten. */
  get hours(): ReadonlyMap<number, number> {
    return this.#sums.byKey();
  }

  get total(): number {
    return [...this.hours.values()].reduce((sum, count) => sum + count, 0);
  }

  get most(): number {
    return this.#most;
  }

  #addSecond(second: number, count: number): void {
    const hour = Math.floor(second / SECONDS_AN_HOUR);
    const counts = this.#countsOf(hour);
    const all = count + (counts === undefined ? (this.#seconds.get(second) ?? 0) : word(counts, second - hour * SECONDS_AN_HOUR));
    if (all > this.#most) this.#most = all;
    if (counts !== undefined) {
      counts[second - hour * SECONDS_AN_HOUR] = all;
      return;
    }
    this.#seconds.set(second, all);
    if (all === count) this.#addPlace(hour);
  }

  #countsOf(hour: number): Uint32Array | undefined {
    if (hour === this.#lastHour && this.#lastCounts !== undefined) return this.#lastCounts;
    const counts = this.#hours.get(hour);
    this.#lastHour = hour;
    this.#lastCounts = typeof counts === 'number' ? undefined : counts;
    return this.#lastCounts;
  }

  /** One more second of an hour has requests. */
  #addPlace(hour: number): void {
    const places = this.#hours.get(hour) ?? 0;
    if (typeof places === 'number') this.#hours.set(hour, places < MANY_SECONDS ? places + 1 : this.#allOf(hour));
  }

  /** Takes the seconds of an hour out of those that stand alone. */
  #allOf(hour: number): Uint32Array {
    const counts = new Uint32Array(SECONDS_AN_HOUR);
    for (let index = 0; index < SECONDS_AN_HOUR; index += 1) {
      const second = hour * SECONDS_AN_HOUR + index;
      const count = this.#seconds.get(second);
      if (count === undefined) continue;
      counts[index] = count;
      this.#seconds.delete(second);
    }
    return counts;
  }
}
