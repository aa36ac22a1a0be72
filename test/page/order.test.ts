import { describe, expect, test } from 'vitest';
import { nextDirection, numberIn, sortedRows } from '../../src/page/order.js';

describe('a number as reports show it', () => {
  test.each([
    ['1,234.50', 1234.5],
    ['-1,234.50', -1234.5],
    ['-$3.20', -3.2],
    ['CNY 12.30', 12.3],
    ['+20', 20],
    ['12%', 12],
    ['$12.3M', 12_300_000],
    ['1.23e+11', 123_000_000_000],
    ['5 (20%)', 5],
    ['up to 5 min', 300],
    ['up to 1 d', 86_400],
    ['–', undefined],
    ['', undefined],
    ['range', undefined],
  ])('%s', (text, value) => {
    expect(numberIn(text)).toBe(value);
  });

  test.each([
    ['<0.01', '0.01'],
    ['under $0.01', '$0.01'],
    ['99%', '>99%'],
    ['999,999', '1M'],
  ])('%s is less than %s', (less, more) => {
    expect(Number(numberIn(less))).toBeLessThan(Number(numberIn(more)));
  });
});

describe('rows in order', () => {
  const sorted = (texts: readonly string[], isNumeric: boolean, direction: 'ascending' | 'descending') =>
    sortedRows(texts, (text) => text, { isNumeric, direction });

  test.each([
    ['numbers', ['9', '1,000', '–', '20'], true, 'ascending', ['9', '20', '1,000', '–']],
    ['what has no value is last either way', ['9', '–', '1,000', ''], true, 'descending', ['1,000', '9', '–', '']],
    ['no change is a change of zero', ['+3', '–', '-5'], true, 'ascending', ['-5', '–', '+3']],
    ['months', ['2027-01', '2026-12', '2026-02'], false, 'ascending', ['2026-02', '2026-12', '2027-01']],
    ['words, and numbers in them', ['reader 10', 'Reader 9', 'alpha'], false, 'ascending', ['alpha', 'Reader 9', 'reader 10']],
    ['words backwards', ['a', 'c', 'b'], false, 'descending', ['c', 'b', 'a']],
    ['nothing', [], true, 'ascending', []],
  ] as const)('%s', (_, texts, isNumeric, direction, expected) => {
    expect(sorted(texts, isNumeric, direction)).toEqual(expected);
  });

  test('those that are equal stay as they are', () => {
    const rows = [
      ['b', '1'],
      ['a', '1.0'],
      ['c', '1'],
    ] as const;
    const byNumber = (direction: 'ascending' | 'descending') => sortedRows(rows, ([, number]) => number, { isNumeric: true, direction });
    expect(byNumber('ascending')).toEqual(rows);
    expect(byNumber('descending')).toEqual(rows);
  });
});

test.each([
  [true, ['descending', 'ascending', undefined]],
  [false, ['ascending', 'descending', undefined]],
])('a third time brings back the order of the report; numbers: %s', (isNumeric, expected) => {
  const first = nextDirection(undefined, isNumeric);
  const second = nextDirection(first, isNumeric);
  expect([first, second, nextDirection(second, isNumeric)]).toEqual(expected);
});
