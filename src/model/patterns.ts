import type { Arithmetic } from '../base/arithmetic.js';
import { dayNumber, type MonthSpan } from '../base/months.js';
import { quantityText } from '../base/text.js';
import { expectedOf, lowOf, mapQuantity } from '../scenario/quantity.js';
import type { Pattern, Plain, Quantity, Reader, Scenario } from '../scenario/schema.js';
import { hasDigests, readsTrail } from '../scenario/trails.js';

/** A reader with one number for each quantity: exact, floating-point, or as the scenario has it. */
export type ReaderIn<N> = Plain<Reader, N>;
type ReaderOf<P extends Pattern, N> = Extract<ReaderIn<N>, { pattern: P }>;

/** The files of one era that a reader may meet. */
export interface Files<N> {
  /** Delivered in the month. */
  deliveredIn(span: MonthSpan): N;
  /**
   * Inside a window that looks back from the time of a run, averaged over runs spread evenly over the month (METHOD, equation 2). With
   * `all` the window reaches back to the oldest file.
   */
  inWindow(span: MonthSpan, lookbackDays: N | 'all'): N;
  /** Delivered from one day (included) to another (excluded). */
  between(fromDay: number, toDay: number): N;
  /** Share of the month that the era covers. */
  monthShare(span: MonthSpan): N;
}

/** What reads are multiplied from. */
type Factor<P extends Pattern> = <N>(reader: ReaderOf<P, N>, files: Files<N>, span: MonthSpan) => N;

/** A way to read less: another value in one field of the reader. */
export interface Saving {
  kind: 'read-once' | 'shorter-window' | 'smaller-share' | 'validate-once' | 'skip-digests';
  field: string;
  from: Quantity | 'all' | boolean;
  to: Quantity | boolean;
}

/** All that differs from one access pattern to another, but for the fields that the schema gives it. */
interface PatternRule<P extends Pattern> {
  /** A month's reads are the product of these; their names are for people (METHOD, section 3). */
  factors: Readonly<Record<string, Factor<P>>>;
  /** Of something delivered evenly, how much falls under one run, or under a month of a pattern without runs. */
  extent: Factor<P>;
  /** Whether a read is a GET that S3 charges and records as `GetObject`. */
  isGet: boolean;
  readsDigests(reader: ReaderOf<P, unknown>): boolean;
  /** Absent where the reads are given as a number: then it does not matter which files a trail delivers. */
  readsFiles?: false;
  /** KMS requests for each read of an SSE-KMS file without a Bucket Key; one where absent. */
  requestsPerFile?<N>(reader: ReaderOf<P, N>): N;
  /** One run a month where absent. */
  runsPerMonth?<N>(reader: ReaderOf<P, N>): N;
  /** Of patterns that read files as they are delivered: the reads of one new file. */
  readsPerNewFile?<N>(reader: ReaderOf<P, N>, arithmetic: Arithmetic<N>): N;
  /** Length of a run, of patterns that may have a peak. */
  runMinutes?<N>(reader: ReaderOf<P, N>): N | undefined;
  /** How far back a run looks, of patterns that do. */
  lookbackDays?<N>(reader: ReaderOf<P, N>): N | 'all';
  /** Of patterns that happen once: when, and of which days the files are. */
  once?(reader: ReaderOf<P, unknown>): { month: string; firstDay: string; lastDay: string };
  /** What is assumed of such a reader, if anything is; `…` is replaced by the names of all readers with the same assumption. */
  assumption?(reader: ReaderOf<P, Quantity>, scenario: Scenario): string | undefined;
  /**
   * Ways to read less that leave its work as it is.
   *
   * @param oldestDays about how old the oldest file is
   */
  savings?(reader: ReaderOf<P, Quantity>, oldestDays: number): Saving[];
  /** Of patterns that get every new file as it comes, so that one reader may hand it on to another: whether this one gets all. */
  getsAllNew?(reader: ReaderOf<P, Quantity>): boolean;
  /** Whether large files that a job has put together serve it as well as the many small ones. */
  isCompactable?: true;
}

const delivered: <N>(reader: unknown, files: Files<N>, span: MonthSpan) => N = (_, files, span) => files.deliveredIn(span);
const inWindow: <N>(reader: { lookbackDays: N | 'all' }, files: Files<N>, span: MonthSpan) => N = (reader, files, span) =>
  files.inWindow(span, reader.lookbackDays);
const between: <N>(reader: { firstDay: string; lastDay: string }, files: Files<N>) => N = ({ firstDay, lastDay }, files) =>
  files.between(dayNumber(firstDay), dayNumber(lastDay) + 1);

/** How each access pattern reads. */
export const PATTERNS: { readonly [P in Pattern]: PatternRule<P> } = {
  scan: {
    factors: {
      runs: (reader) => reader.runsPerMonth,
      'files in the window': inWindow,
      share: (reader) => reader.share,
      'GETs per file': (reader) => reader.getsPerFile,
    },
    extent: inWindow,
    isGet: true,
    readsDigests: (reader) => reader.digests,
    runsPerMonth: (reader) => reader.runsPerMonth,
    runMinutes: (reader) => reader.runMinutes,
    lookbackDays: (reader) => reader.lookbackDays,
    assumption: ({ getsPerFile }) =>
      getsPerFile === 1
        ? 'A query reads the table once, with one GET for each file (…); measured with Trino, not with Athena.'
        : `A query reads the table ${quantityText(getsPerFile)} times, with one GET for each file each time (…).`,
    savings: ({ lookbackDays, share, digests }, oldestDays) => [
      ...withoutDigests(digests),
      {
        kind: 'shorter-window',
        field: 'lookbackDays',
        from: lookbackDays,
        to: mapQuantity(lookbackDays === 'all' ? oldestDays : lookbackDays, (days) => Math.ceil(days / 2)),
      },
      { kind: 'smaller-share', field: 'share', from: share, to: mapQuantity(share, (whole) => whole / 2) },
    ],
    isCompactable: true,
  },
  'every-file': {
    factors: {
      'files delivered': delivered,
      share: (reader) => reader.share,
      times: (reader) => reader.times,
    },
    extent: delivered,
    isGet: true,
    readsDigests: (reader) => reader.digests,
    readsPerNewFile: ({ share, times }, { product }) => product([share, times]),
    assumption: ({ digests, trails }, scenario) =>
      !digests && scenario.trails.some((trail) => hasDigests(trail) && readsTrail({ trails }, trail.name))
        ? 'Digest files are not read (…). A consumer that is notified of every object also reads them; then set digests: true.'
        : undefined,
    savings: ({ times, digests }) => [
      ...withoutDigests(digests),
      ...(expectedOf(times) > 1 ? [{ kind: 'read-once' as const, field: 'times', from: times, to: 1 }] : []),
    ],
    getsAllNew: ({ share }) => share === 1,
  },
  validate: {
    factors: {
      runs: (reader) => reader.runsPerMonth,
      'log and digest files in the window': inWindow,
    },
    extent: inWindow,
    isGet: true,
    readsDigests: () => true,
    runsPerMonth: (reader) => reader.runsPerMonth,
    runMinutes: (reader) => reader.runMinutes,
    lookbackDays: (reader) => reader.lookbackDays,
    savings: ({ runsPerMonth, lookbackDays }) => {
      // The fewest runs decide how far each has to look back.
      const runs = lowOf(runsPerMonth);
      const days = Math.ceil(LONGEST_MONTH_DAYS / runs);
      const isLonger = lookbackDays === 'all' || expectedOf(lookbackDays) > days;
      return runs >= 1 && isLonger ? [{ kind: 'validate-once', field: 'lookbackDays', from: lookbackDays, to: days }] : [];
    },
  },
  single: {
    factors: {
      reads: (reader) => reader.readsPerMonth,
      'share of the month': (_, files, span) => files.monthShare(span),
    },
    extent: delivered,
    isGet: true,
    readsDigests: () => false,
    readsFiles: false,
    assumption: () => 'Single reads are of files delivered in the same month (…).',
  },
  once: {
    factors: {
      'files between the two days': between,
      share: (reader) => reader.share,
    },
    extent: between,
    isGet: true,
    readsDigests: (reader) => reader.digests,
    requestsPerFile: (reader) => reader.requestsPerFile,
    runMinutes: (reader) => reader.runMinutes,
    once: (reader) => reader,
    assumption: ({ requestsPerFile }) => requestsAssumption('A one-time copy', requestsPerFile),
  },
  replicate: {
    factors: {
      'files delivered': delivered,
      share: (reader) => reader.share,
    },
    extent: delivered,
    isGet: false,
    readsDigests: (reader) => reader.digests,
    readsPerNewFile: (reader) => reader.share,
    requestsPerFile: (reader) => reader.requestsPerFile,
    assumption: ({ requestsPerFile }) => requestsAssumption('Replication', requestsPerFile),
  },
};

/** Digest files hold no events: who reads events cannot use them. */
function withoutDigests(digests: boolean): Saving[] {
  return digests ? [{ kind: 'skip-digests', field: 'digests', from: true, to: false }] : [];
}

const LONGEST_MONTH_DAYS = 31;

/** A second request for a file writes its copy, mostly with another key; its price is taken to be this Region's. */
function requestsAssumption(subject: string, requestsPerFile: Quantity): string | undefined {
  if (requestsPerFile === 1) return undefined;
  const requests = requestsPerFile === 2 ? 'two' : quantityText(requestsPerFile);
  return `${subject} makes ${requests} KMS requests for each file (…), ${requestsPerFile === 2 ? 'both' : 'all'} at this Region's price.`;
}

/** How a reader's pattern reads. */
export function patternOf<P extends Pattern>({ pattern }: { pattern: P }): PatternRule<P> {
  return PATTERNS[pattern];
}

/** A reader of a pattern that happens once reads in its own month only. */
export function isActive(reader: ReaderIn<unknown>, { month }: MonthSpan): boolean {
  const once = patternOf(reader).once?.(reader);
  return once === undefined || once.month === month;
}

/** KMS requests for each read of an SSE-KMS file without a Bucket Key. */
export function requestsPerFileOf<N>(reader: ReaderIn<N>, { of }: Arithmetic<N>): N {
  return patternOf(reader).requestsPerFile?.(reader) ?? of(1);
}

/** The runs of a month; a pattern without runs counts as one. */
export function runsOf<N>(reader: ReaderIn<N>, { of }: Arithmetic<N>): N {
  return patternOf(reader).runsPerMonth?.(reader) ?? of(1);
}
