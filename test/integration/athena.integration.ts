import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, test } from 'vitest';
import type { DialectName } from '../../src/athena/sql/dialect.js';
import { queryFor, tablesFor } from '../../src/athena/sql/printed.js';
import type { Scope } from '../../src/athena/sql/scope.js';
import { csvOf, loaded, locationOf, scopeOf, seconds } from '../athena/duckdb.js';
import { known } from '../athena/known.js';
import { madeFiles } from '../athena/made-records.js';
import { count, folders, recordsText } from '../logs/built.js';
import { ALL } from '../logs/classify/cases.js';
import { fileKey } from '../logs/events.mjs';
import { makeTrail } from '../logs/trail.mjs';
import { trinoStatements } from './athena-ddl.js';
import { createBucket, pathsIn, SAMPLE } from './moto.js';
import { stage } from './stage.js';

const { trino, proxy, s3 } = stage();
const temporary = folders();
const ACCOUNTS = ['111122223333', '444455556666'];
const NOVEMBER = ['2026-11-01', '2026-12-01'] as const;
/** Athena's table is Trino's table and view: its query runs unchanged. */
const DIALECTS: readonly DialectName[] = ['athena', 'trino'];

/** A schema of each dialect and test, whose tables have the same names. */
let schemas = 0;

async function resultOf(dialect: DialectName, scope: Scope): Promise<string> {
  schemas += 1;
  const schema = `sql_${schemas}`;
  await trino.run(`CREATE SCHEMA s3.${schema}`);
  for (const table of tablesFor(dialect, scope).map((text) => text.replace(/;$/, ''))) {
    for (const statement of dialect === 'athena' ? trinoStatements(table) : [table]) await trino.run(statement, schema);
  }
  proxy.reset();
  const { columns, rows } = await trino.run(queryFor(dialect, scope), schema);
  return csvOf(
    columns.map(({ name }) => name),
    rows,
  );
}

const scopeIn = (bucket: string, roots: readonly string[], [since, until]: readonly [string, string] = NOVEMBER) =>
  scopeOf(
    roots.map((root) => locationOf(`s3://${bucket}/${root}`, since, until, ACCOUNTS)),
    since,
    until,
    'partitions',
  );

/** What no column of a table can hold, so that the query fails at its file, or holds as text. */
const LEFT_OUT = ['userIdentity that is a list', 'eventName that is no text', 'object that is no text'];
const CASES = ALL.filter(([name]) => !LEFT_OUT.includes(name));

const isLogFile = (key: string) => key.includes('/CloudTrail/');

async function put(bucket: string, files: Iterable<readonly [string, Buffer]>): Promise<void> {
  await createBucket(s3, bucket);
  for (const [Key, Body] of files) await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
}

describe.each(DIALECTS)('the query for %s', (dialect) => {
  test('counts the sample as the counter does, and reads each log file once', async () => {
    const csv = await resultOf(dialect, scopeIn(SAMPLE.bucket, ['AWSLogs/o-exampleorgid', 'audit/AWSLogs']));
    expect(proxy.keys('GET').sort()).toEqual(pathsIn(SAMPLE.folder).filter(isLogFile));
    const local = await count([join(SAMPLE.folder, 'AWSLogs'), join(SAMPLE.folder, 'audit')], {
      since: seconds(NOVEMBER[0]),
      until: seconds(NOVEMBER[1]),
    });
    expect(known(await loaded([csv]))).toEqual(known(local));
  });

  test.each([
    ['data events', 'sql-data-events', { seed: 3, dataEvents: true, accessLogs: false }],
    ['a Bucket Key', 'sql-bucket-key', { seed: 4, bucketKey: true, days: 4, accessLogs: false }],
  ])('counts a trail with %s as the counter does', async (_, name, options) => {
    const bucket = `${name}-${dialect}`;
    const files = [...makeTrail(options).files]
      .filter(([path]) => isLogFile(path))
      .map(([path, content]) => [path, Buffer.from(content)] as const);
    await put(bucket, files);
    const csv = await resultOf(dialect, scopeIn(bucket, ['AWSLogs/o-exampleorgid', 'audit/AWSLogs']));
    expect(proxy.keys('GET').sort()).toEqual(files.map(([path]) => path).sort());
    const local = await count(temporary.with(files), { since: seconds(NOVEMBER[0]), until: seconds(NOVEMBER[1]) });
    expect(known(await loaded([csv]))).toEqual(known(local));
  });

  test('counts 10,000 records of every kind as the counter does', async () => {
    const bucket = `sql-made-${dialect}`;
    const files = madeFiles(CASES, 7200, 7);
    await put(bucket, files);
    const [since, until] = ['2026-11-02T06:00:00Z', '2026-11-04'] as const;
    const csv = await resultOf(dialect, scopeIn(bucket, ['AWSLogs', 'audit/AWSLogs'], [since, until]));
    expect(proxy.keys('GET').sort()).toEqual(files.map(([key]) => key).sort());
    const local = await count(temporary.with(files), { since: seconds(since), until: seconds(until) });
    expect(local.coverage.records).toBeGreaterThan(10_000);
    expect(known(await loaded([csv]))).toEqual(known(local));
  });

  describe('the cases of the classifier', () => {
    const KEY = fileKey({ ms: Date.UTC(2026, 10, 2, 1, 20), unique: 'cases', organization: undefined });
    const bucket = `sql-cases-${dialect}`;

    beforeAll(async () => {
      const records = CASES.map(([, record], index) => ({
        ...record,
        eventID: `case ${index}`,
        sharedEventID: undefined,
        awsRegion: `case-${index}`,
      }));
      await put(bucket, [[KEY, gzipSync(recordsText(records))]]);
    });

    test('are decided as the classifier does', async () => {
      const scope = scopeIn(bucket, ['AWSLogs'], ['2026-11-01', '2026-11-03']);
      const csv = await resultOf(dialect, { ...scope, since: seconds('2015-01-01'), until: seconds('2027-01-01') });
      const rows = parse(csv, { columns: true }) as Record<string, string>[];
      const decided = Object.fromEntries(rows.filter((row) => row['row_kind'] === 'requests').map((row) => [row['region'], row['rule']]));
      expect(CASES.map(([name], index) => [name, decided[`case-${index}`]])).toEqual(CASES.map(([name, , , rule]) => [name, rule]));
    });
  });

  test('leaves a damaged file out that it is told to', async () => {
    const bucket = `sql-damaged-${dialect}`;
    const keys = pathsIn(SAMPLE.folder)
      .filter(isLogFile)
      .filter((key) => key.startsWith('audit/'))
      .slice(0, 3);
    const [bad = '', ...good] = keys;
    const files = keys.map((key) => [key, readFileSync(join(SAMPLE.folder, key))] as const);
    await put(
      bucket,
      files.map(([key, bytes]) => [key, key === bad ? bytes.subarray(0, bytes.length - 20) : bytes] as const),
    );
    const scope = scopeIn(bucket, ['audit/AWSLogs']);
    await expect(resultOf(dialect, scope)).rejects.toThrow(`s3://${bucket}/${bad}`);
    const { coverage } = await loaded([await resultOf(dialect, { ...scope, excluded: [`s3://${bucket}/${bad}`] })]);
    expect(proxy.keys('GET').sort()).toEqual(good);
    expect(coverage).toMatchObject({ filesRead: 2, filesFailed: 1, failures: [{ file: `s3://${bucket}/${bad}` }] });
  });
});
