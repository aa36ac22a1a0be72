import { scaleLinear } from 'd3-scale';
import { entryAt } from '../../../base/lists.js';
import type { Named } from './figure.js';
import { element, type Markup } from './markup.js';

/** One column of parts, the first at the bottom. */
export interface Column {
  label: string;
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
const [TOP, HEIGHT, FOOT] = [22, 190, 26];
const BOTTOM = TOP + HEIGHT;
/** Fewer columns than this leave room on their right. */
const LEAST_SLOTS = 6;
const COLUMN_SHARE = 0.66;

/** Columns on an axis of values whose lines have their numbers on them. */
export function columnDrawing(named: Named, { columns, most, limit, valueText }: ColumnChart): Markup {
  const scale = scaleLinear([0, most > 0 ? most : 1], [BOTTOM, TOP]).nice(4);
  const slots = Math.max(columns.length, LEAST_SLOTS);
  return element(
    'svg',
    { class: 'chart', width: '100%', height: BOTTOM + FOOT, ...named },
    scale.ticks(4).flatMap((tick) => gridLine(scale(tick), valueText(tick), tick === 0)),
    columns.flatMap((column, index) => columnParts(column, { left: percent(index, slots), slot: percent(1, slots) }, scale)),
    labelsOf(columns).flatMap(({ text, place, isMinor }) =>
      element('text', { class: isMinor ? 'minor' : undefined, x: `${percent(place, slots)}%`, y: BOTTOM + 18 }, text),
    ),
    limit === undefined ? undefined : limitLine(scale(limit.value), limit.text),
  );
}

function percent(part: number, whole: number): number {
  return Number(((part / whole) * 100).toFixed(3));
}

function gridLine(y: number, text: string, isAxis: boolean): Markup[] {
  const line = element('line', { class: isAxis ? 'axis' : 'grid', x1: 0, x2: '100%', y1: y, y2: y });
  return isAxis ? [line] : [line, element('text', { class: 'tick', x: 0, y: y - 4 }, text)];
}

function columnParts(
  { parts, range, text }: Column,
  { left, slot }: { left: number; slot: number },
  scale: (value: number) => number,
): Markup {
  let height = 0;
  const margin = (slot * (1 - COLUMN_SHARE)) / 2;
  const rects = parts
    .filter(({ value }) => value > 0)
    .map(({ ink, value }) => {
      const [from, to] = [scale(height), scale(height + value)];
      height += value;
      return element('rect', { class: ink, x: `${left + margin}%`, width: `${slot * COLUMN_SHARE}%`, y: to, height: from - to });
    });
  return element(
    'g',
    {},
    element('title', {}, text),
    hoverArea(left, slot),
    rects,
    range === undefined ? undefined : band(range, left, slot, scale),
  );
}

function hoverArea(left: number, slot: number): Markup {
  return element('rect', { class: 'hover', x: `${left}%`, width: `${slot}%`, y: TOP, height: HEIGHT });
}

/** A range as wide as the column's place, so that those of neighbours are one band. */
function band({ low, high }: { low: number; high: number }, left: number, slot: number, scale: (value: number) => number): Markup[] {
  const [from, to] = [scale(low), scale(high)];
  const place = { x: `${left}%`, width: `${slot}%` };
  return [
    element('rect', { class: 'band', ...place, y: to, height: Math.max(from - to, 0) }),
    ...[from, to].map((y) => element('line', { class: 'band-edge', x1: `${left}%`, x2: `${left + slot}%`, y1: y, y2: y })),
  ];
}

/** As many words as there is room for; on a narrow screen those that are not minor. */
function labelsOf(columns: readonly Column[]): { text: string; place: number; isMinor: boolean }[] {
  const [few, many] = [Math.ceil(columns.length / 3), Math.ceil(columns.length / 12)];
  return columns.flatMap(({ label }, place) =>
    place % many === 0 ? [{ text: label, place: place + (1 - COLUMN_SHARE) / 2, isMinor: place % few !== 0 }] : [],
  );
}

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

/** Months as an axis has them: the year where it begins. */
export function monthLabel(month: string, index: number): string {
  const [year = '', number = ''] = month.split('-');
  const name = entryAt(MONTHS, Number(number) - 1);
  return index === 0 || number === '01' ? `${name} ${year}` : name;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
