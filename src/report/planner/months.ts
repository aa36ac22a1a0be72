import { rollup } from 'd3-array';
import { sum } from '../../base/decimal.js';
import { CHARGE, type Charge } from '../../model/charges.js';
import type { Estimate } from '../../model/estimate.js';
import { STRATEGIES, STRATEGY_NAMES, type Strategy } from '../../model/strategies.js';
import { STACK } from '../estimate/chart/charges.js';
import type { MonthLimit } from '../estimate/chart/months.js';
import { monthTable } from '../estimate/tables.js';
import { isNear, shortMoney } from '../layout/chart.js';
import { type Column, columnDrawing, highestOf, monthLabel } from '../layout/html/columns.js';
import { type Figure, legend, type Named } from '../layout/html/figure.js';
import { element, type Markup } from '../layout/html/markup.js';

/** Each month of each strategy as its charges, with the likely range and the budget. */
export function monthsFigure(estimate: Estimate, limit: MonthLimit | undefined): Figure {
  const { currency, lines, likely } = estimate;
  const panels = STRATEGIES.map((strategy) => ({ strategy, columns: columnsOf(estimate, strategy) }));
  const charges = STACK.filter((charge) => lines.some((line) => line.charge === charge));
  const highest = highestOf(panels.map(({ columns }) => columns));
  const isShown = limit !== undefined && isNear(limit.amount.toNumber(), highest);
  const most = isShown ? Math.max(highest, limit.amount.toNumber()) : highest;
  const hasRange = panels.some(({ columns }) => columns.some(({ range }) => range !== undefined));
  const rangeText = likely === undefined || likely.draws === 0 ? 'from low to high' : 'where 8 of 10 draws of the ranges lie';
  return {
    id: 'months',
    title: 'Cost by month and charge',
    note: `${currency} a month, as expected${hasRange ? `; the band is ${rangeText}` : ''}. One scale for all three.`,
    description: `Columns of the expected cost of each month by charge, for ${STRATEGIES.map((each) => STRATEGY_NAMES[each]).join(', ')}.`,
    drawing: (named) => drawing(named, panels, { charges, most, limit: isShown ? limit : undefined, currency }),
    table: monthTable(estimate),
  };
}

interface Shown {
  charges: readonly Charge[];
  most: number;
  limit: MonthLimit | undefined;
  currency: string;
}

function drawing(named: Named, panels: readonly { strategy: Strategy; columns: Column[] }[], shown: Shown): Markup {
  const { charges, most, limit, currency } = shown;
  const valueText = (value: number) => shortMoney(value, currency, Number.isInteger(value) ? 0 : undefined);
  return element(
    'div',
    { ...named },
    element(
      'div',
      { class: 'panels' },
      panels.map(({ strategy, columns }) =>
        element(
          'div',
          {},
          element('h3', {}, STRATEGY_NAMES[strategy]),
          columnDrawing({}, { columns, most, valueText, limit: limit?.strategy === strategy ? limitOf(limit, currency) : undefined }),
        ),
      ),
    ),
    legend(charges.map((charge) => ({ name: CHARGE[charge].name, ink: inkOf(charge) })).reverse()),
  );
}

function limitOf({ amount, on }: MonthLimit, currency: string) {
  return { value: amount.toNumber(), text: `budget ${shortMoney(amount.toNumber(), currency)}${on === 'expected' ? '' : `, ${on}`}` };
}

/** The class of a charge's ink. */
export function inkOf(charge: Charge): string {
  return `ink-${charge}`;
}

function columnsOf({ lines, totals, likely, currency }: Estimate, strategy: Strategy): Column[] {
  const costs = rollup(
    lines.filter((line) => line.strategy === strategy),
    (own) => sum(own.map(({ cost }) => cost.expected)),
    ({ month }) => month,
    ({ charge }) => charge,
  );
  return totals[strategy].months.map(({ month, low, expected, high }, index) => {
    const quantiles = likely === undefined || likely.draws === 0 ? undefined : likely.totals[strategy].months[index];
    const [from, to] = quantiles === undefined ? [low, high] : [quantiles.p10, quantiles.p90];
    const own = costs.get(month);
    return {
      ...monthLabel(month),
      parts: STACK.map((charge) => ({ ink: inkOf(charge), value: own?.get(charge)?.toNumber() ?? 0 })),
      range: from.lt(to) ? { low: from.toNumber(), high: to.toNumber() } : undefined,
      text: `${month}: ${shortMoney(expected.toNumber(), currency)}`,
    };
  });
}
