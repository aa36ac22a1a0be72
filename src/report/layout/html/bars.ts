import type { Named } from './figure.js';
import { element, type Markup } from './markup.js';
import { linearScale } from './scale.js';

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

/** In pixels; thin bars are under the others. */
const [HEIGHT, THIN, GAP] = [12, 5, 2];

/** Rows of bars on one scale, which has zero in it unless that would hide what there is to see. */
export function barDrawing(named: Named, rows: readonly BarRow[], includes: readonly number[] = [0]): Markup {
  const values = [...includes, ...rows.flatMap(({ bars, marks = [] }) => [...bars.flatMap(({ from, to }) => [from, to]), ...marks])];
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const scale = linearScale([least, most], [0, 100]);
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
      { width: '100%', height: bars.some(({ isThin }) => isThin) ? HEIGHT + GAP + THIN : HEIGHT, 'aria-hidden': 'true' },
      bars.map(({ from, to, ink, isThin = false }) => {
        const [start, end] = [scale(Math.min(from, to)), scale(Math.max(from, to))];
        const [y, height] = isThin ? [HEIGHT + GAP, THIN] : [0, HEIGHT];
        return element('rect', { class: ink, x: percent(start), width: percent(end - start), y, height });
      }),
      marks.map((mark) => {
        const x = percent(scale(mark));
        return element('line', { class: 'mark', x1: x, x2: x, y1: 0, y2: HEIGHT });
      }),
    ),
  );
}

function percent(value: number): string {
  return `${Number(value.toFixed(2))}%`;
}
