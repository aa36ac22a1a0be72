import { word } from '../../base/hash.js';
import { entryAt } from '../../base/lists.js';
import { addTo } from '../../base/maps.js';
import { FINGERPRINT_WORDS, writeFingerprint } from './fingerprint.js';

/** A copy of an event is recognised if its file was delivered within so many hours of the first one's, or of the event. */
export const DUPLICATE_HOURS = 24;
/** Identifiers are forgotten in portions of so many hours. */
const PORTION_HOURS = 8;

/** Each part grows on its own, so that little stands twice in memory at any time. */
const PARTS = 64;
const LEAST_SLOTS = 16;
/** At most so many of the slots are taken. */
const MOST_TAKEN = 0.8;
/** Slots for each identifier that is left when a part is made anew. */
const ROOM = 1.6;

/** Where a slot has its portion plus one, zero where it is empty; and its mark. */
const PORTION = FINGERPRINT_WORDS;
const MARK = PORTION + 1;

/** One part of the slots. */
interface Part {
  slots: Uint32Array;
  /** Slots that are taken, by what is forgotten too. */
  taken: number;
}

/**
 * Which identifiers were seen. Files are read in the order of their delivery; an identifier is forgotten when files are read that were
 * delivered more than {@link DUPLICATE_HOURS} after its event and after the file that it was in, so that memory does not grow with the
 * trail.
 *
 * While files are read whose names tell no time, any of those to come may repeat any event, and nothing is forgotten. So what is kept is
 * small: in each slot the identifier's fingerprint and its portion, with `areMarked` a number of the caller's too; with the room to grow
 * 15 to 19 bytes an identifier, 20 to 25 with a mark.
 */
export class Identifiers {
  /** Words of a slot. */
  readonly #words: number;
  readonly #parts: Part[];
  #size = 0;
  /** How many identifiers each portion has. */
  readonly #portions = new Map<number, number>();
  /** Portions before this one are forgotten: what is left of them in the slots counts as absent. */
  #firstKept = 0;
  #forgotten = 0;

  constructor({ areMarked = false } = {}) {
    this.#words = areMarked ? MARK + 1 : PORTION + 1;
    this.#parts = Array.from({ length: PARTS }, () => ({ slots: new Uint32Array(LEAST_SLOTS * this.#words), taken: 0 }));
  }

  /**
   * Adds an identifier; false where it was there.
   *
   * @param hour hours since 1970-01-01 UTC: of the event or of the file's delivery, whichever is later
   * @param mark what {@link markAt} gives back, where identifiers are marked
   */
  add(words: Uint32Array, at: number, hour: number, mark = 0): boolean {
    const part = this.#partOf(words, at);
    if ((part.taken + 1) * this.#words > MOST_TAKEN * part.slots.length) this.#renew(part);
    const { slots } = part;
    const slot = this.#slotOf(slots, word(sought, 0), word(sought, 1));
    const known = word(slots, slot + PORTION) - 1;
    if (known >= this.#firstKept) return false;
    const portion = Math.max(this.#firstKept, Math.floor(hour / PORTION_HOURS));
    if (known >= 0) {
      this.#forgotten -= 1;
    } else {
      this.#size += 1;
      part.taken += 1;
    }
    slots[slot] = word(sought, 0);
    slots[slot + 1] = word(sought, 1);
    slots[slot + PORTION] = portion + 1;
    if (this.#words > MARK) slots[slot + MARK] = mark;
    addTo(this.#portions, portion, 1);
    return true;
  }

  /** The mark of an identifier; 0 where it is not there. */
  markAt(words: Uint32Array, at: number): number {
    const { slots } = this.#partOf(words, at);
    return word(slots, this.#slotOf(slots, word(sought, 0), word(sought, 1)) + MARK);
  }

  /** Gives an identifier that is there another mark. */
  mark(words: Uint32Array, at: number, mark: number): void {
    const { slots } = this.#partOf(words, at);
    slots[this.#slotOf(slots, word(sought, 0), word(sought, 1)) + MARK] = mark;
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
    if (2 * this.#forgotten > this.#size) for (const part of this.#parts) this.#renew(part);
  }

  /** The part where an identifier belongs, which is sought from then on. */
  #partOf(words: Uint32Array, at: number): Part {
    writeFingerprint(words, at, sought);
    return entryAt(this.#parts, word(sought, 0) % PARTS);
  }

  /** Where a fingerprint stands, or the empty slot where it belongs. */
  #slotOf(slots: Uint32Array, high: number, low: number): number {
    const count = slots.length / this.#words;
    let slot = Math.floor((low * count) / 2 ** 32) * this.#words;
    while (slots[slot + PORTION] !== 0 && (slots[slot] !== high || slots[slot + 1] !== low)) {
      slot += this.#words;
      if (slot === slots.length) slot = 0;
    }
    return slot;
  }

  /** Drops what is forgotten, with room for more than is left. */
  #renew(part: Part): void {
    const old = part.slots;
    const isKept = (slot: number) => word(old, slot + PORTION) > this.#firstKept;
    let kept = 0;
    for (let slot = 0; slot < old.length; slot += this.#words) if (isKept(slot)) kept += 1;
    const slots = new Uint32Array(Math.max(LEAST_SLOTS, Math.ceil((kept + 1) * ROOM)) * this.#words);
    for (let slot = 0; slot < old.length; slot += this.#words) {
      if (!isKept(slot)) continue;
      const place = this.#slotOf(slots, word(old, slot), word(old, slot + 1));
      for (let index = 0; index < this.#words; index += 1) slots[place + index] = word(old, slot + index);
    }
    const dropped = part.taken - kept;
    this.#size -= dropped;
    this.#forgotten -= dropped;
    part.slots = slots;
    part.taken = kept;
  }
}

/** Fingerprint of the identifier that is looked for. */
const sought = new Uint32Array(FINGERPRINT_WORDS);
