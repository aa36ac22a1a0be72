import type { Readable } from 'node:stream';
import { Unreadable } from '../../files/unreadable.js';
import { type Content, MOST_KEPT_BYTES, unpacked } from './inflate.js';
import type { LargeMember, Member } from './member.js';
import { isTar, tarMembers } from './tar.js';
import { isZip, zipMembers } from './zip.js';

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

/** Takes the files of an archive. */
export interface MemberTaker {
  take: (name: string, content: Content) => void;
  /** Takes a large one portion by portion: so many bytes, or undefined where it has to be had whole. */
  takeLarge: (name: string, open: () => Promise<Readable>) => Promise<number | undefined>;
  /** Is told why a file has no content. */
  fail: (name: string, reason: string) => void;
}

/**
 * Opens the files of an archive one after the other, and inflates those that are packed themselves.
 *
 * @param archive whose content may change meanwhile
 * @param limit of the bytes that its files hold together
 * @returns bytes that were inflated
 * @throws Unreadable where the archive is damaged; the files before that are read
 */
export async function openArchive({ bytes, verified }: Content, taker: MemberTaker, limit = MAX_ARCHIVE_BYTES): Promise<number> {
  const isZipped = isZip(bytes);
  const members = isZipped ? zipMembers(kept(bytes)) : tarMembers(bytes);
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
  if ('stream' in member) {
    const bytes = await taker.takeLarge(member.name, member.stream);
    return bytes ?? (await takeMember(await member.whole(), isVerified, taker));
  }
  if ('reason' in member) throw new Unreadable(member.reason);
  const content = unpacked(member.bytes);
  if (isArchive(content.bytes)) throw new Unreadable('is an archive within an archive; unpack that first');
  taker.take(member.name, { bytes: content.bytes, verified: content.verified || isVerified });
  return content.bytes.length;
}

/** Files that are read while a zip archive is open take the space where this one lies, unless it is a large one, which has its own. */
function kept(bytes: Buffer): Buffer {
  return bytes.length > MOST_KEPT_BYTES ? bytes : Buffer.from(bytes);
}
