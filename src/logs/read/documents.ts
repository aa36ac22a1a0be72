import { JsonBytes, Uncertain } from './json.js';
import { RecordPicker } from './record.js';
import type { Sink } from './sink.js';
import { giveDocument } from './walker.js';
import { type JsonKind, MAX_RECORD_BYTES, strongest, TooLarge } from './wrapped.js';

const START = Buffer.from('{"Records":[');
/** Of a record's fields: within the document, its array and the record. */
const RECORD_DEPTH = 3;
const picker = new RecordPicker();

/**
 * The records of a log file as CloudTrail writes it, `{"Records":[…]}`, without parsing any. False where it is not just that or where
 * anything is uncertain; what the sink was given is then void and `parseRecords` has to tell.
 *
 * @throws TooDeep
 */
export function pickRecords(bytes: Buffer, sink: Sink): boolean {
  const first = firstElementIn(bytes);
  if (first === undefined) return false;
  const json = jsonOfElements(bytes);
  try {
    return isEnd(json, overElements(json, { at: first, isFirst: true }, new PickedElement(sink)), bytes.length);
  } catch (error) {
    if (error instanceof Uncertain || error instanceof SyntaxError) return false;
    throw error;
  }
}

/** What is done with an element of the array of records. */
export interface Element {
  /** Goes over it; returns the index after it. */
  walk(json: JsonBytes, at: number): number;
  /** Gives the one that it went over last. */
  give(): void;
}

/** An element that is picked without being parsed. */
export class PickedElement implements Element {
  readonly #sink: Sink;

  constructor(sink: Sink) {
    this.#sink = sink;
  }

  walk(_: JsonBytes, at: number): number {
    const end = picker.walk(at);
    if (end - at > MAX_RECORD_BYTES) throw new Uncertain();
    return end;
  }

  give(): void {
    if (!picker.isRecord()) throw new Uncertain();
    this.#sink.record(picker.eventTime(), picker.region(), picker.canCount() ? picker.record() : undefined);
  }
}

/** Where elements are looked for. */
export function jsonOfElements(bytes: Buffer): JsonBytes {
  const json = new JsonBytes(bytes, RECORD_DEPTH);
  picker.open(json);
  return json;
}

/** The index of the first element of a log file's list; undefined for anything else. */
export function firstElementIn(bytes: Buffer): number | undefined {
  return bytes.length < START.length || bytes.compare(START, 0, START.length, 0, START.length) !== 0 ? undefined : START.length;
}

/** An element that was not given yet: where it starts, and whether it is the first of its array. */
export interface Place {
  at: number;
  isFirst: boolean;
}

/**
 * Goes over the elements of an array; an element is one when what follows it is seen.
 *
 * @param place moves on with what is given
 * @returns the index after the array
 * @throws Uncertain where the array is damaged or breaks off
 */
export function overElements(json: JsonBytes, place: Place, element: Element): number {
  let index = json.afterBlanks(place.at);
  if (place.isFirst && json.byteAt(index) === CLOSE_ARRAY) return index + 1;
  for (;;) {
    if (!json.isObject(index)) throw new Uncertain();
    const end = json.afterBlanks(element.walk(json, index));
    const byte = json.byteAt(end);
    if (byte !== CLOSE_ARRAY && byte !== COMMA) throw new Uncertain();
    element.give();
    if (byte === CLOSE_ARRAY) return end + 1;
    place.at = end + 1;
    place.isFirst = false;
    index = json.afterBlanks(end + 1);
  }
}

const COMMA = 0x2c;
const CLOSE_ARRAY = 0x5d;
const CLOSE_OBJECT = 0x7d;

/** Whether after the array nothing comes but the end of the object. */
export function isEnd(json: JsonBytes, at: number, length: number): boolean {
  const close = json.afterBlanks(at);
  return json.byteAt(close) === CLOSE_OBJECT && json.afterBlanks(close + 1) === length;
}

/** What CloudWatch Logs puts before a message: in an export its time, in what `aws logs tail` prints the stream too. */
const BEFORE_MESSAGE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S*[ \t]+(?:[^\s{]\S*[ \t]+)?(?=\{)/;
/** Names of log streams have at most 512 signs. */
const LONGEST_BEFORE = 1024;
const NEWLINE = 0x0a;

/** Whether a text begins like messages of CloudWatch Logs with their times. */
export function looksLikeMessages(text: string): boolean {
  return BEFORE_MESSAGE.test(text);
}

/**
 * The records in messages of CloudWatch Logs, each after its time; lines of anything else among them are none.
 * Source: docs.aws.amazon.com/AmazonCloudWatch/latest/logs/S3Export.html
 *
 * @throws BrokenJson, TooDeep, TooLarge
 */
export function parseMessages(bytes: Buffer, sink: Sink): JsonKind {
  const kinds = new Set<JsonKind>();
  for (const text of messagesOf(bytes)) if (/eventsource/i.test(text)) kinds.add(giveDocument(text, sink));
  return strongest(kinds);
}

function* messagesOf(bytes: Buffer): Generator<string> {
  for (let start = 0; start < bytes.length; ) {
    let end = endOfLine(bytes, start);
    const before = beforeMessage(bytes, start, end);
    if (before !== undefined) {
      const at = start + Buffer.byteLength(before);
      // Printed for people, a message goes on over the next lines, at most to the next message.
      if (bytes.toString('latin1', at, Math.min(end, at + 2)).trim() === '{') end = endOfPrinted(bytes, at, end);
      if (end - at > MAX_RECORD_BYTES) throw new TooLarge();
      yield bytes.toString('utf8', at, end);
    }
    start = endOfLine(bytes, end) + 1;
  }
}

function beforeMessage(bytes: Buffer, start: number, end: number): string | undefined {
  return BEFORE_MESSAGE.exec(bytes.toString('utf8', start, Math.min(end, start + LONGEST_BEFORE)))?.[0];
}

function endOfPrinted(bytes: Buffer, at: number, end: number): number {
  let next = end + 1;
  while (next < bytes.length && beforeMessage(bytes, next, endOfLine(bytes, next)) === undefined) next = endOfLine(bytes, next) + 1;
  const printed = bytes.subarray(at, Math.min(next, bytes.length));
  return at + endOfDocument(new JsonBytes(printed), 0, end - at);
}

/** The start of the last message, before which content can be parted; 0 where there is none but the first. */
export function lastMessageIn(bytes: Buffer): number {
  for (let newline = bytes.lastIndexOf(NEWLINE); newline > 0; newline = bytes.lastIndexOf(NEWLINE, newline - 1)) {
    if (beforeMessage(bytes, newline + 1, bytes.length) !== undefined) return newline + 1;
  }
  return 0;
}

function endOfLine(bytes: Buffer, at: number): number {
  const newline = bytes.indexOf(NEWLINE, at);
  return newline < 0 ? bytes.length : newline;
}

/** Where a document ends; the end of the file where that cannot be told, so that the parser says what is wrong. */
function endOfDocument(json: JsonBytes, at: number, length: number): number {
  try {
    return json.endOfValue(at);
  } catch (error) {
    if (error instanceof Uncertain) return length;
    throw error;
  }
}
