// The fields that are looked for in objects: known by the length of their names and by eight of their bytes at a time.

import { FIELDS, INPUT } from './layout';

/** Places of a table, each of one field or of none. */
const PLACES: u32 = 128;
const PLACE: usize = 32;
/** Where a place has its field's number, and its name's length. */
const FIELD: usize = 24;
const BYTES: usize = 28;
const TABLE: usize = <usize>PLACES * PLACE;

/** Makes an empty table. */
export function emptyFields(table: i32): void {
  memory.fill(FIELDS + <usize>table * TABLE, 0xff, TABLE);
}

/** Adds a field to a table, with a number of its own. */
export function addField(table: i32, field: i32, name: string): void {
  const bytes = name.length;
  for (let index = 0; index < bytes; index += 1) store<u8>(INPUT + <usize>index, name.charCodeAt(index));
  const first = firstOf(0, bytes);
  const place = placeOf(table, first, bytes);
  // No two names of a table may have the same place: then its factor has to be another.
  if (load<i32>(place, FIELD) >= 0) unreachable();
  store<u64>(place, first);
  store<u64>(place, middleOf(0, bytes), 8);
  store<u64>(place, lastOf(0, bytes), 16);
  store<i32>(place, field, FIELD);
  store<i32>(place, bytes, BYTES);
}

/** The number of the field whose name stands between two indices; -1 for any other. */
export function fieldAt(table: i32, start: i32, end: i32): i32 {
  const bytes = end - start;
  const first = firstOf(start, bytes);
  const place = placeOf(table, first, bytes);
  if (load<u64>(place) !== first || load<i32>(place, BYTES) !== bytes) return -1;
  if (load<u64>(place, 8) !== middleOf(start, bytes) || load<u64>(place, 16) !== lastOf(start, bytes)) return -1;
  return load<i32>(place, FIELD);
}

function placeOf(table: i32, first: u64, bytes: i32): usize {
  const place = <usize>(((first ^ ((<u64>bytes) << 56)) * FACTOR) >> 57);
  return FIELDS + <usize>table * TABLE + place * PLACE;
}

const FACTOR: u64 = 0x74761d19bb4cb649;

/** The first eight bytes, or all of fewer. */
function firstOf(start: i32, bytes: i32): u64 {
  const word = load<u64>(INPUT + <usize>start);
  return bytes >= 8 ? word : word & ~(~(<u64>0) << ((<u64>bytes) << 3));
}

/** Eight bytes after the first ones, and the last eight, of names that have so many; none is longer than both together. */
function middleOf(start: i32, bytes: i32): u64 {
  return bytes > 16 ? load<u64>(INPUT + <usize>start, 8) : 0;
}

function lastOf(start: i32, bytes: i32): u64 {
  return bytes > 8 ? load<u64>(INPUT + <usize>start + <usize>bytes - 8) : 0;
}
