import { looksLikeAccessLog } from './access-log.js';
import { looksLikeMessages } from './documents.js';
import { afterMark } from './json.js';

/** How content is written. */
export type Format = 'json' | 'accessLog' | 'messages' | 'blank' | 'other';

/** Of text, so much is looked at. */
const LOOKED_AT = 4096;

/**
 * How content is written, as its start shows: the one place where formats are told apart, of files that are read whole and of others.
 *
 * @param bytes the content, or its first portion
 */
export function formatOf(bytes: Buffer): Format {
  const format = formatBy(firstSign(bytes, afterMark(bytes)));
  if (format !== 'other') return format;
  const start = bytes.toString('latin1', 0, LOOKED_AT);
  if (looksLikeAccessLog(start)) return 'accessLog';
  return looksLikeMessages(start) ? 'messages' : 'other';
}

/** The same of what follows upon more blanks than a log of lines begins with. */
export function formatAfterBlanks(bytes: Buffer): Format {
  return formatBy(firstSign(bytes, 0));
}

function formatBy(first: string | undefined): Format {
  if (first === undefined) return 'blank';
  return first === '{' || first === '[' ? 'json' : 'other';
}

/** The first sign from an index on that is not a blank. */
function firstSign(bytes: Buffer, from: number): string | undefined {
  for (let index = from; index < bytes.length; index += 1) {
    const byte = bytes[index];
    if (byte !== undefined && byte > 0x20) return String.fromCharCode(byte);
  }
  return undefined;
}
