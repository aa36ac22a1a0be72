// bill/table: a file of a bill as rows of cells, whatever wrote it; what the cells mean is of no interest here.

import { Unreadable } from '../../files/unreadable.js';

/** A file's header and rows, or those of a part of it. */
export interface BillTable {
  /** The file, and in an archive the part of it. */
  name: string;
  header: readonly string[];
  /** What is unusual of how its text is written, in words, once it is read; none for plain CSV and for Parquet. */
  dialect(): readonly string[];
  /** Lines above the header, such as a title. */
  linesBefore: number;
  /** Some rows at a time, each with its cells in the order of the header; only those of the columns named here need be filled. */
  rows(columns: readonly number[]): AsyncIterable<readonly (readonly string[])[]>;
  /** Empty lines that were passed over so far. */
  emptyLines(): number;
  /** Lets go of the file, read to its end or not. */
  close(): Promise<unknown>;
}

/** A file, or a part of it, that is no table at all, or none of a bill. */
export class NoTable extends Unreadable {
  override readonly name: string = 'NoTable';
  /** Whether it looks like a part of a bill, so that leaving it out leaves a hole. */
  readonly isData: boolean;
  /** What to do, where that is more than to give a bill. */
  readonly remedy: string | undefined;

  constructor(what: string, { isData = false, remedy }: { isData?: boolean; remedy?: string } = {}) {
    super(what);
    this.isData = isData;
    this.remedy = remedy;
  }
}
