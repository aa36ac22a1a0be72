// files: paths and walking, pipes, whole writes, gzip and zip, hashes by Node, and what the system says of them in words.

import { realpath } from 'node:fs/promises';
import { isAbsolute, join, resolve, sep } from 'node:path';
import { TrailcostError } from '../base/errors.js';
import { statsOf, statsOrError } from './stats.js';
import { isSystemError, reasonOf } from './system-errors.js';

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

/** What stands before the names of a folder's entries. */
export function beforeEntries({ path, place }: Located): Located {
  return { path: join(path, 'x').slice(0, -1), place: join(place, 'x').slice(0, -1) };
}

/** Where something of this name is. */
export function behind(before: Located, name: string): Located {
  return { path: before.path + name, place: before.place + name };
}

/**
 * The path itself, or what matches it where nothing has that name.
 *
 * @param cwd as for {@link placeOf}
 * @throws TrailcostError `file-unreadable`
 */
export async function matchingPaths(path: string, cwd?: string): Promise<Located[]> {
  const found = (name: string): Located => ({ path: name, place: placeOf(name, cwd) });
  const given = await statsOrError(placeOf(path, cwd));
  if (!(given instanceof Error)) return [found(path)];
  if (path.startsWith('s3://')) throw unreadable(path, 'is in S3', 'Copy it first, with `aws s3 sync`, and count the copy.');
  // Most paths are there, and a pattern's packages are large.
  const { glob, isDynamicPattern } = await import('tinyglobby');
  const isPattern = isDynamicPattern(path);
  const options = {
    dot: true,
    expandDirectories: false,
    followSymbolicLinks: false,
    absolute: isAbsolute(path),
    ...(cwd === undefined ? {} : { cwd }),
  };
  const files = isPattern ? await glob(path, options) : [];
  const matches = isPattern && files.length === 0 ? await glob(path, { ...options, onlyDirectories: true }) : files;
  if (matches.length === 0) throw unreadable(path, isPattern ? NOT_THERE : whyNotThere(given), 'Check the path.');
  return matches.sort().map(found);
}

/** A name that all paths to the same file share. Those to a pipe without a name, as `/dev/fd/63`, lead to no other path. */
export async function realNameOf(place: string): Promise<string> {
  try {
    return await realpath(place);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const found = await statsOf(place);
    return found === undefined ? resolve(place) : `${found.dev}:${found.ino}`;
  }
}

/** Each file once, though several paths may lead to it: no path twice, and none within another. */
export async function withoutRepeats(files: readonly Located[]): Promise<Located[]> {
  const known = await Promise.all(files.map(async (file) => ({ file, real: (await realNameOf(file.place)) + sep })));
  const kept: Located[] = [];
  let last = '';
  for (const { file, real } of known.sort((one, other) => (one.real < other.real ? -1 : 1))) {
    if (last !== '' && real.startsWith(last)) continue;
    kept.push(file);
    last = real;
  }
  return kept;
}

const NOT_THERE = 'no such file or folder';

function whyNotThere(error: NodeJS.ErrnoException): string {
  return error.code === 'ENOTDIR' ? NOT_THERE : reasonOf(error);
}

export function unreadable(where: string, what: string, remedy: string): TrailcostError {
  return new TrailcostError('file-unreadable', { where: where === '' ? '(empty path)' : where, what, remedy });
}
