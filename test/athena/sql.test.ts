import { describe, expect, test } from 'vitest';
import type { DialectName } from '../../src/athena/sql/dialect.js';
import { type Order, scopeOf } from '../../src/athena/sql/order.js';
import { MOST_QUERY_BYTES, printedSql, queryFor } from '../../src/athena/sql/printed.js';
import { TrailcostError } from '../../src/base/errors.js';
import { RULES } from '../../src/logs/classify/rules.js';
import { seconds } from './duckdb.js';

const DIALECTS: readonly DialectName[] = ['athena', 'trino', 'duckdb', 'spark'];

const orderOf = (given: Partial<Order> = {}): Order => ({
  dialect: 'athena',
  locations: ['s3://example-trail-logs/AWSLogs/'],
  tables: [],
  isByPath: false,
  accounts: ['111122223333', '444455556666'],
  regions: ['us-east-1', 'eu-central-1'],
  since: seconds('2026-11-01'),
  until: seconds('2026-12-01'),
  excluded: [],
  ...given,
});

const sqlOf = (given: Partial<Order> = {}) => queryFor(given.dialect ?? 'athena', scopeOf(orderOf(given)));
const countOf = (text: string, part: string) => text.split(part).length - 1;

describe.each(DIALECTS)('%s', (dialect) => {
  test('table and query are as they were reviewed', async () => {
    const text = printedSql(dialect, scopeOf(orderOf({ dialect })), { table: true, query: true });
    await expect(text).toMatchFileSnapshot(`../golden/athena/${dialect}.sql`);
  });

  test('each table and each step is read once', () => {
    const text = sqlOf({ dialect, locations: ['s3://one/AWSLogs', 's3://two/AWSLogs/o-exampleorgid'] });
    for (const table of ['trailcost_logs', 'trailcost_logs_2']) {
      expect([...text.matchAll(new RegExp(`FROM ${table}\\b`, 'g'))]).toHaveLength(1);
    }
    const steps = [...text.matchAll(/^(?:WITH )?(\w+) AS \($/gm)].map(([, name]) => name ?? '');
    expect(steps.length).toBeGreaterThan(10);
    for (const step of steps) expect([step, [...text.matchAll(new RegExp(`(?:FROM|JOIN) ${step}\\b`, 'g'))].length]).toEqual([step, 1]);
  });

  test('every rule that decides at once is in the query', () => {
    const text = sqlOf({ dialect });
    for (const { name, when } of RULES)
      expect([name, text.includes(`THEN '${name}'`) || text.includes(`ELSE '${name}'`)]).toEqual([name, when !== 'at-the-end']);
  });

  test('accounts, Regions and days are always asked for', () => {
    const text = sqlOf({ dialect });
    for (const part of ['111122223333', '444455556666', 'us-east-1', 'eu-central-1', '2026/11/01']) expect(text).toContain(part);
    // Copies come up to a day later.
    expect(text).toMatch(/2026\/12\/0[12]'/);
  });
});

test('values are quoted, whatever is in them', () => {
  const name = "s3://logs/it's;--/AWSLogs";
  const athena = printedSql('athena', scopeOf(orderOf({ locations: [name], excluded: ["s3://logs/it's.json.gz"] })), {
    table: true,
    query: true,
  });
  expect(athena).toContain("LOCATION 's3://logs/it\\'s;--/AWSLogs/'");
  expect(athena).toContain("\"$path\" NOT IN ('s3://logs/it''s.json.gz')");
});

test('a query of very many excluded files is below the limit of Athena', () => {
  const excluded = Array.from(
    { length: 700 },
    (_, index) => `s3://example-trail-logs/AWSLogs/o-exampleorgid/111122223333/CloudTrail/us-east-1/${index}.json.gz`,
  );
  expect(Buffer.byteLength(sqlOf({ excluded }))).toBeLessThan(MOST_QUERY_BYTES);
  expect(countOf(sqlOf({ excluded }), '/699.json.gz')).toBe(2);
});

test.each<[string, Partial<Order>, string]>([
  ['no folder of accounts', { locations: ['s3://logs/elsewhere'] }, 'does not end in AWSLogs/'],
  ['signs of a template', { locations: ['s3://logs/' + '$' + '{account}/AWSLogs'] }, 'has signs that no table can have'],
  [
    'too many folders',
    { accounts: Array.from({ length: 1000 }, (_, i) => String(1e11 + i)), since: seconds('2024-01-01') },
    'folders (accounts × Regions × days)',
  ],
  ['no location', { locations: [] }, 'is missing'],
  ['a table that is no name', { tables: ['a; DROP TABLE b'] }, 'is not the name of a table'],
  ['tables and locations of different numbers', { tables: ['a.b', 'c.d'], isByPath: true }, 'names 2 tables for 1 location'],
])('%s is refused', (_, given, message) => {
  expect(() => scopeOf(orderOf(given))).toThrow(TrailcostError);
  expect(() => scopeOf(orderOf(given))).toThrow(message);
});

test('a table that is there already is filtered by its partitions, or by the addresses of its files', () => {
  expect(sqlOf({ tables: ['logs.trail'], locations: [] })).toMatch(/FROM logs\.trail\n +WHERE account IN/);
  const folder = 's3://example-trail-logs/AWSLogs/111122223333/CloudTrail/us-east-1/2026';
  expect(sqlOf({ tables: ['logs.trail'], isByPath: true })).toContain(`("$path" >= '${folder}/11/01' AND "$path" < '${folder}/12/02')`);
});
