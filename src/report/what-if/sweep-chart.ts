import { ticks } from 'd3-array';
import type { Decimal } from '../../decimal.js';
import { STRATEGIES } from '../../model/requests.js';
import type { SweepPoint } from '../../planning/sweep.js';
import type { Sweep, WhatIf } from '../../planning/what-if.js';
import { STRATEGY_NAMES } from '../tables.js';
import { evenly, strategyName, valueText } from './answer.js';
import { element, figure, label, picture } from './svg.js';

const SIZE = { width: 800, height: 450 };
const FRAME = { left: 80, right: 640, top: 56, bottom: 388 };
/** Colours that differ for the colour-blind too, each with a dash of its own (Okabe and Ito, Color Universal Design). */
const INKS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9', '#8a6d00', '#000000', '#7f3c8d'];
const DASHES = ['none', '8 4', '2 3', '10 3 2 3', '5 5', '14 4', '1 5', '6 2 2 2'];

/** One line of the chart. */
interface Curve {
  name: string;
  points: { at: number; cost: number }[];
}

/**
 * A sweep as SVG: cost of an average month over the first varied field. With one field a line for each strategy; with two, a line of the chosen
 * strategy for each value of the second, eight at the most.
 */
export function sweepChart({ subject, strategy }: WhatIf, { variations, points }: Sweep): string {
  const [first, second] = variations as readonly [Sweep['variations'][number], Sweep['variations'][number] | undefined];
  const { currency, scenario } = subject;
  const isNumeric = first.values.every((value) => typeof value === 'number');
  const place = (value: unknown) => (isNumeric ? (value as number) : first.values.indexOf(value));
  const monthly = (cost: Decimal, { months }: SweepPoint) => cost.div(months).toNumber();
  const curveOf = (name: string, of: readonly SweepPoint[], which: (typeof STRATEGIES)[number]): Curve => ({
    name,
    points: of
      .map((point) => ({ at: place(point.values[0]), cost: monthly(point.totals[which].expected, point) }))
      .sort((a, b) => a.at - b.at),
  });
  const seconds = second === undefined ? [] : evenly([...second.values], INKS.length);
  const curves =
    second === undefined
      ? STRATEGIES.map((which) => curveOf(STRATEGY_NAMES[which], points, which))
      : seconds.map((value) =>
          curveOf(
            `${second.path.split('.').at(-1)} ${valueText(value)}`,
            points.filter(({ values }) => values[1] === value),
            strategy,
          ),
        );
  const of = second === undefined ? 'each strategy' : strategyName(strategy);
  const left =
    second === undefined || seconds.length === second.values.length
      ? ''
      : ` Of ${second.values.length} values of ${second.path} ${seconds.length} are drawn.`;
  const ends = curves.map(
    ({ name, points: drawn }) => `${name} from ${figure(drawn.at(0)?.cost ?? 0)} to ${figure(drawn.at(-1)?.cost ?? 0)}`,
  );
  const title = `Scenario ${scenario.name}: cost of an average month over ${first.path}`;
  const description = `Lines of the cost of an average month in ${currency} for ${of}: ${ends.join('; ')}.${left} The table of the same report has the numbers.`;
  return picture(SIZE, title, description, drawing(title, first, currency, curves, isNumeric));
}

function drawing(
  title: string,
  { path, values }: Sweep['variations'][number],
  currency: string,
  curves: readonly Curve[],
  isNumeric: boolean,
): string[] {
  const all = curves.flatMap(({ points }) => points);
  const across = { from: Math.min(...all.map(({ at }) => at)), to: Math.max(...all.map(({ at }) => at)) };
  const marks = ticks(0, Math.max(...all.map(({ cost }) => cost), 1e-9), 6);
  const highest = Math.max(marks.at(-1) ?? 0, ...all.map(({ cost }) => cost));
  const x = (at: number) =>
    FRAME.left + (across.to === across.from ? 0.5 : (at - across.from) / (across.to - across.from)) * (FRAME.right - FRAME.left);
  const y = (cost: number) => FRAME.bottom - (highest === 0 ? 0 : cost / highest) * (FRAME.bottom - FRAME.top);
  const below = isNumeric ? ticks(across.from, across.to, 8) : evenly([...values.keys()], 8);
  return [
    label(title, { x: FRAME.left, y: 26, 'font-size': 15, 'font-weight': 600 }),
    ...marks.flatMap((mark) => [
      element('line', { x1: FRAME.left, x2: FRAME.right, y1: y(mark), y2: y(mark), stroke: '#ddd' }),
      label(figure(mark), { x: FRAME.left - 8, y: y(mark) + 4, 'text-anchor': 'end' }),
    ]),
    ...below.map((mark) =>
      label(isNumeric ? figure(mark) : valueText(values[mark]), { x: x(mark), y: FRAME.bottom + 20, 'text-anchor': 'middle' }),
    ),
    label(path, { x: (FRAME.left + FRAME.right) / 2, y: FRAME.bottom + 46, 'text-anchor': 'middle' }),
    label(`${currency}, average month`, { x: FRAME.left, y: FRAME.top - 10 }),
    ...curves.flatMap((curve, index) => curveParts(curve, index, x, y)),
    ...legend(curves),
  ];
}

function curveParts({ points }: Curve, index: number, x: (at: number) => number, y: (cost: number) => number): string[] {
  const ink = INKS[index % INKS.length] as string;
  const path = points.map(({ at, cost }) => `${x(at).toFixed(1)},${y(cost).toFixed(1)}`).join(' ');
  const line = element('polyline', {
    points: path,
    fill: 'none',
    stroke: ink,
    'stroke-width': 2,
    'stroke-dasharray': DASHES[index % DASHES.length] as string,
  });
  const dots =
    points.length > MOST_DOTS ? [] : points.map(({ at, cost }) => element('circle', { cx: x(at), cy: y(cost), r: 3, fill: ink }));
  return [line, ...dots];
}

/** More would hide the line. */
const MOST_DOTS = 40;
const LEGEND_LETTERS = 18;

function legend(curves: readonly Curve[]): string[] {
  return curves.flatMap(({ name }, index) => {
    const y = FRAME.top + 8 + index * 24;
    const ink = INKS[index % INKS.length] as string;
    const dash = DASHES[index % DASHES.length] as string;
    const text = name.length > LEGEND_LETTERS ? `${name.slice(0, LEGEND_LETTERS - 1)}…` : name;
    return [
      element('line', {
        x1: FRAME.right + 16,
        x2: FRAME.right + 46,
        y1: y,
        y2: y,
        stroke: ink,
        'stroke-width': 2,
        'stroke-dasharray': dash,
      }),
      label(text, { x: FRAME.right + 52, y: y + 4 }),
    ];
  });
}
