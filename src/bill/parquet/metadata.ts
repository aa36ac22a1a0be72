import { crc32 } from 'node:zlib';
import { sum } from 'd3-array';
import type {
  ColumnChunk,
  ColumnMetaData,
  CompressionCodec,
  FileMetaData,
  PageHeader,
  RowGroup,
  SchemaElement,
  SchemaTree,
} from 'hyparquet';
import { getMaxDefinitionLevel, getMaxRepetitionLevel, getTreePath } from 'hyparquet/src/schema.js';
import { isObject } from '../../base/records.js';
import { Unreadable } from '../../files/unreadable.js';
import { runsProblem, type Unpack } from './runs.js';

/** What is wrong with a file, in words. */
export function damaged(what: string, cause?: unknown): Unreadable {
  return new Unreadable(`damaged Parquet data: ${what}`, { cause });
}

/**
 * Holds what a file tells of itself against what it can be, since the library reads on whatever the numbers are.
 *
 * @throws Unreadable
 */
export function checkMetadata({ schema, row_groups: groups, num_rows: rows }: FileMetaData): void {
  checkSchema(schema);
  groups.forEach((group, index) => {
    if (!isLargeCount(group.num_rows)) throw damaged(`row group ${index + 1} has ${numberOf(group.num_rows)} rows`);
  });
  const grouped = sum(groups, (group) => Number(group.num_rows));
  if (!isLargeCount(rows) || grouped !== Number(rows))
    throw damaged(`it has ${numberOf(rows)} rows by its footer and ${grouped} by its row groups`);
}

/** The elements are a tree, written from its root on. */
function checkSchema(schema: readonly SchemaElement[]): void {
  let expected = 1;
  for (const { name, num_children: children = 0 } of schema) {
    if (typeof name !== 'string') throw damaged('a column has no name');
    if (expected === 0 || !isCount(children, schema.length)) throw damaged(`column ${name} does not fit its schema`);
    expected += children - 1;
  }
  if (expected !== 0) throw damaged('its schema lacks columns');
}

/** What a row group holds of a leaf of the schema. */
export interface Chunk {
  name: string;
  codec: CompressionCodec;
  start: number;
  end: number;
  /** So many values are in it, at the most. */
  values: number;
  /** The largest levels, which tell where nested and absent values belong. */
  definition: number;
  repetition: number;
}

/**
 * Where the values of some columns lie in a row group.
 *
 * @throws Unreadable where one is missing, or lies outside of the file
 */
export function chunksOf(group: RowGroup, columns: readonly SchemaTree[], fileBytes: number): Chunk[] {
  const root: SchemaTree = { path: [], children: [...columns], count: 0, element: { name: '' } };
  const names = new Set(columns.map(({ element }) => element.name));
  const metas = group.columns.map(metaOf).filter((meta) => names.has(meta.path_in_schema[0] ?? ''));
  const paths = (all: readonly (readonly string[])[]) => JSON.stringify(all.map((path) => JSON.stringify(path)).sort());
  if (paths(metas.map(({ path_in_schema: path }) => path)) !== paths(leavesOf(root))) {
    throw damaged('a row group has other columns than the schema');
  }
  return metas.map((meta) => chunkOf(meta, getTreePath(root, meta.path_in_schema), Number(group.num_rows), fileBytes));
}

function metaOf({ meta_data: meta }: ColumnChunk): ColumnMetaData {
  if (!isObject(meta)) throw damaged('a column says nothing of itself; is it encrypted?');
  return meta;
}

function leavesOf({ path, children }: SchemaTree): string[][] {
  return children.length === 0 ? [path] : children.flatMap(leavesOf);
}

function chunkOf(meta: ColumnMetaData, path: SchemaTree[], rows: number, fileBytes: number): Chunk {
  const name = meta.path_in_schema.join('.');
  // A column without a dictionary may say so with a zero.
  const start = meta.dictionary_page_offset || meta.data_page_offset;
  const { total_compressed_size: bytes, num_values: values } = meta;
  if (!isLargeCount(start) || !isLargeCount(bytes) || start + bytes > fileBytes) throw damaged(`column ${name} lies outside of the file`);
  if (!isLargeCount(values)) throw damaged(`column ${name} has ${numberOf(values)} values`);
  const [definition, repetition] = [getMaxDefinitionLevel(path), getMaxRepetitionLevel(path)];
  return {
    name,
    codec: meta.codec,
    start: Number(start),
    end: Number(start + bytes),
    values: repetition === 0 ? rows : Number(values),
    definition,
    repetition,
  };
}

/** What the library does with a page, its errors said in words. */
export interface Pages {
  /** Reads a page's header and moves on behind it. */
  headerAt(reader: PageReader): PageHeader;
  unpack: Unpack;
}

/**
 * Walks the pages of a column: a page that ends before it begins would be read for ever, and one that tells of more values than there are
 * rows would take memory for them.
 *
 * @returns how many values a page has at the most
 * @throws Unreadable
 */
export function checkPages(chunk: Chunk, bytes: ArrayBuffer, { headerAt, unpack }: Pages): number {
  const reader: PageReader = { view: new DataView(bytes), offset: 0 };
  let left = chunk.values;
  let most = 0;
  // The library reads no page after the last value, and no single byte at the end.
  while (left > 0 && reader.offset < bytes.byteLength - 1) {
    const header = headerAt(reader);
    const page = () => new Uint8Array(bytes, reader.offset, header.compressed_page_size);
    const problem =
      pageProblem(header, left, bytes.byteLength - reader.offset) ??
      checksumProblem(header, page()) ??
      runsProblem(header, page(), chunk, unpack);
    if (problem !== undefined) throw damaged(`column ${chunk.name}: ${problem}`);
    reader.offset += header.compressed_page_size;
    left -= valuesIn(header);
    most = Math.max(most, valuesIn(header));
  }
  return most;
}

function checksumProblem({ crc }: PageHeader, page: Uint8Array): string | undefined {
  return typeof crc === 'number' && crc32(page) !== crc >>> 0 ? 'the checksum of a page differs' : undefined;
}

function valuesIn({ type, data_page_header: first, data_page_header_v2: second }: PageHeader): number {
  if (type === 'DICTIONARY_PAGE') return 0;
  return (type === 'DATA_PAGE' ? first : second)?.num_values ?? 0;
}

export interface PageReader {
  view: DataView;
  offset: number;
}

function pageProblem(header: PageHeader, left: number, bytes: number): string | undefined {
  const { compressed_page_size: packed, uncompressed_page_size: size } = header;
  if (!isCount(packed, bytes)) return `a page of ${numberOf(packed)} bytes, where ${bytes} are left`;
  if (!isCount(size)) return `a page of ${numberOf(size)} bytes`;
  const { data_page_header: first, data_page_header_v2: second, dictionary_page_header: dictionary } = header;
  if (header.type === 'DATA_PAGE' && first !== undefined) return valuesProblem(first.num_values, left);
  if (header.type === 'DATA_PAGE_V2' && second !== undefined)
    return valuesProblem(second.num_values, left) ?? levelsProblem(second, packed, size);
  if (header.type === 'DICTIONARY_PAGE' && dictionary !== undefined) return valuesProblem(dictionary.num_values, size);
  return 'a page of an unknown kind';
}

function valuesProblem(values: number, most: number): string | undefined {
  return isCount(values, most) ? undefined : `a page of ${numberOf(values)} values, where at most ${most} can be`;
}

function levelsProblem(header: NonNullable<PageHeader['data_page_header_v2']>, packed: number, size: number): string | undefined {
  const { num_values: values, num_nulls: nulls, num_rows: rows } = header;
  const { definition_levels_byte_length: definitions, repetition_levels_byte_length: repetitions } = header;
  if (!isCount(nulls, values) || !isCount(rows, values))
    return `a page of ${values} values with ${numberOf(nulls)} nulls in ${numberOf(rows)} rows`;
  const most = Math.min(packed, size);
  return isCount(definitions, most) && isCount(repetitions, most - definitions) ? undefined : 'levels that are longer than their page';
}

/** What stands in a file may be of any type, whatever the library's types say; small numbers come as numbers, large ones as bigints. */
function isCount(value: unknown, most = Number.MAX_SAFE_INTEGER): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= most;
}

function isLargeCount(value: unknown): value is bigint {
  return typeof value === 'bigint' && isCount(Number(value));
}

function numberOf(value: unknown): string {
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : 'an unknown number of';
}
