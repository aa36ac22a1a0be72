import stringWidth from 'fast-string-width';
import type { Block } from './blocks.js';
import { cutNames } from './cut-names.js';
import type { Bar, Table } from './document.js';
import { padded, shortened, wrapped } from './wrapping.js';

export type Style = (format: 'bold' | 'dim' | 'yellow', text: string) => string;

const GAP = 2;
/** The least that is kept of a name where a table would be too wide. */
const MIN_NAME = 8;
/** So much of a name is worth more than a spare column. */
const ENOUGH_NAME = 16;
/** A bar shorter than this shows nothing. */
const LEAST_BAR = 6;

/** A table as wide as a terminal at most, as far as leaving out columns and shortening names can make it so. */
export function tableBlock(given: Table, width: number, style: Style): Block {
  if (given.header.length === 0) {
    return { head: '', items: given.title.split('\n').map((line) => wrapped(line, 0, width)), foot: '', isSpare: true };
  }
  const { title, header, leftColumns, rows, summaryRows = 0, bars = [], weights, rest } = withoutSpare(given, width);
  const widths = widthsOf({ header, rows });
  const others = othersOf(widths);
  widths[0] = Math.min(widths[0] ?? 0, Math.max(MIN_NAME, width - others));
  const names = cutNames(
    rows.map(([name = '']) => name),
    (text) => stringWidth(text) <= (widths[0] ?? 0),
  );
  const line = ([first = '', ...cells]: string[], name = first) =>
    [name, ...cells]
      .map((cell, column) => padded(cell, widths[column] ?? 0, column < leftColumns))
      .join(' '.repeat(GAP))
      .trimEnd();
  const barWidth = width - (widths[0] ?? 0) - others - GAP;
  const barred = (text: string, index: number) => {
    const bar = bars[index];
    return bar === undefined || barWidth < LEAST_BAR
      ? text
      : `${padded(text, (widths[0] ?? 0) + others + GAP, true)}${barText(bar, barWidth)}`.trimEnd();
  };
  const firstSummary = rows.length - summaryRows;
  const lines = rows.map((row, index) =>
    barred(index === firstSummary ? style('bold', line(row, names[index])) : line(row, names[index]), index),
  );
  return {
    head: [
      style('bold', wrapped(title, 0, width)),
      style('dim', line([shortened(header[0] ?? '', widths[0] ?? 0), ...header.slice(1)])),
    ].join('\n'),
    items: lines.slice(0, firstSummary),
    foot: lines.slice(firstSummary).join('\n'),
    weights,
    rest,
  };
}

/** The table without as many of its spare columns as it is too wide by. */
function withoutSpare(table: Table, width: number): Table {
  const { header, leftColumns, rows, spareColumns: [spare, ...others] = [] } = table;
  const widths = widthsOf(table);
  if (spare === undefined || othersOf(widths) + Math.min(ENOUGH_NAME, widths[0] ?? 0) <= width) return table;
  const kept = (row: string[]) => row.filter((_, column) => column !== spare);
  const narrower = {
    ...table,
    header: kept(header),
    rows: rows.map(kept),
    leftColumns: spare < leftColumns ? leftColumns - 1 : leftColumns,
    spareColumns: others.map((column) => (column > spare ? column - 1 : column)),
  };
  return withoutSpare(narrower, width);
}

function widthsOf({ header, rows }: Pick<Table, 'header' | 'rows'>): number[] {
  return header.map((_, column) => Math.max(...[header, ...rows].map((row) => stringWidth(row[column] ?? ''))));
}

/** The columns that all but the first take. */
function othersOf(widths: readonly number[]): number {
  return widths.slice(1).reduce((total, width) => total + width + GAP, 0);
}

/** A bar as long as its share of the width, at least one character where there is anything to show. */
function barText({ from, to, mark }: Bar, width: number): string {
  const first = Math.min(Math.round(from * width), width - 1);
  const last = to > from ? Math.max(Math.round(to * width), first + 1) : first;
  const signs: string[] = Array.from({ length: width }, (_, place) => (place >= first && place < last ? '▇' : ' '));
  if (mark !== undefined) signs[Math.min(Math.round(mark * width), width - 1)] = '│';
  return signs.join('').trimEnd();
}
