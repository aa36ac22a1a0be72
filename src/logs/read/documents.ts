import { JsonBytes, Uncertain } from './json.js';
import { RecordPicker } from './record.js';
import type { Sink } from './sink.js';
import { giveDocument, type JsonKind, MAX_RECORD_BYTES, strongest, TooLarge } from './wrapped.js';

/** What is parsed as a whole takes many times its size. */
export const MAX_DOCUMENT_BYTES = 128 * 1024 * 1024;

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
 * The records of JSON in any of the forms that people hold: `{"Records": […]}`, a bare array, a single record, whatever wraps them
 * ({@link giveDocument}), as JSON lines or several documents one after the other.
 *
 * @throws BrokenJson, TooDeep, TooLarge
 */
export function parseRecords(bytes: Buffer, sink: Sink): JsonKind {
  const kinds = new Set<JsonKind>();
  for (const text of documentsOf(bytes)) kinds.add(giveDocument(text, sink));
  return strongest(kinds);
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
  const json = new JsonBytes(bytes);
  for (let start = 0; start < bytes.length; ) {
    let end = endOfLine(bytes, start);
    const [before] = BEFORE_MESSAGE.exec(bytes.toString('utf8', start, Math.min(end, start + LONGEST_BEFORE))) ?? [];
    if (before !== undefined) {
      const at = start + Buffer.byteLength(before);
      // Printed for people, a message goes on over the next lines.
      if (bytes.toString('latin1', at, Math.min(end, at + 2)).trim() === '{') end = endOfDocument(json, at, end);
      if (end - at > MAX_RECORD_BYTES) throw new TooLarge();
      yield bytes.toString('utf8', at, end);
    }
    start = endOfLine(bytes, end) + 1;
  }
}

function endOfLine(bytes: Buffer, at: number): number {
  const newline = bytes.indexOf(NEWLINE, at);
  return newline < 0 ? bytes.length : newline;
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
