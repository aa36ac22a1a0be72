// Stage one: where quotes, brackets and backslashes are, 64 bytes at a time, as bits. The method is simdjson's (Langdale and Lemire,
// "Parsing Gigabytes of JSON per Second", 2019): escaped signs by the carry of an addition, what is within text by a prefix xor.

import { INPUT, PADDING } from './layout';

/** Bytes of input that one word of marks is of. */
const BLOCK: i32 = 64;
const ODD: u64 = 0xaaaaaaaaaaaaaaaa;

/** Bytes of the input. */
export let length: i32 = 0;
/** Where the marks start: of quotes that are not escaped, of brackets outside of text, of backslashes; a word for each block in each. */
export let quotes: usize = 0;
export let brackets: usize = 0;
export let backslashes: usize = 0;
/** Behind all of them. */
export let marksEnd: usize = 0;
/** Blocks, and one without marks behind them. */
export let words: i32 = 0;

/** Makes room for so many bytes of input and what is noted of them. */
export function reserve(bytes: i32): void {
  length = bytes;
  words = (bytes + BLOCK - 1) / BLOCK + 1;
  const size = <usize>words * 8;
  quotes = (INPUT + <usize>bytes + <usize>PADDING + 7) & ~7;
  brackets = quotes + size;
  backslashes = brackets + size;
  marksEnd = backslashes + size;
  reach(marksEnd);
}

/** Grows the memory where it ends before an address. */
export function reach(address: usize): void {
  const pages = <i32>((address + 0xffff) >> 16) - memory.size();
  if (pages > 0) memory.grow(pages);
}

/** Notes the marks of the whole input. */
export function mark(): void {
  memory.fill(INPUT + <usize>length, 0, PADDING);
  let carry: u64 = 0;
  let within: u64 = 0;
  const last = <usize>(words - 1) * 8;
  for (let word: usize = 0; word < last; word += 8) {
    const at = INPUT + word * 8;
    const a = v128.load(at);
    const b = v128.load(at, 16);
    const c = v128.load(at, 32);
    const d = v128.load(at, 48);
    const backslash = equal(a, b, c, d, i8x16.splat(0x5c));
    let escaped = carry;
    if (backslash !== 0) {
      const starts = backslash & ~carry;
      const ends = (((starts << 1) | ODD) - starts) ^ ODD;
      escaped = ends ^ (backslash | carry);
      carry = (ends & backslash) >> 63;
    } else {
      carry = 0;
    }
    const quote = equal(a, b, c, d, i8x16.splat(0x22)) & ~escaped;
    const inText = prefixXor(quote) ^ within;
    within = <u64>(<i64>inText >> 63);
    store<u64>(quotes + word, quote);
    store<u64>(brackets + word, bracket(a, b, c, d) & ~inText);
    store<u64>(backslashes + word, backslash);
  }
  store<u64>(quotes + last, 0);
  store<u64>(brackets + last, 0);
  store<u64>(backslashes + last, 0);
}

function equal(a: v128, b: v128, c: v128, d: v128, sign: v128): u64 {
  return bits(i8x16.eq(a, sign), i8x16.eq(b, sign), i8x16.eq(c, sign), i8x16.eq(d, sign));
}

function bits(a: v128, b: v128, c: v128, d: v128): u64 {
  const low = <u32>i8x16.bitmask(a) | ((<u32>i8x16.bitmask(b)) << 16);
  const high = <u32>i8x16.bitmask(c) | ((<u32>i8x16.bitmask(d)) << 16);
  return <u64>low | ((<u64>high) << 32);
}

/** Any of `[`, `]`, `{`, `}`: with one bit set, `[` is `{` and `]` is `}`. */
function bracket(a: v128, b: v128, c: v128, d: v128): u64 {
  return bits(isBracket(a), isBracket(b), isBracket(c), isBracket(d));
}

function isBracket(signs: v128): v128 {
  const curly = v128.or(signs, i8x16.splat(0x20));
  return v128.or(i8x16.eq(curly, i8x16.splat(0x7b)), i8x16.eq(curly, i8x16.splat(0x7d)));
}

/** In each bit whether the number of bits up to it is odd. */
function prefixXor(marks: u64): u64 {
  let sum = marks ^ (marks << 1);
  sum ^= sum << 2;
  sum ^= sum << 4;
  sum ^= sum << 8;
  sum ^= sum << 16;
  return sum ^ (sum << 32);
}

/** The index of the next quote from an index on; the length of the input where there is none. */
export function nextQuote(at: i32): i32 {
  if (at >= length) return length;
  let word = quotes + ((<usize>(at >> 6)) << 3);
  const shift = <u64>(at & 63);
  // Of the 64 bytes from there on, whatever words they are in: most text is shorter.
  const near = (load<u64>(word) >> shift) | ((load<u64>(word, 8) << 1) << (63 - shift));
  if (near !== 0) return at + <i32>ctz(near);
  for (word += 8; word < brackets; word += 8) {
    const left = load<u64>(word);
    if (left !== 0) return ((<i32>((word - quotes) >> 3)) << 6) + <i32>ctz(left);
  }
  return length;
}

/** Marks of 64 bytes, by the number of their word. */
export function bracketsAt(word: i32): u64 {
  return load<u64>(brackets + ((<usize>word) << 3));
}

export function hasBackslash(start: i32, end: i32): bool {
  const first = start >> 6;
  const last = (end - 1) >> 6;
  if (last - first <= 1 && (backslashesAt(first) | backslashesAt(last)) === 0) return false;
  for (let word = first; word <= last; word += 1) {
    let found = backslashesAt(word);
    if (word === first) found &= ~(<u64>0) << (start & 63);
    if (word === last) found &= ~(<u64>0) >> (63 - ((end - 1) & 63));
    if (found !== 0) return true;
  }
  return false;
}

function backslashesAt(word: i32): u64 {
  return load<u64>(backslashes + ((<usize>word) << 3));
}
