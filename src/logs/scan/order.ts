// The order in which fields come. AWS writes the fields of its records in the same order again and again, so a name is first compared with
// those that came last behind the field before it; only another one is looked up.

import { INPUT, ORDERS } from './layout';

/** An entry is of a name. The first of a table is of none, and stands before the first field of an object. */
const ENTRY: usize = 80;
const MOST_ENTRIES: i32 = 48;
const TABLE: usize = <usize>MOST_ENTRIES * ENTRY;
/** Bytes of a name with its quotes and its colon. */
const MOST_BYTES: i32 = 32;
/** Where an entry has which of the bits before it are of the name; the number of its field; its bytes; and entries that came behind it. */
const MASK: usize = 32;
const FIELD: usize = 64;
const BYTES: usize = 68;
const NEXT: usize = 72;
const OTHER: usize = 76;
/** Where the first entry of a table has how many there are. */
const COUNT: usize = 64;

const COLON: u32 = 0x3a;

/** The entry before an object's first field. */
export function firstEntry(table: i32): usize {
  return ORDERS + <usize>table * TABLE;
}

/** The entry of the name whose quote opens at an index, if it came behind another one of late; else zero. */
export function expectedAt(at: i32, entry: usize): usize {
  const next = load<usize>(entry, NEXT);
  if (next !== 0 && isAt(at, next)) return next;
  const other = load<usize>(entry, OTHER);
  return other !== 0 && isAt(at, other) ? other : 0;
}

export function fieldOf(entry: usize): i32 {
  return load<i32>(entry, FIELD);
}

/** With the quotes and the colon. */
export function bytesOfEntry(entry: usize): i32 {
  return load<i32>(entry, BYTES);
}

/**
 * Remembers that a name came behind an entry.
 *
 * @param end of the name, where its quote closes; it has no escapes
 * @returns the entry of the name; the one before where there is none of it
 */
export function learnt(table: i32, entry: usize, at: i32, end: i32, field: i32): usize {
  const bytes = end - at + 2;
  if (bytes > MOST_BYTES || load<u8>(INPUT + <usize>end, 1) !== COLON) return entry;
  const found = entryOf(table, at, bytes, field);
  if (found === 0) return entry;
  store<usize>(entry, load<usize>(entry, NEXT), OTHER);
  store<usize>(entry, found, NEXT);
  return found;
}

/** Zero where there is no room for another. */
function entryOf(table: i32, at: i32, bytes: i32, field: i32): usize {
  const first = firstEntry(table);
  const count = load<i32>(first, COUNT);
  let entry = first + ENTRY;
  for (let index = 0; index < count; index += 1) {
    if (isAt(at, entry)) return entry;
    entry += ENTRY;
  }
  if (count === MOST_ENTRIES - 1) return 0;
  memory.copy(entry, INPUT + <usize>at, <usize>MOST_BYTES);
  memory.fill(entry + MASK, 0xff, <usize>bytes);
  store<i32>(entry, field, FIELD);
  store<i32>(entry, bytes, BYTES);
  store<i32>(first, count + 1, COUNT);
  return entry;
}

function isAt(at: i32, entry: usize): bool {
  const text = INPUT + <usize>at;
  const one = v128.and(v128.xor(v128.load(text), v128.load(entry)), v128.load(entry, MASK));
  const two = v128.and(v128.xor(v128.load(text, 16), v128.load(entry, 16)), v128.load(entry, MASK + 16));
  return !v128.any_true(v128.or(one, two));
}
