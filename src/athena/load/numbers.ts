import type { ResultRow } from './result.js';

/** A number of a row, or what stands for none. */
export function numberIn(row: ResultRow, column: string, none = 0): number {
  const text = row(column);
  return text === '' ? none : Number(text);
}
