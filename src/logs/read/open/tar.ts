import { Unreadable } from '../../../files/unreadable.js';
import { LARGE_BYTES } from './inflate.js';
import type { LargeMember, Member } from './member.js';
import type { Source } from './source.js';

const BLOCK = 512;
const CHECKSUM_START = 148;
const CHECKSUM_END = 156;
const TYPE = 156;
/** Longer than any path. */
const MAX_NAME_BYTES = 1024 * 1024;
/** Links, devices, folders and pipes have no content, whatever size their headers tell. */
const WITHOUT_CONTENT = '123456';
const FILES = '\u000007';

/** What a header says of the file after it, in place of that file's own header. */
interface Extended {
  name?: string | undefined;
  size?: number | undefined;
  isSparse?: boolean;
}

/** Where the content of a file is. */
interface Content {
  source: Source;
  start: number;
  end: number;
}

/** Whether content begins with the header of a tar archive, whose checksum tells. */
export function isTar(bytes: Buffer): boolean {
  return bytes.length >= BLOCK && isHeader(bytes.subarray(0, BLOCK));
}

/**
 * The files in a tar archive (ustar, pax, GNU or older).
 * Source: pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html; gnu.org/software/tar/manual/html_node/Standard.html
 *
 * @throws Unreadable where the archive is damaged or breaks off
 */
export function* tarMembers(source: Source): Generator<Member | LargeMember> {
  let extended: Extended = {};
  for (let at = 0; at < source.size; ) {
    const header = headerAt(source, at);
    at += BLOCK;
    if (header === undefined) continue;
    const type = String.fromCharCode(header[TYPE] ?? 0);
    const size = sizeOf(type, header, extended);
    if (at + size > source.size) throw truncated();
    const content: Content = { source, start: at, end: at + size };
    at += Math.ceil(size / BLOCK) * BLOCK;
    const more = extendedIn(type, content);
    if (more === undefined) yield* memberOf(type, extended.name ?? nameIn(header), content, extended.isSparse);
    extended = more === undefined ? {} : { ...extended, ...more };
    // Zeros end an archive, so that something comes after the last file.
    if (at >= source.size) throw truncated();
  }
}

/** Undefined for a block of zeros: these end an archive, but another may follow. */
function headerAt(source: Source, at: number): Buffer | undefined {
  const header = source.part(at, at + BLOCK);
  if (header.every((byte) => byte === 0)) return undefined;
  if (header.length < BLOCK) throw truncated();
  if (!isHeader(header)) throw damaged('the checksum of a header differs');
  return header;
}

/** What pax and GNU say of the next file; undefined for anything else. */
function extendedIn(type: string, content: Content): Extended | undefined {
  if (type === 'x') return paxIn(textOf(content));
  if (type === 'L') return { name: nameUpToZero(textOf(content)) };
  // What a link points to, and what holds for all files.
  return type === 'K' || type === 'g' ? {} : undefined;
}

function* memberOf(type: string, name: string, content: Content, isSparse = false): Generator<Member | LargeMember> {
  if (isSparse || type === 'S')
    yield { name, reason: 'is stored as a sparse file, which trailcost does not read; unpack the archive first' };
  // Before there was a type for folders, their names told.
  else if (FILES.includes(type) && !name.endsWith('/')) yield fileOf(name, content);
}

function fileOf(name: string, { source, start, end }: Content): Member | LargeMember {
  return end - start > LARGE_BYTES ? { name, stream: async () => source.stream(start, end) } : { name, bytes: source.part(start, end) };
}

function isHeader(header: Buffer): boolean {
  const told = octal(header, CHECKSUM_START, CHECKSUM_END);
  if (told === undefined) return false;
  let sum = 0;
  for (let index = 0; index < BLOCK; index += 1) {
    sum += index >= CHECKSUM_START && index < CHECKSUM_END ? 0x20 : (header[index] ?? 0);
  }
  return sum === told;
}

/** A number as headers have it: in digits to the base of eight, between blanks and zeros. */
function octal(header: Buffer, start: number, end: number): number | undefined {
  const text = header.toString('latin1', start, end).replace(/^ +|[\0 ]+$/g, '');
  return /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : undefined;
}

function sizeOf(type: string, header: Buffer, extended: Extended): number {
  return WITHOUT_CONTENT.includes(type) ? 0 : (extended.size ?? sizeIn(header));
}

/** Beyond what twelve digits hold, GNU writes bytes. */
function sizeIn(header: Buffer): number {
  const size = header[124] === 0x80 ? header.readUIntBE(130, 6) : octal(header, 124, 136);
  if (size === undefined) throw damaged('a file has no size');
  return size;
}

function nameIn(header: Buffer): string {
  const name = textIn(header, 0, 100);
  // GNU has times where others have the first part of the name.
  const prefix = header.toString('latin1', 257, 263) === 'ustar\0' ? textIn(header, 345, 500) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

function textIn(bytes: Buffer, start: number, end: number): string {
  const zero = bytes.indexOf(0, start);
  return bytes.toString('utf8', start, zero < 0 ? end : Math.min(zero, end));
}

function nameUpToZero(content: Buffer): string {
  return textIn(content, 0, content.length);
}

/** What a header says that takes more than a block. */
function textOf({ source, start, end }: Content): Buffer {
  if (end - start > MAX_NAME_BYTES) throw damaged('a name is too long');
  return source.part(start, end);
}

/** Lines of `LENGTH KEY=VALUE`, where the length is that of the whole line. */
function paxIn(content: Buffer): Extended {
  const extended: Extended = {};
  for (let at = 0; at < content.length; ) {
    const blank = content.indexOf(' ', at);
    const length = blank < 0 ? 0 : Number(content.toString('latin1', at, blank));
    if (!Number.isInteger(length) || length <= blank - at || at + length > content.length) throw damaged('a header of pax is broken');
    const line = content.toString('utf8', blank + 1, at + length).trimEnd();
    const key = line.slice(0, line.indexOf('='));
    const value = line.slice(key.length + 1);
    if (key === 'path') extended.name = value;
    if (key === 'size') extended.size = paxSize(value);
    if (key.startsWith('GNU.sparse.')) extended.isSparse = true;
    at += length;
  }
  return extended;
}

function paxSize(value: string): number {
  const size = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (!Number.isSafeInteger(size)) throw damaged('a file has no size');
  return size;
}

function damaged(what: string): Unreadable {
  return new Unreadable(`damaged tar archive: ${what}`);
}

function truncated(): Unreadable {
  return new Unreadable('truncated: the tar archive stops too early');
}
