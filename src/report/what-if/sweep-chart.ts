import { extent, max, ticks } from 'd3-array';
import { entryAt } from '../../base/lists.js';
import { STRATEGIES, STRATEGY_NAMES, type Strategy, strategyName } from '../../model/strategies.js';
import type { SweepPoint, Variation } from '../../planning/sweep.js';
import type { Sweep, WhatIf } from '../../planning/what-if.js';
import { cut, element, figure, label, picture } from '../layout/svg.js';
import { evenly, valueText } from '../layout/wording.js';

const SIZE = { width: 800, height: 450 };
const FRAME = { left: 80, right: 640, top: 56, bottom: 388 };
/** Colours that differ for the colour-blind too, each with a dash of its own (Okabe and Ito, Color Universal Design). */
const STROKES = [
  ['#0072b2', 'none'],
  ['#d55e00', '8 4'],
  ['#009e73', '2 3'],
  ['#cc79a7', '10 3 2 3'],
  ['#56b4e9', '5 5'],
  ['#8a6d00', '14 4'],
  ['#000000', '1 5'],
  ['#7f3c8d', '6 2 2 2'],
] as const;

/** How the line at a place in the list is drawn. */
function strokeOf(index: number) {
  const [stroke, dashes] = entryAt(STROKES, index % STROKES.length);
  return { stroke, 'stroke-width': 2, 'stroke-dasharray': dashes };
}

/** One line of the chart. */
interface ChartLine {
  name: string;
  points: { at: number; cost: number }[];
}

/**
 * A sweep as SVG: cost of an average month over the first varied field. With one field a line for each strategy; with two, a line of the
 * chosen strategy for each value of the second, at most eight.
 */
export function sweepChart({ asSet, strategy }: WhatIf, sweep: Sweep): string {
  const [first, second] = [entryAt(sweep.variations, 0), sweep.variations[1]];
  const { currency, scenario } = asSet;
  const scale = scaleOf(first);
  const lines = second === undefined ? linesOfStrategies(sweep, scale) : linesOfValues(sweep, second, scale, strategy);
  const of =
    second === undefined
      ? 'each strategy'
      : `${strategyName(strategy)} at ${lines.length} of ${second.values.length} values of ${second.path}`;
  const ends = lines.map(({ name, points }) => `${name} from ${figure(points.at(0)?.cost ?? 0)} to ${figure(points.at(-1)?.cost ?? 0)}`);
  const title = `Scenario ${cut(scenario.name, 40)}: cost of an average month`;
  const description =
    `Lines of the cost of an average month in ${currency} over ${first.path}, for ${of}: ` +
    `${ends.join('; ')}. The table of the same report has the numbers.`;
  return picture('sweep', SIZE, title, description, drawing(title, first, currency, lines, scale));
}

/** Where values are placed from left to right: numbers by their size, anything else by its place in the list. */
interface Scale {
  isNumeric: boolean;
  place: (value: unknown) => number;
}

function scaleOf({ values }: Variation): Scale {
  const isNumeric = values.every((value) => typeof value === 'number');
  return { isNumeric, place: (value) => (typeof value === 'number' && isNumeric ? value : values.indexOf(value)) };
}

function linesOfStrategies({ points }: Sweep, scale: Scale): ChartLine[] {
  return STRATEGIES.map((strategy) => lineOf(STRATEGY_NAMES[strategy], points, scale, strategy));
}

function linesOfValues({ points }: Sweep, { path, values }: Variation, scale: Scale, strategy: Strategy): ChartLine[] {
  const name = path.split('.').at(-1);
  return evenly(values, STROKES.length).map((value) => {
    const own = points.filter((point) => point.values[1] === value);
    return lineOf(`${name} ${valueText(value)}`, own, scale, strategy);
  });
}

function lineOf(name: string, points: readonly SweepPoint[], { place }: Scale, strategy: Strategy): ChartLine {
  const all = points.map(({ values, totals, months }) => ({
    at: place(values[0]),
    cost: totals[strategy].expected.div(months).toNumber(),
  }));
  return {
    name,
    points: evenly(
      all.sort((a, b) => a.at - b.at),
      MOST_CORNERS,
    ),
  };
}

/** More corners than pixels draw nothing more. */
const MOST_CORNERS = 1000;

function drawing(
  title: string,
  { path, values }: Variation,
  currency: string,
  lines: readonly ChartLine[],
  { isNumeric }: Scale,
): string[] {
  const all = lines.flatMap(({ points }) => points);
  const [from = 0, to = 0] = extent(all, ({ at }) => at);
  const marks = marksUpTo(max(all, ({ cost }) => cost) ?? 0);
  const highest = marks.at(-1) ?? 1;
  const x = (at: number) => FRAME.left + (to === from ? 0.5 : (at - from) / (to - from)) * (FRAME.right - FRAME.left);
  const y = (cost: number) => FRAME.bottom - (cost / highest) * (FRAME.bottom - FRAME.top);
  const below = isNumeric ? ticks(from, to, 8) : evenly([...values.keys()], 5);
  return [
    label(title, { x: FRAME.left, y: 26, 'font-size': 15, 'font-weight': 600 }),
    ...marks.flatMap((mark) => [
      element('line', { x1: FRAME.left, x2: FRAME.right, y1: y(mark), y2: y(mark), stroke: '#ddd' }),
      label(figure(mark), { x: FRAME.left - 8, y: y(mark) + 4, 'text-anchor': 'end' }),
    ]),
    ...below.map((mark) =>
      label(isNumeric ? figure(mark) : cut(valueText(values[mark]), TICK_LETTERS), {
        x: x(mark),
        y: FRAME.bottom + 20,
        'text-anchor': 'middle',
      }),
    ),
    label(cut(path, 80), { x: (FRAME.left + FRAME.right) / 2, y: FRAME.bottom + 46, 'text-anchor': 'middle' }),
    label(`${currency}, average month`, { x: FRAME.left, y: FRAME.top - 10 }),
    ...lines.flatMap((line, index) => lineParts(line, index, x, y)),
    ...legend(lines),
  ];
}

/** Round numbers from zero to at least the highest. */
function marksUpTo(highest: number): number[] {
  const marks = ticks(0, highest > 0 ? highest : 1, 6);
  const [first = 0, second = 1] = marks;
  const last = marks.at(-1) ?? first;
  return last >= highest ? marks : [...marks, last + second - first];
}

function lineParts({ points }: ChartLine, index: number, x: (at: number) => number, y: (cost: number) => number): string[] {
  const path = points.map(({ at, cost }) => `${x(at).toFixed(1)},${y(cost).toFixed(1)}`).join(' ');
  const line = element('polyline', { points: path, fill: 'none', ...strokeOf(index) });
  const dots =
    points.length > MOST_DOTS
      ? []
      : points.map(({ at, cost }) => element('circle', { cx: x(at), cy: y(cost), r: 3, fill: strokeOf(index).stroke }));
  return [line, ...dots];
}

/** More would hide the line. */
const MOST_DOTS = 40;
const LEGEND_LETTERS = 18;
const TICK_LETTERS = 10;

function legend(lines: readonly ChartLine[]): string[] {
  return lines.flatMap(({ name }, index) => {
    const y = FRAME.top + 8 + index * 24;
    return [
      element('line', { x1: FRAME.right + 16, x2: FRAME.right + 46, y1: y, y2: y, ...strokeOf(index) }),
      label(cut(name, LEGEND_LETTERS), { x: FRAME.right + 52, y: y + 4 }),
    ];
  });
}
