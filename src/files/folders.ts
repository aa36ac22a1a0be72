import type { Dirent, Stats } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { beforeEntries, behind, type Located } from './paths.js';
import { kindOf, statsOf, statsOrError } from './stats.js';
import { isSystemError, reasonOf } from './system-errors.js';
import type { Failure } from './unreadable.js';

/** What is at a path that was found before, links followed; undefined, and a failure, where it is there no more. */
export async function statsOrFailure({ path, place }: Located, failures: Failure[]): Promise<Stats | undefined> {
  const found = await statsOrError(place);
  if (!(found instanceof Error)) return found;
  failures.push({ file: path, reason: `cannot be read: ${reasonOf(found)}` });
  return undefined;
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

/** Names in a folder; none where it may not be listed or is not there: single files of it may be known all the same. */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isSystemError(error)) return [];
    throw error;
  }
}

/** Files of one folder: what stands before their names, and these. */
export interface FilesOfFolder {
  before: Located;
  names: string[];
}

/** All files in a folder and the folders below, in no order. */
export async function allFilesIn(folder: Located, failures: Failure[]): Promise<FilesOfFolder[]> {
  const all: FilesOfFolder[] = [];
  const folders = [folder];
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    const before = beforeEntries(next);
    const names: string[] = [];
    for (const entry of await entriesOf(next, failures)) {
      if (entry.isFile()) names.push(entry.name);
      else if (entry.isDirectory()) folders.push(behind(before, entry.name));
      else if (await isFileOrFailure(entry, behind(before, entry.name), failures)) names.push(entry.name);
    }
    all.push({ before, names });
  }
  return all;
}

/**
 * Whether an entry of a folder is a file. A link to a folder could lead in circles, and a pipe might never be written to, so each is a
 * failure and neither followed nor opened.
 */
export async function isFileOrFailure(entry: Dirent, { path, place }: Located, failures: Failure[]): Promise<boolean> {
  if (entry.isFile()) return true;
  const found = entry.isSymbolicLink() ? await statsOf(place) : entry;
  if (found?.isFile() === true) return true;
  failures.push({ file: path, reason: whyNoFile(found) });
  return false;
}

function whyNoFile(found: Stats | Dirent | undefined): string {
  if (found === undefined || found.isDirectory()) return 'is not a file (links to folders are not followed)';
  return `is ${kindOf(found)}, which is read only when it is given by its own path`;
}
