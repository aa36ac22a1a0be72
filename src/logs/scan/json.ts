// Stage two: over JSON by its marks. Its structure is followed exactly; text and numbers that nobody asks for are not validated.

import { fieldAt } from './fields';
import { INPUT, SPANS } from './layout';
import { bracketsAt, hasBackslash, length, nextQuote, words } from './marks';
import { bytesOfEntry, expectedAt, fieldOf, firstEntry, learnt } from './order';

/** In place of an index: it is not JSON, or JSON whose reading here would not be certain. */
export const UNCERTAIN: i32 = -1;
/** The same: it is nested deeper than any log of AWS's. */
export const TOO_DEEP: i32 = -2;
export const MAX_DEPTH: i32 = 64;

export const QUOTE: u32 = 0x22;
export const COMMA: u32 = 0x2c;
export const COLON: u32 = 0x3a;
export const OPEN_ARRAY: u32 = 0x5b;
export const CLOSE_ARRAY: u32 = 0x5d;
export const OPEN_OBJECT: u32 = 0x7b;
export const CLOSE_OBJECT: u32 = 0x7d;
/** `null` begins with it, and nothing else does. */
const NULL_SIGN: u32 = 0x6e;

/** The byte at an index; zero behind the end. */
export function byteAt(at: i32): u32 {
  return load<u8>(INPUT + <usize>at);
}

/** The index of the next byte that is no blank. */
export function afterBlanks(at: i32): i32 {
  let index = at;
  while (isBlank(byteAt(index))) index += 1;
  return index;
}

function isBlank(byte: u32): bool {
  return byte <= 0x20 && (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09);
}

/**
 * The index after the value that starts at an index.
 *
 * @param depth of the levels around it
 */
export function endOfValue(at: i32, depth: i32): i32 {
  const byte = byteAt(at);
  if (byte === QUOTE) return endOfText(at);
  if ((byte | 0x20) === OPEN_OBJECT) return endOfContainer(at, depth);
  let index = at;
  while (isPartOfLiteral(byteAt(index))) index += 1;
  return index === at ? UNCERTAIN : index;
}

function endOfText(at: i32): i32 {
  const end = nextQuote(at + 1);
  return end < length ? end + 1 : UNCERTAIN;
}

function endOfContainer(at: i32, outerDepth: i32): i32 {
  let depth = outerDepth;
  let word = at >> 6;
  let left = bracketsAt(word) & (~(<u64>0) << (at & 63));
  while (true) {
    while (left === 0) {
      word += 1;
      if (word >= words) return UNCERTAIN;
      left = bracketsAt(word);
    }
    const index = (word << 6) + <i32>ctz(left);
    left &= left - 1;
    // The opening ones have this bit, the closing ones do not.
    if ((byteAt(index) & 2) !== 0) {
      depth += 1;
      if (depth > MAX_DEPTH) return TOO_DEEP;
    } else {
      depth -= 1;
      if (depth === outerDepth) return index + 1;
    }
  }
}

/** Of a number or of `true`, `false`, `null`. */
function isPartOfLiteral(byte: u32): bool {
  return (
    (byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x7a) || byte === 0x2d || byte === 0x2b || byte === 0x2e || byte === 0x45
  );
}

/**
 * Goes over the object that opens at an index and notes where the raw values of some of its fields start and end; -1 where a field is
 * absent. As in any JSON parser, of a field given twice the last wins.
 *
 * @param table of the fields, and of the spans
 * @returns the index after the object; {@link UNCERTAIN} also where one of its names is written with escapes
 */
export function pick(at: i32, table: i32, depth: i32): i32 {
  // `memory.fill` would take longer than all the rest, for it is no instruction but a call.
  for (let span: usize = 0; span < SPANS_OF_TABLE; span += 16) v128.store(spanAt(table, 0) + span, i8x16.splat(-1));
  let index = overBlanks(at + 1);
  if (byteAt(index) === CLOSE_OBJECT) return index + 1;
  entry = firstEntry(table);
  while (true) {
    index = pickField(index, table, depth);
    if (index < 0) return index;
    const byte = byteAt(index);
    if (byte === CLOSE_OBJECT) return index + 1;
    if (byte !== COMMA) return UNCERTAIN;
    index = overBlanks(index + 1);
  }
}

/** Of the field that was gone over last, in the object that is. */
let entry: usize = 0;
/** Of the field that is gone over. */
let field: i32 = 0;

/** Goes over a field, and over blanks behind it. */
function pickField(at: i32, table: i32, depth: i32): i32 {
  const expected = expectedAt(at, entry);
  let start: i32;
  if (expected !== 0) {
    entry = expected;
    field = fieldOf(expected);
    start = at + bytesOfEntry(expected);
  } else {
    start = overName(at, table);
    if (start < 0) return start;
  }
  start = overBlanks(start);
  const end = endOfValue(start, depth);
  if (end < 0) return end;
  if (field >= 0) {
    const span = spanAt(table, field);
    store<i32>(span, start);
    store<i32>(span, end, 4);
  }
  return overBlanks(end);
}

/** Goes over a name that was not expected, and the colon. */
function overName(at: i32, table: i32): i32 {
  if (byteAt(at) !== QUOTE) return UNCERTAIN;
  const end = nextQuote(at + 1);
  // `event\u0053ource` is `eventSource` too; names with escapes are rare enough to leave them to the parser.
  if (end >= length || hasBackslash(at + 1, end)) return UNCERTAIN;
  const colon = overBlanks(end + 1);
  if (byteAt(colon) !== COLON) return UNCERTAIN;
  field = fieldAt(table, at + 1, end);
  entry = learnt(table, entry, at, end, field);
  return colon + 1;
}

/** As {@link afterBlanks}, where there are seldom any. */
function overBlanks(at: i32): i32 {
  return byteAt(at) > 0x20 ? at : afterBlanks(at);
}

const SPANS_OF_TABLE: usize = 16 * 8;

function spanAt(table: i32, field: i32): usize {
  return SPANS + <usize>table * SPANS_OF_TABLE + <usize>field * 8;
}

export function startOf(table: i32, field: i32): i32 {
  return load<i32>(spanAt(table, field));
}

export function endOf(table: i32, field: i32): i32 {
  return load<i32>(spanAt(table, field), 4);
}

/** Whether a field is text. */
export function isText(table: i32, field: i32): bool {
  return isOf(table, field, QUOTE);
}

export function isObject(table: i32, field: i32): bool {
  return isOf(table, field, OPEN_OBJECT);
}

export function isArray(table: i32, field: i32): bool {
  return isOf(table, field, OPEN_ARRAY);
}

/** Whether a field is absent, which can be written too. */
export function isNone(table: i32, field: i32): bool {
  return startOf(table, field) < 0 || isOf(table, field, NULL_SIGN);
}

function isOf(table: i32, field: i32, sign: u32): bool {
  const start = startOf(table, field);
  return start >= 0 && byteAt(start) === sign;
}
