import { pairs } from 'd3-array';
import { sanitised } from '../../base/cleaned.js';
import { SECONDS_A_DAY, SECONDS_AN_HOUR, timeText } from '../../base/time.js';
import { SLOT_SECONDS } from '../read/find/file-records.js';
import { countersOf, type Intake } from '../read/keep/intake.js';
import type { Coverage } from './measurement.js';
import type { Observation } from './observation.js';

/** A gap from this length on is no quiet night: its time does not count as observed. */
const GAP_HOURS = 24;
const MOST_GAPS = 20;
/** Events older than this at their delivery are late ones, and tell nothing of the time that was observed. */
const LATE_SECONDS = SECONDS_AN_HOUR;
/** CloudTrail delivers an event within about so long: a file of older ones holds more time than its slot. */
const USUAL_SECONDS = 15 * 60;

/** How a run over logs came to its end. */
export interface RunOfCount {
  complete: boolean;
  daysNotOpened: number;
  /** Seconds since 1970-01-01 UTC; the observed time ends there even where the logs go on. */
  since: number | undefined;
  until: number | undefined;
  /** Folders of accounts that were left out. */
  accountsNotRead?: number | undefined;
  /** Where it was CloudTrail's Event history: the Regions of it. */
  historyRegions?: readonly string[] | undefined;
}

/**
 * What was read, and what was not.
 *
 * @param readsShow whether the logs' KMS events would show reads of CloudTrail files
 */
export function coverageOf(
  intake: Intake,
  run: RunOfCount,
  observation: Observation,
  readsShow: boolean,
  unmatchedFilters: Coverage['unmatchedFilters'],
): Coverage {
  const delivered = [...new Set(within([...intake.deliverySlots], run).map((slot) => Math.floor((slot * SLOT_SECONDS) / SECONDS_AN_HOUR)))];
  const between = delivered.length === 0 ? 0 : (delivered.at(-1) ?? 0) - (delivered[0] ?? 0) + 1;
  const names = (found: ReadonlySet<string>) => [...found].map(sanitised).sort();
  return {
    ...countersOf(intake),
    daysNotOpened: run.daysNotOpened,
    firstEvent: textOf(Math.max(intake.firstEvent, run.since ?? intake.firstEvent)),
    lastEvent: textOf(Math.min(intake.lastEvent, run.until === undefined ? intake.lastEvent : run.until - 1)),
    hoursObserved: hundredth(observation.hours),
    hoursWithoutFile: between - delivered.length,
    gaps: observation.gaps.slice(0, MOST_GAPS).map(({ from, hours }) => ({ from: timeText(from), hours: hundredth(hours) })),
    accounts: names(intake.accounts),
    regions: names(intake.regions),
    trails: names(intake.trails),
    buckets: names(intake.buckets),
    unmatchedFilters,
    kmsEvents: readsShow ? 'present' : 'absent',
    gets: intake.getsFromEvents + intake.getsFromLines > 0 ? 'present' : 'absent',
    complete: run.complete,
    ...(run.accountsNotRead === undefined || run.accountsNotRead === 0 ? {} : { accountsNotRead: run.accountsNotRead }),
    ...(run.historyRegions === undefined ? {} : { eventHistory: [...run.historyRegions] }),
    failures: intake.failures,
    skipped: intake.skipped,
    twice: intake.twice,
  };
}

/** What the log files' events observe. */
export function trailObservation(intake: Intake, run: RunOfCount): Observation {
  return observationOf([...intake.deliverySlots, ...intake.eventSlots], run, intake);
}

/** The same from CloudTrail's first delivery under SSE-KMS on, where the switch lies within the logs; else all of it. */
export function encryptedObservation(intake: Intake, run: RunOfCount): Observation {
  const whole = trailObservation(intake, run);
  const switchSlot = Math.floor((intake.firstDeliveryMinute * 60) / SLOT_SECONDS);
  const isWithin = Number.isFinite(switchSlot) && Math.floor(intake.firstDeliveryMinute / 60) - whole.start >= GAP_HOURS;
  const areOlderPlain = intake.oldestEncryptedMinute >= intake.firstDeliveryMinute - 60;
  if (!isWithin || !areOlderPlain) return whole;
  return observationOf(
    [...intake.deliverySlots, ...intake.eventSlots].filter((slot) => slot >= switchSlot),
    run,
  );
}

/** What data events and access logs observe, whichever of them show GETs. */
export function getObservation(intake: Intake, run: RunOfCount): Observation {
  const fromEvents = intake.getsFromEvents > 0 ? [...intake.deliverySlots, ...intake.eventSlots] : [];
  return observationOf([...fromEvents, ...(intake.getsFromLines > 0 ? intake.lineSlots : [])], run, intake);
}

/**
 * From the first of these slots to the last, without gaps; or for as many slots as the events last, where few files hold more time than
 * their own.
 */
function observationOf(found: readonly number[], run: RunOfCount, events?: Pick<Intake, 'firstEvent' | 'lastEvent'>): Observation {
  const slots = within(found, run);
  const gaps = gapsOf(slots);
  const [firstSlot] = slots;
  const lastSlot = slots.at(-1);
  if (firstSlot === undefined || lastSlot === undefined) return { start: 0, hours: 0, days: [], gaps };
  const [since, until] = [run.since ?? 0, run.until ?? Number.POSITIVE_INFINITY];
  const first = firstSlot * SLOT_SECONDS;
  const end = Math.min((lastSlot + 1) * SLOT_SECONDS, until);
  const ofSlots = end - Math.max(first, since);
  const firstEvent = Math.max(events?.firstEvent ?? end, first - LATE_SECONDS, since);
  const lasting = first - firstEvent > USUAL_SECONDS ? Math.min(events?.lastEvent ?? end, end) - firstEvent : 0;
  const ofEvents = Math.floor(lasting / SLOT_SECONDS) * SLOT_SECONDS;
  const gapHours = gaps.reduce((sum, gap) => sum + gap.hours, 0);
  return {
    start: Math.floor(first / SECONDS_AN_HOUR),
    hours: Math.max(SLOT_SECONDS / SECONDS_AN_HOUR, Math.max(ofSlots, ofEvents) / SECONDS_AN_HOUR - gapHours),
    days: wholeDays(Math.max(hourBefore(first), since), Math.min(hourAfter(end), until), gaps),
    gaps,
  };
}

/** UTC days between two times, without those that a gap's clock hours reach into: a day's first file may come minutes after midnight. */
function wholeDays(start: number, end: number, gaps: Observation['gaps']): number[] {
  const inGap = new Set(
    gaps.flatMap(({ from, hours }) => {
      const firstInGap = Math.floor(hourAfter(from) / SECONDS_A_DAY);
      return daysBetween(firstInGap, Math.ceil(hourBefore(from + hours * SECONDS_AN_HOUR) / SECONDS_A_DAY));
    }),
  );
  return daysBetween(Math.ceil(start / SECONDS_A_DAY), Math.floor(end / SECONDS_A_DAY)).filter((day) => !inGap.has(day));
}

/** From the first day to the end, which is not one of them. */
function daysBetween(first: number, end: number): number[] {
  return Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index);
}

/** Each slot once, in order, those that were asked for. */
function within(slots: readonly number[], { since, until }: RunOfCount): number[] {
  return [...new Set(slots)]
    .filter((slot) => (since === undefined || (slot + 1) * SLOT_SECONDS > since) && (until === undefined || slot * SLOT_SECONDS < until))
    .sort((one, other) => one - other);
}

/** Stretches of {@link GAP_HOURS} and more, longest first. */
function gapsOf(slots: readonly number[]): { from: number; hours: number }[] {
  return pairs(slots, (before, slot) => ({
    from: (before + 1) * SLOT_SECONDS,
    hours: ((slot - before - 1) * SLOT_SECONDS) / SECONDS_AN_HOUR,
  }))
    .filter((gap) => gap.hours >= GAP_HOURS)
    .sort((one, other) => other.hours - one.hours);
}

function hourBefore(seconds: number): number {
  return Math.floor(seconds / SECONDS_AN_HOUR) * SECONDS_AN_HOUR;
}

function hourAfter(seconds: number): number {
  return Math.ceil(seconds / SECONDS_AN_HOUR) * SECONDS_AN_HOUR;
}

function hundredth(value: number): number {
  return Math.round(value * 100) / 100;
}

function textOf(seconds: number): string | null {
  return Number.isFinite(seconds) ? timeText(seconds) : null;
}
