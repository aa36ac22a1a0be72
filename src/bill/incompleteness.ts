import type { BillSummary } from './summary.js';

/** Why not all of a bill may be read, or some of it twice, in the order of reports. */
export const READING_INCOMPLETENESS = ['files-failed', 'files-missing', 'files-left-out', 'rows-restated', 'rows-repeated'] as const;

/** How many files or rows each of these reasons is about. */
export function readingIncompleteness(bill: BillSummary): Record<(typeof READING_INCOMPLETENESS)[number], number> {
  return {
    'files-failed': bill.filesFailed.length,
    'files-missing': bill.missing.length,
    'files-left-out': bill.unrecognised.filter(({ isData }) => isData).length,
    'rows-restated': bill.restated,
    'rows-repeated': bill.repeated,
  };
}
