/** About so much is read in one task, inflated, so that all workers are done at about the same time. */
const BYTES_A_TASK = 16_000_000;
/** As long as nothing is known of the files; of large ones this is much. */
const FIRST_FILES = 8;

/**
 * How many files make a task, by the size of those that were read so many tasks before. What tasks there are depends on the files alone,
 * never on who was quicker, so that the same files are counted in the same way each time.
 */
export class Shares {
  /** Of results that are not yet taken into account. */
  readonly #results: { files: number; bytes: number }[] = [];
  readonly #lag: number;
  #tasks = 0;
  #files = 0;
  #bytes = 0;

  /** @param lag a task's result is known when so many more were given out */
  constructor(lag: number) {
    this.#lag = lag;
  }

  /** Files for the next task. */
  next(): number {
    const known = this.#tasks < this.#lag ? undefined : this.#results.shift();
    this.#tasks += 1;
    if (known !== undefined) {
      // The latest weigh most, for files may become larger.
      this.#files = this.#files / 2 + known.files;
      this.#bytes = this.#bytes / 2 + known.bytes;
    }
    if (this.#files === 0) return FIRST_FILES;
    return Math.max(1, Math.floor((BYTES_A_TASK * this.#files) / Math.max(1, this.#bytes)));
  }

  learn({ files, bytes }: { files: number; bytes: number }): void {
    this.#results.push({ files, bytes });
  }
}
