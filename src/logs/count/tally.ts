// logs/count: each request once, by reader, in memory that does not grow with the logs.

import { sanitised } from '../../base/cleaned.js';
import { word } from '../../base/hash.js';
import { entryAt } from '../../base/lists.js';
import { addTo, getOrMake } from '../../base/maps.js';
import { remembered } from '../../base/memo.js';
import { MINUTES_A_DAY, SECONDS_A_DAY } from '../../base/time.js';
import type { Failure } from '../../files/unreadable.js';
import { KINDS } from '../classify/finding.js';
import type { Rule } from '../classify/rules.js';
import { AT, type Batch, type OtherGet, otherGetKey, STRIDE, type TraceRow } from '../read/keep/batch.js';
import { addFailure, addIntake, addTwice, nothingRead } from '../read/keep/intake.js';
import { firstMinuteOf, lastMinuteOf } from '../read/open/log-file.js';
import type { TaskResult } from '../read/task.js';
import { type CountedFile, FileNames, hourOf } from './file-names.js';
import { DUPLICATE_HOURS } from './identifiers.js';
import { Joins } from './joins.js';
import { Once } from './once.js';
import { newPace, Pace } from './pace.js';
import type { Reader } from './reader.js';
import { Readers } from './readers.js';
import { type CountedShared, countedShared } from './shared.js';
import type { Use } from './uses.js';

/** Files that CloudTrail delivered for a trail on a day, by its own requests. */
export interface DeliveredFiles {
  logFiles: number;
  digestFiles: number;
}

/** Hours of delivery after which what is kept of the past is gone through. */
const RETIRE_HOURS = 4;

/** A counted request with what is known of it at once. */
export interface Traced extends TraceRow {
  reader: Reader;
  rule: Rule;
  bucket: string;
  time: number;
}

/** Counts findings once each, batch after batch in the order of delivery. */
export class Tally {
  readonly intake = nothingRead();
  /** By trail, then by day since 1970-01-01 UTC. */
  readonly deliveredFiles = new Map<string, Map<number, DeliveredFiles>>();
  readonly readers = new Readers();
  readonly pace = new Pace();
  /** Of requests that name a bucket alone, by bucket; they count only where the bucket holds CloudTrail files. */
  readonly bucketPaces = new Map<string, Pace>();
  joinWeight = 1;
  /**
   * Whether what was added came as sums by hour, as SQL gives them: sessions, runs, which files were read, the seconds of requests and
   * which GET goes with which Decrypt are then unknown.
   */
  isOfSums = false;
  readonly #otherGets = new Map<string, OtherGet>();
  readonly #onRequest: ((request: Traced) => void) | undefined;
  readonly #once = new Once(this.intake);
  readonly #fileNames = new FileNames();
  readonly #joins = new Joins(this.readers);
  #retiredHour = 0;
  #lastTrail = '';
  /** What was delivered on the day and for the trail of the last delivery, which most others share. */
  #delivered = { trail: '', day: Number.NaN, files: noFiles() };

  /** @param onRequest is told of each request as it is counted that is billable, or may be in the end */
  constructor(onRequest?: (request: Traced) => void) {
    this.#onRequest = onRequest;
  }

  take({ batch, files: read }: TaskResult): void {
    addIntake(this.intake, batch.intake);
    for (const get of batch.otherGets) this.addOtherGet(get);
    const firstHour = hourOf(firstMinuteOf(read));
    if (firstHour >= this.#retiredHour + RETIRE_HOURS) this.#retire(firstHour);
    // Twice, since a later one may tell who an earlier one is.
    for (const principal of batch.principals) this.readers.of(principal);
    const readers = batch.principals.map((principal) => this.readers.of(principal));
    const traces = batch.trace.length === 0 ? undefined : new Map(batch.trace.map((row) => [row.finding, row]));
    const files = this.#fileNames.counted(batch, read);
    const shared = countedShared(batch, readers);
    const lastHour = hourOf(lastMinuteOf(read));
    const { findings } = batch;
    for (const index of this.#once.newOf(findings, shared, files, lastHour)) {
      const at = index * STRIDE;
      this.#take(findings, at, entryAt(shared, word(findings, at + AT.shared)), traces?.get(index));
    }
    for (const [index, { isAgain, news }] of files.entries()) if (isAgain && news === 0) this.#takeTwice(batch, files, index);
    this.joinWeight = this.#joins.weight;
  }

  /** Buckets that somebody GETs objects from which are not of CloudTrail, by reader; those of no reader that counts are left out. */
  otherBuckets(): Map<Reader, Set<string>> {
    const buckets = new Map<Reader, Set<string>>();
    for (const { principal, bucket } of this.#otherGets.values()) {
      const reader = this.readers.known(principal);
      if (reader !== undefined) getOrMake(buckets, reader, noBuckets).add(bucket);
    }
    return buckets;
  }

  addOtherGet(get: OtherGet): void {
    this.#otherGets.set(otherGetKey(get), get);
  }

  fail(failure: Failure): void {
    addFailure(this.intake, failure);
  }

  #take(words: Uint32Array, at: number, shared: CountedShared, trace: TraceRow | undefined): void {
    if (shared.use === undefined) this.#takeGet(words, at, shared);
    else this.#takeRequest(words, at, shared, shared.use, trace);
  }

  /** A log file that is there again, and so is none that a trail delivered. */
  #takeTwice(batch: Batch, files: readonly CountedFile[], index: number): void {
    const { path, minute } = entryAt(files, index).file;
    addTwice(this.intake, sanitised(path), this.#fileNames.isFirstAgain(batch, index, hourOf(minute)));
    if (minute !== undefined) addTo(this.intake.logFilesOfDays, Math.floor(minute / MINUTES_A_DAY), -1);
  }

  #takeRequest(words: Uint32Array, at: number, shared: CountedShared, use: Use, trace: TraceRow | undefined): void {
    const time = word(words, at + AT.time);
    const { reader, number, region, bucket, trail } = shared;
    const { rule } = use;
    this.#keepEvidence(words, at, use, shared);
    reader.addRequest(monthOf(time), region, number, use.isOfAnyBucket ? bucket : '');
    if (use.mayReplicate) {
      reader.copies.add(time);
      if (trace !== undefined) this.#onRequest?.({ ...trace, reader, rule, bucket, time });
    }
    if (!use.isBillable) return;
    reader.trails.add(trail);
    reader.sessions.add(shared.sessionHigh, shared.sessionLow);
    if (shared.isOwn && !use.isOfAnyBucket) reader.own.addDecrypt(time, 1);
    if (use.isRead) this.#takeRead(words, at, shared, time);
    else this.#takeBucketKeyRead(reader, use.isOfAnyBucket ? bucket : undefined, time);
    if (trace !== undefined) this.#onRequest?.({ ...trace, reader, rule, bucket, time });
  }

  /** What a request shows of trails and their encryption. */
  #keepEvidence(words: Uint32Array, at: number, use: Use, { trail, kind }: CountedShared): void {
    const { intake } = this;
    if (trail !== '' && trail !== this.#lastTrail) intake.trails.add(trail);
    this.#lastTrail = trail;
    if (use.isFailed) return;
    const requestMinute = use.isDelivery ? Math.floor(word(words, at + AT.time) / 60) : 0;
    // A delivery is of an SSE-KMS file of that moment, also under a Bucket Key, which does not name the file.
    const minute = word(words, at + AT.deliveredMinute) || requestMinute;
    if (minute !== 0) intake.oldestEncryptedMinute = Math.min(intake.oldestEncryptedMinute, minute);
    if (requestMinute !== 0) intake.firstDeliveryMinute = Math.min(intake.firstDeliveryMinute, requestMinute);
    if (use.isOfDeliveredFile) this.#deliver(trail, word(words, at + AT.time), kind);
  }

  /**
   * Not a read of a file that is known, so it shows nothing of how the reader reads.
   *
   * @param bucket where the end decides by it what the request is
   */
  #takeBucketKeyRead(reader: Reader, bucket: string | undefined, time: number): void {
    (bucket === undefined ? reader.pace : reader.bucketPaceOf(bucket)).add(time);
    (bucket === undefined ? this.pace : getOrMake(this.bucketPaces, bucket, newPace)).add(time);
  }

  #takeRead(words: Uint32Array, at: number, shared: CountedShared, time: number): void {
    const { reader, kind } = shared;
    reader.pace.add(time);
    this.pace.add(time);
    reader.decrypts.add(readAt(words, at, kind));
    // A Decrypt of an object that no path names has no GET that counts.
    if (words[at + AT.object] !== 0 || words[at + AT.object + 1] !== 0) this.#join(words, at, shared, time, false);
  }

  #takeGet(words: Uint32Array, at: number, shared: CountedShared): void {
    const { reader, kind, bucket, tool } = shared;
    const time = word(words, at + AT.time);
    if (words[at + AT.id] === 0 && words[at + AT.id + 1] === 0) this.intake.getsFromLines += 1;
    else this.intake.getsFromEvents += 1;
    reader.gets.add(readAt(words, at, kind));
    reader.fileBuckets.add(bucket);
    reader.addTool(tool);
    if (shared.isOwn) reader.own.addGet(time);
    reader.sessions.add(shared.sessionHigh, shared.sessionLow);
    this.#join(words, at, shared, time, true);
  }

  /** The GET gains a match; where its Decrypt is of a reader without a name, that tells who it is. */
  #join(words: Uint32Array, at: number, { reader, isOwn }: CountedShared, time: number, isGet: boolean): void {
    const account = accountNumber(reader.principal.account);
    const object = word(words, at + AT.object);
    const number = isOwn ? this.readers.ownNumberOf(reader) : reader.number;
    const partner = this.#joins.add(account, number, object, word(words, at + AT.object + 1), time, isGet);
    if (partner < 0) return;
    const [getNumber, decryptNumber] = isGet ? [number, partner] : [partner, number];
    // Of its session or its name is known already.
    const isOwnByGet = this.readers.isOwn(getNumber) && !this.readers.isOwn(decryptNumber);
    if (isOwnByGet) this.readers.at(decryptNumber).own.addDecrypt(time, this.#joins.weight);
    const other = this.readers.at(partner);
    const [getter, decrypter] = isGet ? [reader, other] : [other, reader];
    getter.matchedGets += this.#joins.weight;
    if (getter !== decrypter) addTo(decrypter.partners, getter.number, 1);
  }

  #deliver(trail: string, time: number, kind: number): void {
    const day = Math.floor(time / SECONDS_A_DAY);
    if (trail !== this.#delivered.trail || day !== this.#delivered.day) {
      this.#delivered = { trail, day, files: getOrMake(getOrMake(this.deliveredFiles, trail, newDays), day, noFiles) };
    }
    const { files } = this.#delivered;
    if (KINDS[kind] === 'log-file') files.logFiles += 1;
    if (KINDS[kind] === 'digest-file') files.digestFiles += 1;
  }

  #retire(hour: number): void {
    this.#retiredHour = hour;
    this.#once.retire(hour);
    this.#fileNames.retire(hour);
    const before = (hour - DUPLICATE_HOURS) * 3600;
    this.#joins.retire(before);
    this.pace.retire(before);
    for (const pace of this.bucketPaces.values()) pace.retire(before);
    for (const reader of this.readers.list()) reader.retire(before);
  }
}

/** In place of an account that is not known. */
const NOBODYS_ACCOUNT = -1;

const accountNumber = remembered((account: string) => (account === '' ? NOBODYS_ACCOUNT : Number(account)), { most: 1000 });

const noBuckets = () => new Set<string>();
const newDays = () => new Map<number, DeliveredFiles>();
const noFiles = (): DeliveredFiles => ({ logFiles: 0, digestFiles: 0 });

function readAt(words: Uint32Array, at: number, kind: number) {
  return {
    time: word(words, at + AT.time),
    kind,
    deliveredMinute: word(words, at + AT.deliveredMinute),
    objectHigh: word(words, at + AT.object),
    objectLow: word(words, at + AT.object + 1),
  };
}

const months = new Map<number, number>();

/** The UTC month of a time in seconds, in months since year 0; -1 for none. */
export function monthOf(time: number): number {
  if (time === 0) return -1;
  return getOrMake(months, Math.floor(time / SECONDS_A_DAY), monthOfDay);
}

function monthOfDay(day: number): number {
  const date = new Date(day * SECONDS_A_DAY * 1000);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}
