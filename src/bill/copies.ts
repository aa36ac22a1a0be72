import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { group } from 'd3-array';
import { isSystemError } from '../files/system-errors.js';
import type { BillFile } from './files.js';

/**
 * Files that have the same content as an earlier one, packed or not, and which one. Only files of one size are read for it.
 * FOCUS gives rows no names by which copies could be told otherwise.
 */
export async function copiesAmong(files: readonly BillFile[]): Promise<Map<string, string>> {
  const copies = new Map<string, string>();
  for (const alike of group(files, sizeOf).values()) {
    if (alike.length === 1) continue;
    const originals = new Map<string, string>();
    for (const file of alike) {
      const digest = await digestOf(file);
      const original = digest === undefined ? undefined : originals.get(digest);
      if (original !== undefined) copies.set(file.path, original);
      else if (digest !== undefined) originals.set(digest, file.path);
    }
  }
  return copies;
}

function sizeOf({ packing, contentBytes }: BillFile): string {
  return `${packing === 'gzip' ? 'text' : packing} ${contentBytes}`;
}

/** Undefined for a file that fails: reading it tells why. */
async function digestOf({ path, packing }: BillFile): Promise<string | undefined> {
  const hash = createHash('sha256');
  const source: Readable = createReadStream(path);
  try {
    if (packing === 'gzip') await pipeline(source, createGunzip(), hash);
    else await pipeline(source, hash);
    return hash.digest('hex');
  } catch (error) {
    if (isSystemError(error) || String((error as NodeJS.ErrnoException).code).startsWith('Z_')) return undefined;
    throw error;
  }
}
