// athena/run: the queries of an account by Athena, month after month, with what they cost and which files they had to leave out.

import type { QueryEngine, QueryState } from '../../aws/athena.js';
import { damagedFile } from './damaged.js';
import { failedQuery } from './failure.js';
import { finished, isOver, type Watch } from './query.js';

/** The query of a month of events. */
export interface MonthQuery {
  /** `2026-11`. */
  month: string;
  /** @param excluded objects that the query does not open, as `s3://…` */
  sql(excluded: readonly string[]): string;
}

/** A month's query that was run. */
export interface MonthResult {
  month: string;
  /** The object that holds its result. */
  location: string;
}

/** What all queries came to. */
export interface RunOutcome {
  results: MonthResult[];
  /** Objects that a query failed at, and that were left out from then on. */
  excluded: string[];
  /** Of each query that Athena bills: those that were stopped too. Source: aws.amazon.com/athena/pricing. */
  scannedBytes: number[];
  /** Of each query that failed: Athena does not bill it, but S3 and KMS bill what it read. */
  failedBytes: number[];
  /** Queries whose end is not known: they may have scanned more. */
  unended: number;
}

/** How queries are run. */
export interface RunSettings extends Pick<Watch, 'signal' | 'onState'> {
  /** Whether an object that a query fails at is left out, and the query run again; so often at most. */
  mostDamaged: number;
  /** Is told what happens: a month begins, a file is left out. */
  onStep?: (step: { month: string; damaged?: string }) => void;
}

/**
 * Runs the queries of months one after the other. The reads of a query that fails are billed, so what it failed at is left out of
 * all that follow.
 *
 * @param outcome is filled as queries end, so that it is known also where one of them throws
 * @throws TrailcostError `aws-refused` where a query fails for another reason than a damaged file, or at more of them than are left out
 */
export async function runMonths(
  engine: QueryEngine,
  months: readonly MonthQuery[],
  settings: RunSettings,
  outcome: RunOutcome,
): Promise<void> {
  for (const query of months) {
    settings.onStep?.({ month: query.month });
    outcome.results.push({ month: query.month, location: await runMonth(engine, query, settings, outcome) });
  }
}

/** @param excluded objects that are left out from the beginning */
export function emptyOutcome(excluded: readonly string[]): RunOutcome {
  return { results: [], excluded: [...excluded], scannedBytes: [], failedBytes: [], unended: 0 };
}

async function runMonth(engine: QueryEngine, { month, sql }: MonthQuery, settings: RunSettings, outcome: RunOutcome): Promise<string> {
  const first = outcome.excluded.length;
  for (;;) {
    const end = await billed(engine, sql(outcome.excluded), settings, outcome);
    if (end.state === 'SUCCEEDED') return end.resultLocation;
    const damaged = end.state === 'FAILED' ? damagedFile(end.reason) : undefined;
    const isKnown = damaged !== undefined && outcome.excluded.includes(damaged);
    if (damaged === undefined || isKnown || outcome.excluded.length - first >= settings.mostDamaged)
      throw failedQuery(`the query of ${month}`, end, damaged);
    outcome.excluded.push(damaged);
    settings.onStep?.({ month, damaged });
  }
}

/** Runs a query; what it has scanned counts however it ends. One that the engine does not take scans nothing. */
async function billed(engine: QueryEngine, sql: string, settings: RunSettings, outcome: RunOutcome): Promise<QueryState> {
  const query = outcome.scannedBytes.length;
  const onStart = () => {
    outcome.scannedBytes.push(0);
    outcome.unended += 1;
  };
  const onState = (state: QueryState) => {
    outcome.scannedBytes[query] = state.scannedBytes;
    if (isOver(state)) outcome.unended -= 1;
    if (state.state === 'FAILED') outcome.failedBytes.push(...outcome.scannedBytes.splice(query));
    settings.onState?.(state);
  };
  return await finished(engine, sql, { signal: settings.signal, onStart, onState });
}
