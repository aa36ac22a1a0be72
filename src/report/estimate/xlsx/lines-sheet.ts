import type { Month } from '../../../base/months.js';
import type { Charge } from '../../../model/charges.js';
import { directoryOf } from '../../../model/directory.js';
import type { Estimate } from '../../../model/estimate.js';
import type { Line } from '../../../model/lines.js';
import { LINE_COLUMNS, lineRow } from '../../../model/saved/line-row.js';
import type { Strategy } from '../../../model/strategies.js';
import { accountColumns } from '../../layout/account-names.js';
import { dayCell, FORMAT, letterOf, numberCell, type Sheet, type SheetCell, textCell } from '../../layout/workbook/cells.js';

type Column = (typeof LINE_COLUMNS)[number];

const WIDTHS: Partial<Record<Column, number>> = {
  charge: 22,
  reader: 22,
  strategy: 18,
  note: 40,
  price_source: 40,
  unit: 12,
  currency: 10,
};

/** All lines under the CSV's headings, with numbers and months as such; at the end what is known of the accounts. */
export function linesSheet(estimate: Estimate): Sheet {
  const { lines, scenario } = estimate;
  const { columns, cellsOf } = accountColumns(directoryOf(scenario.accounts));
  return {
    name: 'lines',
    header: [...LINE_COLUMNS, ...columns.map((column) => column.replaceAll('_', ' '))],
    widths: [...LINE_COLUMNS.map((column) => WIDTHS[column] ?? 16), ...columns.map(() => 22)],
    rows: lines.map((line) => [...lineCells(line, estimate), ...cellsOf(line.account).map((text) => textCell(text))]),
    filteredRows: lines.length,
  };
}

function lineCells(line: Line, estimate: Estimate): SheetCell[] {
  const row = lineRow(line, estimate);
  const { quantity, cost } = line;
  const numbers: Partial<Record<Column, SheetCell>> = {
    month: monthCell(line.month),
    quantity_low: numberCell(quantity.low, FORMAT.count),
    quantity: numberCell(quantity.expected, FORMAT.count),
    quantity_high: numberCell(quantity.high, FORMAT.count),
    free_tier_quantity: numberCell(line.freeTierQuantity, FORMAT.count),
    billable_quantity: numberCell(line.billableQuantity, FORMAT.count),
    unit_price: numberCell(line.unitPrice, FORMAT.exact),
    cost_low: numberCell(cost.low, FORMAT.money),
    cost: numberCell(cost.expected, FORMAT.money),
    cost_high: numberCell(cost.high, FORMAT.money),
  };
  return LINE_COLUMNS.map((column) => numbers[column] ?? textCell(row[column]));
}

/** Which lines a sum is over. Month and reader are addresses of cells that hold them. */
export interface Wanted {
  strategy: Strategy;
  charge?: Charge;
  month?: string;
  /** Or `""` for the lines without a reader. */
  reader?: string;
}

/**
 * The formula that adds up a column of the lines that are wanted. A reader's name may hold what SUMIFS takes for a comparison or a
 * wildcard, and readers may differ in capitals alone, so it is compared by EXACT.
 */
export function sumOfLines(column: Column, { strategy, charge, month, reader }: Wanted, count: number): string {
  const range = (of: Column) => {
    const letter = letterOf(LINE_COLUMNS.indexOf(of));
    return `lines!$${letter}$2:$${letter}$${count + 1}`;
  };
  if (reader !== undefined) {
    const tests = [`EXACT(${range('reader')},${reader})`, `(${range('strategy')}="${strategy}")`];
    if (charge !== undefined) tests.push(`(${range('charge')}="${charge}")`);
    return `SUMPRODUCT(${[...tests, range(column)].join('*')})`;
  }
  const criteria = [range('strategy'), `"${strategy}"`];
  if (charge !== undefined) criteria.push(range('charge'), `"${charge}"`);
  if (month !== undefined) criteria.push(range('month'), month);
  return `SUMIFS(${[range(column), ...criteria].join(',')})`;
}

/** A month as its first day, since cells hold days. */
export function monthCell(month: Month): SheetCell {
  return dayCell(`${month}-01`, FORMAT.month);
}

/** The ends of what is likely, and what sheets call them. */
export const LIKELY_ENDS = [
  ['p10', 'P10'],
  ['p90', 'P90'],
] as const;
