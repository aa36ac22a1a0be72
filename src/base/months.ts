import { addDays } from 'date-fns/addDays';
import { addMonths } from 'date-fns/addMonths';
import { differenceInCalendarDays } from 'date-fns/differenceInCalendarDays';
import { formatISO } from 'date-fns/formatISO';
import { parseISO } from 'date-fns/parseISO';
import { remembered } from './memo.js';
import { utc } from './utc.js';

/** A calendar month in UTC, `YYYY-MM`. */
export type Month = string;
/** A calendar day in UTC, `YYYY-MM-DD`. */
export type Day = string;

/** A calendar month as a stretch of days: `startDay` included, `endDay` excluded, both in days since 1970-01-01 UTC. */
export interface MonthSpan {
  month: Month;
  startDay: number;
  endDay: number;
}

/** More days than the files of one bucket are likely to span. */
const MOST_DAYS = 10_000;

const EPOCH = parseISO('1970-01-01', { in: utc });

/**
 * Days since 1970-01-01 UTC.
 *
 * @example dayNumber('1970-01-02') // 1
 * @example dayNumber('2024-02-29') // 19782
 */
export const dayNumber = remembered((day: Day): number => differenceInCalendarDays(parseISO(day, { in: utc }), EPOCH, { in: utc }), {
  most: MOST_DAYS,
});

/**
 * The day that is this many days after 1970-01-01 UTC.
 *
 * @example dayOf(19782) // '2024-02-29'
 */
export function dayOf(number: number): Day {
  return formatISO(addDays(EPOCH, number, { in: utc }), { representation: 'date', in: utc });
}

/**
 * The month some months later (or earlier, when negative).
 *
 * @example monthPlus('2026-11', 1) // '2026-12'
 * @example monthPlus('2026-01', -1) // '2025-12'
 */
export function monthPlus(month: Month, months: number): Month {
  return monthsLater(months)(month);
}

const monthsLater = remembered((months: number) =>
  remembered((month: Month): Month => {
    const moved = addMonths(parseISO(`${month}-01`, { in: utc }), months, { in: utc });
    return formatISO(moved, { representation: 'date', in: utc }).slice(0, 7);
  }),
);

/** The month as days; months differ in length and that reaches the result. */
export const monthSpan = remembered((month: Month): MonthSpan => {
  return { month, startDay: dayNumber(`${month}-01`), endDay: dayNumber(`${monthPlus(month, 1)}-01`) };
});

/** The months of a period in order. */
export function monthsOf(start: Month, months: number): Month[] {
  return Array.from({ length: months }, (_, index) => monthPlus(start, index));
}

/** The months from the first to the last, both included; none where the last is before the first. */
export function monthsBetween(first: Month, last: Month): Month[] {
  const months: Month[] = [];
  for (let month = first; month <= last; month = monthPlus(month, 1)) months.push(month);
  return months;
}

/** A period as `2026-12 to 2027-11 (12 months)`. */
export function periodText({ start, months }: { start: Month; months: number }): string {
  return months === 1 ? start : `${start} to ${monthPlus(start, months - 1)} (${months} months)`;
}

/**
 * Months from the first to the last; empty for none.
 *
 * @param months in order
 * @example monthsText(['2026-11', '2026-12', '2027-01']) // '2026-11 to 2027-01'
 */
export function monthsText(months: readonly Month[]): string {
  const [first = '', last = first] = [months[0], months.at(-1)];
  return first === last ? first : `${first} to ${last}`;
}
