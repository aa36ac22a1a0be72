import type { CellObject } from 'write-excel-file/node';
import type { Decimal } from '../../../base/decimal.js';
import type { Day } from '../../../base/months.js';

/** A cell of a sheet; a formula also has the value that it gives, for programs that show files without calculating. */
export type SheetCell = CellObject & { result?: Decimal };

export type Row = (SheetCell | null)[];

/** A sheet: a header that stays in sight and is repeated on every printed page, rows, and widths in characters. */
export interface Sheet {
  name: string;
  header: string[];
  widths: number[];
  rows: Row[];
  /** Rows under the header, from the first, that filter buttons are for; no buttons where absent. */
  filteredRows?: number;
}

/**
 * Number formats: money with two places (the cell holds all of them), counts whole, numbers and prices with all their places, times as
 * ISO 8601 has them.
 */
export const FORMAT = {
  money: '#,##0.00',
  count: '#,##0',
  number: '#,##0.##########',
  exact: '0.00##########',
  month: 'yyyy-mm',
  day: 'yyyy-mm-dd',
} as const;

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

/**
 * A column's letters.
 *
 * @example letterOf(0) // 'A'
 * @example letterOf(27) // 'AB'
 */
export function letterOf(column: number): string {
  const last = String.fromCharCode('A'.charCodeAt(0) + (column % 26));
  return column < 26 ? last : letterOf(Math.floor(column / 26) - 1) + last;
}

/** A last row that adds up columns by formula; undefined for those that it leaves empty. The first column has the row's name. */
export function totalRow(results: readonly (Decimal | undefined)[], rowCount: number, formats: readonly string[]): Row {
  return results.map((result, column) => {
    if (column === 0) return bold(textCell('total'));
    if (result === undefined) return null;
    const letter = letterOf(column);
    return bold(formulaCell(`SUM(${letter}2:${letter}${rowCount + 1})`, result, formats[column] ?? FORMAT.money));
  });
}
