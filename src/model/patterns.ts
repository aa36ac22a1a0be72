import { type Decimal, ONE, product, quantise, ZERO } from '../base/decimal.js';
import { dayNumber, type MonthSpan } from '../base/months.js';
import type { Pattern } from '../scenario/schema.js';
import type { Era, Files } from './archive.js';
import type { CaseReader } from './case.js';
import type { Operations } from './operations.js';

/** One factor of a pattern's reads, named for people. */
export type Factor = readonly [name: string, value: Decimal];

/** How an access pattern reads: its reads in a month are the product of its factors (METHOD, section 3). */
interface PatternRule {
  factors(reader: CaseReader, files: Files, span: MonthSpan): Factor[];
  /** KMS requests for each read of an SSE-KMS object without a Bucket Key. */
  requestsPerRead: 1 | 2;
  /** The same by operation. */
  operations: Operations;
  /** Whether a read is a GET that S3 charges and records as `GetObject`. */
  isGet: boolean;
  runsPerMonth(reader: CaseReader): Decimal;
}

const oneRun = () => ONE;

export const PATTERNS: Record<Pattern, PatternRule> = {
  'every-file': {
    factors: (reader, files, span) => [
      ['files delivered', files.deliveredIn(span)],
      ['share', reader.share],
      ['times', reader.times],
    ],
    requestsPerRead: 1,
    operations: { Decrypt: 1 },
    isGet: true,
    runsPerMonth: oneRun,
  },
  scan: {
    factors: (reader, files, span) => [
      ['runs', reader.runsPerMonth],
      ['files in the window', files.inWindow(span, reader.lookbackDays)],
      ['share', reader.share],
      ['GETs per file', reader.getsPerFile],
    ],
    requestsPerRead: 1,
    operations: { Decrypt: 1 },
    isGet: true,
    runsPerMonth: (reader) => reader.runsPerMonth,
  },
  validate: {
    factors: (reader, files, span) => [
      ['runs', reader.runsPerMonth],
      ['log and digest files in the window', files.inWindow(span, reader.lookbackDays)],
    ],
    requestsPerRead: 1,
    operations: { Decrypt: 1 },
    isGet: true,
    runsPerMonth: (reader) => reader.runsPerMonth,
  },
  single: {
    factors: (reader, files, span) => [
      ['reads', reader.readsPerMonth],
      ['share of the month', files.monthShare(span)],
    ],
    requestsPerRead: 1,
    operations: { Decrypt: 1 },
    isGet: true,
    runsPerMonth: oneRun,
  },
  once: {
    factors: (reader, files) => [
      ['files between the two days', reader.once === undefined ? ZERO : filesOfDays(reader.once, files)],
      ['share', reader.share],
    ],
    requestsPerRead: 1,
    operations: { Decrypt: 1 },
    isGet: true,
    runsPerMonth: oneRun,
  },
  replicate: {
    factors: (reader, files, span) => [
      ['files delivered', files.deliveredIn(span)],
      ['share', reader.share],
    ],
    requestsPerRead: 2,
    operations: { Decrypt: 1, GenerateDataKey: 1 },
    isGet: false,
    runsPerMonth: oneRun,
  },
};

function filesOfDays({ firstDay, lastDay }: { firstDay: string; lastDay: string }, files: Files): Decimal {
  return files.between(dayNumber(firstDay), dayNumber(lastDay) + 1);
}

/** A reader's reads in a month: of all files, of those under SSE-KMS, and of these of those under a Bucket Key. */
export interface Reads {
  all: Decimal;
  encrypted: Decimal;
  underBucketKey: Decimal;
}

/** The files that a reader meets, by era. */
export type FilesByEra = Record<Era, Files>;

/** The reads that an access pattern makes in a month (METHOD, section 3). */
export function readsIn(span: MonthSpan, reader: CaseReader, files: FilesByEra): Reads {
  const all = readsOf(reader, files.all, span);
  const encrypted = files.encrypted === files.all ? all : readsOf(reader, files.encrypted, span);
  const underBucketKey = files.underBucketKey === files.encrypted ? encrypted : readsOf(reader, files.underBucketKey, span);
  return { all, encrypted, underBucketKey };
}

/** A reader of the pattern `once` reads in its own month only. */
export function isActive(reader: CaseReader, { month }: MonthSpan): boolean {
  return reader.once === undefined || reader.once.month === month;
}

function readsOf(reader: CaseReader, files: Files, span: MonthSpan): Decimal {
  const factors = PATTERNS[reader.pattern].factors(reader, files, span);
  return quantise(product(factors.map(([, value]) => value)));
}
