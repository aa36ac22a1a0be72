import { word } from '../../base/hash.js';
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
  #oldestPortion = Number.POSITIVE_INFINITY;

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
    if ((this.#size + 1) * 2 * this.#words > this.#slots.length) this.#rebuild(this.#slots.length * 2, 0);
    const slot = this.#slotFor(words, at);
    if (this.#slots[slot + ID_WORDS] !== 0) return false;
    const portion = Math.floor(hour / PORTION_HOURS);
    this.#put(slot, words, at, portion + 1, mark);
    this.#oldestPortion = Math.min(this.#oldestPortion, portion);
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

  /** Forgets what no file delivered from `hour` on can repeat. */
  retire(hour: number): void {
    const firstKept = Math.floor((hour - DUPLICATE_HOURS) / PORTION_HOURS);
    if (this.#oldestPortion >= firstKept) return;
    this.#oldestPortion = firstKept;
    this.#rebuild(this.#slots.length, firstKept);
  }

  /** Where the identifier is, or the empty slot where it belongs. */
  #slotFor(words: Uint32Array, at: number): number {
    const slots = this.#slots;
    const count = slots.length / this.#words;
    let number = word(words, at) & (count - 1);
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
    this.#size += 1;
  }

  #rebuild(length: number, firstKept: number): void {
    const old = this.#slots;
    this.#slots = new Uint32Array(length);
    this.#size = 0;
    for (let at = 0; at < old.length; at += this.#words) {
      const portion = word(old, at + ID_WORDS);
      if (portion > firstKept) this.#put(this.#slotFor(old, at), old, at, portion, old[at + ID_WORDS + 1] ?? 0);
    }
  }
}

function isSame(slots: Uint32Array, slot: number, words: Uint32Array, at: number): boolean {
  return (
    slots[slot] === words[at] && slots[slot + 1] === words[at + 1] && slots[slot + 2] === words[at + 2] && slots[slot + 3] === words[at + 3]
  );
}
