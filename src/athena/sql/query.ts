// athena/sql: the classifier's rules as SQL for engines that read a trail where it lies.

import { KMS } from '../../logs/classify/log-record.js';
import { COLUMNS, KEY_COLUMNS, NUMBER_COLUMNS, RESULT_VERSION, ROW_KINDS } from './columns.js';
import { type Dialect, SOURCE_COLUMNS } from './dialect.js';
import { rulesHash, scopeHash } from './fingerprint.js';
import { countedColumns, groupColumns, groupKeys, keptColumns, resultKeys, resultNumbers } from './groups.js';
import { dayFolder } from './location.js';
import type { Scope, Table } from './scope.js';
import { fileStep, findingStep, objectStep, parameterStep, recordStep, ruleStep, type Step, traitStep } from './steps.js';

/** The query that counts what lies in some tables, each of which it reads once. */
export function queryText(dialect: Dialect, scope: Scope): string {
  const steps = [...recordSteps(dialect, scope), ...resultSteps(dialect)];
  const withs = steps.map(([name, text]) => `${name} AS (\n  ${text}\n)`).join(',\n');
  return `WITH ${withs}\n${finalSelect(dialect, scope)}\n`;
}

/** From tables to what each record is. */
function recordSteps(dialect: Dialect, scope: Scope): Step {
  const isRecord = `event_source = ${dialect.text(KMS)} OR (event_source IS NOT NULL AND event_name IS NOT NULL)`;
  return [
    ['source', sourceText(dialect, scope)],
    ['records_read', `${added(recordStep(dialect), 'source')}\n  WHERE ${isRecord}`],
    ['parameters_read', added(parameterStep(dialect), 'records_read')],
    ['objects', added(objectStep(dialect), 'parameters_read')],
    ['files', added(fileStep(dialect), 'objects')],
    ['traits', added(traitStep(dialect), 'files')],
    ['ruled', added(ruleStep(dialect), 'traits')],
    ['found', added(findingStep(dialect, scope), 'ruled')],
    ['keyed', added([['group_keys', groupKeys(dialect)]], 'found')],
  ];
}

/** From what each record is to the rows of the result. Files and events are groups of the same grouping, so that nothing is read twice. */
function resultSteps(dialect: Dialect): Step {
  const keys = ['row_kind', ...KEY_COLUMNS];
  const plain = (names: readonly string[]): Step => names.map((name) => [name, name] as const);
  return [
    ['grouped', `${selected(groupColumns(dialect), dialect.each('keyed', 'group_keys', 'group_key'))}\n  GROUP BY group_key`],
    ['events', added(keptColumns(dialect), 'grouped')],
    ['counted', added(countedColumns(dialect), 'events')],
    ['placed', `SELECT * ${dialect.each('counted', 'row_kinds', 'row_kind')}`],
    ['keys', added(resultKeys(dialect), 'placed')],
    ['result', `${selected([...plain(keys), ...resultNumbers()], 'FROM keys')}\n  GROUP BY ${keys.join(', ')}`],
    ['rows_of_result', `${selected(plain([...keys, ...NUMBER_COLUMNS]), 'FROM result')}\n  UNION ALL\n  ${queryRow(dialect)}`],
  ];
}

function added(step: Step, from: string): string {
  return selected([['*', '*'], ...step], `FROM ${from}`);
}

function sourceText(dialect: Dialect, { tables, excluded }: Scope): string {
  const { columns } = dialect;
  return tables
    .map((table) => {
      const conditions = [...filterOf(dialect, table), ...exclusion(dialect, excluded)];
      const named = SOURCE_COLUMNS.map((name) => [name, columns[name]] as const);
      return `${selected(named, `FROM ${dialect.from(table.name)}`)}\n  WHERE ${conditions.join('\n    AND ')}`;
    })
    .join('\n  UNION ALL\n  ');
}

/** Partitions, so that nothing else is listed. */
function filterOf(dialect: Dialect, { location, filter }: Table): string[] {
  const { text, columns } = dialect;
  const { root, accounts, regions, firstDay, lastDay } = location;
  if (filter === 'partitions') {
    return [
      `account IN (${accounts.map(text).join(', ')})`,
      `region IN (${regions.map(text).join(', ')})`,
      `day BETWEEN ${text(dayFolder(firstDay))} AND ${text(dayFolder(lastDay))}`,
    ];
  }
  const ranges = accounts.flatMap((account) =>
    regions.map((region) => {
      const folder = `${root}/${account}/CloudTrail/${region}/`;
      return `(${columns.path} >= ${text(folder + dayFolder(firstDay))} AND ${columns.path} < ${text(folder + dayFolder(lastDay + 1))})`;
    }),
  );
  return [`(${ranges.join('\n      OR ')})`];
}

function exclusion({ text, columns }: Dialect, excluded: readonly string[]): string[] {
  return excluded.length === 0 ? [] : [`${columns.path} NOT IN (${excluded.map(text).join(', ')})`];
}

/** The row that is there whatever is found. */
function queryRow({ text }: Dialect): string {
  const nothing = [...KEY_COLUMNS, ...NUMBER_COLUMNS].map(() => 'NULL');
  return `SELECT ${text(ROW_KINDS.query)}, ${nothing.join(', ')}`;
}

function finalSelect(dialect: Dialect, scope: Scope): string {
  const { text } = dialect;
  const ofQuery = (value: string) => `CASE row_kind WHEN ${text(ROW_KINDS.query)} THEN ${value} END`;
  const made: Record<string, string> = {
    trailcost_result: text(RESULT_VERSION),
    rules: text(rulesHash()),
    query: text(scopeHash(scope)),
    result_rows: 'count(*) OVER ()',
    since: ofQuery(String(scope.since)),
    until: ofQuery(String(scope.until)),
    excluded: ofQuery(text(JSON.stringify(scope.excluded))),
  };
  return selected(
    COLUMNS.map((name) => [name, made[name] ?? name] as const),
    'FROM rows_of_result',
  );
}

function selected(columns: Step, from: string): string {
  const lines = columns.map(([name, of]) => (name === of ? name : `${of} AS ${name}`));
  return `SELECT\n    ${lines.join(',\n    ')}\n  ${from}`;
}
