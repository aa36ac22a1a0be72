// logs/read/find: the records in content, whatever its form.

import { certain, JsonBytes, Uncertain } from './json.js';
import type { RowSink, Sink } from './sink.js';
import { giveDocument, giveElement } from './walker.js';
import { BrokenJson, type JsonKind, MAX_RECORD_BYTES, strongest, TooLarge } from './wrapped.js';

const START = Buffer.from('{"Records":[');
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** How records stand in content. */
export interface Form {
  /** In a list, with commas between them; or as documents one after the other. */
  isList: boolean;
  /** Levels around the values of their fields. */
  depth: number;
  /** What follows upon the list. */
  isEnd: (json: JsonBytes, at: number, length: number) => boolean;
  /** Gives what is no plain record. */
  give: (text: string, sink: Sink) => JsonKind;
}

/** As CloudTrail writes a log file. */
const RECORDS: Form = {
  isList: true,
  depth: 3,
  isEnd(json, at, length) {
    const close = json.afterBlanks(at);
    return json.byteAt(close) === CLOSE_OBJECT && json.afterBlanks(close + 1) === length;
  },
  give: giveElement,
};
const LIST: Form = { isList: true, depth: 2, isEnd: (json, at, length) => json.afterBlanks(at) === length, give: giveElement };
const DOCUMENTS: Form = { isList: false, depth: 1, isEnd: (_, at, length) => at === length, give: giveDocument };

/** Where records have not been taken yet. */
export interface Place {
  form: Form;
  at: number;
  /** Whether a list may end there. */
  isFirst: boolean;
}

/** Where the records of content begin; undefined where they do not stand in one of the {@link Form}s. */
export function firstPlaceIn(bytes: Buffer, json: JsonBytes): Place | undefined {
  if (bytes.length >= START.length && bytes.compare(START, 0, START.length, 0, START.length) === 0)
    return { form: RECORDS, at: START.length, isFirst: true };
  const at = json.afterBlanks(0);
  if (json.byteAt(at) === OPEN_OBJECT) return { form: DOCUMENTS, at, isFirst: false };
  return json.byteAt(at) === OPEN_ARRAY ? { form: LIST, at: at + 1, isFirst: false } : undefined;
}

/**
 * What content is that something vouches for; its records are gone over and not parsed. Undefined where it is not in one of the
 * {@link Form}s or anything is uncertain; what the sink was given is then void and `parseRecords` has to tell.
 *
 * @throws TooDeep
 */
export function pickRecords(bytes: Buffer, sink: RowSink): JsonKind | undefined {
  const json = new JsonBytes(bytes);
  const place = firstPlaceIn(bytes, json);
  if (place === undefined) return undefined;
  const kinds = new Set<JsonKind>();
  try {
    const end = overRecords(json, place, sink, kinds);
    return place.form.isEnd(json, end, bytes.length) ? strongest(kinds) : undefined;
  } catch (error) {
    // What is broken has its place in the whole.
    if (error instanceof Uncertain || error instanceof BrokenJson) return undefined;
    throw error;
  }
}

/** What `logs/scan` gives where an element has to be looked at as a whole, and where what it noted has to be taken first. */
export const ELEMENT = -3;
export const FULL = -4;

/**
 * Goes over records.
 *
 * @param place moves on with what is taken
 * @param kinds takes what they are
 * @returns the index behind them
 * @throws Uncertain, BrokenJson where something is damaged or breaks off
 */
export function overRecords(json: JsonBytes, place: Place, sink: RowSink, kinds: Set<JsonKind>): number {
  const { form } = place;
  const start = json.afterBlanks(place.at);
  if (place.isFirst && json.byteAt(start) === CLOSE_ARRAY) {
    // An empty list is a log file without records.
    kinds.add('records');
    return start + 1;
  }
  for (;;) {
    const scan = json.scan();
    sink.beginRun(scan);
    const end = scan.takeRecords(place.at, form.isList, form.depth, MAX_RECORD_BYTES);
    if (sink.takeRun(scan, json)) kinds.add('records');
    place.isFirst = false;
    place.at = scan.elementStart.value;
    if (end === ELEMENT) {
      const next = scan.next.value;
      const isOver = scan.isOver.value !== 0;
      kinds.add(form.give(json.raw(place.at, scan.elementEnd.value), sink));
      // Not before: an element that is broken is not taken, and nobody may go on behind it.
      place.at = next;
      if (isOver) return next;
    } else if (end !== FULL) {
      return certain(end);
    }
  }
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
  return at + endOfDocument(new JsonBytes(printed), end - at);
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

/** Where a document ends that starts the content; the end of its line where that cannot be told, so that the parser says what is wrong. */
function endOfDocument(json: JsonBytes, length: number): number {
  try {
    return json.endOfValue(0, 0);
  } catch (error) {
    if (error instanceof Uncertain) return length;
    throw error;
  }
}
