import type { Entry, ZipFile } from 'yauzl';
import { messageOf } from '../base/errors.js';
import { isSystemError } from './system-errors.js';
import { Unreadable, unreadableBy } from './unreadable.js';

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
