// files: paths and walking, errors of the system and of gzip in words, hashes by Node.

import type { Dirent } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import { isAbsolute, join, sep } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { TrailcostError } from '../base/errors.js';
import { isFile, statsOf } from './stats.js';
import { isSystemError, reasonOf } from './system-errors.js';
import type { Failure } from './unreadable.js';

/** A file or a folder: its path as the user knows it, for messages, and the place where it lies. */
export interface Located {
  path: string;
  place: string;
}

/**
 * Where a path leads.
 *
 * @param folder where a relative path starts; without it, where the process runs
 */
export function placeOf(path: string, folder?: string): string {
  return path === '' || folder === undefined || isAbsolute(path) ? path : `${folder}${sep}${path}`;
}

/** An entry of a folder. */
export function within(folder: Located, name: string): Located {
  const path = join(folder.path, name);
  return { path, place: folder.place === folder.path ? path : join(folder.place, name) };
}

/**
 * The path itself, or what matches it where nothing has that name.
 *
 * @param cwd as for {@link placeOf}
 * @throws TrailcostError `file-unreadable`
 */
export async function matchingPaths(path: string, cwd?: string): Promise<Located[]> {
  const found = (name: string): Located => ({ path: name, place: placeOf(name, cwd) });
  if ((await statsOf(placeOf(path, cwd))) !== undefined) return [found(path)];
  if (path.startsWith('s3://')) throw unreadable(path, 'is in S3', 'Copy it first, with `aws s3 sync`, and count the copy.');
  const options = {
    dot: true,
    expandDirectories: false,
    followSymbolicLinks: false,
    absolute: isAbsolute(path),
    ...(cwd === undefined ? {} : { cwd }),
  };
  const files = isDynamicPattern(path) ? await glob(path, options) : [];
  const matches = isDynamicPattern(path) && files.length === 0 ? await glob(path, { ...options, onlyDirectories: true }) : files;
  if (matches.length === 0) throw unreadable(path, 'no such file or folder', 'Check the path.');
  return matches.sort().map(found);
}

/** Each file once, though several paths may lead to it: no path twice, and none within another. */
export async function withoutRepeats(files: readonly Located[]): Promise<Located[]> {
  const known = await Promise.all(files.map(async (file) => ({ file, real: (await realpath(file.place)) + sep })));
  const kept: Located[] = [];
  let last = '';
  for (const { file, real } of known.sort((one, other) => (one.real < other.real ? -1 : 1))) {
    if (last !== '' && real.startsWith(last)) continue;
    kept.push(file);
    last = real;
  }
  return kept;
}

export async function entriesOf({ path, place }: Located, failures: Failure[]): Promise<Dirent[]> {
  try {
    return await readdir(place, { withFileTypes: true });
  } catch (error) {
    if (!isSystemError(error)) throw error;
    failures.push({ file: path, reason: `cannot be read: ${reasonOf(error)}` });
    return [];
  }
}

/** Whether an entry of a folder is a file. A link to a folder could lead in circles, so it is a failure and not followed. */
export async function isFileOrFailure(entry: Dirent, { path, place }: Located, failures: Failure[]): Promise<boolean> {
  if (entry.isFile() || (entry.isSymbolicLink() && (await isFile(place)))) return true;
  failures.push({ file: path, reason: 'is no file (links to folders are not followed)' });
  return false;
}

export function unreadable(where: string, what: string, remedy: string): TrailcostError {
  return new TrailcostError('file-unreadable', { where: where === '' ? '(empty path)' : where, what, remedy });
}
