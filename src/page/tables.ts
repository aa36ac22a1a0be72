import { csvOf, fileName } from './csv.js';
import { download } from './download.js';
import { made } from './elements.js';
import { countText } from './filter.js';
import { ShownTable } from './shown-table.js';

/** Tables with more rows than this can be filtered. */
const FEW = 12;

/** Each table that has its controls; those of a table that is gone go with it. */
const known = new WeakMap<Element, Controls>();

interface Controls {
  shown: ShownTable;
  /** Says how many rows are shown. */
  output: HTMLOutputElement;
}

/** Lets tables be sorted, filtered and saved: those that are there, and those that take their place later. */
export function workWithTables(): void {
  document.addEventListener('click', ({ target }) => {
    if (target instanceof Element) clicked(target);
  });
  document.addEventListener('input', ({ target }) => {
    if (target instanceof HTMLInputElement && target.matches('.tools input')) filtered(target);
  });
  new MutationObserver(equipAll).observe(document.body, { childList: true, subtree: true });
  equipAll();
}

function equipAll(): void {
  for (const table of document.querySelectorAll('table')) if (!known.has(table)) equip(table);
}

function equip(table: HTMLTableElement): void {
  const shown = new ShownTable(table);
  const output = made('output', {});
  const tools = made('div', { class: 'tools' }, ...titleOf(table), ...filterOf(shown, output), csvButton(shown));
  if (shown.rows.length > 1) shown.header.forEach(addSortButton);
  const controls = { shown, output };
  known.set(table, controls);
  known.set(tools, controls);
  (table.closest('.scroll') ?? table).before(tools);
  shown.resume();
  count(controls);
}

/** The title stands beside the controls then, and the table's own is for paper and for who does not see. */
function titleOf({ caption }: HTMLTableElement): Node[] {
  if (caption === null || caption.classList.contains('unseen')) return [];
  caption.classList.add('retold');
  return [made('span', { class: 'title', 'aria-hidden': 'true' }, caption.textContent ?? '')];
}

function filterOf({ rows, title, sought }: ShownTable, output: Node): Node[] {
  if (rows.length <= FEW) return [];
  const input = made('input', { type: 'search', placeholder: 'Filter', 'aria-label': `Filter the rows of ${title}`, autocomplete: 'off' });
  input.value = sought;
  return [input, output];
}

function csvButton({ title }: ShownTable): Node {
  return made('button', { type: 'button', class: 'csv' }, 'CSV', made('span', { class: 'unseen' }, ` of ${title}`));
}

function addSortButton(cell: HTMLTableCellElement): void {
  if (cell.tagName === 'TH') cell.append(made('button', SORT, ...cell.childNodes));
  // Names that go without saying have a cell that says nothing over them; what sorts by them says so to who does not see.
  else if (cell.cellIndex === 0)
    cell.replaceWith(made('th', { scope: 'col', class: cell.className }, made('button', { ...SORT, 'aria-label': 'Name' })));
}

const SORT = { type: 'button', class: 'sort' };

function count({ shown, output }: Controls): void {
  output.textContent = countText(shown.shown, shown.rows.length);
}

function clicked(target: Element): void {
  const sort = target.closest('button.sort');
  const cell = sort?.closest('th');
  if (cell) known.get(cell.closest('table') ?? cell)?.shown.sortBy(cell.cellIndex);
  const csv = target.closest('button.csv');
  const controls = csv && known.get(csv.closest('.tools') ?? csv);
  if (controls) download(csvOf(controls.shown.content()), fileName(controls.shown.title), 'text/csv');
}

function filtered(input: HTMLInputElement): void {
  const controls = known.get(input.closest('.tools') ?? input);
  if (controls === undefined) return;
  controls.shown.filter(input.value);
  count(controls);
}
