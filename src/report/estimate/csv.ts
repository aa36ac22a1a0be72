import { stringify } from 'csv-stringify/sync';
import type { Estimate } from '../../model/estimate.js';
import { LINE_COLUMNS, type LineRow, lineRow } from '../../model/saved/line-row.js';
import { inertText } from '../layout/csv.js';

/** Columns whose text comes from people or files; the others are numbers and our own words. */
export const FREE_TEXT = new Set<keyof LineRow>(['scenario', 'reader', 'region', 'unit', 'price_source', 'note']);

/** The estimate's lines as CSV (RFC 4180): the design's columns, one row a line, no totals. */
export function csvReport(estimate: Estimate): string {
  return stringify(
    estimate.lines.map((line) => {
      const row = lineRow(line, estimate);
      return LINE_COLUMNS.map((column) => (FREE_TEXT.has(column) ? inertText(row[column]) : row[column]));
    }),
    { header: true, columns: [...LINE_COLUMNS], record_delimiter: '\r\n' },
  );
}
