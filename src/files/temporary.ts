import { closeSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clearParts, newPart } from './parts.js';
import { unnamedFile } from './scratch.js';
import { isSystemError, reasonOf } from './system-errors.js';
import { Unreadable } from './unreadable.js';

/**
 * A file with these portions in the folder for temporary files. It has no name, and is gone when it is closed.
 *
 * @returns its descriptor
 * @throws Unreadable where there is no room for it
 */
export async function temporaryFile(portions: AsyncIterable<Buffer>): Promise<number> {
  const file = await unnamedFile(join(tmpdir(), 'unpacked')).catch((error: unknown) => Promise.reject(notKept(error)));
  try {
    for await (const portion of portions) keep(file, portion);
    return file;
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

/**
 * A new folder in the folder for temporary files, which nobody else may read and whoever makes it deletes. One that a killed run left is
 * deleted, as far as its process is known to be gone.
 */
export async function temporaryFolder(name: string): Promise<string> {
  const place = join(tmpdir(), name);
  await clearParts(place);
  const folder = await newPart(place);
  await mkdir(folder, { mode: 0o700 });
  return folder;
}

function keep(file: number, portion: Buffer): void {
  try {
    writeFileSync(file, portion);
  } catch (error) {
    throw notKept(error);
  }
}

/** What the system says against a temporary file as {@link Unreadable}; any other error unchanged. */
export function notKept(error: unknown): unknown {
  return isSystemError(error)
    ? new Unreadable(`cannot be copied to ${tmpdir()}: ${reasonOf(error)}; set TMPDIR to a folder with free space`)
    : error;
}
