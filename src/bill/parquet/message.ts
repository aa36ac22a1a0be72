/** What the reading process is asked, one question at a time. */
export type Question = { open: string } | { columns: readonly number[] };

/** A column of a slice: its different texts, and which of them each row has. */
export interface PackedColumn {
  texts: string[];
  at: Uint16Array<ArrayBuffer>;
}

/** Some rows of a table, in the order of the columns that were asked for. */
export interface Slice {
  rows: number;
  columns: PackedColumn[];
}

/** What stops a reading that does not end by itself. */
export type Limit = 'time' | 'memory';

/** Its answer; `unreadable` says what is wrong with the file, `defect` with the program. */
export type Answer =
  | { header: string[] }
  | { slice: Slice }
  | { done: true }
  | { unreadable: string }
  | { limit: Limit }
  | { defect: string };
