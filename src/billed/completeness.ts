import type { Month } from '../base/months.js';
import { READING_INCOMPLETENESS, readingIncompleteness } from '../bill/incompleteness.js';
import type { BillSummary } from '../bill/summary.js';
import type { BillAnswer } from './answer.js';

/** Why a bill's answer may not be the whole one, in the order of reports. */
export const BILL_INCOMPLETENESS = [
  'usage-unreadable',
  'quantity-missing',
  ...READING_INCOMPLETENESS,
  'months-missing',
  'months-open',
  'free-tier-exceeded',
  'other-currencies',
] as const;

/** One reason, and how many files, rows, months or currencies it is about. */
export interface BillIncompleteness {
  code: (typeof BILL_INCOMPLETENESS)[number];
  count: number;
}

/** An answer, with what was read of the bill for it. */
export interface ReadAnswer extends BillAnswer {
  bill: BillSummary;
  /** The bucket that was asked for, be it on the bill or not. */
  bucketAsked: string | undefined;
  /** Months that were not over when the report was made. */
  openMonths: readonly Month[];
  /** Months that were asked for and of which the bill has nothing. */
  monthsMissing: readonly Month[];
}

/** Why a bill's answer is not complete; empty where it is. `bill --strict` exits with 4 where it is not empty. */
export function billIncompleteness(answer: ReadAnswer): BillIncompleteness[] {
  const { bill, unreadable, logReads, openMonths, monthsMissing, beyondFreeTier, otherCurrencies, groups } = answer;
  const counts: Record<BillIncompleteness['code'], number> = {
    'usage-unreadable': unreadable.reduce((total, { rows }) => total + rows, 0),
    'quantity-missing': logReads.limits.includes('no-quantity')
      ? groups.reduce((total, { rowsWithoutQuantity }) => total + rowsWithoutQuantity, 0)
      : 0,
    ...readingIncompleteness(bill),
    'months-missing': monthsMissing.length,
    'months-open': openMonths.length,
    'free-tier-exceeded': beyondFreeTier.length,
    'other-currencies': otherCurrencies.length,
  };
  return BILL_INCOMPLETENESS.map((code) => ({ code, count: counts[code] })).filter(({ count }) => count > 0);
}
