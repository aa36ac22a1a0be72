// Numbers for what comes again and again: callers, Regions, buckets. What has the same bytes has the same number.

import { LATEST, MOST_LATEST, MOST_NAMES, NAME_PLACES, NAME_TABLE, NAME_TABLE_SIZE, NAMES, NAMES_END } from './layout';
import { hash } from './values';

/** Before the bytes of a name: its hash and its length. */
const HEAD: usize = 16;

let count: i32 = 0;
let end: usize = NAMES;
let seed: u64 = 0;

/** Forgets all names. They are others' text: without chance somebody could choose them so that all of them belong in one place. */
export function forgetNames(chance: u64): void {
  seed = chance;
  count = 0;
  end = NAMES;
  memory.fill(LATEST, 0xff, <usize>MOST_LATEST * 8);
  memory.fill(NAME_TABLE, 0xff, <usize>NAME_TABLE_SIZE * 4);
}

/** How full the memory of names is, of 100. */
export function namesFullness(): i32 {
  const ofCount = (count * 100) / MOST_NAMES;
  const ofBytes = <i32>(((end - NAMES) * 100) / (NAMES_END - NAMES));
  return ofCount > ofBytes ? ofCount : ofBytes;
}

/** The number of some bytes; -1 where there is no room for more. */
export function nameOf(at: usize, bytes: i32): i32 {
  const own = hash(at, bytes, seed);
  let slot = <i32>own & (NAME_TABLE_SIZE - 1);
  while (true) {
    const number = load<i32>(NAME_TABLE + <usize>slot * 4);
    if (number < 0) return add(slot, at, bytes, own);
    const place = placeOf(number);
    if (load<u64>(place) === own && load<i32>(place, 8) === bytes && isSame(place + HEAD, at, bytes)) return number;
    slot = (slot + 1) & (NAME_TABLE_SIZE - 1);
  }
}

/**
 * The same where it is likely one of the last two that were asked for with the same purpose, so that it need not be looked up.
 *
 * @param purpose below {@link MOST_LATEST}
 */
export function nameAgain(at: usize, bytes: i32, purpose: i32): i32 {
  const latest = LATEST + ((<usize>purpose) << 3);
  const last = load<i32>(latest);
  if (last >= 0 && isName(last, at, bytes)) return last;
  const other = load<i32>(latest, 4);
  const number = other >= 0 && isName(other, at, bytes) ? other : nameOf(at, bytes);
  store<i32>(latest, number);
  store<i32>(latest, last, 4);
  return number;
}

function isName(number: i32, at: usize, bytes: i32): bool {
  const place = placeOf(number);
  return load<i32>(place, 8) === bytes && isSame(place + HEAD, at, bytes);
}

function add(slot: i32, at: usize, bytes: i32, own: u64): i32 {
  const next = (end + HEAD + <usize>bytes + 15) & ~7;
  if (count === MOST_NAMES || next > NAMES_END) return -1;
  store<u64>(end, own);
  store<i32>(end, bytes, 8);
  memory.copy(end + HEAD, at, <usize>bytes);
  store<usize>(NAME_PLACES + <usize>count * 4, end);
  store<i32>(NAME_TABLE + <usize>slot * 4, count);
  end = next;
  return count++;
}

function placeOf(number: i32): usize {
  return load<usize>(NAME_PLACES + <usize>number * 4);
}

/** Where the bytes of a name are, and how many. */
export function nameStart(number: i32): usize {
  return placeOf(number) + HEAD;
}

export function nameBytes(number: i32): i32 {
  return load<i32>(placeOf(number), 8);
}

function isSame(one: usize, other: usize, bytes: i32): bool {
  let offset: usize = 0;
  for (; offset + 16 <= <usize>bytes; offset += 16) {
    if (v128.any_true(v128.xor(v128.load(one + offset), v128.load(other + offset)))) return false;
  }
  const whole = <usize>bytes & ~7;
  for (; offset < whole; offset += 8) if (load<u64>(one + offset) !== load<u64>(other + offset)) return false;
  const left = (<u64>(bytes & 7)) << 3;
  if (left === 0) return true;
  return ((load<u64>(one + offset) ^ load<u64>(other + offset)) & ~(~(<u64>0) << left)) === 0;
}
