import { readSync } from 'node:fs';
import { crc32 } from 'node:zlib';

/** What a frame is: what some files of a portion hold, or that the portion is whole. */
export const FRAME = { result: 1, whole: 2 } as const;

/** Of a frame: its length, the checksum of all until its end, its kind. */
const HEAD_BYTES = 9;
/** More than any task holds. What says it is longer is damaged. */
export const MOST_FRAME_BYTES = 2 ** 30;
const READ_BYTES = 2 ** 20;

/** A frame that lies in a file, and whose checksum is right. */
export interface Frame {
  kind: number;
  /** Where its content is. */
  start: number;
  bytes: number;
  end: number;
  /** Of all until its end. */
  checksum: number;
}

/**
 * A frame as it is written. Its checksum goes on from that of the frame before, so that none can be missing, twice or of another run.
 *
 * @param before the checksum of all before it
 */
export function frameOf(kind: number, content: Buffer, before: number): { bytes: Buffer; checksum: number } {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32LE(content.length, 0);
  head.writeUInt8(kind, 8);
  const checksum = crc32(content, crc32(head.subarray(8), crc32(head.subarray(0, 4), before)));
  head.writeUInt32LE(checksum, 4);
  return { bytes: Buffer.concat([head, content]), checksum };
}

/**
 * The frames of a file as far as they are sound.
 *
 * @param start where the first is
 * @param before the checksum of all before it
 * @returns why there are no more
 */
export function* framesIn(file: number, start: number, before: number): Generator<Frame, 'end' | 'cut' | 'damaged'> {
  const head = Buffer.alloc(HEAD_BYTES);
  for (let at = start, checksum = before; ; ) {
    const found = readFully(file, head, at);
    if (found < HEAD_BYTES) return found === 0 ? 'end' : 'cut';
    const bytes = head.readUInt32LE(0);
    if (bytes > MOST_FRAME_BYTES) return 'damaged';
    const content = at + HEAD_BYTES;
    const sum = checksumOf(file, content, bytes, crc32(head.subarray(8), crc32(head.subarray(0, 4), checksum)));
    if (sum === undefined) return 'cut';
    if (sum !== head.readUInt32LE(4)) return 'damaged';
    checksum = sum;
    at = content + bytes;
    yield { kind: head.readUInt8(8), start: content, bytes, end: at, checksum };
  }
}

/** A part of a file; shorter where the file ends before. */
export function readPart(file: number, start: number, bytes: number): Buffer {
  const part = Buffer.alloc(bytes);
  return part.subarray(0, readFully(file, part, start));
}

/** Undefined where the file ends before. */
function checksumOf(file: number, start: number, bytes: number, before: number): number | undefined {
  const portion = Buffer.alloc(Math.min(bytes, READ_BYTES));
  let sum = before;
  for (let done = 0; done < bytes; ) {
    const wanted = portion.subarray(0, Math.min(portion.length, bytes - done));
    if (readFully(file, wanted, start + done) < wanted.length) return undefined;
    sum = crc32(wanted, sum);
    done += wanted.length;
  }
  return sum;
}

function readFully(file: number, into: Buffer, start: number): number {
  for (let done = 0; ; ) {
    const read = done < into.length ? readSync(file, into, done, into.length - done, start + done) : 0;
    if (read === 0) return done;
    done += read;
  }
}
