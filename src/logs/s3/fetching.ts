import { rmSync, writeFileSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Refusal } from '../../aws/refusals.js';
import type { ObjectStore } from '../../aws/s3.js';
import { notKept, temporaryFolder } from '../../files/temporary.js';
import type { Failure } from '../../files/unreadable.js';
import { LogFile } from '../read/open/log-file.js';
import { Ahead } from './ahead.js';
import type { ListedFile } from './spool.js';

/** A task, as it lies in the bucket: what a worker reads in about the time that an answer of it is worth. */
const BYTES_A_TASK = 1_500_000;
const FILES_A_TASK = 400;
/** Larger files are written as they come. */
const SMALL_BYTES = 4_000_000;
/** How often a file whose end did not come is asked for. */
const ATTEMPTS = 5;
/** If as many are denied and none is read, all will be. */
const MOST_DENIED = 100;

/** The connection ended before the file did. */
class CutOff extends Error {}

/** Files of a bucket on their way to workers: they lie in a folder for temporary files until they are read. */
export class Fetching {
  readonly #store: ObjectStore;
  readonly #folder: string;
  /** Bytes of each file that is there, by its place. */
  readonly #there = new Map<string, number>();
  #bytes = 0;
  #number = 0;
  #read = 0;
  #denied = 0;

  private constructor(store: ObjectStore, folder: string) {
    this.#store = store;
    this.#folder = folder;
  }

  /** @throws Unreadable where there is no room for it */
  static async from(store: ObjectStore): Promise<Fetching> {
    const folder = await temporaryFolder('s3').catch((error: unknown) => Promise.reject(notKept(error)));
    return new Fetching(store, folder);
  }

  /** Deletes all that was fetched. */
  async end(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Bytes that lie there. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Files in their order, a task's at a time. What tasks there are depends on the listing alone.
   *
   * @param failures is given those that could not be had
   * @throws Refusal where none can be had any more
   */
  async *tasks(files: readonly ListedFile[], failures: Failure[], signal: AbortSignal | undefined): AsyncGenerator<LogFile[]> {
    const ahead = new Ahead([...tasksOf(files)], this, signal);
    try {
      for await (const results of ahead.results()) {
        const there: LogFile[] = [];
        for (const result of results) {
          if (result instanceof LogFile) there.push(result);
          else failures.push(result);
        }
        if (there.length > 0) yield there;
      }
    } finally {
      this.release(await ahead.end());
    }
  }

  /** Deletes files that are read. */
  release(files: readonly LogFile[]): void {
    for (const { place } of files) {
      rmSync(place, { force: true });
      this.#bytes -= this.#there.get(place) ?? 0;
      this.#there.delete(place);
    }
  }

  /**
   * Fetches a file.
   *
   * @returns why it cannot be had, where that concerns it alone
   * @throws Refusal
   */
  async fetch({ key, minute }: ListedFile, signal: AbortSignal): Promise<LogFile | Failure> {
    const path = `s3://${this.#store.bucket}/${key}`;
    this.#number += 1;
    const place = join(this.#folder, `${this.#number}`);
    try {
      const bytes = await this.#whole(key, place, signal);
      this.#there.set(place, bytes);
      this.#bytes += bytes;
      this.#read += 1;
      return new LogFile({ path, place }, '', minute);
    } catch (error) {
      if (error instanceof CutOff) return { file: path, reason: `was cut off ${ATTEMPTS} times before its end` };
      if (!(error instanceof Refusal) || error.reach === 'all') throw error;
      if (error.isDenied) this.#deny(error);
      return error.isGone
        ? { file: path, reason: error.reason, isLasting: true }
        : { file: path, reason: `cannot be fetched: ${error.reason}` };
    }
  }

  #deny(error: Refusal): void {
    this.#denied += 1;
    if (this.#denied >= MOST_DENIED && this.#read === 0) throw error;
  }

  /** Bytes of the file. */
  async #whole(key: string, place: string, signal: AbortSignal): Promise<number> {
    for (let attempt = 1; ; attempt += 1) {
      const { body, bytes } = await this.#store.get(key, signal);
      try {
        const had = await (bytes === undefined || bytes > SMALL_BYTES ? writtenAsItComes(body, place) : writtenAtOnce(body, place));
        if (bytes !== undefined && had !== bytes) throw new CutOff();
        return had;
      } catch (error) {
        rmSync(place, { force: true });
        signal.throwIfAborted();
        if (!(error instanceof CutOff) || attempt === ATTEMPTS) throw error;
      }
    }
  }
}

async function writtenAtOnce(body: Readable, place: string): Promise<number> {
  const content = Buffer.concat(await chunksOf(body));
  try {
    writeFileSync(place, content, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    throw notKept(error);
  }
  return content.length;
}

async function chunksOf(body: Readable): Promise<Buffer[]> {
  const chunks: Buffer[] = [];
  for await (const chunk of comingFrom(body)) chunks.push(chunk);
  return chunks;
}

async function writtenAsItComes(body: Readable, place: string): Promise<number> {
  let had = 0;
  const file = await open(place, 'wx', 0o600).catch((error: unknown) => Promise.reject(notKept(error)));
  try {
    for await (const chunk of comingFrom(body)) {
      await file.appendFile(chunk).catch((error: unknown) => Promise.reject(notKept(error)));
      had += chunk.length;
    }
  } finally {
    await file.close();
  }
  return had;
}

/** @throws CutOff for whatever ends it early */
async function* comingFrom(body: Readable): AsyncGenerator<Buffer> {
  const chunks = body.iterator();
  for (;;) {
    const next = await chunks.next().catch((error: unknown) => Promise.reject(new CutOff('', { cause: error })));
    if (next.done === true) return;
    yield next.value;
  }
}

function* tasksOf(files: readonly ListedFile[]): Generator<ListedFile[]> {
  let task: ListedFile[] = [];
  let bytes = 0;
  for (const file of files) {
    if (task.length > 0 && (task.length === FILES_A_TASK || bytes + file.bytes > BYTES_A_TASK)) {
      yield task;
      task = [];
      bytes = 0;
    }
    task.push(file);
    bytes += file.bytes;
  }
  if (task.length > 0) yield task;
}
