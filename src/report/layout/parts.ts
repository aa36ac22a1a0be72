import type { Table } from './document.js';

/**
 * A table as its first rows and, where it has more, the others as a detail.
 *
 * @param most rows of the first table
 * @param rest what the others are called
 */
export function firstRows(table: Table, most: number, rest: string): Table[] {
  const { rows, bars, weights } = table;
  if (rows.length <= most) return [table];
  const part = (from: number, to?: number) => ({
    rows: rows.slice(from, to),
    ...(bars && { bars: bars.slice(from, to) }),
    ...(weights && { weights: weights.slice(from, to) }),
  });
  return [
    { ...table, ...part(0, most) },
    { ...table, ...part(most), title: `${table.title}: ${rest}`, detail: true },
  ];
}

/** The tables that are not among some others, as a whole or as a part of one. */
export function tablesBeside(tables: readonly Table[], others: readonly Table[]): Table[] {
  return tables.filter(({ title }) => others.every((other) => title !== other.title && !title.startsWith(`${other.title}: `)));
}
