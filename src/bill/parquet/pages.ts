import { crc32 } from 'node:zlib';
import type { PageHeader } from 'hyparquet';
import type { Chunk } from './chunks.js';
import { damaged, isCount, numberOf } from './damage.js';
import { runsProblem, type Unpack } from './runs.js';

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
  return typeof crc === 'number' && crc32(page) !== crc >>> 0 ? 'the checksum of a page is wrong' : undefined;
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
  if (!isCount(packed, bytes)) return `a page of ${numberOf(packed)} bytes, but only ${bytes} are left`;
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
