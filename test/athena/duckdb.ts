import { DuckDBInstance } from '@duckdb/node-api';
import { loadResults } from '../../src/athena/load/load.js';
import { DUCKDB } from '../../src/athena/sql/duckdb.js';
import type { Location } from '../../src/athena/sql/location.js';
import { queryText } from '../../src/athena/sql/query.js';
import type { Scope } from '../../src/athena/sql/scope.js';
import type { Measurement } from '../../src/index.js';
import { book } from '../support.js';

const SECONDS_A_DAY = 86_400;
const HOURS_AFTER = 24;

/** Seconds since 1970-01-01 UTC of a day or time. */
export const seconds = (text: string) => Date.parse(text) / 1000;

/** The same as `athena sql` makes of its options. */
export function locationOf(root: string, since: string, until: string, accounts: readonly string[], regions = ['us-east-1']): Location {
  const firstDay = Math.floor(seconds(since) / SECONDS_A_DAY);
  const lastDay = Math.floor((seconds(until) + HOURS_AFTER * 3600 - 1) / SECONDS_A_DAY);
  return { root, accounts, regions, firstDay, lastDay };
}

export function scopeOf(locations: readonly Location[], since: string, until: string, filter: 'paths' | 'partitions' = 'paths'): Scope {
  const tables = locations.map((location, index) => ({ name: `trail_${index}`, location, filter }));
  return { since: seconds(since), until: seconds(until), tables, excluded: [] };
}

/** Rows as a console's CSV: all quoted, and nothing where a value is null. */
export function csvOf(names: readonly string[], rows: readonly (readonly unknown[])[]): string {
  const cell = (value: unknown) => (value === null ? '' : `"${String(value).replaceAll('"', '""')}"`);
  return [names, ...rows].map((row) => `${row.map(cell).join(',')}\n`).join('');
}

/** The result of a query by DuckDB over files of this machine. */
export async function duckdbResult(scope: Scope): Promise<string> {
  // With several threads DuckDB 1.5.4 now and then ends window functions in an internal error.
  const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
  for (const { name, location } of scope.tables) await connection.run(DUCKDB.table(name, location));
  const result = await connection.runAndReadAll(queryText(DUCKDB, scope));
  return csvOf(result.columnNames(), result.getRowsJson());
}

async function* chunksOf(text: string) {
  yield Buffer.from(text);
}

export function loaded(texts: readonly string[], filters: object = {}): Promise<Measurement> {
  const files = texts.map((text, index) => ({ name: `${index}.csv`, chunks: chunksOf(text) }));
  return loadResults(files, { book, filters: { buckets: [], trails: [], accounts: [], regions: [], ...filters } });
}
