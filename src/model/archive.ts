import { EXACT } from '../base/arithmetic.js';
import { Decimal, ONE, quantise, sum, ZERO } from '../base/decimal.js';
import { remembered } from '../base/memo.js';
import { dayNumber, type MonthSpan } from '../base/months.js';
import { isRange, type Range } from '../base/range.js';
import type { Scenario } from '../scenario/schema.js';
import { readsTrail } from '../scenario/trails.js';
import type { KeyedFiles } from './bucket-key.js';
import { type CaseTrail, FILE_KINDS, type FileKind, type Growth } from './case-numbers.js';
import { fileDaysUntil, filesBetween, type Time } from './deliveries.js';
import type { Files } from './patterns.js';
import { type Measure, type Shelf, shelfOf } from './shelf.js';

/**
 * From this day CloudTrail can write digest files with SSE-KMS; older ones are SSE-S3 whatever the trail says
 * (docs.aws.amazon.com, encrypting-cloudtrail-log-files-with-aws-kms).
 */
const DIGESTS_ENCRYPTED_SINCE = '2025-05-22';

/** Which files count: all of them, those written with SSE-KMS, or of these only those written under a Bucket Key. */
export const ERAS = ['all', 'encrypted', 'underBucketKey'] as const;
export type Era = (typeof ERAS)[number];

/** The files of one era that a reader may meet, exactly. */
export interface ExactFiles extends Files<Decimal> {
  /** Files delivered until a time, summed up over all days before it: what windows are made of. */
  fileDaysUntil(time: Time): Decimal;
}

/** Whose files are seen: those of the trails that a reader names, or all; digest files too where it reads them. */
export interface Viewer {
  trails: readonly string[] | undefined;
  digests: boolean;
}

/** All files of the bucket, before and during the period, in one case. */
export interface Archive {
  seenBy(viewer: Viewer, era: Era): ExactFiles;
  /**
   * The SSE-KMS files from before the Bucket Key, where those of two eras cannot be subtracted: of a range of growth each takes its own.
   * All cases of a scenario have them, or none.
   */
  beforeBucketKey(viewer: Viewer): ExactFiles | undefined;
  /** What of the files under a Bucket Key decides how many keys they have. */
  keyedFor(viewer: Viewer): KeyedFiles<Decimal>;
}

/** The archive that a scenario's trails fill, old files included. */
export function archiveOf(scenario: Scenario, delivering: readonly CaseTrail[]): Archive {
  const starts = eraStarts(scenario.encryption);
  const shelves = delivering.flatMap((trail) => FILE_KINDS.map((kind) => shelfOf(trail, kind, scenario.period)));
  const viewOf = remembered(
    ({ trails, digests, era }: Viewer & { era: Era }) => {
      const seen = shelves
        .filter(({ trail, kind }) => readsTrail({ trails }, trail) && (digests || kind === 'log'))
        .map((shelf) => shelf.since(starts[shelf.kind][era]));
      return filesOf(seen, starts.log[era]);
    },
    { keyOf: ({ trails, digests, era }) => JSON.stringify([trails, digests, starts.log[era], starts.digest[era]]) },
  );
  const seenBy: Archive['seenBy'] = (viewer, era) => viewOf({ ...viewer, era });
  const beforeBucketKey = remembered((viewer: Viewer) => {
    // Of one case alone files may grow in one way, but a difference in one case and a sum in another round apart.
    if (!scenario.trails.some(({ name, growthPercentPerMonth: growth }) => readsTrail(viewer, name) && isOpen(growth))) return undefined;
    const seen = shelves.filter(({ trail, kind }) => readsTrail(viewer, trail) && (viewer.digests || kind === 'log'));
    const old = seen.map((shelf) => shelf.since(starts[shelf.kind].encrypted).until(starts[shelf.kind].underBucketKey));
    return filesOf(old, starts.log.encrypted, starts.log.underBucketKey);
  }, BY_VIEWER);
  const since = starts.log.underBucketKey;
  const daysOf = remembered((archiveMonths: number) => filesOf([dailyOf(archiveMonths, scenario.period).since(since)], since));
  const keyedFor = remembered((viewer: Viewer): KeyedFiles<Decimal> => {
    const read = delivering.filter(({ name }) => readsTrail(viewer, name));
    const files = seenBy(viewer, 'underBucketKey');
    const mostPerBatch = read.reduce((most, { filesPerBatch }) => EXACT.max(most, filesPerBatch), ONE);
    const batches = remembered(() => (mostPerBatch.eq(1) ? files : filesOf(batchesOf(read, viewer, scenario), since)));
    return {
      files,
      get batches() {
        return batches(undefined);
      },
      mostPerBatch,
      days: daysOf(Math.max(0, ...read.map(({ archiveMonths }) => archiveMonths))),
    };
  }, BY_VIEWER);
  return { seenBy, beforeBucketKey, keyedFor };
}

function isOpen(growth: number | Range | undefined): boolean {
  return isRange(growth) && growth.low !== growth.high;
}

const BY_VIEWER = { keyOf: ({ trails, digests }: Viewer) => JSON.stringify([trails, digests]) };

/** A trail's files where those that are written at a time count as one. */
function batchesOf(trails: readonly CaseTrail[], { digests }: Viewer, { period, encryption }: Scenario): Shelf[] {
  const starts = eraStarts(encryption);
  const batched = trails.map((trail) => ({ ...trail, log: { ...trail.log, files: trail.log.files.div(trail.filesPerBatch) } }));
  const kinds = FILE_KINDS.filter((kind) => digests || kind === 'log');
  return batched.flatMap((trail) => kinds.map((kind) => shelfOf(trail, kind, period).since(starts[kind].underBucketKey)));
}

/** One file a day for as long as there are files. */
function dailyOf(archiveMonths: number, period: Scenario['period']): Shelf {
  const growth: Growth = { values: [ZERO], takes: 'most' };
  return shelfOf({ name: '', log: ONE_A_DAY, digest: ONE_A_DAY, filesPerBatch: ONE, growth, archiveMonths }, 'log', period);
}

const ONE_A_DAY = { files: ONE, filesPer: 'day' } as const;

/** From when on a Bucket Key is on, in the strategy with one: as SSE-KMS itself where the scenario does not say, or says always. */
export function bucketKeySinceOf({ bucketKeySince = 'always', sseKmsSince }: Scenario['encryption']): string {
  return bucketKeySince === 'always' ? sseKmsSince : bucketKeySince;
}

/** The first day of each era, in days since 1970-01-01 UTC, for log and for digest files. */
export function eraStarts(encryption: Scenario['encryption']): Record<FileKind, Record<Era, number>> {
  const encrypted = startDay(encryption.sseKmsSince);
  const underBucketKey = startDay(bucketKeySinceOf(encryption));
  const digests = dayNumber(DIGESTS_ENCRYPTED_SINCE);
  return {
    log: { all: Number.NEGATIVE_INFINITY, encrypted, underBucketKey },
    digest: { all: Number.NEGATIVE_INFINITY, encrypted: Math.max(encrypted, digests), underBucketKey: Math.max(underBucketKey, digests) },
  };
}

function startDay(since: string): number {
  return since === 'always' ? Number.NEGATIVE_INFINITY : dayNumber(since);
}

function filesOf(seen: readonly Shelf[], since: number, until = Number.POSITIVE_INFINITY): ExactFiles {
  const byMonth = { keyOf: ({ month }: MonthSpan) => month };
  const steady = seen.flatMap(({ files }) => (files === undefined ? [] : [files]));
  const growing = seen.filter(({ files }) => files === undefined);
  const fileDays = remembered((time: Time) => sum(steady.map((files) => fileDaysUntil(files, time))), { keyOf: textOfDecimal });
  const between = (fromDay: number, toDay: number) => {
    const measure = betweenDays(fromDay, toDay);
    return sum([...steady.map(measure.of), ...growing.map((shelf) => shelf.measured(measure))]);
  };
  const windowOf = remembered(
    (lookbackDays: Decimal | 'all') => remembered((span: MonthSpan) => quantise(averageInWindow(span, lookbackDays)), byMonth),
    { keyOf: String },
  );
  return {
    fileDaysUntil: fileDays,
    between,
    deliveredIn: remembered(({ startDay, endDay }: MonthSpan) => between(startDay, endDay), byMonth),
    monthShare: ({ startDay, endDay }) =>
      new Decimal(Math.max(Math.min(endDay, until) - Math.max(startDay, since), 0)).div(endDay - startDay),
    inWindow: (span, lookbackDays) => windowOf(lookbackDays)(span),
  };

  function averageInWindow(span: MonthSpan, lookbackDays: Decimal | 'all'): Decimal {
    return sum([average(fileDays, span, lookbackDays), ...growing.map((shelf) => shelf.measured(averageInWindowOf(span, lookbackDays)))]);
  }
}

function betweenDays(fromDay: number, toDay: number): Measure {
  return {
    of: (files) => filesBetween(files, fromDay, toDay),
    ofOne: (startDay, days) => Math.max(Math.min(toDay, startDay + days) - Math.max(fromDay, startDay), 0) / days,
  };
}

function averageInWindowOf(span: MonthSpan, lookbackDays: Decimal | 'all'): Measure {
  const { startDay: from, endDay: to } = span;
  const back = lookbackDays === 'all' ? Number.POSITIVE_INFINITY : lookbackDays.toNumber();
  return {
    of: (files) => average((time) => fileDaysUntil(files, time), span, lookbackDays),
    ofOne: (startDay, days) => {
      const until = (day: number) => {
        const past = Math.max(day - startDay, 0);
        return past < days ? past ** 2 / (2 * days) : past - days / 2;
      };
      return (until(to) - until(from) - until(to - back) + until(from - back)) / (to - from);
    },
  };
}

/** Files in a window, averaged over a month, from the files until a time summed up over all days before it. */
function average(fileDays: (time: Time) => Decimal, { startDay, endDay }: MonthSpan, lookbackDays: Decimal | 'all'): Decimal {
  const whole = fileDays(endDay).minus(fileDays(startDay));
  if (lookbackDays === 'all') return whole.div(endDay - startDay);
  const before = lookbackDays.isInteger() ? beforeDay(lookbackDays.toNumber()) : (day: number) => new Decimal(day).minus(lookbackDays);
  const tooOld = fileDays(before(endDay)).minus(fileDays(before(startDay)));
  return whole.minus(tooOld).div(endDay - startDay);
}

function beforeDay(days: number): (day: number) => Time {
  return (day) => day - days;
}

/** A number is one by itself; of a decimal only its text is the same for the same value. */
function textOfDecimal(time: Time): unknown {
  return typeof time === 'number' ? time : String(time);
}
