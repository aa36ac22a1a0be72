import { pairs } from 'd3-array';
import { sanitised } from '../../base/cleaned.js';
import { SECONDS_A_DAY, timeText } from '../../base/time.js';
import { countersOf, type Intake } from '../read/intake.js';
import type { Coverage } from './measurement.js';
import type { Observation } from './projection.js';

/** A gap from this length on is no quiet night: its time does not count as observed. */
const GAP_HOURS = 24;
const MOST_GAPS = 20;

/** How a run over logs came to its end. */
export interface RunOfCount {
  complete: boolean;
  daysNotOpened: number;
  /** Seconds since 1970-01-01 UTC; the observed time ends there even where the logs go on. */
  since: number | undefined;
  until: number | undefined;
}

/** What was read, and what was not. */
export function coverageOf(intake: Intake, run: RunOfCount, observation: Observation): Coverage {
  const delivered = within([...intake.deliveryHours], run);
  const between = delivered.length === 0 ? 0 : (delivered.at(-1) ?? 0) - (delivered[0] ?? 0) + 1;
  const names = (found: ReadonlySet<string>) => [...found].map(sanitised).sort();
  return {
    ...countersOf(intake),
    daysNotOpened: run.daysNotOpened,
    firstEvent: textOf(Math.max(intake.firstEvent, run.since ?? intake.firstEvent)),
    lastEvent: textOf(Math.min(intake.lastEvent, run.until === undefined ? intake.lastEvent : run.until - 1)),
    hoursObserved: observation.hours,
    hoursWithoutFile: between - delivered.length,
    gaps: observation.gaps.slice(0, MOST_GAPS).map(({ from, hours }) => ({ from: timeText(from * 3600), hours })),
    accounts: names(intake.accounts),
    regions: names(intake.regions),
    trails: names(intake.trails),
    buckets: names(intake.buckets),
    kmsEvents: intake.kmsRecords > 0 ? 'present' : 'absent',
    gets: intake.getsFromEvents + intake.getsFromLines > 0 ? 'present' : 'absent',
    complete: run.complete,
    failures: intake.failures,
    skipped: intake.skipped,
  };
}

/** What the log files' events observe. */
export function trailObservation(intake: Intake, run: RunOfCount): Observation {
  return observationOf([...intake.deliveryHours, ...intake.eventHours], run);
}

/** The same from CloudTrail's first delivery under SSE-KMS on, where the switch lies within the logs; else all of it. */
export function encryptedObservation(intake: Intake, run: RunOfCount): Observation {
  const whole = trailObservation(intake, run);
  const switchHour = Math.floor(intake.firstDeliveryMinute / 60);
  const isWithin = Number.isFinite(switchHour) && switchHour - whole.start >= GAP_HOURS;
  const areOlderPlain = intake.oldestEncryptedMinute >= intake.firstDeliveryMinute - 60;
  if (!isWithin || !areOlderPlain) return whole;
  return observationOf(
    [...intake.deliveryHours, ...intake.eventHours].filter((hour) => hour >= switchHour),
    run,
  );
}

/** What data events and access logs observe, whichever of them show GETs. */
export function getObservation(intake: Intake, run: RunOfCount): Observation {
  const fromEvents = intake.getsFromEvents > 0 ? [...intake.deliveryHours, ...intake.eventHours] : [];
  return observationOf([...fromEvents, ...(intake.getsFromLines > 0 ? intake.lineHours : [])], run);
}

/** From the first of these hours to the last, without gaps. */
function observationOf(found: readonly number[], run: RunOfCount): Observation {
  const hours = within(found, run);
  const gaps = gapsOf(hours);
  const [firstHour] = hours;
  const lastHour = hours.at(-1);
  if (firstHour === undefined || lastHour === undefined) return { start: 0, hours: 0, days: [], gaps };
  const start = Math.max(firstHour * 3600, run.since ?? 0);
  const end = Math.min((lastHour + 1) * 3600, run.until ?? Number.POSITIVE_INFINITY);
  const gapHours = gaps.reduce((sum, gap) => sum + gap.hours, 0);
  const inGap = (day: number) => gaps.some((gap) => day * 24 < gap.from + gap.hours && (day + 1) * 24 > gap.from);
  const first = Math.ceil(start / SECONDS_A_DAY);
  const days = Array.from({ length: Math.max(0, Math.floor(end / SECONDS_A_DAY) - first) }, (_, index) => first + index).filter(
    (day) => !inGap(day),
  );
  return { start: firstHour, hours: Math.max(1, Math.round((end - start) / 3600) - gapHours), days, gaps };
}

/** Each hour once, in order, those that were asked for. */
function within(hours: readonly number[], { since, until }: RunOfCount): number[] {
  return [...new Set(hours)]
    .filter((hour) => (since === undefined || (hour + 1) * 3600 > since) && (until === undefined || hour * 3600 < until))
    .sort((one, other) => one - other);
}

/** Stretches of {@link GAP_HOURS} and more, longest first. */
function gapsOf(hours: readonly number[]): { from: number; hours: number }[] {
  return pairs(hours, (before, hour) => ({ from: before + 1, hours: hour - before - 1 }))
    .filter((gap) => gap.hours >= GAP_HOURS)
    .sort((one, other) => other.hours - one.hours);
}

function textOf(seconds: number): string | null {
  return Number.isFinite(seconds) ? timeText(seconds) : null;
}
