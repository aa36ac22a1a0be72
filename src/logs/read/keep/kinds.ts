import { word } from '../../../base/hash.js';
import { ID_WORDS, writeId } from '../../../files/hash.js';
import type { Finding } from '../../classify/finding.js';
import { isKms, isRequest, type LogRecord } from '../../classify/log-record.js';
import { s3ObjectOf } from '../../classify/objects.js';
import { recordOf } from '../find/record.js';
import { NO_KIND, ROW, type Rows } from '../find/rows.js';
import { parsed } from '../find/wrapped.js';
import { getInRecord, kmsRequest } from './findings.js';
import { writeTextHash } from './text-hash.js';

/** What a record shows that is a request of its own; undefined where that is nothing. */
export function findingIn(record: LogRecord): Finding | undefined {
  if (!isRequest(record)) return undefined;
  return isKms(record) ? kmsRequest(record) : getInRecord(record);
}

/** The record that a row stands for, parsed. */
export function recordAt({ words, json }: Rows, at: number): LogRecord {
  return recordOf(parsed(json.raw(word(words, at + ROW.start), word(words, at + ROW.end))));
}

/** A record, and what it shows. */
export interface Example {
  record: LogRecord;
  finding: Finding | undefined;
}

/** By the module's number of a kind: one of it; `undefined` where each has to be parsed. Of one era. */
let examples = new Map<number, Example | undefined>();
let era = -1;

/**
 * A record that shows what all records of a row's kind show, but for what each row has of its own. The first record of a kind is parsed,
 * and speaks for the others only where it comes to just what its row says; undefined for the kinds of which it does not.
 */
export function exampleOf(rows: Rows, at: number): Example | undefined {
  if (rows.era !== era) examples = new Map();
  era = rows.era;
  const kind = word(rows.words, at + ROW.kind);
  if (kind === NO_KIND) return undefined;
  if (!examples.has(kind)) {
    const record = recordAt(rows, at);
    const finding = findingIn(record);
    examples.set(kind, namesItsObject(record) && isToldBy(rows.words, at, finding) ? { record, finding } : undefined);
  }
  return examples.get(kind);
}

/** Whether a GET's object is the one of its ARN, which is of its kind, and not the one of the request, which is its own. */
function namesItsObject({ get }: LogRecord): boolean {
  return get === undefined || s3ObjectOf(get.objectArn).key !== '';
}

const own = new Uint32Array(ID_WORDS);

/** Whether a row says of its own what the record comes to. */
function isToldBy(row: Uint32Array, at: number, finding: Finding | undefined): boolean {
  if (finding === undefined) return true;
  const { id, time, kind, deliveredMinute = 0, object, requestId } = finding;
  const isSame = (count: number, from: number) => own.subarray(0, count).every((each, index) => each === row[from + index]);
  const isHashOf = (text: string | undefined, from: number) => {
    own.fill(0);
    if (text !== undefined) writeTextHash(text, own, 0);
    return isSame(2, from);
  };
  own.fill(0);
  if (id !== undefined) writeId(id, own, 0);
  return (
    isSame(ID_WORDS, at + ROW.id) &&
    time === row[at + ROW.time] &&
    (kind === undefined || deliveredMinute === row[at + ROW.deliveredMinute]) &&
    (object === undefined || isHashOf(object, at + ROW.object)) &&
    isHashOf(requestId, at + ROW.requestId)
  );
}
