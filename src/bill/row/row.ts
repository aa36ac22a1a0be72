// bill/row: what the cells of a row mean: a billed row, in whatever format it came.

import type { Decimal } from '../../base/decimal.js';
import type { Month } from '../../base/months.js';
import type { PriceMetric } from '../../prices/book.js';

/** The services whose rows tell what encrypted logs cost; every other one is `other`. */
export const BILLED_SERVICES = ['kms', 's3', 'cloudtrail', 'guardduty', 'athena', 'other'] as const;
export type BilledService = (typeof BILLED_SERVICES)[number];

/** Services whose rows are read in full. Of any other only who and when is read, and amounts where they are asked for. */
export const READ_SERVICES: readonly BilledService[] = ['kms', 's3', 'cloudtrail', 'guardduty'];

/** Services whose rows are added up beside what was expected; rows of any other only tell who is on the bill. */
export const RECONCILED_SERVICES = ['kms', 'cloudtrail', 'guardduty'] as const satisfies readonly BilledService[];

/** Whether a row is added up beside what was expected: of GuardDuty's usage only what it takes for management events. */
export function isReconciled({ service, metric, kind, isUnread }: Pick<BilledRow, 'service' | 'metric' | 'kind' | 'isUnread'>): boolean {
  const isOtherUsage = service === 'guardduty' && metric === undefined && kind === 'usage' && isUnread !== true;
  return RECONCILED_SERVICES.some((each) => each === service) && !isOtherUsage;
}

/** Whether a row is of S3 requests of a bucket, which only exports with resource ids name, by its name or its ARN. */
export function isOfBucket(row: Pick<BilledRow, 'service' | 'resourceId'>, bucket: string | undefined): boolean {
  // Rows of other services read their cells when they are asked for, and are not asked.
  if (bucket === undefined || row.service !== 's3') return false;
  return row.resourceId === bucket || row.resourceId?.endsWith(`:::${bucket}`) === true;
}

/**
 * What a row is for. `free-tier` is usage that AWS gives away; credits, refunds and discounts are rows of their own and mostly negative.
 */
export const BILLED_KINDS = ['usage', 'free-tier', 'tax', 'credit', 'refund', 'discount', 'fee', 'other'] as const;
export type BilledKind = (typeof BILLED_KINDS)[number];

/** Which of a bill's costs is read as the cost. */
export type BillCost = 'unblended' | 'net' | 'list';

/**
 * One row of a bill, in whatever format it came. Amounts are exact and may be negative. Rows of services that encrypted logs do not use
 * (`athena`, `other`) read their amounts and texts when they are asked for: an amount that is not a number throws then.
 */
export interface BilledRow {
  /** The month of the usage in UTC, which need not be the month of the invoice. */
  month: Month;
  service: BilledService;
  /** From the usage type's prefix, else from the row's Region column. */
  region: string | undefined;
  /** Empty on rows that are for no usage, such as tax. */
  usageType: string;
  /** What of the price book it bills; undefined for anything that the price book does not price, however similar its name. */
  metric: PriceMetric | undefined;
  /** The API operation, such as `Decrypt`; empty where the bill does not say. */
  operation: string;
  quantity: Decimal;
  /** Where the row says what was used and not how much: then the quantity is 0 and unknown. */
  hasNoQuantity?: true | undefined;
  /** Usage whose row does not say what was used: money of the service that cannot be split. */
  isUnread?: boolean;
  /**
   * What is billed: unblended cost or FOCUS's billed cost, before discounts that are rows of their own; else the cost that
   * `BillOptions.cost` asks for.
   */
  cost: Decimal;
  /** After discounts that are in the row itself: net unblended cost or FOCUS's effective cost. Absent where that is the billed cost. */
  netCost?: Decimal | undefined;
  /** What the same usage costs by the public price list. */
  listCost: Decimal | undefined;
  /** What is billed for one unit. */
  unitPrice: Decimal | undefined;
  currency: string;
  /** The account that used it, twelve digits. */
  account: string;
  /** The account that pays the bill. */
  payer: string;
  kind: BilledKind;
  /** Only in bills that are exported with resource ids; KMS's is the key. */
  resourceId: string | undefined;
}
