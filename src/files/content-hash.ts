import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { unreadableBy } from './unreadable.js';

/**
 * A hash of what a file holds, unpacked where it is gzip; the same content has the same.
 *
 * @throws Unreadable
 */
export async function contentHash(path: string, isGzip: boolean): Promise<string> {
  const hash = createHash('sha256');
  try {
    await pipeline([createReadStream(path), ...(isGzip ? [createGunzip()] : []), hash]);
  } catch (error) {
    throw unreadableBy(error);
  }
  return hash.digest('hex');
}
