import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { isSystemError } from './system-errors.js';

/** What is at a path, links followed; undefined where nothing is, or nothing that may be seen. */
export async function statsOf(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (isSystemError(error)) return undefined;
    throw error;
  }
}

/** Whether a regular file is at a path, or a link to one. */
export async function isFile(path: string): Promise<boolean> {
  return (await statsOf(path))?.isFile() === true;
}

/** Whether it is a pipe or a device such as /dev/null, which is written to, never replaced. */
export function isSpecial(found: Stats | undefined): boolean {
  return found !== undefined && !found.isFile() && !found.isDirectory();
}
