import { pipeline, type Readable, Transform, type TransformCallback } from 'node:stream';
import { CsvError, Parser } from 'csv-parse';
import { Unreadable, unreadableBy } from '../../files/unreadable.js';
import {
  type Dialect,
  dialectNames,
  encodingOf,
  type FoundHeader,
  firstRowOf,
  headerIn,
  parsingOf,
  type Sample,
  samplesOf,
  type TextEncoding,
} from './dialect.js';
import { unreadKindOf } from './start.js';
import { type BillTable, NoTable } from './table.js';

/** A row with tags for everything is some 100 kB; beyond this a quotation mark was never closed. */
const MAX_ROW_BYTES = 4 * 1024 * 1024;
const START_BYTES = 256 * 1024;

/** A file, or a part of an archive, that can be read from its start again and again. */
export interface Source {
  /** For messages. */
  name: string;
  /** Where it lies, with the folders and archives that it is in. */
  place: string;
  /** Whether `open` unpacks it already; within an archive it may be packed once more. */
  isUnpacked: boolean;
  /** @throws Unreadable */
  open(): Promise<readonly Readable[]>;
}

/** How a table of a bill is known. */
export interface Recognition {
  isHeader(cells: readonly string[]): boolean;
  /** Whether a row that has not as many cells as the header may be one all the same. */
  mayDiffer(cells: readonly string[], header: readonly string[]): boolean;
}

/** Text in which no header is recognised. */
export class NoHeader extends NoTable {
  override readonly name = 'NoHeader';

  /**
   * @param samples its rows in each dialect in which it may be a table
   * @param columns its first row; undefined where not even that can be read
   * @param source where it is read from, should its header be known from elsewhere
   */
  constructor(
    readonly samples: readonly Sample[],
    readonly columns: readonly string[] | undefined,
    readonly source: Source,
  ) {
    super('has no header of a bill', { isData: samples.length > 0 });
  }
}

/** What a source begins with, unpacked; empty where there is nothing in it. @throws Unreadable where not even that can be read */
export async function startOf({ open }: Source): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of piped(await open())) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= START_BYTES) break;
    }
  } catch (error) {
    // Damage further down is met again where it is read to its end.
    if (bytes === 0) throw unreadableBy(error);
  }
  return Buffer.concat(chunks);
}

/** What comes out of the last stream, which carries the errors of those before it. */
export function piped(streams: readonly Readable[]): Readable {
  const last = streams.at(-1);
  if (last === undefined) throw new TypeError('nothing was opened');
  if (streams.length > 1) pipeline(streams, () => undefined);
  return last;
}

/**
 * The table in CSV text of any dialect.
 *
 * @param start what {@link startOf} gives, not empty
 * @param known the header and dialect, where another part of the bill has them
 * @throws NoTable where it is something else, NoHeader where it may be a table
 */
export function csvBillTable(source: Source, start: Buffer, recognition: Recognition, known?: FoundHeader): BillTable {
  const encoding = encodingOf(start);
  const text = decoderOf(encoding).decode(start);
  const found = known ?? headerIn(text, encoding, recognition.isHeader);
  if (found === undefined) {
    const other = unreadKindOf(start);
    if (other !== undefined) throw new NoTable(other, { isData: true });
    throw headerlessOf(source, start);
  }
  const reading = new CsvReading(source, found, recognition);
  return {
    name: source.name,
    header: found.header,
    linesBefore: found.linesBefore,
    dialect: () => dialectNames(reading.dialect),
    rows: () => reading.rows(),
    emptyLines: () => reading.emptyLines,
    close: () => reading.close(),
  };
}

/** What is known of a part in which no header is recognised. @param start what {@link startOf} gives */
export function headerlessOf(source: Source, start: Buffer): NoHeader {
  const encoding = encodingOf(start);
  const text = decoderOf(encoding).decode(start);
  return new NoHeader(samplesOf(text, encoding), firstRowOf(text, encoding), source);
}

/** Byte order marks stay, for the parser to pass over. */
function decoderOf(encoding: TextEncoding) {
  return new TextDecoder(encoding, { ignoreBOM: true });
}

class CsvReading {
  dialect: Dialect;
  #parser: RowBatches | undefined;
  readonly #source: Source;
  readonly #found: FoundHeader;
  readonly #recognition: Recognition;

  constructor(source: Source, found: FoundHeader, recognition: Recognition) {
    this.dialect = found.dialect;
    this.#source = source;
    this.#found = found;
    this.#recognition = recognition;
  }

  get emptyLines(): number {
    return this.#parser?.emptyLines ?? 0;
  }

  /** The first quotation mark after a backslash may come late; what was read until then is the same either way. */
  async *rows(): AsyncGenerator<readonly string[][]> {
    let count = 0;
    try {
      for await (const rows of this.#batches()) {
        count += rows.length;
        yield rows;
      }
    } catch (error) {
      if (!(error instanceof DamagedCsv && error.isOfQuoting && this.dialect.quoting === 'doubled')) throw error;
      await this.close();
      this.dialect = { ...this.dialect, quoting: 'backslash' };
      yield* this.#batchesFrom(count, error);
    }
  }

  async *#batchesFrom(start: number, reason: DamagedCsv): AsyncGenerator<readonly string[][]> {
    let count = 0;
    try {
      for await (const rows of this.#batches()) {
        const more = rows.slice(Math.max(0, start - count));
        count += rows.length;
        if (more.length > 0) yield more;
      }
    } catch (error) {
      throw error instanceof DamagedCsv && count <= start ? reason : error;
    }
  }

  async *#batches(): AsyncGenerator<readonly string[][]> {
    const { dialect } = this;
    const { startBytes } = this.#found;
    const decoding = dialect.encoding === 'utf-8' ? [] : [decoded(dialect.encoding)];
    const streams = [...(await this.#source.open()), ...decoding, ...(startBytes === 0 ? [] : [withoutStart(startBytes)])];
    const parser = new RowBatches(dialect, this.#found, this.#recognition);
    this.#parser = parser;
    // The parser carries every error of the streams before it to whoever iterates.
    pipeline([...streams, parser], () => undefined);
    try {
      yield* parser as AsyncIterable<string[][]>;
    } catch (error) {
      throw error instanceof CsvError ? new DamagedCsv(error.message, OF_QUOTING.has(error.code)) : unreadableBy(error);
    }
  }

  async close(): Promise<void> {
    this.#parser?.destroy();
  }
}

const OF_QUOTING: ReadonlySet<string> = new Set(['CSV_INVALID_CLOSING_QUOTE', 'CSV_QUOTE_NOT_CLOSED', 'CSV_MAX_RECORD_SIZE']);

class DamagedCsv extends Unreadable {
  override readonly name = 'DamagedCsv';

  constructor(
    what: string,
    readonly isOfQuoting = false,
  ) {
    super(`damaged CSV: ${what}`);
  }
}

function decoded(encoding: TextEncoding): Transform {
  const decoder = decoderOf(encoding);
  return new Transform({
    transform: (chunk: Buffer, _encoding, done) => done(null, Buffer.from(decoder.decode(chunk, { stream: true }))),
    flush: (done) => done(null, Buffer.from(decoder.decode())),
  });
}

function withoutStart(bytes: number): Transform {
  let left = bytes;
  return new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      const rest = chunk.subarray(left);
      left = Math.max(0, left - chunk.length);
      done(null, rest);
    },
  });
}

const CARRIAGE_RETURN = 13;
const LINE_FEED = 10;

/** With one batch of rows waiting and no more: 16, as streams have it, would be 4 MB of text. */
const LIMITS = { max_record_size: MAX_ROW_BYTES, readableHighWaterMark: 1 };

/** Hands on a chunk's rows together, so that whoever reads them waits once for all of them. */
class RowBatches extends Parser {
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
