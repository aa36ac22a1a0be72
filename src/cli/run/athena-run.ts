import type { ResultFile } from '../../athena/load/result.js';
import { failedQuery } from '../../athena/run/failure.js';
import { emptyOutcome, type MonthQuery, type RunOutcome, runMonths } from '../../athena/run/months.js';
import { finished } from '../../athena/run/query.js';
import { monthParts } from '../../athena/run/spans.js';
import { scopeHash } from '../../athena/sql/fingerprint.js';
import { type Order, scopeOf } from '../../athena/sql/order.js';
import { queryFor, tablesFor } from '../../athena/sql/printed.js';
import type { Scope } from '../../athena/sql/scope.js';
import { athenaEngine, type QueryEngine, type QueryState } from '../../aws/athena.js';
import { ObjectStore } from '../../aws/s3.js';
import { TrailcostError } from '../../base/errors.js';
import { counted } from '../../base/text.js';
import { timeText } from '../../base/time.js';
import { NO_FILTERS } from '../../logs/classify/filters.js';
import type { Measurement } from '../../logs/measure/measurement.js';
import { s3AddressOf } from '../../logs/s3/address.js';
import { money } from '../../report/layout/figures.js';
import { nowOf } from '../clock.js';
import { type AthenaRunArguments, MOST_DAMAGED } from '../commands/athena.js';
import { type Io, remark } from '../io.js';
import { type ProgressLine, progressLine } from '../progress.js';
import { usage } from '../usage.js';
import { VERSION } from '../version.js';
import { saidCost, scanCost } from './athena-cost.js';
import { assertTaken, orderOf } from './athena-order.js';
import { type Pricing, showLoaded } from './athena-shown.js';
import { type MaxCost, maxCostOf, megabytes } from './s3.js';

/** Queries, and the table that they read where it is made for them. */
interface Plan {
  order: Order;
  months: { month: string; scope: Scope }[];
  /** Of the whole time; empty where tables are given. */
  made: Scope | undefined;
}

export async function runAthenaRun(given: AthenaRunArguments, io: Io): Promise<number> {
  const plan = planOf(orderOf({ ...given, dialect: 'athena' }));
  const { results, yes } = given;
  if (results !== undefined && !/^s3:\/\/[^/]+(\/|$)/.test(results))
    throw usage('--results', `"${results}" is not a place in S3`, 'Give s3://BUCKET/PREFIX/.');
  const maxCost = maxCostOf(given['max-cost']);
  for (const month of plan.months) queryOf(month).sql(plan.order.excluded);
  if (plan.order.locations.length === 0 && !yes) {
    throw usage('--location', 'is missing: it shows what the queries will cost', 'Give it, or add --yes to run them whatever they cost.');
  }
  const load = (pricing: Pricing) =>
    io.interruptible((signal) => measured(plan, { given, maxCost: yes ? undefined : maxCost, signal, pricing }, io));
  return await showLoaded(given, [], load, io);
}

function planOf(order: Order): Plan {
  const parts = monthParts(order.since, order.until).map(({ month, ...part }) => ({ month, scope: scopeOf({ ...order, ...part }) }));
  const [first] = parts;
  if (order.tables.length > 0 || first === undefined) return { order, months: parts, made: undefined };
  const lastDay = parts.at(-1)?.scope.tables[0]?.location.lastDay ?? 0;
  const whole = first.scope.tables.map((table) => ({ ...table, location: { ...table.location, lastDay } }));
  const hash = scopeHash({ ...first.scope, tables: whole });
  // A table of one's own, so that none of somebody else's is taken for it.
  const named = (scope: Scope): Scope => ({ ...scope, tables: scope.tables.map((table) => ({ ...table, name: `${table.name}_${hash}` })) });
  return {
    order,
    months: parts.map(({ month, scope }) => ({ month, scope: named(scope) })),
    made: named({ ...first.scope, tables: whole }),
  };
}

interface Running {
  given: AthenaRunArguments;
  maxCost: MaxCost | undefined;
  signal: AbortSignal;
  pricing: Pricing;
}

async function measured(plan: Plan, running: Running, io: Io): Promise<Measurement> {
  const { given, maxCost, signal, pricing } = running;
  const { order, months } = plan;
  const { book } = pricing;
  const scopes = months.map(({ scope }) => scope);
  const bucketRegion = order.locations.length === 0 ? undefined : await saidCost(order, scopes, { book, maxCost, signal }, io);
  const endpoint = io.env['AWS_ENDPOINT_URL_ATHENA'] ?? io.env['AWS_ENDPOINT_URL'];
  const { workgroup: workGroup, database, results: outputLocation } = given;
  const engine = await athenaEngine({ endpoint, version: VERSION, region: bucketRegion }, { workGroup, database, outputLocation });
  const outcome = emptyOutcome(order.excluded);
  const line = progressLine(io);
  const run = () => runMonths(engine, months.map(queryOf), settingsOf(running, line, io), outcome).finally(() => line.clear());
  try {
    await withTable(plan, { engine, signal, io }, run).finally(() =>
      sayCost(outcome, { region: bucketRegion ?? order.regions[0] ?? '', book }, io),
    );
    const { loadResults } = await import('../../athena/load/load.js');
    return await loadResults(resultsOf(outcome, signal, io), { filters: NO_FILTERS, ...pricing });
  } catch (error) {
    sayResults(plan, outcome, io);
    throw error;
  }
}

function queryOf({ month, scope }: Plan['months'][number]): MonthQuery {
  return {
    month,
    sql(excluded) {
      const sql = queryFor('athena', { ...scope, excluded });
      assertTaken(sql, 'athena run');
      return sql;
    },
  };
}

/** Does something while the table is there; a table reads nothing by itself and costs nothing. */
async function withTable<T>({ made }: Plan, { engine, signal, io }: Place, use: () => Promise<T>): Promise<T> {
  if (made === undefined) return await use();
  const statement = async (sql: string) => {
    const end = await finished(engine, sql.replace(/;\s*$/, ''));
    if (end.state !== 'SUCCEEDED') throw failedQuery('the table of the log files', end, undefined);
  };
  const drop = async () => {
    for (const { name } of made.tables) await statement(`DROP TABLE IF EXISTS ${name}`);
  };
  await drop();
  try {
    signal.throwIfAborted();
    for (const sql of tablesFor('athena', made)) await statement(sql);
    return await use();
  } finally {
    // A table that is left behind hides neither what the queries found nor why they ended.
    await drop().catch((error: unknown) => sayLeft(made, error, io));
  }
}

interface Place {
  engine: QueryEngine;
  signal: AbortSignal;
  io: Io;
}

function sayLeft({ tables }: Scope, error: unknown, io: Io): void {
  if (!(error instanceof TrailcostError)) throw error;
  const statements = tables.map(({ name }) => `DROP TABLE IF EXISTS ${name}`).join('; ');
  const reason = error.problems[0]?.what ?? error.message;
  remark(`could not drop the table of this run (${reason}): it costs nothing; to drop it: ${statements}`, io);
}

function settingsOf({ given, signal }: Running, line: ProgressLine, io: Io) {
  let current = '';
  return {
    signal,
    mostDamaged: given['exclude-damaged'] ? MOST_DAMAGED : 0,
    onState: ({ state, scannedBytes }: QueryState) =>
      line.show(() => `${current} · ${state.toLowerCase()} · ${megabytes(scannedBytes)} scanned`),
    onStep: ({ month, damaged }: { month: string; damaged?: string }) => {
      current = month;
      line.clear();
      if (damaged !== undefined) remark(`the query of ${month} failed at ${damaged}: it runs again without that file`, io);
    },
  };
}

/** What was paid for is not lost, nor is it to be paid again. */
function sayResults({ months }: Plan, { results }: RunOutcome, io: Io): void {
  for (const { month, location } of results) remark(`the result of ${month} is in ${location}: \`trailcost athena load\` takes it`, io);
  const next = months[results.length];
  if (results.length === 0 || next === undefined) return;
  remark(`to run only the rest: --since ${timeText(next.scope.since)} in the same command; then load all results together`, io);
}

function sayCost(
  { scannedBytes, failedBytes, unended, excluded }: RunOutcome,
  { region, book }: { region: string; book: Pricing['book'] },
  io: Io,
): void {
  const all = [...scannedBytes, ...failedBytes];
  if (all.length === 0) return;
  const cost = scanCost(scannedBytes, region, nowOf(io).slice(0, 7), book);
  const least = unended > 0 ? 'at least ' : '';
  const price = cost === undefined ? 'price unknown' : `${least}${money(cost.amount, cost.currency)}`;
  const failed = failedBytes.length > 0 ? `, nothing for ${failedBytes.length} that failed` : '';
  const bytes = megabytes(all.reduce((sum, each) => sum + each, 0));
  remark(`${counted(all.length, 'query', 'queries')} scanned ${least}${bytes} (${price}${failed}); their GETs and Decrypts cost extra`, io);
  if (excluded.length > 0) remark(`left out: ${excluded.join(', ')}`, io);
}

async function* resultsOf({ results }: RunOutcome, signal: AbortSignal, io: Io): AsyncGenerator<ResultFile> {
  for (const { location } of results) {
    const { bucket, prefix } = s3AddressOf(location);
    const endpoint = io.env['AWS_ENDPOINT_URL_S3'] ?? io.env['AWS_ENDPOINT_URL'];
    const store = await ObjectStore.open(bucket, { endpoint, version: VERSION }, signal);
    try {
      const { body } = await store.get(prefix);
      yield { name: location, chunks: body };
    } finally {
      store.close();
    }
  }
}
