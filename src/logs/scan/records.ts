// Over a list of records: all are gone over, and only those that can count leave a row.

import { addField, emptyFields } from './fields';
import {
  afterBlanks,
  byteAt,
  CLOSE_ARRAY,
  COMMA,
  endOf,
  isArray,
  isNone,
  isObject,
  isText,
  OPEN_OBJECT,
  pick,
  startOf,
  UNCERTAIN,
} from './json';
import { INPUT, MOST_REGIONS, MOST_TIME_SLOTS, REGIONS, TIME_SLOTS } from './layout';
import { hasBackslash, length, marksEnd, reach } from './marks';
import { nameOf } from './names';
import { hash, isTime, minuteOf, secondsOf, TIME_BYTES, UUID_BYTES, wasAscii, writeUuid } from './values';

/** Tables of fields. */
const RECORD: i32 = 0;
const PARAMETERS: i32 = 1;
const CONTEXT: i32 = 2;
const RESOURCE: i32 = 3;

const SOURCE: i32 = 0;
const NAME: i32 = 1;
const TIME: i32 = 2;
const REGION: i32 = 3;
const EVENT_ID: i32 = 4;
const SHARED_ID: i32 = 5;
const REQUEST_ID: i32 = 6;
const ERROR: i32 = 7;
const RECIPIENT: i32 = 8;
const AGENT: i32 = 9;
const IDENTITY: i32 = 10;
const PARAMETERS_OF: i32 = 11;
const CATEGORY: i32 = 12;
const ADDENDUM: i32 = 13;
const RESOURCES: i32 = 14;

const CONTEXT_OF: i32 = 0;
const TRAIL_ARN: i32 = 0;
const S3_ARN: i32 = 1;
const TYPE: i32 = 0;
const ARN: i32 = 1;

for (let table = RECORD; table <= RESOURCE; table += 1) emptyFields(table);
addField(RECORD, SOURCE, 'eventSource');
addField(RECORD, NAME, 'eventName');
addField(RECORD, TIME, 'eventTime');
addField(RECORD, REGION, 'awsRegion');
addField(RECORD, EVENT_ID, 'eventID');
addField(RECORD, SHARED_ID, 'sharedEventID');
addField(RECORD, REQUEST_ID, 'requestID');
addField(RECORD, ERROR, 'errorCode');
addField(RECORD, RECIPIENT, 'recipientAccountId');
addField(RECORD, AGENT, 'userAgent');
addField(RECORD, IDENTITY, 'userIdentity');
addField(RECORD, PARAMETERS_OF, 'requestParameters');
addField(RECORD, CATEGORY, 'eventCategory');
addField(RECORD, ADDENDUM, 'addendum');
addField(RECORD, RESOURCES, 'resources');
addField(PARAMETERS, CONTEXT_OF, 'encryptionContext');
addField(CONTEXT, TRAIL_ARN, 'aws:cloudtrail:arn');
addField(CONTEXT, S3_ARN, 'aws:s3:arn');
addField(RESOURCE, TYPE, 'type');
addField(RESOURCE, ARN, 'ARN');

/** Why the walk over a list ended, in place of an index. See also {@link UNCERTAIN} and `TOO_DEEP`. */
const ELEMENT: i32 = -3;
const FULL: i32 = -4;

/** Of the list: what parts its elements, how deep the values of their fields are, and how long one can be. */
let isList: bool = true;
let depth: i32 = 0;
let mostBytes: i32 = 0;

/** The first element that was not taken yet, or that was taken last; and the byte behind it. */
export let elementStart: i32 = 0;
export let elementEnd: i32 = 0;
/** Where the next one can be looked for, unless the list is over. */
export let next: i32 = 0;
export let isOver: bool = false;

/** Records taken. */
export let count: i32 = 0;
/** The first and the last of their times, in seconds since 1970-01-01 UTC, of those within limits; zero where there is none. */
export let firstTime: u32 = 0;
export let lastTime: u32 = 0;
export let regions: i32 = 0;
export let timeSlots: i32 = 0;
export let rows: i32 = 0;

let isDated: bool = false;
let lowTime: u32 = 0;
let highTime: u32 = 0;
let lastRegion: i32 = -1;
let lastTimeSlot: i32 = -1;

const SLOT_SECONDS: u32 = 300;

/**
 * Begins with nothing noted.
 *
 * @param dated whether the file's name tells when it was delivered
 * @param low seconds of the first time that can be an event's of it
 * @param high the first that cannot
 */
export function begin(dated: bool, low: u32, high: u32): void {
  isDated = dated;
  lowTime = low;
  highTime = high;
  count = 0;
  firstTime = 0;
  lastTime = 0;
  regions = 0;
  lastRegion = -1;
  lastTimeSlot = -1;
  rows = 0;
  timeSlots = 0;
}

/**
 * Goes over elements of a list, or over documents one after the other, as long as they are plain records.
 *
 * @param at where an element starts, or the list ends
 * @param list whether commas part them, and a bracket ends them; or nothing but the end
 * @param fieldsDepth levels around the values of a record's fields
 * @param most bytes of a record
 * @returns the index after the list; or `UNCERTAIN`, `TOO_DEEP`; `ELEMENT` where one has to be looked at as a whole, `FULL` where what was
 * noted has to be taken before going on
 */
export function takeRecords(at: i32, list: bool, fieldsDepth: i32, most: i32): i32 {
  isList = list;
  depth = fieldsDepth;
  mostBytes = most;
  next = at;
  while (true) {
    elementStart = afterBlanks(next);
    if (timeSlots === MOST_TIME_SLOTS) return FULL;
    const end = goOver();
    if (end < 0) return end;
    if (!take()) return ELEMENT;
    if (isOver) return end;
  }
}

/** Goes over the element that starts next, and to what follows it, which shows that it is one. */
function goOver(): i32 {
  if (byteAt(elementStart) !== OPEN_OBJECT) return UNCERTAIN;
  elementEnd = pick(elementStart, RECORD, depth);
  if (elementEnd < 0) return elementEnd;
  if (elementEnd - elementStart > mostBytes) return UNCERTAIN;
  const after = afterBlanks(elementEnd);
  isOver = isList ? byteAt(after) === CLOSE_ARRAY : after >= length;
  if (isList && !isOver && byteAt(after) !== COMMA) return UNCERTAIN;
  next = isList ? after + 1 : after;
  return next;
}

/** Takes the record that was gone over last; false where it is none, or none that is plain. */
function take(): bool {
  if (!isText(RECORD, SOURCE) || isEscaped(RECORD, SOURCE) || isEscaped(RECORD, NAME)) return false;
  const isKms = isEqual(RECORD, SOURCE, 'kms.amazonaws.com');
  if (!isKms && !isText(RECORD, NAME)) return false;
  let seconds: u32 = 0;
  if (startOf(RECORD, TIME) >= 0) {
    if (!isText(RECORD, TIME) || bytesOf(RECORD, TIME) !== TIME_BYTES || isEscaped(RECORD, TIME)) return false;
    const text = startOf(RECORD, TIME) + 1;
    if (!isTime(text)) return false;
    seconds = secondsOf(text);
  }
  const region = nameOfField(RECORD, REGION);
  if (region < NO_NAME || !takeRegion(region)) return false;
  if (isKms || (isEqual(RECORD, SOURCE, 's3.amazonaws.com') && isEqual(RECORD, NAME, 'GetObject'))) addRow(isKms, seconds, region);
  takeTime(seconds);
  count += 1;
  return true;
}

/** False where there is no room for another. */
function takeRegion(region: i32): bool {
  if (region < 0 || region === lastRegion) return true;
  for (let index = 0; index < regions; index += 1) {
    if (load<i32>(REGIONS + <usize>index * 4) !== region) continue;
    lastRegion = region;
    return true;
  }
  if (regions === MOST_REGIONS) return false;
  store<i32>(REGIONS + <usize>regions * 4, region);
  regions += 1;
  lastRegion = region;
  return true;
}

function takeTime(seconds: u32): void {
  if (seconds === 0 || seconds < lowTime || seconds >= highTime) return;
  if (firstTime === 0 || seconds < firstTime) firstTime = seconds;
  if (seconds > lastTime) lastTime = seconds;
  const slot = <i32>(seconds / SLOT_SECONDS);
  if (isDated || slot === lastTimeSlot) return;
  lastTimeSlot = slot;
  store<i32>(TIME_SLOTS + <usize>timeSlots * 4, slot);
  timeSlots += 1;
}

/** Words of a row, each of 32 bits. */
const ROW_BYTES: usize = 14 * 4;
/** What a row's record has in common with others: it is found like a name, by these words of 32 bits. */
const KIND_BYTES: i32 = 11 * 4;
const kind: usize = memory.data(KIND_BYTES, 8);

function addRow(isKms: bool, seconds: u32, region: i32): void {
  const row = marksEnd + <usize>rows * ROW_BYTES;
  reach(row + ROW_BYTES);
  for (let word: usize = 0; word < ROW_BYTES; word += 8) store<u64>(row + word, 0);
  store<i32>(row, count);
  store<i32>(row, elementStart, 4);
  store<i32>(row, elementEnd, 8);
  store<u32>(row, seconds, 16);
  const isPlain = seconds !== 0 && !hasBackslash(elementStart, elementEnd) && isNone(RECORD, ADDENDUM) && isObject(RECORD, IDENTITY);
  store<i32>(row, isPlain && fillRow(row, isKms, region) ? nameOf(kind, KIND_BYTES) : -1, 12);
  rows += 1;
}

/** Where the rows are. */
export function rowsStart(): usize {
  return marksEnd;
}

/** False where the record has to be read as a whole. */
function fillRow(row: usize, isKms: bool, region: i32): bool {
  for (let word: usize = 0; word < <usize>KIND_BYTES; word += 4) store<i32>(kind + word, -1);
  const operation = nameOfField(RECORD, NAME);
  const recipient = nameOfField(RECORD, RECIPIENT);
  const category = nameOfField(RECORD, CATEGORY);
  const identity = nameOf(INPUT + <usize>startOf(RECORD, IDENTITY), endOf(RECORD, IDENTITY) - startOf(RECORD, IDENTITY));
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

const SLASH: u32 = 0x2f;
/** No bucket and key are longer. */
const MOST_OBJECT_BYTES: i32 = 4096;

/**
 * The object of a request: the folder that it is in, without the day, is of its kind; the object itself comes to a number.
 */
function fillObject(row: usize, table: i32, field: i32): bool {
  const start = startOf(table, field) + 1;
  const end = start + bytesOf(table, field);
  const name = behindLastSlash(start, end);
  const folder = nameOf(INPUT + <usize>start, (name === end ? end : folderEnd(start, name)) - start);
  if (folder < 0) return false;
  store<i32>(kind, folder, 32);
  store<i32>(kind, name === end ? 1 : 0, 36);
  store<i32>(kind, hasTrailSign(name, end) ? 1 : 0, 40);
  store<u32>(row, minuteOf(name, end), 36);
  const object = objectStart(start, end);
  if (end - object > MOST_OBJECT_BYTES) return false;
  store<u64>(row, hash(INPUT + <usize>object, end - object, 0), 40);
  return wasAscii;
}

/** Where the last part of a path starts; its end where it has but one. */
function behindLastSlash(start: i32, end: i32): i32 {
  let at = end - 16;
  for (; at >= start; at -= 16) {
    const slashes = i8x16.bitmask(i8x16.eq(v128.load(INPUT + <usize>at), i8x16.splat(0x2f)));
    if (slashes !== 0) return at + 32 - clz(slashes);
  }
  for (let index = at + 15; index >= start; index -= 1) if (byteAt(index) === SLASH) return index + 1;
  return end;
}

const DAY_BYTES: i32 = 11;

/** Where a file's folder ends without the `2026/11/02/` at its end. */
function folderEnd(start: i32, end: i32): i32 {
  const day = end - DAY_BYTES;
  if (day <= start || byteAt(day - 1) !== SLASH) return end;
  for (let index = 0; index < DAY_BYTES; index += 1) {
    const byte = byteAt(day + index);
    if (index === 4 || index === 7 || index === 10 ? byte !== SLASH : byte - 0x30 > 9) return end;
  }
  return day;
}

/** Whether a name has `_CloudTrail_` in it, as those of log files have. */
function hasTrailSign(start: i32, end: i32): bool {
  for (let at = start; at + 12 <= end; at += 1) if (byteAt(at) === UNDERSCORE && hasAt(at, '_CloudTrail_')) return true;
  return false;
}

const UNDERSCORE: u32 = 0x5f;

/** Where bucket and key stand in an ARN: behind its third colon after the service; the whole of anything else. */
function objectStart(start: i32, end: i32): i32 {
  for (let at = start; at + 3 <= end; at += 1) if ((load<u32>(INPUT + <usize>at) & 0xffffff) === 0x3a3a3a) return at + 3;
  return start;
}

/** A field that is absent or empty text, in place of a name's number; and one that is no plain text. */
const NO_NAME: i32 = -1;
const NOT_PLAIN: i32 = -2;

function nameOfField(table: i32, field: i32): i32 {
  if (isNone(table, field)) return NO_NAME;
  if (!isText(table, field) || isEscaped(table, field)) return NOT_PLAIN;
  if (isEmpty(table, field)) return NO_NAME;
  const name = nameOf(INPUT + <usize>startOf(table, field) + 1, bytesOf(table, field));
  return name < 0 ? NOT_PLAIN : name;
}

/** Bytes within the quotes of a text. */
function bytesOf(table: i32, field: i32): i32 {
  return endOf(table, field) - startOf(table, field) - 2;
}

function isEmpty(table: i32, field: i32): bool {
  return isText(table, field) && bytesOf(table, field) === 0;
}

function isEscaped(table: i32, field: i32): bool {
  return isText(table, field) && hasBackslash(startOf(table, field), endOf(table, field));
}

function isEqual(table: i32, field: i32, text: string): bool {
  if (bytesOf(table, field) !== text.length) return false;
  return hasAt(startOf(table, field) + 1, text);
}

function hasAt(at: i32, text: string): bool {
  for (let index = 0; index < text.length; index += 1) if (byteAt(at + index) !== <u32>text.charCodeAt(index)) return false;
  return true;
}
