import { ticks } from 'd3-array';
import { Decimal } from '../../base/decimal.js';
import { grouped } from '../../base/text.js';
import { money } from './figures.js';
import { element, label } from './svg.js';
import { fitted, textWidth } from './text-width.js';

/** Sizes of words in charts, in pixels. */
export const TITLE = { size: 16, isBold: true };
export const HEADING = { size: 13, isBold: true };
export const WORDS = { size: 13 };
export const SMALL = { size: 12 };
export const BOLD = { size: 12, isBold: true };

/** Inks of words and lines that are not data; words have at least 4.5 times the contrast of white. */
export const INK = { words: '#222222', quiet: '#555555', grid: '#dddddd', axis: '#8a8a8a' };

/** The margin around a whole picture. */
export const EDGE = 20;

/** The rectangle that data is drawn in. */
export interface Frame {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** The title of a picture, and under it what it shows, in one line each. */
export function heading(title: string, subtitle: string, width: number): string[] {
  const room = width - 2 * EDGE;
  return [
    label(fitted(title, room, TITLE), { x: EDGE, y: 30, 'font-size': TITLE.size, 'font-weight': 600 }),
    label(fitted(subtitle, room, SMALL), { x: EDGE, y: 50, 'font-size': SMALL.size, fill: INK.quiet }),
  ];
}

const FIRST_MILLION = 1e6;

/** A number where there is little room: `12,345`, `12.3M`. */
export function shortNumber(value: number): string {
  if (Math.abs(value) >= FIRST_MILLION) return value.toLocaleString('en-US', { notation: 'compact', maximumSignificantDigits: 4 });
  return value.toLocaleString('en-US', { maximumSignificantDigits: 6 });
}

/**
 * An amount of money where there is little room: `$412.10`, `$123.5B`.
 *
 * @param places as suit the largest of the amounts beside it; where absent, as suit the amount
 */
export function shortMoney(value: number, currency: string, places?: number): string {
  if (Math.abs(value) < FIRST_MILLION) return money(new Decimal(value), currency, places);
  return currency === 'USD' ? `$${shortNumber(value)}` : `${currency} ${shortNumber(value)}`;
}

/** A number as the scenario has it, if there is room for all its digits. */
export function valueLabel(value: number): string {
  const all = grouped(value);
  return all.length <= 7 ? all : shortNumber(Number(value.toPrecision(4)));
}

/** Round numbers from zero to at least the highest. */
export function marksUpTo(highest: number): number[] {
  const marks = ticks(0, highest > 0 ? highest : 1, 6);
  const [first = 0, second = 1] = marks;
  const last = marks.at(-1) ?? first;
  return last >= highest ? marks : [...marks, last + second - first];
}

/** Round numbers between two, as many as there is room for beside each other. */
export function marksBetween(from: number, to: number, room: number): number[] {
  for (let count = 8; count > 1; count -= 1) {
    const marks = ticks(from, to, count);
    const [first = from, second = to] = marks;
    const distance = to === from ? room : ((second - first) / (to - from)) * room;
    if (marks.every((mark) => textWidth(shortNumber(mark), SMALL) + GAP <= distance)) return marks;
  }
  return [];
}

const GAP = 14;

/** Lines for the marks of an amount, from left to right, each with its number before it. */
export function amountAxis(
  marks: readonly number[],
  { left, right }: Pick<Frame, 'left' | 'right'>,
  y: (amount: number) => number,
): string[] {
  return marks.flatMap((mark) => [
    element('line', { x1: left, x2: right, y1: y(mark), y2: y(mark), stroke: mark === 0 ? INK.axis : INK.grid }),
    label(shortNumber(mark), { x: left - 8, y: y(mark) + 4, 'text-anchor': 'end', 'font-size': SMALL.size }),
  ]);
}

/** A budget as a line from one place to another. */
export function budgetLine(from: number, to: number, y: number): string {
  return element('line', { x1: from, x2: to, y1: y, y2: y, stroke: INK.words, 'stroke-width': 1.5, 'stroke-dasharray': '7 3' });
}

/** What a budget's line is, with a piece of it before the words; of one that is far above the data and not drawn only that. */
export function budgetLabel(text: string, { left, right }: Pick<Frame, 'left' | 'right'>, y: number, isDrawn: boolean): string[] {
  const start = isDrawn ? left + SAMPLE + 6 : left;
  const words = label(fitted(isDrawn ? text : `${text}: above the chart`, right - start, BOLD), {
    x: start,
    y,
    'font-size': BOLD.size,
    'font-weight': 600,
  });
  return isDrawn ? [budgetLine(left, left + SAMPLE, y - 4), words] : [words];
}

const SAMPLE = 27;

/** Keeps words readable over data. */
export const HALO = { stroke: '#ffffff', 'stroke-width': 4, 'stroke-linejoin': 'round', 'paint-order': 'stroke' };

/** Whether a budget is near enough to the data to be drawn without making that flat. */
export function isNear(budget: number, highest: number): boolean {
  return budget <= highest * MOST_TIMES;
}

const MOST_TIMES = 2;

/**
 * Places for labels that would like to be somewhere, moved so that none is nearer to the next than a distance.
 *
 * @example spreadOut([10, 12, 50], 20, { top: 0, bottom: 100 }) // [10, 30, 50]
 */
export function spreadOut(wanted: readonly number[], distance: number, { top, bottom }: Pick<Frame, 'top' | 'bottom'>): number[] {
  const places = [...wanted];
  const order = [...wanted.keys()].sort((one, other) => (wanted[one] ?? 0) - (wanted[other] ?? 0));
  let least = top;
  for (const index of order) {
    places[index] = Math.max(wanted[index] ?? 0, least);
    least = (places[index] ?? 0) + distance;
  }
  let most = bottom;
  for (const index of order.reverse()) {
    places[index] = Math.min(places[index] ?? 0, most);
    most = (places[index] ?? 0) - distance;
  }
  return places;
}
