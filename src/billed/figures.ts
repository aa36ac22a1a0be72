import { byName } from '../base/by-name.js';
import { type Decimal, ZERO } from '../base/decimal.js';
import type { Billed } from './totals.js';

/** Rows of a bill added up, free usage included. */
export interface Figure {
  /** What was used, paid for or free; undefined where a row does not say how much. */
  quantity: Decimal | undefined;
  /** Of that, what AWS gave away. */
  freeTier: Decimal;
  cost: Decimal;
  /** Rows of the bill that these sums are made of. */
  rows: number;
}

/** What some rows have in common, and their sums; the name is undefined where the bill does not say it. */
export interface NamedFigure extends Figure {
  name: string | undefined;
}

/** The sums over groups. */
export function figureOf(groups: readonly Billed[]): Figure {
  const total: Figure = { quantity: ZERO, freeTier: ZERO, cost: ZERO, rows: 0 };
  for (const { quantity, cost, kind, rows, rowsWithoutQuantity } of groups) {
    total.quantity = rowsWithoutQuantity > 0 ? undefined : total.quantity?.plus(quantity);
    if (kind === 'free-tier') total.freeTier = total.freeTier.plus(quantity);
    total.cost = total.cost.plus(cost);
    total.rows += rows;
  }
  return total;
}

/** Sums by name, the one with most first; those without a name come last. */
export function named(groups: readonly Billed[], nameOf: (group: Billed) => string | undefined): NamedFigure[] {
  return byName(groups, nameOf)
    .map((own) => ({ name: nameOf(own[0]), ...figureOf(own) }))
    .sort(byQuantity);
}

/** The one with most first, those without a name last. */
export function byQuantity(one: NamedFigure, other: NamedFigure): number {
  if ((one.name === undefined) !== (other.name === undefined)) return one.name === undefined ? 1 : -1;
  const quantities = (other.quantity ?? ZERO).cmp(one.quantity ?? ZERO);
  return quantities || other.cost.cmp(one.cost) || inNameOrder(one, other);
}

/** By name, such as months in their order. */
export function inNameOrder(one: NamedFigure, other: NamedFigure): number {
  return (one.name ?? '') < (other.name ?? '') ? -1 : 1;
}
