import { word, writeHash } from '../../base/hash.js';
import { ID_WORDS } from '../../files/hash.js';
import type { FileOfBatch } from '../read/batch.js';
import { Identifiers } from './identifiers.js';
import { fileMark } from './recordings.js';

/** A file of a batch, as the count sees it. */
export interface CountedFile extends FileOfBatch {
  /** See {@link fileMark}. */
  mark: number;
  /** Whether a file of this name with as many records was there before. */
  isAgain: boolean;
  /** Findings in it that were not counted before. */
  news: number;
}

/** Which of CloudTrail's log files are there once more, in another folder or beside themselves. */
export class FileNames {
  readonly #names = new Identifiers();

  counted({ path, name, minute, records }: FileOfBatch, hour: number): CountedFile {
    const isFromTrail = name !== '';
    writeHash(isFromTrail ? name : path, key, 0);
    const mark = fileMark(word(key, 0), isFromTrail);
    return { path, name, minute, records, mark, isAgain: isFromTrail && !this.#add(records, SEEN, hour), news: 0 };
  }

  /** Whether a file that is there again is the first such one of its name. */
  isFirstAgain({ name, records }: CountedFile, hour: number): boolean {
    writeHash(name, key, 0);
    return this.#add(records, SEEN_AGAIN, hour);
  }

  retire(hour: number): void {
    this.#names.retire(hour);
  }

  /** Parts of a file that somebody split have its name, and as good as never as many records. */
  #add(records: number, kind: number, hour: number): boolean {
    key[2] = records;
    key[3] = kind;
    return this.#names.add(key, 0, hour);
  }
}

const key = new Uint32Array(ID_WORDS);
const SEEN = 1;
const SEEN_AGAIN = 2;
