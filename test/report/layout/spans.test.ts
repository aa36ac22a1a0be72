import { describe, expect, test } from 'vitest';
import { timelineDrawing } from '../../../src/report/layout/html/spans.js';

const DAY = 86_400_000;
const span = (from: number, to: number) => ({ from: from * DAY, to: to * DAY, text: `${from} to ${to} <b>` });

function drawn(spans: [number, number][], gaps: [number, number][], to = 10): string {
  return timelineDrawing(
    {},
    {
      from: 0,
      to: to * DAY,
      spans: spans.map(([from, end]) => span(from, end)),
      gaps: gaps.map(([from, end]) => span(from, end)),
      names: { span: 'seen', gap: 'gap' },
      tickText: (time) => `day ${time / DAY}`,
    },
  ).text;
}

const areas = (text: string, ink: string) =>
  [...text.matchAll(new RegExp(`<rect class="${ink}" x="([\\d.]+)%" width="([\\d.]+)%"`, 'g'))].map(([, x, width]) => [
    Number(x),
    Number(width),
  ]);
const numbers = (text: string) => [...text.matchAll(/class="gap-number"[^>]*>(\d+)</g)].map(([, number]) => Number(number));

describe('a line of time', () => {
  test('has spans and gaps where they are, and gaps have numbers', () => {
    const text = drawn(
      [
        [0, 4],
        [5, 10],
      ],
      [[4, 5]],
    );
    expect(areas(text, 'ink-second')).toEqual([
      [0, 40],
      [50, 50],
    ]);
    expect(areas(text, 'gap')).toEqual([[40, 10]]);
    expect(numbers(text)).toEqual([1]);
    expect(text).toContain('<title>4 to 5 &lt;b&gt;</title>');
    expect(text).toContain('day 2');
    expect(text).not.toContain('style=');
  });

  test('without a gap has no legend and no numbers', () => {
    const text = drawn([[0, 10]], []);
    expect(areas(text, 'ink-second')).toEqual([[0, 100]]);
    expect(text).not.toContain('legend');
    expect(numbers(text)).toEqual([]);
  });

  test('leaves out the number of a gap that has no room for one beside another', () => {
    const text = drawn(
      [[0, 100]],
      [
        [1, 2],
        [2.5, 3],
        [50, 60],
      ],
      100,
    );
    expect(areas(text, 'gap')).toHaveLength(3);
    expect(numbers(text)).toEqual([1, 3]);
  });

  test('of no length is drawn without what is no number', () => {
    expect(drawn([[0, 0]], [], 0)).not.toMatch(/NaN|Infinity/);
  });
});
