import { grouped } from '../../base/text.js';
import { strategyName } from '../../model/strategies.js';
import type { Effect, Extreme, Sensitivity } from '../../planning/sensitivity.js';
import type { WhatIf } from '../../planning/what-if.js';
import { EDGE, type Frame, HALO, heading, INK, marksBetween, SMALL, shortMoney, shortNumber, valueLabel, WORDS } from '../layout/chart.js';
import { element, label, picture } from '../layout/svg.js';
import { fitted, textWidth, widestOf } from '../layout/text-width.js';
import { basisText } from './sensitivity.js';

/** As many bars as fit a page. */
const MOST_BARS = 20;
const WIDTH = 900;
const ROW = 26;
const TOP = 92;
/** What a path and what is known of its range may take, and a value at a bar's end. */
const MOST_PATH = 300;
const VALUE = 64;
const GAP = 8;
const BARS = { down: '#005f99', up: '#b3450b' };

/** The sensitivity as SVG: a tornado, a bar for each number, from its least to its most expensive end, the largest on top. */
export function tornadoChart({ asSet }: WhatIf, { effects, cost, strategy }: Sensitivity): string {
  const { currency, scenario } = asSet;
  const shown = effects.slice(0, MOST_BARS);
  const base = cost.toNumber();
  const title = `What the cost of ${strategyName(strategy)} depends on most`;
  const subtitle =
    `${currency} over the whole period · each number alone, its value at the end of its bar` +
    `${shown.some(({ basis }) => basis === 'fifth') ? ' · ±20%: no range in the scenario' : ''} · scenario ${scenario.name}`;
  const sentences = shown
    .slice(0, 5)
    .map(
      ({ path, low, high }) =>
        `${path} from ${grouped(low.value)} to ${grouped(high.value)}: ` +
        `${shortMoney(low.cost.toNumber(), currency)} to ${shortMoney(high.cost.toNumber(), currency)}`,
    );
  const description =
    `Bars of the period's cost in ${currency} while each number alone goes from low to high, ` +
    `${shortMoney(base, currency)} expected. ${sentences.join('; ')}. The table of the same report has the numbers.`;
  return picture('tornado', { width: WIDTH, height: TOP + shown.length * ROW + 40 }, title, description, [
    ...heading(title, subtitle, WIDTH),
    ...drawing(shown, base, currency),
  ]);
}

function drawing(shown: readonly Effect[], base: number, currency: string): string[] {
  const costs = [base, ...shown.flatMap(({ low, high }) => [low.cost.toNumber(), high.cost.toNumber()])];
  const [least, most] = [Math.min(...costs), Math.max(...costs)];
  const frame = frameOf(shown);
  const { left, right, top, bottom } = frame;
  const x = (value: number) => left + (most === least ? 0.5 : (value - least) / (most - least)) * (right - left);
  return [
    ...marksBetween(least, most, right - left).flatMap((mark) => [
      element('line', { x1: x(mark), x2: x(mark), y1: top, y2: bottom, stroke: INK.grid }),
      label(shortNumber(mark), { x: x(mark), y: bottom + 20, 'text-anchor': 'middle', 'font-size': SMALL.size }),
    ]),
    ...shown.flatMap((effect, index) =>
      barParts(effect, top + index * ROW, base, { x, edge: left - VALUE - GAP, notes: notesWidth(shown) }),
    ),
    element('line', { x1: x(base), x2: x(base), y1: top - 4, y2: bottom + 4, stroke: INK.words, 'stroke-width': 1.5 }),
    ...baseLabel(`expected: ${shortMoney(base, currency)}`, x(base), top - 10),
  ];
}

function frameOf(shown: readonly Effect[]): Frame {
  const names = Math.min(
    MOST_PATH,
    widestOf(
      shown.map(({ path }) => path),
      WORDS,
    ),
  );
  const notes = notesWidth(shown);
  return { left: EDGE + names + notes + 2 * GAP + VALUE, right: WIDTH - EDGE - VALUE, top: TOP, bottom: TOP + shown.length * ROW };
}

/** Above the line of the expected cost, within the picture. */
function baseLabel(text: string, x: number, y: number): string[] {
  const half = textWidth(text, { ...SMALL, isBold: true }) / 2;
  const middle = Math.min(Math.max(x, EDGE + half), WIDTH - EDGE - half);
  return [label(text, { x: middle, y, 'text-anchor': 'middle', 'font-size': SMALL.size, 'font-weight': 600 })];
}

function notesWidth(shown: readonly Effect[]): number {
  return widestOf(shown.map(noteOf), SMALL);
}

/** That the scenario gives no range. */
function noteOf(effect: Effect): string {
  return effect.basis === 'fifth' ? basisText(effect) : '';
}

/** Where things are placed from left to right: an amount of money, the end of the notes before the bars, and their width. */
interface Places {
  x: (cost: number) => number;
  edge: number;
  notes: number;
}

function barParts(effect: Effect, top: number, base: number, { x, edge, notes }: Places): string[] {
  const { path, low, high } = effect;
  const [cheap, expensive] = low.cost.lte(high.cost) ? [low, high] : [high, low];
  const bar = ({ cost }: Extreme) => {
    const [from, to] = [x(base), x(cost.toNumber())];
    return element('rect', {
      x: Math.min(from, to),
      y: top + 4,
      width: Math.abs(to - from),
      height: ROW - 8,
      fill: to < from ? BARS.down : BARS.up,
    });
  };
  const value = ({ value: number }: Extreme) => fitted(valueLabel(number), VALUE - 6, SMALL);
  const y = top + 17;
  const note = noteOf(effect);
  return [
    label(fitted(path, MOST_PATH, WORDS, 'end'), { x: notes === 0 ? edge : edge - notes - GAP, y, 'text-anchor': 'end' }),
    ...(note === '' ? [] : [label(note, { x: edge, y, 'text-anchor': 'end', 'font-size': SMALL.size, fill: INK.quiet })]),
    bar(low),
    bar(high),
    label(value(cheap), { x: x(Math.min(cheap.cost.toNumber(), base)) - 6, y, 'text-anchor': 'end', 'font-size': SMALL.size, ...HALO }),
    label(value(expensive), { x: x(Math.max(expensive.cost.toNumber(), base)) + 6, y, 'font-size': SMALL.size, ...HALO }),
  ];
}
