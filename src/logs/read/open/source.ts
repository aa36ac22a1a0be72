import { fstatSync } from 'node:fs';
import { Readable } from 'node:stream';
import type { ZipFile } from 'yauzl';
import { rangeOf, rangeStream } from '../../../files/ranges.js';
import { zipArchiveAt, zipArchiveIn } from '../../../files/zip.js';

/** The bytes of an archive, of which any part can be had. */
export interface Source {
  size: number;
  /** From one index to another; less where the archive ends before. */
  part(start: number, end: number): Buffer;
  stream(start: number, end: number): Readable;
  zip(): Promise<ZipFile>;
}

/** @param bytes stay as they are */
export function sourceIn(bytes: Buffer): Source {
  return {
    size: bytes.length,
    part: (start, end) => bytes.subarray(start, end),
    stream: (start, end) => Readable.from([bytes.subarray(start, end)]),
    zip: () => zipArchiveIn(bytes),
  };
}

/** @param file its descriptor; stays open */
export function sourceAt(file: number): Source {
  return {
    size: fstatSync(file).size,
    part: (start, end) => rangeOf(file, start, end),
    stream: (start, end) => rangeStream(file, start, end),
    zip: () => zipArchiveAt(file),
  };
}
