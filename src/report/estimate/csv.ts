import { stringify } from 'csv-stringify/sync';
import type { Estimate } from '../../model/estimate.js';
import type { Line } from '../../model/lines.js';
import { LINE_COLUMNS, type LineRow, lineRow } from '../../model/saved/line-row.js';
import { byStrategy, STRATEGIES, type Strategy } from '../../model/strategies.js';
import { inertText } from '../layout/csv.js';

/** Columns whose text comes from people or files; the others are numbers and our own words. */
export const FREE_TEXT = new Set<keyof LineRow>(['scenario', 'reader', 'region', 'unit', 'price_source', 'note']);

/** Of the strategy's month that a line is in: between these its total likely is. No line has such a range of its own. */
const LIKELY_COLUMNS = ['month_total_p10', 'month_total_p90'] as const;

/**
 * The estimate's lines as CSV (RFC 4180): the design's columns, and the month's likely total where the estimate has it; one row a line, no
 * totals. Strategies are alternatives: only lines of one strategy add up.
 *
 * @param strategy only the lines of this one; of all where it is absent
 */
export function csvReport(estimate: Estimate, strategy?: Strategy): string {
  const likelyIn = likelyTotals(estimate);
  return stringify(
    linesUnder(estimate, strategy).map((line) => {
      const row = lineRow(line, estimate);
      return [...LINE_COLUMNS.map((column) => (FREE_TEXT.has(column) ? inertText(row[column]) : row[column])), ...likelyIn(line)];
    }),
    { header: true, columns: [...LINE_COLUMNS, ...(estimate.likely === undefined ? [] : LIKELY_COLUMNS)], record_delimiter: '\r\n' },
  );
}

function linesUnder({ lines }: Estimate, wanted: Strategy | undefined): readonly Line[] {
  return wanted === undefined ? lines : lines.filter(({ strategy }) => strategy === wanted);
}

/** P10 and P90 of a line's month and strategy. */
function likelyTotals({ likely }: Estimate): (line: Pick<Line, 'strategy' | 'month'>) => string[] {
  if (likely === undefined) return () => [];
  const cells = byStrategy(
    STRATEGIES,
    (strategy) => new Map(likely.totals[strategy].months.map(({ month, p10, p90 }) => [month, [p10.toFixed(), p90.toFixed()]])),
  );
  return ({ strategy, month }) => cells[strategy].get(month) ?? [];
}
