import type { CompressionCodec, DataPageHeader, PageHeader } from 'hyparquet';

/** Uncompresses bytes that are so many when they are. */
export type Unpack = (bytes: Uint8Array, size: number, codec: CompressionCodec) => Uint8Array;

/** How the pages of a column are packed, and its largest levels. */
interface Packing {
  codec: CompressionCodec;
  definition: number;
  repetition: number;
}

type SecondHeader = NonNullable<PageHeader['data_page_header_v2']>;

/** What is wrong with the runs of a page: one that goes on behind the last value would take memory without end. */
export function runsProblem(header: PageHeader, page: Uint8Array, packing: Packing, unpack: Unpack): string | undefined {
  const { data_page_header: first, data_page_header_v2: second, uncompressed_page_size: size } = header;
  let isBeyond = false;
  if (header.type === 'DATA_PAGE' && first !== undefined) isBeyond = firstHoldsRunBeyond(first, size, page, packing, unpack);
  if (header.type === 'DATA_PAGE_V2' && second !== undefined) isBeyond = secondHoldsRunBeyond(second, size, page, packing, unpack);
  return isBeyond ? `a run of more values than the ${(first ?? second)?.num_values} of its page` : undefined;
}

/** All of it is compressed, and each kind of levels begins with its length. */
function firstHoldsRunBeyond(header: DataPageHeader, size: number, page: Uint8Array, packing: Packing, unpack: Unpack): boolean {
  const { codec, definition, repetition } = packing;
  const largest = [repetition, definition].filter((level) => level > 0);
  if (largest.length === 0 && !isOfDictionary(header)) return false;
  const bytes = unpack(page, size, codec);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  for (const level of largest) {
    if (at + 4 > bytes.length) return false;
    // The library reads on behind the end that is told, until it has all values.
    if (holdsRunBeyond(bytes.subarray(at + 4), bitsOf(level), header.num_values)) return true;
    at += 4 + view.getUint32(at, true);
  }
  const bits = bytes[at] ?? 0;
  return isOfDictionary(header) && bits > 0 && holdsRunBeyond(bytes.subarray(at + 1), bits, header.num_values);
}

/** Its levels are as long as its header says, and not compressed. */
function secondHoldsRunBeyond(header: SecondHeader, size: number, page: Uint8Array, packing: Packing, unpack: Unpack): boolean {
  const { num_values: values, num_nulls: nulls, is_compressed: isCompressed } = header;
  const middle = header.repetition_levels_byte_length;
  const end = middle + header.definition_levels_byte_length;
  const { repetition, definition, codec } = packing;
  if (repetition > 0 && holdsRunBeyond(page, bitsOf(repetition), values)) return true;
  if (definition > 0 && holdsRunBeyond(page.subarray(middle), bitsOf(definition), values)) return true;
  if (!isOfDictionary(header)) return false;
  const packed = page.subarray(end);
  const bytes = isCompressed === false ? packed : unpack(packed, size - end, codec);
  return holdsRunBeyond(bytes.subarray(1), bytes[0] ?? 0, values - nulls);
}

function isOfDictionary({ encoding }: { encoding: unknown }): boolean {
  return encoding === 'RLE_DICTIONARY' || encoding === 'PLAIN_DICTIONARY';
}

function bitsOf(largest: number): number {
  return 32 - Math.clz32(largest);
}

/**
 * Whether one of the runs is longer than the values that are left. Packed values are as many as their bytes.
 * Source: parquet.apache.org/docs/file-format/data-pages/encodings, "Run Length Encoding / Bit-Packing Hybrid".
 */
function holdsRunBeyond(bytes: Uint8Array, bits: number, values: number): boolean {
  let seen = 0;
  for (let at = 0; seen < values && at < bytes.length; ) {
    const { value: header, end } = varintAt(bytes, at);
    const count = header >>> 1;
    const isPacked = (header & 1) === 1;
    if (!isPacked && count > values - seen) return true;
    seen += isPacked ? count * 8 : count;
    at = end + (isPacked ? count * bits : (bits + 7) >> 3);
  }
  return false;
}

/** In 32 bits, as the library takes it. */
function varintAt(bytes: Uint8Array, start: number): { value: number; end: number } {
  let value = 0;
  let at = start;
  for (let shift = 0; at < bytes.length; shift += 7) {
    const byte = bytes[at] ?? 0;
    at += 1;
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) break;
  }
  return { value, end: at };
}
