import { word } from '../../base/hash.js';
import { entryAt } from '../../base/lists.js';
import { ID_WORDS } from '../../files/hash.js';
import { type Batch, FILE_AT, FILE_STRIDE, type NamedFile } from '../read/keep/batch.js';
import { Identifiers } from './identifiers.js';
import { fileMark } from './recordings.js';

/** A file of a batch, as the count sees it. */
export interface CountedFile {
  file: NamedFile;
  /** Of its name, in 32 bits; 0 where that has none. */
  account: number;
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

  /** @param files of the task */
  counted({ files: words, members }: Batch, files: readonly NamedFile[]): CountedFile[] {
    const counted: CountedFile[] = [];
    for (let at = 0; at < words.length; at += FILE_STRIDE) {
      const member = word(words, at + FILE_AT.member);
      const file = member === 0 ? entryAt(files, word(words, at + FILE_AT.index)) : entryAt(members, member - 1);
      const isFromTrail = word(words, at + FILE_AT.isFromTrail) !== 0;
      const mark = fileMark(word(words, at + FILE_AT.name), isFromTrail);
      const account = word(words, at + FILE_AT.account);
      counted.push({ file, account, mark, isAgain: isFromTrail && !this.#add(words, at, SEEN, hourOf(file.minute)), news: 0 });
    }
    return counted;
  }

  /** Whether a file that is there again, by its index in the batch, is the first such one of its name. */
  isFirstAgain({ files }: Batch, index: number, hour: number): boolean {
    return this.#add(files, index * FILE_STRIDE, SEEN_AGAIN, hour);
  }

  retire(hour: number): void {
    this.#names.retire(hour);
  }

  /** Parts of a file that somebody split have its name, and as good as never as many records. */
  #add(words: Uint32Array, at: number, kind: number, hour: number): boolean {
    key[0] = word(words, at + FILE_AT.name);
    key[1] = word(words, at + FILE_AT.name + 1);
    key[2] = word(words, at + FILE_AT.records);
    key[3] = kind;
    return this.#names.add(key, 0, hour);
  }
}

/** Hours since 1970-01-01 UTC of a delivery; 0 where it is not known. */
export function hourOf(minute: number | undefined): number {
  return Math.floor((minute ?? 0) / 60);
}

const key = new Uint32Array(ID_WORDS);
const SEEN = 1;
const SEEN_AGAIN = 2;
