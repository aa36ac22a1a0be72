import { addTo } from '../../base/maps.js';
import { SECONDS_A_DAY } from '../../base/time.js';

const SECONDS_AN_HOUR = 3600;
/** An hour with so many seconds in which requests come takes less memory with a place for each of its seconds. */
const MANY_SECONDS = 400;

/** Where there is none yet. */
export const newPace = () => new Pace();

/** How fast requests come: the most in any one second, and how many on each day. */
export class Pace {
  /** By UTC day, in days since 1970-01-01. */
  readonly days = new Map<number, number>();
  #most = 0;
  /** Of hours with few of them. */
  readonly #seconds = new Map<number, number>();
  /** By hour since 1970-01-01 UTC: how many of its seconds stand there, or where these are many, the requests in each. */
  readonly #hours = new Map<number, number | Uint32Array>();
  /** Hours that were kept when all were last gone through. */
  #hoursLeft = 0;

  /** @param second seconds since 1970-01-01 UTC */
  add(second: number): void {
    this.#addSecond(second, 1);
    this.#addDay(Math.floor(second / SECONDS_A_DAY), 1);
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
    for (const [day, count] of other.days) this.#addDay(day, count);
  }

  /** Forgets hours to which nothing can come any more. All are gone through only when there are twice as many as before. */
  retire(before: number): void {
    if (this.#hours.size < 2 * this.#hoursLeft) return;
    const firstHour = Math.floor(before / SECONDS_AN_HOUR);
    for (const hour of this.#hours.keys()) if (hour < firstHour) this.#hours.delete(hour);
    for (const second of this.#seconds.keys()) if (second < firstHour * SECONDS_AN_HOUR) this.#seconds.delete(second);
    this.#hoursLeft = this.#hours.size;
  }

  get total(): number {
    return [...this.days.values()].reduce((sum, count) => sum + count, 0);
  }

  get most(): number {
    return this.#most;
  }

  #addSecond(second: number, count: number): void {
    const hour = Math.floor(second / SECONDS_AN_HOUR);
    const counts = this.#hours.get(hour) ?? 0;
    const before = typeof counts === 'number' ? this.#seconds.get(second) : counts[second % SECONDS_AN_HOUR];
    const all = (before ?? 0) + count;
    if (all > this.#most) this.#most = all;
    if (typeof counts === 'number') this.#seconds.set(second, all);
    else counts[second % SECONDS_AN_HOUR] = all;
    if (typeof counts === 'number' && before === undefined) this.#hours.set(hour, counts < MANY_SECONDS ? counts + 1 : this.#allOf(hour));
  }

  /** Takes the seconds of an hour out of those that stand alone. */
  #allOf(hour: number): Uint32Array {
    return Uint32Array.from({ length: SECONDS_AN_HOUR }, (_, index) => {
      const second = hour * SECONDS_AN_HOUR + index;
      const count = this.#seconds.get(second) ?? 0;
      this.#seconds.delete(second);
      return count;
    });
  }

  #addDay(day: number, count: number): void {
    addTo(this.days, day, count);
  }
}
