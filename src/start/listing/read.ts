import { isAscii } from 'node:buffer';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { messageOf, TrailcostError } from '../../base/errors.js';
import type { Located } from '../../files/paths.js';
import { openFile } from '../../files/reading.js';
import { Unreadable, unreadableBy } from '../../files/unreadable.js';
import { readTextRow, TableListing, YamlListing } from './aws-lines.js';
import { type ListingFormat, listingIn } from './format.js';
import { type Columns, columnsIn, InventoryListing } from './inventory.js';
import { JsonListing } from './json-listing.js';
import { LINE_FORMS, LineParser } from './lines.js';
import type { ListingParser, Sink } from './listed.js';
import type { ListingReader } from './listing.js';
import { AS_CSV, dataFiles, manifestOf } from './manifest.js';
import { type ParquetTables, readParquet } from './parquet.js';

/** So much is looked at to tell what it is. */
const START_CHARACTERS = 256 * 1024;
const MOST_MANIFEST_CHARACTERS = 64 * 1024 * 1024;
const CHUNK_BYTES = 64 * 1024;

/**
 * Reads a listing of a bucket from a file, packed or not; that of an inventory's manifest from the files that it names.
 *
 * @param parquet who opens Parquet files; without it they are refused
 * @throws TrailcostError `file-unreadable`
 */
export async function readListingFile(file: Located, reader: ListingReader, parquet?: ParquetTables): Promise<void> {
  if (parquet !== undefined && (await startsAsParquet(file))) {
    await parquetProblems(file, readParquet(file, parquet, reader));
    return;
  }
  const manifest = await readBytes(file.path, await bytesOf(file), reader);
  if (manifest === undefined) return;
  const { columns, files } = manifestOf(manifest, file.path);
  for (const data of await dataFiles(file, files)) {
    if (columns === undefined) await readListingFile(data, reader, parquet);
    else await readBytes(data.path, await bytesOf(data), reader, columns);
  }
}

async function startsAsParquet({ path, place }: Located): Promise<boolean> {
  try {
    const file = await openFile(place);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
      return bytesRead === 4 && /^PAR[1E]$/.test(buffer.toString('latin1'));
    } finally {
      await file.close();
    }
  } catch (error) {
    throw asProblem(path, error);
  }
}

async function parquetProblems({ path }: Located, reading: Promise<void>): Promise<void> {
  try {
    await reading;
  } catch (error) {
    throw asProblem(path, error);
  }
}

/**
 * The same from a stream, which has no folder: so no manifest.
 *
 * @param where for messages
 * @throws TrailcostError `file-unreadable`
 */
export async function readListing(where: string, bytes: AsyncIterable<Buffer>, reader: ListingReader): Promise<void> {
  const manifest = await readBytes(where, bytes, reader);
  if (manifest === undefined) return;
  const what = 'is the manifest of an inventory, whose data files are found beside it';
  throw refused(where, what, 'Give its path in place of its content.');
}

async function bytesOf({ path, place }: Located): Promise<AsyncIterable<Buffer>> {
  try {
    return (await openFile(place)).createReadStream({ highWaterMark: CHUNK_BYTES });
  } catch (error) {
    throw asProblem(path, error);
  }
}

/** @returns the text of a manifest; undefined where a listing was read */
async function readBytes(where: string, bytes: AsyncIterable<Buffer>, reader: Sink, columns?: Columns): Promise<string | undefined> {
  const texts = textOf(bytes);
  let start = '';
  try {
    for (let next = await texts.next(); next.done !== true; next = await texts.next()) {
      start += next.value;
      if (start.length >= START_CHARACTERS) break;
    }
    const format = columns === undefined || /^(?:PAR1|ORC)/.test(start) ? listingIn(start) : 'inventory-csv';
    if (format === 'inventory-manifest') return await wholeText(where, start, texts);
    await parse(parserOf(where, format, start, columns, reader), start, texts);
    return undefined;
  } catch (error) {
    throw asProblem(where, error);
  }
}

async function parse(parser: ListingParser, start: string, texts: AsyncIterable<string>): Promise<void> {
  parser.write(start);
  for await (const text of texts) parser.write(text);
  parser.end();
}

async function wholeText(where: string, start: string, texts: AsyncIterable<string>): Promise<string> {
  let all = start;
  for await (const text of texts) {
    all += text;
    if (all.length > MOST_MANIFEST_CHARACTERS) throw refused(where, 'is too large for a manifest', 'Copy manifest.json again.');
  }
  return all;
}

type LineFormat = keyof typeof LINE_FORMS;
type OwnFormat = Exclude<ListingFormat, LineFormat | 'inventory-csv' | 'inventory-manifest' | 'parquet' | 'orc'>;

const PARSERS: Record<OwnFormat, (sink: Sink) => ListingParser> = {
  'aws-json': (sink) => new JsonListing(sink),
  'aws-yaml': (sink) => new YamlListing(sink),
  'aws-table': (sink) => new TableListing(sink),
  'aws-text': (sink) => new LineParser(readTextRow, sink),
};

/** @throws TrailcostError where it is no listing, or one that is not read */
function parserOf(where: string, format: ListingFormat | undefined, start: string, known: Columns | undefined, sink: Sink): ListingParser {
  if (format === 'parquet') throw refused(where, 'is a Parquet file, which is not read from a pipe', 'Give its path.');
  if (format === 'orc') throw refused(where, 'is an ORC file, which is not read', AS_CSV);
  if (format === 'inventory-csv') {
    const columns = known ?? columnsIn(start);
    if (columns !== undefined) return new InventoryListing(columns, sink);
  }
  if (format === undefined || format === 'inventory-csv' || format === 'inventory-manifest') throw noListing(where, start);
  return isLineFormat(format) ? new LineParser(LINE_FORMS[format], sink) : PARSERS[format](sink);
}

function isLineFormat(format: LineFormat | OwnFormat): format is LineFormat {
  return format in LINE_FORMS;
}

function noListing(where: string, start: string): TrailcostError {
  const what = start.trim() === '' ? 'is an empty listing: nothing is in it' : 'is not a listing of a bucket';
  return refused(where, what, 'List the whole bucket: `aws s3 ls --recursive s3://BUCKET > files.txt`.');
}

/** Unpacked where it is gzip. */
async function* textOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<string, void> {
  let decoder: ReturnType<typeof decoderOf> | undefined;
  for await (const chunk of unpacked(bytes)) {
    // Most listings have nothing else in them, and text of single bytes is read faster.
    if (decoder === undefined && isAscii(chunk)) {
      yield chunk.toString('latin1');
      continue;
    }
    decoder ??= decoderOf(chunk);
    yield decoder.decode(chunk, { stream: true });
  }
  if (decoder !== undefined) yield decoder.decode();
}

/** For UTF-8 or what the first bytes say: PowerShell writes UTF-16. */
function decoderOf([first, second]: Buffer) {
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le');
  return new TextDecoder(first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8');
}

async function* unpacked(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  const chunks = bytes[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done === true) return;
  const all = (async function* () {
    yield first.value;
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value;
  })();
  if (first.value[0] !== 0x1f || first.value[1] !== 0x8b) yield* all;
  else yield* pipeline(Readable.from(all), createGunzip({ chunkSize: CHUNK_BYTES }), () => undefined);
}

function asProblem(where: string, error: unknown): unknown {
  const known = unreadableBy(error);
  return known instanceof Unreadable ? refused(where, messageOf(known), 'Save it again, whole.') : known;
}

function refused(where: string, what: string, remedy: string): TrailcostError {
  return new TrailcostError('file-unreadable', { where, what, remedy });
}
