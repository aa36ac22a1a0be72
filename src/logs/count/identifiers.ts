import { getRandomValues } from 'node:crypto';
import { word } from '../../base/hash.js';
import { addTo } from '../../base/maps.js';
import { ID_WORDS } from '../../files/hash.js';

/** A copy of an event is recognised if its file was delivered within so many hours of the first one's, or of the event. */
export const DUPLICATE_HOURS = 24;
/** Identifiers are forgotten in portions of so many hours. */
const PORTION_HOURS = 8;

const LEAST_SLOTS = 1024;

/**
 * Which identifiers were seen. Files are read in the order of their delivery; an identifier is forgotten when files are read that were
 * delivered more than {@link DUPLICATE_HOURS} after its event and after the file that it was in, so that memory does not grow with the
 * trail.
 *
 * One array holds them, a quarter of what JavaScript's own set takes: in each slot the identifier's 128 bits and its portion plus one, zero
 * where the slot is empty; with `areMarked` a number of the caller's too.
 */
export class Identifiers {
  /** Words of a slot. */
  readonly #words: number;
  #slots: Uint32Array;
  #size = 0;
  /** How many identifiers each portion has. */
  readonly #portions = new Map<number, number>();
  /** Portions before this one are forgotten: what is left of them in the slots counts as absent. */
  #firstKept = 0;
  #forgotten = 0;

  constructor({ areMarked = false } = {}) {
    this.#words = ID_WORDS + (areMarked ? 2 : 1);
    this.#slots = new Uint32Array(LEAST_SLOTS * this.#words);
  }

  /**
   * Adds an identifier; false where it was there.
   *
   * @param hour hours since 1970-01-01 UTC: of the event or of the file's delivery, whichever is later
   * @param mark what {@link markAt} gives back, where identifiers are marked
   */
  add(words: Uint32Array, at: number, hour: number, mark = 0): boolean {
    if ((this.#size + 1) * 2 * this.#words > this.#slots.length) this.#rebuild();
    const slot = this.#slotFor(words, at);
    const known = word(this.#slots, slot + ID_WORDS) - 1;
    if (known >= this.#firstKept) return false;
    const portion = Math.max(this.#firstKept, Math.floor(hour / PORTION_HOURS));
    if (known < 0) this.#size += 1;
    else this.#forgotten -= 1;
    this.#put(slot, words, at, portion + 1, mark);
    addTo(this.#portions, portion, 1);
    return true;
  }

  /** The mark of an identifier; 0 where it is not there. */
  markAt(words: Uint32Array, at: number): number {
    return word(this.#slots, this.#slotFor(words, at) + ID_WORDS + 1);
  }

  /** Gives an identifier that is there another mark. */
  mark(words: Uint32Array, at: number, mark: number): void {
    this.#slots[this.#slotFor(words, at) + ID_WORDS + 1] = mark;
  }

  /** Forgets what no file delivered from `hour` on can repeat. The slots are gone through when half of them are forgotten. */
  retire(hour: number): void {
    const firstKept = Math.floor((hour - DUPLICATE_HOURS) / PORTION_HOURS);
    if (firstKept <= this.#firstKept) return;
    this.#firstKept = firstKept;
    for (const [portion, identifiers] of this.#portions) {
      if (portion >= firstKept) continue;
      this.#forgotten += identifiers;
      this.#portions.delete(portion);
    }
    if (2 * this.#forgotten > this.#size) this.#rebuild();
  }

  /** Where the identifier is, or the empty slot where it belongs. */
  #slotFor(words: Uint32Array, at: number): number {
    const slots = this.#slots;
    const count = slots.length / this.#words;
    let number = spread(words, at) & (count - 1);
    for (;;) {
      const slot = number * this.#words;
      if (slots[slot + ID_WORDS] === 0 || isSame(slots, slot, words, at)) return slot;
      number = (number + 1) & (count - 1);
    }
  }

  #put(slot: number, words: Uint32Array, at: number, portion: number, mark: number): void {
    for (let part = 0; part < ID_WORDS; part += 1) this.#slots[slot + part] = word(words, at + part);
    this.#slots[slot + ID_WORDS] = portion;
    if (this.#words > ID_WORDS + 1) this.#slots[slot + ID_WORDS + 1] = mark;
  }

  /** Drops what is forgotten, with room for as many again as are left. */
  #rebuild(): void {
    const old = this.#slots;
    this.#size -= this.#forgotten;
    this.#forgotten = 0;
    let slots = LEAST_SLOTS;
    while (slots < 4 * (this.#size + 1)) slots *= 2;
    this.#slots = new Uint32Array(slots * this.#words);
    for (let at = 0; at < old.length; at += this.#words) {
      const portion = word(old, at + ID_WORDS);
      if (portion > this.#firstKept) this.#put(this.#slotFor(old, at), old, at, portion, old[at + ID_WORDS + 1] ?? 0);
    }
  }
}

const BYTES = 4 * ID_WORDS;
/**
 * Random words for each byte at each place. Identifiers are others' text: without chance somebody could choose them so that all belong in
 * one slot. What is counted does not depend on where an identifier stands.
 */
const CHANCE = getRandomValues(new Uint32Array(BYTES * 256));

/** Spreads identifiers evenly, whatever they have in common (tabulation hashing). */
function spread(words: Uint32Array, at: number): number {
  let hash = 0;
  for (let part = 0; part < ID_WORDS; part += 1) {
    const one = word(words, at + part);
    const row = part * 1024;
    hash ^=
      word(CHANCE, row + (one & 255)) ^
      word(CHANCE, row + 256 + ((one >>> 8) & 255)) ^
      word(CHANCE, row + 512 + ((one >>> 16) & 255)) ^
      word(CHANCE, row + 768 + (one >>> 24));
  }
  return hash;
}

function isSame(slots: Uint32Array, slot: number, words: Uint32Array, at: number): boolean {
  return (
    slots[slot] === words[at] && slots[slot + 1] === words[at + 1] && slots[slot + 2] === words[at + 2] && slots[slot + 3] === words[at + 3]
  );
}
