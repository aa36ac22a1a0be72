import { Decimal, ONE, quantise, ZERO } from '../base/decimal.js';
import type { MonthSpan } from '../base/months.js';

const HALF = new Decimal('0.5');

/**
 * Files delivered evenly over a stretch of days. `filesBefore` and `fileDaysBefore` are what had been delivered by its start: files, and
 * the integral of files over days, which is what makes an average over a month exact.
 */
interface Stretch {
  /** The same day twice: to search by, and to reckon with. */
  start: number;
  startDay: Decimal;
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
 * The files of every month, from the oldest in the archive to the end of the period (METHOD, equation 1).
 *
 * @param before the months before the period from which files still exist
 * @param during the months of the period
 */
export function deliveries(rate: DeliveryRate, before: readonly MonthSpan[], during: readonly MonthSpan[]): Deliveries {
  const growth = ONE.plus(rate.growthPercentPerMonth.div(100));
  const shrinking = growthFactors(ONE.div(growth), before.length);
  const growing = growthFactors(growth, during.length - 1);
  const factors = [...shrinking.slice(1).reverse(), ...growing];
  return chained(
    [...before, ...during].map(({ startDay, endDay }, index) => {
      const base = rate.filesPer === 'day' ? rate.files.times(endDay - startDay) : rate.files;
      return {
        start: startDay,
        startDay: new Decimal(startDay),
        grown: index - before.length,
        days: new Decimal(endDay - startDay),
        files: quantise(base.times(factors[index] ?? ONE)),
      };
    }),
  );
}

function growthFactors(factor: Decimal, count: number): Decimal[] {
  const factors = [ONE];
  for (let index = 0; index < count; index++) factors.push((factors[index] ?? ONE).times(factor));
  return factors;
}

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
  const since = new Decimal(day);
  return chained(
    all
      .filter(({ startDay, days }) => startDay.plus(days).gt(since))
      .map((stretch) => {
        const { start, startDay, days, files } = stretch;
        if (start >= day) return stretch;
        const kept = startDay.plus(days).minus(since);
        return { ...stretch, start: day, startDay: since, days: kept, files: quantise(files.times(kept).div(days)) };
      }),
  );
}

/** Only the files delivered before a day; the days after it are there, with no files. */
export function deliveriesUntil(all: Deliveries, day: number): Deliveries {
  if (day === Number.NEGATIVE_INFINITY) return [];
  const until = new Decimal(day);
  return chained(
    all.flatMap((stretch) => {
      const { start, startDay, days, files } = stretch;
      if (start >= day) return [{ ...stretch, files: ZERO }];
      const kept = until.minus(startDay);
      if (kept.gte(days)) return [stretch];
      const before = { ...stretch, days: kept, files: quantise(files.times(kept).div(days)) };
      return [before, { ...stretch, start: day, startDay: until, days: days.minus(kept), files: ZERO }];
    }),
  );
}

/** Files delivered from one day (included) to another (excluded). */
export function filesBetween(all: Deliveries, fromDay: number, toDay: number): Decimal {
  return quantise(filesUntil(all, new Decimal(toDay)).minus(filesUntil(all, new Decimal(fromDay))));
}

/**
 * The files delivered until a time, summed up over all days before it: the integral that makes an average over a month exact. Within a
 * stretch files grow evenly, so it is a parabola.
 *
 * @param time in days since 1970-01-01 UTC, not after the last stretch
 */
export function fileDaysUntil(all: Deliveries, time: Decimal): Decimal {
  const stretch = stretchAt(all, time);
  if (stretch === undefined) return ZERO;
  const { files, filesBefore, fileDaysBefore } = stretch;
  const days = time.minus(stretch.startDay);
  if (days.isZero()) return fileDaysBefore;
  return fileDaysBefore.plus(filesBefore.times(days)).plus(files.times(days).times(days).times(HALF).div(stretch.days));
}

function filesUntil(all: Deliveries, time: Decimal): Decimal {
  const stretch = stretchAt(all, time);
  if (stretch === undefined) return ZERO;
  const days = time.minus(stretch.startDay);
  return days.isZero() ? stretch.filesBefore : stretch.filesBefore.plus(stretch.files.times(days).div(stretch.days));
}

/** The stretch that holds a time, or the last one before it; undefined before the first. */
function stretchAt(all: Deliveries, time: Decimal): Stretch | undefined {
  const day = time.toNumber();
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (day >= (all[middle] as Stretch).start) low = middle + 1;
    else high = middle;
  }
  return all[low - 1];
}
