import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';
import { messageOf } from '../../../base/errors.js';
import { entryStream, zipEntries } from '../../../files/zip.js';
import { LARGE_BYTES, MAX_FILE_BYTES, tooLarge } from './inflate.js';
import type { LargeMember, Member } from './member.js';
import type { Source } from './source.js';

/** What is looked at. */
export const ZIP_SIGN_BYTES = 4;

/** Whether content begins as zip archives do, one without files included. */
export function isZip(bytes: Buffer): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && ((bytes[2] === 3 && bytes[3] === 4) || (bytes[2] === 5 && bytes[3] === 6));
}

/**
 * The files in a zip archive; what is wrong with one of them leaves the others.
 *
 * @throws Unreadable where the archive's directory is damaged
 */
export async function* zipMembers(source: Source): AsyncGenerator<Member | LargeMember> {
  const archive = await source.zip();
  for await (const entry of zipEntries(archive)) {
    const isLarge = entry.uncompressedSize > LARGE_BYTES && entry.uncompressedSize <= MAX_FILE_BYTES && !entry.isEncrypted();
    yield isLarge ? { name: entry.fileName, stream: () => entryStream(archive, entry) } : await memberOf(archive, entry);
  }
}

async function memberOf(archive: ZipFile, entry: Entry): Promise<Member> {
  const name = entry.fileName;
  if (entry.isEncrypted()) return { name, reason: 'is encrypted in its zip archive' };
  // The stream ends with an error where the content is longer than told.
  if (entry.uncompressedSize > MAX_FILE_BYTES) return { name, reason: tooLarge('inflates to more than') };
  try {
    const bytes = await contentOf(await archive.openReadStreamPromise(entry));
    return crc32(bytes) === entry.crc32 ? { name, bytes } : { name, reason: 'damaged zip data: its checksum differs' };
  } catch (error) {
    return { name, reason: `damaged zip data: ${messageOf(error)}` };
  }
}

async function contentOf(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
