import { constants, gunzipSync } from 'node:zlib';
import { TrailcostError } from '../../base/errors.js';
import type { ParquetReader } from '../../bill/parquet/reader.js';
import { startsAsBill } from '../../bill/recognition.js';
import { isBillHeader } from '../../bill/row/roles.js';
import { placeOf } from '../../files/paths.js';
import { ANSWERS, type AnswerName } from '../../start/aws/answers.js';
import { isCountTable } from '../../start/counts/table.js';
import { listingIn } from '../../start/listing/format.js';
import type { ListingReader } from '../../start/listing/listing.js';
import { readListing, readListingFile } from '../../start/listing/read.js';
import { parseTemplate } from '../../start/templates/yaml.js';
import { inputChunks, inputName } from '../inputs.js';
import type { Io } from '../io.js';
import { assertWanted } from '../recognised.js';

/** So much is looked at to tell what a file is. */
const START_BYTES = 256 * 1024;
/** What is packed may be a thousand times as long. */
const PACKED_START_BYTES = 16 * 1024;
/** Larger than any answer or plan; listings and bills, which are larger, are not held whole. */
const MOST_BYTES = 256 * 1024 * 1024;

/** A file that somebody has, as what it is: a listing has been read, a bill is read with the others of it. */
export type GivenFile =
  | { kind: 'listing'; file: string }
  | { kind: 'bill'; file: string; path: string }
  | { kind: 'counts'; file: string; text: string }
  | { kind: 'content'; file: string; value: unknown };

/** What takes listings, and opens those that are Parquet files. */
export interface Readers {
  reader: ListingReader;
  parquet: ParquetReader;
}

/**
 * What a file is and holds.
 *
 * @throws TrailcostError for a file that cannot be read, and for one that no scenario can be made from
 */
export async function givenFile(path: string, { reader, parquet }: Readers, io: Io): Promise<GivenFile> {
  const file = inputName(path);
  const chunks = inputChunks(path, io);
  const start: Uint8Array[] = [];
  let bytes = 0;
  for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
    start.push(next.value);
    bytes += next.value.length;
    if (bytes >= START_BYTES) break;
  }
  const first = Buffer.concat(start);
  const all = replayed(start, chunks);
  const located = { path, place: placeOf(path, io.cwd) };
  if (path !== '-' && isParquet(first) && (await isParquetBill(located, parquet))) return { kind: 'bill', file, path };
  const unpacked = unpackedStart(first);
  if (isListing(first, unpacked)) {
    if (path === '-') await readListing(file, all, reader);
    else {
      // It is read from its start again, by what knows inventories and packed files.
      await chunks.return(undefined);
      await readListingFile(located, reader, parquet);
    }
    return { kind: 'listing', file };
  }
  assertWanted(unpacked.toString('utf8'), file, 'start');
  if (startsAsBill(unpacked)) return { kind: 'bill', file, path: filePath(path) };
  const text = await wholeText(file, all);
  return isCountTable(unpacked.toString('utf8')) ? { kind: 'counts', file, text } : { kind: 'content', file, value: valueIn(text, file) };
}

function filePath(path: string): string {
  if (path !== '-') return path;
  const remedy = 'Save it to a file first, and give its name.';
  throw new TrailcostError('file-unreadable', { where: inputName(path), what: 'is a bill, and bills are read from files', remedy });
}

function isParquet(start: Buffer): boolean {
  return start.subarray(0, 4).toString('latin1') === 'PAR1';
}

async function isParquetBill(file: { path: string; place: string }, parquet: ParquetReader): Promise<boolean> {
  const table = await parquet.table(file);
  await table.close();
  return isBillHeader(table.header);
}

/** Packed, it is a listing or a bill. */
function isListing(start: Buffer, unpacked: Buffer): boolean {
  return listingIn(unpacked.toString('utf8')) !== undefined || (isGzip(start) && !startsAsBill(unpacked));
}

function isGzip(start: Buffer): boolean {
  return start[0] === 0x1f && start[1] === 0x8b;
}

/** The start of what is packed with gzip, as far as it goes. */
function unpackedStart(start: Buffer): Buffer {
  if (!isGzip(start)) return start;
  try {
    return gunzipSync(start.subarray(0, PACKED_START_BYTES), { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, START_BYTES);
  } catch (error) {
    // Whoever reads it as a whole says what is wrong with it.
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) return start;
    throw error;
  }
}

async function* replayed(start: readonly Uint8Array[], rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Buffer> {
  for (const chunk of start) yield Buffer.from(chunk);
  for await (const chunk of rest) yield Buffer.from(chunk);
}

async function wholeText(file: string, chunks: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw unknownFile(file);
    parts.push(chunk);
  }
  return Buffer.concat(parts)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
}

function valueIn(text: string, file: string): unknown {
  if (text.trim() === '') throw unknownFile(file, 'is empty');
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return /^\s*[[{]/.test(text) ? looseIn(text, file) : parseTemplate(text, file);
  }
}

/** Of what starts as JSON and is none: YAML may be written so too. */
function looseIn(text: string, file: string): unknown {
  try {
    return parseTemplate(text, file);
  } catch (error) {
    if (!(error instanceof TrailcostError)) throw error;
    const problem = { where: file, what: 'starts as JSON, and is not whole', remedy: 'Save the answer or the template anew, all of it.' };
    throw new TrailcostError('file-unreadable', problem, error);
  }
}

/** Of a file that says nothing of a trail. */
export function unknownFile(file: string, what = 'has nothing that a scenario can be made from'): TrailcostError {
  const names: AnswerName[] = ['describeTrails', 'eventSelectors', 'bucketEncryption'];
  const remedy =
    'Give a listing of the bucket (aws s3 ls --recursive), answers of the AWS CLI as JSON ' +
    `(${names.map((name) => ANSWERS[name].words).join(', ')} and others), terraform show -json, a CloudFormation template, ` +
    'a count that trailcost saved, a bill, or a CSV with reader, month and count.';
  return new TrailcostError('file-unreadable', { where: file, what, remedy });
}
