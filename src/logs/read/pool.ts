import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { sum } from 'd3-array';
import { entryAt } from '../../base/lists.js';
import { builtFile } from '../../files/package-folder.js';
import { statsOf } from '../../files/stats.js';
import type { LogFile } from './log-file.js';
import { newPermit } from './permit.js';
import { readFiles, type Settings, type TaskResult } from './task.js';
import type { WorkerData } from './worker.js';

/** Up to so much, as it lies on the disk, is read before workers would have started. */
const BYTES_WITHOUT_WORKERS = 2_000_000;

/** Each takes memory of its own, and one thread counts what all of them find. */
const MOST_WORKERS = 8;

/** What a worker makes either lives for a moment or until its file is read; room for more young objects is memory alone. */
const LIMITS = { maxYoungGenerationSizeMb: 8 };

/** Tasks that each worker has before it: enough that none waits, few enough that memory stays flat. */
const TASKS_A_WORKER = 3;

/**
 * Reads files and yields what they hold in the order of the tasks: a little at once, more with a worker for each core, whichever worker
 * was quicker.
 *
 * @param tasks the files of each task, in order
 * @param signal ends it before the next result, however large the file is that is being read
 */
export async function* readInOrder(tasks: AsyncGenerator<LogFile[]>, settings: Settings, signal?: AbortSignal): AsyncGenerator<TaskResult> {
  const first: LogFile[][] = [];
  for (let bytes = 0; bytes <= BYTES_WITHOUT_WORKERS; ) {
    const next = await tasks.next();
    if (next.done === true) {
      for (const task of first) yield await readFiles(task, settings);
      return;
    }
    first.push(next.value);
    bytes += await bytesOf(next.value);
  }
  yield* readByWorkers(joined(first, tasks), settings, signal);
}

async function bytesOf(files: readonly LogFile[]): Promise<number> {
  return sum(await Promise.all(files.map(sizeOf)));
}

/** A file that is gone is named when it is read. */
async function sizeOf({ place }: LogFile): Promise<number> {
  return (await statsOf(place))?.size ?? 0;
}

async function* joined<T>(first: readonly T[], others: AsyncGenerator<T>): AsyncGenerator<T> {
  yield* first;
  yield* others;
}

async function* readByWorkers(
  tasks: AsyncGenerator<LogFile[]>,
  settings: Settings,
  signal: AbortSignal | undefined,
): AsyncGenerator<TaskResult> {
  const permit = newPermit();
  const length = Math.min(MOST_WORKERS, availableParallelism());
  // One that dies may hold the permit for which others wait, and the result that is wanted next may be theirs.
  const failAll = (error: unknown) => {
    for (const worker of workers) worker.fail(error);
  };
  const workers: LogWorker[] = Array.from({ length }, () => new LogWorker({ settings, permit }, failAll));
  const waiting: Promise<TaskResult>[] = [];
  let number = 0;
  try {
    for await (const task of tasks) {
      waiting.push(entryAt(workers, number % workers.length).read(task));
      number += 1;
      const oldest = waiting.length < workers.length * TASKS_A_WORKER ? undefined : waiting.shift();
      if (oldest === undefined) continue;
      const result = await orStopped(oldest, signal);
      if (result === undefined) return;
      yield result;
    }
    for (const next of waiting) {
      const result = await orStopped(next, signal);
      if (result === undefined) return;
      yield result;
    }
  } finally {
    await Promise.all(workers.map((worker) => worker.end()));
  }
}

/** A result, or undefined where the signal comes first. */
function orStopped(result: Promise<TaskResult>, signal: AbortSignal | undefined): Promise<TaskResult | undefined> {
  if (signal === undefined) return result;
  return new Promise((resolve, reject) => {
    const stop = () => resolve(undefined);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
    result.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** A worker does its tasks in order, so its answers belong to the oldest question. */
class LogWorker {
  readonly #worker: Worker;
  readonly #questions: { resolve: (result: TaskResult) => void; reject: (error: unknown) => void }[] = [];
  /** Of the pool: it answers nothing from then on. */
  #failure: { error: unknown } | undefined;

  /** @param onFailure is told what it died of, or that it ended */
  constructor(workerData: WorkerData, onFailure: (error: unknown) => void) {
    this.#worker = new Worker(builtFile('logs/read/worker.js'), { workerData, resourceLimits: LIMITS });
    this.#worker.on('message', (result: TaskResult) => this.#questions.shift()?.resolve(result));
    this.#worker.on('error', onFailure);
    this.#worker.on('exit', (code) => onFailure(new Error(`a worker ended with code ${code} before all was read`)));
  }

  /** Answers every question with an error, those to come too. */
  fail(error: unknown): void {
    this.#failure ??= { error };
    for (const { reject } of this.#questions.splice(0)) reject(this.#failure.error);
  }

  read(files: LogFile[]): Promise<TaskResult> {
    const answer = new Promise<TaskResult>((resolve, reject) => {
      if (this.#failure === undefined) this.#questions.push({ resolve, reject });
      else reject(this.#failure.error);
    });
    answer.catch(() => undefined);
    this.#worker.postMessage(files);
    return answer;
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}
