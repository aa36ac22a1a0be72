import { looksLikeAccessLog } from './access-log.js';
import { afterMark, looksLikeMessages } from './documents.js';

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
  const first = firstSign(bytes);
  if (first === undefined) return 'blank';
  if (first === '{' || first === '[') return 'json';
  const start = bytes.toString('latin1', 0, LOOKED_AT);
  if (looksLikeAccessLog(start)) return 'accessLog';
  return looksLikeMessages(start) ? 'messages' : 'other';
}

/** The first sign that is not a blank. */
function firstSign(bytes: Buffer): string | undefined {
  for (let index = afterMark(bytes); index < bytes.length; index += 1) {
    const byte = bytes[index];
    if (byte !== undefined && byte > 0x20) return String.fromCharCode(byte);
  }
  return undefined;
}
