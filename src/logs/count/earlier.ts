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

  /** Returns how many were dropped. */
  drop(isDropped: (key: number, waiting: number) => boolean): number {
    const size = this.#size;
    this.#size = 0;
    for (const [account, key, waiting] of this.#first(size)) if (!isDropped(key, waiting)) this.add(account, key, waiting);
    return size - this.#size;
  }

  /** Gives all away. */
  *takeAll(): Generator<[account: number, key: number, waiting: number]> {
    yield* this.#first(this.#size);
    this.#size = 0;
    this.#numbers = new Float64Array(LEAST * STRIDE);
  }

  *#first(size: number): Generator<[account: number, key: number, waiting: number]> {
    for (let at = 0; at < size * STRIDE; at += STRIDE) {
      yield [this.#numbers[at] as number, this.#numbers[at + 1] as number, this.#numbers[at + 2] as number];
    }
  }
}
