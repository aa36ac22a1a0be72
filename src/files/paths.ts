import type { Dirent } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import { isAbsolute, sep } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { TrailcostError } from '../base/errors.js';
import { isFile, statsOf } from './stats.js';
import { isSystemError, reasonOf } from './system-errors.js';
import type { Failure } from './unreadable.js';

/**
 * The path itself, or what matches it where nothing has that name.
 *
 * @throws TrailcostError `file-unreadable`
 */
export async function matchingPaths(path: string): Promise<string[]> {
  if ((await statsOf(path)) !== undefined) return [path];
  if (path.startsWith('s3://')) throw unreadable(path, 'is in S3', 'Copy it first, with `aws s3 sync`, and count the copy.');
  const options = { dot: true, expandDirectories: false, followSymbolicLinks: false, absolute: isAbsolute(path) };
  const files = isDynamicPattern(path) ? await glob(path, options) : [];
  const matches = isDynamicPattern(path) && files.length === 0 ? await glob(path, { ...options, onlyDirectories: true }) : files;
  if (matches.length === 0) throw unreadable(path, 'no such file or folder', 'Check the path.');
  return matches.sort();
}

/** Each file once, though several paths may lead to it: no path twice, and none within another. */
export async function withoutRepeats(paths: readonly string[]): Promise<string[]> {
  const places = await Promise.all(paths.map(async (path) => ({ path, place: (await realpath(path)) + sep })));
  const kept: string[] = [];
  let last = '';
  for (const { path, place } of places.sort((one, other) => (one.place < other.place ? -1 : 1))) {
    if (last !== '' && place.startsWith(last)) continue;
    kept.push(path);
    last = place;
  }
  return kept;
}

export async function entriesOf(folder: string, failures: Failure[]): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (!isSystemError(error)) throw error;
    failures.push({ file: folder, reason: `cannot be read: ${reasonOf(error)}` });
    return [];
  }
}

/** Whether an entry of a folder is a file. A link to a folder could lead in circles, so it is a failure and not followed. */
export async function isFileOrFailure(entry: Dirent, path: string, failures: Failure[]): Promise<boolean> {
  if (entry.isFile() || (entry.isSymbolicLink() && (await isFile(path)))) return true;
  failures.push({ file: path, reason: 'is no file (links to folders are not followed)' });
  return false;
}

export function unreadable(where: string, what: string, remedy: string): TrailcostError {
  return new TrailcostError('file-unreadable', { where: where === '' ? '(empty path)' : where, what, remedy });
}
