import type { CountWarningCode, Coverage, Measurement } from './measurement.js';

/** Why a measurement may not be the whole answer, in the order of reports; each is the code of a warning too. */
export const MEASUREMENT_INCOMPLETENESS = [
  'stopped',
  'files-failed',
  'lines-unreadable',
  'kms-events-absent',
  'gaps',
  'nothing-passed',
  'unclassified',
] as const satisfies readonly CountWarningCode[];

/** One reason, and how many files, lines, gaps or requests it is about; 1 for what is there or not. */
export interface MeasurementIncompleteness {
  code: (typeof MEASUREMENT_INCOMPLETENESS)[number];
  count: number;
}

/**
 * Why a measurement is not complete; empty where all was read and all of it fits the rules. `count --strict` exits with 4 where it is not
 * empty. Reads that GETs show are a whole answer without KMS events too.
 */
export function measurementIncompleteness(measurement: Omit<Measurement, 'warnings'>): MeasurementIncompleteness[] {
  const { coverage, kmsRequests, basis } = measurement;
  const nothingPassed = hasNothingPassed(measurement);
  const counts: Record<MeasurementIncompleteness['code'], number> = {
    stopped: coverage.complete ? 0 : 1,
    'files-failed': coverage.filesFailed,
    'lines-unreadable': coverage.unreadableLines,
    'kms-events-absent': coverage.kmsEvents === 'absent' && basis !== 'gets' && !nothingPassed ? 1 : 0,
    gaps: coverage.gaps.length,
    'nothing-passed': nothingPassed ? 1 : 0,
    unclassified: kmsRequests.unclassified ?? 0,
  };
  return MEASUREMENT_INCOMPLETENESS.map((code) => ({ code, count: counts[code] })).filter(({ count }) => count > 0);
}

/** Whether the filters left out all that there was, or one of them names what is not there. */
export function hasNothingPassed({ coverage, kmsRequests, reads }: Omit<Measurement, 'warnings'>): boolean {
  const { filteredOut, unmatchedFilters } = coverage;
  return unmatchedFilters.length > 0 || (filteredOut > 0 && reads.total === 0 && kmsRequests.byRule.length === 0);
}

/** Whether no record and no line of any log was read. */
export function hasNoRecords({ records, accessLogLines, unreadableLines }: Coverage): boolean {
  return records + accessLogLines - unreadableLines === 0;
}

/** Warnings of a count that counted nothing at all, so that its zeros are no answer. */
const NOTHING_COUNTED: readonly CountWarningCode[] = ['no-logs', 'no-records', 'nothing-passed'];

/** Why nothing was counted, and what was there instead; undefined where something was. `count` then exits with 4. */
export function whyNothingCounted({ warnings }: Measurement): string | undefined {
  return warnings.find(({ code }) => NOTHING_COUNTED.includes(code))?.message;
}
