import { readSync } from 'node:fs';
import { Readable } from 'node:stream';
import { unreadableBy } from './unreadable.js';

const CHUNK_BYTES = 64 * 1024;

/**
 * A part of a file that is open, from one place to another; less where the file ends before.
 *
 * @throws Unreadable
 */
export function rangeOf(file: number, start: number, end: number): Buffer {
  const bytes = Buffer.allocUnsafe(end - start);
  return bytes.subarray(0, readRange(file, bytes, start));
}

/** The same into bytes that are there; returns how many there are. @throws Unreadable */
export function readRange(file: number, bytes: Uint8Array, start: number): number {
  try {
    let length = 0;
    while (length < bytes.length) {
      const count = readSync(file, bytes, length, bytes.length - length, start + length);
      if (count === 0) break;
      length += count;
    }
    return length;
  } catch (error) {
    throw unreadableBy(error);
  }
}

/** The same as a stream that leaves the file open, unlike Node's own. */
export function rangeStream(file: number, start: number, end: number): Readable {
  return Readable.from(chunksOf(file, start, end), { objectMode: false });
}

function* chunksOf(file: number, start: number, end: number): Generator<Buffer> {
  for (let at = start; at < end; at += CHUNK_BYTES) yield rangeOf(file, at, Math.min(end, at + CHUNK_BYTES));
}
