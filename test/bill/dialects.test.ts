import { gzipSync } from 'node:zlib';
import { stringify } from 'csv-stringify/sync';
import { describe, expect, test } from 'vitest';
import { csvOf, curTable, madeItems } from './made.mjs';
import { asText, folder, read } from './reading.js';
import { expected, items, TABLES, type Table } from './tables.js';

/** As csv-stringify writes it, with options that other programs have fixed. */
const written = ({ header, rows }: Table, options: object) => stringify([header, ...rows], options);
const mapped = ({ header, rows }: Table, map: (cell: string, name: string) => string): Table => ({
  header,
  rows: rows.map((row) => row.map((cell, index) => map(cell, header[index] ?? ''))),
});
const withColumn = ({ header, rows }: Table, name: string, cell: string): Table => ({
  header: [...header, name],
  rows: rows.map((row) => [...row, cell]),
});

const DECIMAL = /^-?\d+\.\d+$/;
const withComma = (table: Table) => mapped(table, (cell) => (DECIMAL.test(cell) ? cell.replace('.', ',') : cell));
const AMOUNT_NAME = /(?:amount|cost|rate|quantity|price)$/i;
const grouped = (cell: string, separator: string) => {
  const [whole = '', ...decimals] = cell.split('.');
  return [whole.replace(/\B(?=(?:\d{3})+$)/g, separator), ...decimals].join(',');
};
const withThousands = (separator: string) => (table: Table) =>
  mapped(table, (cell, name) => (AMOUNT_NAME.test(name) && /^-?\d+(?:\.\d+)?$/.test(cell) ? grouped(cell, separator) : cell));
const utf16 = (text: string) => Buffer.from(text, 'utf16le');
/** All that is written here is in Latin-1 too. */
const withUmlaut = (table: Table) => withColumn(table, 'tag', 'Zürich, "Süd"');

const DIALECTS: [string, (table: Table) => string | Buffer, string?][] = [
  ['semicolons', (table) => written(table, { delimiter: ';' }), 'semicolons'],
  ['tabs', (table) => written(table, { delimiter: '\t' }), 'tabs'],
  ['pipes, packed', (table) => gzipSync(written(table, { delimiter: '|' })), 'pipes'],
  ['semicolons in cells of commas', (table) => written(withColumn(table, 'tag', 'a;b;c;d|e\tf'), {})],
  ['commas in cells of semicolons', (table) => written(withColumn(table, 'tag', 'a,b,"c",d'), { delimiter: ';' }), 'semicolons'],
  ['a line that names the separator', (table) => `sep=;\r\n${written(table, { delimiter: ';', record_delimiter: '\r\n' })}`, 'semicolons'],
  ['the same in quotation marks', (table) => `\uFEFF"sep=|"\n${written(table, { delimiter: '|', quoted: true })}`, 'pipes'],
  ['decimal commas', (table) => written(withComma(table), { delimiter: ';' }), 'semicolons, decimal comma'],
  ['decimal commas among commas', (table) => written(withComma(table), {}), 'decimal comma'],
  ['points between thousands', (table) => written(withThousands('.')(table), { delimiter: ';' }), 'semicolons, decimal comma'],
  ['spaces between thousands', (table) => written(withThousands('\u202F')(table), { delimiter: '\t' }), 'tabs, decimal comma'],
  ['all cells quoted', (table) => written(table, { quoted: true })],
  [
    'backslash escapes',
    (table) => written(withColumn(table, 'tag', '{"a":"b, c"}'), { escape: '\\', quoted_match: /"/ }),
    'backslash escapes',
  ],
  [
    'a table for reading, with quotation marks in its cells, dashes and a count',
    (bare) => {
      const table = withColumn(bare, 'tag', "a 'b' c");
      const [header = '', ...rows] = [table.header, ...table.rows].map((row) =>
        row.map((cell) => ` ${cell.replaceAll('"', "'")} `).join('|'),
      );
      const marked = rows.map((row) => row.replaceAll("'", '"'));
      return [header, header.replace(/[^|]/g, '-').replaceAll('|', '+'), ...marked, `(${rows.length} rows)`, ''].join('\n');
    },
    'pipes, quotation marks within cells, spaces around cells',
  ],
  ['backslashes that escape nothing', (table) => written(withColumn(table, 'tag', 'C:\\bills\\'), { quoted: true })],
  ['backslashes in JSON with doubled quotation marks', (table) => written(withColumn(table, 'tag', '{"a":"b \\"c\\" d"}'), {})],
  ['UTF-16 with its mark', (table) => utf16(`\uFEFF${written(withUmlaut(table), { delimiter: '\t' })}`), 'tabs, UTF-16'],
  ['UTF-16 without it', (table) => utf16(written(table, {})), 'UTF-16'],
  ['UTF-16, big end first', (table) => utf16(`\uFEFF${written(table, {})}`).swap16(), 'UTF-16'],
  ['Windows-1252', (table) => Buffer.from(written(withUmlaut(table), { delimiter: ';' }), 'latin1'), 'semicolons, Windows-1252'],
  ['UTF-8 that is none of it', (table) => written(withUmlaut(table), {})],
  [
    'quotation marks in cells without any around them',
    (table) => written(withColumn(table, 'tag', '@'), {}).replaceAll('@', '="0123"'),
    'quotation marks within cells',
  ],
  ['spaces around cells', (table) => written(table, { quoted: true }).replaceAll('","', '" , "'), 'spaces around cells'],
  [
    'a table for reading',
    ({ header, rows }) => {
      const lines = [header, header.map(() => '---'), ...rows].map((row, index) => (index === 1 ? row.join('+') : ` ${row.join(' | ')} `));
      return `${lines.join('\n').replaceAll('"', '')}\n(${rows.length} rows)\n`;
    },
    'pipes, spaces around cells',
  ],
  ['CR', (table) => written(table, { record_delimiter: '\r' }), 'CR line ends'],
  ['CRLF', (table) => written(table, { record_delimiter: '\r\n' })],
];

describe.each(Object.entries(TABLES))('%s in any dialect says the same, and the dialect is said', (format, table) => {
  test.each(DIALECTS)('%s', async (_, write, dialect) => {
    const { rows, summary } = await read(folder({ 'bill.bin': write(table) }));
    expect(summary.filesFailed).toEqual([]);
    expect(asText(rows)).toEqual(expected);
    expect(summary).toMatchObject({ filesRead: 1, formats: { [format]: 1 }, holes: [] });
    expect(summary.dialects).toEqual(dialect === undefined ? [] : [{ dialect, files: 1 }]);
  });
});

test('tabs with quotation marks that are only text', async () => {
  const table = mapped(curTable(items), (cell) => cell.replaceAll(/[",]/g, ' '));
  const { header, rows } = withColumn(table, 'tags', '{"a":"b"}');
  const text = [header, ...rows].map((row) => row.join('\t')).join('\n');
  const result = await read(folder({ 'a.tsv': text }));
  expect(asText(result.rows)).toEqual(expected);
  expect(result.summary.dialects).toEqual([{ dialect: 'tabs, quotation marks within cells', files: 1 }]);
});

test('a first backslash escape far behind the start of a file', async () => {
  const many = Array.from({ length: 60 }, (_, index) => items.map((item) => ({ ...item, id: `${index} ${item.id}` }))).flat();
  const table = withColumn(curTable(many), 'tag', '');
  const plain = await read(folder({ 'a.csv': csvOf(table) }));
  const late = { header: table.header, rows: table.rows.with(-2, [...(table.rows.at(-2) ?? []).slice(0, -1), '{"a":"b, c"}']) };
  const text = written(late, { escape: '\\', quoted_match: /"/ }).replaceAll('\\"made\\"', 'made');
  expect(text.indexOf('\\"')).toBeGreaterThan(300_000);
  const { rows, summary } = await read(folder({ 'a.csv': text }));
  expect(summary.filesFailed).toEqual([]);
  expect(asText(rows)).toEqual(asText(plain.rows));
  expect(summary.dialects).toEqual([{ dialect: 'backslash escapes', files: 1 }]);
});

describe('what may mean two things is refused', () => {
  const cell = (table: Table, row: number, name: string, value: string): Table => ({
    ...table,
    rows: table.rows.with(row, (table.rows[row] ?? []).with(table.header.indexOf(name), value)),
  });
  const table = curTable(items);

  test.each([
    ['a comma among points', cell(table, 6, 'lineItem/UsageAmount', '1,20'), 'row 7, lineItem/UsageAmount: "1,20" is not a number'],
    [
      'a point among commas',
      cell(withComma(table), 6, 'lineItem/UsageAmount', '0.5'),
      'row 7, lineItem/UsageAmount: "0.5" is not a number with a decimal comma',
    ],
    [
      'thousands that are none',
      cell(withComma(table), 6, 'lineItem/UsageAmount', '12.34'),
      'row 7, lineItem/UsageAmount: "12.34" is not a number with a decimal comma',
    ],
  ])('%s', async (_, made, reason) => {
    const { summary } = await read(folder({ 'a.csv': csvOf(made), 'b.csv': csvOf(curTable(madeItems('2026-12'))) }));
    expect(summary.filesFailed.map((failed) => failed.reason)).toEqual([reason]);
  });

  test('the error names the cell and does not ask for another download', async () => {
    const error = await read(folder({ 'a.csv': csvOf(cell(table, 6, 'lineItem/UsageAmount', 'many')) })).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      problems: [
        {
          what: 'row 7, lineItem/UsageAmount: "many" is not a number',
          remedy: 'Correct this cell, or what wrote it.',
        },
      ],
    });
  });
});
