import type { BilledService } from '../bill/row.js';
import type { Decimal } from '../decimal.js';
import type { ByCase } from '../model/case.js';
import type { Charge } from '../model/lines.js';
import type { Month } from '../months.js';
import type { Cause } from './causes.js';
import type { CellResult } from './cell.js';
import type { Expectation } from './expected.js';

/** KMS requests of one operation in a month. */
export interface OperationComparison {
  operation: string;
  expected: ByCase<Decimal>;
  /** Paid and free. */
  billed: Decimal;
  freeTier: Decimal;
  cost: Decimal;
}

/** A charge in a month, over all Regions compared. */
export interface ChargeComparison {
  charge: Charge;
  quantity: { expected: ByCase<Decimal>; billed: Decimal };
  freeTierQuantity: { expected: Decimal; billed: Decimal };
  /** Undefined where the price of it is not known. */
  cost: { expected: ByCase<Decimal>; billed: Decimal } | undefined;
  billedCost: Decimal;
  /** Billed usage at the public list price, what it is billed at after discounts, and how much of it is paid. */
  list: CellResult['list'];
}

/** One month, billed against expected. Costs are of charges whose price is known, with what is billed on their services as a whole. */
export interface MonthReconciliation {
  month: Month;
  operations: readonly OperationComparison[];
  charges: readonly ChargeComparison[];
  cost: { expected: ByCase<Decimal>; billed: Decimal };
  /** The free tier's requests: on the whole bill, compared here, and of these the Decrypts that may be of log reads. */
  freeTier: { whole: Decimal; here: Decimal; reads: Decimal };
  /** Whether any KMS request on the whole bill is paid: then nothing is left of the free tier. */
  hasPaidRequests: boolean;
  /** Usage of whole services, in every Region, at the public list price and after discounts. */
  discounted: readonly { service: BilledService; listCost: Decimal; cost: Decimal }[];
  /** Ranked; their quantities add up to the charges' differences, their costs to the difference in cost, exactly. */
  causes: readonly Cause[];
}

/** Rows of the bill that nothing is compared with. */
export interface NotCompared {
  what: string;
  quantity: Decimal;
  cost: Decimal;
}

/** All months added up; a cause's note is that of the month in which it explains most. */
export type WholeReconciliation = Pick<MonthReconciliation, 'operations' | 'charges' | 'cost' | 'causes'>;

export interface Reconciliation {
  expectation: Expectation;
  months: readonly MonthReconciliation[];
  whole: WholeReconciliation;
  /** Months of only one of the two. */
  onlyBilled: readonly Month[];
  onlyExpected: readonly Month[];
  /** Accounts with a row of any service in the months compared. */
  accounts: readonly string[];
  /** Keys that the bill's Decrypts name; none where it is exported without resource ids. */
  keysOnBill: readonly string[];
  notCompared: readonly NotCompared[];
  /** Requests of the free tier whose rows name no Region, so that they are compared with nothing. */
  freeWithoutRegion: Decimal;
  /** Rows in other currencies than the expectation's, which are not added. */
  otherCurrencies: readonly { currency: string; rows: number; cost: Decimal }[];
}
