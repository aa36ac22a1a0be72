import { Unreadable } from '../../files/unreadable.js';
import {
  type Element,
  firstElementIn,
  isEnd,
  jsonOfElements,
  lastMessageIn,
  overElements,
  PickedElement,
  type Place,
  parseMessages,
} from './documents.js';
import { type Format, formatAfterBlanks, formatOf } from './format.js';
import { JsonBytes, Uncertain } from './json.js';
import type { Sink } from './sink.js';
import { LOOKED_AT, whyContentUntaken } from './untaken.js';
import { giveElement } from './walker.js';
import type { Window } from './window.js';
import { BrokenJson, type JsonKind, MAX_RECORD_BYTES, strongest } from './wrapped.js';

/** No line of a log is as long. */
const MAX_LINE_BYTES = 64 * 1024 * 1024;
const NEWLINE = 0x0a;

/** How the content of a large file is written. Blanks at its start may fill any number of portions. */
export async function formatOfLarge(window: Window): Promise<Format> {
  let format = formatOf(window.bytes);
  while (format === 'blank' && (await window.moveTo(window.bytes.length))) format = formatAfterBlanks(window.bytes);
  return format;
}

/**
 * Why a large file that is no log holds records that are not read; undefined where it holds none.
 *
 * @throws Unreadable where it is damaged
 */
export async function whyLargeUntaken(window: Window): Promise<string | undefined> {
  const start = Buffer.from(window.bytes.subarray(0, LOOKED_AT));
  while (await window.moveTo(Math.max(0, window.bytes.length - LOOKED_AT)));
  return whyContentUntaken(start, window.bytes);
}

/**
 * The records of a log file as CloudTrail writes it that is too large to be had whole, one after the other. Undefined where it is not just
 * that; what the sink was given is then void, and `parseLarge` has to tell.
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
    if (end - at > MAX_RECORD_BYTES) throw new Uncertain();
    this.#text = json.raw(at, end);
    return end;
  }

  give(): void {
    this.#kinds.add(giveElement(this.#text, this.#sink));
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
