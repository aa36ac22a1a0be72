import type { Coverage } from './measurement.js';
import { plain } from './plain.js';
import type { Observation } from './projection.js';
import type { Tally } from './tally.js';

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
export function coverageOf(tally: Tally, run: RunOfCount): Coverage {
  const { part } = tally;
  const hours = [...tally.hours].sort((one, other) => one - other);
  const span = spanOf(tally, run);
  const gaps = gapsOf(hours);
  const gapHours = gaps.reduce((sum, gap) => sum + gap.hours, 0);
  const between = hours.length === 0 ? 0 : (hours.at(-1) ?? 0) - (hours[0] ?? 0) + 1;
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
    firstEvent: timeText(Math.max(part.firstEvent, run.since ?? part.firstEvent)),
    lastEvent: timeText(Math.min(part.lastEvent, run.until === undefined ? part.lastEvent : run.until - 1)),
    hoursObserved: span === undefined ? 0 : Math.max(1, Math.round((span.end - span.start) / 3600) - gapHours),
    hoursWithoutFile: between - hours.length,
    gaps: gaps.slice(0, MOST_GAPS).map(({ from, hours: length }) => ({ from: timeText(from * 3600) as string, hours: length })),
    accounts: [...tally.accounts].map(plain).sort(),
    regions: [...tally.regions].map(plain).sort(),
    trails: [...tally.trails].map(plain).sort(),
    buckets: [...tally.buckets].map(plain).sort(),
    kmsEvents: part.kmsRecords > 0 ? 'present' : 'absent',
    gets: [...tally.readers.list()].some(({ gets }) => gets.total > 0) ? 'present' : 'absent',
    complete: run.complete,
    failures: part.failures,
    skipped: part.otherFiles,
  };
}

/** The observed time in hours and whole days. */
export function observationOf(tally: Tally, run: RunOfCount, { hoursObserved }: Coverage): Observation {
  const span = spanOf(tally, run);
  if (span === undefined) return { hours: 0, days: [] };
  const gaps = gapsOf([...tally.hours].sort((one, other) => one - other));
  const inGap = (day: number) => gaps.some(({ from, hours }) => day * 24 < from + hours && (day + 1) * 24 > from);
  const first = Math.ceil(span.start / 86_400);
  const last = Math.floor(span.end / 86_400);
  const days = Array.from({ length: Math.max(0, last - first) }, (_, index) => first + index).filter((day) => !inGap(day));
  return { hours: hoursObserved, days };
}

/** From the first event to the last, in whole hours, within what was asked for. */
function spanOf({ part }: Tally, { since, until }: RunOfCount): { start: number; end: number } | undefined {
  if (part.firstEvent > part.lastEvent) return undefined;
  const start = Math.max(Math.floor(part.firstEvent / 3600) * 3600, since ?? Number.NEGATIVE_INFINITY);
  const end = Math.min(Math.floor(part.lastEvent / 3600 + 1) * 3600, until ?? Number.POSITIVE_INFINITY);
  return end <= start ? undefined : { start, end };
}

/** Stretches of {@link GAP_HOURS} and more without a delivery, longest first. */
function gapsOf(hours: readonly number[]): { from: number; hours: number }[] {
  const gaps: { from: number; hours: number }[] = [];
  hours.forEach((hour, index) => {
    const before = hours[index - 1];
    if (before !== undefined && hour - before - 1 >= GAP_HOURS) gaps.push({ from: before + 1, hours: hour - before - 1 });
  });
  return gaps.sort((one, other) => other.hours - one.hours);
}

function timeText(seconds: number): string | null {
  return Number.isFinite(seconds) ? new Date(seconds * 1000).toISOString().replace('.000Z', 'Z') : null;
}
