import type { Table } from '../document.js';
import { type Child, element, type Markup } from './markup.js';

/** A table as it stands in a page: it scrolls by itself where a screen is narrow, and can be reached by the keyboard then. */
export function tableMarkup({ title, header, leftColumns, rows, summaryRows = 0 }: Omit<Table, 'detail'>, isTitled = true): Markup {
  const kind = (column: number) => (column < leftColumns ? 'words' : 'number');
  const cells = (row: readonly string[]) =>
    row.map((cell, column) =>
      column === 0 ? element('th', { scope: 'row', class: kind(column) }, cell) : element('td', { class: kind(column) }, cell),
    );
  const head = header.map((name, column) =>
    name === '' ? element('td', { class: kind(column) }) : element('th', { scope: 'col', class: kind(column) }, name),
  );
  const first = rows.length - summaryRows;
  return element(
    'div',
    { class: 'scroll', role: 'region', tabindex: 0, 'aria-label': title },
    element(
      'table',
      {},
      element('caption', isTitled ? {} : { class: 'unseen' }, title),
      element('thead', {}, element('tr', {}, head)),
      element(
        'tbody',
        {},
        rows.map((row, index) => element('tr', index < first ? {} : { class: 'sum' }, cells(row))),
      ),
    ),
  );
}

/** What opens and closes: shut at first. */
export function foldable(id: string, title: Child, ...content: readonly Child[]): Markup {
  return element('details', { id }, element('summary', {}, title), content);
}
