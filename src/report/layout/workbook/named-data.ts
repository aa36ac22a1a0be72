import { type AccountNames, accountColumns, accountText } from '../account-names.js';
import type { Bars, DataTable, WorkbookData } from './data.js';

/** What a workbook has, with names at its bars, and beside accounts in its tables what is known of them. */
export function withNamedData({ charts, tables }: WorkbookData, names: AccountNames): WorkbookData {
  const named = (chart: Bars) => ({ ...chart, bars: chart.bars.map((bar) => ({ ...bar, name: accountText(bar.name, names) })) });
  return { charts: charts.map(named), tables: tables.map((table) => withAccountColumns(table, names)) };
}

/** A table with what is known of accounts at its end, where it has a column `account`. */
function withAccountColumns(table: DataTable, names: AccountNames): DataTable {
  const place = table.columns.indexOf('account');
  const { columns, cellsOf } = accountColumns(names);
  if (place < 0 || columns.length === 0) return table;
  return { ...table, columns: [...table.columns, ...columns], rows: table.rows.map((row) => [...row, ...cellsOf(row[place] ?? '')]) };
}
