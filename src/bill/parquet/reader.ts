// bill/parquet: Parquet files, read by a process that can be ended whatever a file makes it do.

import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { sanitised } from '../../base/cleaned.js';
import { builtFile } from '../../files/package-folder.js';
import type { Located } from '../../files/paths.js';
import { Unreadable } from '../../files/unreadable.js';
import type { BillTable } from '../table/table.js';
import { LIMIT_TEXTS } from './limits.js';
import type { Answer, Question, Slice } from './message.js';

/** Codes of Unix shells and of Windows for processes that did not end by themselves. */
const FIRST_CODE_OF_CRASH = 128;

/** Of a message that quotes a file. */
const MOST_CHARACTERS = 300;

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
    this.#signal?.throwIfAborted();
    if (this.#process?.hasEnded !== false) this.#process = new ReadingProcess(this.#signal);
    const reading = this.#process;
    const answer = await answerOf(reading, { open: place });
    if (!('header' in answer)) throw new TypeError('no header was answered');
    const { header } = answer;
    let last: Promise<unknown> = Promise.resolve();
    const ask = (columns: readonly number[]) => {
      const slice = answerOf(reading, { columns });
      last = slice.catch(() => undefined);
      return slice;
    };
    const rows = (columns: readonly number[]) => rowsOf(ask, header.length, columns);
    return { name: path, header, linesBefore: 0, dialect: () => [], emptyLines: () => 0, rows, close: () => last };
  }

  async end(): Promise<void> {
    await this.#process?.end();
  }
}

async function answerOf(reading: ReadingProcess, question: Question): Promise<Answer> {
  const answer = await reading.ask(question);
  if ('unreadable' in answer) throw new Unreadable(sanitised(answer.unreadable.slice(0, MOST_CHARACTERS)));
  if ('limit' in answer) {
    await reading.end();
    throw new Unreadable(LIMIT_TEXTS[answer.limit]);
  }
  if ('defect' in answer) throw new Error(answer.defect);
  return answer;
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
  readonly #exit: Promise<void>;
  readonly #signal: AbortSignal | undefined;
  #question: { resolve: (answer: Answer) => void; reject: (error: unknown) => void } | undefined;
  /** What every question is answered once it has ended. */
  #end: Answer | undefined;

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
    this.#child = fork(fileURLToPath(builtFile('bill/parquet/process.cjs')), {
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.#child.on('message', (answer: Answer) => this.#question?.resolve(answer));
    this.#exit = new Promise((resolve) => {
      const ended = (answer: Answer) => {
        this.#end = answer;
        this.#question?.resolve(answer);
        resolve();
      };
      this.#child.on('exit', (code) => ended(answerOfEnd(code)));
      // It could not be started.
      this.#child.on('error', (error) => ended({ defect: error.message }));
    });
    signal?.addEventListener('abort', this.#abort);
  }

  get hasEnded(): boolean {
    return this.#end !== undefined;
  }

  async ask(question: Question): Promise<Answer> {
    if (this.#end !== undefined) return this.#end;
    return new Promise((resolve, reject) => {
      this.#question = { resolve, reject };
      // A process that cannot be asked any more has ended, and that is its answer.
      this.#child.send(question, () => undefined);
    });
  }

  async end(): Promise<void> {
    this.#signal?.removeEventListener('abort', this.#abort);
    this.#child.kill('SIGKILL');
    await this.#exit;
  }

  readonly #abort = () => {
    this.#question?.reject(this.#signal?.reason);
    this.#child.kill('SIGKILL');
  };
}

/** What ends a process from outside, or aborts it, is a want of memory. */
function answerOfEnd(code: number | null): Answer {
  if (code === null || code >= FIRST_CODE_OF_CRASH) return { limit: 'memory' };
  return { defect: `the process that reads Parquet ended with code ${code}` };
}
