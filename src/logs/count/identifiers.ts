import { word } from '../../base/hash.js';
import { entryAt } from '../../base/lists.js';
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
/** The same for a part of few: to move them half as often is worth the memory. */
const ROOM_FOR_FEW = 2.5;
const FEW = 32_768;

/** Where a slot has its portion plus one, zero where it is empty, and above these bits its owner; and its mark. */
const PORTION = FINGERPRINT_WORDS;
const PORTION_BITS = 18;
const MARK = PORTION + 1;
/** That of the year 2209, and of all later ones; no event has a time after 2106. */
const LAST_PORTION = 2 ** PORTION_BITS - 2;
/** Owners have numbers below this one. */
export const MOST_OWNERS = 2 ** (32 - PORTION_BITS);

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
 * 15 to 19 bytes an identifier, 20 to 25 with a mark. Of less than two million it is up to 30, and 40.
 */
export class Identifiers {
  /** Words of a slot. */
  readonly #words: number;
  readonly #parts: Part[];
  /** Portions before this one are forgotten: what is left of them in the slots counts as absent. */
  #firstKept = 0;
  /** Of the places that were looked at last, how many were taken; the look itself is what matters, and without a result it is left out. */
  lastTaken = 0;

  constructor({ areMarked = false } = {}) {
    this.#words = areMarked ? MARK + 1 : PORTION + 1;
    this.#parts = Array.from({ length: PARTS }, () => ({ slots: new Uint32Array(LEAST_SLOTS * this.#words), taken: 0 }));
  }

  /**
   * Adds an identifier; false where it was there.
   *
   * @param hour hours since 1970-01-01 UTC: of the event or of the file's delivery, whichever is later
   * @param mark what {@link markAt} gives back, where identifiers are marked
   * @param owner whose mark it is
   */
  add(words: Uint32Array, at: number, hour: number, mark = 0, owner = 0): boolean {
    writeFingerprint(words, at, sought, 0);
    return this.addFingerprint(sought, 0, hour, mark, owner);
  }

  /** The same by the identifier's fingerprint. */
  addFingerprint(fingerprints: Uint32Array, at: number, hour: number, mark: number, owner: number): boolean {
    const high = word(fingerprints, at);
    const low = word(fingerprints, at + 1);
    const part = entryAt(this.#parts, high % PARTS);
    if ((part.taken + 1) * this.#words > MOST_TAKEN * part.slots.length) this.#renew(part);
    const { slots } = part;
    const slot = this.#slotOf(slots, high, low);
    const known = portionAt(slots, slot);
    if (known >= this.#firstKept) return false;
    if (known < 0) part.taken += 1;
    slots[slot] = high;
    slots[slot + 1] = low;
    slots[slot + PORTION] = (owner << PORTION_BITS) | (Math.max(this.#firstKept, portionOf(hour)) + 1);
    if (this.#words > MARK) slots[slot + MARK] = mark;
    return true;
  }

  /** Has the memory at hand where identifiers belong that come next: asked for one by one, each would wait for it. */
  expect(fingerprints: Uint32Array, count: number): void {
    let taken = 0;
    for (let at = 0; at < count * FINGERPRINT_WORDS; at += FINGERPRINT_WORDS) {
      const { slots } = entryAt(this.#parts, word(fingerprints, at) % PARTS);
      if (slots[this.#firstSlot(slots, word(fingerprints, at + 1)) + PORTION] !== 0) taken += 1;
    }
    this.lastTaken = taken;
  }

  /** The mark of an owner that an identifier has; 0 where it has another's or is not there. */
  markAt(words: Uint32Array, at: number, owner = 0): number {
    const { slots } = this.#partOf(words, at);
    const slot = this.#slotOf(slots, word(sought, 0), word(sought, 1));
    return word(slots, slot + PORTION) >>> PORTION_BITS === owner ? word(slots, slot + MARK) : 0;
  }

  /** Gives an identifier that is there another mark. */
  mark(words: Uint32Array, at: number, mark: number): void {
    const { slots } = this.#partOf(words, at);
    slots[this.#slotOf(slots, word(sought, 0), word(sought, 1)) + MARK] = mark;
  }

  /** Forgets what no file delivered from `hour` on can repeat. It leaves its slots when their part is full. */
  retire(hour: number): void {
    this.#firstKept = Math.max(this.#firstKept, portionOf(hour - DUPLICATE_HOURS));
  }

  /** The part where an identifier belongs, which is sought from then on. */
  #partOf(words: Uint32Array, at: number): Part {
    writeFingerprint(words, at, sought, 0);
    return entryAt(this.#parts, word(sought, 0) % PARTS);
  }

  /** Where a fingerprint stands, or the empty slot where it belongs. */
  #slotOf(slots: Uint32Array, high: number, low: number): number {
    let slot = this.#firstSlot(slots, low);
    while (slots[slot + PORTION] !== 0 && (slots[slot] !== high || slots[slot + 1] !== low)) slot = this.#nextSlot(slots, slot);
    return slot;
  }

  #firstSlot(slots: Uint32Array, low: number): number {
    return Math.floor((low / 2 ** 32) * (slots.length / this.#words)) * this.#words;
  }

  #nextSlot(slots: Uint32Array, slot: number): number {
    return slot + this.#words === slots.length ? 0 : slot + this.#words;
  }

  /** Drops what is forgotten, with room for more than is left. */
  #renew(part: Part): void {
    const { slots: old, taken } = part;
    part.taken = this.#keptIn(part);
    const room = Math.ceil((part.taken + 1) * (taken < FEW ? ROOM_FOR_FEW : ROOM));
    // Written at once: a page that is read before has to be mapped twice, and the second time every processor is told.
    const slots = new Uint32Array(Math.max(LEAST_SLOTS, room) * this.#words).fill(0);
    for (let slot = 0; slot < old.length; slot += this.#words) {
      if (portionAt(old, slot) < this.#firstKept) continue;
      let place = this.#firstSlot(slots, word(old, slot + 1));
      while (slots[place + PORTION] !== 0) place = this.#nextSlot(slots, place);
      for (let index = 0; index < this.#words; index += 1) slots[place + index] = word(old, slot + index);
    }
    part.slots = slots;
  }

  #keptIn({ slots, taken }: Part): number {
    if (this.#firstKept === 0) return taken;
    let kept = 0;
    for (let slot = 0; slot < slots.length; slot += this.#words) if (portionAt(slots, slot) >= this.#firstKept) kept += 1;
    return kept;
  }
}

/** Fingerprint of the identifier that is looked for. */
const sought = new Uint32Array(FINGERPRINT_WORDS);

function portionOf(hour: number): number {
  return Math.min(Math.max(0, Math.floor(hour / PORTION_HOURS)), LAST_PORTION);
}

/** The portion of a slot; -1 where it is empty. */
function portionAt(slots: Uint32Array, slot: number): number {
  return (word(slots, slot + PORTION) & (LAST_PORTION + 1)) - 1;
}
