import { csvOf, cur2Table, curTable, focusTable, madeItems } from './made.mjs';
import { asText, folder, read } from './reading.js';

/** A file of a bill before it is written. */
export interface Table {
  header: string[];
  rows: string[][];
}

export const items = madeItems();

/** The same bill in three formats. */
export const TABLES: Record<string, Table> = { cur: curTable(items), 'cur-2.0': cur2Table(items), 'focus-1.2': focusTable(items, '1.2') };

/** Its rows, as a plain CSV gives them. */
export const expected = asText((await read(folder({ 'a.csv': csvOf(curTable(items)) }))).rows);
