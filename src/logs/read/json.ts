import { Unreadable } from '../../files/unreadable.js';

/** JSON nested deeper than this is no log of AWS's. */
export const MAX_DEPTH = 64;

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Not JSON, or JSON whose reading here would not be certain: whoever catches it parses the whole text instead. */
export class Uncertain extends Error {
  override readonly name = 'Uncertain';
}

/** Nested deeper than {@link MAX_DEPTH}: made to exhaust whoever reads it. */
export class TooDeep extends Unreadable {
  override readonly name = 'TooDeep';
  constructor() {
    super(`nested deeper than ${MAX_DEPTH} levels`);
  }
}

/** Keys to pick from an object, by their length. */
export type Keys = readonly (readonly { bytes: Uint8Array; slot: number }[])[];
/** Of the keys that anybody asks for. */
const LONGEST_KEY = 32;

export function keysOf(names: readonly string[]): Keys {
  const keys: { bytes: Uint8Array; slot: number }[][] = Array.from({ length: LONGEST_KEY + 1 }, () => []);
  names.forEach((name, slot) => {
    const bytes = new TextEncoder().encode(name);
    keys[bytes.length]?.push({ bytes, slot });
  });
  return keys;
}

/** Node's own way from bytes to text, of which `toString` is a slower wrapping; its types lack it. */
interface SlicedBuffer extends Buffer {
  utf8Slice(start: number, end: number): string;
}

/**
 * JSON as bytes, in which one can walk without parsing: over what is not wanted at about the speed of inflating it. Its structure is
 * followed exactly; text and numbers that nobody asks for are not validated.
 */
export class JsonBytes {
  readonly #bytes: SlicedBuffer;
  readonly #view: DataView;
  readonly #end: number;
  readonly #outerDepth: number;

  /** @param outerDepth levels around whatever will be asked for */
  constructor(bytes: Buffer, outerDepth = 0) {
    this.#outerDepth = outerDepth;
    this.#bytes = bytes as SlicedBuffer;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#end = bytes.length;
  }

  byteAt(at: number): number {
    return at < this.#end ? (this.#bytes[at] as number) : -1;
  }

  /** The index of the next byte that is no blank. */
  afterBlanks(at: number): number {
    return afterBlanks(this.#bytes, at);
  }

  /** The index after the value that starts at `at`. */
  endOfValue(at: number): number {
    return endOfValue(this.#bytes, this.#view, at, this.#outerDepth);
  }

  /**
   * Walks over the object that opens at `at` and notes where the raw values of some of its keys start and end: `spans[2 × slot]` and the
   * one after it, -1 where the key is absent. Returns the index after the object. As in any JSON parser, of a key given twice the last
   * wins.
   *
   * @throws Uncertain where the object is damaged, or one of its keys is written with escapes
   */
  // biome-ignore lint/complexity/noExcessiveCognitiveComplexity: one loop over every key of every record; parted it is slower.
  pick(at: number, keys: Keys, spans: Int32Array): number {
    const bytes = this.#bytes;
    const view = this.#view;
    const outerDepth = this.#outerDepth;
    spans.fill(-1);
    let index = afterBlanks(bytes, at + 1);
    if (bytes[index] === CLOSE_OBJECT) return index + 1;
    for (;;) {
      if (bytes[index] !== QUOTE) throw new Uncertain();
      const escapesBefore = escapes;
      const keyEnd = endOfString(bytes, view, index);
      // `event\u0053ource` is `eventSource` too; keys with escapes are rare enough to leave them to the parser.
      if (escapes !== escapesBefore) throw new Uncertain();
      const slot = slotOf(bytes, index + 1, keyEnd - 1, keys);
      index = bytes[keyEnd] === COLON ? keyEnd : afterBlanks(bytes, keyEnd);
      if (bytes[index] !== COLON) throw new Uncertain();
      index = afterBlanks(bytes, index + 1);
      const end = endOfValue(bytes, view, index, outerDepth);
      if (slot >= 0) {
        spans[2 * slot] = index;
        spans[2 * slot + 1] = end;
      }
      index = bytes[end] === COMMA ? end : afterBlanks(bytes, end);
      const byte = bytes[index];
      if (byte === CLOSE_OBJECT) return index + 1;
      if (byte !== COMMA) throw new Uncertain();
      index = afterBlanks(bytes, index + 1);
    }
  }

  isObject(at: number): boolean {
    return this.byteAt(at) === OPEN_OBJECT;
  }

  isArray(at: number): boolean {
    return this.byteAt(at) === OPEN_ARRAY;
  }

  /** Whether a span holds just these bytes; compares four at a time. */
  has(wanted: DataView, start: number, end: number): boolean {
    const length = end - start;
    if (length !== wanted.byteLength) return false;
    const view = this.#view;
    let offset = 0;
    for (; offset + 4 <= length; offset += 4) {
      if (view.getInt32(start + offset, true) !== wanted.getInt32(offset, true)) return false;
    }
    for (; offset < length; offset += 1) if (view.getUint8(start + offset) !== wanted.getUint8(offset)) return false;
    return true;
  }

  /** A copy to look for with {@link has}. */
  copy(start: number, end: number): DataView {
    return new DataView(Uint8Array.from(this.#bytes.subarray(start, end)).buffer);
  }

  /** Whether a span holds a string. */
  isText(start: number): boolean {
    return start >= 0 && this.#bytes[start] === QUOTE;
  }

  /** A string value by its span; undefined for an absent one and for any other type. */
  text(start: number, end: number): string | undefined {
    if (!this.isText(start)) return undefined;
    const raw = this.#bytes.utf8Slice(start + 1, end - 1);
    return raw.includes('\\') ? JSON.parse(`"${raw}"`) : raw;
  }

  /** The text of a span as it stands there. */
  raw(start: number, end: number): string {
    return this.#bytes.utf8Slice(start, end);
  }

  /** A value by its span. */
  parsed(start: number, end: number): unknown {
    return JSON.parse(this.#bytes.utf8Slice(start, end));
  }

  /** Whether a span holds a string value, given as its bytes with quotes, however it is written. */
  isTextOf(wanted: DataView, value: string, start: number, end: number): boolean {
    if (this.has(wanted, start, end)) return true;
    if (!this.isText(start)) return false;
    for (let index = start; index < end; index += 1) if (this.#bytes[index] === BACKSLASH) return this.text(start, end) === value;
    return false;
  }
}

/** Where text begins: after a byte order mark if there is one. */
export function afterMark(bytes: Buffer): number {
  return bytes.length >= 3 && bytes.readUIntBE(0, 3) === 0xefbbbf ? 3 : 0;
}

// What follows is called for each byte or token. It stands outside of the class and keeps to plain values, which makes it twice as fast.

function afterBlanks(bytes: Uint8Array, at: number): number {
  let index = at;
  let byte = bytes[index];
  while (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) {
    index += 1;
    byte = bytes[index];
  }
  return index;
}

function endOfValue(bytes: Uint8Array, view: DataView, at: number, outerDepth: number): number {
  const byte = bytes[at];
  if (byte === QUOTE) return endOfString(bytes, view, at);
  if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) return endOfContainer(bytes, view, at, outerDepth);
  let index = at;
  while (isPartOfLiteral(bytes[index])) index += 1;
  if (index === at) throw new Uncertain();
  return index;
}

/** The index after the closing quote of the string that opens at `at`. Looks at four bytes at a time. */
function endOfString(bytes: Uint8Array, view: DataView, at: number): number {
  const end = bytes.length;
  const lastWord = end - 4;
  let index = at + 1;
  for (;;) {
    let marks = 0;
    while (index <= lastWord) {
      const word = view.getInt32(index, true);
      const quotes = word ^ 0x22222222;
      const backslashes = word ^ 0x5c5c5c5c;
      marks = (((quotes - 0x01010101) & ~quotes) | ((backslashes - 0x01010101) & ~backslashes)) & 0x80808080;
      if (marks !== 0) break;
      index += 4;
    }
    if (marks !== 0) index += (31 - Math.clz32(marks & -marks)) >> 3;
    else while (index < end && bytes[index] !== QUOTE && bytes[index] !== BACKSLASH) index += 1;
    if (index >= end) throw new Uncertain();
    if (bytes[index] === QUOTE) return index + 1;
    escapes += 1;
    index += 2;
  }
}

/** Backslashes met so far. */
let escapes = 0;

/** The index after the object or array that opens at `at`. Brackets in strings do not count. */
// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: one loop over every byte; parted it is slower.
function endOfContainer(bytes: Uint8Array, view: DataView, at: number, outerDepth: number): number {
  const end = bytes.length;
  let depth = outerDepth;
  let index = at;
  while (index < end) {
    const byte = bytes[index] as number;
    if (byte === QUOTE) {
      index = endOfString(bytes, view, index);
      continue;
    }
    index += 1;
    if (byte < OPEN_ARRAY) continue;
    if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      depth += 1;
      if (depth > MAX_DEPTH) throw new TooDeep();
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      depth -= 1;
      if (depth === outerDepth) return index;
    }
  }
  throw new Uncertain();
}

/** Of a number or of `true`, `false`, `null`. */
function isPartOfLiteral(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  return (
    (byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x7a) || byte === 0x2d || byte === 0x2b || byte === 0x2e || byte === 0x45
  );
}

function slotOf(bytes: Uint8Array, start: number, end: number, keys: Keys): number {
  const length = end - start;
  if (length > LONGEST_KEY) return -1;
  const candidates = keys[length] as Keys[number];
  for (let number = 0; number < candidates.length; number += 1) {
    const { bytes: wanted, slot } = candidates[number] as { bytes: Uint8Array; slot: number };
    let offset = 0;
    while (offset < length && bytes[start + offset] === wanted[offset]) offset += 1;
    if (offset === length) return slot;
  }
  return -1;
}
