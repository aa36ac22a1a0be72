// bill/delivery: which files of a bill count: found by path, unpacked by their first bytes, older deliveries and copies left out.

import { dirname, resolve } from 'node:path';
import { entryAt } from '../../base/lists.js';
import { allFilesIn, namesIn, statsOrFailure } from '../../files/folders.js';
import { behind, type Located, matchingPaths, realNameOf } from '../../files/paths.js';
import { openFile } from '../../files/reading.js';
import { type Failure, unreadableBy } from '../../files/unreadable.js';
import { otherThanBill, type Packing, packingOf } from '../table/start.js';

/** A file of a bill, of which nothing but the ends was read. */
export interface BillFile extends Located {
  packing: Packing;
  /** Bytes of the content unpacked, as far as the file tells; the same content has the same. */
  contentBytes: number;
}

const MANIFEST_NAME = /manifest\.json$/i;

/** What the paths of a bill lead to. */
interface Found {
  files: Located[];
  /** What was given by name and can be read but once. */
  pipes: Located[];
  failures: Failure[];
}

/**
 * The files that the paths lead to, each once: files, folders with all that is in them, and patterns where nothing has that name.
 *
 * @param cwd where relative paths start; without it, where the process runs
 * @throws TrailcostError `file-unreadable` for a path that is not there
 */
export async function filesAt(paths: readonly string[], cwd?: string): Promise<Found> {
  const found: Found = { files: [], pipes: [], failures: [] };
  const seen = new Set<string>();
  for (const located of (await Promise.all(paths.map((path) => matchingPaths(path, cwd)))).flat()) {
    const stats = await statsOrFailure(located, found.failures);
    if (stats === undefined) continue;
    const files = stats.isDirectory() ? await filesUnder(located, found.failures) : [located];
    const kept = stats.isDirectory() || stats.isFile() ? found.files : found.pipes;
    const reals = await Promise.all(files.map(({ place }) => realNameOf(place)));
    for (const [index, file] of files.entries()) {
      const real = entryAt(reals, index);
      if (!seen.has(real)) kept.push(file);
      seen.add(real);
    }
  }
  return found;
}

async function filesUnder(folder: Located, failures: Failure[]): Promise<Located[]> {
  const files = (await allFilesIn(folder, failures)).flatMap(({ before, names }) => names.map((name) => behind(before, name)));
  return files.sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** Manifests in the files' folders and those above, where AWS puts them, that are not among the files themselves. */
export async function manifestsBeside(files: readonly Located[]): Promise<Located[]> {
  const known = new Set(files.map(({ place }) => resolve(place)));
  const folders = new Set([...known].flatMap((file) => [dirname(file), dirname(dirname(file))]));
  const found: string[] = [];
  for (const folder of folders) {
    for (const name of await namesIn(folder)) {
      const path = resolve(folder, name);
      if (MANIFEST_NAME.test(name) && !known.has(path)) found.push(path);
    }
  }
  return found.sort().map((path) => ({ path, place: path }));
}

/** @throws Unreadable */
export async function billFile(file: Located): Promise<BillFile> {
  const handle = await openFile(file.place);
  try {
    const { size } = await handle.stat();
    const ends = Buffer.alloc(1024);
    const { bytesRead } = await handle.read(ends, 0, ends.length, 0);
    const start = ends.subarray(0, bytesRead);
    const other = otherThanBill(start);
    if (other !== undefined) throw other;
    const packing = packingOf(start);
    if (packing !== 'gzip' || size < 18) return { ...file, packing, contentBytes: size };
    await handle.read(ends, 0, 4, size - 4);
    return { ...file, packing, contentBytes: ends.readUInt32LE(0) };
  } catch (error) {
    throw unreadableBy(error);
  } finally {
    await handle.close();
  }
}
