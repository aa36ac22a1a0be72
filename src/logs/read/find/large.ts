import { Unreadable } from '../../../files/unreadable.js';
import type { Window } from '../open/window.js';
import { type Form, firstPlaceIn, lastMessageIn, overRecords, type Place, parseMessages } from './documents.js';
import { type Format, formatAfterBlanks, formatOf } from './format.js';
import { JsonBytes, Uncertain } from './json.js';
import type { RowSink, Sink } from './sink.js';
import { LOOKED_AT, whyContentUntaken } from './untaken.js';
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
 * What content is that something vouches for and that is too large to be had whole; its records are gone over, portion after portion.
 * Undefined where nothing vouches for it, or as with `pickRecords`; what the sink was given is then void, and `parseLarge` has to tell.
 *
 * @throws TooDeep, Unreadable
 */
export async function recordsOfLarge(window: Window, sink: RowSink): Promise<JsonKind | undefined> {
  let json = new JsonBytes(window.bytes);
  const place = window.verified ? firstPlaceIn(window.bytes, json) : undefined;
  if (place === undefined) return undefined;
  const kinds = new Set<JsonKind>();
  for (;;) {
    const end = endOfRecords(json, place, sink, kinds);
    const isWhole = end === undefined ? await unlessMore(window, place.at) : await isOver(window, end, place.form);
    if (isWhole !== undefined) return isWhole ? strongest(kinds) : undefined;
    place.at = 0;
    json = new JsonBytes(window.bytes);
  }
}

/** Moves on to what was not certain; false where that is not for lack of bytes. */
async function unlessMore(window: Window, at: number): Promise<false | undefined> {
  return window.bytes.length - at <= 2 * MAX_RECORD_BYTES && (await window.moveTo(at)) ? undefined : false;
}

/** Whether nothing is there but the end; undefined where there are more documents, to which it moves on. */
async function isOver(window: Window, end: number, form: Form): Promise<boolean | undefined> {
  return form.isList ? await isAtEnd(window, end, form) : (await isMore(window, end)) ? undefined : true;
}

function endOfRecords(json: JsonBytes, place: Place, sink: RowSink, kinds: Set<JsonKind>): number | undefined {
  try {
    return overRecords(json, place, sink, kinds);
  } catch (error) {
    if (error instanceof Uncertain || error instanceof BrokenJson) return undefined;
    throw error;
  }
}

async function isAtEnd(window: Window, end: number, { isEnd }: Form): Promise<boolean> {
  await window.moveTo(end);
  return isEnd(new JsonBytes(window.bytes), 0, window.bytes.length) && !(await window.moveTo(window.bytes.length));
}

/** Whether anything but blanks follows; goes on to it. */
async function isMore(window: Window, end: number): Promise<boolean> {
  let isRead = await window.moveTo(end);
  for (;;) {
    const start = new JsonBytes(window.bytes).afterBlanks(0);
    if (start < window.bytes.length) return true;
    if (!isRead) return false;
    isRead = await window.moveTo(start);
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
