import type { CsvTable } from '../csv.js';
import type { DataTable } from './data.js';

/**
 * A table whose rows are of several kinds as one sheet for each kind, without the columns that are empty there.
 *
 * @param column the one that names a row's kind
 * @param sheets of each kind the sheet's name, and the columns to add up
 */
export function splitTable(
  { columns, rows }: CsvTable,
  column: string,
  sheets: Readonly<Record<string, Pick<DataTable, 'name' | 'summed'>>>,
): DataTable[] {
  const place = columns.indexOf(column);
  return Object.entries(sheets).map(([kind, sheet]) => {
    const own = rows.filter((row) => row[place] === kind);
    const kept = columns.map((_, index) => index !== place && own.some((row) => row[index] !== ''));
    const only = (row: readonly string[]) => row.filter((_, index) => kept[index]);
    return { ...sheet, columns: only(columns), rows: own.map(only) };
  });
}
