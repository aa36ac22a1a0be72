import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type Outcome, readFiles, type Settings } from './task.js';

/** Tasks that each worker has before it: enough that none waits, few enough that memory stays flat. */
const TASKS_A_WORKER = 3;

/**
 * Reads files with a worker for each core and yields what they hold in the order of the tasks, whichever worker was quicker. A single task
 * is done at once, without workers.
 *
 * @param tasks the files of each task, in order
 */
export async function* readInOrder(tasks: AsyncIterable<string[]>, settings: Settings): AsyncGenerator<Outcome> {
  const iterator = tasks[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done === true) return;
  const second = await iterator.next();
  if (second.done === true) {
    yield readFiles(first.value, settings);
    return;
  }
  const workers = Array.from({ length: availableParallelism() }, () => new LogWorker(settings));
  try {
    const waiting: Promise<Outcome>[] = [];
    let next: IteratorResult<string[]> = first;
    for (let number = 0; next.done !== true; number += 1) {
      waiting.push((workers[number % workers.length] as LogWorker).read(next.value));
      next = number === 0 ? second : await iterator.next();
      if (waiting.length >= workers.length * TASKS_A_WORKER) yield await (waiting.shift() as Promise<Outcome>);
    }
    for (const outcome of waiting) yield await outcome;
  } finally {
    await Promise.all(workers.map((worker) => worker.end()));
  }
}

/** A worker does its tasks in order, so its answers belong to the oldest question. */
class LogWorker {
  readonly #worker: Worker;
  readonly #questions: { resolve: (outcome: Outcome) => void; reject: (error: unknown) => void }[] = [];

  constructor(settings: Settings) {
    this.#worker = new Worker(new URL('worker.js', import.meta.url), { workerData: settings });
    this.#worker.on('message', (outcome: Outcome) => this.#questions.shift()?.resolve(outcome));
    this.#worker.on('error', (error) => {
      for (const { reject } of this.#questions.splice(0)) reject(error);
    });
  }

  read(files: string[]): Promise<Outcome> {
    const answer = new Promise<Outcome>((resolve, reject) => this.#questions.push({ resolve, reject }));
    answer.catch(() => undefined);
    this.#worker.postMessage(files);
    return answer;
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}
