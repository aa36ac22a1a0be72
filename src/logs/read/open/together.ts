import { closeSync, openSync, readSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { READING } from '../../../files/reading.js';
import { isPacked, MIN_CHUNK_BYTES, MOST_TIMES_SMALLER, toldBytes } from './inflate.js';
import type { LogFile } from './log-file.js';

/** As much as stays in a core's own cache while it is inflated and parsed. */
const ENOUGH_BYTES = 128 * 1024;
const SPACE_BYTES = 512 * 1024;
/** How each member of a gzip file begins: its signature, and the only method there is. */
const MEMBER_START = Buffer.from([0x1f, 0x8b, 8]);

/** Shared by all groups, since each is read and inflated at one go. */
const space = Buffer.allocUnsafeSlow(SPACE_BYTES);

/** A file, and what it holds, inflated once, where that is known for sure; else it has to be read on its own. */
export interface FileTogether {
  file: LogFile;
  inflated: Buffer | undefined;
}

/**
 * Reads small packed files that follow each other and inflates several at once, since to begin costs as much as a small content.
 * What is not a whole, sound gzip file of one member is left to be read on its own.
 *
 * @param most bytes of a file, on the disk and inflated
 * @returns all files in their order
 */
export function* readTogether(files: readonly LogFile[], most: number): Generator<FileTogether> {
  const group = new Group();
  for (const file of files) {
    const isTaken = group.take(file, most);
    if (!isTaken || group.isFull) yield* group.contents();
    if (!isTaken) yield { file, inflated: undefined };
  }
  yield* group.contents();
}

/** Files that lie behind one another in the space, as they are on the disk. */
class Group {
  #files: { file: LogFile; told: number }[] = [];
  #length = 0;
  #told = 0;

  get isFull(): boolean {
    return this.#told >= ENOUGH_BYTES;
  }

  /** Whether the file is one of the group now. */
  take(file: LogFile, most: number): boolean {
    // Others are hardly ever packed, and would be read in vain.
    if (!(file.name === '' ? file.path : file.name).endsWith('.gz')) return false;
    const length = readAt(this.#length, file.place);
    const told = toldByOneMember(space.subarray(this.#length, this.#length + length));
    const mostTold = this.#files.length === 0 ? most : Math.min(most, ENOUGH_BYTES);
    if (told === 0 || told > mostTold || length > most) return false;
    this.#files.push({ file, told });
    this.#length += length;
    this.#told += told;
    return true;
  }

  /** Its files in their order. It is empty as soon as the first is given, so that others can use the space. */
  *contents(): Generator<FileTogether> {
    const files = this.#files;
    const inflated = files.length === 0 ? undefined : inflatedAsTold(space.subarray(0, this.#length), this.#told);
    this.#files = [];
    this.#length = 0;
    this.#told = 0;
    let start = 0;
    for (const { file, told } of files) {
      yield { file, inflated: inflated?.subarray(start, start + told) };
      start += told;
    }
  }
}

/** Bytes of a file that now lie in the space; 0 where it could not be read, or not to its end. */
function readAt(start: number, place: string): number {
  let file: number | undefined;
  try {
    file = openSync(place, READING);
    // At a given position a pipe is not read, so that nothing of it is lost.
    const length = readSync(file, space, start, SPACE_BYTES - start, 0);
    const end = start + length;
    // Some file systems give less than there is.
    return end < SPACE_BYTES && readSync(file, space, end, SPACE_BYTES - end, length) === 0 ? length : 0;
  } catch {
    // Who reads it on its own meets the same, and says it.
    return 0;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** The size that a file tells if no member of it begins but at its own beginning; 0 where one may, or where it is none. */
function toldByOneMember(bytes: Buffer): number {
  const isOne = isPacked(bytes) && bytes.indexOf(MEMBER_START, 1) === -1;
  const told = isOne ? toldBytes(bytes) : 0;
  return told <= bytes.length * MOST_TIMES_SMALLER ? told : 0;
}

/**
 * The content of files that each begin a member and have no other beginning of one within them; undefined unless each is one whole member.
 *
 * That is certain, whatever the files hold. Where zlib used all bytes, members lie behind one another without a gap. None begins within a
 * file, nor across its end, for there the next begins; so none ends within it. Each is one or more whole files, and its size, which zlib
 * has checked, is what the last of them tells. What files before the last tell comes on top, and is never 0. So the sum of all is as told
 * only if no member is more than one file.
 */
function inflatedAsTold(packed: Buffer, told: number): Buffer | undefined {
  try {
    const options = { chunkSize: Math.max(MIN_CHUNK_BYTES, told + 1), maxOutputLength: told, info: true };
    const { buffer, engine }: { buffer: unknown; engine?: { bytesWritten: number } } = gunzipSync(packed, options);
    const isAsTold = engine?.bytesWritten === packed.length && buffer instanceof Buffer && buffer.length === told;
    return isAsTold ? buffer : undefined;
  } catch {
    // Whichever of the files it is, reading each on its own says it.
    return undefined;
  }
}
