import Assembler from 'stream-json/core/assembler.js';
import { jsonParser, type Token } from 'stream-json/core/parser.js';
import { NoList } from './no-list.js';

/** One product with all that AWS says of it is some kilobytes; beyond this a text was never closed, or it is something else. */
const MAX_VALUE_CHARACTERS = 16 * 1024 * 1024;
/** Of a price list the prices lie deepest, in level 9. */
const MAX_DEPTH = 64;

/** What is wanted of a JSON value: all of it, some of what is within, or nothing. */
export interface Wanted {
  /** Is told that the value begins, before anything in it. */
  begin?: (kind: 'object' | 'array' | 'plain', key: string) => void;
  /** Takes the value whole; without it only what is wanted within is looked at. */
  take?: (value: unknown, key: string) => void;
  /** Members of an object by their keys. */
  members?: ReadonlyMap<string, Wanted>;
  /** Any other member of an object. */
  member?: Wanted;
  /** Any element of an array. */
  element?: Wanted;
  /** Is told that an object or array has ended. */
  end?: (key: string) => void;
  /** Takes it where it is a text. */
  text?: (value: string) => void;
}

interface Level {
  key: string;
  wanted: Wanted | undefined;
  isArray: boolean;
}

/** Walks over JSON as it comes in, one document after the other, and holds no more of it than the one value that is being taken. */
export class JsonWalk {
  readonly #tokensOf = jsonParser({ streamValues: false, jsonStreaming: true });
  readonly #assembler = new Assembler();
  readonly #root: Wanted;
  readonly #levels: Level[] = [];
  #key = '';
  #taken: Wanted | undefined;
  #takenDepth = 0;
  #takenCharacters = 0;
  /** Characters since the last token: of one that is not complete. */
  #waiting = 0;
  #isWhole = false;

  constructor(root: Wanted) {
    this.#root = root;
  }

  /** @throws NoList */
  write(text: string): void {
    const tokens = this.#read(text);
    this.#waiting = tokens.length === 0 ? this.#waiting + text.length : 0;
    assertSize(this.#waiting);
    for (const token of tokens) this.#walk(token);
  }

  /** @throws NoList where the text has not come to its end */
  end(): void {
    if (!this.#isWhole) throw new NoList('is not complete JSON');
  }

  #read(text: string): readonly Token[] {
    try {
      const read = this.#tokensOf(text);
      return typeof read === 'symbol' ? [] : (read as { values: Token[] }).values;
    } catch (error) {
      // What the tokenizer says of bad text; anything else is a defect.
      if (error instanceof Error && error.message.startsWith('Parser ')) throw new NoList('is not complete JSON', { cause: error });
      throw error;
    }
  }

  #walk(token: Token): void {
    if (this.#taken !== undefined) this.#takeMore(token);
    else if (token.name === 'keyValue') this.#key = token.value;
    else if (token.name === 'endObject' || token.name === 'endArray') this.#close();
    else this.#begin(token);
  }

  #begin(token: Token): void {
    const isArray = token.name === 'startArray';
    const isPlain = !isArray && token.name !== 'startObject';
    const wanted = this.#wanted();
    wanted?.begin?.(isPlain ? 'plain' : isArray ? 'array' : 'object', this.#key);
    if (this.#levels.length === 0) this.#isWhole = isPlain;
    if (wanted?.text !== undefined && token.name === 'stringValue') wanted.text(token.value);
    if (wanted?.take !== undefined) {
      this.#taken = wanted;
      this.#takenCharacters = 0;
      this.#takeMore(token);
    } else if (!isPlain) {
      if (this.#levels.length === MAX_DEPTH) throw new NoList(`is nested deeper than ${MAX_DEPTH} levels`);
      this.#levels.push({ key: this.#key, wanted, isArray });
    }
  }

  #wanted(): Wanted | undefined {
    const level = this.#levels.at(-1);
    if (level === undefined) return this.#root;
    if (level.wanted === undefined) return undefined;
    return level.isArray ? level.wanted.element : (level.wanted.members?.get(this.#key) ?? level.wanted.member);
  }

  #close(): void {
    const level = this.#levels.pop();
    level?.wanted?.end?.(level.key);
    this.#isWhole = this.#levels.length === 0;
  }

  #takeMore(token: Token): void {
    this.#takenCharacters += 'value' in token && typeof token.value === 'string' ? token.value.length + 1 : 1;
    assertSize(this.#takenCharacters);
    this.#assembler.consume(token);
    if (token.name === 'startObject' || token.name === 'startArray') this.#takenDepth += 1;
    if (token.name === 'endObject' || token.name === 'endArray') this.#takenDepth -= 1;
    if (this.#takenDepth > MAX_DEPTH) throw new NoList(`is nested deeper than ${MAX_DEPTH} levels`);
    if (this.#takenDepth > 0 || token.name === 'keyValue') return;
    const take = this.#taken?.take;
    this.#taken = undefined;
    take?.(this.#assembler.current, this.#key);
  }
}

function assertSize(characters: number): void {
  if (characters <= MAX_VALUE_CHARACTERS) return;
  throw new NoList(`has a value of more than ${MAX_VALUE_CHARACTERS / 1024 / 1024} MiB, which no price list has`);
}
