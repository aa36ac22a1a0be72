import { Unreadable } from '../../files/unreadable.js';
import {
  afterMark,
  documentTooLarge,
  type Element,
  firstElementIn,
  isEnd,
  jsonOfElements,
  lastMessageIn,
  MAX_DOCUMENT_BYTES,
  overElements,
  PickedElement,
  type Place,
  parseMessages,
} from './documents.js';
import { JsonBytes, Uncertain } from './json.js';
import type { Sink } from './sink.js';
import type { Window } from './window.js';
import { BrokenJson, giveDocument, giveElement, type JsonKind, MAX_RECORD_BYTES, strongest } from './wrapped.js';

/** No line of a log is as long. */
const MAX_LINE_BYTES = 64 * 1024 * 1024;
const NEWLINE = 0x0a;

/**
 * The records of a log file as CloudTrail writes it that is too large to be had whole, one after the other. Undefined where it is not just
 * that; what the sink was given is then void, and {@link parseLarge} has to tell.
 *
 * @throws TooDeep, Unreadable
 */
export async function recordsOfLarge(window: Window, sink: Sink): Promise<JsonKind | undefined> {
  const at = firstElementIn(window.bytes);
  if (at === undefined) return undefined;
  const kinds = new Set<JsonKind>(['other']);
  const element = window.verified ? new PickedElement(sink) : new ParsedElement(sink, kinds);
  const place: Place = { at, isFirst: true };
  for (;;) {
    const end = endOfElements(window.bytes, place, element);
    if (end !== undefined) return (await isAtEnd(window, end)) ? (window.verified ? 'records' : strongest(kinds)) : undefined;
    // Of two records' length not even one was certain, so it is not for lack of bytes.
    if (window.bytes.length - place.at > 2 * MAX_RECORD_BYTES || !(await window.moveTo(place.at))) return undefined;
    place.at = 0;
  }
}

function endOfElements(bytes: Buffer, place: Place, element: Element): number | undefined {
  try {
    return overElements(jsonOfElements(bytes), place, element);
  } catch (error) {
    if (error instanceof Uncertain || error instanceof SyntaxError || error instanceof BrokenJson) return undefined;
    throw error;
  }
}

async function isAtEnd(window: Window, end: number): Promise<boolean> {
  await window.moveTo(end);
  return isEnd(new JsonBytes(window.bytes), 0, window.bytes.length) && !(await window.moveTo(window.bytes.length));
}

/** An element of content for which nothing vouches: it is parsed as a whole. */
class ParsedElement implements Element {
  readonly #sink: Sink;
  readonly #kinds: Set<JsonKind>;
  #text = '';

  constructor(sink: Sink, kinds: Set<JsonKind>) {
    this.#sink = sink;
    this.#kinds = kinds;
  }

  walk(json: JsonBytes, at: number): number {
    const end = json.endOfValue(at);
    this.#text = json.raw(at, end);
    return end;
  }

  give(): void {
    this.#kinds.add(giveElement(this.#text, this.#sink));
  }
}

/**
 * The records of JSON in any form, as `parseRecords` finds them, document after document.
 *
 * @throws BrokenJson, TooDeep, TooLarge, Unreadable
 */
export async function parseLarge(window: Window, sink: Sink): Promise<JsonKind> {
  const kinds = new Set<JsonKind>();
  let index = afterMark(window.bytes);
  for (;;) {
    const json = new JsonBytes(window.bytes);
    const { length } = window.bytes;
    for (index = json.afterBlanks(index); index < length; index = json.afterBlanks(index)) {
      const end = endWithin(json, index);
      // What reaches to the end may go on.
      if (end === undefined || end === length) break;
      kinds.add(giveDocument(json.raw(index, end), sink));
      index = end;
    }
    if (length - index > MAX_DOCUMENT_BYTES) throw documentTooLarge();
    const isMore = await window.moveTo(index);
    index = 0;
    if (isMore) continue;
    if (window.bytes.length > 0) kinds.add(giveDocument(window.bytes.toString('utf8'), sink));
    return strongest(kinds);
  }
}

function endWithin(json: JsonBytes, at: number): number | undefined {
  try {
    return json.endOfValue(at);
  } catch (error) {
    if (error instanceof Uncertain) return undefined;
    throw error;
  }
}

/**
 * The records in messages of CloudWatch Logs, portion after portion.
 *
 * @throws BrokenJson, TooDeep, TooLarge, Unreadable
 */
export async function messagesOfLarge(window: Window, sink: Sink): Promise<JsonKind> {
  const kinds = new Set<JsonKind>();
  await inPortions(window, endOfMessages, (bytes) => kinds.add(parseMessages(bytes, sink)));
  return strongest(kinds);
}

function endOfMessages(bytes: Buffer): number {
  const end = lastMessageIn(bytes);
  if (end === 0 && bytes.length > MAX_LINE_BYTES) throw lineTooLong();
  return end;
}

/**
 * Goes over a file of lines without looking at them, so that it is known to be sound before any is kept.
 *
 * @throws Unreadable also for a line that is too long to be had whole
 */
export async function checkLines(window: Window): Promise<void> {
  let lineBytes = 0;
  do {
    const { bytes } = window;
    const first = bytes.indexOf(NEWLINE);
    if (lineBytes + (first < 0 ? bytes.length : first) > MAX_LINE_BYTES) throw lineTooLong();
    // What stands between two line ends of one portion is no longer than that.
    lineBytes = first < 0 ? lineBytes + bytes.length : bytes.length - bytes.lastIndexOf(NEWLINE) - 1;
  } while (await window.moveTo(window.bytes.length));
}

function lineTooLong(): Unreadable {
  return new Unreadable(`holds a line of more than ${MAX_LINE_BYTES / 1024 / 1024} MiB`);
}

/** Takes lines, portion after portion. */
export function linesOfLarge(window: Window, take: (bytes: Buffer) => void): Promise<void> {
  return inPortions(window, (bytes) => bytes.lastIndexOf(NEWLINE) + 1, take);
}

async function inPortions(window: Window, endOf: (bytes: Buffer) => number, take: (bytes: Buffer) => void): Promise<void> {
  for (;;) {
    const end = endOf(window.bytes);
    if (end > 0) take(window.bytes.subarray(0, end));
    if (await window.moveTo(end)) continue;
    take(window.bytes);
    return;
  }
}
