import { isObject } from '../../base/records.js';
import { isPlainTime, utcTimeOf } from '../../base/time.js';
import type { Identity, LogRecord } from '../classify/log-record.js';
import { canCount, GET, isRecord, KMS, S3 } from '../classify/log-record.js';
import { JsonBytes, type Keys, keysOf, Uncertain } from './json.js';

/** A record that was parsed. Anything that is no object has no fields. */
export function recordOf(parsed: unknown): LogRecord {
  const record = fieldsOf(parsed);
  const identity = fieldsOf(record['userIdentity']);
  const parameters = fieldsOf(record['requestParameters']);
  const unreadable = ['userIdentity', 'requestParameters'].find((field) => isBroken(record[field]));
  const context = fieldsOf(parameters['encryptionContext']);
  const issuer = fieldsOf(fieldsOf(identity['sessionContext'])['sessionIssuer']);
  return {
    eventSource: textOf(record['eventSource']),
    eventName: textOf(record['eventName']),
    eventTime: eventTimeOf(record['eventTime']),
    eventId: filledTextOf(record['eventID']),
    originalEventId: filledTextOf(fieldsOf(record['addendum'])['originalEventID']),
    eventCategory: filledTextOf(record['eventCategory']),
    sharedEventId: filledTextOf(record['sharedEventID']),
    errorCode: textOf(record['errorCode']),
    region: filledTextOf(record['awsRegion']),
    recipientAccountId: filledTextOf(record['recipientAccountId']),
    identity: {
      type: filledTextOf(identity['type']),
      principalId: filledTextOf(identity['principalId']),
      arn: filledTextOf(identity['arn']),
      accountId: filledTextOf(identity['accountId']),
      userName: filledTextOf(identity['userName']),
      invokedBy: filledTextOf(identity['invokedBy']),
      issuerArn: filledTextOf(issuer['arn']),
    },
    trailArn: filledTextOf(context['aws:cloudtrail:arn']),
    s3Arn: filledTextOf(context['aws:s3:arn']),
    unreadable,
    get:
      record['eventSource'] === KMS
        ? undefined
        : {
            requestId: filledTextOf(record['requestID']),
            userAgent: filledTextOf(record['userAgent']),
            bucketName: filledTextOf(parameters['bucketName']),
            objectKey: filledTextOf(parameters['key']),
            objectArn: objectArnIn(record['resources']),
          },
  };
}

/** What is written as CloudTrail does is left as it is: whether it is a time at all is asked of what counts alone. */
function eventTimeOf(value: unknown): string | undefined {
  return typeof value === 'string' && isPlainTime(value) ? value : utcTimeOf(value);
}

/** Exports of databases hold objects as JSON text. */
function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  const object = typeof value === 'string' ? parsedText(value) : value;
  return isObject(object) && !Array.isArray(object) ? object : {};
}

/** Undefined for text that is no JSON. */
function parsedText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Whether a field holds something, and no object, be it as JSON text. */
function isBroken(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return false;
  const object = typeof value === 'string' ? parsedText(value) : value;
  return object !== null && (!isObject(object) || Array.isArray(object));
}

function objectArnIn(resources: unknown): string | undefined {
  const all = typeof resources === 'string' ? parsedText(resources) : resources;
  if (!Array.isArray(all)) return undefined;
  const object = all.find((resource) => isObject(resource) && resource['type'] === 'AWS::S3::Object');
  return isObject(object) ? filledTextOf(object['ARN']) : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Exports write what is absent as empty text too. */
function filledTextOf(value: unknown): string | undefined {
  return textOf(value) || undefined;
}

/** Fields of a record in the order of their spans. */
const RECORD_KEYS = keysOf([
  'eventSource',
  'eventName',
  'eventTime',
  'awsRegion',
  'eventID',
  'sharedEventID',
  'requestID',
  'errorCode',
  'recipientAccountId',
  'userAgent',
  'userIdentity',
  'requestParameters',
  'eventCategory',
  'addendum',
  'resources',
]);
const USER_IDENTITY = 10;
const REQUEST_PARAMETERS = 11;
const EVENT_CATEGORY = 12;
const ADDENDUM = 13;
const RESOURCES = 14;
const ADDENDUM_KEYS = keysOf(['originalEventID']);
const IDENTITY_KEYS = keysOf(['type', 'principalId', 'arn', 'accountId', 'userName', 'invokedBy', 'sessionContext']);
const SESSION_CONTEXT = 6;
const SESSION_KEYS = keysOf(['sessionIssuer']);
const ISSUER_KEYS = keysOf(['arn']);
const PARAMETER_KEYS = keysOf(['encryptionContext', 'bucketName', 'key']);
const KMS_BYTES = quoted(KMS);
const S3_BYTES = quoted(S3);
const GET_BYTES = quoted(GET);
const CONTEXT_KEYS = keysOf(['aws:cloudtrail:arn', 'aws:s3:arn']);

function quoted(text: string): DataView {
  return new DataView(new TextEncoder().encode(`"${text}"`).buffer);
}

/** Where the raw value of a slot starts, and the index after it; see {@link JsonBytes.pick}. */
function startOf(spans: Int32Array, slot: number): number {
  return spans[2 * slot] as number;
}

function endOf(spans: Int32Array, slot: number): number {
  return spans[2 * slot + 1] as number;
}

/** `null` begins with it. */
const NULL_SIGN = 0x6e;

/** Callers repeat; so many of the last ones are recognised by their bytes alone. */
const KNOWN_IDENTITIES = 64;

/** Picks records out of bytes: the same fields as {@link recordOf} of the parsed text, without parsing it. */
export class RecordPicker {
  readonly #known: { bytes: DataView; identity: Identity }[] = [];
  /** By slot, what stood there last: some fields hardly change from record to record. */
  readonly #last: ({ bytes: DataView; text: string } | undefined)[] = [];
  readonly #spans = new Int32Array(2 * 15);
  readonly #inner = new Int32Array(2 * 7);
  #json = new JsonBytes(Buffer.alloc(0));

  /** Takes up another file. */
  open(json: JsonBytes): void {
    this.#json = json;
  }

  /** Walks over the record at `at` and returns the index after it; the other methods then tell of it. */
  walk(at: number): number {
    return this.#json.pick(at, RECORD_KEYS, this.#spans);
  }

  /** See {@link canCount}. */
  canCount(): boolean {
    return this.#is(0, KMS_BYTES, KMS) || (this.#is(0, S3_BYTES, S3) && this.#is(1, GET_BYTES, GET));
  }

  /** See {@link isRecord}. */
  isRecord(): boolean {
    return this.#json.isText(startOf(this.#spans, 0)) && (this.#json.isText(startOf(this.#spans, 1)) || this.#is(0, KMS_BYTES, KMS));
  }

  /** @throws Uncertain for a time that is not written as CloudTrail does: it has to be read as a whole */
  eventTime(): string | undefined {
    const time = this.#text(2);
    if (time === undefined ? startOf(this.#spans, 2) >= 0 : !isPlainTime(time)) throw new Uncertain();
    return time;
  }

  region(): string | undefined {
    return this.#again(3, this.#spans);
  }

  /** @throws Uncertain where a field is text that may hold an object */
  record(): LogRecord {
    if (this.#isNoObject(USER_IDENTITY) || this.#isNoObject(REQUEST_PARAMETERS)) throw new Uncertain();
    const identity = this.#identity();
    this.#enter(this.#spans, ADDENDUM, ADDENDUM_KEYS);
    const originalEventId = this.#innerText(0);
    const isKms = this.#is(0, KMS_BYTES, KMS);
    this.#enter(this.#spans, REQUEST_PARAMETERS, PARAMETER_KEYS);
    const bucketName = isKms ? undefined : this.#innerText(1);
    const objectKey = isKms ? undefined : this.#innerText(2);
    this.#enter(this.#inner, 0, CONTEXT_KEYS);
    return {
      eventSource: isKms ? KMS : this.#text(0),
      eventName: this.#text(1),
      eventTime: this.eventTime(),
      region: this.region(),
      eventId: this.#filledText(4),
      originalEventId,
      eventCategory: this.#again(EVENT_CATEGORY, this.#spans),
      sharedEventId: this.#filledText(5),
      errorCode: this.#text(7),
      recipientAccountId: this.#again(8, this.#spans),
      identity,
      trailArn: this.#again(0, this.#inner),
      s3Arn: this.#innerText(1),
      unreadable: undefined,
      get: isKms
        ? undefined
        : {
            requestId: this.#filledText(6),
            userAgent: this.#filledText(9),
            bucketName,
            objectKey,
            objectArn: objectArnIn(this.#parsed(RESOURCES)),
          },
    };
  }

  /** Whether a field is there and neither an object nor null. */
  #isNoObject(slot: number): boolean {
    const at = startOf(this.#spans, slot);
    return at >= 0 && !this.#json.isObject(at) && this.#json.byteAt(at) !== NULL_SIGN;
  }

  #parsed(slot: number): unknown {
    const start = startOf(this.#spans, slot);
    return start < 0 ? undefined : this.#json.parsed(start, endOf(this.#spans, slot));
  }

  #identity(): Identity {
    const start = startOf(this.#spans, USER_IDENTITY);
    const end = endOf(this.#spans, USER_IDENTITY);
    const known = this.#knownIdentity(start, end);
    if (known !== undefined) return known;
    this.#enter(this.#spans, USER_IDENTITY, IDENTITY_KEYS);
    const [type, principalId, arn, accountId, userName, invokedBy] = [0, 1, 2, 3, 4, 5].map((slot) => this.#innerText(slot));
    this.#enter(this.#inner, SESSION_CONTEXT, SESSION_KEYS);
    this.#enter(this.#inner, 0, ISSUER_KEYS);
    const identity: Identity = { type, principalId, arn, accountId, userName, invokedBy, issuerArn: this.#innerText(0) };
    if (start >= 0) {
      this.#known.unshift({ bytes: this.#json.copy(start, end), identity });
      this.#known.length = Math.min(this.#known.length, KNOWN_IDENTITIES);
    }
    return identity;
  }

  /** The last one found stands first: callers come in series. */
  #knownIdentity(start: number, end: number): Identity | undefined {
    const known = this.#known;
    for (let index = 0; index < known.length; index += 1) {
      const candidate = known[index];
      if (candidate === undefined || !this.#json.has(candidate.bytes, start, end)) continue;
      known[index] = known[0] ?? candidate;
      known[0] = candidate;
      return candidate.identity;
    }
    return undefined;
  }

  /**
   * Picks from the object that a span holds; nothing where it holds none.
   *
   * @throws Uncertain for text, which may hold an object
   */
  #enter(spans: Int32Array, slot: number, keys: Keys): void {
    const at = startOf(spans, slot);
    if (at >= 0 && this.#json.isText(at)) throw new Uncertain();
    if (at >= 0 && this.#json.isObject(at)) this.#json.pick(at, keys, this.#inner);
    else this.#inner.fill(-1);
  }

  #is(slot: number, bytes: DataView, value: string): boolean {
    return this.#json.isTextOf(bytes, value, startOf(this.#spans, slot), endOf(this.#spans, slot));
  }

  /** A text that is likely the same as before. */
  #again(slot: number, spans: Int32Array): string | undefined {
    const start = startOf(spans, slot);
    const end = endOf(spans, slot);
    const last = this.#last[slot];
    if (last !== undefined && this.#json.has(last.bytes, start, end)) return last.text;
    const text = this.#json.text(start, end) || undefined;
    if (text !== undefined) this.#last[slot] = { bytes: this.#json.copy(start, end), text };
    return text;
  }

  #text(slot: number): string | undefined {
    return this.#json.text(startOf(this.#spans, slot), endOf(this.#spans, slot));
  }

  #filledText(slot: number): string | undefined {
    return this.#text(slot) || undefined;
  }

  #innerText(slot: number): string | undefined {
    return this.#json.text(startOf(this.#inner, slot), endOf(this.#inner, slot)) || undefined;
  }
}
