import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { constants, gunzipSync } from 'node:zlib';
import { READING } from '../../files/reading.js';
import { kindOf } from '../../files/stats.js';
import { Unreadable, unreadableBy } from '../../files/unreadable.js';

/** Limits against files made to exhaust memory. CloudTrail's own files are at most 50 MB packed. */
export const MAX_FILE_BYTES = 480 * 1024 * 1024;
/** Packed twice happens when a transfer packs what was packed; packed without end was made so. */
const MOST_TIMES = 3;
const MIN_CHUNK_BYTES = 4 * 1024;
const MAX_CHUNK_BYTES = 1024 * 1024;
const FIRST_READ_BYTES = 256 * 1024;

let space = Buffer.allocUnsafeSlow(FIRST_READ_BYTES);

/** A file's content, inflated if it is packed; `verified` says that gzip's checksum held. */
export interface Content {
  bytes: Buffer;
  verified: boolean;
}

/**
 * Reads a file whole and inflates it. The bytes are good until the next call.
 *
 * @throws Unreadable with the reason
 */
export function contentOf(path: string): Content {
  return unpacked(fileBytes(path));
}

/**
 * Inflates what is packed, and what that holds if it is packed again.
 *
 * @throws Unreadable
 */
export function unpacked(bytes: Buffer, times = 0): Content {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return { bytes, verified: times > 0 };
  if (times === MOST_TIMES) throw new Unreadable(`is packed with gzip more than ${MOST_TIMES} times`);
  try {
    const options = { chunkSize: chunkBytes(bytes), maxOutputLength: MAX_FILE_BYTES, finishFlush: constants.Z_FINISH };
    return unpacked(gunzipSync(bytes, options), times + 1);
  } catch (error) {
    if (error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
      throw new Unreadable(tooLarge('inflates to more than'));
    throw unreadableBy(error);
  }
}

/** Just so much that the content fits whole: gzip's last four bytes tell its size. They are a hint; a wrong one costs time alone. */
function chunkBytes(packed: Buffer): number {
  const size = packed.length < 18 ? 0 : packed.readUInt32LE(packed.length - 4);
  return Math.min(MAX_CHUNK_BYTES, Math.max(MIN_CHUNK_BYTES, size + 1));
}

function fileBytes(path: string): Buffer {
  let file: number | undefined;
  try {
    file = openSync(path, READING);
    const found = fstatSync(file);
    // What was a file when it was listed may be something else by now, which this thread must not wait for.
    if (!found.isFile()) throw new Unreadable(`cannot be read: is ${kindOf(found)}`);
    let length = 0;
    for (;;) {
      const count = readSync(file, space, length, space.length - length, null);
      length += count;
      if (length > MAX_FILE_BYTES) throw new Unreadable(tooLarge('is larger than'));
      if (count === 0) return space.subarray(0, length);
      if (length === space.length) grow();
    }
  } catch (error) {
    throw unreadableBy(error);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function grow(): void {
  const larger = Buffer.allocUnsafeSlow(Math.min(space.length * 4, MAX_FILE_BYTES + 1));
  space.copy(larger);
  space = larger;
}

/** What is said of content beyond {@link MAX_FILE_BYTES}. */
export function tooLarge(verb: string): string {
  return `${verb} ${MAX_FILE_BYTES / 1024 / 1024} MiB; split it`;
}
