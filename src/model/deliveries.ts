import { Decimal, ONE, ZERO } from '../decimal.js';
import { type Month, type MonthSpan, monthPlus, monthSpan } from '../months.js';

/**
 * Files delivered evenly over a stretch of days. `filesBefore` and `fileDaysBefore` are what had been delivered by its start: files, and
 * the integral of files over days, which is what makes an average over a month exact.
 */
interface Stretch {
  startDay: number;
  days: number;
  files: Decimal;
  filesBefore: Decimal;
  fileDaysBefore: Decimal;
}

/** Files of one kind delivered into the bucket, in order of time and without gaps; none before the first stretch or after the last. */
export type Deliveries = readonly Stretch[];

/** What a trail delivers of one kind of file. */
export interface DeliveryRate {
  files: Decimal;
  filesPer: 'day' | 'month';
  growthBefore: Decimal;
  growthDuring: Decimal;
  archiveMonths: number;
}

/**
 * The files of every month from the start of the archive to the end of the period (METHOD, equation 1). Growth is compound and starts
 * from the period's first month, forwards and backwards.
 */
export function deliveries(rate: DeliveryRate, start: Month, months: number): Deliveries {
  const before = growthFactors(ONE.div(ONE.plus(rate.growthBefore.div(100))), rate.archiveMonths).slice(1).reverse();
  const during = growthFactors(ONE.plus(rate.growthDuring.div(100)), months - 1);
  return chained(
    [...before, ...during].map((factor, index) => {
      const { startDay, endDay } = monthSpan(monthPlus(start, index - rate.archiveMonths));
      const days = endDay - startDay;
      const base = rate.filesPer === 'day' ? rate.files.times(days) : rate.files;
      return { startDay, days, files: base.times(factor) };
    }),
  );
}

function growthFactors(factor: Decimal, count: number): Decimal[] {
  const factors = [ONE];
  for (let index = 0; index < count; index++) factors.push((factors[index] ?? ONE).times(factor));
  return factors;
}

function chained(stretches: readonly Pick<Stretch, 'startDay' | 'days' | 'files'>[]): Deliveries {
  let filesBefore = ZERO;
  let fileDaysBefore = ZERO;
  return stretches.map((stretch) => {
    const whole = { ...stretch, filesBefore, fileDaysBefore };
    fileDaysBefore = fileDaysBefore.plus(filesBefore.plus(stretch.files.div(2)).times(stretch.days));
    filesBefore = filesBefore.plus(stretch.files);
    return whole;
  });
}

/** Only the files delivered on or after a day: those that were encrypted from that day on. */
export function deliveriesSince(all: Deliveries, day: number): Deliveries {
  return chained(
    all
      .filter(({ startDay, days }) => startDay + days > day)
      .map(({ startDay, days, files }) => {
        const kept = Math.min(days, startDay + days - day);
        return { startDay: startDay + days - kept, days: kept, files: kept === days ? files : files.times(kept).div(days) };
      }),
  );
}

/** Files delivered from one day (included) to another (excluded). */
export function filesBetween(all: Deliveries, fromDay: number, toDay: number): Decimal {
  return filesUntil(all, new Decimal(toDay)).minus(filesUntil(all, new Decimal(fromDay)));
}

/**
 * Files inside a window that looks back `lookbackDays` from the time of a run, averaged over runs spread evenly over a month (METHOD,
 * equation 2). With `all` the window reaches back to the oldest file.
 */
export function averageFilesInWindow(all: Deliveries, { startDay, endDay }: MonthSpan, lookbackDays: Decimal | 'all'): Decimal {
  const span = (from: Decimal, to: Decimal) => fileDaysUntil(all, to).minus(fileDaysUntil(all, from));
  const [start, end] = [new Decimal(startDay), new Decimal(endDay)];
  const newest = span(start, end);
  const tooOld = lookbackDays === 'all' ? ZERO : span(start.minus(lookbackDays), end.minus(lookbackDays));
  return newest.minus(tooOld).div(endDay - startDay);
}

function filesUntil(all: Deliveries, time: Decimal): Decimal {
  const stretch = stretchAt(all, time);
  if (stretch === undefined) return ZERO;
  const days = daysInto(stretch, time);
  return stretch.filesBefore.plus(days.eq(stretch.days) ? stretch.files : stretch.files.times(days).div(stretch.days));
}

function fileDaysUntil(all: Deliveries, time: Decimal): Decimal {
  const stretch = stretchAt(all, time);
  if (stretch === undefined) return ZERO;
  const days = daysInto(stretch, time);
  const daysAfter = time.minus(stretch.startDay).minus(days);
  const grown = stretch.files.times(days).times(days).div(2 * stretch.days);
  const within = stretch.fileDaysBefore.plus(stretch.filesBefore.times(days)).plus(grown);
  return daysAfter.isZero() ? within : within.plus(stretch.filesBefore.plus(stretch.files).times(daysAfter));
}

function daysInto(stretch: Stretch, time: Decimal): Decimal {
  return Decimal.min(time.minus(stretch.startDay), stretch.days);
}

/** The stretch that holds a time, or the last one before it; undefined before the first. */
function stretchAt(all: Deliveries, time: Decimal): Stretch | undefined {
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (time.gte((all[middle] as Stretch).startDay)) low = middle + 1;
    else high = middle;
  }
  return all[low - 1];
}
