import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { builtFile } from '../../files/package-folder.js';
import { sizeAt } from '../../files/stats.js';
import { handoverOf } from './handover.js';
import type { LogFile } from './open/log-file.js';
import { newPermit } from './permit.js';
import { Shares } from './shares.js';
import { type Found, readFiles, type Settings, type TaskResult } from './task.js';
import type { WorkerData } from './worker.js';

/** Up to so many files, and so much as it lies on the disk, is read before workers would have started. */
const FILES_WITHOUT_WORKERS = 1000;
const BYTES_WITHOUT_WORKERS = 2_000_000;
/** Where it takes longer to list the first files there are many, and workers start meanwhile. */
const LISTING_MS = 30;

/** Each takes memory of its own, and one thread counts what all of them find. */
const MOST_WORKERS = 8;

/** What a worker makes either lives for a moment or until its file is read; room for more young objects is memory alone. */
const LIMITS = { maxYoungGenerationSizeMb: 8 };

/** Tasks that each worker has before it: enough that none waits, few enough that memory stays flat. */
const TASKS_A_WORKER = 3;

/**
 * Reads files and yields what they hold in the order of the files: a little at once, more with a worker for each core, whichever worker
 * was quicker.
 *
 * @param lists the files in their order
 * @param signal ends it before the next result, however large the file is that is being read
 * @param areTasks whether each list is read as one task, however large
 */
export async function* readInOrder(
  lists: AsyncGenerator<LogFile[]>,
  settings: Settings,
  signal?: AbortSignal,
  areTasks = false,
): AsyncGenerator<TaskResult> {
  const workers = new Workers(settings);
  try {
    const { first, isAll } = await firstOf(lists, workers);
    if (!isAll) {
      const shares = new Shares(MOST_WORKERS * TASKS_A_WORKER);
      const all = joined(first, lists);
      yield* readByWorkers(workers, areTasks ? all : inShares(all, shares), shares, signal);
    } else for (const files of first) yield { ...(await readFiles(files, settings)), files };
  } finally {
    // It may be fetching ahead for what is not asked for any more.
    await lists.return(undefined);
    await workers.end();
  }
}

/** So many of the files that workers are worth their start, or all that there are. */
async function firstOf(lists: AsyncGenerator<LogFile[]>, workers: Workers): Promise<{ first: LogFile[][]; isAll: boolean }> {
  const first: LogFile[][] = [];
  const timer = setTimeout(() => workers.start(), LISTING_MS);
  try {
    for (let files = 0, bytes = 0; files <= FILES_WITHOUT_WORKERS && bytes <= BYTES_WITHOUT_WORKERS; ) {
      const next = await lists.next();
      if (next.done === true) return { first, isAll: true };
      first.push(next.value);
      files += next.value.length;
      if (files <= FILES_WITHOUT_WORKERS) for (const { place } of next.value) bytes += sizeAt(place);
    }
    return { first, isAll: false };
  } finally {
    clearTimeout(timer);
  }
}

async function* joined<T>(first: readonly T[], others: AsyncGenerator<T>): AsyncGenerator<T> {
  yield* first;
  yield* others;
}

/** Files of the lists in tasks, by what earlier ones held. */
async function* inShares(lists: AsyncGenerator<LogFile[]>, shares: Shares): AsyncGenerator<LogFile[]> {
  for await (const list of lists) {
    for (let start = 0; start < list.length; ) {
      const end = start + shares.next();
      yield list.slice(start, end);
      start = end;
    }
  }
}

async function* readByWorkers(
  workers: Workers,
  tasks: AsyncGenerator<LogFile[]>,
  shares: Shares,
  signal: AbortSignal | undefined,
): AsyncGenerator<TaskResult> {
  workers.start();
  const waiting: Promise<TaskResult>[] = [];
  for await (const task of tasks) {
    waiting.push(workers.read(task));
    const oldest = waiting.length < workers.length * TASKS_A_WORKER ? undefined : waiting.shift();
    if (oldest === undefined) continue;
    const result = await orStopped(oldest, signal);
    if (result === undefined) return;
    shares.learn({ files: result.files.length, bytes: result.bytes });
    yield result;
  }
  for (const next of waiting) {
    const result = await orStopped(next, signal);
    if (result === undefined) return;
    yield result;
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

/** A worker for each core, once they are wanted. */
class Workers {
  readonly length = Math.min(MOST_WORKERS, availableParallelism());
  readonly #settings: Settings;
  #all: LogWorker[] = [];

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  start(): void {
    if (this.#all.length > 0) return;
    const permit = newPermit();
    // One that dies may hold the permit for which others wait, and the result that is wanted next may be theirs.
    const failAll = (error: unknown) => {
      for (const worker of this.#all) worker.fail(error);
    };
    this.#all = Array.from({ length: this.length }, () => new LogWorker({ settings: this.#settings, permit }, failAll));
  }

  /** By the one that has the least before it. */
  read(files: readonly LogFile[]): Promise<TaskResult> {
    return this.#all.reduce((one, other) => (other.questions < one.questions ? other : one)).read(files);
  }

  async end(): Promise<void> {
    await Promise.all(this.#all.map((worker) => worker.end()));
  }
}

/** A worker does its tasks in order, so its answers belong to the oldest question. */
class LogWorker {
  readonly #worker: Worker;
  readonly #questions: { resolve: (found: Found) => void; reject: (error: unknown) => void }[] = [];
  /** Of the pool: it answers nothing from then on. */
  #failure: { error: unknown } | undefined;

  /** @param onFailure is told what it died of, or that it ended */
  constructor(workerData: WorkerData, onFailure: (error: unknown) => void) {
    this.#worker = new Worker(builtFile('logs/read/worker.cjs'), { workerData, resourceLimits: LIMITS });
    this.#worker.on('message', (found: Found) => this.#questions.shift()?.resolve(found));
    this.#worker.on('error', onFailure);
    this.#worker.on('exit', (code) => onFailure(new Error(`a worker ended with code ${code} before all was read`)));
  }

  /** That it has not answered yet. */
  get questions(): number {
    return this.#questions.length;
  }

  /** Answers every question with an error, those to come too. */
  fail(error: unknown): void {
    this.#failure ??= { error };
    for (const { reject } of this.#questions.splice(0)) reject(this.#failure.error);
  }

  read(files: readonly LogFile[]): Promise<TaskResult> {
    const answer = new Promise<TaskResult>((resolve, reject) => {
      if (this.#failure === undefined) this.#questions.push({ resolve: (found) => resolve({ ...found, files }), reject });
      else reject(this.#failure.error);
    });
    answer.catch(() => undefined);
    this.#worker.postMessage(handoverOf(files));
    return answer;
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}
