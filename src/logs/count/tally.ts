import { mixed } from '../../base/hash.js';
import { sanitised } from '../../base/text.js';
import { SECONDS_A_DAY } from '../../base/time.js';
import type { Failure } from '../../files/unreadable.js';
import { GET, KINDS } from '../classify/finding.js';
import { COUNTS_AS, RULES, type Rule } from '../classify/rules.js';
import { AT, type Batch, emptyPart, type Part, STRIDE, type TraceRow } from '../read/batch.js';
import type { Outcome } from '../read/task.js';
import { minuteOf } from '../read/walk.js';
import { DUPLICATE_HOURS, Identifiers } from './identifiers.js';
import { Joins } from './joins.js';
import { Pace } from './pace.js';
import type { Reader } from './reader.js';
import { Readers } from './readers.js';

/** Files that CloudTrail delivered for a trail on a day, by its own requests. */
export interface Deliveries {
  logFiles: number;
  digestFiles: number;
}

/** More failures than anybody reads; the rest is counted. */
const MOST_FAILURES = 1000;
/** Hours of delivery after which what is kept of the past is gone through. */
const RETIRE_HOURS = 4;

/** A counted request with what is known of it at once. */
export interface Traced extends TraceRow {
  reader: Reader;
  rule: number;
  bucket: string;
  time: number;
}

/** Counts findings once each, batch after batch in the order of delivery. */
export class Tally {
  readonly part: Part = emptyPart();
  failureCount = 0;
  duplicates = 0;
  /** Of billable requests: copies of the same account in a further trail, which are paid, and of other accounts, which are their first. */
  paidCopies = 0;
  firstCopies = 0;
  withoutId = 0;
  readonly regions = new Set<string>();
  readonly accounts = new Set<string>();
  /** Hours since 1970-01-01 UTC: of deliveries of log files, of events where names do not tell that, of lines in access logs. */
  readonly deliveryHours = new Set<number>();
  readonly eventHours = new Set<number>();
  readonly lineHours = new Set<number>();
  readonly trails = new Set<string>();
  /** Buckets that hold CloudTrail files, as contexts and GETs show. */
  readonly buckets = new Set<string>();
  /** GETs that data events show, and that access logs show. */
  getsFromEvents = 0;
  getsFromLines = 0;
  readonly logFilesOfDays = new Map<number, number>();
  /** By trail, then day. */
  readonly deliveries = new Map<string, Map<number, Deliveries>>();
  readonly readers = new Readers();
  readonly pace = new Pace();
  /** Of requests that name a bucket alone, by bucket; they count only where the bucket holds CloudTrail files. */
  readonly bucketPaces = new Map<string, Pace>();
  /** Delivery of the oldest file that is known to be under SSE-KMS, in minutes since 1970-01-01 UTC. */
  oldestEncryptedMinute = Number.POSITIVE_INFINITY;
  /** CloudTrail's first delivery under SSE-KMS in these logs, in minutes since 1970-01-01 UTC. */
  firstDeliveryMinute = Number.POSITIVE_INFINITY;
  joinWeight = 1;
  readonly #onRequest: ((request: Traced) => void) | undefined;
  readonly #identifiers = new Identifiers();
  /** Billable requests by identifier and the account in whose trail they stand. */
  readonly #recordings = new Identifiers();
  readonly #joins = new Joins((one, other) => this.readers.mayBeSame(one, other));
  #retiredHour = 0;

  /** @param onRequest is told of each billable request as it is counted */
  constructor(onRequest?: (request: Traced) => void) {
    this.#onRequest = onRequest;
  }

  take({ batch, files }: Outcome): void {
    this.#takePart(batch.part);
    const isDated = (file: string) => minuteOf(file) !== undefined;
    const firstHour = hourOf(files.find(isDated));
    const lastHour = hourOf(files.findLast(isDated));
    if (firstHour >= this.#retiredHour + RETIRE_HOURS) this.#retire(firstHour);
    // Twice, since a later one may tell who an earlier one is.
    for (const principal of batch.principals) this.readers.of(principal);
    const readers = batch.principals.map((principal) => this.readers.of(principal));
    const traces = batch.trace.length === 0 ? undefined : new Map(batch.trace.map((row) => [row.finding, row]));
    for (let index = 0; index * STRIDE < batch.findings.length; index += 1) {
      this.#take(batch, index, readers, lastHour, traces?.get(index));
    }
    this.joinWeight = this.#joins.weight;
  }

  fail(failure: Failure): void {
    this.failureCount += 1;
    if (this.part.failures.length < MOST_FAILURES)
      this.part.failures.push({ file: sanitised(failure.file), reason: sanitised(failure.reason) });
  }

  #takePart(part: Part): void {
    const whole = this.part;
    for (const failure of part.failures) this.fail(failure);
    whole.filesRead += part.filesRead;
    whole.logFiles += part.logFiles;
    whole.accessLogFiles += part.accessLogFiles;
    whole.digestFiles += part.digestFiles;
    whole.otherFileCount += part.otherFileCount;
    if (whole.otherFiles.length < MOST_FAILURES) whole.otherFiles.push(...part.otherFiles.map(sanitised));
    whole.records += part.records;
    whole.accessLogLines += part.accessLogLines;
    whole.unreadableLines += part.unreadableLines;
    whole.kmsRecords += part.kmsRecords;
    whole.filteredOut += part.filteredOut;
    whole.firstEvent = Math.min(whole.firstEvent, part.firstEvent);
    whole.lastEvent = Math.max(whole.lastEvent, part.lastEvent);
    for (const account of part.accounts) this.accounts.add(account);
    for (const region of part.regions) this.regions.add(region);
    for (const hour of part.deliveryHours) this.deliveryHours.add(hour);
    for (const hour of part.eventHours) this.eventHours.add(hour);
    for (const hour of part.lineHours) this.lineHours.add(hour);
    for (const bucket of part.trailBuckets) this.buckets.add(bucket);
    for (const [day, count] of part.logFilesOfDays) this.logFilesOfDays.set(day, (this.logFilesOfDays.get(day) ?? 0) + count);
  }

  #take(batch: Batch, index: number, readers: Reader[], hour: number, trace: TraceRow | undefined): void {
    const words = batch.findings;
    const at = index * STRIDE;
    const rule = words[at + AT.rule] as number;
    if (!this.#isNew(words, at, hour)) {
      this.duplicates += 1;
      if (isBillable(rule)) this.#takeCopy(words, at, hour);
      return;
    }
    if (isBillable(rule)) this.#recordings.add(recordingOf(words, at), 0, this.#hourOf(words, at, hour));
    const reader = readers[words[at + AT.principal] as number] as Reader;
    const bucket = batch.buckets[words[at + AT.bucket] as number] ?? '';
    if (rule === GET) this.#takeGet(batch, at, reader);
    else this.#takeRequest(batch, at, reader, bucket, trace);
  }

  #takeCopy(words: Uint32Array, at: number, deliveredHour: number): void {
    if (this.#recordings.add(recordingOf(words, at), 0, this.#hourOf(words, at, deliveredHour))) this.firstCopies += 1;
    else this.paidCopies += 1;
  }

  #hourOf(words: Uint32Array, at: number, deliveredHour: number): number {
    return Math.max(deliveredHour, Math.floor((words[at + AT.time] as number) / 3600));
  }

  /** An event by its identifier; a GET also by S3's id of the request, which access logs and data events share. */
  #isNew(words: Uint32Array, at: number, deliveredHour: number): boolean {
    const hour = this.#hourOf(words, at, deliveredHour);
    const hasId = words[at] !== 0 || words[at + 1] !== 0 || words[at + 2] !== 0 || words[at + 3] !== 0;
    const hasRequestId = words[at + AT.requestId] !== 0 || words[at + AT.requestId + 1] !== 0;
    if (!hasId && !hasRequestId) this.withoutId += 1;
    if (hasId && !this.#identifiers.add(words, at, hour)) return false;
    return !hasRequestId || this.#identifiers.add(requestIdOf(words, at), 0, hour);
  }

  #takeRequest(batch: Batch, at: number, reader: Reader, bucket: string, trace: TraceRow | undefined): void {
    const words = batch.findings;
    const time = words[at + AT.time] as number;
    const number = words[at + AT.rule] as number;
    const rule = RULES[number] as Rule;
    const trail = batch.trails[words[at + AT.trail] as number] ?? '';
    const isUnsure = rule.name === 'read-under-bucket-key';
    this.#keepEvidence(words, at, rule, trail);
    reader.addRequest(monthOf(time), batch.regions[words[at + AT.region] as number] ?? '', number, isUnsure ? bucket : '');
    if (COUNTS_AS[rule.class] !== 'billable') return;
    reader.trails.set(trail, (reader.trails.get(trail) ?? 0) + 1);
    reader.sessions.add(words[at + AT.session] as number, words[at + AT.session + 1] as number);
    if (rule.class === 'bucket-key-read') this.#takeBucketKeyRead(reader, bucket, time);
    else this.#takeRead(words, at, reader, time);
    if (trace !== undefined) this.#onRequest?.({ ...trace, reader, rule: number, bucket: isUnsure ? bucket : '', time });
  }

  /** What a request shows of trails and their encryption. */
  #keepEvidence(words: Uint32Array, at: number, rule: Rule, trail: string): void {
    if (trail !== '') this.trails.add(trail);
    if (rule.class === 'other-s3-object' || rule.class === 'failed-request') return;
    const time = words[at + AT.time] as number;
    // A delivery is of an SSE-KMS file of that moment, also under a Bucket Key, which does not name the file.
    const isDelivery = rule.class === 'cloudtrail-delivery';
    const minute = (words[at + AT.deliveredMinute] as number) || (isDelivery ? Math.floor(time / 60) : 0);
    if (minute !== 0) this.oldestEncryptedMinute = Math.min(this.oldestEncryptedMinute, minute);
    if (isDelivery && time !== 0) this.firstDeliveryMinute = Math.min(this.firstDeliveryMinute, Math.floor(time / 60));
    if (rule.name === 'delivery-of-file') this.#deliver(trail, words[at + AT.time] as number, words[at + AT.kind] as number);
  }

  /** Not a read of a file that is known, so it tells nothing of how the reader reads. */
  #takeBucketKeyRead(reader: Reader, bucket: string, time: number): void {
    reader.bucketPaceOf(bucket).add(time);
    const pace = this.bucketPaces.get(bucket) ?? new Pace();
    this.bucketPaces.set(bucket, pace);
    pace.add(time);
  }

  #takeRead(words: Uint32Array, at: number, reader: Reader, time: number): void {
    reader.pace.add(time);
    this.pace.add(time);
    reader.decrypts.add(readAt(words, at));
    this.#join(words, at, reader, time, false);
  }

  #takeGet(batch: Batch, at: number, reader: Reader): void {
    const words = batch.findings;
    const time = words[at + AT.time] as number;
    if (words[at + AT.id] === 0 && words[at + AT.id + 1] === 0) this.getsFromLines += 1;
    else this.getsFromEvents += 1;
    reader.gets.add(readAt(words, at));
    reader.addTool(batch.tools[words[at + AT.tool] as number] ?? '');
    reader.sessions.add(words[at + AT.session] as number, words[at + AT.session + 1] as number);
    this.#join(words, at, reader, time, true);
  }

  /** The GET gains a match; where its Decrypt is of a reader without a name, that tells who it is. */
  #join(words: Uint32Array, at: number, reader: Reader, time: number, isGet: boolean): void {
    const account = Number(reader.principal.account) || 0;
    const object = words[at + AT.object] as number;
    const partner = this.#joins.add(account, reader.number, object, words[at + AT.object + 1] as number, time, isGet);
    if (partner < 0) return;
    const other = this.readers.at(partner);
    const [getter, decrypter] = isGet ? [reader, other] : [other, reader];
    getter.matchedGets += this.#joins.weight;
    if (getter !== decrypter) decrypter.partners.set(getter.number, (decrypter.partners.get(getter.number) ?? 0) + 1);
  }

  #deliver(trail: string, time: number, kind: number): void {
    const days = this.deliveries.get(trail) ?? new Map<number, Deliveries>();
    this.deliveries.set(trail, days);
    const day = Math.floor(time / SECONDS_A_DAY);
    const delivered = days.get(day) ?? { logFiles: 0, digestFiles: 0 };
    days.set(day, delivered);
    if (KINDS[kind] === 'log-file') delivered.logFiles += 1;
    if (KINDS[kind] === 'digest-file') delivered.digestFiles += 1;
  }

  #retire(hour: number): void {
    this.#retiredHour = hour;
    this.#identifiers.retire(hour);
    this.#recordings.retire(hour);
    const before = (hour - DUPLICATE_HOURS) * 3600;
    this.#joins.retire(before);
    this.pace.retire(before);
    for (const pace of this.bucketPaces.values()) pace.retire(before);
    for (const reader of this.readers.list()) reader.retire(before);
  }
}

/** Hours since 1970-01-01 UTC of a file's delivery; 0 where its name does not tell it. */
function hourOf(file: string | undefined): number {
  return Math.floor(((file === undefined ? undefined : minuteOf(file)) ?? 0) / 60);
}

function isBillable(rule: number): boolean {
  return rule !== GET && COUNTS_AS[(RULES[rule] as Rule).class] === 'billable';
}

const recording = new Uint32Array(4);

/** An event as one account's trails record it. */
function recordingOf(words: Uint32Array, at: number): Uint32Array {
  recording.set(words.subarray(at + AT.id, at + AT.id + 4));
  recording[0] = mixed(recording[0] as number, words[at + AT.recipient] as number);
  return recording;
}

const scratch = new Uint32Array(4);

/** S3's id of a request, apart from events' identifiers. */
function requestIdOf(words: Uint32Array, at: number): Uint32Array {
  scratch[0] = words[at + AT.requestId] as number;
  scratch[1] = words[at + AT.requestId + 1] as number;
  scratch[2] = 0;
  scratch[3] = 1;
  return scratch;
}

function readAt(words: Uint32Array, at: number) {
  return {
    time: words[at + AT.time] as number,
    kind: words[at + AT.kind] as number,
    deliveredMinute: words[at + AT.deliveredMinute] as number,
    objectHigh: words[at + AT.object] as number,
    objectLow: words[at + AT.object + 1] as number,
  };
}

const months = new Map<number, number>();

/** The UTC month of a time in seconds, in months since year 0; -1 for none. */
function monthOf(time: number): number {
  if (time === 0) return -1;
  const day = Math.floor(time / SECONDS_A_DAY);
  const known = months.get(day);
  if (known !== undefined) return known;
  const date = new Date(day * SECONDS_A_DAY * 1000);
  const month = date.getUTCFullYear() * 12 + date.getUTCMonth();
  months.set(day, month);
  return month;
}
