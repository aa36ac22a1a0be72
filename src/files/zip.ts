import { closeSync } from 'node:fs';
import type { Entry, ZipFile } from 'yauzl';
import { messageOf } from '../base/errors.js';
import { openFileSync } from './reading.js';
import { isSystemError } from './system-errors.js';
import { Unreadable, unreadableBy } from './unreadable.js';

/**
 * A zip archive that is a file; whoever opens it closes it.
 *
 * @throws Unreadable where it is no file or its directory is damaged
 */
export async function openArchive(place: string): Promise<ZipFile> {
  const { fromFdPromise } = await import('yauzl');
  const file = openFileSync(place);
  try {
    return await ofArchive(fromFdPromise(file, { autoClose: false }));
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

/**
 * The files of a zip archive, as its directory has them; folders are left out.
 *
 * @throws Unreadable where the directory is damaged
 */
export async function* zipEntries(archive: ZipFile): AsyncGenerator<Entry> {
  const entries = archive.eachEntry();
  for (;;) {
    const { done, value: entry } = await ofArchive(entries.next());
    if (done === true) return;
    if (!entry.fileName.endsWith('/')) yield entry;
  }
}

/**
 * What yauzl gives.
 *
 * @throws Unreadable in place of its errors, which are all of the archive, and of the system's
 */
export async function ofArchive<T>(result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    if (isSystemError(error)) throw unreadableBy(error);
    throw new Unreadable(`damaged zip archive: ${messageOf(error)}`, { cause: error });
  }
}
