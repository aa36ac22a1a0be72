import type { JsonBytes } from './json.js';

/** Words of 32 bits in a row that stands for a record which can count; `logs/scan` writes them. */
export const ROW_WORDS = 14;

/** Where each stands. Identifiers and hashes take several. */
export const ROW = {
  /** Among the records of its run. */
  index: 0,
  /** Of its text in the content. */
  start: 1,
  end: 2,
  /** The number of what it has in common with others, which is all but what follows here; or {@link NO_KIND}. */
  kind: 3,
  time: 4,
  id: 5,
  deliveredMinute: 9,
  object: 10,
  requestId: 12,
} as const;

/** In place of a kind's number, where the record has to be read as a whole. */
export const NO_KIND = 2 ** 32 - 1;

/** Records that can count, as rows. */
export interface Rows {
  words: Uint32Array;
  /** Of the file's records, the run's first. */
  firstIndex: number;
  /** The content that they are in. */
  json: JsonBytes;
  /** In which the numbers of their kinds are good. */
  era: number;
}
