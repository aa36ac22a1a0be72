import { DAYS_A_MONTH } from '../../base/projection.js';
import type { Range } from '../../base/range.js';
import { counted } from '../../base/text.js';
import { SECONDS_A_DAY, secondsOf, utcTimeOf } from '../../base/time.js';
import type { Facts, ReaderFacts } from '../facts.js';
import type { Given } from '../given.js';
import { known, said } from '../rules/found.js';
import { LEAST_DAYS } from './curve.js';

/** A scenario takes no shorter run. */
const SHORTEST_MINUTES = 0.01;

/** A query that read something. */
interface Run {
  workgroup: string;
  isOfTrail: boolean;
  /** When it was submitted, in seconds since 1970. */
  seconds: number | undefined;
  minutes: number | undefined;
  bytes: number | undefined;
}

/** What `batch-get-query-execution` or `get-query-execution` says: how often each workgroup reads a table of CloudTrail's. */
export function queriesFound(executions: readonly Given[], origin: string): Partial<Facts> {
  const runs = executions.filter(hasRead).map(runOf);
  const times = runs.flatMap(({ seconds }) => seconds ?? []).toSorted((one, other) => one - other);
  const days = ((times.at(-1) ?? 0) - (times.at(0) ?? 0)) / SECONDS_A_DAY;
  const ofTrail = runs.filter(({ isOfTrail }) => isOfTrail);
  const workgroups = [...new Set(ofTrail.map(({ workgroup }) => workgroup))];
  const readers = workgroups.map((workgroup) =>
    readerOf(
      workgroup,
      ofTrail.filter((run) => run.workgroup === workgroup),
      days,
      origin,
    ),
  );
  return { readers, warnings: warningsOf(runs, ofTrail, days, origin) };
}

/** A query that was refused, or answered from results that were kept, has read nothing. */
function hasRead(execution: Given): boolean {
  const isReused = execution.group('Statistics')?.group('ResultReuseInformation')?.flag('ReusedPreviousResult') ?? false;
  const state = execution.group('Status')?.text('State');
  const bytes = execution.group('Statistics')?.number('DataScannedInBytes');
  const type = execution.text('StatementType');
  if (isReused || (type !== undefined && type !== 'DML')) return false;
  return state === 'SUCCEEDED' ? bytes !== 0 : bytes !== undefined && bytes > 0;
}

function runOf(execution: Given): Run {
  const statistics = execution.group('Statistics');
  const milliseconds = statistics?.number('EngineExecutionTimeInMillis') ?? statistics?.number('TotalExecutionTimeInMillis');
  return {
    workgroup: execution.text('WorkGroup') ?? 'primary',
    isOfTrail: readsTrail(execution.text('Query') ?? ''),
    seconds: secondsOf(utcTimeOf(execution.group('Status')?.value('SubmissionDateTime')) ?? ''),
    minutes: milliseconds === undefined ? undefined : Math.max(SHORTEST_MINUTES, milliseconds / 60_000),
    bytes: statistics?.number('DataScannedInBytes'),
  };
}

const TABLES = /\b(?:from|join)\s+([\w.`"$-]+)/g;
/** Columns that a table of CloudTrail's has, and hardly another one has several of. */
const COLUMNS = ['useridentity', 'eventsource', 'eventname', 'sourceipaddress', 'requestparameters', 'recipientaccountid'];
const LEAST_COLUMNS = 2;

/** Whether a query reads a table of CloudTrail's: by the table's name, or by the columns. */
function readsTrail(query: string): boolean {
  const text = query.toLowerCase();
  if ([...text.matchAll(TABLES)].some(([, table = '']) => table.includes('cloudtrail'))) return true;
  return COLUMNS.filter((column) => text.includes(column)).length >= LEAST_COLUMNS;
}

function readerOf(workgroup: string, runs: readonly Run[], days: number, origin: string): ReaderFacts {
  return {
    name: `athena-${workgroup}`,
    pattern: 'scan',
    fields: known<Record<string, ReaderFacts['fields'][string]>>({
      runsPerMonth: said(days < LEAST_DAYS ? undefined : monthlyOf(runs.length, days), origin),
      runMinutes: said(rangeOf(runs.map(({ minutes }) => minutes)), origin),
      bytesPerRun: said(rangeOf(runs.map(({ bytes }) => bytes)), origin),
    }),
  };
}

/** What a number of runs in some days is in a month, two standard errors of a number of chances down and up. */
function monthlyOf(runs: number, days: number): Range {
  const inMonth = (number: number) => Math.round((number * DAYS_A_MONTH * 10) / days) / 10;
  const error = 2 * Math.sqrt(runs);
  return { low: inMonth(Math.max(0, runs - error)), expected: inMonth(runs), high: inMonth(runs + error) };
}

/** The least, the mean and the most. */
function rangeOf(values: readonly (number | undefined)[]): Range | undefined {
  const numbers = values.flatMap((value) => (value === undefined || value <= 0 ? [] : [value]));
  if (numbers.length === 0) return undefined;
  const bounds = numbers.reduce(
    ({ low, high, sum }, number) => ({ low: Math.min(low, number), high: Math.max(high, number), sum: sum + number }),
    { low: Number.POSITIVE_INFINITY, high: 0, sum: 0 },
  );
  return { low: bounds.low, expected: bounds.sum / numbers.length, high: bounds.high };
}

function warningsOf(runs: readonly Run[], ofTrail: readonly Run[], days: number, origin: string): string[] {
  if (ofTrail.length === 0) return [`${origin} has no query that read a table of CloudTrail's, by the names of tables and columns.`];
  const others = runs.length - ofTrail.length;
  return [
    `${origin} names no caller: its queries are one reader for each workgroup.`,
    `${origin} does not say how far back its queries look. How many bytes they read, together with the sizes in a listing of the bucket, ` +
      'is the same number of files as some days have; without a listing, lookbackDays is to be given.',
    ...(days < LEAST_DAYS
      ? [`${origin} has queries of less than ${LEAST_DAYS} days, which are too few to estimate how many run in a month.`]
      : []),
    ...(others > 0 ? [`${origin} has ${counted(others, 'query', 'queries')} on other tables by their names; a view can hide one.`] : []),
  ];
}
