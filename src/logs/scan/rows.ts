// Rows of records that can count: what each has of its own, and the number of what it has in common with others.

import { afterBlanks, byteAt, COMMA, endOf, isArray, isNone, isObject, isText, OPEN_OBJECT, pick, startOf } from './json';
import { INPUT } from './layout';
import { hasBackslash, marksEnd, reach } from './marks';
import { nameAgain } from './names';
import { behindLastSlash, folderEnd, hasTrailSign, objectStart } from './objects';
import {
  ADDENDUM,
  AGENT,
  ARN,
  CATEGORY,
  CONTEXT,
  CONTEXT_OF,
  ERROR,
  EVENT_ID,
  IDENTITY,
  NAME,
  PARAMETERS,
  PARAMETERS_OF,
  RECIPIENT,
  RECORD,
  REQUEST_ID,
  RESOURCE,
  RESOURCES,
  S3_ARN,
  SHARED_ID,
  TRAIL_ARN,
  TYPE,
} from './tables';
import { bytesOf, isEmpty, isEqual, NO_NAME, nameOfField, purposeOf } from './texts';
import { hash, minuteOf, UUID_BYTES, wasAscii, writeUuid } from './values';

/** Words of a row, each of 32 bits. */
export const ROW_BYTES: usize = 14 * 4;
/** What a row's record has in common with others: it is found like a name, by these words of 32 bits. */
const KIND_BYTES: i32 = 11 * 4;
const kind: usize = memory.data(KIND_BYTES, 8);
/** Behind all fields. */
const OF_KINDS: i32 = 0x7f;

/** How many there are. */
export let rows: i32 = 0;
/** Levels around the values of a record's fields. */
let depth: i32 = 0;

/** Begins without any. */
export function beginRows(fieldsDepth: i32): void {
  rows = 0;
  depth = fieldsDepth;
}

/** Where they are. */
export function rowsStart(): usize {
  return marksEnd;
}

/**
 * Adds the row of the record that was picked last.
 *
 * @param index among the records of its run
 * @param start where its text starts
 * @param end the index after it
 * @param seconds its time; zero where it has none
 * @param region the number of its Region
 */
export function addRow(index: i32, start: i32, end: i32, isKms: bool, seconds: u32, region: i32): void {
  const row = marksEnd + <usize>rows * ROW_BYTES;
  reach(row + ROW_BYTES);
  for (let word: usize = 0; word < ROW_BYTES; word += 8) store<u64>(row + word, 0);
  store<i32>(row, index);
  store<i32>(row, start, 4);
  store<i32>(row, end, 8);
  store<u32>(row, seconds, 16);
  const isPlain = seconds !== 0 && !hasBackslash(start, end) && isNone(RECORD, ADDENDUM) && isObject(RECORD, IDENTITY);
  store<i32>(row, isPlain && fillRow(row, isKms, region) ? nameAgain(kind, KIND_BYTES, OF_KINDS) : -1, 12);
  rows += 1;
}

/** False where the record has to be read as a whole. */
function fillRow(row: usize, isKms: bool, region: i32): bool {
  for (let word: usize = 0; word < <usize>KIND_BYTES; word += 4) store<i32>(kind + word, -1);
  const operation = nameOfField(RECORD, NAME);
  const recipient = nameOfField(RECORD, RECIPIENT);
  const category = nameOfField(RECORD, CATEGORY);
  const bytes = endOf(RECORD, IDENTITY) - startOf(RECORD, IDENTITY);
  const identity = nameAgain(INPUT + <usize>startOf(RECORD, IDENTITY), bytes, purposeOf(RECORD, IDENTITY));
  if (operation < NO_NAME || recipient < NO_NAME || category < NO_NAME || identity < 0) return false;
  store<i32>(kind, isKms ? 1 : 0);
  store<i32>(kind, operation, 4);
  store<i32>(kind, region, 8);
  store<i32>(kind, recipient, 12);
  store<i32>(kind, category, 16);
  store<i32>(kind, identity, 20);
  store<i32>(kind, isNone(RECORD, ERROR) ? 0 : 1, 24);
  if (!isNone(RECORD, ERROR) && !isText(RECORD, ERROR)) return false;
  return fillId(row) && (isKms ? fillContext(row) : fillGet(row));
}

/** What all copies of an event share, else its own identifier. */
function fillId(row: usize): bool {
  const field = isNone(RECORD, SHARED_ID) || isEmpty(RECORD, SHARED_ID) ? EVENT_ID : SHARED_ID;
  if (isNone(RECORD, field) || isEmpty(RECORD, field)) return isNone(RECORD, EVENT_ID) || isText(RECORD, EVENT_ID);
  if (!isText(RECORD, field)) return false;
  return bytesOf(RECORD, field) === UUID_BYTES && writeUuid(startOf(RECORD, field) + 1, row + 20);
}

function fillContext(row: usize): bool {
  if (isNone(RECORD, PARAMETERS_OF)) return true;
  if (!isObject(RECORD, PARAMETERS_OF) || pick(startOf(RECORD, PARAMETERS_OF), PARAMETERS, depth) < 0) return false;
  if (isNone(PARAMETERS, CONTEXT_OF)) return true;
  if (!isObject(PARAMETERS, CONTEXT_OF) || pick(startOf(PARAMETERS, CONTEXT_OF), CONTEXT, depth) < 0) return false;
  const trail = nameOfField(CONTEXT, TRAIL_ARN);
  if (trail < NO_NAME) return false;
  store<i32>(kind, trail, 28);
  if (isNone(CONTEXT, S3_ARN) || isEmpty(CONTEXT, S3_ARN)) return true;
  return isText(CONTEXT, S3_ARN) && fillObject(row, CONTEXT, S3_ARN);
}

function fillGet(row: usize): bool {
  const agent = nameOfField(RECORD, AGENT);
  if (agent < NO_NAME || !isObject(RECORD, PARAMETERS_OF) || !findObject()) return false;
  store<i32>(kind, agent, 28);
  if (!isNone(RECORD, REQUEST_ID) && !isText(RECORD, REQUEST_ID)) return false;
  if (isText(RECORD, REQUEST_ID) && !isEmpty(RECORD, REQUEST_ID)) {
    if (bytesOf(RECORD, REQUEST_ID) > MOST_OBJECT_BYTES) return false;
    store<u64>(row, hash(INPUT + <usize>startOf(RECORD, REQUEST_ID) + 1, bytesOf(RECORD, REQUEST_ID), 0), 48);
    if (!wasAscii) return false;
  }
  return fillObject(row, RESOURCE, ARN);
}

/** Goes to the first resource that is an S3 object. */
function findObject(): bool {
  if (!isArray(RECORD, RESOURCES)) return false;
  let at = afterBlanks(startOf(RECORD, RESOURCES) + 1);
  while (byteAt(at) === OPEN_OBJECT) {
    const end = pick(at, RESOURCE, depth + 1);
    if (end < 0) return false;
    if (isText(RESOURCE, TYPE) && isEqual(RESOURCE, TYPE, 'AWS::S3::Object')) return isText(RESOURCE, ARN) && !isEmpty(RESOURCE, ARN);
    at = afterBlanks(end);
    if (byteAt(at) !== COMMA) return false;
    at = afterBlanks(at + 1);
  }
  return false;
}

/** No bucket and key are longer. */
const MOST_OBJECT_BYTES: i32 = 4096;

/**
 * The object of a request: the folder that it is in, without the day, is of its kind; the object itself comes to a number.
 */
function fillObject(row: usize, table: i32, field: i32): bool {
  const start = startOf(table, field) + 1;
  const end = start + bytesOf(table, field);
  const name = behindLastSlash(start, end);
  const folder = nameAgain(INPUT + <usize>start, (name === end ? end : folderEnd(start, name)) - start, purposeOf(table, field));
  if (folder < 0) return false;
  store<i32>(kind, folder, 32);
  store<i32>(kind, name === end ? 1 : 0, 36);
  store<i32>(kind, hasTrailSign(name, end) ? 1 : 0, 40);
  store<u32>(row, minuteOf(name, end), 36);
  // Of other requests of KMS nobody asks which object it was.
  if (table === CONTEXT && !isEqual(RECORD, NAME, 'Decrypt')) return true;
  const object = objectStart(start, end);
  if (end - object > MOST_OBJECT_BYTES) return false;
  store<u64>(row, hash(INPUT + <usize>object, end - object, 0), 40);
  return wasAscii;
}
