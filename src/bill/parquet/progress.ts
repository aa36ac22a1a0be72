/** What a value takes in memory. */
const VALUE_BYTES = 64;

const AT = { steps: 0, pieceBytes: 1 } as const;

/** How far the reading thread has come, in memory that the watching one sees while the other never pauses. */
export class Progress {
  readonly memory: SharedArrayBuffer;
  readonly #words: Int32Array;
  #leastBytes = 0;

  constructor(memory = new SharedArrayBuffer(8)) {
    this.memory = memory;
    this.#words = new Int32Array(memory);
  }

  /** The pieces that follow hold so many values at the most, however few bytes of the file these take. */
  expect(values: number): void {
    this.#leastBytes = values * VALUE_BYTES;
  }

  /** A piece of the work is done, and the next one has so many bytes. */
  step(pieceBytes = 0): void {
    Atomics.store(this.#words, AT.pieceBytes, Math.min(Math.max(pieceBytes, this.#leastBytes), 2 ** 31 - 1));
    Atomics.add(this.#words, AT.steps, 1);
  }

  get steps(): number {
    return Atomics.load(this.#words, AT.steps);
  }

  get pieceBytes(): number {
    return Atomics.load(this.#words, AT.pieceBytes);
  }
}
