import { addTo } from '../../base/maps.js';
import { SECONDS_A_DAY } from '../../base/time.js';

/** Where there is none yet. */
export const newPace = () => new Pace();

/** How fast requests come: the most in any one second, and how many on each day. */
export class Pace {
  /** By UTC day, in days since 1970-01-01. */
  readonly days = new Map<number, number>();
  #most = 0;
  readonly #seconds = new Map<number, number>();
  /** What was kept when all were last gone through. */
  #secondsLeft = 0;

  /** @param second seconds since 1970-01-01 UTC */
  add(second: number): void {
    this.#addSecond(second, 1);
    this.#addDay(Math.floor(second / SECONDS_A_DAY), 1);
  }

  absorb(other: Pace): void {
    this.#most = Math.max(this.#most, other.#most);
    for (const [second, count] of other.#seconds) this.#addSecond(second, count);
    for (const [day, count] of other.days) this.#addDay(day, count);
  }

  /** Forgets seconds to which nothing can come any more. All are gone through only when there are twice as many as before. */
  retire(before: number): void {
    if (this.#seconds.size < 2 * this.#secondsLeft) return;
    for (const second of this.#seconds.keys()) if (second < before) this.#seconds.delete(second);
    this.#secondsLeft = this.#seconds.size;
  }

  get total(): number {
    return [...this.days.values()].reduce((sum, count) => sum + count, 0);
  }

  get most(): number {
    return this.#most;
  }

  #addSecond(second: number, count: number): void {
    const all = (this.#seconds.get(second) ?? 0) + count;
    this.#seconds.set(second, all);
    if (all > this.#most) this.#most = all;
  }

  #addDay(day: number, count: number): void {
    addTo(this.days, day, count);
  }
}
