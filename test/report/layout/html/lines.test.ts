import { expect, test } from 'vitest';
import { type Line, type LineChart, lineDrawing } from '../../../../src/report/layout/html/lines.js';

const chart = (lines: Line[], given: Partial<LineChart> = {}): string =>
  lineDrawing(
    {},
    {
      lines,
      axis: { name: 'accounts', marks: [1, 2, 3, 4, 5, 6].map((at) => ({ at, text: `${at}` })) },
      markText: (value) => `${value}`,
      valueText: (value) => `$${value}`,
      atText: (at) => `at ${at}`,
      ...given,
    },
  ).text;

const line = (name: string, values: readonly number[]): Line => ({
  name,
  tone: 'first',
  points: values.map((value, index) => ({ at: index + 1, value })),
});

const namesAt = (drawing: string) =>
  [...drawing.matchAll(/<text class="name" x="30" y="([\d.]+)">([^<]*)</g)].map(([, y, name]) => [name, Number(y)]);

test('lines that end near each other have names apart, and each its last value below', () => {
  const names = namesAt(chart([line('one', [1, 100]), line('two', [2, 101]), line('three', [3, 99])]));
  const heights = names.map(([, y]) => Number(y)).toSorted((a, b) => a - b);
  expect(names.map(([name]) => name)).toEqual(['one', 'two', 'three']);
  expect(Math.min(...heights.slice(1).map((y, index) => y - (heights[index] ?? 0)))).toBeGreaterThanOrEqual(34);
});

test.each([
  ['rise', [1, 100], 'limit-text left'],
  ['fall', [100, 1], 'limit-text'],
])('words of a limit stand where lines that %s are far from it', (_, values, expected) => {
  const drawing = chart([line('one', values)], { limit: { value: 100, text: 'budget' } });
  expect(drawing.match(/<text class="([^"]*)"[^>]*>budget</)?.[1]).toBe(expected);
});

test.each([
  [1, 'now-text'],
  [3, 'now-text middle'],
  [6, 'now-text right'],
])('the words of today, at %d, stay within the plot', (at, expected) => {
  const drawing = chart([line('one', [1, 2, 3, 4, 5, 6])], { now: { at, text: 'now' } });
  expect(drawing.match(/<text class="([^"]*)"[^>]*>now</)?.[1]).toBe(expected);
});

test('a limit above all lines is within the scale', () => {
  const drawing = chart([line('one', [1, 2])], { limit: { value: 300, text: 'budget' } });
  expect(Number(drawing.match(/<line class="limit"[^>]*y1="([\d.]+)"/)?.[1])).toBeGreaterThanOrEqual(28);
});

test.each([
  ['no line', []],
  ['a line without points', [line('one', [])]],
  ['one point', [line('one', [5])]],
  ['nothing but zeros', [line('one', [0, 0])]],
])('%s is drawn', (_, lines) => {
  expect(chart(lines)).not.toMatch(/NaN|Infinity|undefined/);
});

test('names are text, and long ones are cut', () => {
  const drawing = chart([line(`<img src=x>${'long '.repeat(40)}`, [1, 2])], { axis: { name: '<b>', marks: [] } });
  expect(drawing).not.toMatch(/<img|<b>/);
  expect(String(namesAt(drawing)[0]?.[0]).length).toBeLessThan(60);
});
