import { isObject } from '../../base/records.js';
import { Unreadable } from '../../files/unreadable.js';
import type { LogRecord } from '../classify/log-record.js';
import { canCount, isRecord } from '../classify/log-record.js';
import { JsonBytes, Uncertain } from './json.js';
import { RecordPicker, recordOf } from './record.js';

/** Takes what a file holds. */
export interface Sink {
  /** Each record, in order; `record` only where it can count. */
  record(eventTime: string | undefined, region: string | undefined, record: LogRecord | undefined): void;
}

/** What a JSON file turned out to be. */
export type JsonKind = 'records' | 'digest' | 'other';

/** Longer than any record of CloudTrail's, which are at most 256 KiB. */
export const MAX_RECORD_BYTES = 4 * 1024 * 1024;
/** What is parsed as a whole takes many times its size. */
export const MAX_DOCUMENT_BYTES = 128 * 1024 * 1024;

/** Larger than any log of AWS's: made to exhaust whoever reads it, or to be split first. */
export class TooLarge extends Unreadable {
  override readonly name = 'TooLarge';
}

/** Broken JSON, with where. */
export class BrokenJson extends Unreadable {
  override readonly name = 'BrokenJson';
}

const START = Buffer.from('{"Records":[');
/** Of a record's fields: within the document, its array and the record. */
const RECORD_DEPTH = 3;
const picker = new RecordPicker();

/**
 * The records of a log file as CloudTrail writes it, `{"Records":[…]}`, without parsing any. False where it is not just that or where
 * anything is uncertain; what the sink was given is then void and {@link parseRecords} has to tell.
 *
 * @throws TooDeep
 */
export function pickRecords(bytes: Buffer, sink: Sink): boolean {
  if (bytes.length < START.length || bytes.compare(START, 0, START.length, 0, START.length) !== 0) return false;
  const json = new JsonBytes(bytes, RECORD_DEPTH);
  picker.open(json);
  try {
    return isEnd(json, pickElements(json, START.length, sink), bytes.length);
  } catch (error) {
    if (error instanceof Uncertain || error instanceof SyntaxError) return false;
    throw error;
  }
}

/** Goes over the elements of the array whose first starts at `at`; returns the index after the array. */
function pickElements(json: JsonBytes, at: number, sink: Sink): number {
  let index = json.afterBlanks(at);
  if (json.byteAt(index) === CLOSE_ARRAY) return index + 1;
  for (;;) {
    if (!json.isObject(index)) throw new Uncertain();
    const end = picker.walk(index);
    if (end - index > MAX_RECORD_BYTES) throw new Uncertain();
    index = json.afterBlanks(end);
    if (!picker.isRecord()) throw new Uncertain();
    sink.record(picker.eventTime(), picker.region(), picker.canCount() ? picker.record() : undefined);
    const byte = json.byteAt(index);
    if (byte === CLOSE_ARRAY) return index + 1;
    if (byte !== COMMA) throw new Uncertain();
    index = json.afterBlanks(index + 1);
  }
}

const COMMA = 0x2c;
const CLOSE_ARRAY = 0x5d;
const CLOSE_OBJECT = 0x7d;

/** Whether after the array nothing comes but the end of the object. */
function isEnd(json: JsonBytes, at: number, length: number): boolean {
  const close = json.afterBlanks(at);
  return json.byteAt(close) === CLOSE_OBJECT && json.afterBlanks(close + 1) === length;
}

/**
 * The records of JSON in any of the forms that people hold: `{"Records": […]}`, a bare array, JSON lines or several documents one after
 * the other, `lookup-events` output (`{"Events": [{"CloudTrailEvent": "…"}]}`), a single record.
 *
 * @throws BrokenJson, TooDeep, TooLarge
 */
export function parseRecords(bytes: Buffer, sink: Sink): JsonKind {
  const kinds = new Set<JsonKind>();
  for (const text of documentsOf(bytes)) kinds.add(giveDocument(parsed(text), Buffer.byteLength(text) > MAX_RECORD_BYTES, sink));
  if (kinds.has('records')) return 'records';
  return kinds.has('digest') ? 'digest' : 'other';
}

function tooLargeRecord(): TooLarge {
  return new TooLarge(`a record of more than ${MAX_RECORD_BYTES / 1024 / 1024} MiB`);
}

function* documentsOf(bytes: Buffer): Generator<string> {
  const start = bytes.length >= 3 && bytes.readUIntBE(0, 3) === 0xefbbbf ? 3 : 0;
  const json = new JsonBytes(bytes);
  let index = json.afterBlanks(start);
  while (index < bytes.length) {
    const end = endOfDocument(json, index, bytes.length);
    if (end - index > MAX_DOCUMENT_BYTES)
      throw new TooLarge(
        `a JSON document of more than ${MAX_DOCUMENT_BYTES / 1024 / 1024} MiB is too large to be parsed; pack ` +
          'the file with gzip, or split it',
      );
    yield bytes.toString('utf8', index, end);
    index = json.afterBlanks(end);
  }
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

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // Newer versions of Node say the place twice.
    if (error instanceof SyntaxError) throw new BrokenJson(`broken JSON: ${error.message.replace(/ \(line \d+ column \d+\)$/, '')}`);
    throw error;
  }
}

/** @param isLarge whether one of its records can be too large */
function giveDocument(document: unknown, isLarge: boolean, sink: Sink): JsonKind {
  if (Array.isArray(document)) return giveAll(document, recordOrLookup, isLarge, sink);
  if (!isObject(document)) return 'other';
  const { Records: records, Events: events } = document;
  if (Array.isArray(records)) return giveAll(records, recordOf, isLarge, sink);
  if (Array.isArray(events)) return giveAll(events, recordOrLookup, isLarge, sink);
  if ('digestS3Object' in document || 'digestStartTime' in document) return 'digest';
  return give(document, recordOrLookup, isLarge, sink) ? 'records' : 'other';
}

/** An empty list is a log file without records. */
function giveAll(elements: unknown[], toRecord: ToRecord, isLarge: boolean, sink: Sink): JsonKind {
  const known = elements.filter((element) => give(element, toRecord, isLarge, sink)).length;
  return known > 0 || elements.length === 0 ? 'records' : 'other';
}

type ToRecord = (element: unknown) => LogRecord;

/** A record itself, or the text of it that `lookup-events` has. */
function recordOrLookup(element: unknown): LogRecord {
  const event = isObject(element) ? element['CloudTrailEvent'] : undefined;
  return recordOf(typeof event === 'string' ? parsed(event) : element);
}

/** Gives a record; false for anything else. */
function give(element: unknown, toRecord: ToRecord, isLarge: boolean, sink: Sink): boolean {
  if (isLarge && Buffer.byteLength(JSON.stringify(element)) > MAX_RECORD_BYTES) throw tooLargeRecord();
  const record = toRecord(element);
  if (!isRecord(record.eventSource, record.eventName)) return false;
  sink.record(record.eventTime, record.region, canCount(record.eventSource, record.eventName) ? record : undefined);
  return true;
}
