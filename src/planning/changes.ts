import { group } from 'd3-array';
import { type Decimal, sum } from '../base/decimal.js';
import { entryAt } from '../base/lists.js';
import { CASES, type Range, sumCases } from '../base/range.js';
import type { Charge } from '../model/charges.js';
import type { CostLine } from '../model/costing.js';

/** Some lines added up, over the period. */
export interface Amount {
  /** Expected case; of one unit only where the lines are of one charge. */
  quantity: Decimal;
  cost: Range<Decimal>;
  months: readonly string[];
}

export type ChangeKind = 'added' | 'removed' | 'changed' | 'same';

/** How some lines change from one estimate to another. */
export interface Change {
  /** One of the lines, for its names; of the new estimate where it has any. */
  line: CostLine;
  kind: ChangeKind;
  before: Amount | undefined;
  after: Amount | undefined;
}

/**
 * The lines of two estimates, added up by a key and put side by side, in the order of their appearance.
 *
 * @param keyOf what lines must have in common to be added up
 */
export function changesBetween(before: readonly CostLine[], after: readonly CostLine[], keyOf: (line: CostLine) => string): Change[] {
  const [old, young] = [group(before, keyOf), group(after, keyOf)];
  return [...new Set([...old.keys(), ...young.keys()])].map((key) => {
    const [was, is] = [old.get(key), young.get(key)];
    const line = entryAt(is ?? was ?? [], 0);
    const change = { line, before: was && amountOf(was), after: is && amountOf(is) };
    return { ...change, kind: kindOf(change) };
  });
}

/** What the lines of one charge of one reader have in common in every month. */
export function chargeOfReader({ strategy, charge, reader, account }: CostLine): string {
  return JSON.stringify([strategy, charge, reader, account]);
}

/** Charges that one of two estimates leaves out and the other does not: their costs are then not of the same things. */
export function notComparableCharges(one: readonly Charge[], other: readonly Charge[]): Charge[] {
  return [...one.filter((charge) => !other.includes(charge)), ...other.filter((charge) => !one.includes(charge))];
}

function amountOf(lines: readonly CostLine[]): Amount {
  return {
    quantity: sum(lines.map(({ quantity }) => quantity.expected)),
    cost: sumCases(lines.map(({ cost }) => cost)),
    months: [...new Set(lines.map(({ month }) => month))],
  };
}

function kindOf({ before, after }: Pick<Change, 'before' | 'after'>): ChangeKind {
  if (before === undefined) return 'added';
  if (after === undefined) return 'removed';
  const same =
    before.quantity.eq(after.quantity) &&
    before.months.join() === after.months.join() &&
    CASES.every((which) => before.cost[which].eq(after.cost[which]));
  return same ? 'same' : 'changed';
}
