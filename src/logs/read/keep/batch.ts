import { word, writeHash } from '../../../base/hash.js';
import { getOrMake } from '../../../base/maps.js';
import { writeId } from '../../../files/hash.js';
import { type Finding, KINDS } from '../../classify/finding.js';
import type { Principal } from '../../classify/principal.js';
import { ROW_WORDS } from '../find/rows.js';
import type { LogFile } from '../open/log-file.js';
import type { Intake } from './intake.js';
import { writeTextHash } from './text-hash.js';

/** Numbers of 32 bits that a finding takes in {@link Batch.findings}. */
export const STRIDE = 12;
/** Where each of them stands, which is where a row has them behind its first words. Identifiers and hashes take several. */
export const AT = {
  /** Index of the file that it is in. */
  file: 0,
  /** Index of what it has in common with others. */
  shared: 1,
  time: 2,
  id: 3,
  deliveredMinute: 7,
  object: 8,
  requestId: 10,
} as const;
/** Words of a row before those that a finding has too. */
const ROW_START = ROW_WORDS - STRIDE;

/** Numbers of 32 bits that what findings have in common takes in {@link Batch.shared}. */
export const SHARED_STRIDE = 11;
/** Where each of them stands. */
export const SHARED_AT = {
  rule: 0,
  principal: 1,
  region: 2,
  bucket: 3,
  trail: 4,
  tool: 5,
  /** Two, a hash. */
  session: 6,
  kind: 8,
  /** 0 where the records do not name it, and it is the file's account. */
  recipient: 9,
  restates: 10,
} as const;

/** A counted request as `--trace` writes it; how it counts is known only when all is read. */
export interface TraceRow {
  /** Index of its finding in the batch. */
  finding: number;
  file: string;
  recordIndex: number;
  eventId: string;
  object: string;
}

/** Somebody GETs objects of a bucket that are not of CloudTrail. */
export interface OtherGet {
  principal: Principal;
  bucket: string;
}

/** The same of every such GET by the same reader in the same bucket. */
export function otherGetKey({ principal: { account, name, uniqueId }, bucket }: OtherGet): string {
  return `${account} ${name} ${uniqueId} ${bucket}`;
}

/** What is to be known of a file when it was read. */
export type NamedFile = Pick<LogFile, 'path' | 'minute'>;

/** Numbers of 32 bits that a file takes in {@link Batch.files}. */
export const FILE_STRIDE = 7;
/** Where each of them stands. */
export const FILE_AT = {
  /** Of the task's file that it is or is in. */
  index: 0,
  /** Of a file in an archive, its index in {@link Batch.members} plus one; 0 for any other. */
  member: 1,
  records: 2,
  /** Two, a hash: of the name that CloudTrail gave it, else of its path. */
  name: 3,
  isFromTrail: 5,
  /** That its name has; 0 where it has none. */
  account: 6,
} as const;

/** What some files hold, packed to be handed from a worker to the count. */
export interface Batch {
  intake: Intake;
  /** Each once, however many GETs there are. */
  otherGets: OtherGet[];
  findings: Uint32Array<ArrayBuffer>;
  /** What findings have in common, each once: who made the request, where, and what it is. */
  shared: Uint32Array<ArrayBuffer>;
  /** Files that findings are in, each by numbers alone, for there are millions. */
  files: Uint32Array<ArrayBuffer>;
  members: NamedFile[];
  principals: Principal[];
  regions: string[];
  buckets: string[];
  trails: string[];
  tools: string[];
  trace: TraceRow[];
}

/** What findings have in common, where it comes again. */
export interface Shared {
  index: number;
  isRead: boolean;
  /** Whether it is about a file of CloudTrail's, which has a time of delivery. */
  isOfFile: boolean;
}

const LEAST_WORDS = 256 * STRIDE;
/** Room for about as many findings as the last batch had. */
let likelyWords = LEAST_WORDS;

/** What is shared by the finding that is being packed. */
const own = new Uint32Array(SHARED_STRIDE);

/** Packs findings; what they have in common and names stand once each. */
export class BatchWriter {
  readonly #principals = new Numbered<Principal>(({ account, name, uniqueId }) => `${account} ${name} ${uniqueId}`);
  readonly #otherGets = new Map<string, OtherGet>();
  readonly #regions = new Numbered<string>((name) => name);
  readonly #buckets = new Numbered<string>((name) => name);
  readonly #trails = new Numbered<string>((name) => name);
  readonly #tools = new Numbered<string>((name) => name);
  readonly #members: NamedFile[] = [];
  readonly #numbersOfShared = new Map<string, number>();
  #shared = new Uint32Array(SHARED_STRIDE * 16);
  #findings = new Uint32Array(likelyWords);
  #count = 0;
  #files = new Uint32Array(FILE_STRIDE * 64);
  #fileCount = 0;
  /** The task's file that is being read, and its index. */
  #own: LogFile | undefined;
  #ownIndex = -1;

  /** The next file of the task is being read. */
  next(file: LogFile): void {
    this.#own = file;
    this.#ownIndex += 1;
  }

  /**
   * The findings that follow are in this file: the task's own, or one in it.
   *
   * @param name as CloudTrail gave it, without folders and what stands after it; empty where it is none of CloudTrail's
   */
  begin(file: LogFile, name: string, records: number): void {
    const at = this.#fileCount * FILE_STRIDE;
    this.#files = withRoom(this.#files, at + FILE_STRIDE);
    const words = this.#files;
    words[at + FILE_AT.index] = this.#ownIndex;
    words[at + FILE_AT.member] = file === this.#own ? 0 : this.#members.push({ path: file.path, minute: file.minute });
    words[at + FILE_AT.records] = records;
    words[at + FILE_AT.isFromTrail] = name === '' ? 0 : 1;
    words[at + FILE_AT.account] = Number(name.slice(0, 12)) || 0;
    writeHash(name === '' ? file.path : name, words, at + FILE_AT.name);
    this.#fileCount += 1;
  }

  /** Its index. */
  add(finding: Finding): number {
    const { id, time, object, requestId, deliveredMinute } = finding;
    const words = this.#words();
    const at = this.#count * STRIDE;
    words[at + AT.file] = this.#fileCount - 1;
    words[at + AT.shared] = this.shared(finding).index;
    words[at + AT.time] = time;
    words[at + AT.deliveredMinute] = deliveredMinute ?? 0;
    if (id !== undefined) writeId(id, words, at + AT.id);
    if (object !== undefined) writeTextHash(object, words, at + AT.object);
    if (requestId !== undefined) writeTextHash(requestId, words, at + AT.requestId);
    this.#count += 1;
    return this.#count - 1;
  }

  /** What a finding has in common with others, to add these by their rows; see {@link addRow}. */
  shared(finding: Finding): Shared {
    this.#writeShared(finding);
    const key = own.join();
    const index = getOrMake(this.#numbersOfShared, key, () => {
      const next = this.#numbersOfShared.size;
      this.#shared = withRoom(this.#shared, (next + 1) * SHARED_STRIDE);
      this.#shared.set(own, next * SHARED_STRIDE);
      return next;
    });
    return { index, isRead: finding.object !== undefined, isOfFile: finding.kind !== undefined };
  }

  /** Adds a finding that is what it shares with others, and what a row has of its own. */
  addRow({ index, isRead, isOfFile }: Shared, row: Uint32Array, from: number): void {
    const words = this.#words();
    const at = this.#count * STRIDE;
    words[at + AT.file] = this.#fileCount - 1;
    words[at + AT.shared] = index;
    for (let place = AT.time; place < STRIDE; place += 1) words[at + place] = word(row, from + ROW_START + place);
    if (!isOfFile) words[at + AT.deliveredMinute] = 0;
    if (!isRead) words.fill(0, at + AT.object, at + AT.requestId);
    this.#count += 1;
  }

  /** With room for one more. */
  #words(): Uint32Array<ArrayBuffer> {
    this.#findings = withRoom(this.#findings, (this.#count + 1) * STRIDE);
    return this.#findings;
  }

  #writeShared({ rule, principal, region, bucket, trail, tool, kind, recipient, restates }: Finding): void {
    own.fill(0);
    own[SHARED_AT.rule] = rule;
    own[SHARED_AT.principal] = this.#principals.indexOf(principal);
    own[SHARED_AT.region] = this.#regions.indexOf(region);
    own[SHARED_AT.bucket] = this.#buckets.indexOf(bucket);
    own[SHARED_AT.trail] = this.#trails.indexOf(trail);
    own[SHARED_AT.tool] = this.#tools.indexOf(tool);
    own[SHARED_AT.kind] = kind === undefined ? 0 : KINDS.indexOf(kind);
    own[SHARED_AT.recipient] = Number(recipient) || 0;
    own[SHARED_AT.restates] = restates ? 1 : 0;
    if (principal.session !== '') writeTextHash(principal.session, own, SHARED_AT.session);
  }

  addOtherGet(get: OtherGet): void {
    const { principal, bucket } = get;
    getOrMake(this.#otherGets, otherGetKey(get), () => ({ principal, bucket }));
  }

  batch(intake: Intake, trace: TraceRow[]): Batch {
    return {
      intake,
      trace,
      otherGets: [...this.#otherGets.values()],
      findings: this.#findingsAlone(),
      shared: this.#shared.slice(0, this.#numbersOfShared.size * SHARED_STRIDE),
      files: this.#files.slice(0, this.#fileCount * FILE_STRIDE),
      members: this.#members,
      principals: this.#principals.values,
      regions: this.#regions.values,
      buckets: this.#buckets.values,
      trails: this.#trails.values,
      tools: this.#tools.values,
    };
  }

  /** Where they fill most of their space, that is handed on as it is. */
  #findingsAlone(): Uint32Array<ArrayBuffer> {
    const words = this.#count * STRIDE;
    likelyWords = Math.max(LEAST_WORDS, words + (words >> 3));
    return 2 * words > this.#findings.length ? this.#findings.subarray(0, words) : this.#findings.slice(0, words);
  }
}

/** The same words where they are enough, else a larger copy. */
function withRoom(words: Uint32Array<ArrayBuffer>, enough: number): Uint32Array<ArrayBuffer> {
  if (enough <= words.length) return words;
  const larger = new Uint32Array(words.length * 2);
  larger.set(words);
  return larger;
}

/** Gives equal things one number. */
class Numbered<T> {
  readonly values: T[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #keyOf: (value: T) => string;

  constructor(keyOf: (value: T) => string) {
    this.#keyOf = keyOf;
  }

  indexOf(value: T): number {
    return getOrMake(this.#numbers, this.#keyOf(value), () => this.values.push(value) - 1);
  }
}
