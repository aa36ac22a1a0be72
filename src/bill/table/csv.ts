import { pipeline, type Readable, type TransformCallback } from 'node:stream';
import { CsvError, Parser } from 'csv-parse';
import { parse as parseNow } from 'csv-parse/sync';
import { Unreadable, unreadableBy } from '../../files/unreadable.js';
import { type BillTable, NoTable } from './table.js';

/** A row with tags for everything is some 100 kB; beyond this a quotation mark was never closed. */
const MAX_ROW_BYTES = 4 * 1024 * 1024;
const MAX_HEADER_BYTES = 256 * 1024;
/** With one batch of rows waiting and no more: 16, as streams have it, would be 4 MB of text. */
const PARSING = { bom: true, skip_empty_lines: true, max_record_size: MAX_ROW_BYTES, readableHighWaterMark: 1 };

/**
 * The table in a stream of CSV text; undefined where there is nothing in it.
 *
 * @throws NoTable where not even a header is to be found
 * @throws Unreadable where the stream itself fails
 */
export async function csvBillTable(name: string, streams: readonly Readable[]): Promise<BillTable | undefined> {
  const parser = new RowBatches(PARSING);
  let start: Buffer = Buffer.alloc(0);
  streams.at(-1)?.once('data', (chunk: Buffer) => {
    start = chunk.subarray(0, MAX_HEADER_BYTES);
  });
  // The parser carries every error of the streams before it to whoever iterates.
  pipeline([...streams, parser], () => undefined);
  const close = async () => parser.destroy();
  const batches: AsyncIterator<string[][]> = parser[Symbol.asyncIterator]();
  try {
    const first = await next(batches);
    if (first.done === true) return undefined;
    const [header = [], ...rows] = first.value;
    return { name, header, rows: () => remaining(rows, batches), close };
  } catch (error) {
    const header = error instanceof DamagedCsv ? headerIn(start) : undefined;
    if (error instanceof DamagedCsv && header === undefined) throw new NoTable('is not a CSV file');
    if (header === undefined) throw error;
    return { name, header, rows: () => failing(error), close };
  }
}

class DamagedCsv extends Unreadable {
  override readonly name = 'DamagedCsv';
}

/** Damage further down must not hide what the file is. */
function headerIn(start: Buffer): string[] | undefined {
  try {
    return parseNow(start, { bom: true, skip_empty_lines: true, to: 1 })[0];
  } catch (error) {
    if (error instanceof CsvError) return undefined;
    throw error;
  }
}

// biome-ignore lint/correctness/useYield: rows that fail before the first
async function* failing(error: unknown): AsyncGenerator<readonly string[][]> {
  throw error;
}

async function* remaining(first: readonly string[][], batches: AsyncIterator<string[][]>): AsyncGenerator<readonly string[][]> {
  yield first;
  for (;;) {
    const result = await next(batches);
    if (result.done === true) return;
    yield result.value;
  }
}

/** Hands on a chunk's rows together, so that whoever reads them waits once for all of them. */
class RowBatches extends Parser {
  #rows: string[][] = [];

  override push(row: string[] | null): boolean {
    if (row !== null) return this.#rows.push(row) > 0;
    this.#handOn();
    return super.push(null);
  }

  override _transform(chunk: unknown, encoding: BufferEncoding, done: TransformCallback): void {
    super._transform(chunk, encoding, (error) => {
      this.#handOn();
      done(error);
    });
  }

  #handOn(): void {
    if (this.#rows.length > 0) super.push(this.#rows);
    this.#rows = [];
  }
}

async function next(batches: AsyncIterator<string[][]>): Promise<IteratorResult<string[][]>> {
  try {
    return await batches.next();
  } catch (error) {
    throw error instanceof CsvError ? new DamagedCsv(`damaged CSV: ${error.message}`) : unreadableBy(error);
  }
}
