import { type Decimal, ZERO } from '../../base/decimal.js';
import { Unfit } from './cell.js';
import type { Cells } from './cells.js';
import type { BillCost, BilledKind } from './row.js';

const OTHER_COST = 'Compare its unblended cost: leave --cost out. Or export the bill with this column.';

/** @throws Unfit where a file has no column of the cost that is asked for */
export function assertCost(cost: BillCost, cells: Cells): void {
  if (cost === 'net' && !cells.has('netCost'))
    throw new Unfit('has no net cost (line_item_net_unblended_cost, in FOCUS EffectiveCost)', OTHER_COST);
  if (cost === 'list' && !cells.has('listCost'))
    throw new Unfit('has no list cost (pricing_public_on_demand_cost, in FOCUS ListCost)', OTHER_COST);
}

/**
 * The cost that is asked for. Discounts are within net costs and not within list prices, at which the free tier costs nothing. Where a row
 * has no net cost no discount was taken off.
 *
 * @param billed the unblended or billed cost
 * @throws UnreadableCell where usage has no list cost
 */
export function costIn(cost: BillCost, cells: Cells, kind: BilledKind, billed: Decimal): Decimal {
  if (cost === 'unblended') return billed;
  if (cost === 'net') return cells.amount('netCost') ?? (kind === 'discount' ? ZERO : billed);
  if (kind === 'discount' || kind === 'free-tier') return ZERO;
  if (kind !== 'usage') return billed;
  const list = cells.amount('listCost');
  if (list === undefined && !billed.isZero())
    throw cells.unreadable('listCost', 'is not a list cost, which --cost list needs for each usage');
  return list ?? ZERO;
}
