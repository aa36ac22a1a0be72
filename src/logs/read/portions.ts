import type { Failure } from '../../files/unreadable.js';
import type { LogFile } from './open/log-file.js';
import { readInOrder } from './pool.js';
import type { Portion } from './supply.js';
import type { Settings, TaskResult } from './task.js';

/**
 * What portions hold, one after the other. Where one ends with an error, that is thrown after all that was had before it.
 *
 * @param failures is given what could not be had
 * @param signal ends it before the next result
 */
export async function* resultsOf(
  portions: AsyncIterable<Portion> | Iterable<Portion>,
  settings: Settings,
  failures: Failure[],
  signal?: AbortSignal,
): AsyncGenerator<TaskResult> {
  const tasks = new Tasks(portions, failures, signal);
  for await (const result of readInOrder(tasks.lists(), settings, signal, true)) {
    tasks.release(result.files);
    yield result;
  }
  if (tasks.end !== undefined) throw tasks.end.error;
}

/** All tasks of the portions, which know whose they are. */
class Tasks {
  /** That ended it. */
  end: { error: unknown } | undefined;
  readonly #portions: AsyncIterable<Portion> | Iterable<Portion>;
  readonly #failures: Failure[];
  readonly #signal: AbortSignal | undefined;
  readonly #portionOf = new Map<readonly LogFile[], Portion>();

  constructor(portions: AsyncIterable<Portion> | Iterable<Portion>, failures: Failure[], signal: AbortSignal | undefined) {
    this.#portions = portions;
    this.#failures = failures;
    this.#signal = signal;
  }

  async *lists(): AsyncGenerator<LogFile[]> {
    try {
      for await (const portion of this.#portions)
        for await (const files of portion.tasks(this.#failures, this.#signal)) {
          this.#portionOf.set(files, portion);
          yield files;
        }
    } catch (error) {
      this.end = { error };
    }
  }

  release(files: readonly LogFile[]): void {
    this.#portionOf.get(files)?.release(files);
    this.#portionOf.delete(files);
  }
}
