import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { csvOf, fileName } from '../../src/page/csv.js';
import { countText, fits } from '../../src/page/filter.js';

test('a table as CSV: texts as they are, numbers alone without marks, no formula, lines as RFC 4180 ends them', () => {
  const csv = csvOf({
    header: ['', '=1+1', 'cost', 'cost'],
    rows: [
      ['a "quoted", name', '@SUM(1)', '1,234.50', '+3'],
      ['two\nlines', '-2+3', '$1,234.50', '–'],
      ['1,000', '', '-1,000', '<0.01'],
    ],
    isNumeric: [false, false, true, true],
  });
  expect(csv.split('\r\n')).toHaveLength(5);
  expect(parse(csv)).toEqual([
    ['', "'=1+1", 'cost', 'cost'],
    ['a "quoted", name', "'@SUM(1)", '1234.50', '3'],
    ['two\nlines', "'-2+3", '$1,234.50', '–'],
    ['1,000', '', '-1000', '<0.01'],
  ]);
});

test.each([
  ['Readers, average month, USD', 'readers-average-month-usd.csv'],
  ['../../<img onerror=x>', 'img-onerror-x.csv'],
  ['–', 'table.csv'],
  ['x'.repeat(300), `${'x'.repeat(80)}.csv`],
])('a file for %s', (title, name) => {
  expect(fileName(title)).toBe(name);
});

test.each([
  ['', true],
  ['SIEM', true],
  ['siem 2026', true],
  ['siem 2027', false],
])('a row with all words that are looked for: %s', (sought, isShown) => {
  expect(fits(['siem-reader', '2026-12', '1,000'], sought)).toBe(isShown);
});

test.each([
  [5, 40, '5 of 40 rows'],
  [40, 40, '40 rows'],
  [0, 1, '0 of 1 row'],
  [1200, 3400, '1,200 of 3,400 rows'],
])('%i of %i rows are said', (shown, all, text) => {
  expect(countText(shown, all)).toBe(text);
});
