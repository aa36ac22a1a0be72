import type { FileHandle } from 'node:fs/promises';
import {
  type AsyncBuffer,
  type ColumnData,
  type Compressors,
  type FileMetaData,
  type ParquetParsers,
  parquetMetadataAsync,
  parquetRead,
  parquetSchema,
  type RowGroup,
  type SchemaElement,
  type SchemaTree,
} from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { decompressPage } from 'hyparquet/src/datapage.js';
import { compressors } from 'hyparquet-compressors';
import { messageOf } from '../../base/errors.js';
import { entryAt } from '../../base/lists.js';
import { openFile } from '../../files/reading.js';
import { Unreadable, unreadableBy } from '../../files/unreadable.js';
import { bufferOf } from './buffer.js';
import { type CellText, cellTextOf, isDecimal, physicalOf, scaleOf } from './cells.js';
import { chunksOf } from './chunks.js';
import { damaged } from './damage.js';
import type { PackedColumn, Slice } from './message.js';
import { checkMetadata } from './metadata.js';
import { checkPages, type Pages } from './pages.js';
import type { Progress } from './progress.js';

/** So many rows are held at a time, whatever size the file's row groups have; 16 bits tell them apart. */
const ROWS_A_SLICE = 2 ** 16;

/** Times as text, which keeps them out of the local time zone. */
const PARSERS: Partial<ParquetParsers> = {
  timestampFromMilliseconds: (millis) => new Date(Number(millis)).toISOString(),
  timestampFromMicroseconds: (micros) => new Date(Number(micros / 1000n)).toISOString(),
  timestampFromNanoseconds: (nanos) => new Date(Number(nanos / 1_000_000n)).toISOString(),
  dateFromDays: (days) => new Date(days * 86_400_000).toISOString(),
};

/** An open Parquet file, of any of the compressions that are in use. */
export class ParquetContent {
  readonly header: readonly string[];
  readonly #handle: FileHandle;
  readonly #source: Source;

  private constructor(handle: FileHandle, source: Source) {
    this.#handle = handle;
    this.#source = source;
    this.header = source.columns.map(({ tree }) => tree.element.name);
  }

  /**
   * @param place where the file lies
   * @throws Unreadable where it is damaged
   */
  static async open(place: string, progress: Progress): Promise<ParquetContent> {
    const handle = await openFile(place);
    try {
      return new ParquetContent(handle, await sourceOf(handle, progress));
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /**
   * All rows, some at a time, with the columns that have these places in the header.
   *
   * @throws Unreadable where the file is damaged
   */
  async *slices(places: readonly number[]): AsyncGenerator<Slice> {
    const columns = places.map((place) => entryAt(this.#source.columns, place));
    let groupStart = 0;
    for (const group of this.#source.metadata.row_groups) {
      const groupEnd = groupStart + Number(group.num_rows);
      await checkGroup(this.#source, columns, group);
      for (let start = groupStart; start < groupEnd; start += ROWS_A_SLICE) {
        yield await sliceOf(this.#source, columns, start, Math.min(start + ROWS_A_SLICE, groupEnd));
      }
      groupStart = groupEnd;
    }
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

/** A top-level column. */
interface Column {
  tree: SchemaTree;
  textOf: CellText;
}

interface Source {
  file: AsyncBuffer;
  metadata: FileMetaData;
  columns: Column[];
  progress: Progress;
}

async function sourceOf(handle: FileHandle, progress: Progress): Promise<Source> {
  const file = await bufferOf(handle, progress);
  const read = await ofParquet('its footer', () => parquetMetadataAsync(file, { geoparquet: false }));
  checkMetadata(read);
  const { children } = await ofParquet('its schema', () => parquetSchema(read));
  // A column within another one may have the same name and is no cell of its own.
  const decimals = new Set(children.filter(isDecimal).map(({ element }) => element));
  const schema = read.schema.map((element): SchemaElement => (decimals.has(element) ? physicalOf(element) : element));
  const columns = children.map((tree) => ({ tree, textOf: cellTextOf(isDecimal(tree) ? scaleOf(tree.element) : undefined) }));
  return { file, metadata: { ...read, schema }, columns, progress };
}

async function checkGroup({ file, progress }: Source, columns: readonly Column[], group: RowGroup): Promise<void> {
  const trees = columns.map(({ tree }) => tree);
  const pages = pagesOf(progress);
  let most = 0;
  for (const chunk of chunksOf(group, trees, file.byteLength)) {
    const bytes = await ofParquet(`column ${chunk.name}`, () => file.slice(chunk.start, chunk.end));
    most = Math.max(most, checkPages(chunk, bytes, pages));
  }
  progress.expect(most);
}

async function sliceOf(source: Source, columns: readonly Column[], rowStart: number, rowEnd: number): Promise<Slice> {
  const { file, metadata, progress } = source;
  const chunks = new Map<string, ColumnData[]>(columns.map(({ tree }) => [tree.element.name, []]));
  const onChunk = (chunk: ColumnData) => chunks.get(chunk.columnName)?.push(chunk);
  const options = { file, metadata, rowStart, rowEnd, utf8: false, parsers: PARSERS, compressors: watched(progress) };
  await ofParquet('a column', () => parquetRead({ ...options, columns: [...chunks.keys()], onChunk, onPage: () => progress.step() }));
  const packed = columns.map(({ tree, textOf }) => {
    progress.step();
    return packedColumn(chunks.get(tree.element.name) ?? [], rowStart, rowEnd, textOf);
  });
  return { rows: rowEnd - rowStart, columns: packed };
}

/** Pages reach beyond the rows that are asked for. */
function packedColumn(chunks: readonly ColumnData[], rowStart: number, rowEnd: number, textOf: CellText): PackedColumn {
  const at = new Uint16Array(rowEnd - rowStart);
  const texts: string[] = [];
  const numbers = new Map<unknown, number>();
  let filled = 0;
  for (const { columnData, rowStart: chunkStart, rowEnd: chunkEnd } of chunks) {
    for (let row = Math.max(rowStart, chunkStart); row < Math.min(rowEnd, chunkEnd); row += 1) {
      const value: unknown = columnData[row - chunkStart];
      let number = numbers.get(value);
      if (number === undefined) {
        number = texts.push(textOf(value)) - 1;
        numbers.set(value, number);
      }
      at[row - rowStart] = number;
      filled += 1;
    }
  }
  if (filled !== at.length) throw damaged('rows are missing');
  return { texts, at };
}

/** The library's own, with a step for each page. */
function watched(progress: Progress): Compressors {
  const entries = Object.entries(compressors).map(([codec, uncompress]): [string, typeof uncompress] => [
    codec,
    (input, length) => {
      progress.step(input.length + length);
      return uncompress(input, length);
    },
  ]);
  return Object.fromEntries(entries);
}

/** Whatever the library throws on a file comes of the file: it has no errors of its own. @param part of the file that is being read */
async function ofParquet<T>(part: string, use: () => T | Promise<T>): Promise<T> {
  try {
    return await use();
  } catch (error) {
    throw inWords(part, error);
  }
}

function ofLibrary<T>(part: string, use: () => T): T {
  try {
    return use();
  } catch (error) {
    throw inWords(part, error);
  }
}

/** What the engine says of a number that cannot be, such as "undefined is not iterable", helps nobody. */
function inWords(part: string, error: unknown): Unreadable {
  const known = unreadableBy(error);
  if (known instanceof Unreadable) return known;
  const isOfEngine = error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError;
  return damaged(isOfEngine ? `${part} cannot be decoded` : messageOf(error), error);
}

/** What the library's own functions do, with its errors in words. */
function pagesOf(progress: Progress): Pages {
  const unpacking = watched(progress);
  return {
    headerAt: (reader) => ofLibrary("a page's header", () => parquetHeader(reader)),
    unpack: (bytes, size, codec) => ofLibrary('a page', () => decompressPage(bytes, size, codec, unpacking)),
  };
}
