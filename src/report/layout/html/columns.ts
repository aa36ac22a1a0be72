import { entryAt } from '../../../base/lists.js';
import type { Named } from './figure.js';
import { element, type Markup } from './markup.js';
import { linearScale, type Scale } from './scale.js';

/** One column of parts, the first at the bottom. */
export interface Column {
  label: string;
  /** What it has in common with its neighbours, such as a year. */
  group?: string;
  parts: readonly { ink: string; value: number }[];
  /** Where the sum probably lies. */
  range?: { low: number; high: number } | undefined;
  /** What a pointer over it shows. */
  text: string;
}

export interface ColumnChart {
  columns: readonly Column[];
  /** The highest value to have room for: charts beside each other have one scale. */
  most: number;
  /** A line across. */
  limit?: { value: number; text: string } | undefined;
  /** A value beside the axis. */
  valueText: (value: number) => string;
}

/** In pixels; across, all is in percent, so that a chart is as wide as its place and its words keep their size. */
const [TOP, HEIGHT, FOOT] = [22, 190, 36];
const BOTTOM = TOP + HEIGHT;
/** Fewer columns than this leave room on their right. */
const LEAST_SLOTS = 6;

/** Columns on an axis of values whose lines have their numbers on them. */
export function columnDrawing(named: Named, { columns, most, limit, valueText }: ColumnChart): Markup {
  const scale = linearScale([0, most], [BOTTOM, TOP], 4);
  const ticks = scale.ticks(4);
  const slots = Math.max(columns.length, LEAST_SLOTS);
  return element(
    'svg',
    { class: 'chart', width: '100%', height: BOTTOM + FOOT, ...named },
    ticks.map((tick) => gridLine(scale(tick), tick === 0)),
    columns.map((column, index) => columnMarkup(column, { left: percent(index, slots), slot: percent(1, slots) }, scale)),
    // After the columns: they are not to hide a number.
    ticks.map((tick) => (tick === 0 ? undefined : element('text', { class: 'tick', x: 0, y: scale(tick) - 4 }, valueText(tick)))),
    labelsOf(columns).map(({ text, place, line }) =>
      element(
        'text',
        { class: place < 1 ? 'first' : undefined, x: `${place < 1 ? 0 : percent(place, slots)}%`, y: BOTTOM + LINE * (line + 1) },
        text,
      ),
    ),
    limit === undefined ? undefined : limitLine(scale(limit.value), limit.text),
  );
}

function percent(part: number, whole: number): number {
  return Number(((part / whole) * 100).toFixed(2));
}

function gridLine(y: number, isAxis: boolean): Markup {
  return element('line', { class: isAxis ? 'axis' : 'grid', x1: 0, x2: '100%', y1: y, y2: y });
}

/** A column in a place of its own; what is across in it, the style says once for all. */
function columnMarkup({ parts, range, text }: Column, { left, slot }: { left: number; slot: number }, scale: Scale): Markup {
  let height = 0;
  const rects = parts
    .filter(({ value }) => value > 0)
    .map(({ ink, value }) => {
      const [from, to] = [scale(height), scale(height + value)];
      height += value;
      return element('rect', { class: ink, y: to, height: from - to });
    });
  return element(
    'svg',
    { class: 'column', x: `${left}%`, width: `${slot}%` },
    element('title', {}, text),
    element('rect', { class: 'hover', y: TOP, height: HEIGHT }),
    rects,
    range === undefined ? undefined : bandMarks(range, scale),
  );
}

/** A range as wide as its place, so that those of neighbours are one band. */
function bandMarks({ low, high }: { low: number; high: number }, scale: Scale): Markup[] {
  const [from, to] = [scale(low), scale(high)];
  const edge = (y: number) => element('rect', { class: 'edge', y });
  return [element('rect', { class: 'band', y: to, height: Math.max(from - to, 0) }), edge(to), edge(from)];
}

/**
 * As many words as there is room for, each in the middle of its column; under the first and where it changes, what several have in
 * common.
 */
function labelsOf(columns: readonly Column[]): { text: string; place: number; line: number }[] {
  const every = Math.ceil(columns.length / MOST_LABELS);
  const shown = columns.flatMap(({ label, group = '' }, place) => (place % every === 0 ? [{ label, group, place: place + 0.5 }] : []));
  return shown.flatMap(({ label, group, place }, index) => [
    { text: label, place, line: 0 },
    ...(group !== '' && group !== shown[index - 1]?.group ? [{ text: group, place, line: 1 }] : []),
  ]);
}

const MOST_LABELS = 6;
const LINE = 15;

function limitLine(y: number, text: string): Markup[] {
  return [
    element('line', { class: 'limit', x1: 0, x2: '100%', y1: y, y2: y }),
    element('text', { class: 'limit-text', x: '100%', y: y - 5 }, text),
  ];
}

/** The longest of some lists of values: a scale for charts beside each other. */
export function highestOf(charts: readonly (readonly Column[])[]): number {
  const tops = charts.flat().map(({ parts, range }) =>
    Math.max(
      range?.high ?? 0,
      parts.reduce((all, { value }) => all + value, 0),
    ),
  );
  return tops.length === 0 ? 0 : Math.max(...tops);
}

/** A month as an axis has it: its name, and its year under it. */
export function monthLabel(month: string): { label: string; group: string } {
  const [year = '', number = ''] = month.split('-');
  return { label: entryAt(MONTHS, Number(number) - 1), group: year };
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
