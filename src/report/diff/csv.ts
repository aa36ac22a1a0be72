import type { Change } from '../../planning/changes.js';
import type { Diff } from '../../planning/diff.js';
import { type CsvTable, csvTable } from '../layout/csv.js';
import { differenceOf } from './tables.js';

const COLUMNS = ['by', 'name', 'strategy', 'change', 'old_cost', 'new_cost', 'difference', 'currency'];

/**
 * A diff as CSV: a row for each strategy, and for each charge, reader and month under it; the column `by` says which. Costs are over each
 * period.
 */
export function diffCsv(diff: Diff): string {
  return csvTable(diffTable(diff));
}

/** The rows of {@link diffCsv}. */
export function diffTable({ byStrategy, byCharge, byReader, byMonth, after: { currency } }: Diff): CsvTable {
  const row = (by: string, name: string, entry: Change) => [
    by,
    name,
    entry.line.strategy,
    entry.kind,
    entry.before?.cost.expected.toFixed() ?? '',
    entry.after?.cost.expected.toFixed() ?? '',
    differenceOf(entry).toFixed(),
    currency,
  ];
  return {
    columns: COLUMNS,
    rows: [
      ...byStrategy.map((entry) => row('strategy', '', entry)),
      ...byCharge.map((entry) => row('charge', entry.line.charge, entry)),
      ...byReader.map((entry) => row('reader', entry.line.reader, entry)),
      ...byMonth.map((entry) => row('month', entry.line.month, entry)),
    ],
  };
}
