import type { Failure } from '../../files/unreadable.js';
import type { LogFile } from './open/log-file.js';
import { readInOrder } from './pool.js';
import type { Portion } from './supply.js';
import type { Settings, TaskResult } from './task.js';

/** By which a portion is known again. */
export type PortionName = Pick<Portion, 'name' | 'fingerprint'>;

/** Where what portions hold is kept, so that a later run need not read them again. */
export interface Checkpoint {
  /** What a portion held when all of it was read; undefined where it was not, or holds something else now. */
  kept(portion: PortionName): KeptPortion | undefined;
  /** Keeps a result of the portion that is being read. */
  keep(portion: Portion, result: TaskResult): void;
  /**
   * All of a portion was read but what failed. It is kept unless some of that may be had later.
   *
   * @param failures what of it could not be had
   */
  finish(portion: Portion, failures: readonly Failure[]): void;
}

/** What a portion held. */
export interface KeptPortion {
  failures: readonly Failure[];
  results(): Iterable<TaskResult>;
}

/**
 * What portions hold, one after the other. Where one ends with an error, that is thrown after all that was had before it.
 *
 * @param failures is given what could not be had
 * @param signal ends it before the next result
 * @param checkpoint has what need not be read, and is given what is read
 */
export async function* resultsOf(
  portions: AsyncIterable<Portion> | Iterable<Portion>,
  settings: Settings,
  failures: Failure[],
  signal?: AbortSignal,
  checkpoint?: Checkpoint,
): AsyncGenerator<TaskResult> {
  const all = eachOf(portions);
  let next = await nextOf(all);
  while (next !== undefined && signal?.aborted !== true) {
    const kept = checkpoint?.kept(next);
    if (kept !== undefined) {
      yield* kept.results();
      failures.push(...kept.failures);
      next = await nextOf(all);
      continue;
    }
    const stretch = new Stretch(next, all, failures, signal, checkpoint);
    for await (const result of readInOrder(stretch.lists(), settings, signal, true)) {
      stretch.take(result);
      yield result;
    }
    if (stretch.end !== undefined) throw stretch.end.error;
    next = stretch.after;
  }
}

async function* eachOf(portions: AsyncIterable<Portion> | Iterable<Portion>): AsyncGenerator<Portion> {
  yield* portions;
}

async function nextOf(all: AsyncGenerator<Portion>): Promise<Portion | undefined> {
  const next = await all.next();
  return next.done === true ? undefined : next.value;
}

/** A portion that is being read. */
interface Reading {
  portion: Portion;
  failures: Failure[];
  /** Tasks of it whose results have not come. */
  waiting: number;
  /** Whether all its tasks are known. */
  isListed: boolean;
}

/** Portions up to the next that is kept, as tasks which know whose they are. */
class Stretch {
  /** That ended it. */
  end: { error: unknown } | undefined;
  /** The portion that is kept, which comes after it. */
  after: Portion | undefined;
  readonly #first: Portion;
  readonly #others: AsyncGenerator<Portion>;
  readonly #failures: Failure[];
  readonly #signal: AbortSignal | undefined;
  readonly #checkpoint: Checkpoint | undefined;
  readonly #readings = new Map<readonly LogFile[], Reading>();
  /** Those that are not finished, in their order: a checkpoint takes one after the other. */
  readonly #open: Reading[] = [];

  constructor(
    first: Portion,
    others: AsyncGenerator<Portion>,
    failures: Failure[],
    signal: AbortSignal | undefined,
    checkpoint: Checkpoint | undefined,
  ) {
    this.#first = first;
    this.#others = others;
    this.#failures = failures;
    this.#signal = signal;
    this.#checkpoint = checkpoint;
  }

  async *lists(): AsyncGenerator<LogFile[]> {
    try {
      for (let portion: Portion | undefined = this.#first; portion !== undefined; portion = await nextOf(this.#others)) {
        if (this.#checkpoint?.kept(portion) !== undefined) {
          this.after = portion;
          return;
        }
        yield* this.#tasksOf(portion);
        if (this.#signal?.aborted === true) return;
      }
    } catch (error) {
      this.end = { error };
    }
  }

  take(result: TaskResult): void {
    const { files } = result;
    const reading = this.#readings.get(files);
    if (reading === undefined) return;
    this.#readings.delete(files);
    this.#checkpoint?.keep(reading.portion, result);
    reading.portion.release(files);
    reading.waiting -= 1;
    this.#finishRead();
  }

  async *#tasksOf(portion: Portion): AsyncGenerator<LogFile[]> {
    const reading: Reading = { portion, failures: [], waiting: 0, isListed: false };
    this.#open.push(reading);
    try {
      for await (const files of portion.tasks(reading.failures, this.#signal)) {
        this.#readings.set(files, reading);
        reading.waiting += 1;
        yield files;
      }
    } finally {
      this.#failures.push(...reading.failures);
    }
    // What is stopped may have left out some of its tasks.
    if (this.#signal?.aborted === true) return;
    reading.isListed = true;
    this.#finishRead();
  }

  /** One of which nothing can be had is over before those that are still being read. */
  #finishRead(): void {
    for (let [first] = this.#open; first?.isListed === true && first.waiting === 0; [first] = this.#open) {
      this.#open.shift();
      this.#checkpoint?.finish(first.portion, first.failures);
    }
  }
}
