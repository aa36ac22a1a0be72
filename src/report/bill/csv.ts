import type { ReadAnswer } from '../../billed/completeness.js';
import { figureOf } from '../../billed/figures.js';
import { type Billed, isUsage } from '../../billed/totals.js';
import { type CsvTable, csvTable } from '../layout/csv.js';

/** Columns of {@link billCsv}. */
export const BILL_COLUMNS = [
  'month',
  'service',
  'charge',
  'kind',
  'usage_type',
  'operation',
  'region',
  'account',
  'payer',
  'resource',
  'quantity',
  'free_tier_quantity',
  'cost',
  'list_cost',
  'currency',
  'rows',
] as const;

/**
 * What a bill says as CSV: its rows of AWS KMS, CloudTrail and GuardDuty, added up where all of these columns but the sums agree. They
 * add up to the whole; `rows` says of how many rows of the bill each is made. A quantity that the bill does not say is empty.
 */
export function billCsv(answer: ReadAnswer): string {
  return csvTable(billTable(answer));
}

/** The rows of {@link billCsv}. */
export function billTable({ groups }: ReadAnswer): CsvTable {
  return { columns: [...BILL_COLUMNS], rows: groups.map(rowOf) };
}

function rowOf(group: Billed): string[] {
  const { month, service, charge, kind, usageType, operation, region, account, payer, resourceId, listCost, currency } = group;
  const { quantity, freeTier, cost, rows } = figureOf([group]);
  const names = [month, service, charge, kind, usageType, operation, region, account, payer, resourceId].map((name) => name ?? '');
  return [
    ...names,
    isUsage(group) ? (quantity?.toFixed() ?? '') : '',
    freeTier.toFixed(),
    cost.toFixed(),
    listCost?.toFixed() ?? '',
    currency,
    String(rows),
  ];
}
