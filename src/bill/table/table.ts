// bill/table: a file of a bill as rows of cells, whatever wrote it; what the cells mean is of no interest here.

import { Unreadable } from '../../files/unreadable.js';

/** A file's header and rows, or those of a part of it. */
export interface BillTable {
  /** The file, and in an archive the part of it. */
  name: string;
  header: readonly string[];
  /** Some rows at a time, each with its cells in the order of the header; only those of the columns named here need be filled. */
  rows(columns: readonly number[]): AsyncIterable<readonly (readonly string[])[]>;
  /** Lets go of the file, read to its end or not. */
  close(): Promise<unknown>;
}

/** A file, or a part of it, that is no table at all. */
export class NoTable extends Unreadable {
  override readonly name = 'NoTable';

  /** @param remedy what to do, where that is more than to give a bill */
  constructor(
    message: string,
    readonly remedy?: string,
  ) {
    super(message);
  }
}
