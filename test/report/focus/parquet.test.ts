import { parse } from 'csv-parse/sync';
import { parquetReadObjects } from 'hyparquet';
import { expect, test } from 'vitest';
import { Decimal } from '../../../src/base/decimal.js';
import { FOCUS_COLUMNS, focusCsv } from '../../../src/report/focus/columns.js';
import { forecastRows } from '../../../src/report/focus/forecast.js';
import { focusParquet } from '../../../src/report/focus/parquet.js';
import { book, estimateOf, sampleEstimate } from '../../support.js';

const OPTIONS = {
  strategy: 'sse-kms',
  generatedAt: '2026-11-02T08:00:00Z',
  billingAccount: '012345678901',
  regions: book.regions,
} as const;

const read = async (bytes: Buffer) => parquetReadObjects({ file: new Uint8Array(bytes).buffer });

test.each(['organization.yaml', 'paid-copy.yaml'])('%s as Parquet has what its CSV has, ids as text and times as times', async (sample) => {
  const rows = forecastRows(sampleEstimate(sample), OPTIONS);
  const csv = parse(focusCsv(rows), { columns: true }) as Record<string, string>[];
  const objects = await read(await focusParquet(rows));
  expect(Object.keys(objects[0] ?? {})).toEqual([...FOCUS_COLUMNS]);
  for (const [index, object] of objects.entries()) {
    expect(object['BillingAccountId']).toBe('012345678901');
    for (const [column, value] of Object.entries(object)) {
      const cell = csv[index]?.[column] ?? '';
      if (value === null) expect(cell).toBe('');
      else if (value instanceof Date) expect(value.toISOString().replace('.000Z', 'Z')).toBe(cell);
      // The reader that the test uses makes floating-point numbers of decimals.
      else if (typeof value === 'number') expect(Math.abs(value - Number(cell))).toBeLessThanOrEqual(1e-12 * Math.abs(value));
      else expect(value).toBe(cell);
    }
  }
});

test('numbers are decimals with all their places, the same as in CSV when DuckDB adds them up', async () => {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const { mkdtemp, rm, writeFile } = await import('node:fs/promises');
  const { tmpdir } = await import('node:os');
  const folder = await mkdtemp(`${tmpdir()}/trailcost-`);
  try {
    const estimate = sampleEstimate('organization.yaml');
    const path = `${folder}/focus.parquet`;
    await writeFile(path, await focusParquet(forecastRows(estimate, OPTIONS)));
    const connection = await (await DuckDBInstance.create()).connect();
    const found = await connection.runAndReadAll(`select sum(BilledCost)::varchar, min(SubAccountId) from '${path}'`);
    const [[cost = '', account] = []] = found.getRowsJson() as string[][];
    expect(new Decimal(cost).eq(estimate.totals['sse-kms'].expected)).toBe(true);
    expect(account).toBe('111122223333');
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('no row is a file with columns alone', async () => {
  const rows = forecastRows(estimateOf({ readers: [{ name: 'a', pattern: 'single', readsPerMonth: 0 }], keys: { number: 0 } }), OPTIONS);
  expect(rows).toEqual([]);
  expect(await read(await focusParquet(rows))).toEqual([]);
});
