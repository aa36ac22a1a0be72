import { recordOf } from '../../base/records.js';
import { Unreadable } from '../../files/unreadable.js';
import { AmountStyle } from './amounts.js';
import { Unfit, UnreadableCell } from './cell.js';
import { FORMAT_NAMES, type Layout, layoutOf } from './layout.js';
import { canonicalName } from './names.js';
import { type RowContext, RowParser } from './parser.js';
import { ColumnKinds, isInPlace, OTHER_ROLES, type OtherRole, otherRoleOf } from './roles.js';
import type { BilledRow } from './row.js';

const CORRECT = 'Correct it in the file, or save the file anew from the program that wrote it.';

/** Columns that all rows of a table share and that it does not have itself. */
export interface SharedColumns {
  names: readonly string[];
  values: readonly string[];
}

/** A table's own columns say more than the folders that it lies in, and the outer folder of two counts. */
function without(header: readonly string[], { names, values }: SharedColumns): SharedColumns {
  const known = new Set(header.map(canonicalName));
  const added = names.map(canonicalName).map((name) => !known.has(name) && known.add(name).size > 0);
  return { names: names.filter((_, index) => added[index]), values: values.filter((_, index) => added[index]) };
}

const MOST_KNOWN_ROWS = 50;
/** A date, as nearly every row has one, begins with a digit. */
const [ZERO_CODE, NINE_CODE] = [48, 57];

/** Reads a table's rows one after the other: rows of the bill, and what spreadsheets and put together files have among them. */
export class TableParser {
  readonly layout: Layout;
  /** Rows that are none of the bill. */
  readonly leftOut = recordOf(OTHER_ROLES, () => 0);
  /** What reads the rows since the last header. */
  rows: RowParser;
  /** Of the first rows, once they are read. */
  kinds = new ColumnKinds([]);
  readonly #shared: SharedColumns;
  readonly #context: RowContext;
  readonly #amounts = new AmountStyle();
  #current: Layout;
  #width: number;
  #number = 0;

  private constructor(layout: Layout, header: readonly string[], shared: SharedColumns, context: RowContext) {
    this.layout = layout;
    this.rows = new RowParser(layout, context);
    this.#current = layout;
    this.#width = header.length;
    this.#context = context;
    const isUsed = Object.values(layout.at).some((column) => column >= header.length);
    this.#shared = isUsed ? shared : { names: [], values: [] };
  }

  /** For rows whose columns are known without a header. */
  static laidOut(layout: Layout, context: RowContext): TableParser {
    return new TableParser(layout, layout.header, { names: [], values: [] }, context);
  }

  /**
   * For the rows under a header; undefined where it is none of a bill.
   *
   * @param shared columns that count as far as the header has none of their names
   * @throws Unfit naming the columns that are missing
   */
  static of(header: readonly string[], shared: SharedColumns, context: RowContext): TableParser | undefined {
    const added = without(header, shared);
    const layout = layoutOf([...header, ...added.names]);
    return layout === undefined ? undefined : new TableParser(layout, header, added, context);
  }

  /** What is unusual of how its cells are written, in words, once they are read. */
  get dialect(): readonly string[] {
    return [
      ...(this.#amounts.sign === 'comma' ? ['decimal comma'] : []),
      ...(this.#shared.names.length > 0 ? ['columns from folder names'] : []),
    ];
  }

  /** Takes the rows that are read next, to know how their amounts are written. @throws Unfit where that cannot be known */
  look(rows: readonly (readonly string[])[]): void {
    if (this.#number === 0) this.kinds = new ColumnKinds(rows.slice(0, MOST_KNOWN_ROWS));
    try {
      this.#amounts.look(rows, this.#current.at);
    } catch (error) {
      throw error instanceof Unreadable ? this.#bad(error) : error;
    }
    this.rows.amountSign = this.#amounts.sign;
    this.rows.expect(rows);
  }

  /** Whether a row may be one of this table, its cells all in their places. */
  fits(cells: readonly string[]): boolean {
    return otherRoleOf(cells, this.#current) !== undefined || isInPlace(this.#withShared(cells), this.#current);
  }

  /**
   * The next row; undefined where it is none of the bill.
   *
   * @throws Unfit naming the row, the column and the cell
   */
  read(cells: readonly string[]): BilledRow | undefined {
    this.#number += 1;
    const first = cells[this.#current.at.start ?? -1]?.charCodeAt(0) ?? Number.NaN;
    if (!(first >= ZERO_CODE && first <= NINE_CODE) && this.#isLeftOut(cells)) return undefined;
    try {
      return this.rows.read(this.#withShared(cells));
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      if (this.#isLeftOut(cells)) return undefined;
      throw this.#bad(error);
    }
  }

  #bad(error: Unreadable): Unfit {
    return error instanceof UnreadableCell ? error.inRow(this.#number) : new Unfit(`row ${this.#number}, ${error.message}`, CORRECT);
  }

  /** A header within the file holds for the rows after it. */
  #isLeftOut(cells: readonly string[]): boolean {
    const role: OtherRole | undefined = otherRoleOf(cells, this.#current);
    if (role === undefined) return false;
    this.leftOut[role] += 1;
    if (role === 'header') this.#change(cells);
    return true;
  }

  #change(header: readonly string[]): void {
    const names = header.map((name) => name.replace(/^\uFEFF/, ''));
    try {
      const layout = layoutOf([...names, ...this.#shared.names]);
      if (layout === undefined) throw new Unreadable('is a header of no bill');
      if (layout.format !== this.layout.format)
        throw new Unreadable(`is the header of a ${FORMAT_NAMES[layout.format]} bill in a ${FORMAT_NAMES[this.layout.format]} bill`);
      this.#current = layout;
      this.#width = names.length;
      this.rows = new RowParser(layout, this.#context);
      this.rows.amountSign = this.#amounts.sign;
    } catch (error) {
      throw error instanceof Unreadable ? this.#bad(error) : error;
    }
  }

  #withShared(cells: readonly string[]): readonly string[] {
    const { values } = this.#shared;
    if (values.length === 0) return cells;
    const own = cells.slice(0, this.#width);
    own.length = this.#width;
    return own.concat(values);
  }
}
