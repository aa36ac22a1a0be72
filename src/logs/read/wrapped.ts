import { gunzipSync } from 'node:zlib';
import { isObject } from '../../base/records.js';
import { Unreadable, unreadableBy } from '../../files/unreadable.js';
import { canCount, isRecord } from '../classify/log-record.js';
import { recordOf } from './record.js';
import type { Sink } from './sink.js';
import { whyUntaken } from './untaken.js';

/** What a JSON file turned out to be. */
export type JsonKind = 'records' | 'digest' | 'other';

/** Longer than any record of CloudTrail's, which are at most 256 KiB. */
export const MAX_RECORD_BYTES = 4 * 1024 * 1024;
/** A message of CloudWatch Logs' subscriptions is far smaller. */
const MAX_PAYLOAD_BYTES = 32 * 1024 * 1024;
/** Objects, lists and texts within each other around a record: a queue's message about a topic's about an event has ten. */
const MAX_WRAPPINGS = 16;

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

/**
 * Gives the records of a JSON document, whatever wraps them. AWS alone wraps them in `detail` (EventBridge), as text in `CloudTrailEvent`
 * (`lookup-events`), `message` (`filter-log-events`, subscriptions) or `Body` (queues), packed in `data` (Lambda, Firehose), and others
 * have their own names for it. A record is known by its fields, so no name is needed.
 *
 * @throws BrokenJson, TooLarge
 */
export function giveDocument(text: string, sink: Sink): JsonKind {
  const document = parsed(text);
  // An empty list is a log file without records.
  if (Array.isArray(document) && document.length === 0) return 'records';
  return new Giver(Buffer.byteLength(text) > MAX_RECORD_BYTES, sink).give(document, 0);
}

/**
 * The same of an element of a log file's list.
 *
 * @throws BrokenJson, TooLarge
 */
export function giveElement(text: string, sink: Sink): JsonKind {
  return new Giver(Buffer.byteLength(text) > MAX_RECORD_BYTES, sink).give(parsed(text), 1);
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

/** Lists that AWS's own tools write, empty where there was nothing. */
const LISTS = ['Records', 'Events', 'events', 'logEvents'];

/** Finds the records of one document. */
class Giver {
  readonly #isLarge: boolean;
  readonly #sink: Sink;

  /** @param isLarge whether a record of the document can be too large */
  constructor(isLarge: boolean, sink: Sink) {
    this.#isLarge = isLarge;
    this.#sink = sink;
  }

  give(value: unknown, level: number): JsonKind {
    if (!isObject(value) || level > MAX_WRAPPINGS) return 'other';
    if (Array.isArray(value)) return this.#giveAll(value, level);
    if (this.#giveRecord(value)) return 'records';
    const { Records: records } = value;
    // Whatever stands beside a log file's list is none of its records.
    if (Array.isArray(records) && records.length > 0) return this.#giveAll(records, level);
    if (LISTS.some((name) => Array.isArray(value[name]) && value[name].length === 0)) return 'records';
    if ('digestS3Object' in value || 'digestStartTime' in value) return 'digest';
    const kinds = new Set(Object.keys(value).map((name) => this.#giveField(name, value[name], level + 1)));
    const reason = kinds.has('records') ? undefined : whyUntaken(value);
    if (reason === undefined) return strongest(kinds);
    this.#sink.untaken(reason);
    return 'records';
  }

  #giveAll(elements: readonly unknown[], level: number): JsonKind {
    return strongest(new Set(elements.map((element) => this.#giveField('', element, level + 1))));
  }

  #giveRecord(value: unknown): boolean {
    const record = recordOf(value);
    if (!isRecord(record.eventSource, record.eventName)) return false;
    if (this.#isLarge && Buffer.byteLength(JSON.stringify(value)) > MAX_RECORD_BYTES) throw new TooLarge();
    this.#sink.record(record.eventTime, record.region, canCount(record.eventSource, record.eventName) ? record : undefined);
    return true;
  }

  #giveField(name: string, value: unknown, level: number): JsonKind {
    if (typeof value !== 'string') return name !== '' && isMention(value) ? 'other' : this.give(value, level);
    const text = name === 'CloudTrailEvent' ? value : wrappedText(value);
    if (text === undefined) return 'other';
    return new Giver(this.#isLarge || Buffer.byteLength(text) > MAX_RECORD_BYTES, this.#sink).give(parsed(text), level);
  }
}

/** Whether something names an event without being its record, as `insightDetails` of an Insight event does. */
function isMention(value: unknown): boolean {
  return isObject(value) && 'eventSource' in value && !['eventTime', 'eventID', 'userIdentity'].some((field) => field in value);
}

/** JSON within text, that can hold a record: as it is, or packed and written as base64. Other text may begin with brackets too. */
function wrappedText(text: string): string | undefined {
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
