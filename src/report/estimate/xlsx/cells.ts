import type { CellObject } from 'write-excel-file/node';
import type { Decimal } from '../../../base/decimal.js';
import type { Day } from '../../../base/months.js';

/** A cell of a sheet; a formula also has the value that it gives, for programs that show files without calculating. */
export type SheetCell = CellObject & { result?: Decimal };

/** A sheet: a header that stays in sight, rows, and widths in characters. */
export interface Sheet {
  name: string;
  header: string[];
  widths: number[];
  rows: (SheetCell | null)[][];
}

/**
 * Number formats: money with two to eight places, counts whole, prices with all places that a price book has, times as ISO 8601 has them.
 */
export const FORMAT = { money: '#,##0.00######', count: '#,##0', exact: '0.00##########', month: 'yyyy-mm', day: 'yyyy-mm-dd' } as const;

/** Excel takes a file with more in a cell for damaged (support.microsoft.com, Excel specifications and limits). */
const MOST_SIGNS = 32_767;

/** A text, whatever it begins with: nobody's name becomes a formula. */
export function textCell(text: string, style: Omit<CellObject, 'value' | 'type'> = {}): SheetCell {
  return { type: String, value: text.slice(0, MOST_SIGNS), ...style };
}

/** A number as near as a cell can hold it: 15 digits. */
export function numberCell(value: Decimal, format: string): SheetCell {
  return { type: Number, value: value.toNumber(), format };
}

/** Midnight UTC of a day, as a date. */
export function dayCell(day: Day, format: string): SheetCell {
  return { type: Date, value: new Date(`${day}T00:00:00Z`), format };
}

/** A formula (without `=`) and its value. */
export function formulaCell(formula: string, result: Decimal, format: string): SheetCell {
  return { type: 'Formula', value: formula, result, format };
}

/** The same cell in bold. */
export function bold(cell: SheetCell): SheetCell {
  return { ...cell, fontWeight: 'bold' };
}

/** A column's letter, for up to 26 of them. */
export function letterOf(column: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + column);
}

/** A last row that adds up the columns above it, from `firstColumn` on. */
export function totalRow(
  results: readonly Decimal[],
  rowCount: number,
  { firstColumn, formats }: { firstColumn: number; formats: readonly string[] },
): (SheetCell | null)[] {
  const sums = results.map((result, index) => {
    const letter = letterOf(firstColumn + index);
    return bold(formulaCell(`SUM(${letter}2:${letter}${rowCount + 1})`, result, formats[index] ?? FORMAT.money));
  });
  const between = Array.from({ length: firstColumn - 1 }, () => null);
  return [bold(textCell('total')), ...between, ...sums];
}
