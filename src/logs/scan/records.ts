// Over a list of records: all are gone over, and only those that can count leave a row.

import { afterBlanks, byteAt, CLOSE_ARRAY, COMMA, isText, OPEN_OBJECT, pick, startOf, UNCERTAIN } from './json';
import { MOST_REGIONS, MOST_TIME_SLOTS, REGIONS, TIME_SLOTS } from './layout';
import { length } from './marks';
import { addRow, beginRows } from './rows';
import { NAME, RECORD, REGION, SOURCE, TIME } from './tables';
import { bytesOf, isEqual, isEscaped, NO_NAME, nameOfField } from './texts';
import { isTime, secondsOf, TIME_BYTES } from './values';

/** Why the walk over a list ended, in place of an index. See also {@link UNCERTAIN} and `TOO_DEEP`. */
export const ELEMENT: i32 = -3;
export const FULL: i32 = -4;

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

let isDated: bool = false;
let lowTime: u32 = 0;
let highTime: u32 = 0;
let lastRegion: i32 = -1;
let lastTimeSlot: i32 = -1;

export const SLOT_SECONDS: u32 = 300;

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
  beginRows(fieldsDepth);
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
  const canCount = isKms || (isEqual(RECORD, SOURCE, 's3.amazonaws.com') && isEqual(RECORD, NAME, 'GetObject'));
  if (canCount) addRow(count, elementStart, elementEnd, isKms, seconds, region);
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
