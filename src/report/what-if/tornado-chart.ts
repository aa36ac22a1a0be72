import { ticks } from 'd3-array';
import { grouped } from '../../base/text.js';
import { strategyName } from '../../model/strategies.js';
import type { Effect, Sensitivity } from '../../planning/sensitivity.js';
import type { WhatIf } from '../../planning/what-if.js';
import { cut, element, figure, label, picture } from '../layout/svg.js';
import { basisText } from './sensitivity.js';

/** As many bars as fit a page. */
const MOST_BARS = 20;
const WIDTH = 900;
const FRAME = { left: 400, right: 860, top: 76 };
const ROW = 26;
const INK: Record<'down' | 'up', string> = { down: '#56b4e9', up: '#d55e00' };

/** The sensitivity as SVG: a tornado, a bar for each number, from its least to its most expensive end, the largest on top. */
export function tornadoChart({ asSet }: WhatIf, { effects, cost, strategy }: Sensitivity): string {
  const shown = effects.slice(0, MOST_BARS);
  const base = cost.toNumber();
  const costs = [base, ...shown.flatMap(({ low, high }) => [low.cost.toNumber(), high.cost.toNumber()])];
  const [least, most] = [Math.min(...costs), Math.max(...costs)];
  const x = (value: number) => FRAME.left + (most === least ? 0.5 : (value - least) / (most - least)) * (FRAME.right - FRAME.left);
  const bottom = FRAME.top + shown.length * ROW;
  const title = `Scenario ${cut(asSet.scenario.name, MOST_LETTERS)}: what the cost of ${strategyName(strategy)} hangs on`;
  const sentences = shown
    .slice(0, 5)
    .map(
      ({ path, low, high }) =>
        `${path} from ${grouped(low.value)} to ${grouped(high.value)}: ${figure(low.cost.toNumber())} to ${figure(high.cost.toNumber())}`,
    );
  const description =
    `Bars of the period's cost in ${asSet.currency} as each number alone goes from low to high, ` +
    `${figure(base)} as expected. ${sentences.join('; ')}. The table of the same report has the numbers.`;
  return picture('tornado', { width: WIDTH, height: bottom + 60 }, title, description, [
    label(title, { x: 20, y: 26, 'font-size': 15, 'font-weight': 600 }),
    label(`${asSet.currency} in the period; the line is the expected cost, ${figure(base)}; ±20% where the scenario has no range`, {
      x: 20,
      y: 48,
    }),
    ...ticks(least, most, 5).flatMap((mark) => [
      element('line', { x1: x(mark), x2: x(mark), y1: FRAME.top, y2: bottom, stroke: '#ddd' }),
      label(figure(mark), { x: x(mark), y: bottom + 20, 'text-anchor': 'middle' }),
    ]),
    ...shown.flatMap((effect, index) => barParts(effect, FRAME.top + index * ROW, base, x)),
    element('line', { x1: x(base), x2: x(base), y1: FRAME.top - 6, y2: bottom + 4, stroke: '#222', 'stroke-width': 1.5 }),
  ]);
}

function barParts(effect: Effect, top: number, base: number, x: (value: number) => number): string[] {
  const bar = (to: number) => {
    const width = Math.abs(x(to) - x(base));
    return element('rect', { x: Math.min(x(base), x(to)), y: top + 4, width, height: ROW - 8, fill: to < base ? INK.down : INK.up });
  };
  const { path, low, high, basis } = effect;
  const ends = `${short(low.value)} to ${short(high.value)}${basis === 'fifth' ? ` (${basisText(effect)})` : ''}`;
  const name = path.length > MOST_LETTERS ? `…${path.slice(1 - MOST_LETTERS)}` : path;
  return [
    label(name, { x: FRAME.left - 150, y: top + 17, 'text-anchor': 'end' }),
    label(ends, { x: FRAME.left - 8, y: top + 17, 'text-anchor': 'end', 'font-size': 11, fill: '#555' }),
    bar(low.cost.toNumber()),
    bar(high.cost.toNumber()),
  ];
}

const MOST_LETTERS = 30;

/** A number where there is little room: `12.3M`. */
function short(value: number): string {
  return value.toLocaleString('en-US', { notation: 'compact', maximumSignificantDigits: 4 });
}
