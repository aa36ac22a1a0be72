// What stands in fields: times, identifiers, and what a text comes to as a number.

import { INPUT, TEXT } from './layout';

const DASH: u32 = 0x2d;
const COLON: u32 = 0x3a;
const ZERO: u32 = 0x30;

/** Nobody's logs are older or newer. */
const FIRST_YEAR: i32 = 2000;
const LAST_YEAR: i32 = 2099;

export const TIME_BYTES: i32 = 20;

/** Whether text of {@link TIME_BYTES} is meant to be a time as CloudTrail writes it: to the second and in UTC. */
export function isTime(at: i32): bool {
  const text = INPUT + <usize>at;
  return load<u8>(text, 10) === 0x54 && load<u8>(text, 19) === 0x5a;
}

/** Seconds since 1970-01-01 UTC of a time as CloudTrail writes it; 0 for what no calendar and no clock has. */
export function secondsOf(at: i32): u32 {
  const text = INPUT + <usize>at;
  if (load<u8>(text, 4) !== DASH || load<u8>(text, 7) !== DASH || load<u8>(text, 13) !== COLON || load<u8>(text, 16) !== COLON) return 0;
  const day = dayOf(number(text, 4), number(text + 5, 2), number(text + 8, 2));
  const hour = number(text + 11, 2);
  const minute = number(text + 14, 2);
  const second = number(text + 17, 2);
  if (day < 0 || <u32>hour > 23 || <u32>minute > 59 || <u32>second > 59) return 0;
  return <u32>(day * 86400 + hour * 3600 + minute * 60 + second);
}

/** Days since 1970-01-01; -1 for one that there is not. */
function dayOf(year: i32, month: i32, day: i32): i32 {
  if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) return -1;
  // Months from March on, so that a leap day is the last of its year (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
  const years = month > 2 ? year : year - 1;
  const months = (month + 9) % 12;
  return years * 365 + years / 4 - years / 100 + years / 400 + (153 * months + 2) / 5 + day - 1 - 719468;
}

function daysOf(year: i32, month: i32): i32 {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Digits as a number; far below zero where one of them is none. */
function number(at: usize, digits: i32): i32 {
  let sum: i32 = 0;
  let others: u32 = 0;
  for (let place = 0; place < digits; place += 1) {
    const digit = <u32>load<u8>(at + <usize>place) - ZERO;
    others |= u32(digit > 9);
    sum = sum * 10 + <i32>digit;
  }
  return others !== 0 ? -1000000 : sum;
}

const SHORT_STAMP: i32 = 14;
const LONG_STAMP: i32 = 16;

/** Minutes since 1970-01-01 UTC that the name of a CloudTrail file has, as `deliveredMinuteOf` has it; 0 where it has none. */
export function minuteOf(start: i32, end: i32): u32 {
  for (let at = end - 1; at >= start + SHORT_STAMP; at -= 1) {
    if (load<u8>(INPUT + <usize>at) !== 0x5a) continue;
    let minute = minuteBefore(start, at, SHORT_STAMP);
    if (minute === 0) minute = minuteBefore(start, at, LONG_STAMP);
    if (minute !== 0) return minute;
  }
  return 0;
}

/** Of `_20261102T0005Z` or `_20261102T000530Z`. */
function minuteBefore(start: i32, end: i32, signs: i32): u32 {
  if (end - signs < start) return 0;
  const text = INPUT + <usize>(end - signs);
  if (load<u8>(text) !== 0x5f || load<u8>(text, 9) !== 0x54 || number(text + 10, signs - 10) < 0) return 0;
  const day = dayOf(number(text + 1, 4), number(text + 5, 2), number(text + 7, 2));
  const hour = number(text + 10, 2);
  const minute = number(text + 12, 2);
  return day < 0 || hour > 23 || minute > 59 ? 0 : <u32>(day * 1440 + hour * 60 + minute);
}

export const UUID_BYTES: i32 = 36;

/** Writes the 128 bits of a UUID as AWS writes them, in small letters; false for anything else. */
export function writeUuid(at: i32, to: usize): bool {
  const text = INPUT + <usize>at;
  if (load<u8>(text, 8) !== DASH || load<u8>(text, 13) !== DASH || load<u8>(text, 18) !== DASH || load<u8>(text, 23) !== DASH) return false;
  const middle = v128.load(text, 16);
  // What stands between the dashes, in two halves of 16 digits.
  const first = v128.shuffle<u8>(v128.load(text), middle, 0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 14, 15, 16, 17);
  const last = v128.shuffle<u8>(middle, v128.load(text, 20), 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15, 28, 29, 30, 31);
  if (!v128.all_true<u8>(v128.and(areDigits(first), areDigits(last)))) return false;
  store<u64>(to, wordsOf(first));
  store<u64>(to, wordsOf(last), 8);
  return true;
}

/** In each byte whether it is a digit from 0 to f. */
function areDigits(signs: v128): v128 {
  return v128.or(areNumbers(signs), i8x16.lt_u(i8x16.sub(signs, i8x16.splat(0x61)), i8x16.splat(6)));
}

function areNumbers(signs: v128): v128 {
  return i8x16.lt_u(i8x16.sub(signs, i8x16.splat(0x30)), i8x16.splat(10));
}

/** Of 16 digits two words, each of which has its first digit as its highest. */
function wordsOf(signs: v128): u64 {
  const numbers = i8x16.sub(signs, i8x16.splat(0x30));
  const letters = i8x16.sub(signs, i8x16.splat(0x61 - 10));
  const digits = v128.bitselect(numbers, letters, areNumbers(signs));
  const pairs = v128.or(i16x8.shl(digits, 4), i16x8.shr_u(digits, 8));
  return i64x2.extract_lane(v128.swizzle(pairs, i8x16(6, 4, 2, 0, 14, 12, 10, 8, 0, 0, 0, 0, 0, 0, 0, 0)), 0);
}

const FACTOR: u64 = 0xc6a4a7935bd1e995;
const HIGH_BITS: u64 = 0x8080808080808080;

/** Whether the text that {@link hash} was of last is ASCII alone. */
export let wasAscii: bool = true;

/** 64 well-mixed bits of some bytes (after Austin Appleby's MurmurHash64A, in two sums, of which neither waits for the other). */
export function hash(at: usize, bytes: i32, seed: u64): u64 {
  let sum = seed ^ (<u64>bytes * FACTOR);
  let other = sum;
  let high: u64 = 0;
  let left = bytes;
  let from = at;
  for (; left >= 16; left -= 16) {
    const one = load<u64>(from);
    const next = load<u64>(from, 8);
    high |= one | next;
    sum = (sum ^ mixed(one)) * FACTOR;
    other = (other ^ mixed(next)) * FACTOR;
    from += 16;
  }
  sum = (sum ^ mixed(other)) * FACTOR;
  if (left >= 8) {
    const word = load<u64>(from);
    high |= word;
    sum = (sum ^ mixed(word)) * FACTOR;
    left -= 8;
    from += 8;
  }
  if (left > 0) {
    const word = load<u64>(from) & ~(~(<u64>0) << ((<u64>left) << 3));
    high |= word;
    sum = (sum ^ word) * FACTOR;
  }
  wasAscii = (high & HIGH_BITS) === 0;
  sum ^= sum >> 47;
  sum *= FACTOR;
  return sum ^ (sum >> 47);
}

/** The same of text that was put in {@link TEXT}. */
export function hashOfText(bytes: i32): u64 {
  return hash(TEXT, bytes, 0);
}

function mixed(word: u64): u64 {
  const product = word * FACTOR;
  return (product ^ (product >> 47)) * FACTOR;
}
