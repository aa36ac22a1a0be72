import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { LINE_COLUMNS, lineRow } from '../../../src/model/saved/line-row.js';
import { csvReport } from '../../../src/report/estimate/csv.js';
import { markdownReport, tableReport } from '../../../src/report/estimate/text.js';
import { inertText } from '../../../src/report/layout/csv.js';
import { scenarios } from '../../arbitraries.mjs';
import { runs } from '../../runs.js';
import { estimateOf } from '../../support.js';

describe('text cells are no formulas', () => {
  test.each([
    ['siem', 'siem'],
    ['a=b', 'a=b'],
    ['2026-12', '2026-12'],
    ['', ''],
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['\rx', "'\rx"],
    ['\nx', "'\nx"],
    ['  =1', "'  =1"],
    [' \t=1', "' \t=1"],
    [' \nx', "' \nx"],
    ['\u00a0=1', "'\u00a0=1"],
    ['＝1', "'＝1"],
    ['－1', "'－1"],
    ['＋1', "'＋1"],
    ['＠a', "'＠a"],
  ])('%j becomes %j', (text, cell) => {
    expect(inertText(text)).toBe(cell);
  });
});

const NAMES = [
  '=HYPERLINK("http://x","y")',
  '@cmd',
  '-2+3',
  'a,b;"c"',
  '日本語の読者はとても長い名前を持っていますから切ります',
  '<b>bold</b> | cell',
  '`x` [l](u)',
];
const estimate = estimateOf({
  name: '=danger',
  readers: NAMES.map((name) => ({ name, pattern: 'single', readsPerMonth: 1000 })),
});

test('CSV keeps hostile names as text', () => {
  const rows = parse(csvReport(estimate), { columns: true }) as Record<string, string>[];
  expect(new Set(rows.map(({ scenario }) => scenario))).toEqual(new Set(["'=danger"]));
  const readers = new Set(rows.map(({ reader }) => reader));
  for (const name of NAMES) expect(readers).toContain(/^[=@-]/.test(name) ? `'${name}` : name);
});

test('the table stays within 80 columns', () => {
  const report = tableReport(estimate, { color: false });
  for (const line of report.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(80);
});

test.each([1e5, 1e7, 1e9, 1e12])('the table stays within 80 columns with %d reads a month', (readsPerMonth) => {
  const large = estimateOf({
    period: { start: '2026-12', months: 2 },
    readers: [
      {
        name: 'a reader with a long name',
        account: '111122223333',
        pattern: 'single',
        readsPerMonth: { low: 1, expected: readsPerMonth, high: 1e12 },
      },
    ],
    recording: { paidCopies: 100 },
  });
  for (const line of tableReport(large, { color: false }).split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(80);
});

test('Markdown keeps hostile names as text', () => {
  const report = markdownReport(estimate);
  expect(report).toContain('\\<b\\>bold\\</b\\> \\| cell');
  expect(report).toContain('\\`x\\` \\[l\\](u)');
});

test('CSV parsed back equals the lines, for any scenario and name', () => {
  fc.assert(
    fc.property(scenarios, fc.string({ minLength: 1, maxLength: 20 }), (given, text) => {
      const name = `r${text.replace(/\p{C}/gu, '')}.`;
      const result = estimateOf({ ...given, readers: [...given.readers, { name, pattern: 'single', readsPerMonth: 7 }] });
      const parsed = parse(csvReport(result), { columns: true });
      expect(parsed).toEqual(result.lines.map((line) => lineRow(line, result)));
      expect(Object.keys((parsed as object[])[0] ?? {})).toEqual([...LINE_COLUMNS]);
    }),
    runs(50),
  );
});
