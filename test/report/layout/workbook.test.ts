import { describe, expect, test } from 'vitest';
import { Decimal } from '../../../src/base/decimal.js';
import type { Document } from '../../../src/report/layout/document.js';
import type { DataTable } from '../../../src/report/layout/workbook/data.js';
import { documentWorkbook } from '../../../src/report/layout/workbook/document-workbook.js';
import { calculator, type ReadSheet, readWorkbook, timeOf } from '../read-workbook.js';

const DOCUMENT: Document = {
  headline: 'It costs $1.24.',
  lead: '=SUM(A1) is a name.',
  caption: 'of a test',
  tables: [],
  lists: [
    { title: 'Warnings', items: ['Mind the gap.'], isWarning: true },
    { title: 'Commands', commands: [['trailcost', 'count']] },
    { title: 'Nothing', items: [] },
  ],
};

const read = async (...tables: DataTable[]) => readWorkbook(await documentWorkbook(DOCUMENT, { charts: [], tables }));
const sheetOf = (workbook: Map<string, ReadSheet>, name: string) => workbook.get(name) as ReadSheet;
const column = ({ cells }: ReadSheet, letter: string) =>
  [...cells].filter(([address]) => new RegExp(`^${letter}\\d+$`).test(address)).map(([, { value }]) => value);
const table = (columns: string[], ...rows: string[][]): DataTable => ({ name: 'data', columns, rows });

describe('a document', async () => {
  const workbook = await read(table(['month'], ['2026-11']), { name: 'empty', columns: ['month'], rows: [] });

  test('has a summary, a sheet for each table with rows, and notes', () => {
    expect([...workbook.keys()]).toEqual(['summary', 'data', 'notes']);
  });

  test('has its answer and warnings on the summary and everything it says in the notes, as text', () => {
    expect(column(sheetOf(workbook, 'summary'), 'A')).toEqual([
      'summary',
      'It costs $1.24.',
      '=SUM(A1) is a name.',
      'of a test',
      'Warnings',
      'Mind the gap.',
    ]);
    expect(column(sheetOf(workbook, 'notes'), 'B')).toEqual(['text', 'Mind the gap.', 'trailcost count']);
  });

  test('prints as wide as a page, with heads on each', () => {
    for (const [name, { print }] of workbook)
      expect(print).toEqual({ fitToWidth: '1', fitToHeight: '0', orientation: 'landscape', titles: `'${name}'!$1:$1` });
  });
});

test.each([
  ['cost', '1234.5678901234', 'number', '#,##0.00'],
  ['cost', '-0.000003', 'number', '#,##0.00'],
  ['requests', '1250000', 'number', '#,##0'],
  ['unit_price', '0.000003', 'number', '0.00##########'],
  ['value', '4.97305', 'number', '#,##0.##########'],
  ['account', '111122223333', 'text', ''],
  ['key_id', '0123', 'text', ''],
  ['cost_centre', '4100', 'text', ''],
  ['tag:cost', '4100', 'text', ''],
  ['sse_kms_bucket_key', '4100', 'number', '#,##0.00'],
  ['anything', '0123', 'text', ''],
  ['anything', '12345678901234567', 'text', ''],
  ['anything', '-', 'text', ''],
  ['anything', '=1+1', 'text', ''],
  ['anything', '1E5', 'text', ''],
  ['month', '2026-11', 'day', 'yyyy-mm'],
  ['rate_date', '2026-11-02', 'day', 'yyyy-mm-dd'],
  ['month', '2026-13', 'text', ''],
])('in a column %s, %s is a %s', async (name, text, kind, format) => {
  const { cells } = sheetOf(await read(table([name], [text])), 'data');
  const cell = cells.get('A2');
  expect(cell).toMatchObject({ kind, format });
  if (kind === 'text') expect(cell?.value).toBe(text);
  if (kind === 'number') expect(cell?.value).toBe(Number(text));
  if (kind === 'day') expect(timeOf(Number(cell?.value))).toContain(text);
});

test('across a table that others gave the names of, all is money and heads stay as they are', async () => {
  const cross: DataTable = { ...table(['account, USD', 'log_account', '2026-12'], ['a', '1.5', '0'], ['b', '2', '3']), isCross: true };
  const { cells } = sheetOf(await read({ ...cross, summed: ['log_account', '2026-12'] }), 'data');
  expect(cells.get('B1')?.value).toBe('log_account');
  expect([cells.get('B2'), cells.get('C3'), cells.get('B4')]).toMatchObject([
    { value: 1.5, format: '#,##0.00' },
    { value: 3, format: '#,##0.00' },
    { value: 3.5, formula: 'SUM(B2:B3)' },
  ]);
});

test('a column is of one kind: a text among numbers makes all of them text', async () => {
  const { cells } = sheetOf(await read(table(['value'], ['1'], ['all'])), 'data');
  expect([cells.get('A2'), cells.get('A3')]).toMatchObject([
    { kind: 'text', value: '1' },
    { kind: 'text', value: 'all' },
  ]);
});

test('rows are as high as their texts, and columns as wide as the sums under them', async () => {
  const key = `arn:aws:kms:us-east-1:111122223333:key/${'1234abcd-'.repeat(4)}`;
  const data = table(['key', 'free_tier_quantity', 'cost'], [key, '999999999', '1.123456789012345678'], ['b', '1', '1']);
  const { heights, widths, cells } = sheetOf(await read({ ...data, summed: ['free_tier_quantity'] }), 'data');
  expect([...heights]).toEqual([
    [1, 30],
    [2, 30],
  ]);
  expect(cells.get('B4')?.value).toBe(1_000_000_000);
  expect(widths[1]).toBeGreaterThan('1,000,000,000'.length);
  expect(widths[2]).toBe(11);
});

describe('sums', () => {
  const rows = [
    ['siem', '1.1', 'USD'],
    ['athena', '2.2', 'USD'],
  ];
  const summed = (own: string[][]): DataTable => ({ ...table(['reader', 'cost', 'currency'], ...own), summed: ['cost'] });

  test('are formulas with their values, outside of the filter', async () => {
    const workbook = await read(summed(rows));
    const { cells, filter } = sheetOf(workbook, 'data');
    expect(cells.get('A4')?.value).toBe('total');
    expect(cells.get('B4')).toMatchObject({ formula: 'SUM(B2:B3)', value: 3.3 });
    expect(calculator(workbook)('data', 'SUM(B2:B3)')).toBeCloseTo(3.3, 12);
    expect(filter).toBe('A1:C3');
  });

  test('are not of several currencies, nor of what is unknown', async () => {
    const mixed = sheetOf(await read(summed([...rows, ['alice', '3', 'EUR']])), 'data');
    expect(mixed.cells.has('A5')).toBe(false);
    const unknown = sheetOf(await read(summed([...rows, ['alice', '', 'USD']])), 'data');
    expect(unknown.cells.has('B5')).toBe(false);
  });
});

test('bars are as long as their amounts, on one scale, and something is never nothing', async () => {
  const bars = [
    { name: 'a', value: new Decimal(100) },
    { name: 'b', value: new Decimal(-50) },
    { name: 'c', value: new Decimal('0.01') },
    { name: 'd', value: new Decimal(0) },
  ];
  const charts = [
    { title: 'By reader', of: 'USD', isMoney: true, bars },
    { title: 'Empty', of: 'USD', isMoney: true, bars: [] },
  ];
  const sheet = sheetOf(readWorkbook(await documentWorkbook(DOCUMENT, { charts, tables: [] })), 'summary');
  expect(column(sheet, 'C').filter((bar) => bar !== '')).toEqual(['█'.repeat(36), '█'.repeat(18), '█']);
  expect(column(sheet, 'A')).not.toContain('Empty');
});
