import { bisectRight, range } from 'd3-array';
import { legend, type Named } from './figure.js';
import { element, type Markup } from './markup.js';

/** Rows of cells, such as days of hours, each the darker the more it holds. */
export interface HeatMap {
  /** A word over a column, where it has one; minor ones are left out where a screen is narrow. */
  columns: readonly { label?: string; isMinor?: boolean }[];
  rows: readonly HeatRow[];
  valueText: (value: number) => string;
  /** What a cell without a value is called. */
  absence: string;
}

export interface HeatRow {
  name: string;
  /** What its cells come to. */
  text: string;
  /** One for each column; no value is not a zero. */
  cells: readonly { value: number | undefined; text: string }[];
}

/** In pixels. */
const [HEIGHT, BASELINE] = [18, 13];
/** As many shades as one tells apart, the first for least; nothing has its own. */
const SHADES = 5;
/** As many signs as a cell holds. */
const MOST_SIGNS = 4;

/** Cells on one scale of shades, with what each shade means; those of the last shade have their numbers in them. */
export function heatDrawing(named: Named, map: HeatMap): Markup {
  const values = map.rows.flatMap(({ cells }) => cells.flatMap(({ value }) => (value === undefined || value <= 0 ? [] : [value])));
  const bounds = shadeBounds(values);
  return element(
    'div',
    { ...named },
    element(
      'div',
      { class: 'heat' },
      headMarkup(map),
      map.rows.map((row) => rowMarkup(row, bounds, map)),
    ),
    legend([
      { name: map.valueText(0), ink: 'heat-0' },
      ...bounds.map((bound, index) => ({
        name: shadeText(bound, bounds[index + 1], Math.max(...values), map),
        ink: `heat-${shadeOf(index + 1, bounds)}`,
      })),
      ...(map.rows.some(({ cells }) => cells.some(({ value }) => value === undefined)) ? [{ name: map.absence, ink: 'heat-absent' }] : []),
    ]),
  );
}

function shadeText(from: number, next: number | undefined, most: number, { valueText }: HeatMap): string {
  const to = next === undefined ? most : next - 1;
  return to > from ? `${valueText(from)} to ${valueText(to)}` : valueText(from);
}

/** Round numbers from which on a shade holds, so that small values and large ones are told apart: steps of 1, 2 and 5 with their tens. */
export function shadeBounds(values: readonly number[]): number[] {
  if (values.length === 0) return [];
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (most <= SHADES) return range(least, most + 1);
  const steps = Array.from({ length: Math.ceil(Math.log10(most)) + 1 }, (_, digits) => [1, 2, 5].map((step) => step * 10 ** digits)).flat();
  const used = steps.slice(Math.max(0, bisectRight(steps, least) - 1), bisectRight(steps, most));
  if (used.length <= SHADES) return used;
  return Array.from({ length: SHADES }, (_, shade) => used[Math.round((shade * (used.length - 1)) / (SHADES - 1))] ?? most);
}

/** The shades of few steps are as far from each other as can be. */
function shadeOf(step: number, bounds: readonly number[]): number {
  if (step === 0) return 0;
  return bounds.length === 1 ? Math.ceil(SHADES / 2) : Math.round(1 + ((step - 1) * (SHADES - 1)) / (bounds.length - 1));
}

function headMarkup({ columns }: HeatMap): Markup[] {
  const labels = columns.map(({ label, isMinor = false }, index) =>
    label === undefined
      ? undefined
      : element('text', { class: isMinor ? 'minor' : undefined, x: place(index, columns), y: BASELINE }, label),
  );
  return [element('span', {}), element('svg', { width: '100%', height: HEIGHT }, labels), element('span', {})];
}

function rowMarkup({ name, text, cells }: HeatRow, bounds: readonly number[], map: HeatMap): Markup[] {
  return [
    element('span', { class: 'name' }, name),
    element(
      'svg',
      { width: '100%', height: HEIGHT },
      stretches(cells).map(({ from, to, value, text: title }) => {
        const step = value === undefined ? 0 : bisectRight(bounds, value);
        const ink = value === undefined ? 'heat-absent' : `heat-${shadeOf(step, bounds)}`;
        const area = { x: place(from, cells), width: place(to - from, cells), y: 0, height: HEIGHT };
        return element(
          'g',
          {},
          element('title', {}, title),
          element('rect', { class: ink, ...area }),
          value === undefined || step !== bounds.length || bounds.length < 2 ? undefined : cellText(value, from, cells, map),
        );
      }),
    ),
    element('span', { class: 'sum' }, text),
  ];
}

function cellText(value: number, index: number, cells: readonly unknown[], { valueText }: HeatMap): Markup | undefined {
  const text = valueText(value);
  if (text.length > MOST_SIGNS) return undefined;
  return element('text', { class: 'minor cell', x: place(index + 0.5, cells), y: BASELINE }, text);
}

/** Each cell by itself, and cells without a value that follow each other as one. */
function stretches(cells: HeatRow['cells']) {
  const all: { from: number; to: number; value: number | undefined; text: string }[] = [];
  for (const [from, { value, text }] of cells.entries()) {
    const last = all.at(-1);
    if (value === undefined && last !== undefined && last.value === undefined) last.to = from + 1;
    else all.push({ from, to: from + 1, value, text });
  }
  return all;
}

function place(index: number, all: readonly unknown[]): string {
  return `${((index / all.length) * 100).toFixed(3)}%`;
}
