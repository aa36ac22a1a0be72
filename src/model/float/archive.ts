import { getOrMake } from '../../base/maps.js';
import { type MonthSpan, monthPlus, monthSpan, monthsOf } from '../../base/months.js';
import { recordOf } from '../../base/records.js';
import type { Plain, Scenario, Trail } from '../../scenario/schema.js';
import { readsTrail } from '../../scenario/trails.js';
import { ERAS, type Era, eraStarts, type Viewer } from '../archive.js';
import type { KeyedFiles } from '../bucket-key.js';
import { FILE_KINDS, type FileKind, type FileRate, fileRates, filesPerBatch } from '../case-numbers.js';
import type { Files } from '../patterns.js';
import { type FloatDeliveries, fileDaysUntil, filesUntil, floatDeliveries } from './deliveries.js';
import { type Drawn, FLOAT, inEachDraw, numberIn } from './drawn.js';

type PlainTrail = Plain<Trail, Drawn>;
type PlainGrowth = Pick<PlainTrail, 'growthPercentPerMonth' | 'archiveMonths' | 'filesPerSlot'>;

const { plus, minus, div, max, sum, product } = FLOAT;

/** The files that some readers meet, in floating-point numbers. */
export interface FloatFiles extends Record<Era, Files<Drawn>> {
  keyed: KeyedFiles<Drawn>;
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
  const batches = isBatched ? filesOf(parts, 'underBucketKey', since, 'batches') : underBucketKey;
  const days = filesOf([daily], 'underBucketKey', since);
  const keyed = { files: underBucketKey, batches, mostPerBatch: FLOAT.of(1), days };
  return {
    all,
    encrypted,
    underBucketKey,
    keyed,
    refill: (delivering) => {
      for (const files of [all, encrypted, underBucketKey, batches, days]) files.forget();
      const read = delivering.filter(({ name }) => readsTrail({ trails }, name));
      for (const trail of read) {
        const rates = fileRates(trail, FLOAT);
        for (const part of parts) if (part.trail === trail.name) part.refill(trail, rates[part.kind]);
      }
      keyed.mostPerBatch = most(
        1,
        read.map(({ filesPerSlot }) => filesPerBatch(filesPerSlot, FLOAT)),
      );
      const archiveMonths = most(
        0,
        read.map((trail) => trail.archiveMonths),
      );
      daily.refill({ growthPercentPerMonth: 0, archiveMonths }, ONE_A_DAY);
    },
  };
}

function most(least: number, numbers: readonly Drawn[]): Drawn {
  return numbers.reduce(max, least);
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
  files: Drawn = 0;
  batches: Drawn = 0;
  readonly #course: Course;
  #growth: Drawn = Number.NaN;
  #archiveMonths: Drawn = Number.NaN;
  #eras: Record<Era, EraFiles> | undefined;

  constructor(trail: string, kind: FileKind, course: Course) {
    this.trail = trail;
    this.kind = kind;
    this.#course = course;
  }

  refill({ growthPercentPerMonth: growth, archiveMonths, filesPerSlot }: PlainGrowth, { files, filesPer }: FileRate<Drawn>): void {
    this.files = files;
    this.batches = this.kind === 'log' ? div(files, filesPerBatch(filesPerSlot, FLOAT)) : files;
    if (growth === this.#growth && archiveMonths === this.#archiveMonths) return;
    this.#growth = growth;
    this.#archiveMonths = archiveMonths;
    const { spans, first, starts } = this.#course;
    const all = floatDeliveries(spans, first, { filesPer, growth: plus(1, div(growth, 100)), archiveMonths });
    this.#eras = recordOf(ERAS, (era) => new EraFiles(all, starts[era], [growth, archiveMonths]));
  }

  /** Of one file: what a trail delivers is that many times as much. */
  ofOne(era: Era): EraFiles {
    if (this.#eras === undefined) throw new RangeError(`no files of ${this.trail}`);
    return this.#eras[era];
  }
}

/** Files of one era, and what is known of its months. */
class EraFiles {
  readonly #all: FloatDeliveries;
  /** The day it starts on, and what had been delivered by then. */
  readonly #day: number;
  readonly #files: Drawn;
  readonly #fileDays: Drawn;
  readonly #madeOf: readonly Drawn[];
  readonly #delivered = new Map<MonthSpan, Drawn>();
  readonly #windows = new Map<MonthSpan, { lookbackDays: Drawn | 'all'; files: Drawn }>();

  constructor(all: FloatDeliveries, day: number, madeOf: readonly Drawn[]) {
    this.#all = all;
    this.#day = day;
    this.#madeOf = madeOf;
    const isLater = day > Number.NEGATIVE_INFINITY;
    this.#files = isLater ? filesUntil(all, day) : 0;
    this.#fileDays = isLater ? inEachDraw(madeOf, (draw) => fileDaysUntil(all, day, draw)) : 0;
  }

  between(fromDay: number, toDay: number): Drawn {
    if (toDay <= this.#day) return 0;
    return minus(filesUntil(this.#all, toDay), filesUntil(this.#all, Math.max(fromDay, this.#day)));
  }

  deliveredIn(span: MonthSpan): Drawn {
    return getOrMake(this.#delivered, span, () => this.between(span.startDay, span.endDay));
  }

  inWindow(span: MonthSpan, lookbackDays: Drawn | 'all'): Drawn {
    const known = this.#windows.get(span);
    if (known?.lookbackDays === lookbackDays) return known.files;
    const files = this.#inWindow(span, lookbackDays);
    this.#windows.set(span, { lookbackDays, files });
    return files;
  }

  #inWindow({ startDay, endDay }: MonthSpan, lookbackDays: Drawn | 'all'): Drawn {
    const madeOf = lookbackDays === 'all' ? this.#madeOf : [...this.#madeOf, lookbackDays];
    return inEachDraw(madeOf, (draw) => {
      const whole = this.#fileDaysUntil(endDay, draw) - this.#fileDaysUntil(startDay, draw);
      if (lookbackDays === 'all') return whole / (endDay - startDay);
      const back = numberIn(lookbackDays, draw);
      const tooOld = this.#fileDaysUntil(endDay - back, draw) - this.#fileDaysUntil(startDay - back, draw);
      return (whole - tooOld) / (endDay - startDay);
    });
  }

  #fileDaysUntil(day: number, draw: number): number {
    if (day <= this.#day) return 0;
    const before = numberIn(this.#files, draw);
    const all = fileDaysUntil(this.#all, day, draw) - numberIn(this.#fileDays, draw);
    return before === 0 ? all : all - before * (day - this.#day);
  }
}

/** The files of one era in one run of the model; those of the log kind count from a day on. */
interface EraTotals extends Files<Drawn> {
  /** What was added up before is forgotten. */
  forget(): void;
}

function filesOf(parts: readonly TrailFiles[], era: Era, since: number, counted: 'files' | 'batches' = 'files'): EraTotals {
  const total = (measure: (ofOne: EraFiles) => Drawn) => sum(parts.map((part) => product([part[counted], measure(part.ofOne(era))])));
  const delivered = new Map<MonthSpan, Drawn>();
  const windows = new Map<MonthSpan, Map<Drawn | 'all', Drawn>>();
  return {
    forget: () => {
      delivered.clear();
      windows.clear();
    },
    between: (fromDay, toDay) => total((files) => files.between(fromDay, toDay)),
    deliveredIn: (span) => getOrMake(delivered, span, () => total((files) => files.deliveredIn(span))),
    inWindow: (span, lookbackDays) => {
      const known = getOrMake(windows, span, () => new Map<Drawn | 'all', Drawn>());
      return getOrMake(known, lookbackDays, () => total((files) => files.inWindow(span, lookbackDays)));
    },
    monthShare: ({ startDay, endDay }) => Math.min(Math.max(endDay - since, 0), endDay - startDay) / (endDay - startDay),
  };
}
