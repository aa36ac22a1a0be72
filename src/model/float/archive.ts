import { type MonthSpan, monthPlus, monthSpan, monthsOf } from '../../base/months.js';
import type { Plain, Scenario, Trail } from '../../scenario/schema.js';
import { DIGESTS_PER_DAY, readsTrail, SLOTS_PER_DAY } from '../../scenario/trails.js';
import { ERAS, type Era, eraStarts, type FileKind } from '../archive.js';
import { accumulate, addDeliveries, type FloatDeliveries, type FloatRate, fileDaysUntil, filesUntil, noDeliveries } from './deliveries.js';

type PlainTrail = Plain<Trail>;

/** Files of one kind with, for each era, the day it starts on and what had been delivered by then. */
interface Shelf {
  kind: FileKind;
  all: FloatDeliveries;
  eras: Record<Era, { day: number; files: number; fileDays: number }>;
}

/** The files that some readers meet, in floating-point numbers. */
export interface FloatFiles {
  shelves: readonly Shelf[];
  /** From this day on, by era, files of the log kind count. */
  since: Record<Era, number>;
  /** Takes new numbers of the trails; whatever was delivered before is forgotten. */
  refill(trails: readonly PlainTrail[]): void;
}

/** Room for the files of the trails that a reader reads. */
export function floatFiles(scenario: Scenario, reader: { trails?: readonly string[] | undefined; digests: boolean }): FloatFiles {
  const { start, months } = scenario.period;
  const first = Math.max(0, ...scenario.trails.map(({ archiveMonths: own }) => (typeof own === 'number' ? own : own.high)));
  const spans = monthsOf(monthPlus(start, -first), first + months).map(monthSpan);
  const starts = eraStarts(scenario.encryption);
  const kinds: FileKind[] = reader.digests ? ['log', 'digest'] : ['log'];
  const shelves = kinds.map((kind): Shelf => {
    const era = (name: Era) => ({ day: starts[kind][name], files: 0, fileDays: 0 });
    const eras = { all: era('all'), encrypted: era('encrypted'), underBucketKey: era('underBucketKey') };
    return { kind, all: noDeliveries(spans), eras };
  });
  const refill = (trails: readonly PlainTrail[]) => {
    const read = trails.filter(({ name }) => readsTrail(reader, name));
    for (const shelf of shelves) refillShelf(shelf, first, read);
  };
  return { shelves, since: starts.log, refill };
}

function refillShelf({ kind, all, eras }: Shelf, first: number, trails: readonly PlainTrail[]): void {
  all.files.fill(0);
  for (const trail of trails) addDeliveries(all, first, rateOf(trail, kind));
  accumulate(all);
  for (const name of ERAS) {
    const era = eras[name];
    if (era.day === Number.NEGATIVE_INFINITY) continue;
    era.files = filesUntil(all, era.day);
    era.fileDays = fileDaysUntil(all, era.day);
  }
}

function rateOf(trail: PlainTrail, kind: FileKind): FloatRate {
  const { accounts = 0, activeRegions = 0, activeSlotShare = 0, filesPerSlot = 0, digestRegions = 0 } = trail;
  const perMonth = kind === 'log' ? trail.logFilesPerMonth : trail.digestFilesPerMonth;
  const perDay =
    kind === 'log' ? accounts * activeRegions * SLOTS_PER_DAY * activeSlotShare * filesPerSlot : accounts * digestRegions * DIGESTS_PER_DAY;
  return {
    files: perMonth ?? perDay,
    filesPer: perMonth === undefined ? 'day' : 'month',
    growth: 1 + trail.growthPercentPerMonth / 100,
    archiveMonths: trail.archiveMonths,
  };
}

/** Files of an era delivered from one day to another. */
export function filesBetween({ shelves }: FloatFiles, name: Era, fromDay: number, toDay: number): number {
  let total = 0;
  for (const { all, eras } of shelves) {
    const { day } = eras[name];
    if (toDay > day) total += filesUntil(all, toDay) - filesUntil(all, Math.max(fromDay, day));
  }
  return total;
}

/** Files of an era inside a window that looks back, averaged over a month (equation 2). */
export function filesInWindow({ shelves }: FloatFiles, name: Era, { startDay, endDay }: MonthSpan, lookbackDays: number | 'all'): number {
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

/** Share of a month that an era covers. */
export function monthShare({ since }: FloatFiles, name: Era, { startDay, endDay }: MonthSpan): number {
  return Math.min(Math.max(endDay - since[name], 0), endDay - startDay) / (endDay - startDay);
}
