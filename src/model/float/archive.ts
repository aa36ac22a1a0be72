import { FLOAT } from '../../base/arithmetic.js';
import { type MonthSpan, monthPlus, monthSpan, monthsOf } from '../../base/months.js';
import { recordOf } from '../../base/records.js';
import type { Plain, Scenario, Trail } from '../../scenario/schema.js';
import { readsTrail } from '../../scenario/trails.js';
import { ERAS, type Era, eraStarts, type Viewer } from '../archive.js';
import type { KeyedFiles } from '../bucket-key.js';
import { FILE_KINDS, type FileKind, fileRates, filesPerBatch } from '../case-numbers.js';
import type { Files } from '../patterns.js';
import { accumulate, addDeliveries, type FloatDeliveries, type FloatRate, fileDaysUntil, filesUntil, noDeliveries } from './deliveries.js';

type PlainTrail = Plain<Trail>;

/** Files of one kind with, for each era, the day it starts on and what had been delivered by then. */
interface Shelf {
  kind: FileKind;
  all: FloatDeliveries;
  eras: Record<Era, { day: number; files: number; fileDays: number }>;
}

/** The files that some readers meet, in floating-point numbers. */
export interface FloatFiles extends Record<Era, Files<number>> {
  keyed: KeyedFiles<number>;
  /** Takes new numbers of the trails; whatever was delivered before is forgotten. */
  refill(trails: readonly PlainTrail[]): void;
}

/** Room for the files that a reader may see. */
export function floatFiles(scenario: Scenario, { trails, digests }: Viewer): FloatFiles {
  const { start, months } = scenario.period;
  const first = Math.max(0, ...scenario.trails.map(({ archiveMonths: own }) => (typeof own === 'number' ? own : own.high)));
  const spans = monthsOf(monthPlus(start, -first), first + months).map(monthSpan);
  const starts = eraStarts(scenario.encryption);
  const shelfOf = (kind: FileKind): Shelf => {
    const eras = recordOf(ERAS, (era) => ({ day: starts[kind][era], files: 0, fileDays: 0 }));
    return { kind, all: noDeliveries(spans), eras };
  };
  const shelves = FILE_KINDS.filter((kind) => digests || kind === 'log').map(shelfOf);
  const isBatched = scenario.trails.some(({ filesPerSlot }) => filesPerSlot !== undefined);
  const batched = shelfOf('log');
  const days = shelfOf('log');
  const since = starts.log.underBucketKey;
  let daysBefore = -1;
  const all = filesOf(shelves, 'all', starts.log.all);
  const encrypted = isSame(starts, 'encrypted', 'all') ? all : filesOf(shelves, 'encrypted', starts.log.encrypted);
  const underBucketKey = isSame(starts, 'underBucketKey', 'encrypted') ? encrypted : filesOf(shelves, 'underBucketKey', since);
  const keyed = {
    files: underBucketKey,
    batches: isBatched ? filesOf([batched, ...shelves.filter(({ kind }) => kind === 'digest')], 'underBucketKey', since) : underBucketKey,
    mostPerBatch: 1,
    days: filesOf([days], 'underBucketKey', since),
  };
  return {
    all,
    encrypted,
    underBucketKey,
    keyed,
    refill: (delivering) => {
      const read = delivering.filter(({ name }) => readsTrail({ trails }, name));
      for (const shelf of shelves) refillShelf(shelf, first, read.map(ratesOf(shelf.kind)));
      if (isBatched) {
        refillShelf(batched, first, read.map(batchRate));
        keyed.mostPerBatch = Math.max(1, ...read.map(({ filesPerSlot }) => filesPerBatch(filesPerSlot, FLOAT)));
      }
      const archiveMonths = Math.max(0, ...read.map((trail) => trail.archiveMonths));
      if (archiveMonths !== daysBefore) refillShelf(days, first, [{ ...ONE_A_DAY, archiveMonths }]);
      daysBefore = archiveMonths;
    },
  };
}

/** Eras of the same files need not be counted twice. */
function isSame(starts: ReturnType<typeof eraStarts>, one: Era, other: Era): boolean {
  return FILE_KINDS.every((kind) => starts[kind][one] === starts[kind][other]);
}

const ONE_A_DAY = { files: 1, filesPer: 'day', growth: 1 } as const;

function ratesOf(kind: FileKind): (trail: PlainTrail) => FloatRate {
  return (trail) => ({
    ...fileRates(trail, FLOAT)[kind],
    growth: 1 + trail.growthPercentPerMonth / 100,
    archiveMonths: trail.archiveMonths,
  });
}

/** Log files of a trail where those that are written at a time count as one. */
function batchRate(trail: PlainTrail): FloatRate {
  const rate = ratesOf('log')(trail);
  return { ...rate, files: rate.files / filesPerBatch(trail.filesPerSlot, FLOAT) };
}

function refillShelf({ all, eras }: Shelf, first: number, rates: readonly FloatRate[]): void {
  all.files.fill(0);
  for (const rate of rates) addDeliveries(all, first, rate);
  accumulate(all);
  for (const name of ERAS) {
    const era = eras[name];
    if (era.day === Number.NEGATIVE_INFINITY) continue;
    era.files = filesUntil(all, era.day);
    era.fileDays = fileDaysUntil(all, era.day);
  }
}

/** The files of one era; those of the log kind count from a day on. */
function filesOf(shelves: readonly Shelf[], name: Era, since: number): Files<number> {
  const between = (fromDay: number, toDay: number) => {
    let total = 0;
    for (const { all, eras } of shelves) {
      const { day } = eras[name];
      if (toDay > day) total += filesUntil(all, toDay) - filesUntil(all, Math.max(fromDay, day));
    }
    return total;
  };
  return {
    between,
    deliveredIn: ({ startDay, endDay }) => between(startDay, endDay),
    inWindow: (span, lookbackDays) => inWindow(shelves, name, span, lookbackDays),
    monthShare: ({ startDay, endDay }) => Math.min(Math.max(endDay - since, 0), endDay - startDay) / (endDay - startDay),
  };
}

function inWindow(shelves: readonly Shelf[], name: Era, { startDay, endDay }: MonthSpan, lookbackDays: number | 'all'): number {
  let total = 0;
  for (const { all, eras } of shelves) {
    const era = eras[name];
    const until = (day: number) =>
      day <= era.day ? 0 : fileDaysUntil(all, day) - era.fileDays - (era.files === 0 ? 0 : era.files * (day - era.day));
    total += until(endDay) - until(startDay);
    if (lookbackDays !== 'all') total -= until(endDay - lookbackDays) - until(startDay - lookbackDays);
  }
  return total / (endDay - startDay);
}
