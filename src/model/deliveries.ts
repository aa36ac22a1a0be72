import { Decimal, ONE, quantise, ZERO } from '../base/decimal.js';
import { entryAt } from '../base/lists.js';
import { remembered } from '../base/memo.js';
import type { MonthSpan } from '../base/months.js';

const HALF = new Decimal('0.5');

/**
 * Files delivered evenly over a stretch of days. `filesBefore` and `fileDaysBefore` are what had been delivered by its start: files, and
 * the integral of files over days, which is what makes an average over a month exact.
 */
interface Stretch {
  /** The first day, and the day after the last; whole days, since months and switches begin with one. */
  start: number;
  end: number;
  /** How often growth has acted since the period's first month; below zero before it. */
  grown: number;
  days: Decimal;
  files: Decimal;
  filesBefore: Decimal;
  fileDaysBefore: Decimal;
}

/** Files of one kind delivered into the bucket, in order of time and without gaps; none before the first stretch or after the last. */
export type Deliveries = readonly Stretch[];

/** What a trail delivers of one kind of file, in the period's first month; growth is compound, in percent a month. */
export interface DeliveryRate {
  files: Decimal;
  filesPer: 'day' | 'month';
  growthPercentPerMonth: Decimal;
}

/**
 * The files of every month, from the oldest in the archive to the end of the period (METHOD, equation 1). Cases, and the estimates that are
 * made for single prices, share most of them, so that they are remembered.
 *
 * @param before the months before the period from which files still exist
 * @param during the months of the period
 */
export function deliveries(rate: DeliveryRate, before: readonly MonthSpan[], during: readonly MonthSpan[]): Deliveries {
  return rememberedDeliveries({ rate, before, during });
}

/** What deliveries are made of. */
interface Delivering {
  rate: DeliveryRate;
  before: readonly MonthSpan[];
  during: readonly MonthSpan[];
}

/** As many as a common scenario has; those of the largest take megabytes. */
const MOST_REMEMBERED = 32;

const rememberedDeliveries = remembered(
  ({ rate, before, during }: Delivering) => {
    const growth = ONE.plus(rate.growthPercentPerMonth.div(100));
    const shrinking = growthFactors({ factor: ONE.div(growth), count: before.length });
    const growing = growthFactors({ factor: growth, count: during.length - 1 });
    const factors = [...shrinking.slice(1).reverse(), ...growing];
    return chained(
      [...before, ...during].map(({ startDay, endDay }, index) => {
        const base = rate.filesPer === 'day' ? rate.files.times(endDay - startDay) : rate.files;
        return {
          start: startDay,
          end: endDay,
          grown: index - before.length,
          days: new Decimal(endDay - startDay),
          files: quantise(base.times(factors[index] ?? ONE)),
        };
      }),
    );
  },
  {
    keyOf: ({ rate: { files, filesPer, growthPercentPerMonth }, before, during }) =>
      [files, filesPer, growthPercentPerMonth, before.length, during[0]?.month, during.length].join(' '),
    most: MOST_REMEMBERED,
  },
);

/** The powers of a factor from 0 to `count`. */
const growthFactors = remembered(
  ({ factor, count }: { factor: Decimal; count: number }) => {
    const factors = [ONE];
    for (let index = 0; index < count; index++) factors.push((factors[index] ?? ONE).times(factor));
    return factors;
  },
  { keyOf: ({ factor, count }) => `${factor} ${count}`, most: MOST_REMEMBERED },
);

function chained(stretches: readonly Omit<Stretch, 'filesBefore' | 'fileDaysBefore'>[]): Deliveries {
  let filesBefore = ZERO;
  let fileDaysBefore = ZERO;
  return stretches.map((stretch) => {
    const whole = { ...stretch, filesBefore, fileDaysBefore };
    fileDaysBefore = fileDaysBefore.plus(filesBefore.plus(stretch.files.times(HALF)).times(stretch.days));
    filesBefore = filesBefore.plus(stretch.files);
    return whole;
  });
}

/** Only the files delivered on or after a day: those that were encrypted from that day on. */
export function deliveriesSince(all: Deliveries, day: number): Deliveries {
  if (day === Number.NEGATIVE_INFINITY) return all;
  return chained(
    all
      .filter(({ end }) => end > day)
      .map((stretch) => {
        const { start, end, days, files } = stretch;
        if (start >= day) return stretch;
        const kept = new Decimal(end - day);
        return { ...stretch, start: day, days: kept, files: quantise(files.times(kept).div(days)) };
      }),
  );
}

/** Only the files delivered before a day; the days after it are there, with no files. */
export function deliveriesUntil(all: Deliveries, day: number): Deliveries {
  if (day === Number.NEGATIVE_INFINITY) return [];
  return chained(
    all.flatMap((stretch) => {
      const { start, end, days, files } = stretch;
      if (start >= day) return [{ ...stretch, files: ZERO }];
      if (end <= day) return [stretch];
      const kept = new Decimal(day - start);
      const before = { ...stretch, end: day, days: kept, files: quantise(files.times(kept).div(days)) };
      return [before, { ...stretch, start: day, days: new Decimal(end - day), files: ZERO }];
    }),
  );
}

/** Files delivered from one day (included) to another (excluded). */
export function filesBetween(all: Deliveries, fromDay: number, toDay: number): Decimal {
  return quantise(filesUntil(all, toDay).minus(filesUntil(all, fromDay)));
}

/** A time in days since 1970-01-01 UTC: of most days a number, which takes less time. */
export type Time = number | Decimal;

/**
 * The files delivered until a time, summed up over all days before it: the integral that makes an average over a month exact. Within a
 * stretch files grow evenly, so it is a parabola.
 *
 * @param time not after the last stretch; as a number a whole day
 */
export function fileDaysUntil(all: Deliveries, time: Time): Decimal {
  const stretch = stretchAt(all, typeof time === 'number' ? time : time.toNumber());
  if (stretch === undefined) return ZERO;
  const { start, end, files, filesBefore, fileDaysBefore } = stretch;
  const days = typeof time === 'number' ? new Decimal(time - start) : time.minus(start);
  if (days.isZero()) return fileDaysBefore;
  return fileDaysBefore.plus(filesBefore.times(days)).plus(files.times(days.times(days)).div(2 * (end - start)));
}

function filesUntil(all: Deliveries, day: number): Decimal {
  const stretch = stretchAt(all, day);
  if (stretch === undefined) return ZERO;
  const days = day - stretch.start;
  return days === 0 ? stretch.filesBefore : stretch.filesBefore.plus(stretch.files.times(days).div(stretch.days));
}

/** The stretch that holds a time, or the last one before it; undefined before the first. */
function stretchAt(all: Deliveries, time: number): Stretch | undefined {
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (time >= entryAt(all, middle).start) low = middle + 1;
    else high = middle;
  }
  return all[low - 1];
}
