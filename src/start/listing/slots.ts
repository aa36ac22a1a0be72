import { word } from '../../base/hash.js';
import { getOrMake } from '../../base/maps.js';
import { MINUTES_A_DAY } from '../../base/time.js';

const MINUTES_A_SLOT = 5;
/** Slots of delivery in a day. */
export const SLOTS_A_DAY = MINUTES_A_DAY / MINUTES_A_SLOT;
const SLOT_WORDS = SLOTS_A_DAY / 32;
/** The number of files, and a bit for each slot. */
const DAY_WORDS = 1 + SLOT_WORDS;
const DAYS_A_PAGE = 32;

/** Log files and slots that have any. */
export interface Filled {
  files: number;
  slots: number;
}

/** Log files of an account in a Region, as a count and 288 bits for each day: a listing of years takes 40 bytes a day. */
export class Series {
  readonly #pages = new Map<number, Uint32Array>();
  #last: Uint32Array = new Uint32Array();
  #lastNumber = -1;

  add(minute: number): void {
    const day = Math.floor(minute / MINUTES_A_DAY);
    const slot = Math.floor((minute % MINUTES_A_DAY) / MINUTES_A_SLOT);
    const page = this.#page(Math.floor(day / DAYS_A_PAGE));
    const at = (day % DAYS_A_PAGE) * DAY_WORDS;
    page[at] = word(page, at) + 1;
    page[at + 1 + (slot >>> 5)] = word(page, at + 1 + (slot >>> 5)) | (1 << (slot & 31));
  }

  #page(number: number): Uint32Array {
    if (number === this.#lastNumber) return this.#last;
    this.#lastNumber = number;
    this.#last = getOrMake(this.#pages, number, () => new Uint32Array(DAYS_A_PAGE * DAY_WORDS));
    return this.#last;
  }

  /** In these days, in days since 1970-01-01 UTC; in all of them without any. */
  filled(days?: ReadonlySet<number>): Filled {
    const sum: Filled = { files: 0, slots: 0 };
    for (const [first, page] of this.#pages) {
      for (let index = 0; index < DAYS_A_PAGE; index += 1) {
        if (days?.has(first * DAYS_A_PAGE + index) ?? true) addDay(sum, page, index * DAY_WORDS);
      }
    }
    return sum;
  }
}

function addDay(sum: Filled, page: Uint32Array, at: number): void {
  const files = word(page, at);
  if (files === 0) return;
  sum.files += files;
  for (let index = 1; index < DAY_WORDS; index += 1) sum.slots += bitsIn(word(page, at + index));
}

function bitsIn(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
