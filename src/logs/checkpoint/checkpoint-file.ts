// logs/checkpoint: what finished portions held, in a file, so that a run that was stopped goes on where it was.

import { closeSync, constants, existsSync, fdatasyncSync, fstatSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { sanitised } from '../../base/cleaned.js';
import { TrailcostError } from '../../base/errors.js';
import { counted } from '../../base/text.js';
import { READING } from '../../files/reading.js';
import { isSystemError, reasonOf } from '../../files/system-errors.js';
import type { Failure } from '../../files/unreadable.js';
import type { Checkpoint, KeptPortion, PortionName } from '../read/portions.js';
import type { Portion } from '../read/supply.js';
import type { TaskResult } from '../read/task.js';
import { FRAME, type Frame, frameOf, framesIn, readPart } from './frames.js';
import { type CheckpointedRun, headerOf, headerProblem, MOST_HEADER_BYTES, startProblem } from './header.js';
import { packedPortion, packedResult, portionIn, resultIn, type WholePortion } from './kept-result.js';

/** Where a checkpoint is: its place, and its name for messages. */
export interface CheckpointPlace {
  path: string;
  place: string;
}

/** A whole portion as it lies in the file. */
interface Kept extends WholePortion {
  frames: Pick<Frame, 'start' | 'bytes'>[];
}

/** How far the file goes, and the checksum of all until there. */
interface End {
  at: number;
  checksum: number;
}

/**
 * A file to which what portions hold is added as it comes. Only portions that are whole count: anything after the last of them is cut off
 * when the file is opened, be it of a run that was killed or damaged.
 */
export class CheckpointFile implements Checkpoint {
  /** What is to be said about it as it was found; undefined where it is new. */
  found: string | undefined;
  readonly #path: string;
  readonly #file: number;
  readonly #kept = new Map<string, Kept>();
  #whole: End;
  #end: End;
  /** The portion that is being read. */
  #current: { portion: Portion; results: number } | undefined;

  /**
   * @throws TrailcostError `checkpoint-invalid` for a file that is none of this run, which is left as it is; `output-unwritable`
   */
  static open(at: CheckpointPlace, run: CheckpointedRun): CheckpointFile {
    return orUnwritable(at.path, () => {
      const file = openSync(at.place, constants.O_RDWR | constants.O_CREAT, 0o600);
      try {
        return new CheckpointFile(at.path, file, run);
      } catch (error) {
        closeSync(file);
        throw error;
      }
    });
  }

  private constructor(path: string, file: number, run: CheckpointedRun) {
    this.#path = path;
    this.#file = file;
    const header = Buffer.from(headerOf(run));
    this.#whole = { at: header.length, checksum: crc32(header) };
    this.#end = this.#whole;
    if (!fstatSync(file).isFile()) throw invalid(path, { what: 'is not a file', remedy: 'Give --checkpoint the name of a file.' });
    const start = readPart(file, 0, MOST_HEADER_BYTES);
    // A run that was killed may have written a part of it.
    if (start.length < header.length && header.subarray(0, start.length).equals(start)) {
      this.#cutOff({ at: 0, checksum: 0 });
      this.#add(header, this.#whole.checksum);
      this.#whole = this.#end;
      fdatasyncSync(file);
      return;
    }
    const lineEnd = start.indexOf('\n');
    const problem = headerProblem(start.subarray(0, Math.max(0, lineEnd)).toString(), run);
    if (problem !== undefined) throw invalid(path, problem);
    this.#readAll();
  }

  kept(portion: PortionName): KeptPortion | undefined {
    const kept = this.#kept.get(portion.name);
    if (kept === undefined || kept.fingerprint !== portion.fingerprint) return undefined;
    return { failures: kept.failures, results: () => this.#resultsOf(kept) };
  }

  keep(portion: Portion, result: TaskResult): void {
    if (portion.fingerprint === undefined) return;
    orUnwritable(this.#path, () => {
      const current = this.#begun(portion);
      const { bytes, checksum } = frameOf(FRAME.result, packedResult(result), this.#end.checksum);
      this.#add(bytes, checksum);
      current.results += 1;
    });
  }

  finish(portion: Portion, failures: readonly Failure[]): void {
    const { name, fingerprint } = portion;
    if (fingerprint === undefined) return;
    orUnwritable(this.#path, () => {
      const { results } = this.#begun(portion);
      this.#current = undefined;
      // What may be had later is asked for again.
      if (failures.some(({ isLasting }) => isLasting !== true)) return this.#abandon();
      const said = failures.map(({ file, reason }) => ({ file, reason }));
      const frame = frameOf(FRAME.whole, packedPortion({ name, fingerprint, results, failures: said }), this.#end.checksum);
      this.#add(frame.bytes, frame.checksum);
      fdatasyncSync(this.#file);
      this.#whole = this.#end;
    });
  }

  close(): void {
    closeSync(this.#file);
  }

  #begun(portion: Portion): { results: number } {
    if (this.#current?.portion !== portion) {
      this.#abandon();
      this.#current = { portion, results: 0 };
    }
    return this.#current;
  }

  /** Finds the portions that are whole, and cuts off what comes after the last. */
  #readAll(): void {
    const frames = framesIn(this.#file, this.#end.at, this.#end.checksum);
    let results: Kept['frames'] = [];
    let next = frames.next();
    for (; next.done !== true; next = frames.next()) {
      const { kind, start, bytes, end: at, checksum } = next.value;
      if (kind === FRAME.result) results.push({ start, bytes });
      const whole = kind === FRAME.whole ? portionIn(readPart(this.#file, start, bytes)) : undefined;
      if (kind !== FRAME.result && whole?.results !== results.length) break;
      if (whole === undefined) continue;
      this.#kept.set(whole.name, { ...whole, frames: results });
      results = [];
      this.#whole = { at, checksum };
    }
    const isDamaged = next.done !== true || next.value === 'damaged';
    this.#cutOff(this.#whole);
    const taken = `${counted(this.#kept.size, 'portion is', 'portions are')} in ${sanitised(this.#path)} and not read again`;
    this.found = isDamaged ? `${taken}; the rest of the file was damaged and is read anew` : taken;
  }

  *#resultsOf({ frames }: Kept): Generator<TaskResult> {
    for (const { start, bytes } of frames) {
      const result = resultIn(readPart(this.#file, start, bytes));
      if (result === undefined) {
        const remedy = 'Start anew in another file.';
        throw invalid(this.#path, { what: `holds at byte ${start} what is not a result of reading logs`, remedy });
      }
      yield result;
    }
  }

  #add(bytes: Buffer, checksum: number): void {
    this.#assertOurs();
    for (let done = 0; done < bytes.length; ) done += writeSync(this.#file, bytes, done, bytes.length - done, this.#end.at + done);
    this.#end = { at: this.#end.at + bytes.length, checksum };
  }

  /** Leaves out a portion that was begun. */
  #abandon(): void {
    if (this.#end.at === this.#whole.at) return;
    this.#assertOurs();
    this.#cutOff(this.#whole);
  }

  /** Two runs would write over each other. */
  #assertOurs(): void {
    if (fstatSync(this.#file).size === this.#end.at) return;
    const remedy = 'Let the other one end, then count again.';
    throw invalid(this.#path, { what: 'was changed by somebody else, maybe another run', remedy });
  }

  #cutOff(end: End): void {
    if (fstatSync(this.#file).size > end.at) ftruncateSync(this.#file, end.at);
    this.#end = end;
  }
}

/**
 * Refuses, before any work, what is no checkpoint at all.
 *
 * @throws TrailcostError `checkpoint-invalid`
 */
export function assertCheckpoint({ path, place }: CheckpointPlace): void {
  if (!existsSync(place)) return;
  const problem = orUnwritable(path, () => {
    const file = openSync(place, READING);
    try {
      return fstatSync(file).isFile() ? startProblem(readPart(file, 0, MOST_HEADER_BYTES).toString()) : undefined;
    } finally {
      closeSync(file);
    }
  });
  if (problem !== undefined) throw invalid(path, problem);
}

function invalid(path: string, problem: { what: string; remedy: string }): TrailcostError {
  return new TrailcostError('checkpoint-invalid', { where: sanitised(path), ...problem });
}

function orUnwritable<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const remedy = 'Portions that are whole in it are kept. Make room for it, or choose another --checkpoint.';
    throw new TrailcostError('output-unwritable', { where: sanitised(path), what: reasonOf(error), remedy }, error);
  }
}
