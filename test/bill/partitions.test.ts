import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { partitionOf } from '../../src/bill/delivery/partitions.js';
import { csvOf, cur2Table, curTable, focusTable, madeItems } from './made.mjs';
import { asText, folder, read } from './reading.js';

const items = madeItems();
const expected = asText((await read(folder({ 'a.csv': csvOf(curTable(items)) }))).rows);

async function duckdb(statement: string) {
  const connection = await (await DuckDBInstance.create()).connect();
  await connection.run(statement);
  connection.closeSync();
}

test.each([
  ['cur-2.0', cur2Table(items), 'line_item_product_code', 'parquet'],
  ['cur-2.0', cur2Table(items), 'line_item_usage_account_id', 'csv'],
  ['cur-2.0', cur2Table(items), 'line_item_product_code, line_item_line_item_type', 'parquet'],
  ['focus-1.2', focusTable(items, '1.2'), 'SubAccountId', 'parquet'],
  ['focus-1.2', focusTable(items, '1.2'), 'ServiceName', 'csv'],
])('folders of DuckDB: $0 by $2 as $3', async (_format, table, columns, format) => {
  const root = folder({ 'bill.csv': csvOf(table) });
  const target = join(root, 'parts');
  const bill = `SELECT * FROM read_csv('${join(root, 'bill.csv')}', all_varchar=true)`;
  await duckdb(`COPY (${bill}) TO '${target}' (FORMAT ${format}, PARTITION_BY (${columns}))`);
  const { rows, summary } = await read(target);
  expect(asText(rows)).toEqual(expected);
  expect(summary).toMatchObject({ filesFailed: [], holes: [] });
  expect(summary.dialects).toMatchObject([{ dialect: expect.stringContaining('columns from folder names') }]);
});

test.each([
  ['cur-2.0', cur2Table(items), 'line_item_usage_start_date', 'year=2026/month=11'],
  ['cur-2.0', cur2Table(items), 'line_item_usage_start_date', 'BILLING_PERIOD=2026-11'],
  ['focus-1.2', focusTable(items, '1.2'), 'ChargePeriodStart', 'billing_period=2026-11'],
])('a month from folders: %s', async (_, { header, rows: all }, column, path) => {
  const at = header.indexOf(column);
  const less = { header: header.toSpliced(at, 1), rows: all.map((row: string[]) => row.toSpliced(at, 1)) };
  const { rows } = await read(folder({ [`${path}/a.csv`]: csvOf(less) }));
  expect(asText(rows)).toEqual(expected);
});

test('what a file has itself counts', async () => {
  const root = folder({ 'line_item_product_code=AmazonEC2/account_id=999988887777/month=01/year=2020/a.csv': csvOf(cur2Table(items)) });
  const { rows, summary } = await read(root);
  expect(asText(rows)).toEqual(expected);
  expect(summary.dialects).toEqual([]);
});

test('files of the same content in folders of other accounts are no copies', async () => {
  const { header, rows: all } = focusTable(items, '1.2');
  const at = header.indexOf('SubAccountId');
  const less = csvOf({ header: header.toSpliced(at, 1), rows: all.map((row: string[]) => row.toSpliced(at, 1)) });
  const { rows, summary } = await read(folder({ 'account_id=111122223333/a.csv': less, 'account_id=444455556666/a.csv': less }));
  expect(summary.superseded).toEqual([]);
  expect(new Set(rows.map(({ account }) => account))).toEqual(new Set(['111122223333', '444455556666']));
});

test.each([
  ['/bills/a=1/b%3A=x%20y/c.csv', { names: ['a', 'b:'], values: ['1', 'x y'] }],
  ['/bills/a=__HIVE_DEFAULT_PARTITION__/c.csv', { names: ['a'], values: [''] }],
  ['/bills/a=50%/c=d.csv', { names: ['a'], values: ['50%'] }],
  ['/bills/none/c.csv', { names: [], values: [] }],
])('%s', (place, partition) => {
  expect(partitionOf(place)).toEqual(partition);
});
