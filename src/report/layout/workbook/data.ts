import type { Decimal } from '../../../base/decimal.js';
import type { CsvTable } from '../csv.js';

/** What a workbook has beside the words of a report. */
export interface WorkbookData {
  /** Charts of the summary sheet. */
  charts: readonly Bars[];
  /** A sheet each, in this order. */
  tables: readonly DataTable[];
}

/** Amounts under a title, each with a bar beside it: a chart that every spreadsheet program shows and prints. */
export interface Bars {
  title: string;
  /** What an amount is called, for the column's head. */
  of: string;
  isMoney: boolean;
  bars: readonly { name: string; value: Decimal }[];
}

/** A table for a sheet of its own, exact: the same rows as in CSV. */
export interface DataTable extends CsvTable {
  /** Of the sheet: letters and hyphens. */
  name: string;
  /**
   * Columns that a last row adds up by formula; never the first. There is no sum of a column with an unknown, nor of several currencies.
   */
  summed?: readonly string[];
  /** Whether all columns but the first are amounts of money under names that others gave. */
  isCross?: boolean;
}
