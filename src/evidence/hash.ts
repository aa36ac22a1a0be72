import { createHash } from 'node:crypto';

/** Words of 32 bits in an identifier. */
export const ID_WORDS = 4;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Writes the 128 bits of an identifier: a UUID's own, the digest of any other text. */
export function writeId(text: string, words: Uint32Array, at: number): void {
  const hex = UUID.test(text) ? text.replaceAll('-', '') : createHash('md5').update(text).digest('hex');
  for (let word = 0; word < ID_WORDS; word += 1) words[at + word] = Number.parseInt(hex.slice(8 * word, 8 * word + 8), 16);
}

/** Writes 64 well-mixed bits that stand for a text; two different texts share them once in some billion billions. */
export function writeHash(text: string, words: Uint32Array, at: number): void {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  words[at] = mixed(high, low);
  words[at + 1] = mixed(low, high);
}

/** Mixes two numbers of 32 bits into one (the finish of MurmurHash3). */
export function mixed(one: number, other: number): number {
  let hash = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(other ^ (other >>> 13), 3266489909);
  hash = Math.imul(hash ^ (hash >>> 16), 2246822507);
  return (hash ^ (hash >>> 13)) >>> 0;
}
