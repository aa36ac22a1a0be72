import type { Estimate } from '../estimate.js';
import type { Line } from '../lines.js';

/** The columns of a line, in their order: the CSV's header and the keys of a line in JSON. */
export const LINE_COLUMNS = [
  'scenario',
  'strategy',
  'month',
  'charge',
  'reader',
  'account',
  'region',
  'quantity_low',
  'quantity',
  'quantity_high',
  'unit',
  'free_tier_quantity',
  'billable_quantity',
  'unit_price',
  'cost_low',
  'cost',
  'cost_high',
  'currency',
  'price_source',
  'note',
] as const;
export type LineRow = Record<(typeof LINE_COLUMNS)[number], string>;

/** A line as text: numbers exact, in plain notation. */
export function lineRow(line: Line, { scenario, currency }: Estimate): LineRow {
  const { quantity, cost } = line;
  return {
    scenario: scenario.name,
    strategy: line.strategy,
    month: line.month,
    charge: line.charge,
    reader: line.reader,
    account: line.account,
    region: line.region,
    quantity_low: quantity.low.toFixed(),
    quantity: quantity.expected.toFixed(),
    quantity_high: quantity.high.toFixed(),
    unit: line.unit,
    free_tier_quantity: line.freeTierQuantity.toFixed(),
    billable_quantity: line.billableQuantity.toFixed(),
    unit_price: line.unitPrice.toFixed(),
    cost_low: cost.low.toFixed(),
    cost: cost.expected.toFixed(),
    cost_high: cost.high.toFixed(),
    currency,
    price_source: line.price.source,
    note: line.note,
  };
}
