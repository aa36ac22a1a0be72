import { Unreadable } from '../../files/unreadable.js';
import type { Layout } from './layout.js';
import { bareAmount } from './values.js';

/** What is before the decimals. */
export type AmountSign = 'comma' | 'point';

const AMOUNTS = ['quantity', 'pricingQuantity', 'cost', 'listCost', 'unitPrice', 'listUnitPrice'] as const;

/**
 * Whether a bill's amounts have a decimal comma or a decimal point, by those that can be nothing else: `0,24` and `1.234,5`, or `0.24`.
 * `1,234` and `1.234` alone may be either.
 */
export class AmountStyle {
  #style: AmountSign | undefined;
  /** An amount that was read as one with a point before anything said so. */
  #unsure: string | undefined;

  /** Undefined until an amount shows it. */
  get sign(): AmountSign | undefined {
    return this.#style;
  }

  /**
   * Takes rows in their order, before they are read, until the style is known.
   *
   * @throws Unreadable where an amount of rows taken earlier now means something else
   */
  look(rows: readonly (readonly string[])[], at: Layout['at']): void {
    if (this.#style !== undefined) return;
    const columns = AMOUNTS.map((field) => at[field]).filter((column) => column !== undefined);
    let unsure: string | undefined;
    for (const cells of rows) {
      for (const column of columns) {
        const cell = bareAmount(cells[column] ?? '');
        this.#style ??= styleOf(cell);
        if (isEither(cell)) unsure ??= cell;
      }
      if (this.#style !== undefined) break;
    }
    if (this.#style === undefined) this.#unsure ??= unsure;
    else if (this.#style === 'comma' && this.#unsure !== undefined)
      throw new Unreadable(`amounts have decimal commas, so it is not known what ${this.#unsure} in an earlier row is`);
  }
}

/** Undefined where the amount may be of either style. */
function styleOf(amount: string): AmountSign | undefined {
  const [, whole = '', sign = '', decimals = ''] = /^[-+]?([\d.,\u00A0\u202F ']*)([.,])(\d*)(?:[eE][-+]?\d+)?$/.exec(amount) ?? [];
  if (sign === '') return undefined;
  const style: AmountSign = sign === ',' ? 'comma' : 'point';
  const other: AmountSign = sign === ',' ? 'point' : 'comma';
  // The same sign twice stands between thousands; the other one before it does, so this one is before the decimals.
  if (whole.includes(sign)) return other;
  if (/[.,]/.test(whole)) return style;
  return decimals.length === 3 && /^[1-9]\d{0,2}$/.test(whole) && !/[eE]/.test(amount) ? undefined : style;
}

function isEither(amount: string): boolean {
  return /^[-+]?[1-9]\d{0,2}\.\d{3}$/.test(amount);
}
