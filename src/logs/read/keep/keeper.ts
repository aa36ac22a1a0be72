import { word } from '../../../base/hash.js';
import { type Filters, isWithin, passes, passesAtAnyTime } from '../../classify/filters.js';
import { deliveredFor, type Finding, GET, isOtherGet, showsOtherWriter, showsTrailBucket } from '../../classify/finding.js';
import { isKms, isRequest, type LogRecord } from '../../classify/log-record.js';
import type { Candidate } from '../find/file-records.js';
import { ROW, ROW_WORDS, type Rows } from '../find/rows.js';
import { BrokenJson } from '../find/wrapped.js';
import type { LogFile } from '../open/log-file.js';
import type { BatchWriter, Shared, TraceRow } from './batch.js';
import type { Intake } from './intake.js';
import { exampleOf, findingIn, recordAt } from './kinds.js';
import { provesThatReadsShow } from './proof.js';

/** What all records of a kind come to in a batch. */
interface KindInBatch {
  isRequest: boolean;
  isKms: boolean;
  /** Undefined where there is nothing to keep. */
  finding: Finding | undefined;
  proves: boolean;
  /** Whatever their time. */
  passes: boolean;
  /** From the first on that is added. */
  shared: Shared | undefined;
}

/** Keeps what records show that can count, file after file. */
export class Keeper {
  readonly trace: TraceRow[] = [];
  readonly #filters: Filters;
  readonly #wantsTrace: boolean;
  readonly #writer: BatchWriter;
  readonly #intake: Intake;
  readonly #untaken: (reason: string) => void;
  #era = -1;
  /** By the module's number; good in one era. */
  #kinds: (KindInBatch | undefined)[] = [];

  /** @param untaken is told of what cannot be taken for a record, with the reason */
  constructor(
    { filters, wantsTrace }: { filters: Filters; wantsTrace: boolean },
    writer: BatchWriter,
    intake: Intake,
    untaken: (reason: string) => void,
  ) {
    this.#filters = filters;
    this.#wantsTrace = wantsTrace;
    this.#writer = writer;
    this.#intake = intake;
    this.#untaken = untaken;
  }

  keep(file: LogFile, candidates: Candidate | Rows): void {
    if ('record' in candidates) this.#keepRecord(file, candidates);
    else this.#keepRows(file, candidates);
  }

  /** Its place among the findings; undefined where the filters leave it out, and for GETs that only tell what else a reader reads. */
  keepFinding(finding: Finding): number | undefined {
    if (!this.#keepEvidence(finding)) return undefined;
    if (provesThatReadsShow(finding, this.#filters)) this.#intake.kmsOfTrailFiles += 1;
    if (passes(finding, this.#filters)) {
      this.#keepDelivered(finding);
      return this.#writer.add(finding);
    }
    this.#intake.filteredOut += 1;
    return undefined;
  }

  #keepRecord({ path }: LogFile, { index: recordIndex, record }: Candidate): void {
    this.#keepRecipient(record);
    if (!isRequest(record)) this.#intake.recordsOfOtherCategories += 1;
    else if (isKms(record)) this.#intake.kmsRecords += 1;
    const finding = findingIn(record);
    if (finding === undefined) return;
    if (lacksItsTime(finding)) {
      this.#untaken('eventTime of a GetObject is not a time');
      return;
    }
    const index = this.keepFinding(finding);
    if (index !== undefined && this.#wantsTrace && finding.rule !== GET)
      this.trace.push({ finding: index, file: path, recordIndex, eventId: record.eventId ?? '', object: record.s3Arn ?? '' });
  }

  #keepRows(file: LogFile, rows: Rows): void {
    const { words, era } = rows;
    if (era !== this.#era) this.#kinds = [];
    this.#era = era;
    for (let at = 0; at < words.length; at += ROW_WORDS) {
      // A trace wants of each record more than its row has.
      const kind = this.#wantsTrace ? undefined : this.#kinds[word(words, at + ROW.kind)];
      if (kind === undefined) this.#keepParsed(file, rows, at);
      else this.#keepRow(kind, words, at);
    }
  }

  /** A record that has to be parsed: the first of a kind, or one for which no kind speaks. */
  #keepParsed(file: LogFile, rows: Rows, at: number): void {
    const { words, firstIndex } = rows;
    try {
      const kind = this.#wantsTrace ? undefined : this.#newKind(rows, at);
      if (kind === undefined) this.#keepRecord(file, { index: firstIndex + word(words, at + ROW.index), record: recordAt(rows, at) });
      else this.#keepRow(kind, words, at);
    } catch (error) {
      if (!(error instanceof BrokenJson)) throw error;
      // The module does not look into values, so what is broken within one shows here; the other records are sound.
      this.#untaken(error.message);
    }
  }

  #newKind(rows: Rows, at: number): KindInBatch | undefined {
    const example = exampleOf(rows, at);
    if (example === undefined) return undefined;
    const { record } = example;
    this.#keepRecipient(record);
    const finding = example.finding !== undefined && this.#keepEvidence(example.finding) ? example.finding : undefined;
    const kind = {
      isRequest: isRequest(record),
      isKms: isKms(record),
      finding,
      proves: finding !== undefined && provesThatReadsShow(finding, this.#filters),
      passes: finding !== undefined && passesAtAnyTime(finding, this.#filters),
      shared: undefined,
    };
    this.#kinds[word(rows.words, at + ROW.kind)] = kind;
    return kind;
  }

  #keepRow(kind: KindInBatch, words: Uint32Array, at: number): void {
    const intake = this.#intake;
    const { finding } = kind;
    if (!kind.isRequest) intake.recordsOfOtherCategories += 1;
    else if (kind.isKms) intake.kmsRecords += 1;
    if (finding === undefined) return;
    if (kind.proves) intake.kmsOfTrailFiles += 1;
    if (kind.passes && isWithin(word(words, at + ROW.time), this.#filters)) {
      kind.shared ??= this.#sharedBy(finding);
      this.#writer.addRow(kind.shared, words, at);
    } else {
      intake.filteredOut += 1;
    }
  }

  #sharedBy(finding: Finding): Shared {
    this.#keepDelivered(finding);
    return this.#writer.shared(finding);
  }

  #keepDelivered(finding: Finding): void {
    const delivered = deliveredFor(finding);
    if (delivered !== undefined) this.#intake.deliveredFor.add(delivered);
  }

  #keepRecipient({ recipientAccountId }: LogRecord): void {
    if (recipientAccountId !== undefined) this.#intake.accounts.add(recipientAccountId);
  }

  /** Keeps what a finding shows beside itself; false where it shows no more than that. */
  #keepEvidence(finding: Finding): boolean {
    if (isOtherGet(finding)) {
      this.#writer.addOtherGet(finding);
      return false;
    }
    const { bucket, principal } = finding;
    if (showsTrailBucket(finding)) this.#intake.buckets.add(bucket);
    if (showsOtherWriter(finding)) this.#intake.sharedBuckets.add(bucket);
    if (principal.account !== '') this.#intake.payers.add(principal.account);
    return true;
  }
}

/** A request of KMS without a time has its place in the count; a read without one is neither of a day nor a month. */
function lacksItsTime(finding: Finding): boolean {
  return finding.rule === GET && finding.time === 0 && !isOtherGet(finding);
}
