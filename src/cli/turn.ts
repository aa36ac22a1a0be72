/** The states of a turn. */
const FREE = 0;
const ORDERLY = 1;
const ENDED = 2;

/**
 * Which of two threads acts: the command's, which may be in the middle of what has to end in order, or the first one, which ends all else
 * where it stands. Both ask the same memory, so that never both do.
 */
export class Turn {
  /** The state, and whether the end was asked for. */
  readonly #state: Int32Array;
  /** Beginnings without their ends: one may lie in another. */
  #depth = 0;

  constructor(readonly memory = new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT)) {
    this.#state = new Int32Array(memory);
  }

  /** Begins what has to end in order; false where the command was ended. */
  begin(): boolean {
    if (this.#depth === 0 && Atomics.compareExchange(this.#state, 0, FREE, ORDERLY) === ENDED) return false;
    this.#depth += 1;
    return true;
  }

  /**
   * What has to end in order has ended.
   *
   * @returns whether the end was asked for in the middle of it and nobody has seen to that: the message may come too late to be heard
   * before what follows
   */
  leave(): boolean {
    this.#depth -= 1;
    if (this.#depth > 0) return false;
    Atomics.compareExchange(this.#state, 0, ORDERLY, FREE);
    return this.takeRequest();
  }

  /** Takes the request to end, if there is one: each is seen to one time. */
  takeRequest(): boolean {
    return Atomics.exchange(this.#state, 1, 0) !== 0;
  }

  /** Ends the command; false where it is in the middle of something. */
  end(): boolean {
    Atomics.store(this.#state, 1, 1);
    return Atomics.compareExchange(this.#state, 0, FREE, ENDED) === FREE;
  }
}
