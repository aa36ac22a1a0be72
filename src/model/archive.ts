import { Decimal, quantise, sum, ZERO } from '../base/decimal.js';
import { remembered } from '../base/memo.js';
import { dayNumber, type MonthSpan, monthPlus, monthSpan, monthsOf } from '../base/months.js';
import type { Scenario } from '../scenario/schema.js';
import { readsTrail } from '../scenario/trails.js';
import { type CaseTrail, FILE_KINDS, type FileKind } from './case-numbers.js';
import { type Deliveries, deliveries, deliveriesSince, fileDaysUntil, filesBetween } from './deliveries.js';
import type { Files } from './patterns.js';

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
  /** Files delivered until a time, in days since 1970-01-01 UTC, summed up over all days before it: what windows are made of. */
  fileDaysUntil(time: Decimal): Decimal;
}

/** Whose files are seen: those of the trails that a reader names, or all; digest files too where it reads them. */
export interface Viewer {
  trails: readonly string[] | undefined;
  digests: boolean;
}

/** All files of the bucket, before and during the period, in one case. */
export interface Archive {
  seenBy(viewer: Viewer, era: Era): ExactFiles;
}

/** The archive that a scenario's trails fill, old files included. */
export function archiveOf(scenario: Scenario, delivering: readonly CaseTrail[]): Archive {
  const starts = eraStarts(scenario.encryption);
  const shelves = delivering.flatMap((trail) => shelvesOf(trail, scenario.period));
  const viewOf = remembered(
    ({ trails, digests, era }: Viewer & { era: Era }) => {
      const seen = shelves
        .filter(({ trail, kind }) => readsTrail({ trails }, trail) && (digests || kind === 'log'))
        .map(({ kind, files }) => deliveriesSince(files, starts[kind][era]));
      return filesOf(seen, starts.log[era]);
    },
    { keyOf: ({ trails, digests, era }) => JSON.stringify([trails, digests, starts.log[era], starts.digest[era]]) },
  );
  return { seenBy: (viewer, era) => viewOf({ ...viewer, era }) };
}

/** From when on a Bucket Key is on, in the strategy with one: as SSE-KMS itself where the scenario does not say. */
export function bucketKeySinceOf({ bucketKeySince, sseKmsSince }: Scenario['encryption']): string {
  return bucketKeySince ?? sseKmsSince;
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

function shelvesOf(trail: CaseTrail, { start, months }: Scenario['period']) {
  const before = monthsOf(monthPlus(start, -trail.archiveMonths), trail.archiveMonths).map(monthSpan);
  const during = monthsOf(start, months).map(monthSpan);
  return FILE_KINDS.map((kind) => ({ trail: trail.name, kind, files: deliveries({ ...trail, ...trail[kind] }, before, during) }));
}

function filesOf(seen: readonly Deliveries[], since: number): ExactFiles {
  const byMonth = { keyOf: ({ month }: MonthSpan) => month };
  const fileDays = remembered((time: Decimal) => sum(seen.map((files) => fileDaysUntil(files, time))), { keyOf: String });
  const fileDaysBetween = (from: Decimal, to: Decimal) => fileDays(to).minus(fileDays(from));
  const between = (fromDay: number, toDay: number) => sum(seen.map((files) => filesBetween(files, fromDay, toDay)));
  const windowOf = remembered(
    (lookbackDays: Decimal | 'all') => remembered((span: MonthSpan) => averageInWindow(span, lookbackDays), byMonth),
    { keyOf: String },
  );
  return {
    fileDaysUntil: fileDays,
    between,
    deliveredIn: remembered(({ startDay, endDay }: MonthSpan) => between(startDay, endDay), byMonth),
    monthShare: ({ startDay, endDay }) => new Decimal(Math.min(Math.max(endDay - since, 0), endDay - startDay)).div(endDay - startDay),
    inWindow: (span, lookbackDays) => windowOf(lookbackDays)(span),
  };

  function averageInWindow({ startDay, endDay }: MonthSpan, lookbackDays: Decimal | 'all'): Decimal {
    const [start, end] = [new Decimal(startDay), new Decimal(endDay)];
    const tooOld = lookbackDays === 'all' ? ZERO : fileDaysBetween(start.minus(lookbackDays), end.minus(lookbackDays));
    return quantise(
      fileDaysBetween(start, end)
        .minus(tooOld)
        .div(endDay - startDay),
    );
  }
}
