import type { Decimal } from '../../base/decimal.js';
import { Unreadable } from '../../files/unreadable.js';
import type { AmountSign } from './amounts.js';
import { type UnreadableCell, unreadableCell } from './cell.js';
import type { Field, Layout } from './layout.js';
import { decimalCommaOf, decimalOf, decimalPointOf, textOf } from './values.js';

const AMOUNT_OF = { comma: decimalCommaOf, point: decimalPointOf, unknown: decimalOf };

/** The cells of one row at a time, by field. */
export class Cells {
  row: readonly string[] = [];
  /** Undefined where no amount has shown it. */
  amountSign: AmountSign | undefined;
  readonly #at: Layout['at'];
  readonly #header: readonly string[];

  constructor({ at, header }: Layout) {
    this.#at = at;
    this.#header = header;
  }

  has(field: Field): boolean {
    return this.#at[field] !== undefined;
  }

  /** Empty where the file has no such column, or a word for nothing in it. */
  text(field: Field): string {
    const column = this.#at[field];
    return column === undefined ? '' : textOf(this.row[column]);
  }

  /** @throws UnreadableCell */
  amount(field: Field): Decimal | undefined {
    return this.read(field, AMOUNT_OF[this.amountSign ?? 'unknown']);
  }

  /** @throws UnreadableCell naming the column whose value cannot be */
  read<T>(field: Field, value: (text: string) => T): T {
    const text = this.text(field);
    try {
      return value(text);
    } catch (error) {
      throw error instanceof Unreadable ? this.unreadable(field, error.message) : error;
    }
  }

  unreadable(field: Field, why: string): UnreadableCell {
    return unreadableCell(this.#header[this.#at[field] ?? -1] ?? '', this.text(field), why);
  }

  /** All that is read of the row. */
  content(): string {
    return Object.values(this.#at)
      .map((column) => textOf(this.row[column]))
      .join('\n');
  }
}
