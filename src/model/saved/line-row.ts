import * as z from 'zod';
import { CLOUDTRAIL } from '../../scenario/cloudtrail.js';
import { CHARGES } from '../charges.js';
import type { CostLine } from '../costing.js';
import type { Estimate } from '../estimate.js';
import type { Line } from '../lines.js';
import { KMS_OPERATIONS, type Operations } from '../operations.js';
import { STRATEGIES } from '../strategies.js';
import { savedDecimal, savedMonth } from './report.js';

/** The columns of a line, in their order: the CSV's header and the first keys of a line in JSON. */
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
export type LineRow = Record<(typeof LINE_COLUMNS)[number], string> & Pick<Line, 'strategy' | 'charge'>;

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

/** A line in JSON: its columns, and the operations of KMS requests, which no cell can hold. */
export function lineJson(line: Line, estimate: Estimate): LineRow & Pick<Line, 'operations'> {
  return { ...lineRow(line, estimate), ...(line.operations && { operations: line.operations }) };
}

/** A line as it was saved: all of it but its price. */
export type SavedLine = CostLine & Pick<Line, 'region' | 'freeTierQuantity' | 'billableQuantity' | 'unitPrice' | 'note' | 'operations'>;

/** Text of a saved report that goes into other reports. */
export const savedText = z.string().regex(/^[^\p{C}]{0,80}$/u, 'up to 80 printable characters');

/** The way back from {@link lineJson}. */
export const savedRow = z
  .object({
    strategy: z.enum(STRATEGIES),
    month: savedMonth,
    charge: z.enum(CHARGES),
    reader: savedText,
    account: savedText,
    region: savedText,
    quantity_low: savedDecimal,
    quantity: savedDecimal,
    quantity_high: savedDecimal,
    unit: savedText,
    free_tier_quantity: savedDecimal,
    billable_quantity: savedDecimal,
    unit_price: savedDecimal,
    cost_low: savedDecimal,
    cost: savedDecimal,
    cost_high: savedDecimal,
    note: z.string().max(500),
    operations: z
      .partialRecord(z.enum(KMS_OPERATIONS), z.number().gt(0))
      .refine((operations) => Object.keys(operations).length > 0, 'at least one operation')
      .optional(),
  })
  .transform(
    (row): SavedLine => ({
      strategy: row.strategy,
      month: row.month,
      charge: row.charge,
      reader: row.reader,
      account: row.account,
      region: row.region,
      quantity: { low: row.quantity_low, expected: row.quantity, high: row.quantity_high },
      unit: row.unit,
      freeTierQuantity: row.free_tier_quantity,
      billableQuantity: row.billable_quantity,
      unitPrice: row.unit_price,
      cost: { low: row.cost_low, expected: row.cost, high: row.cost_high },
      note: row.note,
      ...(row.charge === 'kms-requests' && { operations: row.operations ?? oldOperations(row) }),
    }),
  );

/** Of estimates that were saved before their lines had operations: replication has a note. */
function oldOperations({ reader, note }: Pick<Line, 'reader' | 'note'>): Operations {
  if (reader === CLOUDTRAIL) return { GenerateDataKey: 1 };
  return note.split('; ').includes('two requests a file') ? { Decrypt: 1, GenerateDataKey: 1 } : { Decrypt: 1 };
}
