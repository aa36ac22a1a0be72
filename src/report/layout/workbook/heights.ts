import type { Row, SheetCell } from './cells.js';

/** Points that a line of text takes. */
export const LINE_HEIGHT = 15;
/** Characters that a cell keeps as its margin. */
const MARGIN = 2;

/**
 * A row as high as its wrapped texts. A spreadsheet program does this itself only when somebody edits a cell: until then the second line of
 * a text lies over the next row, or is out of sight.
 */
export function withHeight(row: Row, widths: readonly number[]): Row {
  const lines = row.reduce((most, cell, column) => Math.max(most, linesOf(cell, widths[column])), 1);
  if (lines === 1) return row;
  return row.map((cell) => (cell === null ? null : { ...cell, height: lines * LINE_HEIGHT }));
}

function linesOf(cell: SheetCell | null, width = Number.POSITIVE_INFINITY): number {
  // A text over several columns has its height.
  if (cell?.wrap !== true || cell.height !== undefined || typeof cell.value !== 'string') return 1;
  const most = Math.max(width - MARGIN, 1);
  let lines = 0;
  let last = 0;
  for (const { length } of cell.value.split(/\s+/)) {
    if (last > 0 && last + 1 + length <= most) {
      last += 1 + length;
      continue;
    }
    lines += Math.ceil(last / most);
    last = length;
  }
  return lines + Math.ceil(last / most);
}
