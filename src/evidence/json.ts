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
export class TooDeep extends Error {
  override readonly name = 'TooDeep';
  constructor() {
    super(`nested deeper than ${MAX_DEPTH} levels`);
  }
}

/** Keys to pick from an object, by their length. */
export type Keys = readonly (readonly { bytes: Uint8Array; slot: number }[] | undefined)[];

export function keysOf(names: readonly string[]): Keys {
  const keys: { bytes: Uint8Array; slot: number }[][] = [];
  names.forEach((name, slot) => {
    const bytes = new TextEncoder().encode(name);
    const alike = keys[bytes.length] ?? [];
    alike.push({ bytes, slot });
    keys[bytes.length] = alike;
  });
  return keys;
}

/**
 * JSON as bytes, in which one can walk without parsing: over what is not wanted at about the speed of inflating it. Its structure is
 * followed exactly; text and numbers that nobody asks for are not validated.
 */
export class JsonBytes {
  readonly #bytes: Buffer;
  readonly #view: DataView;
  readonly #end: number;
  readonly #outerDepth: number;

  /** @param outerDepth levels around whatever will be asked for */
  constructor(bytes: Buffer, outerDepth = 0) {
    this.#outerDepth = outerDepth;
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#end = bytes.length;
  }

  byteAt(at: number): number {
    return at < this.#end ? (this.#bytes[at] as number) : -1;
  }

  /** The index of the next byte that is no blank. */
  afterBlanks(at: number): number {
    let index = at;
    let byte = this.byteAt(index);
    while (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) {
      index += 1;
      byte = this.byteAt(index);
    }
    return index;
  }

  /** The index after the value that starts at `at`. */
  endOfValue(at: number): number {
    const byte = this.byteAt(at);
    if (byte === QUOTE) return this.endOfString(at);
    if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) return this.#endOfContainer(at);
    let index = at;
    while (isPartOfLiteral(this.byteAt(index))) index += 1;
    if (index === at) throw new Uncertain();
    return index;
  }

  /** The index after the closing quote of the string that opens at `at`. Looks at four bytes at a time. */
  endOfString(at: number): number {
    const bytes = this.#bytes;
    const view = this.#view;
    const lastWord = this.#end - 4;
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
      else while (index < this.#end && bytes[index] !== QUOTE && bytes[index] !== BACKSLASH) index += 1;
      if (index >= this.#end) throw new Uncertain();
      if (bytes[index] === QUOTE) return index + 1;
      index += 2;
    }
  }

  /**
   * Walks over the object that opens at `at` and notes where the raw values of some of its keys start and end: `spans[2 × slot]` and the
   * one after it, -1 where the key is absent. Returns the index after the object. As in any JSON parser, of a key given twice the last wins.
   *
   * @throws Uncertain where the object is damaged, or one of its keys is written with escapes
   */
  pick(at: number, keys: Keys, spans: Int32Array): number {
    const bytes = this.#bytes;
    spans.fill(-1);
    let index = this.afterBlanks(at + 1);
    if (bytes[index] === CLOSE_OBJECT) return index + 1;
    for (;;) {
      if (this.byteAt(index) !== QUOTE) throw new Uncertain();
      const keyEnd = this.endOfString(index);
      const slot = slotOf(bytes, index + 1, keyEnd - 1, keys);
      index = bytes[keyEnd] === COLON ? keyEnd : this.afterBlanks(keyEnd);
      if (bytes[index] !== COLON) throw new Uncertain();
      index = this.afterBlanks(index + 1);
      const end = this.endOfValue(index);
      if (slot >= 0) {
        spans[2 * slot] = index;
        spans[2 * slot + 1] = end;
      }
      index = this.afterBlanks(end);
      const byte = bytes[index];
      if (byte === CLOSE_OBJECT) return index + 1;
      if (byte !== COMMA) throw new Uncertain();
      index = this.afterBlanks(index + 1);
    }
  }

  isObject(at: number): boolean {
    return this.byteAt(at) === OPEN_OBJECT;
  }

  isArray(at: number): boolean {
    return this.byteAt(at) === OPEN_ARRAY;
  }

  /** Whether a span holds just these bytes. */
  has(wanted: Buffer, start: number, end: number): boolean {
    if (end - start !== wanted.length) return false;
    for (let offset = 0; offset < wanted.length; offset += 1) if (this.#bytes[start + offset] !== wanted[offset]) return false;
    return true;
  }

  copy(start: number, end: number): Buffer {
    return Buffer.from(this.#bytes.subarray(start, end));
  }

  /** A string value by its span; undefined for an absent one and for any other type. */
  text(start: number, end: number): string | undefined {
    if (start < 0 || this.#bytes[start] !== QUOTE) return undefined;
    const raw = this.#bytes.toString('utf8', start + 1, end - 1);
    return raw.includes('\\') ? (JSON.parse(`"${raw}"`) as string) : raw;
  }

  #endOfContainer(at: number): number {
    const bytes = this.#bytes;
    let depth = this.#outerDepth;
    let index = at;
    while (index < this.#end) {
      const byte = bytes[index] as number;
      if (byte === QUOTE) {
        index = this.endOfString(index);
        continue;
      }
      index += 1;
      if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
        depth += 1;
        if (depth > MAX_DEPTH) throw new TooDeep();
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
        depth -= 1;
        if (depth === this.#outerDepth) return index;
      }
    }
    throw new Uncertain();
  }
}

/** Of a number or of `true`, `false`, `null`. */
function isPartOfLiteral(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x7a) || byte === 0x2d || byte === 0x2b || byte === 0x2e || byte === 0x45;
}

function slotOf(bytes: Buffer, start: number, end: number, keys: Keys): number {
  const length = end - start;
  const candidates = keys[length];
  if (candidates !== undefined) {
    for (const { bytes: wanted, slot } of candidates) {
      let offset = 0;
      while (offset < length && bytes[start + offset] === wanted[offset]) offset += 1;
      if (offset === length) return slot;
    }
  }
  // `event\u0053ource` is `eventSource` too; keys with escapes are rare enough to leave them to the parser.
  for (let index = start; index < end; index += 1) if (bytes[index] === BACKSLASH) throw new Uncertain();
  return -1;
}
