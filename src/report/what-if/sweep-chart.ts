import { extent, max } from 'd3-array';
import { entryAt } from '../../base/lists.js';
import { STRATEGIES, STRATEGY_NAMES, type Strategy, strategyName } from '../../model/strategies.js';
import type { Budget } from '../../planning/budget.js';
import type { SweepPoint, Variation } from '../../planning/sweep.js';
import type { Sweep, WhatIf } from '../../planning/what-if.js';
import {
  amountAxis,
  budgetLabel,
  budgetLine,
  EDGE,
  type Frame,
  HEADING,
  heading,
  INK,
  isNear,
  marksBetween,
  marksUpTo,
  SMALL,
  shortMoney,
  shortNumber,
  spreadOut,
  WORDS,
} from '../layout/chart.js';
import { MOST_LINES, mark, strokeOf } from '../layout/strokes.js';
import { element, label, picture } from '../layout/svg.js';
import { fitted, widestOf } from '../layout/text-width.js';
import { evenly, valueText } from '../layout/wording.js';

const SIZE = { width: 860, height: 470 };

/** One line of the chart. */
interface ChartLine {
  name: string;
  points: { at: number; cost: number }[];
}

/** All that the drawing is made of. */
interface Chart {
  lines: readonly ChartLine[];
  first: Variation;
  scale: Scale;
  currency: string;
  /** In money a month; undefined where there is none. */
  budget: { amount: number; text: string } | undefined;
}

/**
 * A sweep as SVG: cost of an average month over the first varied field, with the budget where there is one. With one field a line for each
 * strategy; with two, a line of the chosen strategy for each value of the second, at most eight.
 */
export function sweepChart({ asSet, strategy, budget }: WhatIf, sweep: Sweep): string {
  const [first, second] = [entryAt(sweep.variations, 0), sweep.variations[1]];
  const { currency, scenario } = asSet;
  const scale = scaleOf(first);
  const lines = second === undefined ? linesOfStrategies(sweep, scale) : linesOfValues(sweep, second, scale, strategy);
  const of = second === undefined ? 'each strategy' : `${strategyName(strategy)} at ${countText(lines, second)}`;
  const ends = lines.map(
    ({ name, points }) =>
      `${name} from ${shortMoney(points.at(0)?.cost ?? 0, currency)} to ${shortMoney(points.at(-1)?.cost ?? 0, currency)}`,
  );
  const limit = budget && budgetOf(budget.budget, currency);
  const title = `${second === undefined ? 'Cost' : `${strategyName(strategy)}: cost`} of an average month by ${first.path}`;
  const description =
    `Lines of the cost of an average month in ${currency} over ${first.path}, for ${of}: ${ends.join('; ')}.` +
    `${limit === undefined ? '' : ` Line of the ${limit.text}.`} The table of the same report has the numbers.`;
  const scope = second === undefined || lines.length === second.values.length ? '' : ` · ${countText(lines, second)}`;
  const subtitle = `${currency} a month, no other number changes${scope} · scenario ${scenario.name}`;
  return picture('sweep', SIZE, title, description, [
    ...heading(title, subtitle, SIZE.width),
    ...drawing({ lines, first, scale, currency, budget: limit }),
  ]);
}

/** How many of the second field's values have a line. */
function countText(lines: readonly ChartLine[], { path, values }: Variation): string {
  return `${lines.length} of ${values.length} values of ${path}`;
}

/** A budget is for every single month, and the chart shows the average. */
function budgetOf({ amount, strategy }: Budget, currency: string): Chart['budget'] {
  const value = amount.toNumber();
  const basis = 'the most expensive one decides, lines are of an average one';
  const text = `budget ${shortMoney(value, currency)} for each month of ${STRATEGY_NAMES[strategy]}; ${basis}`;
  return { amount: value, text };
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
  return evenly(values, MOST_LINES).map((value) => {
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

function drawing({ lines, first, scale, currency, budget }: Chart): string[] {
  const all = lines.flatMap(({ points }) => points);
  const [from = 0, to = 0] = extent(all, ({ at }) => at);
  const highest = max(all, ({ cost }) => cost) ?? 0;
  const isShown = budget !== undefined && isNear(budget.amount, highest);
  const marks = marksUpTo(isShown ? Math.max(highest, budget.amount) : highest);
  const labels = lines.map(({ name, points }) => ({ name, cost: shortMoney(points.at(-1)?.cost ?? 0, currency) }));
  const frame = frameOf(marks, labels);
  const x = (at: number) => frame.left + (to === from ? 0.5 : (at - from) / (to - from)) * (frame.right - frame.left);
  const y = (cost: number) => frame.bottom - (cost / (marks.at(-1) ?? 1)) * (frame.bottom - frame.top);
  return [
    ...(budget === undefined ? [] : budgetLabel(budget.text, { left: EDGE, right: SIZE.width - EDGE }, 70, isShown)),
    ...amountAxis(marks, frame, y),
    ...valueAxis(first, scale, frame, { from, to, x }),
    ...lines.flatMap((line, index) => lineParts(line, index, x, y)),
    ...(isShown ? [budgetLine(frame.left, frame.right, y(budget.amount))] : []),
    ...endLabels(lines, labels, frame, x, y),
  ];
}

interface EndLabel {
  name: string;
  cost: string;
}

/** From a line's end to its label. */
const LEADER = 26;
const MOST_LABEL = 210;
const LABEL_HEIGHT = 34;

function frameOf(marks: readonly number[], labels: readonly EndLabel[]): Frame {
  const widest = Math.max(
    widestOf(
      labels.map(({ name }) => name),
      HEADING,
    ),
    widestOf(
      labels.map(({ cost }) => cost),
      WORDS,
    ),
  );
  return {
    left: EDGE + widestOf(marks.map(shortNumber), SMALL) + 8,
    right: SIZE.width - EDGE - Math.min(MOST_LABEL, widest) - LEADER - 4,
    top: 88,
    bottom: SIZE.height - 68,
  };
}

/** The varied field from left to right. */
function valueAxis(
  { path, values }: Variation,
  { isNumeric }: Scale,
  { left, right, bottom }: Frame,
  { from, to, x }: { from: number; to: number; x: (at: number) => number },
): string[] {
  const room = right - left;
  const places = evenly([...values.keys()], 5);
  const slot = room / Math.max(1, places.length - 1);
  const marks = isNumeric
    ? (from === to ? [from] : marksBetween(from, to, room)).map((at) => ({ at, text: shortNumber(at) }))
    : places.map((at) => ({ at, text: fitted(valueText(values[at]), slot - 12, SMALL) }));
  return [
    ...marks.flatMap(({ at, text }) => [
      element('line', { x1: x(at), x2: x(at), y1: bottom, y2: bottom + 5, stroke: INK.axis }),
      label(text, { ...placed(x(at), text, left, right), y: bottom + 20, 'font-size': SMALL.size }),
    ]),
    label(fitted(path, room, WORDS, 'end'), { x: (left + right) / 2, y: bottom + 46, 'text-anchor': 'middle' }),
  ];
}

/** Centred at its place, or at the side where that would reach over the edge. */
function placed(x: number, text: string, left: number, right: number): Record<string, string | number> {
  const half = widestOf([text], SMALL) / 2;
  if (x - half < EDGE) return { x: left, 'text-anchor': 'start' };
  return x + half > SIZE.width - EDGE ? { x: right, 'text-anchor': 'end' } : { x, 'text-anchor': 'middle' };
}

function lineParts({ points }: ChartLine, index: number, x: (at: number) => number, y: (cost: number) => number): string[] {
  const stroke = strokeOf(index);
  const path = points.map(({ at, cost }) => `${x(at).toFixed(1)},${y(cost).toFixed(1)}`).join(' ');
  const line = { points: path, fill: 'none', stroke: stroke.ink, 'stroke-width': 2, 'stroke-dasharray': stroke.dashes };
  const marked = points.length > MOST_MARKS ? evenly(points, FEW_MARKS) : points;
  return [element('polyline', line), ...marked.map(({ at, cost }) => mark(stroke, x(at), y(cost)))];
}

/** More would hide the line. */
const MOST_MARKS = 40;
const FEW_MARKS = 10;

/** Each line's name and last cost, where it ends. */
function endLabels(
  lines: readonly ChartLine[],
  labels: readonly EndLabel[],
  frame: Frame,
  x: (at: number) => number,
  y: (cost: number) => number,
): string[] {
  const ends = lines.map(({ points }) => points.at(-1) ?? { at: 0, cost: 0 });
  const places = spreadOut(
    ends.map(({ cost }) => y(cost)),
    LABEL_HEIGHT,
    { top: frame.top, bottom: frame.bottom - 18 },
  );
  return labels.flatMap(({ name, cost }, index) => {
    const stroke = strokeOf(index);
    const [end, place] = [entryAt(ends, index), entryAt(places, index)];
    const at = frame.right + LEADER;
    const leader = { x1: x(end.at) + 6, y1: y(end.cost), x2: at - 5, y2: place, stroke: stroke.ink, 'stroke-width': 0.8 };
    return [
      element('line', leader),
      label(fitted(name, MOST_LABEL, HEADING), { x: at, y: place, 'font-size': HEADING.size, 'font-weight': 600, fill: stroke.ink }),
      label(fitted(cost, MOST_LABEL, WORDS), { x: at, y: place + 15 }),
    ];
  });
}
