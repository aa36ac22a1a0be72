import { FLOAT } from '../../base/arithmetic.js';
import { getOrMake } from '../../base/maps.js';
import { type MonthSpan, monthPlus, monthSpan, monthsOf } from '../../base/months.js';
import { recordOf } from '../../base/records.js';
import type { Plain, Scenario, Trail } from '../../scenario/schema.js';
import { readsTrail } from '../../scenario/trails.js';
import { ERAS, type Era, eraStarts, type Viewer } from '../archive.js';
import type { KeyedFiles } from '../bucket-key.js';
import { FILE_KINDS, type FileKind, type FileRate, fileRates, filesPerBatch } from '../case-numbers.js';
import type { Files } from '../patterns.js';
import { accumulate, addDeliveries, type FloatDeliveries, fileDaysUntil, filesUntil, noDeliveries } from './deliveries.js';

type PlainTrail = Plain<Trail>;
type PlainGrowth = Pick<PlainTrail, 'growthPercentPerMonth' | 'archiveMonths' | 'filesPerSlot'>;

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
  const kinds = FILE_KINDS.filter((kind) => digests || kind === 'log');
  const seen = scenario.trails.filter(({ name }) => readsTrail({ trails }, name));
  const parts = seen.flatMap(({ name }) => kinds.map((kind) => new TrailFiles(name, kind, { spans, first, starts: starts[kind] })));
  const daily = new TrailFiles('', 'log', { spans, first, starts: starts.log });
  const since = starts.log.underBucketKey;
  const all = filesOf(parts, 'all', starts.log.all);
  const encrypted = isSame(starts, 'encrypted', 'all') ? all : filesOf(parts, 'encrypted', starts.log.encrypted);
  const underBucketKey = isSame(starts, 'underBucketKey', 'encrypted') ? encrypted : filesOf(parts, 'underBucketKey', since);
  const isBatched = seen.some(({ filesPerSlot }) => filesPerSlot !== undefined);
  const keyed = {
    files: underBucketKey,
    batches: isBatched ? filesOf(parts, 'underBucketKey', since, 'batches') : underBucketKey,
    mostPerBatch: 1,
    days: filesOf([daily], 'underBucketKey', since),
  };
  return {
    all,
    encrypted,
    underBucketKey,
    keyed,
    refill: (delivering) => {
      const read = delivering.filter(({ name }) => readsTrail({ trails }, name));
      for (const trail of read) {
        const rates = fileRates(trail, FLOAT);
        for (const part of parts) if (part.trail === trail.name) part.refill(trail, rates[part.kind]);
      }
      keyed.mostPerBatch = Math.max(1, ...read.map(({ filesPerSlot }) => filesPerBatch(filesPerSlot, FLOAT)));
      daily.refill({ growthPercentPerMonth: 0, archiveMonths: Math.max(0, ...read.map(({ archiveMonths }) => archiveMonths)) }, ONE_A_DAY);
    },
  };
}

/** Eras of the same files need not be counted twice. */
function isSame(starts: ReturnType<typeof eraStarts>, one: Era, other: Era): boolean {
  return FILE_KINDS.every((kind) => starts[kind][one] === starts[kind][other]);
}

const ONE_A_DAY = { files: 1, filesPer: 'day' } as const;

/** The months that files are delivered in, the place of the period's first one, and the day on which each era starts. */
interface Course {
  spans: readonly MonthSpan[];
  first: number;
  starts: Record<Era, number>;
}

/**
 * What one trail delivers of one kind of file. Everything is measured of a trail that delivers one file in the period's first month and is
 * remembered for as long as the files grow alike: most draws change only how many they are.
 */
class TrailFiles {
  readonly trail: string;
  readonly kind: FileKind;
  /** In the period's first month, or on each of its days: all, and those written at a time counted as one. */
  files = 0;
  batches = 0;
  readonly #first: number;
  readonly #all: FloatDeliveries;
  readonly #eras: Record<Era, EraFiles>;
  #growth = Number.NaN;
  #archiveMonths = Number.NaN;

  constructor(trail: string, kind: FileKind, { spans, first, starts }: Course) {
    this.trail = trail;
    this.kind = kind;
    this.#first = first;
    this.#all = noDeliveries(spans);
    this.#eras = recordOf(ERAS, (era) => ({ day: starts[era], files: 0, fileDays: 0, delivered: new Map(), windows: new Map() }));
  }

  refill({ growthPercentPerMonth: growth, archiveMonths, filesPerSlot }: PlainGrowth, { files, filesPer }: FileRate<number>): void {
    this.files = files;
    this.batches = this.kind === 'log' ? files / filesPerBatch(filesPerSlot, FLOAT) : files;
    if (growth === this.#growth && archiveMonths === this.#archiveMonths) return;
    this.#growth = growth;
    this.#archiveMonths = archiveMonths;
    this.#all.files.fill(0);
    addDeliveries(this.#all, this.#first, { files: 1, filesPer, growth: 1 + growth / 100, archiveMonths });
    accumulate(this.#all);
    for (const name of ERAS) beginEra(this.#eras[name], this.#all);
  }

  between(name: Era, fromDay: number, toDay: number): number {
    const { day } = this.#eras[name];
    return toDay > day ? filesUntil(this.#all, toDay) - filesUntil(this.#all, Math.max(fromDay, day)) : 0;
  }

  deliveredIn(name: Era, span: MonthSpan): number {
    const { delivered } = this.#eras[name];
    return getOrMake(delivered, span, () => this.between(name, span.startDay, span.endDay));
  }

  inWindow(name: Era, span: MonthSpan, lookbackDays: number | 'all'): number {
    const era = this.#eras[name];
    const known = era.windows.get(span);
    if (known?.lookbackDays === lookbackDays) return known.files;
    const files = inWindow(this.#all, era, span, lookbackDays);
    era.windows.set(span, { lookbackDays, files });
    return files;
  }
}

/** Files of one era: the day it starts on, what had been delivered by then, and what is known of its months. */
interface EraFiles {
  day: number;
  files: number;
  fileDays: number;
  delivered: Map<MonthSpan, number>;
  windows: Map<MonthSpan, { lookbackDays: number | 'all'; files: number }>;
}

function beginEra(era: EraFiles, all: FloatDeliveries): void {
  era.delivered.clear();
  era.windows.clear();
  if (era.day === Number.NEGATIVE_INFINITY) return;
  era.files = filesUntil(all, era.day);
  era.fileDays = fileDaysUntil(all, era.day);
}

/** The files of one era; those of the log kind count from a day on. */
function filesOf(parts: readonly TrailFiles[], name: Era, since: number, counted: 'files' | 'batches' = 'files'): Files<number> {
  const total = (measure: (part: TrailFiles) => number) => {
    let sum = 0;
    for (const part of parts) sum += part[counted] * measure(part);
    return sum;
  };
  return {
    between: (fromDay, toDay) => total((part) => part.between(name, fromDay, toDay)),
    deliveredIn: (span) => total((part) => part.deliveredIn(name, span)),
    inWindow: (span, lookbackDays) => total((part) => part.inWindow(name, span, lookbackDays)),
    monthShare: ({ startDay, endDay }) => Math.min(Math.max(endDay - since, 0), endDay - startDay) / (endDay - startDay),
  };
}

function inWindow(all: FloatDeliveries, era: EraFiles, { startDay, endDay }: MonthSpan, lookbackDays: number | 'all'): number {
  const until = (day: number) =>
    day <= era.day ? 0 : fileDaysUntil(all, day) - era.fileDays - (era.files === 0 ? 0 : era.files * (day - era.day));
  const whole = until(endDay) - until(startDay);
  const tooOld = lookbackDays === 'all' ? 0 : until(endDay - lookbackDays) - until(startDay - lookbackDays);
  return (whole - tooOld) / (endDay - startDay);
}
