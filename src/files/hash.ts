import { createHash } from 'node:crypto';

/** Words of 32 bits in an identifier. */
export const ID_WORDS = 4;

const UUID_LENGTH = 36;
/** Places of a UUID's dashes. */
const DASHES = [8, 13, 18, 23];
/** A hexadecimal digit's value by its code; 255 for any other sign. */
const DIGITS = new Uint8Array(128).fill(255);
for (const [value, digit] of [...'0123456789abcdef'].entries()) DIGITS[digit.charCodeAt(0)] = value;

/** Writes the 128 bits of an identifier: a UUID's own, the digest of any other text. */
export function writeId(text: string, words: Uint32Array, at: number): void {
  if (writeUuid(text, words, at)) return;
  const digest = createHash('md5').update(text).digest();
  for (let word = 0; word < ID_WORDS; word += 1) words[at + word] = digest.readUInt32BE(4 * word);
}

/** False where the text is no UUID as AWS writes them, in small letters. */
function writeUuid(text: string, words: Uint32Array, at: number): boolean {
  if (text.length !== UUID_LENGTH || DASHES.some((place) => text.charCodeAt(place) !== DASH)) return false;
  let word = 0;
  let count = 0;
  for (let index = 0; index < UUID_LENGTH; index += 1) {
    const code = text.charCodeAt(index);
    if (code === DASH) continue;
    const digit = code < 128 ? (DIGITS[code] ?? 255) : 255;
    if (digit === 255) return false;
    word = (word << 4) | digit;
    count += 1;
    if (count % 8 === 0) words[at + count / 8 - 1] = word;
  }
  return count === 8 * ID_WORDS;
}

const DASH = 0x2d;
