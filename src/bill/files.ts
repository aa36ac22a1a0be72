import { open, readdir, realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { matchingPaths } from '../files/paths.js';
import { isFile } from '../files/stats.js';
import { isSystemError } from '../files/system-errors.js';
import { Unreadable, unreadableBy } from '../files/unreadable.js';

/** How a file is packed, as its first bytes tell. */
export type Packing = 'empty' | 'json' | 'gzip' | 'zip' | 'parquet' | 'text';

/** A file of a bill, of which nothing but the ends was read. */
export interface BillFile {
  path: string;
  packing: Packing;
  /** Bytes of the content unpacked, as far as the file tells; the same content has the same. */
  contentBytes: number;
}

const MANIFEST_NAME = /manifest\.json$/i;

/**
 * The files that the paths lead to, each once: files, folders with all that is in them, and patterns where nothing has that name.
 *
 * @throws TrailcostError `file-unreadable` for a path that is not there
 */
export async function filesAt(paths: readonly string[]): Promise<string[]> {
  const found = new Map<string, string>();
  for (const path of (await Promise.all(paths.map(matchingPaths))).flat()) {
    for (const file of await filesUnder(path)) {
      const place = await realpath(file);
      if (!found.has(place)) found.set(place, file);
    }
  }
  return [...found.values()];
}

async function filesUnder(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files: string[] = [];
  for (const entry of entries) {
    const file = join(entry.parentPath, entry.name);
    if (entry.isFile() || (entry.isSymbolicLink() && (await isFile(file)))) files.push(file);
  }
  return files.sort();
}

/** Manifests in the files' folders and those above, where AWS puts them, that are not among the files themselves. */
export async function manifestsBeside(files: readonly string[]): Promise<string[]> {
  const known = new Set(files.map((file) => resolve(file)));
  const folders = new Set(files.flatMap((file) => [dirname(file), dirname(dirname(resolve(file)))].map((folder) => resolve(folder))));
  const found: string[] = [];
  for (const folder of folders) {
    for (const name of await namesIn(folder)) {
      const path = join(folder, name);
      if (MANIFEST_NAME.test(name) && !known.has(path)) found.push(path);
    }
  }
  return found.sort();
}

/** A folder of which only some file may be known holds nothing to tell. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isSystemError(error)) return [];
    throw error;
  }
}

/** @throws Unreadable */
export async function billFile(path: string): Promise<BillFile> {
  const handle = await open(path).catch((error: unknown) => Promise.reject(unreadableBy(error)));
  try {
    const { size } = await handle.stat();
    const ends = Buffer.alloc(1024);
    const { bytesRead } = await handle.read(ends, 0, ends.length, 0);
    const packing = packingOf(ends.subarray(0, bytesRead));
    if (packing !== 'gzip' || size < 18) return { path, packing, contentBytes: size };
    await handle.read(ends, 0, 4, size - 4);
    return { path, packing, contentBytes: ends.readUInt32LE(0) };
  } catch (error) {
    throw error instanceof Unreadable ? error : unreadableBy(error);
  } finally {
    await handle.close();
  }
}

function packingOf(start: Buffer): Packing {
  if (start[0] === 0x1f && start[1] === 0x8b) return 'gzip';
  const magic = start.toString('latin1', 0, 4);
  if (magic === 'PAR1' || magic === 'PARE') return 'parquet';
  if (magic === 'PK\x03\x04' || magic === 'PK\x05\x06') return 'zip';
  const text = start
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart();
  if (text === '') return 'empty';
  return text.startsWith('{') ? 'json' : 'text';
}
