import { Decimal } from '../../base/decimal.js';
import { grouped } from '../../base/text.js';
import { costedName, STRATEGY_NAMES } from '../../model/strategies.js';
import type { Effect, Sensitivity } from '../../planning/sensitivity.js';
import type { WhatIf } from '../../planning/what-if.js';
import type { List, Table } from '../layout/document.js';
import { amount, money, placesFor } from '../layout/figures.js';
import { firstRows } from '../layout/parts.js';
import { pathText } from '../layout/wording.js';
import type { Answer } from './answer.js';

/** Of more numbers the table shows the largest effects; CSV and JSON have all. */
const MOST_ROWS = 25;
/** As many as fit a screen. */
const MOST_SHORT_ROWS = 15;

/**
 * Where a number's ends come from; without a range, how far it was really varied: limits and whole numbers may allow less or need more.
 */
export function basisText({ basis, value, low, high }: Effect): string {
  if (basis === 'range') return 'range';
  if (basis === 'varied') return 'given';
  const from = value ?? Number.NaN;
  const percent = (end: number) => new Decimal(end).minus(from).div(from).abs().times(100).toDecimalPlaces(0).toFixed();
  const [down, up] = [percent(low.value), percent(high.value)];
  if (down === up) return `±${down}%`;
  return [...(down === '0' ? [] : [`-${down}%`]), ...(up === '0' ? [] : [`+${up}%`])].join(', ');
}

/** Which numbers the cost depends on, as a tornado. */
export function sensitivityAnswer({ asSet }: WhatIf, sensitivity: Sensitivity): Answer {
  const { strategy, effects } = sensitivity;
  const { currency } = asSet;
  const [first] = effects;
  const name = costedName(strategy);
  const headline =
    first === undefined
      ? `No number changes what ${name} costs.`
      : `The cost of ${name} depends most on ${first.path}: between ${grouped(first.low.value)} and ` +
        `${grouped(first.high.value)}, the period costs ${money(first.low.cost, currency)} to ${money(first.high.cost, currency)}.`;
  return { headline, tables: firstRows(tableOf(sensitivity, currency), MOST_SHORT_ROWS, 'smaller effects'), lists: remarks(sensitivity) };
}

function tableOf({ effects, cost, strategy }: Sensitivity, currency: string): Table {
  const shown = effects.slice(0, MOST_ROWS);
  const costs = [cost, ...shown.flatMap(({ low, high }) => [low.cost, high.cost])];
  const [least, most] = [Decimal.min(...costs), Decimal.max(...costs)];
  const width = most.minus(least);
  const place = (value: Decimal) => (width.isZero() ? 0 : value.minus(least).div(width).toNumber());
  const places = placesFor(costs);
  return {
    title: `Each number alone, whole period, ${STRATEGY_NAMES[strategy]}, ${currency}; │ is ${amount(cost, places)}`,
    header: ['', 'from', 'to', 'by', 'cost', 'cost'],
    leftColumns: 1,
    rows: shown.map((effect) => [
      pathText(effect.path),
      grouped(effect.low.value),
      grouped(effect.high.value),
      basisText(effect),
      amount(effect.low.cost, places),
      amount(effect.high.cost, places),
    ]),
    bars: shown.map((effect) => ({ ...span(effect, cost, place), mark: place(cost) })),
  };
}

function span({ low, high }: Effect, cost: Decimal, place: (value: Decimal) => number): { from: number; to: number } {
  const ends = [low.cost, cost, high.cost];
  return { from: place(Decimal.min(...ends)), to: place(Decimal.max(...ends)) };
}

function remarks({ effects, without, zero }: Sensitivity): List[] {
  const left = effects.length - MOST_ROWS;
  const items = [
    'Each number alone goes from low to high; all others stay as expected. Effects of several at once do not add up.',
    ...(effects.some(({ basis }) => basis === 'fifth')
      ? ['±20%: the scenario gives no range, so the number was varied by about a fifth; the scenario does not say how certain it is.']
      : []),
    ...(left > 0 ? [`${left} smaller effects are in CSV and JSON.`] : []),
    ...(without.length > 0 ? [`No effect on this strategy: ${without.join(', ')}.`] : []),
    ...(zero.length > 0 ? [`Not varied, because zero or at their limit and without a range: ${zero.join(', ')}.`] : []),
  ];
  return [{ title: 'How to read it', items, detail: true }];
}
