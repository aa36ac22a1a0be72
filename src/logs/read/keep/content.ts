// logs/read/keep: what records show, packed to be handed from a worker to the count.

import { sanitised } from '../../../base/cleaned.js';
import { addTo } from '../../../base/maps.js';
import { MINUTES_A_DAY } from '../../../base/time.js';
import type { Located } from '../../../files/paths.js';
import { Unreadable } from '../../../files/unreadable.js';
import type { Filters } from '../../classify/filters.js';
import { accountOf } from '../../classify/objects.js';
import { parseMessages, pickRecords } from '../find/documents.js';
import { FileRecords, SLOT_SECONDS } from '../find/file-records.js';
import { type Format, formatOf } from '../find/format.js';
import { checkLines, formatOfLarge, linesOfLarge, messagesOfLarge, recordsOfLarge, whyLargeUntaken } from '../find/large.js';
import type { RowSink } from '../find/sink.js';
import { whyContentUntaken } from '../find/untaken.js';
import { parseLarge, parseRecords } from '../find/walker.js';
import type { JsonKind } from '../find/wrapped.js';
import type { Content } from '../open/inflate.js';
import { deliveredName, type LogFile } from '../open/log-file.js';
import { asUtf8 } from '../open/utf16.js';
import { type Window, whileOpen } from '../open/window.js';
import { AccessLogLines } from './access-log-lines.js';
import { type Batch, BatchWriter } from './batch.js';
import { addFailure, addTimes, nothingRead } from './intake.js';
import { Keeper } from './keeper.js';

type OpenWindow = () => Promise<Window>;

/** Finds records in a large file; undefined where they have to be found in another way. */
type Way = (window: Window, sink: RowSink) => Promise<JsonKind | undefined>;

/** Finds what counts in the content of files, file by file; a file that breaks off leaves nothing behind. */
export class ContentParser {
  readonly #writer = new BatchWriter();
  readonly #intake = nothingRead();
  readonly #records = new FileRecords();
  readonly #keeper: Keeper;
  readonly #lines: AccessLogLines;
  /** Of the last log file. */
  #before: Located | undefined;

  constructor(filters: Filters, wantsTrace: boolean) {
    this.#keeper = new Keeper({ filters, wantsTrace }, this.#writer, this.#intake, (reason) => this.#records.untaken(reason));
    this.#lines = new AccessLogLines(this.#writer, this.#intake, (finding) => this.#keeper.keepFinding(finding));
  }

  /** Of the task, the next file is being read. */
  next(file: LogFile): void {
    this.#writer.next(file);
  }

  /** Takes a file's content. Only what a checksum vouches for is read without being validated. */
  parse(file: LogFile, { bytes, verified }: Content): void {
    try {
      this.#take(file, asUtf8(bytes), verified);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      this.fail(file, error.message);
    }
  }

  /**
   * Takes the content of a file that is too large to be had whole, portion by portion.
   *
   * @param open opens it anew
   * @throws Unreadable
   */
  async parseLarge(file: LogFile, open: OpenWindow): Promise<void> {
    const ignored = new Set<number>();
    const parse: Way = (window, sink) => parseLarge(window, sink, ignored);
    const takes: Record<Format, () => Promise<void>> = {
      // What is to be ignored is known after the first time.
      json: () => this.#keepLarge(file, open, [recordsOfLarge, parse, parse]),
      accessLog: () => this.#keepLargeLines(file, open),
      messages: () => this.#keepLarge(file, open, [messagesOfLarge]),
      blank: async () => {
        throw new Unreadable('is empty');
      },
      other: async () => this.#skipUnless(await whileOpen(open, whyLargeUntaken), file),
    };
    await takes[await whileOpen(open, formatOfLarge)]();
  }

  fail({ path }: LogFile, reason: string): void {
    addFailure(this.#intake, { file: path, reason });
  }

  batch(): Batch {
    return this.#writer.batch(this.#intake, this.#keeper.trace);
  }

  #take(file: LogFile, bytes: Buffer, verified: boolean): void {
    const takes: Record<Format, () => void> = {
      json: () => this.#keep(file, this.#recordsIn(bytes, file, verified)),
      accessLog: () => {
        this.#lines.begin(file);
        this.#lines.keep(bytes);
      },
      messages: () => {
        this.#records.begin(file.minute);
        this.#keep(file, parseMessages(bytes, this.#records));
      },
      blank: () => {
        throw new Unreadable('is empty');
      },
      other: () => this.#skipUnless(whyContentUntaken(bytes, bytes), file),
    };
    takes[formatOf(bytes)]();
  }

  /** Lines are kept as they come, so that the file has to be known to be sound. */
  async #keepLargeLines(file: LogFile, open: OpenWindow): Promise<void> {
    await whileOpen(open, checkLines);
    this.#lines.begin(file);
    await whileOpen(open, (window) => linesOfLarge(window, (bytes) => this.#lines.keep(bytes)));
  }

  /**
   * Goes over a file twice: first to know that it is sound, since all that counts in it may be more than the memory should hold until then.
   *
   * @param ways of finding its records, of which the first that does is taken
   */
  async #keepLarge(file: LogFile, open: OpenWindow, ways: readonly Way[]): Promise<void> {
    for (const way of ways) {
      this.#records.begin(file.minute, () => undefined);
      const kind = await whileOpen(open, (window) => way(window, this.#records));
      if (kind === undefined) continue;
      if (this.#begin(file, kind)) {
        const again = new FileRecords();
        again.begin(file.minute, (candidates) => this.#keeper.keep(file, candidates));
        await whileOpen(open, (window) => way(window, again));
      }
      this.#failUntaken(file);
      return;
    }
  }

  /** What can be taken of a file is counted, though the rest of it makes it a failure. */
  #keep(file: LogFile, kind: JsonKind): void {
    if (this.#begin(file, kind)) for (const candidates of this.#records.candidates) this.#keeper.keep(file, candidates);
    this.#failUntaken(file);
  }

  /** Whether it is a log file whose records are to be kept. */
  #begin(file: LogFile, kind: JsonKind): boolean {
    if (kind !== 'records') {
      this.#skip(file, kind === 'digest');
      return false;
    }
    const isLogFile = this.#records.count > 0 || this.#records.untakenCount === 0;
    if (isLogFile) this.#beginLogFile(file);
    return isLogFile;
  }

  #failUntaken(file: LogFile): void {
    const { untakenCount, untakenReason } = this.#records;
    if (untakenCount === 0) return;
    const which = untakenCount === 1 ? 'a record that cannot be read' : `${untakenCount} records that cannot be read, the first`;
    this.fail(file, `holds ${which}: ${untakenReason}`);
  }

  #recordsIn(bytes: Buffer, { minute }: LogFile, verified: boolean): JsonKind {
    this.#records.begin(minute);
    const picked = verified ? pickRecords(bytes, this.#records) : undefined;
    if (picked !== undefined) return picked;
    const ignored = new Set<number>();
    for (;;) {
      this.#records.begin(minute);
      const kind = parseRecords(bytes, this.#records, ignored);
      if (kind !== undefined) return kind;
    }
  }

  #skipUnless(reason: string | undefined, file: LogFile): void {
    if (reason !== undefined) throw new Unreadable(reason);
    this.#skip(file);
  }

  #skip({ path }: LogFile, isDigest = false): void {
    this.#intake.filesSkipped += 1;
    if (isDigest) {
      this.#intake.digestFiles += 1;
      return;
    }
    this.#intake.otherFiles += 1;
    this.#intake.skipped.push(sanitised(path));
  }

  /** Its folder tells it, which many have in common. */
  #addAccount(file: LogFile): void {
    if (file.before === this.#before) return;
    this.#before = file.before;
    const account = accountOf(file.path);
    if (account !== undefined) this.#intake.accounts.add(account);
  }

  #beginLogFile(file: LogFile): void {
    const records = this.#records;
    const intake = this.#intake;
    intake.filesRead += 1;
    intake.logFiles += 1;
    intake.records += records.count;
    if (records.last !== 0) addTimes(intake, records.first, records.last);
    for (const region of records.regions) intake.regions.add(region);
    this.#addAccount(file);
    if (file.minute === undefined) {
      for (const slot of records.slots) intake.eventSlots.add(slot);
    } else {
      intake.deliverySlots.add(Math.floor((file.minute * 60) / SLOT_SECONDS));
      addTo(intake.logFilesOfDays, Math.floor(file.minute / MINUTES_A_DAY), 1);
    }
    this.#writer.begin(file, deliveredName(file), records.count);
  }
}
