import { bisectCenter, extent, max } from 'd3-array';
import { line as lineOf } from 'd3-shape';
import { entryAt } from '../../../base/lists.js';
import { spreadOut } from '../chart.js';
import { cutNames } from '../cut-names.js';
import { textWidth, widestOf } from '../text-width.js';
import type { Named } from './figure.js';
import { element, type Markup } from './markup.js';
import { linearScale, type Scale } from './scale.js';

/** How lines are told from each other: by ink and dashes, so that neither is needed. The style has what each is. */
export const TONES = ['first', 'third', 'fourth', 'fifth', 'second', 'base'] as const;
export type Tone = (typeof TONES)[number];

/** A line, from left to right. */
export interface Line {
  name: string;
  tone: Tone;
  points: readonly { at: number; value: number }[];
}

export interface LineChart {
  lines: readonly Line[];
  /** What the axis across counts, and its marks. */
  axis: { name: string; marks: readonly { at: number; text: string }[] };
  /** A line down, such as the value of today. */
  now?: { at: number; text: string } | undefined;
  /** A line across. */
  limit?: { value: number; text: string } | undefined;
  /** A value on the axis, and one that is read exactly. */
  markText: (value: number) => string;
  valueText: (value: number) => string;
  /** A place across, where a pointer is over it. */
  atText: (at: number) => string;
}

/** In pixels; across, all is in percent, so that a chart is as wide as its place and its words keep their size. */
const [TOP, HEIGHT, FOOT] = [28, 250, 26];
const BOTTOM = TOP + HEIGHT;
const WHOLE = BOTTOM + FOOT;
/** What the paths are drawn on: stretched to the place, their strokes left as they are. */
const ACROSS = 1000;
const [WORDS, BOLD] = [{ size: 12 }, { size: 12, isBold: true }];
/** From a line's end to its name, and the room that a name may take. */
const [LEADER, MOST_NAME, NAME_HEIGHT] = [30, 160, 34];
/** More points than this on a line would hide it, and are nearer to each other than a pointer. */
const MOST_DOTS = 40;

interface Scales {
  x: Scale;
  y: Scale;
}

/** A part of a drawing, which is one image. */
const PART = { 'aria-hidden': 'true' } as const;

/** Lines over a number, each with its name and its last value at its end; on a narrow screen these are below. */
export function lineDrawing(named: Named, chart: LineChart): Markup {
  const scales = scalesOf(chart);
  const { axis, lines, markText } = chart;
  const marks = scales.y.ticks(MOST_MARKS);
  const texts = marks.map(markText);
  const left = Math.ceil(widestOf(texts, WORDS)) + 8;
  return element(
    'div',
    { class: 'lines', ...named },
    element(
      'svg',
      { width: left, height: WHOLE, ...PART },
      marks.map((mark, index) => element('text', { class: 'right', x: left - 8, y: scales.y(mark) + 4 }, texts[index])),
    ),
    element('svg', { class: 'plot', width: '100%', height: WHOLE, ...PART }, plotParts(chart, scales)),
    endsOf(chart, scales),
    element('p', { class: 'axis-name' }, axis.name),
    element(
      'ul',
      { class: 'legend' },
      lines.map(({ name, tone, points }) =>
        element(
          'li',
          {},
          element('svg', { class: 'swatch', width: 24, height: 12, ...PART }, strokeTo(tone, { x1: 0, x2: 24, y1: 6, y2: 6 })),
          lastText(name, points, chart),
        ),
      ),
    ),
  );
}

function lastText(name: string, points: Line['points'], { valueText, atText }: LineChart): string {
  const last = points.at(-1);
  return last === undefined ? name : `${name}: ${valueText(last.value)} at ${atText(last.at)}`;
}

function scalesOf({ lines, limit, now }: LineChart): Scales {
  const points = lines.flatMap((each) => each.points);
  const [from = 0, to = 1] = extent([...points.map(({ at }) => at), ...(now === undefined ? [] : [now.at])]);
  const highest = Math.max(max(points, ({ value }) => value) ?? 0, limit?.value ?? 0);
  return { x: linearScale([from, to], [0, 100]), y: linearScale([0, highest], [BOTTOM, TOP], MOST_MARKS) };
}

function percent(value: number): string {
  return `${value.toFixed(3)}%`;
}

function plotParts(chart: LineChart, scales: Scales): (Markup | readonly Markup[])[] {
  const { lines, axis, limit, now } = chart;
  const { x, y } = scales;
  const across = { x1: 0, x2: '100%' };
  const path = lineOf<{ at: number; value: number }>(
    ({ at }) => (x(at) / 100) * ACROSS,
    ({ value }) => y(value),
  ).digits(2);
  return [
    y.ticks(MOST_MARKS).map((mark) => element('line', { class: mark === 0 ? 'axis' : 'grid', ...across, y1: y(mark), y2: y(mark) })),
    axis.marks.flatMap(({ at, text }, index) => axisMark(percent(x(at)), text, index % 2 === 1 && axis.marks.length > MOST_NARROW)),
    now === undefined ? [] : nowLine(x(now.at), now.text),
    element(
      'svg',
      { width: '100%', height: WHOLE, viewBox: `0 0 ${ACROSS} ${WHOLE}`, preserveAspectRatio: 'none' },
      lines.map(({ tone, points }) =>
        element('path', { class: `line tone-${tone}`, d: path(points) ?? '', 'vector-effect': 'non-scaling-stroke' }),
      ),
    ),
    limit === undefined ? [] : limitLine(y(limit.value), limit.text, roomierEnd(chart, limit.value)),
    places(chart).flatMap((at, index, all) => hovered(chart, scales, { at, before: all[index - 1], after: all[index + 1] })),
  ];
}

/** About as many lines as the axis of values has. */
const MOST_MARKS = 5;
/** As many words as a narrow screen has room for across. */
const MOST_NARROW = 4;

function axisMark(x: string, text: string, isMinor: boolean): Markup[] {
  return [
    element('line', { class: 'axis', x1: x, x2: x, y1: BOTTOM, y2: BOTTOM + 5 }),
    element('text', { class: isMinor ? 'middle minor' : 'middle', x, y: BOTTOM + 20 }, text),
  ];
}

function nowLine(place: number, text: string): Markup[] {
  const x = percent(place);
  return [
    element('line', { class: 'now', x1: x, x2: x, y1: TOP - 8, y2: BOTTOM }),
    element('text', { class: NOW_SIDES.find(({ most }) => place <= most)?.side, x, y: TOP - 14 }, text),
  ];
}

/** Words beside an edge stay within the plot. */
const NOW_SIDES = [
  { most: 25, side: 'now-text' },
  { most: 75, side: 'now-text middle' },
  { most: 100, side: 'now-text right' },
];

/** Where there is more room for words along a value: where the lines begin, or where they end. */
function roomierEnd({ lines }: LineChart, value: number): 'start' | 'end' {
  const room = (index: number) => Math.min(...lines.map(({ points }) => Math.abs((points.at(index)?.value ?? 0) - value)));
  return room(0) > room(-1) ? 'start' : 'end';
}

function limitLine(y: number, text: string, side: 'start' | 'end'): Markup[] {
  return [
    element('line', { class: 'limit', x1: 0, x2: '100%', y1: y, y2: y }),
    element('text', side === 'end' ? { class: 'limit-text', x: '100%', y: y - 6 } : { class: 'limit-text left', x: 4, y: y - 6 }, text),
  ];
}

/** Where points are, from left to right. */
function places({ lines }: LineChart): number[] {
  const all = [...new Set(lines.flatMap(({ points }) => points.map(({ at }) => at)))].sort((a, b) => a - b);
  return all.length > MOST_DOTS ? [] : all;
}

/** The points at one place, and what a pointer near them shows. */
function hovered(chart: LineChart, { x, y }: Scales, { at, before, after }: Around): Markup[] {
  const found = chart.lines.flatMap(({ name, tone, points }) => {
    const point =
      points[
        bisectCenter(
          points.map((each) => each.at),
          at,
        )
      ];
    return point?.at === at ? [{ name, tone, value: point.value }] : [];
  });
  const [from, to] = [before, after].map((other) => x(other === undefined ? at : (at + other) / 2));
  return [
    element(
      'g',
      {},
      element('title', {}, [chart.atText(at), ...found.map(({ name, value }) => `${name} ${chart.valueText(value)}`)].join('\n')),
      element('rect', { class: 'hover', x: percent(from ?? 0), width: percent((to ?? 0) - (from ?? 0)), y: TOP, height: HEIGHT }),
      found.map(({ tone, value }) => element('circle', { class: `dot tone-${tone}`, cx: percent(x(at)), cy: y(value), r: 3.5 })),
    ),
  ];
}

interface Around {
  at: number;
  before: number | undefined;
  after: number | undefined;
}

/** Each line's name and last value beside its end, moved apart where ends are near each other. */
function endsOf({ lines, valueText }: LineChart, { y }: Scales): Markup {
  const ends = lines.flatMap(({ name, tone, points }) => {
    const last = points.at(-1);
    return last === undefined ? [] : [{ tone, value: last.value, name, text: valueText(last.value) }];
  });
  const wanted = ends.map(({ value }) => y(value));
  const at = spreadOut(wanted, NAME_HEIGHT, { top: TOP, bottom: BOTTOM - 8 });
  const names = cutNames(
    ends.map(({ name }) => name),
    (text) => textWidth(text, BOLD) <= MOST_NAME,
  );
  const texts = ends.map(({ text }) => text);
  return element(
    'svg',
    { class: 'line-ends', width: LEADER + Math.ceil(Math.max(widestOf(names, BOLD), widestOf(texts, WORDS))), height: WHOLE, ...PART },
    ends.map(({ tone, text }, index) => [
      strokeTo(tone, { x1: 6, y1: entryAt(wanted, index), x2: LEADER - 6, y2: entryAt(at, index) }),
      element('text', { class: 'name', x: LEADER, y: entryAt(at, index) + 4 }, names[index] ?? ''),
      element('text', { x: LEADER, y: entryAt(at, index) + 19 }, text),
    ]),
  );
}

function strokeTo(tone: Tone, ends: Record<'x1' | 'y1' | 'x2' | 'y2', number>): Markup {
  return element('line', { class: `line tone-${tone}`, ...ends });
}
