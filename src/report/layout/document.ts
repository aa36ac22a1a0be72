/** A table of text; after `leftColumns` all columns are numbers. The first column holds names and may be shortened. */
export interface Table {
  title: string;
  header: string[];
  leftColumns: number;
  rows: string[][];
  /** Rows at the end that sum up the others. */
  summaryRows: number;
  /** For a terminal: a bar beside each row. */
  bars?: readonly Bar[];
}

/** A bar from one point of its line to another, with a mark; all as shares of the line, 0 to 1. */
export interface Bar {
  from: number;
  to: number;
  mark?: number;
}

/** Points under a title. */
export interface List {
  title: string;
  items: string[];
  isWarning: boolean;
}

/** Commands to type, each in words that may stand on lines of their own. */
export interface Commands {
  title: string;
  commands: string[][];
}

/** A report for people, before a format: the answer, then tables, then what it rests on. */
export interface Document {
  headline: string;
  lead: string;
  caption: string;
  tables: Table[];
  lists: (List | Commands)[];
}
