import { type FileHandle, open } from 'node:fs/promises';
import type { AsyncBuffer, FileMetaData, ParquetParsers, SchemaElement } from 'hyparquet';
import { messageOf } from '../base/errors.js';
import { entryAt } from '../base/lists.js';
import type { Located } from '../files/paths.js';
import { Unreadable, unreadableBy } from '../files/unreadable.js';
import type { BillTable } from './table.js';

/** So many rows are held at a time, whatever size the file's row groups have. */
const ROWS_A_SLICE = 50_000;

/** Times as text, which keeps them out of the local time zone. */
const PARSERS: Partial<ParquetParsers> = {
  timestampFromMilliseconds: (millis) => new Date(Number(millis)).toISOString(),
  timestampFromMicroseconds: (micros) => new Date(Number(micros / 1000n)).toISOString(),
  timestampFromNanoseconds: (nanos) => new Date(Number(nanos / 1_000_000n)).toISOString(),
  dateFromDays: (days) => new Date(days * 86_400_000).toISOString(),
};

/**
 * The table in a Parquet file, of any of the compressions that are in use. The libraries are loaded only now.
 *
 * @throws Unreadable where the file is damaged
 */
export async function parquetTable({ path, place }: Located): Promise<BillTable> {
  const handle = await open(place).catch((error: unknown) => Promise.reject(unreadableBy(error)));
  try {
    const { parquetMetadataAsync, parquetSchema } = await import('hyparquet');
    const file = await bufferOf(handle);
    const metadata = await ofParquet(parquetMetadataAsync(file));
    const { elements, scales } = withoutDecimals(metadata.schema);
    const header = parquetSchema(metadata).children.map(({ element }) => element.name);
    const source = { file, metadata: { ...metadata, schema: elements }, scales };
    return { name: path, header, rows: (columns) => rowsOf(source, header, columns), close: () => handle.close() };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

interface Source {
  file: AsyncBuffer;
  metadata: FileMetaData;
  scales: ReadonlyMap<string, number>;
}

async function* rowsOf(source: Source, header: readonly string[], columns: readonly number[]): AsyncGenerator<readonly string[][]> {
  const { file, metadata, scales } = source;
  const names = columns.map((column) => entryAt(header, column));
  const places = columns.map((column, index) => ({ column, textOf: cellTextOf(scales.get(entryAt(names, index))) }));
  const [{ parquetRead }, { compressors }] = await Promise.all([import('hyparquet'), import('hyparquet-compressors')]);
  for (const { rowStart, rowEnd } of slicesOf(metadata)) {
    let slice: unknown[][] = [];
    const onComplete = (rows: unknown[][]) => {
      slice = rows;
    };
    const options = { file, metadata, compressors, columns: names, rowStart, rowEnd, utf8: false, parsers: PARSERS, onComplete };
    await ofParquet(parquetRead(options));
    if (slice.length !== rowEnd - rowStart) throw new Unreadable('damaged Parquet data: rows are missing');
    yield slice.map((values) => placed(values, places, header.length));
  }
}

/** Where the values of a column belong in a row, and how they become text. */
interface CellPlace {
  column: number;
  textOf: CellText;
}

function placed(values: readonly unknown[], places: readonly CellPlace[], length: number): string[] {
  const cells = new Array<string>(length);
  places.forEach(({ column, textOf }, index) => {
    cells[column] = textOf(values[index]);
  });
  return cells;
}

/** Within row groups, since each is read anew for every range that touches it. */
function* slicesOf(metadata: FileMetaData): Generator<{ rowStart: number; rowEnd: number }> {
  let groupStart = 0;
  for (const group of metadata.row_groups) {
    const groupEnd = groupStart + Number(group.num_rows);
    for (let rowStart = groupStart; rowStart < groupEnd; rowStart += ROWS_A_SLICE) {
      yield { rowStart, rowEnd: Math.min(rowStart + ROWS_A_SLICE, groupEnd) };
    }
    groupStart = groupEnd;
  }
}

/** The library makes floats of decimals; as plain integers they come whole, and the scale is put back by {@link cellTextOf}. */
function withoutDecimals(schema: readonly SchemaElement[]): { elements: SchemaElement[]; scales: Map<string, number> } {
  const scales = new Map<string, number>();
  const elements = schema.map((element) => {
    if (element.converted_type !== 'DECIMAL' && element.logical_type?.type !== 'DECIMAL') return element;
    const { converted_type: _converted, logical_type: logical, ...physical } = element;
    scales.set(element.name, element.scale ?? (logical?.type === 'DECIMAL' ? logical.scale : 0));
    return physical;
  });
  return { elements, scales };
}

type CellText = (value: unknown) => string;

/** A cell as text. A double's shortest decimal text is the number that was written. */
function cellTextOf(scale: number | undefined): CellText {
  if (scale !== undefined) return (value) => scaled(value, scale);
  return (value) => {
    if (typeof value === 'string') return value;
    if (value === undefined || value === null) return '';
    return value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : String(value);
  };
}

function scaled(value: unknown, scale: number): string {
  if (value === undefined || value === null) return '';
  return `${value instanceof Uint8Array ? signedInteger(value) : String(value)}e-${scale}`;
}

/** Big-endian, in two's complement. */
function signedInteger(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt.asIntN(8 * bytes.length, BigInt(`0x${Buffer.from(bytes).toString('hex')}`));
}

async function bufferOf(handle: FileHandle): Promise<AsyncBuffer> {
  const { size } = await handle.stat();
  return {
    byteLength: size,
    slice: async (start, end = size) => {
      const bytes = new Uint8Array(Math.max(0, Math.min(end, size) - start));
      await handle.read(bytes, 0, bytes.length, start);
      return bytes.buffer;
    },
  };
}

/** Whatever the library throws on a file comes of the file: it has no errors of its own. */
async function ofParquet<T>(result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    throw new Unreadable(`damaged Parquet data: ${messageOf(error)}`, { cause: error });
  }
}
