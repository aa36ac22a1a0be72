import { type Dirent, type Stats, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { isSystemError } from './system-errors.js';

/** What is at a path, links followed; undefined where nothing is, or nothing that may be seen. */
export async function statsOf(path: string): Promise<Stats | undefined> {
  const found = await statsOrError(path);
  return found instanceof Error ? undefined : found;
}

/** The same with the operating system's reason where there is nothing. */
export async function statsOrError(path: string): Promise<Stats | NodeJS.ErrnoException> {
  try {
    return await stat(path);
  } catch (error) {
    if (isSystemError(error)) return error;
    throw error;
  }
}

/** Bytes of the file at a path; 0 where nothing is, or nothing that may be seen. */
export function sizeAt(path: string): number {
  return statsAt(path)?.size ?? 0;
}

/** Whether a regular file is at a path, or a link to one. */
export function isFile(path: string): boolean {
  return statsAt(path)?.isFile() === true;
}

function statsAt(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (isSystemError(error)) return undefined;
    throw error;
  }
}

/** Whether it is a pipe or a device such as /dev/null, which is written to, never replaced. */
export function isSpecial(found: Stats | undefined): boolean {
  return found !== undefined && !found.isFile() && !found.isDirectory();
}

/** What something is that is no file. */
export function kindOf(found: Stats | Dirent): string {
  if (found.isDirectory()) return 'a folder';
  if (found.isFIFO()) return 'a pipe';
  return found.isSocket() ? 'a socket' : 'a device';
}
