// logs/read/open: what a file holds, unpacked: whole, several together, or portion by portion.

import { closeSync, fstatSync, readSync } from 'node:fs';
import { constants, gunzipSync } from 'node:zlib';
import { openFileSync } from '../../../files/reading.js';
import { Unreadable, unreadableBy } from '../../../files/unreadable.js';

/** Limits against files made to exhaust memory. CloudTrail's own files are at most 50 MB packed. */
export const MAX_FILE_BYTES = 480 * 1024 * 1024;
/** More than this is read in portions, and by one worker at a time. CloudTrail's own files are far smaller. */
export const LARGE_BYTES = 16 * 1024 * 1024;
/** Packed twice happens when a transfer packs what was packed; packed without end was made so. */
export const MOST_TIMES = 3;
export const MIN_CHUNK_BYTES = 4 * 1024;
const MAX_CHUNK_BYTES = 1024 * 1024;
/** No content is packed smaller by more. */
export const MOST_TIMES_SMALLER = 1032;
const FIRST_READ_BYTES = 256 * 1024;
/** The space of a larger file is that file's own, and goes with it. */
export const MOST_KEPT_BYTES = 4 * 1024 * 1024;

let space = Buffer.allocUnsafeSlow(FIRST_READ_BYTES);

/** A file's content, inflated if it is packed; `verified` says that gzip's checksum held. */
export interface Content {
  bytes: Buffer;
  verified: boolean;
}

/** Content that is too large to be had whole beside that of other workers. */
export class Large extends Error {
  override readonly name = 'Large';
}

/**
 * Reads a file that is not large and inflates it. The bytes are good until the next call.
 *
 * @param most bytes, on the disk and inflated
 * @throws Unreadable with the reason, {@link Large}
 */
export function contentWithin(path: string, most: number): Content {
  return unpackedWithin(fileBytes(path, most), most);
}

/**
 * Inflates what is packed, and what that holds if it is packed again, where that is not large.
 *
 * @param most bytes, inflated
 * @param before how often it was inflated already
 * @throws Unreadable, {@link Large}
 */
export function unpackedWithin(bytes: Buffer, most: number, before = 0): Content {
  let inner = bytes;
  let times = before;
  for (; isPacked(inner); times += 1) {
    if (times === MOST_TIMES) throw packedTooOften();
    inner = inflatedWithin(inner, most);
  }
  return { bytes: inner, verified: times > 0 };
}

/** @throws Unreadable, {@link Large} where there is more than so many bytes */
function inflatedWithin(packed: Buffer, most: number): Buffer {
  if (toldBytes(packed) > most) throw new Large();
  try {
    return gunzipSync(packed, { chunkSize: chunkBytes(packed), maxOutputLength: most, finishFlush: constants.Z_FINISH });
  } catch (error) {
    if (error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') throw new Large();
    throw unreadableBy(error);
  }
}

export function isPacked(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

export function packedTooOften(): Unreadable {
  return new Unreadable(`is packed with gzip more than ${MOST_TIMES} times`);
}

/** Just so much that the content fits whole, since several chunks would lie in the memory beside what they make together. */
function chunkBytes(packed: Buffer): number {
  const told = toldBytes(packed) + 1;
  const isLikely = told <= packed.length * MOST_TIMES_SMALLER && told <= MAX_FILE_BYTES;
  return Math.max(MIN_CHUNK_BYTES, isLikely ? told : Math.min(MAX_CHUNK_BYTES, told));
}

/** Gzip's last four bytes tell the size of the content. They are a hint; a wrong one costs time alone. */
export function toldBytes(packed: Buffer): number {
  return packed.length < 18 ? 0 : packed.readUInt32LE(packed.length - 4);
}

function fileBytes(path: string, most: number): Buffer {
  let file: number | undefined;
  try {
    file = openFileSync(path);
    if (fstatSync(file).size > most) throw new Large();
    return allBytes(file, most);
  } catch (error) {
    throw unreadableBy(error);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** A file may grow meanwhile, and some have no size before they are read. */
function allBytes(file: number, most: number): Buffer {
  for (let length = 0; ; ) {
    const count = readSync(file, space, length, space.length - length, null);
    length += count;
    if (length > most) throw new Large();
    if (count === 0) {
      const bytes = space.subarray(0, length);
      if (space.length > MOST_KEPT_BYTES) space = Buffer.allocUnsafeSlow(FIRST_READ_BYTES);
      return bytes;
    }
    if (length === space.length) grow();
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
