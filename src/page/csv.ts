import { csvTable, inertText } from '../report/layout/csv.js';

/** A table as a page shows it: its texts, and which of its columns hold numbers. */
export interface ShownTable {
  header: readonly string[];
  rows: readonly (readonly string[])[];
  isNumeric: readonly boolean[];
}

/** A table that is shown as CSV, by the rules of the CSV of reports; what is a number alone has no marks between its thousands. */
export function csvOf({ header, rows, isNumeric }: ShownTable): string {
  return csvTable({
    columns: header.map(inertText),
    rows: rows.map((row) => row.map((cell, column) => (isNumeric[column] === true ? plainNumber(cell) : cell))),
  });
}

function plainNumber(text: string): string {
  return /^[+-]?\d[\d,]*(?:\.\d+)?$/.test(text) ? text.replaceAll(',', '').replace(/^\+/, '') : text;
}

/**
 * A name for a file, of a table's title.
 *
 * @example fileName('Readers, average month, USD') // 'readers-average-month-usd.csv'
 */
export function fileName(title: string): string {
  const words = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 80);
  return `${words === '' ? 'table' : words}.csv`;
}
