import { READING_INCOMPLETENESS, readingIncompleteness } from '../bill/incompleteness.js';
import type { ReadReconciliation } from './result.js';

/** Why a reconciliation may not be the whole answer, in the order of reports. */
export const RECONCILIATION_INCOMPLETENESS = [
  'usage-unreadable',
  ...READING_INCOMPLETENESS,
  'months-missing',
  'free-tier-exceeded',
  'charges-absent',
  'months-open',
  'other-currencies',
  'uncounted',
  'price-missing',
] as const;

/** One reason, and how many rows, files, months, charges or currencies it is about. */
export interface ReconciliationIncompleteness {
  code: (typeof RECONCILIATION_INCOMPLETENESS)[number];
  count: number;
}

/**
 * Why a reconciliation is not complete; empty where bill and expectation are whole. `reconcile --strict` exits with 4 where it is not
 * empty.
 */
export function reconciliationIncompleteness(reconciliation: ReadReconciliation): ReconciliationIncompleteness[] {
  const { bill, months, whole, expectation, monthsMissing, beyondFreeTier, openMonths, otherCurrencies } = reconciliation;
  const counts: Record<ReconciliationIncompleteness['code'], number> = {
    'usage-unreadable': whole.unreadable.reduce((total, { rows }) => total + rows, 0),
    ...readingIncompleteness(bill),
    'months-missing': monthsMissing.length,
    'free-tier-exceeded': beyondFreeTier.length,
    'charges-absent': new Set(months.flatMap(({ absent }) => absent)).size,
    'months-open': openMonths.length,
    'other-currencies': otherCurrencies.length,
    uncounted: expectation.uncounted.length,
    'price-missing': expectation.unpriced.length,
  };
  return RECONCILIATION_INCOMPLETENESS.map((code) => ({ code, count: counts[code] })).filter(({ count }) => count > 0);
}
