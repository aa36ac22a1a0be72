import { closeSync, constants, fstatSync, openSync, type Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { kindOf } from './stats.js';
import { Unreadable, unreadableBy } from './unreadable.js';

/** Flags that open a file as ever, and a pipe without waiting for somebody who writes to it. */
export const READING = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * Opens a file to read it. What was a file when it was found may be something else by now, which might never give an end.
 *
 * @throws Unreadable where it cannot be opened, or is no file
 */
export async function openFile(place: string): Promise<FileHandle> {
  const file = await open(place, READING).catch((error: unknown) => Promise.reject(unreadableBy(error)));
  try {
    assertFile(await file.stat());
    return file;
  } catch (error) {
    await file.close();
    throw unreadableBy(error);
  }
}

/** The same for a thread that may wait. @throws Unreadable */
export function openFileSync(place: string): number {
  let file: number | undefined;
  try {
    file = openSync(place, READING);
    assertFile(fstatSync(file));
    return file;
  } catch (error) {
    if (file !== undefined) closeSync(file);
    throw unreadableBy(error);
  }
}

function assertFile(found: Stats): void {
  if (!found.isFile()) throw new Unreadable(`cannot be read: is ${kindOf(found)}`);
}
