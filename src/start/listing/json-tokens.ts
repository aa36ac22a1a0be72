import { Unreadable } from '../../files/unreadable.js';

/** Who takes JSON piece by piece. */
export interface JsonSink {
  open(isList: boolean): void;
  close(): void;
  /**
   * Takes an object of a list as a whole, if it is of the form that most have.
   *
   * @returns where it ends; -1 where it is to be given piece by piece
   */
  whole(all: string, at: number): number;
  /** @returns whether a text under this name is asked for; anything else is given in any case */
  name(text: string): boolean;
  /**
   * @param text as it is written, see {@link unescaped}
   * @param isText whether it is a text; else it is a number, `true`, `false` or `null`
   */
  value(text: string, isText: boolean): void;
}

/** A piece that is longer is no text of a listing, and looked at again with each portion. */
const MOST_CHARACTERS = 1024 * 1024;
/** An object of a listing has fewer. */
const MOST_NAMES = 32;
const BLANK = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Splits JSON of any length into pieces; several documents may follow each other. It does not judge: what fits nowhere is passed over. */
export class JsonTokens {
  readonly #sink: JsonSink;
  /** Whether each open bracket is a list's. */
  readonly #lists: boolean[] = [];
  /** Names of the objects before, in their order: the next object has most likely the same. */
  readonly #names: string[] = [];
  #nextName = 0;
  #rest = '';
  #isName = false;
  /** Whether a text that comes now is asked for. */
  #isWanted = true;

  constructor(sink: JsonSink) {
    this.#sink = sink;
  }

  /** @throws Unreadable where a text has no end */
  write(text: string): void {
    const all = this.#rest + text;
    let at = 0;
    while (at < all.length) {
      // Most of what AWS prints are blanks.
      if (all.charCodeAt(at) <= BLANK) {
        at += 1;
        continue;
      }
      const next = this.#piece(all, at);
      if (next === -1) break;
      at = next;
    }
    this.#rest = all.slice(at);
    if (this.#rest.length > MOST_CHARACTERS) throw new Unreadable('has a text that is too long for a key');
  }

  /** Whether all brackets and texts are closed. */
  end(): boolean {
    this.write('\n');
    return this.#lists.length === 0 && this.#rest === '';
  }

  /** Where the next piece begins; -1 where more text is needed. */
  #piece(all: string, at: number): number {
    const code = all.charCodeAt(at);
    if (code === QUOTE) return this.#text(all, at);
    if (code === COMMA) this.#isName = this.#lists.at(-1) === false;
    else if (code === COLON) this.#isName = false;
    else if (code === OPEN_LIST) this.#open(true);
    else if (code === OPEN_OBJECT) return this.#object(all, at);
    else if (code === CLOSE_LIST || code === CLOSE_OBJECT) this.#close();
    else return this.#literal(all, at);
    return at + 1;
  }

  #object(all: string, at: number): number {
    const end = this.#lists.at(-1) === true ? this.#sink.whole(all, at) : -1;
    if (end !== -1) return end;
    this.#open(false);
    return at + 1;
  }

  #open(isList: boolean): void {
    this.#lists.push(isList);
    this.#isName = !isList;
    this.#isWanted = true;
    if (!isList) this.#nextName = 0;
    this.#sink.open(isList);
  }

  #close(): void {
    if (this.#lists.pop() === undefined) return;
    this.#isName = false;
    this.#isWanted = true;
    this.#sink.close();
  }

  #text(all: string, at: number): number {
    const known = this.#isName ? this.#names[this.#nextName] : undefined;
    // Found again it is the same piece of text, which is looked up faster than a new one.
    if (known !== undefined && all.startsWith(known, at + 1) && all.charCodeAt(at + 1 + known.length) === QUOTE) {
      this.#takeName(known);
      return at + known.length + 2;
    }
    let end = all.indexOf('"', at + 1);
    while (end !== -1 && all.charCodeAt(end - 1) === BACKSLASH && isEscaped(all, end)) end = all.indexOf('"', end + 1);
    if (end === -1) return -1;
    if (this.#isName) {
      const name = all.slice(at + 1, end);
      if (this.#nextName < MOST_NAMES && !name.includes('\\')) this.#names[this.#nextName] = name;
      this.#takeName(name);
    } else if (this.#isWanted) this.#sink.value(all.slice(at + 1, end), true);
    return end + 1;
  }

  #takeName(name: string): void {
    this.#nextName += 1;
    this.#isWanted = this.#sink.name(name);
  }

  #literal(all: string, at: number): number {
    let end = at;
    while (end < all.length && isOfLiteral(all.charCodeAt(end))) end += 1;
    if (end === all.length) return -1;
    if (end === at) return at + 1;
    this.#sink.value(all.slice(at, end), false);
    return end;
  }
}

/** Letters, digits, and signs of numbers. */
function isOfLiteral(code: number): boolean {
  return code > BLANK && code !== COMMA && code !== COLON && code !== QUOTE && !isBracket(code);
}

function isBracket(code: number): boolean {
  return code === CLOSE_LIST || code === CLOSE_OBJECT || code === OPEN_LIST || code === OPEN_OBJECT;
}

/** Whether an odd number of backslashes stands before a quotation mark. */
function isEscaped(all: string, quote: number): boolean {
  let at = quote - 1;
  while (all.charCodeAt(at) === BACKSLASH) at -= 1;
  return (quote - at) % 2 === 0;
}

/** A text as it is meant: what stands between its quotation marks may have escapes. */
export function unescaped(raw: string): string {
  if (!raw.includes('\\')) return raw;
  try {
    return String(JSON.parse(`"${raw}"`));
  } catch {
    return raw;
  }
}
