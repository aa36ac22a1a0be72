import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { heatDrawing, shadeBounds } from '../../../src/report/layout/html/heat.js';
import { runs } from '../../runs.js';

describe('shades', () => {
  test.each<[number[], number[]]>([
    [[], []],
    [[1], [1]],
    [[7], [5]],
    [
      [1, 2, 3],
      [1, 2, 3],
    ],
    [
      [2, 154],
      [2, 5, 20, 50, 100],
    ],
    [
      [1, 1_000_000],
      [1, 50, 1000, 50_000, 1_000_000],
    ],
    [
      [900_000, 1_000_000],
      [500_000, 1_000_000],
    ],
  ])('of %j begin at %j', (values, bounds) => {
    expect(shadeBounds(values)).toEqual(bounds);
  });

  test('each value has one, and there are no more than five, in order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1e12 }), { minLength: 1 }), (values) => {
        const bounds = shadeBounds(values);
        expect(bounds.length).toBeGreaterThan(0);
        expect(bounds.length).toBeLessThanOrEqual(5);
        expect(bounds).toEqual([...new Set(bounds)].sort((one, other) => one - other));
        expect(bounds[0]).toBeLessThanOrEqual(Math.min(...values));
        expect(bounds.at(-1)).toBeLessThanOrEqual(Math.max(...values));
      }),
      runs(),
    );
  });
});

describe('a heat map', () => {
  const cell = (value: number | undefined) => ({ value, text: value === undefined ? 'nobody knows' : `has ${value}` });
  const drawn = (values: (number | undefined)[]) =>
    heatDrawing(
      {},
      {
        columns: values.map((_, index) => ({ label: `<${index}>` })),
        rows: [{ name: '</svg><img onerror=x>', text: 'all', cells: values.map(cell) }],
        valueText: String,
        absence: 'absent',
      },
    ).text;
  const inks = (text: string) =>
    [...text.matchAll(/<rect class="(heat-\w+)" x="([\d.]+)%" width="([\d.]+)%"/g)].map((match) => match.slice(1));

  test('has a shade for each cell, and none of a value for what is absent, which is one area', () => {
    expect(inks(drawn([0, 1, undefined, undefined, 100]))).toEqual([
      ['heat-0', '0.000', '20.000'],
      ['heat-1', '20.000', '20.000'],
      ['heat-absent', '40.000', '40.000'],
      ['heat-5', '80.000', '20.000'],
    ]);
  });

  test('says of each cell what it has, of each shade what it means, and has the numbers of the last in it', () => {
    const text = drawn([0, 1, undefined, 100]);
    for (const title of ['has 0', 'has 1', 'nobody knows', 'has 100']) expect(text).toContain(`<title>${title}</title>`);
    for (const name of ['0', '1 to 4', '100', 'absent']) expect(text).toContain(`</svg>${name}</li>`);
    expect(text.match(/class="minor cell"/g)).toHaveLength(1);
  });

  test('is no markup of others', () => {
    const text = drawn([1]);
    expect(text).not.toContain('<img');
    expect(text).toContain('&lt;/svg&gt;&lt;img onerror=x&gt;');
    expect(text).not.toContain('style=');
  });

  test('may have no value at all', () => {
    expect(inks(drawn([undefined, undefined]))).toEqual([['heat-absent', '0.000', '100.000']]);
    expect(inks(drawn([0]))).toEqual([['heat-0', '0.000', '100.000']]);
    expect(drawn([undefined])).not.toMatch(/NaN|Infinity/);
  });
});
