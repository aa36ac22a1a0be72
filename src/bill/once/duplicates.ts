import { mixed, word, writeHash } from '../../base/hash.js';

/** Words a slot: 64 bits for a row's name, 32 for its content. */
const WORDS = 3;
const FIRST_SLOTS = 1 << 12;

/** Times that a row without a name is counted in one file; of more, each is new. */
const MOST_TIMES = 63;
const FILE_BITS = 20;

/** Whether a row was seen before; `restated` is a row of the same name that says something else. */
export type Seen = 'new' | 'duplicate' | 'restated';

/** Knows rows again by hashes, in 12 to 48 bytes for each. */
export class Duplicates {
  #slots = new Uint32Array(FIRST_SLOTS * WORDS);
  #size = 0;
  readonly #name = new Uint32Array(2);
  readonly #content = new Uint32Array(2);

  /** @param name what names the row @param content all else that it says */
  add(name: string, content: string): Seen {
    writeHash(name, this.#name, 0);
    writeHash(content, this.#content, 0);
    const [high = 0, low = 0] = this.#name;
    // Zero marks an empty slot.
    const text = (word(this.#content, 0) ^ word(this.#content, 1)) >>> 0 || 1;
    if (this.#size * 2 >= this.#slots.length / WORDS) this.#grow();
    const seen = this.#put(high, low, text);
    if (seen !== 'duplicate') this.#size += 1;
    return seen;
  }

  /**
   * Whether a row that has no name is new: a file may have it several times, and what one file has as often as another is the same.
   *
   * @param content all that it says @param file a number from 0
   */
  addUnnamed(content: string, file: number): boolean {
    writeHash(content, this.#name, 0);
    const [high = 0, low = 0] = this.#name;
    if (this.#size * 2 >= this.#slots.length / WORDS) this.#grow();
    const at = this.#slotOf(high, low);
    const known = word(this.#slots, at + 2);
    const isKnown = known !== 0;
    const own = (file + 1) % 2 ** FILE_BITS || 1;
    const [of, times, most] = [known >>> 12, (known >>> 6) & MOST_TIMES, known & MOST_TIMES];
    const now = of === own ? Math.min(times + 1, MOST_TIMES) : 1;
    this.#slots[at] = high;
    this.#slots[at + 1] = low;
    this.#slots[at + 2] = ((own << 12) | (now << 6) | Math.max(now, most)) >>> 0;
    if (!isKnown) this.#size += 1;
    return now > most || now === MOST_TIMES;
  }

  /** Of a name that has one slot: that slot, or an empty one. */
  #slotOf(high: number, low: number): number {
    const slots = this.#slots;
    const count = slots.length / WORDS;
    for (let slot = mixed(high, low) & (count - 1); ; slot = (slot + 1) & (count - 1)) {
      const at = slot * WORDS;
      if (slots[at + 2] === 0 || (slots[at] === high && slots[at + 1] === low)) return at;
    }
  }

  /** A name that says several things has several slots, one for each. */
  #put(high: number, low: number, text: number): Seen {
    const slots = this.#slots;
    const count = slots.length / WORDS;
    let seen: Seen = 'new';
    for (let slot = mixed(high, low) & (count - 1); ; slot = (slot + 1) & (count - 1)) {
      const at = slot * WORDS;
      if (slots[at + 2] === 0) {
        slots[at] = high;
        slots[at + 1] = low;
        slots[at + 2] = text;
        return seen;
      }
      if (slots[at] !== high || slots[at + 1] !== low) continue;
      if (slots[at + 2] === text) return 'duplicate';
      seen = 'restated';
    }
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Uint32Array(old.length * 2);
    for (let at = 0; at < old.length; at += WORDS) {
      const text = word(old, at + 2);
      if (text !== 0) this.#put(word(old, at), word(old, at + 1), text);
    }
  }
}
