import { sanitised } from '../../base/text.js';
import { SECONDS_A_DAY, timeText } from '../../base/time.js';
import type { Tally } from '../count/tally.js';
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
export function coverageOf(tally: Tally, run: RunOfCount, observation: Observation): Coverage {
  const { part } = tally;
  const delivered = within([...tally.deliveryHours], run);
  const between = delivered.length === 0 ? 0 : (delivered.at(-1) ?? 0) - (delivered[0] ?? 0) + 1;
  return {
    filesRead: part.filesRead,
    filesFailed: tally.failureCount,
    filesSkipped: part.digestFiles + part.otherFileCount,
    logFiles: part.logFiles,
    accessLogFiles: part.accessLogFiles,
    digestFiles: part.digestFiles,
    otherFiles: part.otherFileCount,
    records: part.records,
    accessLogLines: part.accessLogLines,
    unreadableLines: part.unreadableLines,
    duplicates: tally.duplicates,
    filteredOut: part.filteredOut,
    daysNotOpened: run.daysNotOpened,
    firstEvent: textOf(Math.max(part.firstEvent, run.since ?? part.firstEvent)),
    lastEvent: textOf(Math.min(part.lastEvent, run.until === undefined ? part.lastEvent : run.until - 1)),
    hoursObserved: observation.hours,
    hoursWithoutFile: between - delivered.length,
    gaps: observation.gaps.slice(0, MOST_GAPS).map(({ from, hours }) => ({ from: timeText(from * 3600), hours })),
    accounts: [...tally.accounts].map(sanitised).sort(),
    regions: [...tally.regions].map(sanitised).sort(),
    trails: [...tally.trails].map(sanitised).sort(),
    buckets: [...tally.buckets].map(sanitised).sort(),
    kmsEvents: part.kmsRecords > 0 ? 'present' : 'absent',
    gets: tally.getsFromEvents + tally.getsFromLines > 0 ? 'present' : 'absent',
    complete: run.complete,
    failures: part.failures,
    skipped: part.otherFiles,
  };
}

/** What the log files' events observe. */
export function trailObservation(tally: Tally, run: RunOfCount): Observation {
  return observationOf([...tally.deliveryHours, ...tally.eventHours], run);
}

/** The same from CloudTrail's first delivery under SSE-KMS on, where the switch lies within the logs; else all of it. */
export function encryptedObservation(tally: Tally, run: RunOfCount): Observation {
  const whole = trailObservation(tally, run);
  const switchHour = Math.floor(tally.firstDeliveryMinute / 60);
  const isWithin = Number.isFinite(switchHour) && switchHour - whole.start >= GAP_HOURS;
  const areOlderPlain = tally.oldestEncryptedMinute >= tally.firstDeliveryMinute - 60;
  if (!isWithin || !areOlderPlain) return whole;
  return observationOf(
    [...tally.deliveryHours, ...tally.eventHours].filter((hour) => hour >= switchHour),
    run,
  );
}

/** What data events and access logs observe, whichever of them show GETs. */
export function getObservation(tally: Tally, run: RunOfCount): Observation {
  const fromEvents = tally.getsFromEvents > 0 ? [...tally.deliveryHours, ...tally.eventHours] : [];
  return observationOf([...fromEvents, ...(tally.getsFromLines > 0 ? tally.lineHours : [])], run);
}

/** From the first of these hours to the last, without gaps. */
function observationOf(found: readonly number[], run: RunOfCount): Observation {
  const hours = within(found, run);
  const gaps = gapsOf(hours);
  if (hours.length === 0) return { start: 0, hours: 0, days: [], gaps };
  const start = Math.max((hours[0] as number) * 3600, run.since ?? 0);
  const end = Math.min(((hours.at(-1) as number) + 1) * 3600, run.until ?? Number.POSITIVE_INFINITY);
  const gapHours = gaps.reduce((sum, gap) => sum + gap.hours, 0);
  const inGap = (day: number) => gaps.some((gap) => day * 24 < gap.from + gap.hours && (day + 1) * 24 > gap.from);
  const first = Math.ceil(start / SECONDS_A_DAY);
  const days = Array.from({ length: Math.max(0, Math.floor(end / SECONDS_A_DAY) - first) }, (_, index) => first + index).filter(
    (day) => !inGap(day),
  );
  return { start: hours[0] as number, hours: Math.max(1, Math.round((end - start) / 3600) - gapHours), days, gaps };
}

/** Each hour once, in order, those that were asked for. */
function within(hours: readonly number[], { since, until }: RunOfCount): number[] {
  return [...new Set(hours)]
    .filter((hour) => (since === undefined || (hour + 1) * 3600 > since) && (until === undefined || hour * 3600 < until))
    .sort((one, other) => one - other);
}

/** Stretches of {@link GAP_HOURS} and more, longest first. */
function gapsOf(hours: readonly number[]): { from: number; hours: number }[] {
  const gaps: { from: number; hours: number }[] = [];
  hours.forEach((hour, index) => {
    const before = hours[index - 1];
    if (before !== undefined && hour - before - 1 >= GAP_HOURS) gaps.push({ from: before + 1, hours: hour - before - 1 });
  });
  return gaps.sort((one, other) => other.hours - one.hours);
}

function textOf(seconds: number): string | null {
  return Number.isFinite(seconds) ? timeText(seconds) : null;
}
