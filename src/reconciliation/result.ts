import type { Decimal } from '../base/decimal.js';
import type { Month } from '../base/months.js';
import type { Range } from '../base/range.js';
import type { BilledKind, BilledService } from '../bill/row/row.js';
import type { BillSummary } from '../bill/summary.js';
import type { AwsCharge } from '../model/charges.js';
import type { Cause } from './causes.js';
import type { Expectation } from './expected.js';

/** KMS requests of one operation in a month. */
export interface OperationComparison {
  /** Undefined where the bill names none. */
  operation: string | undefined;
  expected: Range<Decimal>;
  /** Paid and free. */
  billed: Decimal;
  freeTier: Decimal;
  cost: Decimal;
}

/** Usage that the bill has to be paid. */
export interface PaidUsage {
  quantity: Decimal;
  /** Before discounts that are rows of their own. */
  usageCost: Decimal;
  /** Those that name it; mostly negative. */
  discounts: Decimal;
  /** At the public list price; undefined where the bill does not say. */
  listCost: Decimal | undefined;
}

/** A charge in a month, over all Regions compared. */
export interface ChargeComparison {
  charge: AwsCharge;
  quantity: { expected: Range<Decimal>; billed: Decimal };
  freeTierQuantity: { expected: Decimal; billed: Decimal };
  /** Undefined where the price of it is not known. */
  cost: { expected: Range<Decimal>; billed: Decimal } | undefined;
  billedCost: Decimal;
  paid: PaidUsage;
}

/**
 * Money of a service whose rows do not say what it is for. Unless it is little, its charges cannot be compared one by one, since any of
 * them may be in it; only the service as a whole can.
 */
export interface UnreadableUsage {
  service: BilledService;
  rows: number;
  /** Of these rows. */
  rowsCost: Decimal;
  /** Whether the service is compared as a whole alone. */
  isWhole: boolean;
  /** Of the whole service in the Regions compared, or of these rows beside its charges; undefined where a price is not known. */
  cost: { expected: Range<Decimal>; billed: Decimal } | undefined;
}

/** One month, billed against expected. Costs are of charges whose price is known, with what is billed on their services as a whole. */
export interface MonthReconciliation {
  month: Month;
  operations: readonly OperationComparison[];
  charges: readonly ChargeComparison[];
  /** Services with money that nothing says the charge of. */
  unreadable: readonly UnreadableUsage[];
  /**
   * `use` is what is billed without tax, credits, refunds and fees: what an estimate is of; `netUse` is the same after discounts within the
   * rows, where the bill has such costs.
   */
  cost: { expected: Range<Decimal>; billed: Decimal; use: Decimal; netUse: Decimal };
  /**
   * The free tier's requests: on the whole bill, and of these the ones that may be for reads of logs, and those whose rows name no Region.
   */
  freeTier: { whole: Decimal; reads: Decimal; withoutRegion: Decimal };
  /** Whether any KMS request on the whole bill is paid: then nothing is left of the free tier. */
  hasPaidRequests: boolean;
  /**
   * Usage of whole services, in every Region, at the public list price (undefined where the bill does not say) and as billed, and discounts
   * on it.
   */
  discounted: readonly { service: BilledService; listCost: Decimal | undefined; usageCost: Decimal; discounts: Decimal }[];
  /** Charges that are expected, and whose service has no usage on the bill: they are not compared. */
  absent: readonly AwsCharge[];
  /** Ranked; their quantities add up to the charges' differences, their costs to the difference in cost, exactly. */
  causes: readonly Cause[];
}

/** Rows of the bill that nothing is compared with. */
export interface NotCompared {
  /** Undefined where they are for a service as a whole. */
  usageType: string | undefined;
  service: BilledService;
  /** Of a service as a whole, where the rows name one. */
  region: string | undefined;
  kind: BilledKind;
  quantity: Decimal;
  cost: Decimal;
}

/** All months added up; a cause's facts are those of the month in which it explains most. */
export type WholeReconciliation = Pick<MonthReconciliation, 'operations' | 'charges' | 'unreadable' | 'cost' | 'causes'>;

/** A bill against what was expected of it. Nothing of what was read of the bill is in it: see {@link ReadReconciliation}. */
export interface Reconciliation {
  expectation: Expectation;
  months: readonly MonthReconciliation[];
  whole: WholeReconciliation;
  /** Months that only the bill has, with what they cost on AWS KMS and CloudTrail. */
  onlyBilled: readonly { month: Month; cost: Decimal }[];
  /** Months that only the expectation has. */
  onlyExpected: readonly Month[];
  /** Of these the months that were asked for. */
  monthsMissing: readonly Month[];
  /** Regions of the expectation in which the bill has no usage of AWS KMS in these months. */
  regionsWithoutUsage: readonly string[];
  /** Accounts with a row of any service in the months compared; undefined among them where a row names none. */
  accounts: readonly (string | undefined)[];
  /** Keys that the logs are said to be encrypted under. */
  keys: readonly string[];
  /** Keys that the bill's Decrypts name; none where it is exported without resource ids. */
  keysOnBill: readonly string[];
  notCompared: readonly NotCompared[];
  /** More free requests of a payer in a month than AWS gives away: a sign that rows count twice. */
  beyondFreeTier: readonly { month: Month; payer: string; quantity: Decimal }[];
  /** KMS requests here whose rows name no operation. */
  withoutOperation: Decimal;
  /** Whether every row of KMS requests here names an account. */
  hasAccounts: boolean;
  /** Rows in other currencies than the expectation's, which are not added. */
  otherCurrencies: readonly { currency: string; rows: number; cost: Decimal }[];
}

/** A reconciliation with what was read of the bill. */
export interface ReadReconciliation extends Reconciliation {
  bill: BillSummary;
  /** Months that are not over, by the clock. */
  openMonths: readonly Month[];
}
