import { pipeline, Transform } from 'node:stream';
import { CsvError } from 'csv-parse';
import { unreadableBy } from '../../files/unreadable.js';
import {
  type Dialect,
  dialectNames,
  encodingOf,
  type FoundHeader,
  firstRowOf,
  headerIn,
  type Sample,
  samplesOf,
  type TextEncoding,
} from './dialect.js';
import { DamagedCsv, type Recognition, RowBatches } from './row-batches.js';
import type { Source } from './source.js';
import { unreadKindOf } from './start.js';
import { type BillTable, NoTable } from './table.js';

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
  const other = unreadKindOf(start);
  if (other !== undefined) throw new NoTable(other, { isData: true });
  const found = known ?? headerIn(text, encoding, recognition.isHeader);
  if (found === undefined) throw headerlessOf(source, start);
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
