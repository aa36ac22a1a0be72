import { Readable } from 'node:stream';
import { Unreadable } from '../../../files/unreadable.js';
import { type Content, LARGE_BYTES, Large, unpackedWithin } from './inflate.js';
import type { LargeMember, Member } from './member.js';
import type { Source } from './source.js';
import { isTar, tarMembers } from './tar.js';
import { isZip, ZIP_SIGN_BYTES, zipMembers } from './zip.js';

/** Of all files of an archive together, inflated. Logs inflate to some twenty times their size; far more is made to exhaust. */
const MAX_ARCHIVE_BYTES = 16 * 1024 * 1024 * 1024;

const OPEN_OBJECT = 0x7b;
const OPEN_ARRAY = 0x5b;

/** Whether content is that of an archive with files of its own: zip or tar. */
export function isArchive(bytes: Buffer): boolean {
  const first = bytes[0];
  // Nearly every file is JSON and needs no closer look.
  return first !== OPEN_OBJECT && first !== OPEN_ARRAY && (isZip(bytes) || isTar(bytes));
}

/** An archive, and whether a checksum vouches for all of it. */
export interface Archive {
  source: Source;
  verified: boolean;
}

/** Takes the files of an archive. */
export interface MemberTaker {
  take: (name: string, content: Content) => void;
  /** Takes a large one portion by portion; so many bytes. */
  takeLarge: (name: string, open: () => Promise<Readable>, isVerified: boolean) => Promise<number>;
  /** Is told why a file has no content. */
  fail: (name: string, reason: string) => void;
}

/**
 * Opens the files of an archive one after the other, and inflates those that are packed themselves.
 *
 * @param limit of the bytes that its files hold together
 * @returns bytes that were inflated
 * @throws Unreadable where the archive is damaged; the files before that are read
 */
export async function openArchive({ source, verified }: Archive, taker: MemberTaker, limit = MAX_ARCHIVE_BYTES): Promise<number> {
  const isZipped = isZip(source.part(0, ZIP_SIGN_BYTES));
  const members = isZipped ? zipMembers(source) : tarMembers(source);
  let files = 0;
  let size = 0;
  for await (const member of members) {
    files += 1;
    try {
      size += await takeMember(member, verified || isZipped, taker);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      taker.fail(member.name, error.message);
    }
    if (size > limit) throw new Unreadable(`inflates to more than ${limit / 1024 ** 3} GiB; split it`);
  }
  if (files === 0) throw new Unreadable('is an archive without files');
  return size;
}

/** Bytes that were inflated. */
async function takeMember(member: Member | LargeMember, isVerified: boolean, taker: MemberTaker): Promise<number> {
  if ('reason' in member) throw new Unreadable(member.reason);
  if ('stream' in member) return await taker.takeLarge(member.name, member.stream, isVerified);
  const content = contentUnlessLarge(member.bytes);
  if (content === undefined) return await taker.takeLarge(member.name, async () => Readable.from([member.bytes]), isVerified);
  assertNoArchive(content.bytes);
  taker.take(member.name, { bytes: content.bytes, verified: content.verified || isVerified });
  return content.bytes.length;
}

function contentUnlessLarge(bytes: Buffer): Content | undefined {
  try {
    return unpackedWithin(bytes, LARGE_BYTES);
  } catch (error) {
    if (error instanceof Large) return undefined;
    throw error;
  }
}

/** @throws Unreadable where a file of an archive is one too */
export function assertNoArchive(bytes: Buffer): void {
  if (isArchive(bytes)) throw new Unreadable('is an archive within an archive; unpack that first');
}
