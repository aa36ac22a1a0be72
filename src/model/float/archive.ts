import { FLOAT } from '../../base/arithmetic.js';
import { type MonthSpan, monthPlus, monthSpan, monthsOf } from '../../base/months.js';
import { recordOf } from '../../base/records.js';
import type { Plain, Scenario, Trail } from '../../scenario/schema.js';
import { readsTrail } from '../../scenario/trails.js';
import { ERAS, type Era, eraStarts, type Viewer } from '../archive.js';
import { FILE_KINDS, type FileKind, fileRates } from '../case-numbers.js';
import type { Files } from '../patterns.js';
import { accumulate, addDeliveries, type FloatDeliveries, fileDaysUntil, filesUntil, noDeliveries } from './deliveries.js';

type PlainTrail = Plain<Trail>;

/** Files of one kind with, for each era, the day it starts on and what had been delivered by then. */
interface Shelf {
  kind: FileKind;
  all: FloatDeliveries;
  eras: Record<Era, { day: number; files: number; fileDays: number }>;
}

/** The files that some readers meet, in floating-point numbers. */
export interface FloatFiles extends Record<Era, Files<number>> {
  /** Takes new numbers of the trails; whatever was delivered before is forgotten. */
  refill(trails: readonly PlainTrail[]): void;
}

/** Room for the files that a reader may see. */
export function floatFiles(scenario: Scenario, { trails, digests }: Viewer): FloatFiles {
  const { start, months } = scenario.period;
  const first = Math.max(0, ...scenario.trails.map(({ archiveMonths: own }) => (typeof own === 'number' ? own : own.high)));
  const spans = monthsOf(monthPlus(start, -first), first + months).map(monthSpan);
  const starts = eraStarts(scenario.encryption);
  const shelves = FILE_KINDS.filter((kind) => digests || kind === 'log').map((kind): Shelf => {
    const eras = recordOf(ERAS, (era) => ({ day: starts[kind][era], files: 0, fileDays: 0 }));
    return { kind, all: noDeliveries(spans), eras };
  });
  return {
    ...recordOf(ERAS, (era) => filesOf(shelves, era, starts.log[era])),
    refill: (all) => {
      const read = all.filter(({ name }) => readsTrail({ trails }, name));
      for (const shelf of shelves) refillShelf(shelf, first, read);
    },
  };
}

function refillShelf({ kind, all, eras }: Shelf, first: number, trails: readonly PlainTrail[]): void {
  all.files.fill(0);
  for (const trail of trails) {
    const growth = 1 + trail.growthPercentPerMonth / 100;
    addDeliveries(all, first, { ...fileRates(trail, FLOAT)[kind], growth, archiveMonths: trail.archiveMonths });
  }
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
