import { stringify } from 'csv-stringify/sync';

/**
 * A text that a spreadsheet will not take for a formula: one that starts, perhaps after blanks, as a formula does gets an apostrophe.
 * Rule: owasp.org, CSV Injection; full-width characters count too, since spreadsheets treat them alike.
 *
 * @example inertText('siem') // 'siem'
 * @example inertText(' =1+1') // "' =1+1"
 */
export function inertText(text: string): string {
  return /^(?:\s*[=+\-@＝＋－＠]|\s*[\t\r\n])/u.test(text) ? `'${text}` : text;
}

/** A table for spreadsheets: rows of text; numbers exact, over the period unless their column says otherwise. */
export interface CsvTable {
  columns: string[];
  rows: string[][];
}

/** A table as CSV (RFC 4180); no cell is a spreadsheet's formula. */
export function csvTable({ columns, rows }: CsvTable): string {
  const cells = rows.map((row) => row.map((cell) => (/^-?[\d.]+$/.test(cell) ? cell : inertText(cell))));
  return stringify(cells, { header: true, columns, record_delimiter: '\r\n' });
}
