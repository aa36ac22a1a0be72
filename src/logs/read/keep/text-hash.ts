import { scanModule } from '../find/module.js';

/** Longer than any key of S3's; of a longer text the beginning counts. */
const MOST_BYTES = 32 * 1024;

const encoder = new TextEncoder();
let space = new Uint8Array(0);

/** Writes 64 well-mixed bits of a text, as `logs/scan` does; two different texts share them about once in 2^64. */
export function writeTextHash(text: string, words: Uint32Array, at: number): void {
  const { memory, TEXT, hashOfText } = scanModule();
  // Growing takes the memory away from whoever looks at it.
  if (space.buffer !== memory.buffer) space = new Uint8Array(memory.buffer, TEXT.value, MOST_BYTES);
  const hash = hashOfText(encoder.encodeInto(text, space).written);
  words[at] = Number(hash & 0xffffffffn);
  words[at + 1] = Number(BigInt.asUintN(32, hash >> 32n));
}
