/** Writes 64 well-mixed bits of a text; two different texts share them about once in 2^64. */
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

/** A word that is known to be there. */
export function word(words: Uint32Array, at: number): number {
  return words[at] as number;
}

/** Mixes two numbers of 32 bits into one (the finish of MurmurHash3). */
export function mixed(one: number, other: number): number {
  let hash = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(other ^ (other >>> 13), 3266489909);
  hash = Math.imul(hash ^ (hash >>> 16), 2246822507);
  return (hash ^ (hash >>> 13)) >>> 0;
}
