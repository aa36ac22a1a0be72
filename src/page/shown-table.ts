import { textOf } from './elements.js';
import { fits } from './filter.js';
import { type Direction, nextDirection, sortedRows } from './order.js';

/** What someone has asked of a table. */
interface Wish {
  sort: { column: number; direction: Direction } | undefined;
  sought: string;
}

/** Wishes outlive their tables: one that takes a table's place, with its title and columns, is shown in the same way. */
const wishes = new Map<string, Wish>();

/** A table of the page: its rows in the order that the report has, and what is asked of them. */
export class ShownTable {
  readonly table: HTMLTableElement;
  readonly title: string;
  /** Without those that sum up. */
  readonly rows: readonly HTMLTableRowElement[];
  readonly #body: HTMLTableSectionElement | undefined;
  readonly #sums: readonly HTMLTableRowElement[];
  readonly #wish: Wish;
  #texts: readonly (readonly string[])[] | undefined;

  constructor(table: HTMLTableElement) {
    this.table = table;
    this.title = textOf(table.caption);
    this.#body = table.tBodies[0];
    const rows = [...(this.#body?.rows ?? [])];
    this.rows = rows.filter((row) => !row.classList.contains('sum'));
    this.#sums = rows.filter((row) => row.classList.contains('sum'));
    const key = JSON.stringify([this.title, ...this.header.map(textOf)]);
    this.#wish = wishes.get(key) ?? { sort: undefined, sought: '' };
    wishes.set(key, this.#wish);
  }

  get header(): readonly HTMLTableCellElement[] {
    return [...(this.table.tHead?.rows[0]?.cells ?? [])];
  }

  get sought(): string {
    return this.#wish.sought;
  }

  /** How many rows are shown, without those that sum up. */
  get shown(): number {
    return this.rows.filter(({ hidden }) => !hidden).length;
  }

  isNumeric(column: number): boolean {
    return this.header[column]?.classList.contains('number') === true;
  }

  /** Sorts by a column, the other way round, or no more. */
  sortBy(column: number): void {
    const before = this.#wish.sort?.column === column ? this.#wish.sort.direction : undefined;
    const direction = nextDirection(before, this.isNumeric(column));
    this.#wish.sort = direction === undefined ? undefined : { column, direction };
    this.#order();
  }

  filter(sought: string): void {
    this.#wish.sought = sought.trim();
    this.#hide();
  }

  /** Shows the table as was asked of the one whose place it takes. */
  resume(): void {
    if (this.#wish.sort !== undefined) this.#order();
    if (this.sought !== '') this.#hide();
  }

  #order(): void {
    const { sort } = this.#wish;
    this.#body?.append(...this.#sorted(), ...this.#sums);
    this.header.forEach((cell, column) => {
      if (sort?.column === column) cell.setAttribute('aria-sort', sort.direction);
      else cell.removeAttribute('aria-sort');
    });
  }

  /** Hides rows that are not looked for. Sums are of all rows: beside a part of them they would be wrong. */
  #hide(): void {
    this.#texts ??= this.rows.map(textsOf);
    const shown = this.#texts.map((texts) => fits(texts, this.sought));
    this.rows.forEach((row, index) => {
      row.hidden = shown[index] === false;
    });
    for (const row of this.#sums) row.hidden = shown.includes(false);
  }

  #sorted(): readonly HTMLTableRowElement[] {
    const { sort } = this.#wish;
    if (sort === undefined) return this.rows;
    const { column, direction } = sort;
    return sortedRows(this.rows, (row) => textOf(row.cells[column]), { isNumeric: this.isNumeric(column), direction });
  }

  /** What is shown now. */
  content() {
    const rows = [...(this.#body?.rows ?? [])].filter(({ hidden }) => !hidden);
    return {
      header: this.header.map(textOf),
      rows: rows.map(textsOf),
      isNumeric: this.header.map((_, column) => this.isNumeric(column)),
    };
  }
}

function textsOf(row: HTMLTableRowElement): string[] {
  return [...row.cells].map(textOf);
}
