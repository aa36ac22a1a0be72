import type { Decimal } from '../base/decimal.js';
import type { Month } from '../base/months.js';
import type { DataEvents } from './data-events.js';

/** What a unit is: a reader's run, new files that a reader reads, one account more, or a day of logs that is read once. */
export type UnitKind = 'run' | 'new-files' | 'account' | 'log-day';

/** What a unit costs in the month in which it costs most, and over the period on average. */
export interface UnitAmount {
  /** Readers' KMS requests. */
  requests: Decimal;
  /** Money, in the currency of the estimate. */
  cost: Decimal;
}

/**
 * What one unit of something makes SSE-KMS cost more than SSE-S3: expected case, with discounts, before the free tier.
 *
 * A run and new files are a reader's share of its month, with all that its KMS requests are charged for; in the model both are
 * proportional, so one more costs the same. An account is the difference that one more account in a trail makes to a month, with files as
 * old as those of the others. A day of logs is one Decrypt for each of its log files, and nothing else.
 */
export interface UnitCost {
  kind: UnitKind;
  /** The reader, or the trail that covers the account; empty for a day of logs. */
  name: string;
  /** How many make a unit: 1 run, 1,000 files. */
  units: number;
  /** The month in which it costs most, of equal ones the first. */
  month: Month;
  /** In that month. */
  most: UnitAmount;
  /** Over all runs, files, days or months of the period. */
  average: UnitAmount;
}

/** Prices of single things that people decide on. */
export interface UnitCosts {
  /** By kind, the most expensive first; nothing that costs nothing. */
  each: readonly UnitCost[];
  /** What it costs to record which file was read, which a Bucket Key takes away from KMS events. */
  dataEvents: DataEvents;
}
