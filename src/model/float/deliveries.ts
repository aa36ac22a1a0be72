import { entryAt } from '../../base/lists.js';
import type { MonthSpan } from '../../base/months.js';
import { type Drawn, FLOAT, inEachDraw, numberIn } from './drawn.js';

const { plus, div, product } = FLOAT;

/**
 * Files of a trail by month, in floating-point numbers and for one file in the period's first month, or on each of its days: the quick twin
 * of the model's deliveries (METHOD, equations 1 and 2).
 */
export interface FloatDeliveries {
  /** From the month of the oldest file on. */
  spans: readonly MonthSpan[];
  /** By month: files of the month, files before it, and the integral of files over days before it. */
  files: readonly Drawn[];
  filesBefore: readonly Drawn[];
  fileDaysBefore: readonly Drawn[];
}

/** How a trail's files grow; `growth` is the factor from month to month, `archiveMonths` reach back. */
export interface FloatGrowth {
  filesPer: 'day' | 'month';
  growth: Drawn;
  archiveMonths: Drawn;
}

/**
 * What is delivered in some months (equation 1).
 *
 * @param first the place of the period's first month
 */
export function floatDeliveries(spans: readonly MonthSpan[], first: number, growth: FloatGrowth): FloatDeliveries {
  const files = filesByMonth(spans, first, growth);
  const [filesBefore, fileDaysBefore]: [Drawn[], Drawn[]] = [[], []];
  let [before, fileDays]: [Drawn, Drawn] = [0, 0];
  for (const [index, { startDay, endDay }] of spans.entries()) {
    filesBefore.push(before);
    fileDaysBefore.push(fileDays);
    const own = entryAt(files, index);
    fileDays = plus(fileDays, product([plus(before, div(own, 2)), endDay - startDay]));
    before = plus(before, own);
  }
  return { spans, files, filesBefore, fileDaysBefore };
}

function filesByMonth(spans: readonly MonthSpan[], first: number, { filesPer, growth, archiveMonths }: FloatGrowth): Drawn[] {
  const files: Drawn[] = [];
  const inMonth = (index: number, factor: Drawn) => {
    const { startDay, endDay } = entryAt(spans, index);
    return product([factor, filesPer === 'day' ? endDay - startDay : 1]);
  };
  let factor: Drawn = 1;
  for (let index = first; index < spans.length; index++) {
    files[index] = inMonth(index, factor);
    factor = product([factor, growth]);
  }
  factor = 1;
  for (let index = first - 1; index >= 0; index--) {
    factor = div(factor, growth);
    const all = inMonth(index, factor);
    files[index] = inEachDraw([all, archiveMonths], (draw) => (first - index <= numberIn(archiveMonths, draw) ? numberIn(all, draw) : 0));
  }
  return files;
}

/** Files delivered until a day. */
export function filesUntil({ spans, files, filesBefore }: FloatDeliveries, day: number): Drawn {
  const index = monthAt(spans, day);
  if (index < 0) return 0;
  const { startDay, endDay } = entryAt(spans, index);
  return plus(entryAt(filesBefore, index), div(product([entryAt(files, index), day - startDay]), endDay - startDay));
}

/** The integral of {@link filesUntil} over all days before one, in one draw. */
export function fileDaysUntil({ spans, files, filesBefore, fileDaysBefore }: FloatDeliveries, day: number, draw: number): number {
  const index = monthAt(spans, day);
  if (index < 0) return 0;
  const { startDay, endDay } = entryAt(spans, index);
  const days = day - startDay;
  return (
    numberIn(entryAt(fileDaysBefore, index), draw) +
    numberIn(entryAt(filesBefore, index), draw) * days +
    (numberIn(entryAt(files, index), draw) * days * days) / (2 * (endDay - startDay))
  );
}

/** The month that holds a day, or the last one before it; -1 before the first. */
function monthAt(spans: readonly MonthSpan[], day: number): number {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (day >= entryAt(spans, middle).startDay) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
