// logs/s3: files of a bucket, listed no further than is asked for, and fetched for the workers that read them.

import { createHash } from 'node:crypto';
import { sum } from 'd3-array';
import { Refusal } from '../../aws/refusals.js';
import type { ObjectStore } from '../../aws/s3.js';
import { SECONDS_A_DAY } from '../../base/time.js';
import type { Failure } from '../../files/unreadable.js';
import { type Checkpoint, type PortionName, resultsOf } from '../read/portions.js';
import type { Portion, Supply } from '../read/supply.js';
import type { Settings, TaskResult } from '../read/task.js';
import type { S3Address } from './address.js';
import { type Decrypts, EncryptionSamples } from './encryption.js';
import { Fetching } from './fetching.js';
import { type LeftOut, Levels, type Scope } from './levels.js';
import { type ListedFile, LOOSE, Spool } from './spool.js';

interface Listening {
  signal?: AbortSignal | undefined;
  /** Is told how many files are listed. */
  onListed?: ((files: number) => void) | undefined;
}

interface DayOfFiles {
  name: string;
  files: ListedFile[];
}

/** What a bucket has of what was asked for; its names lie in a file until it is closed. */
export class ListedBucket {
  readonly failures: Failure[] = [];
  /** Files that are to be read, and what they hold, packed. */
  files = 0;
  bytes = 0;
  /** Days that were listed with others and are not wanted. */
  daysNotOpened = 0;
  accountsWithoutFolder: readonly string[] = [];
  readonly store: ObjectStore;
  readonly #spool: Spool;
  readonly #samples = new EncryptionSamples();
  #leftOut: LeftOut | undefined;

  private constructor(store: ObjectStore, spool: Spool) {
    this.store = store;
    this.#spool = spool;
  }

  /**
   * Lists what is wanted of it.
   *
   * @throws Refusal
   */
  static async of(store: ObjectStore, { prefix }: S3Address, scope: Scope, { signal, onListed }: Listening = {}): Promise<ListedBucket> {
    const listed = new ListedBucket(store, await Spool.open());
    try {
      await listed.#list(prefix, scope, { signal, onListed });
      return listed;
    } catch (error) {
      listed.close();
      throw error;
    }
  }

  /** What was not listed, or is no log file. */
  get leftOut(): LeftOut {
    if (this.#leftOut === undefined) throw new Error('nothing was listed');
    return this.#leftOut;
  }

  /** Days since 1970-01-01 UTC that are to be read. */
  get days(): number[] {
    return this.#spool.days.filter((day) => day >= 0);
  }

  /** Files that were delivered on days from the first to the last, both included, and what they hold, packed. */
  within(firstDay: number, lastDay: number): { files: number; bytes: number } {
    const days = this.days.filter((day) => day >= firstDay && day <= lastDay).map((day) => this.#spool.day(day));
    return { files: sum(days, ({ files }) => files), bytes: sum(days, ({ bytes }) => bytes) };
  }

  /** Asks for the encryption of one file of each day and account. @throws Refusal */
  async decrypts(signal?: AbortSignal): Promise<Decrypts> {
    await this.#samples.ask(this.store, signal);
    return this.#samples.decrypts();
  }

  /** Lets go of days that a checkpoint holds, as far as what they cost goes. @returns their files */
  keptBy(checkpoint: Checkpoint): number {
    let files = 0;
    for (const day of this.#spool.days) {
      const portion = portionName({ name: nameOf(day), files: this.#spool.filesOf(day) });
      if (checkpoint.kept(portion) === undefined) continue;
      const kept = this.#spool.day(day);
      files += kept.files;
      this.files -= kept.files;
      this.bytes -= kept.bytes;
      this.#samples.drop(day);
    }
    return files;
  }

  /** What is to be read, day by day. Files whose names have no time come first. */
  *filesByDay(): Generator<DayOfFiles> {
    for (const day of this.#spool.days) yield { name: nameOf(day), files: this.#spool.filesOf(day) };
  }

  /** The same, one by one. */
  *allFiles(): Generator<ListedFile> {
    for (const { files } of this.filesByDay()) yield* files;
  }

  close(): void {
    this.#spool.close();
  }

  async #list(prefix: string, scope: Scope, { signal, onListed }: Listening): Promise<void> {
    const levels = new Levels(
      this.store,
      scope,
      (folder, files, undated) => {
        for (const [day, some] of this.#spool.add(folder, files, undated)) this.#samples.add(folder, day, some);
        this.files += files.length;
        onListed?.(this.files);
      },
      signal,
    );
    await levels.list(prefix);
    this.failures.push(...levels.failures);
    this.accountsWithoutFolder = levels.accountsWithoutFolder;
    this.#leftOut = levels.leftOut;
    // Beside the folders of a trail, what has no time in its name is hardly ever a log.
    if (levels.hasTrail) levels.leftOut.files += this.#drop(LOOSE);
    for (const day of this.days.filter((each) => !scope.wantsDay(each))) {
      this.#drop(day);
      this.daysNotOpened += 1;
    }
    for (const day of this.#spool.days) this.bytes += this.#spool.day(day).bytes;
  }

  /** @returns files that are let go of */
  #drop(day: number): number {
    const { files } = this.#spool.day(day);
    this.files -= files;
    this.#spool.drop(day);
    this.#samples.drop(day);
    return files;
  }
}

/** A day as text; what has none is named too. */
function nameOf(day: number): string {
  if (day < 0) return day === LOOSE ? 'beside the trails' : 'without a day';
  return new Date(day * SECONDS_A_DAY * 1000).toISOString().slice(0, 10);
}

/** Files of a bucket, to be counted. */
export class S3Supply implements Supply {
  readonly days: readonly number[];
  readonly daysNotOpened: number;
  readonly accountsNotRead: number;
  readonly failures: Failure[];
  /** What AWS refused in the middle, so that not all was read. */
  refusal: Refusal | undefined;
  readonly #listed: ListedBucket;

  readonly #checkpoint: Checkpoint | undefined;

  constructor(listed: ListedBucket, checkpoint?: Checkpoint) {
    this.#listed = listed;
    this.#checkpoint = checkpoint;
    this.days = listed.days;
    this.daysNotOpened = listed.daysNotOpened;
    this.failures = listed.failures;
    this.accountsNotRead = listed.leftOut.accounts;
  }

  get isCutShort(): boolean {
    return this.refusal !== undefined;
  }

  async *results(settings: Settings, signal: AbortSignal | undefined): AsyncGenerator<TaskResult> {
    const fetching = await Fetching.from(this.#listed.store);
    try {
      yield* resultsOf(this.#portions(fetching), settings, this.failures, signal, this.#checkpoint);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.refusal = error;
    } finally {
      await fetching.end();
    }
  }

  *#portions(fetching: Fetching): Generator<Portion> {
    for (const day of this.#listed.filesByDay())
      yield {
        ...portionName(day),
        tasks: (failures, signal) => fetching.tasks(day.files, failures, signal),
        release: (read) => fetching.release(read),
      };
  }
}

/** By which a portion is known again: its day, and the names and sizes of its files. */
function portionName({ name, files }: DayOfFiles): PortionName {
  const hash = createHash('sha256');
  for (const { key, bytes } of files) hash.update(`${JSON.stringify(key)} ${bytes}\n`);
  return { name, fingerprint: hash.digest('hex') };
}
