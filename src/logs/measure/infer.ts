import { median } from 'simple-statistics';
import { type ObservedTime, perMonth, seenOnce, timesPerMonth } from '../../base/projection.js';
import type { Range } from '../../base/range.js';
import { counted, grouped } from '../../base/text.js';
import { MINUTES_A_DAY, SECONDS_A_DAY, SECONDS_AN_HOUR } from '../../base/time.js';
import { AGE_MINUTES, type Reads } from '../count/reads.js';
import type { Run } from '../count/runs.js';
import { byDay } from '../count/sums.js';
import type { AccessPattern } from './measurement.js';

/** Reads of files that were delivered at most so long ago are reads of new files. */
const FRESH_MINUTES = 360;
/** So many of the reads must be of new files to call it reading every new file. */
export const FRESH_SHARE = 0.8;
/** A run of fewer reads is a person, not a query. */
const LEAST_RUN = 10;
/** Longer than any query or job: such a reader reads all the time. */
const LONGEST_RUN_SECONDS = 3 * SECONDS_A_DAY;
/** A scenario takes no more, and files made to mislead may show it. */
const MOST_TIMES = 1000;
const MOST_LOOKBACK_DAYS = 7500;
/** A run that takes at least this share of the time in which its files were delivered reads them as they come. */
const PACE_SHARE = 0.5;
/** Where this share of a run's reads are digest files, it validates: one digest file stands against a few log files of its hour. */
const VALIDATION_DIGESTS = 0.02;

type Task = 'validation' | 'copy' | 'query';

/** What a reader does whose tool is known, whichever files it meets; tools that only fetch, such as an SDK, tell nothing. */
const TASKS: readonly { task: Task; tools: RegExp }[] = [
  { task: 'validation', tools: /\bvalidate-logs\b/i },
  { task: 'copy', tools: /\bs3\.(?:sync|cp|mv)\b|\bs3api\.|\b(?:rclone|s5cmd|s3cmd|s4cmd|distcp|aws-datasync|datasync)\b/i },
  { task: 'query', tools: /\b(?:athena|trino|presto|spark|emr|hadoop|hive|duckdb)\b/i },
];

/** What is known beside a reader's own reads. */
export interface Surroundings {
  observation: ObservedTime;
  /** Log files (and digest files) delivered a day for the trails that it reads; 0 where unknown. */
  logFilesPerDay: number;
  digestFilesPerDay: number;
  /** With their reads. */
  tools: ReadonlyMap<string, number>;
  /** Delivery of the oldest file under SSE-KMS where only reads of such files are seen: no window is seen to reach further. */
  oldestEncryptedMinute: number;
}

/**
 * How a reader reads: every new file, scans over a window, validation, or, where none of these fits, single reads; with the share of its
 * reads that this explains. A scan or a validation needs runs; every-file needs reads of new files in most hours, as they come.
 */
export function accessPatternOf(reads: Reads, around: Surroundings): AccessPattern {
  const fresh = freshShare(reads);
  if (reads.isOfSums)
    return fresh >= FRESH_SHARE && isSteady(reads, around) ? everyFileBySums(reads, around, fresh) : single(reads, around);
  if (fresh >= FRESH_SHARE && !isSeenOnce(reads) && isSteady(reads, around)) return everyFile(reads, around, fresh);
  const runs = (reads.runs.list() ?? []).filter((run) => run.reads >= LEAST_RUN && run.end - run.start <= LONGEST_RUN_SECONDS);
  const inRuns = runs.reduce((sum, run) => sum + run.reads, 0) / reads.total;
  if (inRuns < 0.5 || around.logFilesPerDay === 0) return single(reads, around);
  return isValidation(reads, runs, around) ? validation(runs, inRuns, around) : scan(reads, runs, inRuns, around);
}

/** Share of the reads that are of new files. */
export function freshShare({ ages, total }: Reads): number {
  const fresh = AGE_MINUTES.reduce((sum, end, index) => (end <= FRESH_MINUTES ? sum + (ages[index] ?? 0) : sum), 0);
  return fresh / total;
}

/**
 * Whether all its reads are one run that does not last as its files come: one copy, one query. Whether that comes again is not known.
 */
export function isSeenOnce(reads: Reads): boolean {
  const { runs, isOfSums } = reads;
  if (isOfSums) return mayBeOneRun(reads);
  const [run, another] = runs.list() ?? [];
  if (run === undefined || another !== undefined || run.end - run.start > LONGEST_RUN_SECONDS) return false;
  const deliveredFor = (run.newestMinute - run.oldestMinute) * 60;
  return !(deliveredFor > 0 && run.end - run.start >= deliveredFor * PACE_SHARE);
}

/** Of reads by the hour: old files, read in hours one after the other, may be one run; that they are is not known. */
function mayBeOneRun(reads: Reads): boolean {
  const hours = [...reads.hours.keys()].sort((one, other) => one - other);
  const [first = 0, last = 0] = [hours[0], hours.at(-1)];
  const isOneStretch = last - first === hours.length - 1;
  return isOneStretch && hours.length * SECONDS_AN_HOUR <= LONGEST_RUN_SECONDS && freshShare(reads) < FRESH_SHARE;
}

/** Share of the reads that are of files at most as old as their delivery may take. */
export function newestShare({ ages, total }: Reads): number {
  return (ages[0] ?? 0) / total;
}

/** Whether it takes new files as they come: it reads as many different ones as makes half of those delivered, or in half of all hours. */
function isSteady({ files, hours }: Reads, { logFilesPerDay, observation }: Surroundings): boolean {
  const delivered = (logFilesPerDay * observation.hours) / 24;
  return (delivered > 0 && files.count() >= delivered / 2) || hours.size >= observation.hours / 2;
}

function everyFile(reads: Reads, around: Surroundings, fresh: number): AccessPattern {
  const digests = readsDigests(reads);
  const perDay = around.logFilesPerDay + (digests ? around.digestFilesPerDay : 0);
  const delivered = (perDay * around.observation.hours) / 24;
  const share = delivered === 0 ? 1 : Math.min(1, reads.files.count() / delivered);
  const times = Math.min(MOST_TIMES, hundredth(reads.total / reads.files.count()));
  return {
    pattern: 'every-file',
    explained: hundredth(fresh),
    because:
      `${percent(fresh)} of its reads are of files up to ${FRESH_MINUTES / 60} hours old, ` +
      `${times === 1 ? 'each read once' : `each read ${times} times on average`}`,
    fields: { share: shareText(share), times, ...(digests ? { digests } : {}) },
  };
}

/**
 * The same where it is not known how many different files were read: reads for each file delivered are the product of share and times, and
 * that product is what a scenario goes by.
 */
function everyFileBySums(reads: Reads, around: Surroundings, fresh: number): AccessPattern {
  const digests = readsDigests(reads);
  const perDay = around.logFilesPerDay + (digests ? around.digestFilesPerDay : 0);
  const delivered = (perDay * around.observation.hours) / 24;
  const perFile = delivered === 0 ? 1 : reads.total / delivered;
  return {
    pattern: 'every-file',
    explained: hundredth(fresh),
    because:
      `${percent(fresh)} of its reads are of files up to ${FRESH_MINUTES / 60} hours old; how many different files it reads is ` +
      `unknown, so ${perFile < 1 ? 'each read is taken as one of another file' : 'each file is taken as read equally often'}`,
    fields: {
      share: shareText(Math.min(1, perFile)),
      times: Math.min(MOST_TIMES, Math.max(1, hundredth(perFile))),
      ...(digests ? { digests } : {}),
    },
  };
}

/** S3 replication makes no GET, but two requests a file: one at the source, one at the destination. */
export function replication(reads: Reads, copies: number, around: Surroundings): AccessPattern {
  const digests = readsDigests(reads);
  const perDay = around.logFilesPerDay + (digests ? around.digestFilesPerDay : 0);
  const delivered = (perDay * around.observation.hours) / 24;
  const share = delivered === 0 ? 1 : Math.min(1, filesOf(reads) / delivered);
  return {
    pattern: 'replicate',
    explained: hundredth(freshShare(reads)),
    because: `it writes ${counted(copies, 'copy', 'copies')} of the ${counted(reads.total, 'file')} that it decrypts, as they come`,
    fields: { share: shareText(share), requestsPerFile: Math.min(2, hundredth(1 + copies / reads.total)), digests },
  };
}

/** A copy reads each file once. */
function filesOf({ isOfSums, total, files }: Reads): number {
  return isOfSums ? total : files.count();
}

function scan(reads: Reads, runs: readonly Run[], inRuns: number, around: Surroundings): AccessPattern {
  const digests = readsDigests(reads);
  const lookbackDays = windowDays(runs);
  const getsPerFile = Math.min(MOST_TIMES, Math.max(1, hundredth(reads.total / reads.visits.count())));
  const perDay = around.logFilesPerDay + (digests ? around.digestFilesPerDay : 0);
  const inWindow = perDay * lookbackDays * getsPerFile;
  const share = Math.min(1, median(runs.map((run) => run.reads)) / inWindow);
  return {
    pattern: 'scan',
    explained: hundredth(inRuns * likeness(runs)),
    because:
      `${counted(runs.length, 'run')} of ${copying(around)}${grouped(Math.round(median(runs.map((run) => run.reads))))} reads ` +
      `(median), back over ${counted(lookbackDays, 'day')}${cutOff(runs, around)}${again(runs)}`,
    fields: {
      runsPerMonth: timesPerMonth(runs.length, around.observation),
      lookbackDays,
      share: shareText(share),
      getsPerFile,
      runMinutes: runMinutes(runs),
      ...(digests ? { digests } : {}),
    },
  };
}

function validation(runs: readonly Run[], inRuns: number, around: Surroundings): AccessPattern {
  const lookbackDays = windowDays(runs);
  return {
    pattern: 'validate',
    explained: hundredth(inRuns * likeness(runs)),
    because:
      `${counted(runs.length, 'run')} over digest and log files, back over ${counted(lookbackDays, 'day')}` +
      `${cutOff(runs, around)}${again(runs)}`,
    fields: { runsPerMonth: timesPerMonth(runs.length, around.observation), lookbackDays, runMinutes: runMinutes(runs) },
  };
}

function single(reads: Reads, { observation }: Surroundings): AccessPattern {
  const days = byDay(reads.hours);
  const readsPerMonth: Range = perMonth(reads.total, (day) => days.get(day) ?? 0, observation);
  const once = isSeenOnce(reads);
  return {
    pattern: 'single',
    explained: 1,
    because: `${once ? `${reads.isOfSums ? 'perhaps ' : ''}seen once (${AGAIN})` : 'no regular pattern'}${AS_READS}`,
    fields: { readsPerMonth: once ? seenOnce(readsPerMonth) : readsPerMonth },
  };
}

function isValidation(reads: Reads, runs: readonly Run[], { tools }: Surroundings): boolean {
  const task = taskOf(tools);
  if (task !== undefined) return task === 'validation';
  const withDigests = runs.filter((run) => run.digests / run.reads >= VALIDATION_DIGESTS).length;
  return readsDigests(reads) && withDigests >= runs.length / 2 && freshShare(reads) < FRESH_SHARE;
}

/** What most of its reads by known tools are for; undefined where no tool tells. */
function taskOf(tools: Surroundings['tools']): Task | undefined {
  const readsFor = (known: RegExp) => [...tools].reduce((sum, [tool, reads]) => (known.test(tool) ? sum + reads : sum), 0);
  const [most] = TASKS.map(({ task, tools: known }) => ({ task, reads: readsFor(known) })).sort((one, other) => other.reads - one.reads);
  return most === undefined || most.reads === 0 ? undefined : most.task;
}

function copying({ tools }: Surroundings): string {
  if (taskOf(tools) !== 'copy') return '';
  const names = [...tools.keys()].filter((tool) => taskOf(new Map([[tool, 1]])) === 'copy');
  return `a copy (${names.slice(0, 2).join(', ')}), `;
}

const AS_READS = ', so taken as a number of reads a month';
const AGAIN = 'whether it will happen again is unknown';

function again(runs: readonly Run[]): string {
  return runs.length === 1 ? `; ${AGAIN}` : '';
}

function readsDigests({ ofKind, total }: Reads): boolean {
  return (ofKind[1] ?? 0) / total >= VALIDATION_DIGESTS;
}

/** Median over the runs of the time from the oldest file that a run reads to its start; to a tenth of a day. */
function windowDays(runs: readonly Run[]): number {
  const days = runs
    .filter(({ oldestMinute }) => Number.isFinite(oldestMinute))
    .map((run) => (run.start / 60 - run.oldestMinute) / MINUTES_A_DAY);
  return days.length === 0 ? 1 : Math.min(MOST_LOOKBACK_DAYS, Math.max(0.1, Math.round(median(days) * 10) / 10));
}

/** Share of the runs' reads that is in runs of about the same size: from half to double the median. */
function likeness(runs: readonly Run[]): number {
  const middle = median(runs.map((run) => run.reads));
  const alike = runs.filter((run) => run.reads >= middle / 2 && run.reads <= middle * 2);
  return alike.reduce((sum, run) => sum + run.reads, 0) / runs.reduce((sum, run) => sum + run.reads, 0);
}

function runMinutes(runs: readonly Run[]): number {
  return Math.max(1, Math.round(median(runs.map((run) => (run.end - run.start) / 60))));
}

/** A window that ends where SSE-KMS began may go on beyond it. */
function cutOff(runs: readonly Run[], { oldestEncryptedMinute }: Surroundings): string {
  const atEdge = runs.filter(({ oldestMinute }) => oldestMinute - oldestEncryptedMinute <= MINUTES_A_DAY).length;
  return atEdge * 2 >= runs.length ? ' or more, since no older file was SSE-KMS' : '';
}

/** Never nothing for something. */
function shareText(share: number): number {
  return Math.max(1e-6, Number(share.toPrecision(4)));
}

function hundredth(value: number): number {
  return Math.round(value * 100) / 100;
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}
