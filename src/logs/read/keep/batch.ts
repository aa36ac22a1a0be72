import { word, writeHash } from '../../../base/hash.js';
import { getOrMake } from '../../../base/maps.js';
import { ID_WORDS, writeId } from '../../../files/hash.js';
import { type Finding, KINDS } from '../../classify/finding.js';
import type { Principal } from '../../classify/principal.js';
import { ROW } from '../find/rows.js';
import type { LogFile } from '../open/log-file.js';
import type { Intake } from './intake.js';
import { writeTextHash } from './text-hash.js';

/** Numbers of 32 bits that a finding takes in {@link Batch.findings}. */
export const STRIDE = 22;
/** Where each of them stands. Identifiers and hashes take several. */
export const AT = {
  id: 0,
  time: 4,
  rule: 5,
  principal: 6,
  region: 7,
  bucket: 8,
  trail: 9,
  tool: 10,
  object: 11,
  deliveredMinute: 13,
  session: 14,
  kind: 16,
  requestId: 17,
  recipient: 19,
  file: 20,
  restates: 21,
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
export const FILE_STRIDE = 6;
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
} as const;

/** What some files hold, packed to be handed from a worker to the count. */
export interface Batch {
  intake: Intake;
  /** Each once, however many GETs there are. */
  otherGets: OtherGet[];
  findings: Uint32Array<ArrayBuffer>;
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

/** A finding that comes again. */
export interface Packed {
  words: Uint32Array;
  isRead: boolean;
  /** Whether it is about a file of CloudTrail's, which has a time of delivery. */
  isOfFile: boolean;
  hasRecipient: boolean;
}

/** Packs findings; names stand once each. */
export class BatchWriter {
  readonly #principals = new Numbered<Principal>(({ account, name, uniqueId }) => `${account} ${name} ${uniqueId}`);
  readonly #otherGets = new Map<string, OtherGet>();
  readonly #regions = new Numbered<string>((name) => name);
  readonly #buckets = new Numbered<string>((name) => name);
  readonly #trails = new Numbered<string>((name) => name);
  readonly #tools = new Numbered<string>((name) => name);
  readonly #members: NamedFile[] = [];
  #findings = new Uint32Array(STRIDE * 256);
  #count = 0;
  #files = new Uint32Array(FILE_STRIDE * 64);
  #fileCount = 0;
  /** The task's file that is being read, and its index. */
  #own: LogFile | undefined;
  #ownIndex = -1;
  /** Of the file that findings are in. */
  #name = '';

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
    writeHash(name === '' ? file.path : name, words, at + FILE_AT.name);
    this.#fileCount += 1;
    this.#name = name;
  }

  /** Its index. */
  add(finding: Finding): number {
    this.#write(finding, this.#words(), this.#count * STRIDE);
    this.#count += 1;
    return this.#count - 1;
  }

  /** A finding as it is packed, to be added as often as it comes again with another row; see {@link addAgain}. */
  packed(finding: Finding): Packed {
    const words = new Uint32Array(STRIDE);
    this.#write(finding, words, 0);
    return {
      words,
      isRead: finding.object !== undefined,
      isOfFile: finding.kind !== undefined,
      hasRecipient: finding.recipient !== undefined,
    };
  }

  /** Adds a finding with what a row has of its own. */
  addAgain({ words: packed, isRead, isOfFile, hasRecipient }: Packed, row: Uint32Array, from: number): void {
    const words = this.#words();
    const at = this.#count * STRIDE;
    for (let index = 0; index < STRIDE; index += 1) words[at + index] = word(packed, index);
    for (let index = 0; index < ID_WORDS; index += 1) words[at + AT.id + index] = word(row, from + ROW.id + index);
    words[at + AT.time] = word(row, from + ROW.time);
    if (isRead) copyHash(words, at + AT.object, row, from + ROW.object);
    copyHash(words, at + AT.requestId, row, from + ROW.requestId);
    if (isOfFile) words[at + AT.deliveredMinute] = word(row, from + ROW.deliveredMinute);
    if (!hasRecipient) words[at + AT.recipient] = this.#fileAccount();
    words[at + AT.file] = this.#fileCount - 1;
    this.#count += 1;
  }

  /** With room for one more. */
  #words(): Uint32Array<ArrayBuffer> {
    this.#findings = withRoom(this.#findings, (this.#count + 1) * STRIDE);
    return this.#findings;
  }

  #write(finding: Finding, words: Uint32Array, at: number): void {
    const { id, principal, object, requestId, recipient, kind } = finding;
    if (id !== undefined) writeId(id, words, at + AT.id);
    words[at + AT.time] = finding.time;
    words[at + AT.rule] = finding.rule;
    words[at + AT.principal] = this.#principals.indexOf(principal);
    words[at + AT.region] = this.#regions.indexOf(finding.region);
    words[at + AT.bucket] = this.#buckets.indexOf(finding.bucket);
    words[at + AT.trail] = this.#trails.indexOf(finding.trail);
    words[at + AT.tool] = this.#tools.indexOf(finding.tool);
    words[at + AT.recipient] = recipient === undefined ? this.#fileAccount() : Number(recipient) || 0;
    words[at + AT.file] = this.#fileCount - 1;
    words[at + AT.restates] = finding.restates ? 1 : 0;
    words[at + AT.deliveredMinute] = finding.deliveredMinute ?? 0;
    words[at + AT.kind] = kind === undefined ? 0 : KINDS.indexOf(kind);
    if (object !== undefined) writeTextHash(object, words, at + AT.object);
    if (principal.session !== '') writeTextHash(principal.session, words, at + AT.session);
    if (requestId !== undefined) writeTextHash(requestId, words, at + AT.requestId);
  }

  /** Where a record does not name the account whose trail it is, its file's name does. */
  #fileAccount(): number {
    return Number(this.#name.slice(0, 12)) || 0;
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
      findings: this.#findings.slice(0, this.#count * STRIDE),
      files: this.#files.slice(0, this.#fileCount * FILE_STRIDE),
      members: this.#members,
      principals: this.#principals.values,
      regions: this.#regions.values,
      buckets: this.#buckets.values,
      trails: this.#trails.values,
      tools: this.#tools.values,
    };
  }
}

/** The same words where they are enough, else a larger copy. */
function withRoom(words: Uint32Array<ArrayBuffer>, enough: number): Uint32Array<ArrayBuffer> {
  if (enough <= words.length) return words;
  const larger = new Uint32Array(words.length * 2);
  larger.set(words);
  return larger;
}

function copyHash(words: Uint32Array, at: number, row: Uint32Array, from: number): void {
  words[at] = word(row, from);
  words[at + 1] = word(row, from + 1);
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
