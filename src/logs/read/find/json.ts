import { Unreadable } from '../../../files/unreadable.js';
import { type ScanModule, scanModule } from './module.js';

/** JSON nested deeper than this is no log of AWS's; `logs/scan` has the same limit. */
export const MAX_DEPTH = 64;

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

/** What `logs/scan` gives in place of an index. */
export const UNCERTAIN = -1;
export const TOO_DEEP = -2;

/** An index that the module gave, which can be none. */
export function certain(index: number): number {
  if (index === UNCERTAIN) throw new Uncertain();
  if (index === TOO_DEEP) throw new TooDeep();
  return index;
}

/** Node's own way from bytes to text, of which `toString` is a slower wrapping; its types lack it. */
interface SlicedBuffer extends Buffer {
  utf8Slice(start: number, end: number): string;
}

/** Whose bytes lie in the module's memory. */
let inMemory: JsonBytes | undefined;

/**
 * JSON as bytes, in which one can walk without parsing, over what is not wanted at many times the speed of inflating it. Its structure is
 * followed exactly; text and numbers that nobody asks for are not validated.
 */
export class JsonBytes {
  readonly #bytes: SlicedBuffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes as SlicedBuffer;
  }

  byteAt(at: number): number {
    return this.#bytes[at] ?? -1;
  }

  /** The index of the next byte that is no blank. */
  afterBlanks(at: number): number {
    return this.scan().afterBlanks(at);
  }

  /**
   * The index after the value that starts at `at`.
   *
   * @param depth levels around it
   * @throws Uncertain, TooDeep
   */
  endOfValue(at: number, depth: number): number {
    return certain(this.scan().endOfValue(at, depth));
  }

  /** The text of a span as it stands there. */
  raw(start: number, end: number): string {
    return this.#bytes.utf8Slice(start, end);
  }

  /** The module with these bytes in its memory; they have to be put there again after others were. */
  scan(): ScanModule {
    const scan = scanModule();
    if (inMemory === this) return scan;
    inMemory = this;
    scan.reserve(this.#bytes.length);
    new Uint8Array(scan.memory.buffer, scan.INPUT.value).set(this.#bytes);
    scan.mark();
    return scan;
  }
}

/** Where text begins: after a byte order mark if there is one. */
export function afterMark(bytes: Buffer): number {
  return bytes.length >= 3 && bytes.readUIntBE(0, 3) === 0xefbbbf ? 3 : 0;
}
