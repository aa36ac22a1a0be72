import { max, rollup } from 'd3-array';
import { type Decimal, sum } from '../../../base/decimal.js';
import { mapCases } from '../../../base/range.js';
import type { Charge } from '../../../model/charges.js';
import type { Estimate } from '../../../model/estimate.js';
import { type KmsStrategy, STRATEGIES, STRATEGY_NAMES, type Strategy } from '../../../model/strategies.js';
import {
  amountAxis,
  budgetLabel,
  budgetLine,
  EDGE,
  type Frame,
  HEADING,
  INK,
  isNear,
  marksUpTo,
  SMALL,
  shortMoney,
  shortNumber,
} from '../../layout/chart.js';
import { placesFor } from '../../layout/figures.js';
import { element, label } from '../../layout/svg.js';
import { fitted, widestOf } from '../../layout/text-width.js';
import { CHARGE_INKS, chargeLegend, STACK } from './charges.js';

/** What a month may cost under a strategy. */
export interface MonthLimit {
  amount: Decimal;
  strategy: KmsStrategy;
  /** The case of the cost that it is for. */
  on: string;
}

const TOP = 152;
const BOTTOM = 372;
/** Where the panels of months end. */
export const PANELS_BOTTOM = BOTTOM + 40;
const LEGEND = 178;
const GAP = 26;

/** One month of a strategy. */
interface Bar {
  month: string;
  costs: readonly { charge: Charge; cost: number }[];
  range: { low: number; high: number };
}

/** The months of a strategy. */
interface Panel {
  strategy: Strategy;
  bars: readonly Bar[];
  frame: Frame;
}

/** Three panels side by side on one scale, a strategy each, and what the charges are. */
export function monthPanels(estimate: Estimate, limit: MonthLimit | undefined, width: number): string[] {
  const months = STRATEGIES.map((strategy) => ({ strategy, bars: barsOf(estimate, strategy) }));
  const bars = months.flatMap((each) => each.bars);
  const highest = max(bars, ({ costs, range }) => Math.max(range.high, total(costs))) ?? 0;
  const isShown = limit !== undefined && isNear(limit.amount.toNumber(), highest);
  const marks = marksUpTo(isShown ? Math.max(highest, limit.amount.toNumber()) : highest);
  const y = (cost: number) => BOTTOM - (cost / (marks.at(-1) ?? 1)) * (BOTTOM - TOP);
  const left = EDGE + widestOf(marks.map(shortNumber), SMALL) + 8;
  const panelWidth = (width - EDGE - LEGEND - left) / STRATEGIES.length - GAP;
  const panels = months.map((each, index): Panel => {
    const start = left + index * (panelWidth + GAP);
    return { ...each, frame: { left: start, right: start + panelWidth, top: TOP, bottom: BOTTOM } };
  });
  return [
    ...panels.flatMap((panel, index) => [
      ...panelHeading(estimate, panel),
      ...panelAxis(marks, panel.frame, y, index === 0),
      ...panel.bars.flatMap((bar, place) => barParts(bar, place, panel, y)),
      ...monthLabels(panel),
      ...(limit?.strategy === panel.strategy ? budgetParts(limit, panel.frame, estimate.currency, isShown ? y : undefined) : []),
    ]),
    ...chargeLegend(estimate, { left: width - EDGE - LEGEND + 8, right: width - EDGE, top: TOP }, rangeName(estimate, bars)),
  ];
}

/** The budget's line and what it is; of one that is far above the chart only the words. */
function budgetParts({ amount, on }: MonthLimit, frame: Frame, currency: string, y: ((cost: number) => number) | undefined): string[] {
  const text = `budget ${shortMoney(amount.toNumber(), currency)}${on === 'expected' ? '' : `, ${on}`}`;
  const line = y === undefined ? [] : [budgetLine(frame.left, frame.right, y(amount.toNumber()))];
  return [...budgetLabel(text, frame, TOP - 13, y !== undefined), ...line];
}

/** What the lines on the bars are; empty where there are none. */
function rangeName({ likely }: Estimate, bars: readonly Bar[]): string {
  if (bars.every(({ range }) => range.high <= range.low)) return '';
  return isSimulated(likely) ? 'likely: 8 of 10 draws' : 'low to high';
}

function isSimulated(likely: Estimate['likely']): likely is NonNullable<Estimate['likely']> {
  return likely !== undefined && likely.draws > 0;
}

function total(costs: Bar['costs']): number {
  return costs.reduce((all, { cost }) => all + cost, 0);
}

function barsOf({ lines, totals, likely }: Estimate, strategy: Strategy): Bar[] {
  const costs = rollup(
    lines.filter((line) => line.strategy === strategy),
    (own) => sum(own.map(({ cost }) => cost.expected)).toNumber(),
    ({ month }) => month,
    ({ charge }) => charge,
  );
  return totals[strategy].months.map(({ month, low, high }, index) => {
    const quantiles = isSimulated(likely) ? likely.totals[strategy].months[index] : undefined;
    const [from, to] = quantiles === undefined ? [low, high] : [quantiles.p10, quantiles.p90];
    const own = costs.get(month);
    return {
      month,
      costs: STACK.flatMap((charge) => ({ charge, cost: own?.get(charge) ?? 0 })).filter(({ cost }) => cost > 0),
      range: { low: from.toNumber(), high: to.toNumber() },
    };
  });
}

/** A strategy's name, its average month and the bounds of that. */
function panelHeading({ totals, scenario, currency }: Estimate, { strategy, frame: { left, right } }: Panel): string[] {
  const room = right - left;
  const averages = mapCases(totals[strategy], (amount) => amount.div(scenario.period.months));
  const places = placesFor([averages.high]);
  const { low, expected, high } = mapCases(averages, (amount) => shortMoney(amount.toNumber(), currency, places));
  const small = { x: left, 'font-size': SMALL.size };
  return [
    label(fitted(STRATEGY_NAMES[strategy], room, HEADING), { x: left, y: TOP - 62, 'font-size': HEADING.size, 'font-weight': 600 }),
    label(fitted(`${expected} in an average month`, room, SMALL), { ...small, y: TOP - 45 }),
    label(fitted(low === high ? 'without a range' : `low ${low}, high ${high}`, room, SMALL), { ...small, y: TOP - 29, fill: INK.quiet }),
  ];
}

/** Lines in every panel, numbers beside the first. */
function panelAxis(marks: readonly number[], frame: Frame, y: (cost: number) => number, isFirst: boolean): string[] {
  if (isFirst) return amountAxis(marks, frame, y);
  const { left, right } = frame;
  return marks.map((mark) => element('line', { x1: left, x2: right, y1: y(mark), y2: y(mark), stroke: mark === 0 ? INK.axis : INK.grid }));
}

/** A month's charges one on the other, with a line for its range. */
function barParts({ costs, range }: Bar, place: number, { bars, frame }: Panel, y: (cost: number) => number): string[] {
  const slot = (frame.right - frame.left) / bars.length;
  const width = Math.min(slot * 0.76, MOST_BAR);
  const middle = frame.left + (place + 0.5) * slot;
  let height = 0;
  const parts = costs.map(({ charge, cost }) => {
    const [from, to] = [y(height), y(height + cost)];
    height += cost;
    return element('rect', { x: middle - width / 2, y: to, width, height: Math.max(0, from - to - SEAM), fill: CHARGE_INKS[charge] });
  });
  if (range.high <= range.low) return parts;
  const [low, high] = [y(range.low), y(range.high)];
  const cap = Math.min(width / 2, 4);
  const end = (place: number) => `M${at(middle - cap)} ${at(place)}h${at(2 * cap)}`;
  const outline = `M${at(middle)} ${at(low)}V${at(high)}${end(low)}${end(high)}`;
  return [
    ...parts,
    // White under it keeps it apart from a dark bar, where that is wide enough.
    ...(width < WIDE ? [] : [element('path', { d: outline, stroke: '#ffffff', 'stroke-width': 3 })]),
    element('path', { d: outline, stroke: INK.words, 'stroke-width': width < WIDE ? 0.8 : 1.2 }),
  ];
}

/** A place in a path, to a tenth of a pixel. */
function at(place: number): string {
  return place.toFixed(1);
}

const MOST_BAR = 60;
const WIDE = 10;
/** White between the charges of a bar. */
const SEAM = 0.6;

/** The first month and the last. */
function monthLabels({ bars, frame: { left, right, bottom } }: Panel): string[] {
  const [first = '', last = ''] = [bars[0]?.month, bars.at(-1)?.month];
  const small = { y: bottom + 18, 'font-size': SMALL.size };
  if (bars.length === 1) return [label(first, { ...small, x: (left + right) / 2, 'text-anchor': 'middle' })];
  return [label(first, { ...small, x: left }), label(last, { ...small, x: right, 'text-anchor': 'end' })];
}
