import { scaleLinear } from 'd3-scale';
import type { Named } from './figure.js';
import { element, type Markup } from './markup.js';

/** A row of a bar chart: its name, its value in words, and bars from one value to another. */
export interface BarRow {
  name: string;
  /** A second, quiet line. */
  note?: string | undefined;
  text: string;
  bars: readonly { from: number; to: number; ink: string; isThin?: boolean }[];
  /** Lines across the row, such as what is expected. */
  marks?: readonly number[];
  /** Whether it sums up the others. */
  isSum?: boolean;
}

const [HEIGHT, THIN] = [14, 6];

/** Rows of bars on one scale, which has zero in it unless that would hide what there is to see. */
export function barDrawing(named: Named, rows: readonly BarRow[], includes: readonly number[] = [0]): Markup {
  const values = [...includes, ...rows.flatMap(({ bars, marks = [] }) => [...bars.flatMap(({ from, to }) => [from, to]), ...marks])];
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const scale = scaleLinear([least, most > least ? most : least + 1], [0, 100]);
  return element(
    'div',
    { class: 'bars', ...named },
    rows.map((row) => rowMarkup(row, scale)),
  );
}

function rowMarkup({ name, note, text, bars, marks = [], isSum = false }: BarRow, scale: (value: number) => number): Markup {
  return element(
    'div',
    { class: isSum ? 'row sum' : 'row' },
    element('span', { class: 'name' }, name, note === undefined ? undefined : element('small', {}, note)),
    element('span', { class: 'value' }, text),
    element(
      'svg',
      { width: '100%', height: HEIGHT },
      bars.map(({ from, to, ink, isThin = false }) => {
        const [start, end] = [scale(Math.min(from, to)), scale(Math.max(from, to))];
        const height = isThin ? THIN : HEIGHT;
        return element('rect', {
          class: ink,
          x: `${start.toFixed(3)}%`,
          width: `${(end - start).toFixed(3)}%`,
          y: (HEIGHT - height) / 2,
          height,
        });
      }),
      marks.map((mark) => {
        const x = `${scale(mark).toFixed(3)}%`;
        return element('line', { class: 'mark', x1: x, x2: x, y1: 0, y2: HEIGHT });
      }),
    ),
  );
}
