import { group } from 'd3-array';
import { contentHash } from '../../files/content-hash.js';
import { Unreadable } from '../../files/unreadable.js';
import type { BillFile } from './files.js';
import { partitionOf } from './partitions.js';

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
      const hash = await hashOf(file);
      const original = hash === undefined ? undefined : originals.get(hash);
      if (original !== undefined) copies.set(file.path, original);
      else if (hash !== undefined) originals.set(hash, file.path);
    }
  }
  return copies;
}

/** Folders' names may say what tells two files of the same content apart. */
function sizeOf({ packing, contentBytes, place }: BillFile): string {
  const { names, values } = partitionOf(place);
  return `${packing === 'gzip' ? 'text' : packing} ${contentBytes} ${JSON.stringify([names, values])}`;
}

/** Undefined for a file that fails: reading it tells why. */
async function hashOf({ place, packing }: BillFile): Promise<string | undefined> {
  try {
    return await contentHash(place, packing === 'gzip');
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}
