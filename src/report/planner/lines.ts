import type { Estimate } from '../../model/estimate.js';
import { LINE_COLUMNS, lineRow } from '../../model/saved/line-row.js';
import { element } from '../layout/html/markup.js';
import type { Block } from '../layout/html/page.js';
import { foldable, tableMarkup } from '../layout/html/table.js';

/** As many as a browser shows without effort; CSV has all. */
const MOST_LINES = 3000;

/** Columns of each line that are the same in all of them, or as long as a sentence. */
const LEFT_OUT = new Set(['scenario', 'region', 'currency', 'price_source']);
const SHOWN = LINE_COLUMNS.filter((column) => !LEFT_OUT.has(column));
const NUMBERS = new Set(SHOWN.filter((column) => /^(quantity|free|billable|unit_price|cost)/.test(column)));

/** The lines as a table, one charge of one reader in one month under one strategy each; only their heading until they are wanted. */
export function linesBlock(estimate: Estimate, isWanted: boolean): Block {
  const { lines, currency } = estimate;
  const title = `Lines: every charge by strategy, month and reader (${lines.length})`;
  if (!isWanted) return { id: 'lines', content: foldable('lines', title) };
  const shown = lines.slice(0, MOST_LINES);
  const [words, numbers] = [SHOWN.filter((column) => !NUMBERS.has(column)), SHOWN.filter((column) => NUMBERS.has(column))];
  const columns = [...words, ...numbers];
  const rows = shown.map((line) => {
    const row = lineRow(line, estimate);
    return columns.map((column) => row[column]);
  });
  const note =
    `Strategies are alternatives: only lines of one strategy add up. Amounts in ${currency}, exact.` +
    `${shown.length < lines.length ? ` The first ${MOST_LINES}; the CSV has all.` : ''}`;
  const header = columns.map((column) => column.replaceAll('_', ' '));
  const table = tableMarkup({ title: 'Lines', header, leftColumns: words.length, rows }, false);
  return { id: 'lines', content: foldable('lines', title, element('p', { class: 'note' }, note), table) };
}
