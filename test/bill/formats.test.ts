import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { group } from 'd3-array';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import { Decimal, sum } from '../../src/base/decimal.js';
import { csvOf, cur2Table, curTable, focusTable, madeItems, parquetColumns, zipOf } from './made.mjs';
import { asText, folder, read } from './reading.js';

const items = madeItems();
const TABLES = {
  cur: curTable(items),
  'cur-2.0': cur2Table(items),
  'focus-1.0': focusTable(items, '1.0'),
  'focus-1.1': focusTable(items, '1.1'),
  'focus-1.2': focusTable(items, '1.2'),
};
const half = items.length >> 1;

async function duckdb(...statements: string[]) {
  const connection = await (await DuckDBInstance.create()).connect();
  let rows: unknown[][] = [];
  for (const statement of statements) rows = (await connection.runAndReadAll(statement)).getRows();
  connection.closeSync();
  return rows;
}

describe('the same bill in every format and packing says the same to the last digit', async () => {
  const { rows: expected } = await read(folder({ 'bill.csv': csvOf(TABLES.cur) }));

  test('and it says what was made', () => {
    expect(expected).toHaveLength(items.length);
    const total = sum(expected.map(({ cost }) => cost)).toFixed();
    expect(total).toBe(sum(items.map(({ cost }) => new Decimal(cost))).toFixed());
    expect(expected[0]).toMatchObject({
      month: '2026-11',
      service: 'kms',
      region: 'us-east-1',
      usageType: 'us-east-1-KMS-Requests',
      metric: 'kms-request',
      operation: 'Decrypt',
      currency: 'USD',
      account: '444455556666',
      payer: '111122223333',
      kind: 'free-tier',
      resourceId: undefined,
    });
    expect(expected[0]?.listCost?.toFixed()).toBe('0.045');
  });

  test.each(Object.entries(TABLES))('%s', async (format, table) => {
    const csv = csvOf(table);
    const parts = [csvOf({ ...table, rows: table.rows.slice(0, half) }), csvOf({ ...table, rows: table.rows.slice(half) })] as const;
    const packings = {
      csv,
      'csv with a byte order mark and CRLF': `\uFEFF${csv.replaceAll('\n', '\r\n')}`,
      gz: gzipSync(csv),
      'gz of several members': Buffer.concat([gzipSync(csv.slice(0, 1000)), gzipSync(csv.slice(1000))]),
      zip: zipOf([['a.csv', csv]]),
      'zip of several files': zipOf([
        ['a.csv', parts[0]],
        ['b/', ''],
        ['b/c.csv', parts[1]],
      ]),
      'Parquet, snappy': parquetWriteBuffer({ columnData: parquetColumns(table) }),
      'Parquet in row groups': parquetWriteBuffer({ columnData: parquetColumns(table), rowGroupSize: 7 }),
    };
    for (const [packing, content] of Object.entries(packings)) {
      // No name tells anything.
      const { rows, summary } = await read(join(folder({ 'a.bin': content }), 'a.bin'));
      expect(asText(rows), packing).toEqual(asText(expected));
      expect(summary.formats, packing).toMatchObject({ [format]: packing === 'zip of several files' ? 2 : 1 });
      expect(summary.filesFailed, packing).toEqual([]);
    }
    const several = await read(folder({ 'b.csv': parts[1], 'a.gz': gzipSync(parts[0]) }));
    expect(asText(several.rows)).toEqual(asText(expected));
  });

  test.each(['zstd', 'gzip', 'snappy'])(
    'Parquet of DuckDB with %s, with decimals, native dates and numbers for accounts',
    async (codec) => {
      const root = folder({ 'bill.csv': csvOf(TABLES['cur-2.0']) });
      const [source, target] = [join(root, 'bill.csv'), join(root, 'bill.parquet')];
      const columns = `* REPLACE (line_item_usage_amount::DECIMAL(38,10) AS line_item_usage_amount,
      line_item_unblended_cost::DECIMAL(18,12) AS line_item_unblended_cost,
      line_item_unblended_rate::DECIMAL(9,8) AS line_item_unblended_rate,
      line_item_usage_start_date::TIMESTAMP AS line_item_usage_start_date,
      line_item_usage_account_id::BIGINT AS line_item_usage_account_id)`;
      await duckdb(
        `COPY (SELECT ${columns} FROM read_csv('${source}', all_varchar=true, nullstr='')) TO '${target}' ` +
          `(FORMAT parquet, COMPRESSION ${codec})`,
      );
      const { rows } = await read(target);
      expect(asText(rows)).toEqual(asText(expected));
    },
  );

  test('Parquet with a decimal of the same name within another column', async () => {
    const root = folder({ 'bill.csv': csvOf(TABLES['cur-2.0']) });
    const target = join(root, 'bill.parquet');
    await duckdb(
      `COPY (SELECT * REPLACE (line_item_unblended_cost::DOUBLE AS line_item_unblended_cost,
        line_item_usage_amount::DECIMAL(38,10) AS line_item_usage_amount),
        {'line_item_unblended_cost': 1::DECIMAL(9,5), 'line_item_usage_amount': 1::DECIMAL(9,2)} AS product
      FROM read_csv('${join(root, 'bill.csv')}', all_varchar=true, nullstr='')) TO '${target}' (FORMAT parquet)`,
    );
    const { rows } = await read(target);
    expect(asText(rows)).toEqual(asText(expected));
  });

  test.each(['bill.csv', 'bill.parquet'])('sums by month and operation are those of DuckDB: %s', async (name) => {
    const table = curTable(
      [...items, ...madeItems('2026-12'), ...madeItems('2027-01')].map((item, index) => ({ ...item, id: `id${index}` })),
    );
    const root = folder({ 'bill.csv': csvOf(table), 'bill.parquet': parquetWriteBuffer({ columnData: parquetColumns(table) }) });
    const { rows } = await read(join(root, name));
    const actual = new Map<string, [string, string, number]>();
    for (const [key, charged] of group(
      rows.filter(({ metric }) => metric === 'kms-request'),
      ({ month, operation }) => `${month} ${operation}`,
    )) {
      actual.set(key, [
        sum(charged.map(({ quantity }) => quantity)).toFixed(4),
        sum(charged.map(({ cost }) => cost)).toFixed(12),
        charged.length,
      ]);
    }
    const quoted = (column: string) => `"${column}"`;
    const expectedRows = await duckdb(
      `SELECT left(${quoted('lineItem/UsageStartDate')}, 7) || ' ' || ${quoted('lineItem/Operation')},
        sum(${quoted('lineItem/UsageAmount')}::DECIMAL(38,4))::VARCHAR,
        sum(${quoted('lineItem/UnblendedCost')}::DECIMAL(38,12))::VARCHAR, count(*)::INTEGER
      FROM read_csv('${join(root, 'bill.csv')}', all_varchar=true)
      WHERE ${quoted('lineItem/UsageType')} SIMILAR TO '.*-KMS-Requests' AND ${quoted('lineItem/ProductCode')} = 'awskms' GROUP BY 1`,
    );
    expect(actual.size).toBe(9);
    expect([...actual].sort()).toEqual(expectedRows.map(([key, ...sums]) => [key, sums]).sort());
  });
});
