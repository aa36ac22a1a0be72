import { entryAt } from '../../base/lists.js';

const LEAST = 256;
/** Numbers of each: its account, its object, and what waits. */
const STRIDE = 3;

/** What waits, in the order in which it came, as long as nobody looks for it. */
export class Earlier {
  #numbers = new Float64Array(LEAST * STRIDE);
  #size = 0;

  add(account: number, key: number, waiting: number): void {
    const at = this.#size * STRIDE;
    if (at === this.#numbers.length) {
      const larger = new Float64Array(2 * at);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[at] = account;
    this.#numbers[at + 1] = key;
    this.#numbers[at + 2] = waiting;
    this.#size += 1;
  }

  /** Returns how many were not kept. */
  keepOnly(isKept: (key: number, waiting: number) => boolean): number {
    const size = this.#size;
    this.#giveAll((account, key, waiting) => {
      if (isKept(key, waiting)) this.add(account, key, waiting);
    });
    return size - this.#size;
  }

  takeAll(take: (account: number, key: number, waiting: number) => void): void {
    this.#giveAll(take);
    this.#numbers = new Float64Array(LEAST * STRIDE);
  }

  /** Each is gone when it is given, so that it can be added again. */
  #giveAll(take: (account: number, key: number, waiting: number) => void): void {
    const end = this.#size * STRIDE;
    this.#size = 0;
    for (let at = 0; at < end; at += STRIDE) {
      take(entryAt(this.#numbers, at), entryAt(this.#numbers, at + 1), entryAt(this.#numbers, at + 2));
    }
  }
}
