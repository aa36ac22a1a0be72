import { gzipSync } from 'node:zlib';
import { stringify } from 'csv-stringify/sync';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import { csvOf, curTable, madeItems, parquetColumns, zipOf } from './made.mjs';
import { asText, folder, read } from './reading.js';
import { expected, items, TABLES, type Table } from './tables.js';

const half = items.length >> 1;

const part = ({ header, rows }: Table, start: number, end?: number) => csvOf({ header, rows: rows.slice(start, end) });
const bare = ({ rows }: Table, start: number, end?: number) => stringify(rows.slice(start, end));
const filled = ({ header }: Table, cells: Record<number, string>) => header.map((_, index) => cells[index] ?? '');

describe.each(Object.entries(TABLES))('what tools leave in a file of %s beside its rows', (_format, table) => {
  const columns = table.header.length;
  const cost = table.header.findIndex((name) => /^(?:lineItem\/UnblendedCost|line_item_unblended_cost|BilledCost)$/.test(name));
  const label = cost === 0 ? 1 : 0;
  const total = filled(table, { [label]: 'Grand Total', [cost]: '130.25' });
  const reversed = { header: table.header.toReversed(), rows: table.rows.map((row) => row.toReversed()) };
  const wider = { header: ['added', ...table.header], rows: table.rows.map((row) => ['', ...row]) };
  const padded = table.rows.map((row, index) => (index % 3 === 0 ? row : [...row, '', 'tag']));

  test.each<[string, string | Buffer, object]>([
    ['the header again', part(table, 0, half) + part(table, half), { header: 1 }],
    [
      'parts packed one after the other',
      Buffer.concat([part(table, 0, half), `\uFEFF${part(table, half)}`].map((text) => gzipSync(text))),
      { header: 1 },
    ],
    ['with CRLF from there on', part(table, 0, half) + part(table, half).replaceAll('\n', '\r\n'), { header: 1 }],
    ['with LF from there on', part(table, 0, half).replaceAll('\n', '\r\n') + part(table, half), { header: 1 }],
    ['a header of another order', part(table, 0, half) + part(reversed, half), { header: 1 }],
    ['a header of more columns', part(table, 0, half) + part(wider, half), { header: 1 }],
    ['a header after rows', bare(table, 0, 3) + part(table, 3), { header: 1 }],
    ['a row of totals and empty rows', csvOf(table) + stringify([filled(table, {}), total, filled(table, {})]), { total: 1, blank: 2 }],
    ['a row of totals that is short', `${csvOf(table)}${total.slice(0, Math.max(cost, label) + 1).join(',')}\n`, { total: 1 }],
    [
      'a total of an account',
      csvOf(table) +
        stringify([
          table.rows[0]?.map((cell, at) =>
            /date|period(?:start|end)$/i.test(table.header[at] ?? '') ? '' : cell === 'Usage' ? 'Subtotal' : cell,
          ) ?? [],
        ]),
      { total: 1 },
    ],
    ['a comment above', `# a, b, c, d, e, f, g\n${csvOf(table)}`, { note: 1 }],
    ['empty lines', csvOf(table).replace('\n', '\n\n\n'), { blank: 2 }],
    ['a note at the end', `${csvOf(table)}\nMade on 2026-12-03\n`, { blank: 1, note: 1 }],
    ['titles', `Cost report\n"Filters: one, two",,,\n\n${csvOf(table)}`, { note: 2 }],
    ['a padded title', stringify([filled(table, { 0: 'Cost report' })]) + csvOf(table), { note: 1 }],
    ['empty columns at the end', csvOf({ header: [...table.header, '', ''], rows: table.rows.map((row) => [...row, '', '']) }), {}],
    ['empty columns of the header', csvOf({ header: [...table.header, '', ''], rows: table.rows }), {}],
    ['empty columns of the rows', csvOf({ header: table.header, rows: table.rows.map((row) => [...row, '', '']) }), {}],
    ['rows that lack empty cells at their end', csvOf({ header: [...table.header, 'one', 'two'], rows: padded }), {}],
  ])('%s', async (_, content, leftOut) => {
    const { rows, summary } = await read(folder({ 'bill.bin': content }));
    expect(summary.filesFailed).toEqual([]);
    expect(asText(rows)).toEqual(expected);
    expect(summary.rowsLeftOut).toEqual({ blank: 0, header: 0, total: 0, note: 0, ...leftOut });
  });

  test.each<[string, Record<string, string | Buffer>, string[]]>([
    ['after it', { 'a.csv': part(table, 0, half), 'b.csv': bare(table, half) }, ['b.csv']],
    ['before it', { 'b.csv': part(table, 0, half), 'a.csv': bare(table, half) }, ['a.csv']],
    [
      'packed',
      { 'a.csv': part(table, 0, half), 'b.gz': gzipSync(bare(table, half, -1)), 'c.zip': zipOf([['c.csv', bare(table, -1)]]) },
      ['b.gz', 'c.zip › c.csv'],
    ],
    ['in another dialect', { 'a.csv': part(table, 0, half), 'b.csv': stringify(table.rows.slice(half), { delimiter: ';' }) }, ['b.csv']],
  ])('a part without a header: %s', async (_, files, without) => {
    const root = folder(files);
    const { rows, summary } = await read(root);
    expect(asText(rows)).toEqual(expected);
    expect(summary.holes).toEqual([]);
    expect(summary.headersOf.map(({ file }) => file.slice(root.length + 1))).toEqual(without);
  });

  test('a part without a header whose columns agree with none is a hole', async () => {
    const rows = table.rows.slice(half).map((row) => row.toReversed());
    const { summary } = await read(
      folder({ 'a.csv': part(table, 0, half), 'b.csv': stringify(rows), 'c.csv': stringify(rows.map((row) => row.slice(1))) }),
    );
    expect(summary).toMatchObject({ filesRead: 1, headersOf: [], rows: half });
    expect(summary.holes.map(({ file }) => file.slice(-5))).toEqual(['b.csv', 'c.csv']);
  });

  test('a row that lacks a cell within is damage', async () => {
    const rows = table.rows.with(4, (table.rows[4] ?? []).toSpliced(columns >> 1, 1));
    const broken = csvOf({ header: [...table.header, 'tag'], rows: rows.map((row, index) => (index === 4 ? row : [...row, 'x'])) });
    const { summary } = await read(folder({ 'a.csv': broken, 'b.csv': csvOf(curTable(madeItems('2026-12'))) }));
    expect(summary.holes).toMatchObject([{ reason: expect.stringMatching(/^damaged CSV: Invalid Record Length.* line 6$/) }]);
  });
});

test('a header within that lacks a column is refused with its row', async () => {
  const table = curTable(items);
  const at = table.header.indexOf('lineItem/UnblendedCost');
  const less = csvOf({ header: table.header.toSpliced(at, 1), rows: table.rows.slice(half).map((row: string[]) => row.toSpliced(at, 1)) });
  const { summary } = await read(folder({ 'a.csv': part(table, 0, half) + less, 'b.csv': csvOf(curTable(madeItems('2026-12'))) }));
  expect(summary.filesFailed).toMatchObject([
    { reason: expect.stringMatching(/^row 18, is a CUR bill, but its column lineItem\/UnblendedCost is missing/), rows: half },
  ]);
});

test('a part whose columns fit two headers is refused', async () => {
  const table = curTable(items);
  const swapped = (name: string) =>
    name === 'lineItem/UnblendedCost'
      ? 'pricing/publicOnDemandCost'
      : name === 'pricing/publicOnDemandCost'
        ? 'lineItem/UnblendedCost'
        : name;
  const other = csvOf({ ...curTable(madeItems('2026-12')), header: table.header.map(swapped) });
  const { summary } = await read(folder({ 'a.csv': part(table, 0, 5), 'b.csv': other, 'c.csv': bare(table, 5, 20) }));
  expect(summary.holes).toMatchObject([{ reason: 'has no header, and the headers of several files fit its columns' }]);
});

describe('what is packed within an archive', () => {
  const table = curTable(items);
  const parquet = Buffer.from(parquetWriteBuffer({ columnData: parquetColumns(table) }));

  test.each<[string, Record<string, string | Buffer>]>([
    ['gzip', { 'a.zip': zipOf([['a.csv.gz', gzipSync(csvOf(table))]]) }],
    ['Parquet', { 'a.zip': zipOf([['a.parquet', parquet]]) }],
    ['Parquet in gzip', { 'a.gz': gzipSync(parquet) }],
    [
      'parts of several kinds',
      {
        'in/a.zip': zipOf([
          ['a.csv', part(table, 0, 9)],
          ['b.gz', gzipSync(part(table, 9))],
        ]),
        'in/more/b.zip': zipOf([['readme', '']]),
      },
    ],
    [
      'what a Mac adds',
      {
        'a.zip': zipOf([
          ['a.csv', csvOf(table)],
          ['__MACOSX/._a.csv', Buffer.from('000516070002000000', 'hex')],
        ]),
      },
    ],
  ])('%s', async (_, files) => {
    const { rows, summary } = await read(folder(files));
    expect(asText(rows)).toEqual(expected);
    expect(summary.holes).toEqual([]);
  });
});

describe('a file that looks like data and is left out is a hole', () => {
  const table = curTable(items);
  const bill = csvOf(table);
  const start = (hex: string) => Buffer.concat([Buffer.from(hex, 'hex'), Buffer.alloc(600, 7)]);
  const tar = Buffer.alloc(1024);
  tar.write('ustar', 257);

  test.each<[string, string | Buffer, RegExp]>([
    ['b.csv.zst', start('28b52ffd'), /packed with zstd/],
    ['b.csv.bz2', start('425a6839'), /packed with bzip2/],
    ['b.7z', start('377abcaf271c'), /7z archive/],
    ['b.csv.xz', start('fd377a585a00'), /packed with xz/],
    ['b.orc', start('4f5243'), /ORC/],
    ['b.avro', start('4f626a01'), /Avro/],
    ['b.tar', tar, /tar archive/],
    ['b.tar.gz', gzipSync(tar), /tar archive/],
    [
      'b.xlsx',
      zipOf([
        ['[Content_Types].xml', '<a/>'],
        ['xl/workbook.xml', '<a/>'],
      ]),
      /Excel workbook/,
    ],
    ['b.zip', zipOf([['c.zip', zipOf([['a.csv', bill]])]]), /zip archive within another/],
    ['b.zip', zipOf([['c.zip', Buffer.concat([Buffer.from('PK\x03\x04name\n'), Buffer.from(bill)])]]), /zip archive within another/],
    ['b.tar', Buffer.concat([tar.subarray(0, 512), Buffer.from(`\n${bill}`)]), /tar archive/],
    ['b.gz', gzipSync(gzipSync(bill)), /gzip twice/],
    ['b.json', JSON.stringify([{ line_item_usage_type: 'us-east-1-KMS-Requests' }]), /as JSON, which are not read$/],
    ['b.json.gz', gzipSync('{"BilledCost":"1"}\n{"BilledCost":"2"}\n'), /as JSON, which are not read$/],
    ['b.csv', 'InvoiceID,RecordType,Cost\n1,LineItem,2\n', /is not a bill/],
    ['b.parquet', Buffer.alloc(0), /is empty/],
    ['c.csv.gz', Buffer.alloc(0), /is empty/],
    ['b.csv.gz', gzipSync(bill).subarray(0, 300), /truncated/],
  ])('%s', async (name, content, reason) => {
    const root = folder({ 'a.csv': bill, [name]: content });
    const { summary } = await read(root);
    expect(summary.holes).toEqual([{ file: expect.stringContaining(name), reason: expect.stringMatching(reason) }]);
  });

  test('and its neighbours are none', async () => {
    const { summary } = await read(
      folder({
        'a.csv': bill,
        README: 'The bills of November, as exported.\nSee also: the manifest, the status, the notes.\n',
        LICENSE: 'Permission is hereby granted, free of charge, to any person\nobtaining a copy, to deal, to use, to copy\n',
        'create-table.sql': 'CREATE TABLE bill (\n  line_item_usage_type STRING,\n  line_item_operation STRING)\n',
        'crawler.yml': 'Resources:\n  Bucket: made\n',
        'status.parquet': parquetWriteBuffer({ columnData: [{ name: 'status', data: ['READY'] }] }),
        _SUCCESS: '',
        '.a.csv.crc': Buffer.from('6372630000000200', 'hex'),
        'empty.csv': '',
        'empty.csv.gz': gzipSync(''),
        'logo.png': Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
        'invoice.pdf': '%PDF-1.7\n',
        'notes.json': '{"made": "by hand"}',
      }),
    );
    expect(summary).toMatchObject({ filesRead: 1, holes: [] });
  });
});
