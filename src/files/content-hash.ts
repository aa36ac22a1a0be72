import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { openFile } from './reading.js';
import { unreadableBy } from './unreadable.js';

/**
 * A hash of what a file holds, unpacked where it is gzip; the same content has the same.
 *
 * @throws Unreadable
 */
export async function contentHash(path: string, isGzip: boolean): Promise<string> {
  const hash = createHash('sha256');
  const file = await openFile(path);
  try {
    await pipeline([file.createReadStream(), ...(isGzip ? [createGunzip()] : []), hash]);
  } catch (error) {
    throw unreadableBy(error);
  }
  return hash.digest('hex');
}
