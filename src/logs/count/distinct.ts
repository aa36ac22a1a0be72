/**
 * Up to so many different things are counted exactly; of more, a sample of half, a quarter, … of them (adaptive sampling, error about 2%).
 */
const MOST_KEPT = 4096;

/** Counts different things by their hashes, in memory that does not grow. The order in which they come does not matter. */
export class Distinct {
  readonly #kept = new Set<number>();
  #level = 0;
  /** Bits that are zero in what is kept. */
  #mask = 0;
  /** What was added last often comes again at once. */
  #lastHigh = Number.NaN;
  #lastLow = Number.NaN;

  /** @param high @param low a hash of 64 well-mixed bits */
  add(high: number, low: number): void {
    if ((low & this.#mask) !== 0 || (low === this.#lastLow && high === this.#lastHigh)) return;
    this.#lastHigh = high;
    this.#lastLow = low;
    this.#keep((high & 0x1fffff) * 2 ** 32 + (low >>> 0));
  }

  absorb(other: Distinct): void {
    while (this.#level < other.#level) this.#halve();
    for (const hash of other.#kept) if ((hash & this.#mask) === 0) this.#keep(hash);
  }

  count(): number {
    return this.#kept.size * 2 ** this.#level;
  }

  isExact(): boolean {
    return this.#level === 0;
  }

  #keep(hash: number): void {
    this.#kept.add(hash);
    while (this.#kept.size > MOST_KEPT) this.#halve();
  }

  #halve(): void {
    this.#level += 1;
    this.#mask = 2 ** this.#level - 1;
    for (const hash of this.#kept) if ((hash & this.#mask) !== 0) this.#kept.delete(hash);
  }
}
