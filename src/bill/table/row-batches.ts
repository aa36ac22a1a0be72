import type { TransformCallback } from 'node:stream';
import { Parser } from 'csv-parse';
import { Unreadable } from '../../files/unreadable.js';
import { type Dialect, type FoundHeader, parsingOf } from './dialect.js';

/** A row with tags for everything is some 100 kB; beyond this a quotation mark was never closed. */
const MAX_ROW_BYTES = 4 * 1024 * 1024;

/** How a table of a bill is known. */
export interface Recognition {
  isHeader(cells: readonly string[]): boolean;
  /** Whether a row that has not as many cells as the header may be one all the same. */
  mayDiffer(cells: readonly string[], header: readonly string[]): boolean;
}

/** CSV text that cannot be read as such. */
export class DamagedCsv extends Unreadable {
  override readonly name = 'DamagedCsv';

  constructor(
    what: string,
    readonly isOfQuoting = false,
  ) {
    super(`damaged CSV: ${what}`);
  }
}

const CARRIAGE_RETURN = 13;
const LINE_FEED = 10;

/** With one batch of rows waiting and no more: 16, as streams have it, would be 4 MB of text. */
const LIMITS = { max_record_size: MAX_ROW_BYTES, readableHighWaterMark: 1 };

/** Hands on a chunk's rows together, so that whoever reads them waits once for all of them. */
export class RowBatches extends Parser {
  #rows: string[][] = [];
  #header: readonly string[];
  /** The header's own line is none of the rows. */
  #isHeaderDue: boolean;
  #problem: DamagedCsv | undefined;
  #isWholeLine = true;
  #isEnd = false;
  readonly #linesBefore: number;
  readonly #recognition: Recognition;

  constructor(dialect: Dialect, { header, linesAbove, hasHeaderLine }: FoundHeader, recognition: Recognition) {
    super({ ...parsingOf(dialect), ...LIMITS });
    this.#header = header;
    this.#isHeaderDue = hasHeaderLine;
    this.#linesBefore = linesAbove;
    this.#recognition = recognition;
  }

  /** The parser takes what comes after the last line's end for an empty line, too. */
  get emptyLines(): number {
    return Math.max(0, this.info.empty_lines - (this.#isEnd && this.#isWholeLine ? 1 : 0));
  }

  override push(row: string[] | null): boolean {
    if (row === null) {
      this.#handOn();
      return super.push(null);
    }
    if (this.#isHeaderDue) {
      this.#isHeaderDue = false;
      return true;
    }
    if (row.length !== this.#header.length) this.#checkLength(row);
    return this.#problem !== undefined || this.#rows.push(row) > 0;
  }

  override _transform(chunk: Buffer, encoding: BufferEncoding, done: TransformCallback): void {
    const last = chunk.at(-1);
    if (last !== undefined) this.#isWholeLine = last === LINE_FEED || last === CARRIAGE_RETURN;
    super._transform(chunk, encoding, (error) => this.#end(done, error));
  }

  override _flush(done: TransformCallback): void {
    this.#isEnd = true;
    super._flush((error) => this.#end(done, error));
  }

  #end(done: TransformCallback, error: Error | null | undefined): void {
    this.#handOn();
    done(error ?? this.#problem);
  }

  #checkLength(row: string[]): void {
    const { length } = this.#header;
    if (this.#recognition.isHeader(row)) this.#header = row;
    else if (row.length > length && row.slice(length).every((cell) => cell.trim() === '')) row.length = length;
    else if ((this.#isEnd && !this.#isWholeLine) || !this.#recognition.mayDiffer(row, this.#header)) {
      const line = this.info.lines + this.#linesBefore;
      this.#problem ??= new DamagedCsv(`Invalid Record Length: expect ${length}, got ${row.length} on line ${line}`);
    }
  }

  #handOn(): void {
    if (this.#rows.length > 0) super.push(this.#rows);
    this.#rows = [];
  }
}
