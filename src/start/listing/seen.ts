import { mixed, word, writeHash } from '../../base/hash.js';
import { entryAt } from '../../base/lists.js';

/** What is known of an object that was seen. Each has a bit. */
export const MARKS = { seen: 1, size: 2, encryption: 4 } as const;

const MARK_BITS = 3;
const CHAIN_BITS = 20;
/** Bits of a hash's second word that do not choose the chain. */
const REST = 2 ** (32 - CHAIN_BITS) - 1;
/** An object takes the two halves of a hash's first word, and the rest of the second with the marks. */
const OBJECT_WORDS = 3;
const OBJECTS_A_CELL = 8;
const NEXT = OBJECTS_A_CELL * OBJECT_WORDS;
/** Objects, and the number of the next cell in two halves. */
const CELL_WORDS = NEXT + 2;
const BLOCK_BITS = 14;
const CELLS_A_BLOCK = 2 ** BLOCK_BITS;

/**
 * Objects that were seen before, by 64 bits of a hash of their names: chains of small cells, which take 9 bytes an object when there are
 * ten million, and leave nothing behind as they grow. Two of ten million objects have the same hash in one of 370,000 listings.
 */
export class Seen {
  readonly #hash = new Uint32Array(2);
  /** The first cell of each chain; 0 for none. */
  readonly #chains = new Uint32Array(2 ** CHAIN_BITS);
  readonly #blocks: Uint16Array[] = [];
  #cells = 0;

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
    const low = first & 0xffff;
    const high = first >>> 16;
    const rest = second & REST;
    const chain = second >>> (32 - CHAIN_BITS);
    for (let cell = word(this.#chains, chain); cell !== 0; cell = nextOf(this.#blockOf(cell), startOf(cell))) {
      const block = this.#blockOf(cell);
      const at = placeIn(block, startOf(cell), low, high, rest);
      if (at === -1) continue;
      const old = block[at + 2] ?? 0;
      block[at + 2] = old | marks;
      return marks & ~old;
    }
    this.#put(chain, low, high, (rest << MARK_BITS) | marks);
    return marks;
  }

  /** Into the chain's first cell, which is the newest and the only one with a free place, or into a new one before it. */
  #put(chain: number, low: number, high: number, rest: number): void {
    const head = word(this.#chains, chain);
    const free = head === 0 ? -1 : freePlaceIn(this.#blockOf(head), startOf(head));
    const cell = free === -1 ? this.#newCell(head) : head;
    const at = free === -1 ? startOf(cell) : free;
    const block = this.#blockOf(cell);
    block[at] = low;
    block[at + 1] = high;
    block[at + 2] = rest;
    this.#chains[chain] = cell;
  }

  #newCell(next: number): number {
    this.#cells += 1;
    if (this.#cells >>> BLOCK_BITS >= this.#blocks.length) this.#blocks.push(new Uint16Array(CELLS_A_BLOCK * CELL_WORDS));
    const block = this.#blockOf(this.#cells);
    const at = startOf(this.#cells) + NEXT;
    block[at] = next;
    block[at + 1] = next >>> 16;
    return this.#cells;
  }

  #blockOf(cell: number): Uint16Array {
    return entryAt(this.#blocks, cell >>> BLOCK_BITS);
  }
}

function startOf(cell: number): number {
  return (cell & (CELLS_A_BLOCK - 1)) * CELL_WORDS;
}

function nextOf(block: Uint16Array, start: number): number {
  return ((block[start + NEXT] ?? 0) | ((block[start + NEXT + 1] ?? 0) << 16)) >>> 0;
}

/** Where an object is in a cell; -1 where it is not. */
function placeIn(block: Uint16Array, start: number, low: number, high: number, rest: number): number {
  for (let at = start; at < start + NEXT; at += OBJECT_WORDS) {
    if (block[at] !== low || block[at + 1] !== high) continue;
    const there = block[at + 2] ?? 0;
    if (there !== 0 && there >>> MARK_BITS === rest) return at;
  }
  return -1;
}

/** -1 where the cell is full. */
function freePlaceIn(block: Uint16Array, start: number): number {
  for (let at = start; at < start + NEXT; at += OBJECT_WORDS) if (block[at + 2] === 0) return at;
  return -1;
}
