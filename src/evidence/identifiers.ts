import { ID_WORDS } from './hash.js';

/** A copy of an event is recognised if its file was delivered within so many hours of the first one's, or of the event. */
export const DUPLICATE_HOURS = 24;
/** Identifiers are forgotten in portions of so many hours. */
const PORTION_HOURS = 8;

/**
 * Which identifiers were seen. Files are read in the order of their delivery; an identifier is forgotten when files are read that were
 * delivered more than {@link DUPLICATE_HOURS} after its event and after the file that it was in, so that memory does not grow with the trail.
 */
export class Identifiers {
  #portions: { number: number; set: IdentifierSet }[] = [];

  /**
   * Adds an identifier; false where it was there.
   *
   * @param hour hours since 1970-01-01 UTC: of the event or of the file's delivery, whichever is later
   */
  add(words: Uint32Array, at: number, hour: number): boolean {
    for (const { set } of this.#portions) if (set.has(words, at)) return false;
    this.#portionOf(Math.floor(hour / PORTION_HOURS)).add(words, at);
    return true;
  }

  /** Forgets what no file delivered from `hour` on can repeat. */
  retire(hour: number): void {
    this.#portions = this.#portions.filter(({ number }) => (number + 1) * PORTION_HOURS + DUPLICATE_HOURS > hour);
  }

  #portionOf(number: number): IdentifierSet {
    for (const portion of this.#portions) if (portion.number === number) return portion.set;
    const set = new IdentifierSet();
    this.#portions.push({ number, set });
    return set;
  }
}

/** A set of identifiers of 128 bits in one array: a quarter of what JavaScript's own takes. */
class IdentifierSet {
  #slots = new Uint32Array(1024 * ID_WORDS);
  #size = 0;

  has(words: Uint32Array, at: number): boolean {
    return this.#isAt(this.#slotFor(words, at), words, at);
  }

  add(words: Uint32Array, at: number): void {
    if ((this.#size + 1) * 2 * ID_WORDS > this.#slots.length) this.#grow();
    const slot = this.#slotFor(words, at);
    for (let word = 0; word < ID_WORDS; word += 1) this.#slots[slot + word] = words[at + word] as number;
    this.#size += 1;
  }

  /** Where the identifier is, or the empty slot where it belongs. All zeros is an empty slot, and no identifier. */
  #slotFor(words: Uint32Array, at: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = ((words[at] as number) * ID_WORDS) & mask;
    while (!this.#isEmpty(slot) && !this.#isAt(slot, words, at)) slot = (slot + ID_WORDS) & mask;
    return slot;
  }

  #isEmpty(slot: number): boolean {
    const slots = this.#slots;
    return slots[slot] === 0 && slots[slot + 1] === 0 && slots[slot + 2] === 0 && slots[slot + 3] === 0;
  }

  #isAt(slot: number, words: Uint32Array, at: number): boolean {
    const slots = this.#slots;
    return (
      slots[slot] === words[at] &&
      slots[slot + 1] === words[at + 1] &&
      slots[slot + 2] === words[at + 2] &&
      slots[slot + 3] === words[at + 3]
    );
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Uint32Array(old.length * 2);
    for (let at = 0; at < old.length; at += ID_WORDS) {
      if (old[at] === 0 && old[at + 1] === 0 && old[at + 2] === 0 && old[at + 3] === 0) continue;
      this.#slots.set(old.subarray(at, at + ID_WORDS), this.#slotFor(old, at));
    }
  }
}
