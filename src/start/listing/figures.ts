import { sum } from 'd3-array';
import { DAYS_A_MONTH, FEW_DAYS, perMonth } from '../../base/projection.js';
import { SECONDS_A_DAY } from '../../base/time.js';
import type { ListingFacts } from '../facts.js';
import type { Days } from './days.js';
import { growthOf } from './growth.js';
import { type Filled, type Series, SLOTS_A_DAY } from './slots.js';

/** What was counted of a bucket. */
export interface Counted {
  isCut: boolean;
  days: Days;
  /** By account and Region. */
  series: readonly Series[];
  /** Those at which a listing stops. */
  cutSeries: ReadonlySet<Series>;
  accounts: number;
  logFiles: number;
}

/** A month's number is that of these last days: a trail grows. They are whole weeks. */
const LATEST_DAYS = 28;
/**
 * A Region of an account is in use from this share of its slots on, about six a day. Regions in use were measured at 0.95 and more, unused
 * ones at 0.002.
 */
const IN_USE = 0.02;

/** How far the listing reaches. */
export function spanFacts({ days }: Counted): Pick<ListingFacts, 'firstDay' | 'lastDay' | 'wholeDays'> {
  const all = days.list();
  return { firstDay: dayText(all.at(0) ?? 0), lastDay: dayText(all.at(-1) ?? 0), wholeDays: days.whole().length };
}

type MonthFacts = Pick<
  ListingFacts,
  | 'logFilesPerMonth'
  | 'digestFilesPerMonth'
  | 'filesPerSlot'
  | 'activeSlotShare'
  | 'activeRegionsPerAccount'
  | 'growthPercentPerMonth'
  | 'archiveMonths'
>;

/**
 * The numbers of a scenario, as equation 1 has them: accounts × Regions × slots × share × files in a slot are the files listed. A listing
 * that is cut says nothing of what a month has, how many Regions there are and how far back files go.
 */
export function monthFacts(counts: Counted): MonthFacts {
  const latest = latestDays(counts.days.whole());
  return {
    ...(counts.isCut ? {} : monthsOf(counts, latest)),
    ...(counts.logFiles === 0 ? {} : slotFacts(counts, latest)),
  };
}

/** Whole weeks where there is one. */
function latestDays(whole: readonly number[]): number[] {
  const number = Math.min(LATEST_DAYS, whole.length < FEW_DAYS ? whole.length : Math.floor(whole.length / FEW_DAYS) * FEW_DAYS);
  return whole.slice(whole.length - number);
}

function monthsOf({ days, logFiles }: Counted, latest: readonly number[]): MonthFacts {
  const growth = growthOf(days.whole(), (day) => days.logFiles(day));
  const withFiles = days.list().filter((day) => days.logFiles(day) > 0);
  const archive = Math.round(((withFiles.at(-1) ?? 0) - (withFiles.at(0) ?? 0) + 1) / DAYS_A_MONTH);
  return {
    ...(latest.length < FEW_DAYS
      ? {}
      : {
          logFilesPerMonth: monthFrom(latest, (day) => days.logFiles(day)),
          digestFilesPerMonth: monthFrom(latest, (day) => days.digestFiles(day)),
        }),
    ...(growth === undefined ? {} : { growthPercentPerMonth: growth }),
    ...(logFiles === 0 || archive === 0 ? {} : { archiveMonths: archive }),
  };
}

function monthFrom(days: readonly number[], filesOf: (day: number) => number) {
  return perMonth(sum(days, filesOf), filesOf, { hours: 24 * days.length, days });
}

/** Without a whole day, files in a slot are all that the names tell. */
function slotFacts({ isCut, series, cutSeries, accounts }: Counted, latest: readonly number[]): MonthFacts {
  const whole = isCut ? series.filter((one) => !cutSeries.has(one)) : series;
  const days = new Set(latest);
  const filled = whole.map((one) => one.filled(days)).filter(({ slots }) => slots > 0);
  if (filled.length === 0) return { filesPerSlot: filesPerSlot(series.map((one) => one.filled())) };
  const slotsEach = SLOTS_A_DAY * days.size;
  const used = filled.filter(({ slots }) => slots >= IN_USE * slotsEach);
  if (used.length === 0) return { filesPerSlot: filesPerSlot(filled) };
  const share = sum(used, ({ slots }) => slots) / (used.length * slotsEach);
  // The few slots of unused Regions are as many as those of a small part of a Region in use.
  const regions = sum(filled, ({ slots }) => slots) / (slotsEach * share);
  return {
    filesPerSlot: filesPerSlot(filled),
    activeSlotShare: rounded(share),
    ...(isCut ? {} : { activeRegionsPerAccount: rounded(regions / accounts) }),
  };
}

function filesPerSlot(filled: readonly Filled[]): number {
  return rounded(sum(filled, ({ files }) => files) / sum(filled, ({ slots }) => slots));
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

/** A day since 1970-01-01 as text. */
export function dayText(day: number): string {
  return new Date(day * SECONDS_A_DAY * 1000).toISOString().slice(0, 10);
}
