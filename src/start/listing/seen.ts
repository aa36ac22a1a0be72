import { mixed, word, writeHash } from '../../base/hash.js';

/** What is known of an object that was seen. Each has a bit. */
export const MARKS = { seen: 1, size: 2, encryption: 4 } as const;

const MARK_BITS = 3;
const ALL_MARKS = 2 ** MARK_BITS - 1;
const SHARD_BITS = 12;
/** Bits of a hash's second word that are kept, beside the marks, in 16 bits. */
const KEPT = 2 ** (16 - MARK_BITS) - 1;
/** A place has the two halves of a hash's first word, and the rest with the marks: side by side, for the memory is looked up at random. */
const PLACE_WORDS = 3;
const FIRST_PLACES = 16;
/** Shards grow late and by little, so that ten million objects take 90 MB at the most. */
const FULL = 0.85;
const GROWTH = 1.25;

interface Shard {
  words: Uint16Array;
  places: number;
  count: number;
}

/**
 * Objects that were seen before, by 57 bits of a hash of their names: 7 to 9 bytes for each. Among ten million there are two with the same
 * bits in one of 2,900 listings; then one file is counted too few.
 */
export class Seen {
  readonly #shards: (Shard | undefined)[] = new Array<Shard | undefined>(2 ** SHARD_BITS).fill(undefined);
  readonly #hash = new Uint32Array(2);

  /**
   * Adds marks to those of an object.
   *
   * @param space a number that sets names apart which are the same in another space
   * @returns the marks that are new
   */
  add(name: string, space: number, marks: number): number {
    writeHash(name, this.#hash, 0);
    const first = mixed(word(this.#hash, 0), space);
    const second = mixed(word(this.#hash, 1), ~space);
    const shard = this.#shardOf(second >>> (32 - SHARD_BITS));
    const rest = second & KEPT;
    const at = placeOf(shard, first, rest);
    const { words } = shard;
    const old = (words[at + 2] ?? 0) & ALL_MARKS;
    words[at] = first;
    words[at + 1] = first >>> 16;
    words[at + 2] = (rest << MARK_BITS) | old | marks;
    if (old === 0) {
      shard.count += 1;
      if (shard.count > shard.places * FULL) grow(shard);
    }
    return marks & ~old;
  }

  #shardOf(index: number): Shard {
    const known = this.#shards[index];
    if (known !== undefined) return known;
    const made = { words: new Uint16Array(FIRST_PLACES * PLACE_WORDS), places: FIRST_PLACES, count: 0 };
    this.#shards[index] = made;
    return made;
  }
}

/** Where an object is, or is to be put. */
function placeOf({ words, places }: Shard, first: number, rest: number): number {
  const low = first & 0xffff;
  const high = first >>> 16;
  let at = Math.floor((first / 2 ** 32) * places) * PLACE_WORDS;
  for (;;) {
    const there = words[at + 2] ?? 0;
    if (there === 0 || (there >>> MARK_BITS === rest && words[at] === low && words[at + 1] === high)) return at;
    at += PLACE_WORDS;
    if (at === words.length) at = 0;
  }
}

function grow(shard: Shard): void {
  const { words: old } = shard;
  shard.places = Math.ceil(shard.places * GROWTH);
  shard.words = new Uint16Array(shard.places * PLACE_WORDS);
  for (let from = 0; from < old.length; from += PLACE_WORDS) {
    const rest = old[from + 2] ?? 0;
    if (rest === 0) continue;
    const low = old[from] ?? 0;
    const high = old[from + 1] ?? 0;
    const at = placeOf(shard, ((high << 16) | low) >>> 0, rest >>> MARK_BITS);
    shard.words[at] = low;
    shard.words[at + 1] = high;
    shard.words[at + 2] = rest;
  }
}
