import { Unreadable } from '../../files/unreadable.js';
import { isDate } from './dates.js';
import { type Field, type Layout, layoutOf } from './layout.js';
import { textOf } from './values.js';

/** What a row of a file may be besides a row of the bill, as spreadsheets and put together files have them. */
export const OTHER_ROLES = ['blank', 'header', 'total', 'note'] as const;
export type OtherRole = (typeof OTHER_ROLES)[number];

/** Fields of which a row of a bill has several; a total has its label in one of them. */
const NAMING: readonly Field[] = ['start', 'service', 'serviceName', 'usageType', 'operation', 'account', 'payer', 'type', 'resourceId'];
const AMOUNTS: readonly Field[] = ['quantity', 'pricingQuantity', 'cost', 'listCost'];
const AMOUNT = /^[-+]?(?=.*\d)[\d.,\u00A0\u202F ']*(?:[eE][-+]?\d+)?$/;
const DATE = /^\d{4}-\d\d-\d\d/;
const MOST_LABELS = 1;
/** As programs of several languages name a total, and the fields in which they do. */
const TOTAL = /^(?:(?:grand |sub-?)?total[es]?|totaal|gesamt\w*|summe|somme|suma)\b|^(?:итого|合計|总计)|\btotals?$/i;
const LABELLED: readonly Field[] = ['lineItemId', 'start', 'service', 'serviceName', 'account', 'type'];

/** Whether cells are the header of a bill, be columns missing or not. */
export function isBillHeader(cells: readonly string[]): boolean {
  try {
    return layoutOf(cells) !== undefined;
  } catch (error) {
    if (error instanceof Unreadable) return true;
    throw error;
  }
}

/** What a row is where it is none of the bill. */
export function otherRoleOf(cells: readonly string[], { at }: Pick<Layout, 'at'>): OtherRole | undefined {
  if (cells.every((cell) => textOf(cell).trim() === '')) return 'blank';
  if (isBillHeader(cells)) return 'header';
  const named = new Set(filled(cells, NAMING, at));
  const isTotal = filled(cells, LABELLED, at).some((label) => TOTAL.test(label)) && !isDate(textAt(cells, at.start));
  if (!isTotal && (named.size > MOST_LABELS || [...named].some(isDate))) return undefined;
  if (filled(cells, AMOUNTS, at).some((cell) => AMOUNT.test(cell))) return 'total';
  return cells.filter((cell) => textOf(cell).trim() !== '').length === 1 ? 'note' : undefined;
}

function filled(cells: readonly string[], fields: readonly Field[], at: Layout['at']): string[] {
  return fields.map((field) => textAt(cells, at[field])).filter((text) => text !== '');
}

function textAt(cells: readonly string[], column: number | undefined): string {
  return column === undefined ? '' : textOf(cells[column]).trim();
}

/**
 * Whether a row has in each column what belongs there: a date where dates are, numbers where numbers are, names where names are. One that
 * lacks a cell further in front has not.
 */
export function isInPlace(cells: readonly string[], { at }: Pick<Layout, 'at'>): boolean {
  const text = (field: Field) => textAt(cells, at[field]);
  const isName = (name: string) => name !== '' && !AMOUNT.test(name) && !DATE.test(name);
  return (
    isDate(text('start')) &&
    AMOUNT.test(text('cost')) &&
    [text('quantity'), text('listCost'), text('unitPrice')].every((amount) => amount === '' || AMOUNT.test(amount)) &&
    /^[A-Z]{3}$/.test(text('currency')) &&
    /^[="']*\d[\d.,E+"'-]*$/.test(text('account')) &&
    isName(text('type')) &&
    isName(text('service') || text('serviceName')) &&
    !AMOUNT.test(text('usageType')) &&
    !DATE.test(text('usageType'))
  );
}

/** Fields without which a row says nothing sure. */
const NEEDED: readonly Field[] = ['start', 'usageType', 'operation', 'quantity', 'cost', 'currency', 'account', 'type'];

/**
 * Whether a row that has not as many cells as the header may stand under it: a total or note, or a row of the bill that lacks empty cells
 * at its end, as spreadsheets leave them out.
 */
export function mayDiffer(cells: readonly string[], header: readonly string[]): boolean {
  const layout = layoutOrNone(header);
  if (layout === undefined) return false;
  if (otherRoleOf(cells, layout) !== undefined) return true;
  const last = Math.max(...NEEDED.map((field) => layout.at[field] ?? 0));
  return cells.length > last && cells.length < header.length && isInPlace(cells, layout);
}

function layoutOrNone(header: readonly string[]): Layout | undefined {
  try {
    return layoutOf(header);
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

/** What the cells of a column are, as far as all that are filled are the same. */
type Kind = 'date' | 'amount' | 'name';

function kindOf(text: string): Kind {
  return DATE.test(text) ? 'date' : AMOUNT.test(text) ? 'amount' : 'name';
}

/** The columns of a part whose header is known, by the first of its rows. */
export class ColumnKinds {
  readonly #kinds: (Kind | 'several' | undefined)[] = [];

  constructor(rows: readonly (readonly string[])[]) {
    for (const cells of rows) {
      for (const [column, cell] of cells.entries()) {
        const text = textOf(cell).trim();
        if (text === '') continue;
        const kind = kindOf(text);
        this.#kinds[column] = (this.#kinds[column] ?? kind) === kind ? kind : 'several';
      }
    }
  }

  /**
   * Whether a row has its dates and numbers in the columns that have them.
   *
   * @param used the columns that are read
   */
  agreesWith(cells: readonly string[], used: ReadonlySet<number>): boolean {
    return cells.every((cell, column) => {
      const text = textOf(cell).trim();
      const known = this.#kinds[column];
      if (text === '' || known === undefined || known === 'several') return true;
      const isDateHere = kindOf(text) === 'date';
      if (known === 'date' || isDateHere) return known === 'date' && isDateHere;
      return known === 'name' || !used.has(column) || kindOf(text) === known;
    });
  }
}
