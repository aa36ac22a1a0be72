import { ATHENA } from './athena.js';
import { COLUMNS } from './columns.js';
import type { Dialect, DialectName } from './dialect.js';
import { DUCKDB } from './duckdb.js';
import { queryText } from './query.js';
import type { Scope } from './scope.js';
import { SPARK } from './spark.js';
import { TRINO } from './trino.js';

const ENGINES: Record<DialectName, Dialect> = { athena: ATHENA, trino: TRINO, duckdb: DUCKDB, spark: SPARK };

/** Longer queries are refused by Athena. Source: docs.aws.amazon.com/athena/latest/ug/service-limits.html */
export const MOST_QUERY_BYTES = 262_144;

/** The query in the SQL of an engine. */
export function queryFor(dialect: DialectName, scope: Scope): string {
  return queryText(ENGINES[dialect], scope);
}

/** What makes each of the tables that a query names. */
export function tablesFor(dialect: DialectName, { tables }: Scope): string[] {
  return tables.map(({ name, location }) => ENGINES[dialect].table(name, location));
}

const ABOUT_TABLE =
  '-- A table of the log files, which reads nothing on its own. Another one for other accounts or Regions: drop this one first.';

/** Table and query with remarks, as a file of SQL. */
export function printedSql(dialect: DialectName, scope: Scope, parts: { table: boolean; query: boolean }): string {
  const table = tablesFor(dialect, scope).map((text) => `${ABOUT_TABLE}\n${text}\n`);
  const { session } = ENGINES[dialect];
  const query =
    `${session === undefined ? '' : `${session}\n\n`}` +
    `-- Reads each log file once. Save all its rows and ${COLUMNS.length} columns in a CSV file: trailcost athena load FILE\n` +
    `${queryFor(dialect, scope)};\n`;
  return [...(parts.table ? table : []), ...(parts.query ? [query] : [])].join('\n');
}
