import { getRandomValues } from 'node:crypto';
import { word } from '../../base/hash.js';
import { ID_WORDS } from '../../files/hash.js';

/** Words of a fingerprint. */
export const FINGERPRINT_WORDS = 2;

const BYTES = 4 * ID_WORDS;
/**
 * Two random words for each byte at each place. Identifiers are others' text: without chance somebody could choose them so that all belong
 * in one place, or have one fingerprint.
 */
const CHANCE = getRandomValues(new Uint32Array(BYTES * 256 * FINGERPRINT_WORDS));

/**
 * Writes 64 bits that stand for an identifier, spread evenly whatever identifiers have in common (tabulation hashing). Two have the same
 * with a chance of one in 2^64; among ten million there are two such in one of 370,000 runs.
 */
export function writeFingerprint(words: Uint32Array, at: number, fingerprint: Uint32Array): void {
  let high = 0;
  let low = 0;
  for (let part = 0; part < ID_WORDS; part += 1) {
    let rest = word(words, at + part);
    for (let byte = 4 * part; byte < 4 * part + 4; byte += 1) {
      const row = 2 * (256 * byte + (rest & 255));
      high ^= word(CHANCE, row);
      low ^= word(CHANCE, row + 1);
      rest >>>= 8;
    }
  }
  fingerprint[0] = high;
  fingerprint[1] = low;
}
