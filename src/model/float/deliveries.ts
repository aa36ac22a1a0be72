import type { MonthSpan } from '../../base/months.js';

/** Files delivered by month, in floating-point numbers: the quick twin of the model's deliveries (METHOD, equations 1 and 2). */
export interface FloatDeliveries {
  spans: readonly MonthSpan[];
  /** By month: files of the month, files before it, and the integral of files over days before it. */
  files: Float64Array;
  filesBefore: Float64Array;
  fileDaysBefore: Float64Array;
}

/** Room for as many months, with nothing in it. */
export function noDeliveries(spans: readonly MonthSpan[]): FloatDeliveries {
  const empty = () => new Float64Array(spans.length);
  return { spans, files: empty(), filesBefore: empty(), fileDaysBefore: empty() };
}

/** What a trail delivers in the period's first month; `growth` is the factor from month to month, `archiveMonths` reach back. */
export interface FloatRate {
  files: number;
  filesPer: 'day' | 'month';
  growth: number;
  archiveMonths: number;
}

/** Adds a trail's files to what is there (equation 1). */
export function addDeliveries({ spans, files }: FloatDeliveries, first: number, rate: FloatRate): void {
  const add = (index: number, factor: number) => {
    const { startDay, endDay } = spans[index] as MonthSpan;
    files[index] = (files[index] as number) + rate.files * factor * (rate.filesPer === 'day' ? endDay - startDay : 1);
  };
  let factor = 1;
  for (let index = first; index < spans.length; index++) {
    add(index, factor);
    factor *= rate.growth;
  }
  factor = 1;
  for (let index = first - 1; index >= first - rate.archiveMonths; index--) {
    factor /= rate.growth;
    add(index, factor);
  }
}

/** Sums up what has been added. */
export function accumulate({ spans, files, filesBefore, fileDaysBefore }: FloatDeliveries): void {
  let [before, fileDays] = [0, 0];
  for (const [index, { startDay, endDay }] of spans.entries()) {
    filesBefore[index] = before;
    fileDaysBefore[index] = fileDays;
    const own = files[index] as number;
    fileDays += (before + own / 2) * (endDay - startDay);
    before += own;
  }
}

/** Files delivered until a day. */
export function filesUntil({ spans, files, filesBefore }: FloatDeliveries, day: number): number {
  const index = monthAt(spans, day);
  if (index < 0) return 0;
  const { startDay, endDay } = spans[index] as MonthSpan;
  return (filesBefore[index] as number) + ((files[index] as number) * (day - startDay)) / (endDay - startDay);
}

/** The integral of {@link filesUntil} over all days before one. */
export function fileDaysUntil({ spans, files, filesBefore, fileDaysBefore }: FloatDeliveries, day: number): number {
  const index = monthAt(spans, day);
  if (index < 0) return 0;
  const { startDay, endDay } = spans[index] as MonthSpan;
  const days = day - startDay;
  return (
    (fileDaysBefore[index] as number) +
    (filesBefore[index] as number) * days +
    ((files[index] as number) * days * days) / (2 * (endDay - startDay))
  );
}

/** The month that holds a day, or the last one before it; -1 before the first. */
function monthAt(spans: readonly MonthSpan[], day: number): number {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (day >= (spans[middle] as MonthSpan).startDay) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
