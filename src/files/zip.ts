import { closeSync, fstatSync } from 'node:fs';
import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';
import { messageOf } from '../base/errors.js';
import { rangeStream, readRange } from './ranges.js';
import { openFileSync } from './reading.js';
import { isSystemError } from './system-errors.js';
import { Unreadable, unreadableBy } from './unreadable.js';

/**
 * A zip archive that is a file; whoever opens it closes it.
 *
 * @throws Unreadable where it is no file or its directory is damaged
 */
export async function openArchive(place: string): Promise<ZipFile> {
  const file = openFileSync(place);
  try {
    return await zipArchiveAt(file, () => closeSync(file));
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

/**
 * The same of a file that is open already. yauzl's own way with files fails where what it reads is given up early.
 *
 * @param close is called when the archive is closed
 * @throws Unreadable
 */
export async function zipArchiveAt(file: number, close: () => void = () => undefined): Promise<ZipFile> {
  const { fromRandomAccessReaderPromise, RandomAccessReader } = await import('yauzl');
  class FileReader extends RandomAccessReader {
    override createReadStream({ start, end }: { start: number; end: number }): Readable {
      return rangeStream(file, start, end);
    }
    override read(bytes: Buffer, offset: number, length: number, position: number, callback: (error: Error | null) => void): void {
      const error = problemOfReading(file, bytes.subarray(offset, offset + length), position);
      setImmediate(() => callback(error));
    }
    override close(callback: (error: Error | null) => void): void {
      close();
      callback(null);
    }
  }
  return await ofArchive(fromRandomAccessReaderPromise(new FileReader(), fstatSync(file).size, { autoClose: false }));
}

function problemOfReading(file: number, bytes: Uint8Array, position: number): Error | null {
  try {
    return readRange(file, bytes, position) === bytes.length ? null : new Error('unexpected EOF');
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}

/** The same of what is in the memory. @throws Unreadable */
export async function zipArchiveIn(bytes: Buffer): Promise<ZipFile> {
  const { fromBufferPromise } = await import('yauzl');
  return await ofArchive(fromBufferPromise(bytes));
}

/**
 * The files of a zip archive, as its directory has them; folders are left out.
 *
 * @throws Unreadable where the directory is damaged
 */
export async function* zipEntries(archive: ZipFile): AsyncGenerator<Entry> {
  const entries = archive.eachEntry();
  for (;;) {
    const { done, value: entry } = await ofArchive(entries.next());
    if (done === true) return;
    if (!entry.fileName.endsWith('/')) yield entry;
  }
}

/** What a file of an archive holds. That the bytes are those that were packed is known when the last of them has come. */
export async function entryStream(archive: ZipFile, entry: Entry): Promise<Readable> {
  const packed = await ofArchive(archive.openReadStreamPromise(entry));
  return Readable.from(verified(packed, entry.crc32), { objectMode: false });
}

const CHUNK_BYTES = 64 * 1024;

/** yauzl checks sizes; what the bytes are, only the checksum tells. */
async function* verified(stream: Readable, expected: number): AsyncGenerator<Buffer> {
  let sum = 0;
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  try {
    for (;;) {
      const { done, value } = await ofArchive(chunks.next());
      if (done === true) break;
      sum = crc32(value, sum);
      // What was stored without packing comes as a whole.
      for (let at = 0; at < value.length; at += CHUNK_BYTES) yield value.subarray(at, at + CHUNK_BYTES);
    }
  } finally {
    stream.destroy();
  }
  if (sum !== expected) throw new Unreadable('damaged zip data: its checksum differs');
}

/**
 * What yauzl gives.
 *
 * @throws Unreadable in place of its errors, which are all of the archive, and of the system's
 */
export async function ofArchive<T>(result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    if (isSystemError(error)) throw unreadableBy(error);
    throw new Unreadable(`damaged zip archive: ${messageOf(error)}`, { cause: error });
  }
}
