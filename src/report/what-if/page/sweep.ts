import { extent, ticks } from 'd3-array';
import { entryAt } from '../../../base/lists.js';
import { STRATEGY_NAMES, type Strategy, strategyName } from '../../../model/strategies.js';
import type { SweepPoint, Variation } from '../../../planning/sweep.js';
import type { Sweep, WhatIf } from '../../../planning/what-if.js';
import { valueAt } from '../../../scenario/nodes.js';
import { expectedOf, isQuantity } from '../../../scenario/quantity.js';
import { fieldOf } from '../../../scenario/settings.js';
import { isNear, shortMoney, shortNumber, valueLabel } from '../../layout/chart.js';
import type { Table } from '../../layout/document.js';
import { amount, placesFor } from '../../layout/figures.js';
import { barDrawing } from '../../layout/html/bars.js';
import { type Figure, legend, type Named } from '../../layout/html/figure.js';
import { type Line, type LineChart, lineDrawing, TONES, type Tone } from '../../layout/html/lines.js';
import { type Markup, together } from '../../layout/html/markup.js';
import { evenly, valueText } from '../../layout/wording.js';

/** As many bars as one looks at, and as many points as pixels show and as a table is read. */
const [MOST_BARS, MOST_CORNERS, MOST_ROWS] = [24, 500, 60];

/** What an average month costs at each point: lines over a number, or bars where no field has several numbers. */
export function sweepFigure(result: WhatIf, sweep: Sweep): Figure {
  const across = sweep.variations.findIndex(isNumeric);
  const { currency } = result.asSet;
  const paths = sweep.variations.map(({ path }) => path);
  const path = across < 0 ? paths.join(' and ') : entryAt(paths, across);
  const others = paths.filter((each) => across >= 0 && each !== path);
  const whose = others.length === 0 ? 'Cost of an average month' : `Cost of ${strategyName(result.strategy)} in an average month`;
  const chart = across < 0 ? undefined : chartOf(result, sweep, across);
  const limit = chart?.limit === undefined ? '' : ` ${limitNote(result)}`;
  const scope = others.length === 0 ? 'no other number changes' : linesText(others.join(), sweep, across);
  const drawn = across < 0 ? 'Bars' : 'Lines';
  return {
    id: 'sweep',
    title: `${whose} by ${path}`,
    note: `${currency} a month, all charges; ${scope}.${limit}`,
    description: `${drawn} of the cost at ${sweep.points.length} points. ${chart === undefined ? '' : endsText(chart)}`,
    drawing: (named) => (chart === undefined ? barsOf(named, result, sweep) : lineDrawing(named, chart)),
    table: sweepTable(sweep, currency),
  };
}

/** Whether all values of the other field have a line. */
function linesText(path: string, { variations }: Sweep, across: number): string {
  const values = new Set(variations.flatMap((each, index) => (index === across ? [] : each.values))).size;
  return values <= TONES.length ? `a line for each value of ${path}` : `a line for ${TONES.length} of ${values} values of ${path}`;
}

/** A budget is for every single month, and most lines are of an average one. */
function limitNote({ strategy, budget }: WhatIf): string {
  const { on, strategy: limited } = budget?.budget ?? { on: 'expected', strategy };
  return `The budget is for the ${on} cost of each month of ${strategyName(limited)}, so the most expensive one decides.`;
}

function isNumeric({ values }: Variation): boolean {
  return values.every((value) => typeof value === 'number') && new Set(values).size > 1;
}

function endsText({ lines, valueText: text }: LineChart): string {
  return lines.map(({ name, points }) => `${name}: ${text(points.at(0)?.value ?? 0)} to ${text(points.at(-1)?.value ?? 0)}`).join('; ');
}

function chartOf({ asSet, strategy, budget }: WhatIf, sweep: Sweep, across: number): LineChart {
  const { currency } = asSet;
  const variation = entryAt(sweep.variations, across);
  const other = sweep.variations.findIndex((_, index) => index !== across);
  const hasMost = budget?.budget.on === 'expected' && budget.budget.of === undefined;
  const lines = other < 0 ? strategyLines(sweep, hasMost ? budget.budget.strategy : undefined) : valueLines(sweep, across, other, strategy);
  const now = valueNow(asSet, variation);
  const highest = Math.max(...lines.flatMap(({ points }) => points.map(({ value }) => value)));
  const limit = budget?.budget.amount.toNumber();
  const money = (value: number) => shortMoney(value, currency);
  return {
    lines,
    axis: { name: variation.path, marks: marksOf(variation) },
    now: now === undefined ? undefined : { at: now, text: `now ${valueLabel(now)}` },
    limit: limit === undefined || !isNear(limit, highest) ? undefined : { value: limit, text: `budget ${money(limit)} for each month` },
    markText: (value) => shortMoney(value, currency, Number.isInteger(value) ? 0 : undefined),
    valueText: money,
    atText: valueLabel,
  };
}

/** What the scenario has now, where that lies among the values. */
function valueNow({ scenario }: WhatIf['asSet'], { path, values }: Variation): number | undefined {
  const value = valueAt(
    scenario,
    fieldOf(scenario, { path, value: undefined }, () => path),
  );
  const now = isQuantity(value) ? expectedOf(value) : undefined;
  const [from, to] = extent(values.filter((each) => typeof each === 'number'));
  return now === undefined || from === undefined || now < from || now > to ? undefined : now;
}

/** The values themselves where they are few, else round numbers. */
function marksOf({ values }: Variation): LineChart['axis']['marks'] {
  const numbers = [...new Set(values.filter((value) => typeof value === 'number'))].sort((a, b) => a - b);
  const [from = 0, to = 1] = extent(numbers);
  const isEven = numbers.every((value, index) => value - from >= (index * (to - from)) / (2 * (numbers.length - 1)));
  const marks = numbers.length <= MOST_MARKS && isEven ? numbers : ticks(from, to, MOST_MARKS);
  return marks.map((at) => ({ at, text: shortNumber(at) }));
}

const MOST_MARKS = 7;

const STRATEGY_LINES: readonly { strategy: Strategy; name: string; tone: Tone }[] = [
  { strategy: 'sse-kms', name: 'SSE-KMS', tone: 'first' },
  { strategy: 'sse-kms-bucket-key', name: 'with a Bucket Key', tone: 'second' },
  { strategy: 'sse-s3', name: 'SSE-S3', tone: 'base' },
];

function strategyLines({ points }: Sweep, limited: Strategy | undefined): Line[] {
  const averages = STRATEGY_LINES.map(({ strategy, name, tone }) => ({
    name,
    tone,
    points: pointsOf(points, 0, (point) => averageOf(point, strategy)),
  }));
  if (limited === undefined) return averages;
  const most = pointsOf(points, 0, ({ mostExpensiveMonth }) => mostExpensiveMonth[limited].toNumber());
  return [{ name: 'most expensive month', tone: 'third', points: most }, ...averages];
}

function valueLines({ variations, points }: Sweep, across: number, other: number, strategy: Strategy): Line[] {
  const { path, values } = entryAt(variations, other);
  const name = path.split('.').at(-1) ?? path;
  return evenly([...new Set(values)], TONES.length).map((value, index) => ({
    name: `${name} ${valueText(value)}`,
    tone: entryAt(TONES, index),
    points: pointsOf(
      points.filter((point) => point.values[other] === value),
      across,
      (point) => averageOf(point, strategy),
    ),
  }));
}

function averageOf({ totals, months }: SweepPoint, strategy: Strategy): number {
  return totals[strategy].expected.div(months).toNumber();
}

function pointsOf(points: readonly SweepPoint[], across: number, costAt: (point: SweepPoint) => number): Line['points'] {
  const all = points.map((point) => ({ at: Number(point.values[across]), value: costAt(point) }));
  return evenly(
    all.sort((a, b) => a.at - b.at),
    MOST_CORNERS,
  );
}

function barsOf(named: Named, { asSet: { currency } }: WhatIf, { points }: Sweep): Markup {
  const shown = evenly(points, MOST_BARS);
  const left = points.length - shown.length;
  const rows = shown.map((point) => {
    const [kms, withKey] = [averageOf(point, 'sse-kms'), averageOf(point, 'sse-kms-bucket-key')];
    return {
      name: point.values.map(valueText).join(', '),
      note: `with a Bucket Key ${shortMoney(withKey, currency)}`,
      text: shortMoney(kms, currency),
      bars: [
        { from: 0, to: kms, ink: 'ink-main' },
        { from: 0, to: withKey, ink: 'ink-second', isThin: true },
      ],
    };
  });
  return together(
    barDrawing(named, left === 0 ? rows : [...rows, { name: `${left} more between these`, text: 'in CSV and JSON', bars: [] }]),
    legend([
      { name: 'SSE-KMS', ink: 'ink-main' },
      { name: 'with a Bucket Key', ink: 'ink-second' },
    ]),
  );
}

/** The points, of many some that are evenly distributed. */
function sweepTable({ variations, points }: Sweep, currency: string): Table {
  const shown = evenly(points, MOST_ROWS);
  const strategies = STRATEGY_LINES.map(({ strategy }) => strategy);
  const places = placesFor(shown.map(({ totals, months }) => totals['sse-kms'].expected.div(months)));
  const left = points.length - shown.length;
  const rows = shown.map(({ values, totals, months, mostExpensiveMonth }) => [
    ...values.map(valueText),
    ...strategies.map((strategy) => amount(totals[strategy].expected.div(months), places)),
    amount(mostExpensiveMonth['sse-kms'], places),
  ]);
  const header = [
    ...variations.map(({ path }) => path),
    ...strategies.map((strategy) => STRATEGY_NAMES[strategy]),
    'SSE-KMS, most expensive month',
  ];
  const more = header.map((_, column) => (column === 0 ? `${left} more in CSV and JSON` : ''));
  return {
    title: `Cost at each point, average month, ${currency}`,
    header,
    leftColumns: variations.length,
    rows: left === 0 ? rows : [...rows, more],
  };
}
