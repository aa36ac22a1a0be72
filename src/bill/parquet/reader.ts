// bill/parquet: Parquet files, read by a process that can be ended whatever a file makes it do.

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Located } from '../../files/paths.js';
import { Unreadable } from '../../files/unreadable.js';
import type { BillTable } from '../table.js';
import { LIMIT_TEXTS } from './limits.js';
import type { Answer, Question, Slice } from './message.js';

/** Codes of Unix shells and of Windows for processes that did not end by themselves. */
const FIRST_CODE_OF_CRASH = 128;

/** Reads Parquet files one after the other, all with one process as long as it is well. */
export class ParquetReader {
  readonly #signal: AbortSignal | undefined;
  #process: ReadingProcess | undefined;

  constructor(signal?: AbortSignal) {
    this.#signal = signal;
  }

  /**
   * The table in a Parquet file. The one before has to be closed.
   *
   * @throws Unreadable where the file is damaged, or takes more time or memory than any sound one
   */
  async table({ path, place }: Located): Promise<BillTable> {
    const answer = await this.#ask({ open: place });
    if (!('header' in answer)) throw new TypeError('no header was answered');
    const { header } = answer;
    let last: Promise<unknown> = Promise.resolve();
    const ask = (columns: readonly number[]) => {
      const slice = this.#ask({ columns });
      last = slice.catch(() => undefined);
      return slice;
    };
    return { name: path, header, rows: (columns) => rowsOf(ask, header.length, columns), close: () => last };
  }

  async end(): Promise<void> {
    await this.#process?.end();
  }

  async #ask(question: Question): Promise<Answer> {
    this.#signal?.throwIfAborted();
    if (this.#process?.hasEnded !== false) this.#process = new ReadingProcess(this.#signal);
    const answer = await this.#process.ask(question);
    if ('unreadable' in answer) throw new Unreadable(answer.unreadable);
    if ('limit' in answer) {
      await this.#process.end();
      throw new Unreadable(LIMIT_TEXTS[answer.limit]);
    }
    if ('defect' in answer) throw new Error(answer.defect);
    return answer;
  }
}

/** The next slice is being read while one is taken; never more than that. */
async function* rowsOf(
  ask: (columns: readonly number[]) => Promise<Answer>,
  length: number,
  columns: readonly number[],
): AsyncGenerator<readonly string[][]> {
  let next = ask(columns);
  for (;;) {
    const answer = await next;
    if (!('slice' in answer)) return;
    next = ask(columns);
    next.catch(() => undefined);
    yield unpacked(answer.slice, length, columns);
  }
}

function unpacked(slice: Slice, length: number, places: readonly number[]): string[][] {
  return Array.from({ length: slice.rows }, (_, row) => {
    const cells = new Array<string>(length);
    places.forEach((place, index) => {
      const column = slice.columns[index];
      cells[place] = column?.texts[column.at[row] ?? 0] ?? '';
    });
    return cells;
  });
}

/** Answers one question after the other. */
class ReadingProcess {
  readonly #child: ChildProcess;
  readonly #exit: Promise<unknown>;
  readonly #signal: AbortSignal | undefined;
  #question: { resolve: (answer: Answer) => void; reject: (error: unknown) => void } | undefined;
  hasEnded = false;

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
    this.#child = fork(fileURLToPath(new URL('process.js', import.meta.url)), {
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.#exit = once(this.#child, 'exit');
    this.#child.on('message', (answer: Answer) => this.#question?.resolve(answer));
    this.#child.on('error', (error) => this.#question?.reject(error));
    this.#child.on('exit', (code, killedBy) => {
      this.hasEnded = true;
      this.#question?.resolve(answerOfEnd(code, killedBy));
    });
    signal?.addEventListener('abort', this.#abort);
  }

  ask(question: Question): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#question = { resolve, reject };
      this.#child.send(question, (error) => error !== null && this.#question?.reject(error));
    });
  }

  async end(): Promise<void> {
    this.#signal?.removeEventListener('abort', this.#abort);
    this.#child.kill('SIGKILL');
    if (!this.hasEnded) await this.#exit;
  }

  readonly #abort = () => {
    this.#question?.reject(this.#signal?.reason);
    this.#child.kill('SIGKILL');
  };
}

/** What ends a process from outside, or aborts it, is a want of memory. */
function answerOfEnd(code: number | null, killedBy: NodeJS.Signals | null): Answer {
  if (code === null || code >= FIRST_CODE_OF_CRASH) return { limit: 'memory' };
  return { defect: `the process that reads Parquet ended with ${code} ${killedBy ?? ''}`.trimEnd() };
}
