import type { Window } from '../open/window.js';
import { Giver } from './giver.js';
import { afterMark, JsonBytes, Uncertain } from './json.js';
import { LargeObject } from './large-object.js';
import type { Sink } from './sink.js';
import { BrokenJson, type JsonKind, MAX_RECORD_BYTES, MAX_WRAPPINGS, parsed, strongest, TooLarge } from './wrapped.js';

/** Longer than any text of AWS's own that wraps records. */
const MAX_TEXT_BYTES = 32 * 1024 * 1024;

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

const NOWHERE: Sink = { record: () => undefined, untaken: () => undefined };

/**
 * Gives the records of a JSON document that is no longer than a record, whatever wraps them. AWS alone wraps them in `detail`
 * (EventBridge), as text in `CloudTrailEvent` (`lookup-events`), `message` (`filter-log-events`, subscriptions) or `Body` (queues), packed
 * in `data` (Lambda, Firehose), and others have their own names for it. A record is known by its fields, so no name is needed.
 *
 * @throws BrokenJson, TooLarge
 */
export function giveDocument(text: string, sink: Sink): JsonKind {
  return give(parsed(text), giverTo(sink));
}

/**
 * The same of an element of a log file's list.
 *
 * @throws BrokenJson, TooLarge
 */
export function giveElement(text: string, sink: Sink): JsonKind {
  return giverTo(sink).give(parsed(text), 1);
}

function give(document: unknown, giver: Giver): JsonKind {
  // An empty list is a log file without records.
  return Array.isArray(document) && document.length === 0 ? 'records' : giver.give(document, 0);
}

function giverTo(sink: Sink): Giver {
  return new Giver(sink, (text, level) => {
    const bytes = Buffer.from(text);
    const ignored = new Set<number>();
    const walk = (to: Sink) => overWhole(bytes, (portion) => new Walker(portion, to, ignored).text(level));
    // Only after the first time it is known what is to be ignored.
    walk(NOWHERE);
    return walk(sink) ?? 'other';
  });
}

/**
 * The records of JSON in any of the forms that people hold: `{"Records": […]}`, a bare array, a single record, whatever wraps them
 * ({@link giveDocument}), as JSON lines or several documents one after the other. What is larger than a record is gone through value by
 * value, so that no more is parsed at once.
 *
 * @param ignored what was found not to matter, by its place; where it grows, the result is undefined, what the sink was given is void,
 * and the next time tells
 * @throws BrokenJson, TooDeep, TooLarge
 */
export function parseRecords(bytes: Buffer, sink: Sink, ignored = new Set<number>()): JsonKind | undefined {
  return overWhole(bytes, (portion) => new Walker(portion, sink, ignored).documents());
}

/**
 * The same of content that is had portion by portion.
 *
 * @throws BrokenJson, TooDeep, TooLarge, Unreadable
 */
export async function parseLarge(window: Window, sink: Sink, ignored: Set<number>): Promise<JsonKind | undefined> {
  const steps = new Walker(() => window.bytes, sink, ignored).documents();
  let step = steps.next();
  while (step.done !== true) step = steps.next(await window.moveTo(step.value));
  return step.value;
}

function overWhole<T>(bytes: Buffer, stepsOver: (portion: () => Buffer) => Steps<T>): T {
  let rest = bytes;
  const steps = stepsOver(() => rest);
  let step = steps.next();
  while (step.done !== true) {
    rest = rest.subarray(step.value);
    step = steps.next(false);
  }
  return step.value;
}

/** Asks for a portion that starts at an index of the last one, and is told whether there is more in it. */
type Steps<T> = Generator<number, T, boolean>;

/** Where a value is: in what, and how deep. */
interface Around {
  /** Of the field; empty for an element of a list, undefined for a document. */
  name: string | undefined;
  level: number;
  /** Objects and lists that are open. */
  depth: number;
  isIgnored: boolean;
}

/** What a value is, and the value, or one of its kind where it is too large to be had. */
interface Given {
  kind: JsonKind;
  value: unknown;
}

/** Walks over JSON of any size of which a portion is had at a time. */
class Walker {
  readonly #portion: () => Buffer;
  readonly #giver: Giver;
  readonly #ignored: Set<number>;
  readonly #ignoredBefore: number;
  #bytes: Buffer;
  #at = 0;
  /** Bytes before this portion. */
  #moved = 0;
  #isLast = false;
  #json: JsonBytes;

  constructor(portion: () => Buffer, sink: Sink, ignored: Set<number>) {
    this.#portion = portion;
    this.#bytes = portion();
    this.#json = new JsonBytes(this.#bytes);
    this.#giver = giverTo(sink);
    this.#ignored = ignored;
    this.#ignoredBefore = ignored.size;
  }

  /** One document after the other. */
  *documents(): Steps<JsonKind | undefined> {
    const kinds = new Set<JsonKind>();
    this.#at = afterMark(this.#bytes);
    while (yield* this.#isMore()) kinds.add((yield* this.#value({ name: undefined, level: 0, depth: 0, isIgnored: false })).kind);
    return this.#unlessIgnoring(strongest(kinds));
  }

  /** One document within text. */
  *text(level: number): Steps<JsonKind | undefined> {
    yield* this.#isMore();
    const { kind } = yield* this.#value({ name: '', level, depth: 0, isIgnored: false });
    if (yield* this.#isMore()) throw this.#broken();
    return this.#unlessIgnoring(kind);
  }

  #unlessIgnoring(kind: JsonKind): JsonKind | undefined {
    return this.#ignored.size > this.#ignoredBefore ? undefined : kind;
  }

  *#value(around: Around): Steps<Given> {
    yield* this.#fill();
    const end = this.#endOfValue(around.depth);
    const isShort = (end ?? this.#bytes.length) - this.#at <= MAX_RECORD_BYTES;
    if (isShort && (end !== undefined || this.#isLast)) return this.#take(end ?? this.#bytes.length, around);
    const byte = this.#bytes[this.#at];
    if (byte === OPEN_OBJECT) return { kind: yield* this.#object(around), value: {} };
    if (byte === OPEN_ARRAY) return { kind: yield* this.#array(around), value: [0] };
    if (byte !== QUOTE) throw this.#broken();
    return this.#take(yield* this.#endOfLongText(around.depth), around);
  }

  #take(end: number, { name, level, isIgnored }: Around): Given {
    const value = parsed(this.#json.raw(this.#at, end));
    this.#at = end;
    if (isIgnored) return { kind: 'other', value };
    return { kind: name === undefined ? give(value, this.#giver) : this.#giver.giveField(name, value, level), value };
  }

  *#array(around: Around): Steps<JsonKind> {
    const kinds = new Set<JsonKind>();
    const element = within(around, '');
    this.#at += 1;
    if (yield* this.#isNext(CLOSE_ARRAY)) return 'other';
    do kinds.add((yield* this.#value(element)).kind);
    while (!(yield* this.#isOver(CLOSE_ARRAY)));
    return strongest(kinds);
  }

  *#object(around: Around): Steps<JsonKind> {
    const object = new LargeObject();
    this.#at += 1;
    if (yield* this.#isNext(CLOSE_OBJECT)) return 'other';
    do {
      const name = yield* this.#name(around.depth + 1);
      const place = this.#moved + this.#at;
      const field = within(around, name);
      object.add(name, place, yield* this.#value(this.#ignored.has(place) ? { ...field, isIgnored: true } : field));
    } while (!(yield* this.#isOver(CLOSE_OBJECT)));
    if (around.isIgnored) return 'other';
    for (const place of object.ignored(around.name)) this.#ignored.add(place);
    return object.kind(around.name, this.#giver);
  }

  /** Goes on to the value. */
  *#name(depth: number): Steps<string> {
    yield* this.#fill();
    const end = this.#bytes[this.#at] === QUOTE ? this.#endOfValue(depth) : undefined;
    if (end === undefined) throw this.#broken();
    const name = parsed(this.#json.raw(this.#at, end));
    this.#at = end;
    if (!(yield* this.#isNext(COLON)) || !(yield* this.#isMore())) throw this.#broken();
    return String(name);
  }

  /** Whether a list or an object is at its end; otherwise goes on to the next of what it holds. */
  *#isOver(close: number): Steps<boolean> {
    if (yield* this.#isNext(close)) return true;
    if (!(yield* this.#isNext(COMMA)) || !(yield* this.#isMore())) throw this.#broken();
    return false;
  }

  /** Goes over a sign, and over blanks before it, if it is the next. */
  *#isNext(byte: number): Steps<boolean> {
    const isNext = (yield* this.#isMore()) && this.#bytes[this.#at] === byte;
    if (isNext) this.#at += 1;
    return isNext;
  }

  /** Whether anything but blanks follows; goes on to it. */
  *#isMore(): Steps<boolean> {
    for (;;) {
      this.#at = this.#json.afterBlanks(this.#at);
      if (this.#at < this.#bytes.length) return true;
      if (this.#isLast) return false;
      yield* this.#move();
    }
  }

  *#endOfLongText(depth: number): Steps<number> {
    for (;;) {
      const end = this.#endOfValue(depth);
      const length = (end ?? this.#bytes.length) - this.#at;
      if (length > MAX_TEXT_BYTES) throw new TooLarge(`a text of more than ${MAX_TEXT_BYTES / 1024 / 1024} MiB`);
      if (end !== undefined) return end;
      if (this.#isLast) throw this.#broken();
      yield* this.#move();
    }
  }

  /** Has at least so much of what follows as is ever parsed at once. */
  *#fill(): Steps<void> {
    while (!this.#isLast && this.#bytes.length - this.#at <= MAX_RECORD_BYTES) yield* this.#move();
  }

  *#move(): Steps<void> {
    const from = this.#at;
    this.#isLast = !(yield from);
    this.#moved += from;
    this.#at = 0;
    this.#bytes = this.#portion();
    this.#json = new JsonBytes(this.#bytes);
  }

  /** Undefined where it is not in this portion. */
  #endOfValue(depth: number): number | undefined {
    try {
      return this.#json.endOfValue(this.#at, depth);
    } catch (error) {
      if (error instanceof Uncertain) return undefined;
      throw error;
    }
  }

  #broken(): BrokenJson {
    const isOver = this.#at >= this.#bytes.length;
    return new BrokenJson(isOver ? 'broken JSON: it ends too early' : `broken JSON at byte ${this.#moved + this.#at}`);
  }
}

function within({ level, depth, isIgnored }: Around, name: string): Around {
  return { name, level: level + 1, depth: depth + 1, isIgnored: isIgnored || level + 1 > MAX_WRAPPINGS };
}
