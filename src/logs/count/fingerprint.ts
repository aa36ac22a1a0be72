import { getRandomValues } from 'node:crypto';
import { word } from '../../base/hash.js';
import { ID_WORDS } from '../../files/hash.js';

/** Words of a fingerprint. */
export const FINGERPRINT_WORDS = 2;

/** Two random words for each byte at a place, one beside the other. */
const WORDS_A_BYTE = 256 * FINGERPRINT_WORDS;
/** At each place others. Identifiers are others' text: without chance somebody could choose them so that all have one fingerprint. */
const CHANCE = getRandomValues(new Uint32Array(4 * ID_WORDS * WORDS_A_BYTE));

/**
 * Writes 64 bits that stand for an identifier, spread evenly whatever identifiers have in common (tabulation hashing). Two have the same
 * with a chance of one in 2^64; among ten million there are two such in one of 370,000 runs.
 */
export function writeFingerprint(words: Uint32Array, at: number, fingerprints: Uint32Array, to: number): void {
  let high = 0;
  let low = 0;
  for (let part = 0; part < ID_WORDS; part += 1) {
    const bytes = word(words, at + part);
    const first = 4 * part * WORDS_A_BYTE;
    // Byte by byte without a loop, since this is done for every record.
    const one = first + 2 * (bytes & 255);
    const two = first + WORDS_A_BYTE + 2 * ((bytes >>> 8) & 255);
    const three = first + 2 * WORDS_A_BYTE + 2 * ((bytes >>> 16) & 255);
    const four = first + 3 * WORDS_A_BYTE + 2 * (bytes >>> 24);
    high ^= word(CHANCE, one) ^ word(CHANCE, two) ^ word(CHANCE, three) ^ word(CHANCE, four);
    low ^= word(CHANCE, one + 1) ^ word(CHANCE, two + 1) ^ word(CHANCE, three + 1) ^ word(CHANCE, four + 1);
  }
  fingerprints[to] = high;
  fingerprints[to + 1] = low;
}
