import { gunzipSync } from 'node:zlib';
import { isObject } from '../../../base/records.js';
import { Unreadable, unreadableBy } from '../../../files/unreadable.js';
import { isRecord } from '../../classify/log-record.js';
import { isNameOfRecord } from './untaken.js';

/** What a JSON file turned out to be. */
export type JsonKind = 'records' | 'digest' | 'other';

/** Longer than any record of CloudTrail's, which are at most 256 KiB. */
export const MAX_RECORD_BYTES = 4 * 1024 * 1024;
/** A message of CloudWatch Logs' subscriptions is far smaller. */
const MAX_PAYLOAD_BYTES = 32 * 1024 * 1024;
/** Objects, lists and texts within each other around a record: a queue's message about a topic's about an event has ten. */
export const MAX_WRAPPINGS = 16;

/** Larger than any log of AWS's: made to exhaust whoever reads it, or to be split first. */
export class TooLarge extends Unreadable {
  override readonly name = 'TooLarge';
  constructor(what = `a record of more than ${MAX_RECORD_BYTES / 1024 / 1024} MiB`) {
    super(what);
  }
}

/** Broken JSON, with where. */
export class BrokenJson extends Unreadable {
  override readonly name = 'BrokenJson';
}

/** Of parts, what the whole is. */
export function strongest(kinds: ReadonlySet<JsonKind>): JsonKind {
  if (kinds.has('records')) return 'records';
  return kinds.has('digest') ? 'digest' : 'other';
}

/** @throws BrokenJson */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // Newer versions of Node say the place twice.
    if (error instanceof SyntaxError) throw new BrokenJson(`broken JSON: ${error.message.replace(/ \(line \d+ column \d+\)$/, '')}`);
    throw error;
  }
}

/** Lists that AWS's own tools write, empty where there was nothing. */
const LISTS = ['Records', 'Events', 'events', 'logEvents'];
const OF_DIGESTS = ['digestS3Object', 'digestStartTime'];

/** What an object is, as its fields show: in a `list` only `Records` is looked at, in a `wrapping` each field, in the others none. */
export type Meaning = 'record' | 'list' | 'empty list' | 'digest' | 'wrapping';

/** @param fields of the object, at least those with names that {@link isTelling} */
export function meaningOf(fields: Readonly<Record<string, unknown>>): Meaning {
  const { Records: records } = fields;
  if (isRecord(textOrNone(fields['eventSource']), textOrNone(fields['eventName']))) return 'record';
  // Whatever is beside a log file's list is none of its records.
  if (Array.isArray(records) && records.length > 0) return 'list';
  if (LISTS.some((name) => Array.isArray(fields[name]) && fields[name].length === 0)) return 'empty list';
  return OF_DIGESTS.some((name) => name in fields) ? 'digest' : 'wrapping';
}

function textOrNone(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Whether a field can show what its object is. */
export function isTelling(name: string): boolean {
  return LISTS.includes(name) || OF_DIGESTS.includes(name) || isNameOfRecord(name);
}

/** Whether something names an event without being its record, as `insightDetails` of an Insight event does. */
export function isMention(value: unknown): boolean {
  return isObject(value) && 'eventSource' in value && !['eventTime', 'eventID', 'userIdentity'].some((field) => field in value);
}

/** JSON within text, that can hold a record: as it is, or packed and written as base64. Other text may begin with brackets too. */
export function wrappedText(text: string): string | undefined {
  const json = text.startsWith('H4sI') ? payload(text) : text.startsWith('eyJ') ? Buffer.from(text, 'base64').toString() : text;
  return /^\s*[[{]/.test(json) && /eventsource/i.test(json) ? json : undefined;
}

/** What gzip and base64 hold, as CloudWatch Logs hands messages on. */
function payload(base64: string): string {
  try {
    return gunzipSync(Buffer.from(base64, 'base64'), { maxOutputLength: MAX_PAYLOAD_BYTES }).toString();
  } catch (error) {
    if (error instanceof RangeError) throw new TooLarge(`a message that inflates to more than ${MAX_PAYLOAD_BYTES / 1024 / 1024} MiB`);
    throw unreadableBy(error);
  }
}
