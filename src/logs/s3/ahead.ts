import type { Failure } from '../../files/unreadable.js';
import { LogFile } from '../read/open/log-file.js';
import type { ListedFile } from './spool.js';

/** GETs side by side. */
const AT_ONCE = 64;
/** As much as may lie there unread. What is waited for is fetched whatever lies there. */
const MOST_BYTES = 256 * 1024 * 1024;

/** Fetches one file. */
interface Fetches {
  fetch(file: ListedFile, signal: AbortSignal): Promise<LogFile | Failure>;
  /** Bytes that lie there. */
  readonly bytes: number;
}

/** A task of which files are on their way. */
interface Loading {
  files: readonly ListedFile[];
  results: (LogFile | Failure | undefined)[];
  started: number;
  done: number;
  /** Is told that it is whole. */
  onWhole: (() => void) | undefined;
}

/** Fetches the files of tasks ahead of whoever takes them, in their order. */
export class Ahead {
  readonly #tasks: readonly Loading[];
  readonly #from: Fetches;
  readonly #stop = new AbortController();
  readonly #signal: AbortSignal;
  readonly #underway = new Set<Promise<void>>();
  /** The task that is waited for, and the first of which not all files are on their way. */
  #head = 0;
  #next = 0;
  #error: { error: unknown } | undefined;

  constructor(tasks: readonly (readonly ListedFile[])[], from: Fetches, signal: AbortSignal | undefined) {
    this.#tasks = tasks.map((files) => ({ files, results: [], started: 0, done: 0, onWhole: undefined }));
    this.#from = from;
    this.#signal = signal === undefined ? this.#stop.signal : AbortSignal.any([signal, this.#stop.signal]);
  }

  /** What each task's files gave, until it is told to stop. */
  async *results(): AsyncGenerator<(LogFile | Failure)[]> {
    for (const task of this.#tasks) {
      this.#start();
      await this.#whole(task);
      if (this.#error !== undefined) throw this.#error.error;
      if (this.#signal.aborted) return;
      const results = task.results.flatMap((result) => result ?? []);
      task.results = [];
      this.#head += 1;
      yield results;
    }
  }

  /** @returns files that were fetched for nobody */
  async end(): Promise<LogFile[]> {
    this.#stop.abort();
    await Promise.all(this.#underway);
    return this.#tasks.flatMap(({ results }) => results.filter((result) => result instanceof LogFile));
  }

  #whole(task: Loading): Promise<void> {
    return new Promise((resolve) => {
      const whole = () => {
        this.#signal.removeEventListener('abort', whole);
        resolve();
      };
      task.onWhole = whole;
      if (task.done === task.files.length || this.#error !== undefined || this.#signal.aborted) whole();
      else this.#signal.addEventListener('abort', whole);
    });
  }

  /** Puts as many files on their way as may be. */
  #start(): void {
    while (this.#underway.size < AT_ONCE && !this.#signal.aborted) {
      const task = this.#tasks[this.#next];
      if (task === undefined) return;
      const file = task.files[task.started];
      if (file === undefined) {
        this.#next += 1;
        continue;
      }
      if (this.#next > this.#head && this.#from.bytes >= MOST_BYTES) return;
      this.#fetch(task, file, task.started);
      task.started += 1;
    }
  }

  #fetch(task: Loading, file: ListedFile, index: number): void {
    const fetched = this.#from.fetch(file, this.#signal).then(
      (result) => {
        task.results[index] = result;
        task.done += 1;
      },
      (error: unknown) => {
        // What was stopped ends with an error too.
        if (!this.#signal.aborted) this.#error ??= { error };
        this.#stop.abort();
      },
    );
    const underway = fetched.then(() => {
      this.#underway.delete(underway);
      if (task.done === task.files.length) task.onWhole?.();
      this.#start();
    });
    this.#underway.add(underway);
  }
}
