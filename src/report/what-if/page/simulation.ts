import { Decimal } from '../../../base/decimal.js';
import { counted } from '../../../base/text.js';
import { STRATEGIES, STRATEGY_NAMES, strategyName } from '../../../model/strategies.js';
import type { Simulation } from '../../../planning/simulation.js';
import type { WhatIf } from '../../../planning/what-if.js';
import { isNear, shortMoney } from '../../layout/chart.js';
import { money, placesFor } from '../../layout/figures.js';
import { barDrawing } from '../../layout/html/bars.js';
import { type Column, columnDrawing, highestOf, monthLabel } from '../../layout/html/columns.js';
import { type Figure, legend } from '../../layout/html/figure.js';
import { together } from '../../layout/html/markup.js';
import { monthsTable, totalsTable } from '../simulation.js';

const INKS = { 'sse-s3': 'ink-second', 'sse-kms': 'ink-main', 'sse-kms-bucket-key': 'ink-second' };

/** Between which amounts each strategy probably lies, and how each month of the strategy that was asked about. */
export function simulationFigures(result: WhatIf, simulation: Simulation): Figure[] {
  return [totalsFigure(result.asSet, simulation), monthsFigure(result, simulation)];
}

function totalsFigure(asSet: WhatIf['asSet'], simulation: Simulation): Figure {
  const { currency, scenario } = asSet;
  const monthly = (value: number) => new Decimal(value).div(scenario.period.months);
  const places = placesFor(STRATEGIES.map((strategy) => monthly(simulation.totals[strategy].period.p90)));
  const text = (value: number) => money(monthly(value), currency, places);
  const rows = STRATEGIES.map((strategy) => {
    const { p10, p50, p90, mean } = simulation.totals[strategy].period;
    return {
      name: STRATEGY_NAMES[strategy],
      note: `half below ${text(p50)} · mean ${text(mean)}`,
      text: `${text(p10)} to ${text(p90)}`,
      bars: [{ from: monthly(p10).toNumber(), to: monthly(p90).toNumber(), ink: INKS[strategy] }],
      marks: [monthly(p50).toNumber()],
    };
  });
  return {
    id: 'simulation',
    title: 'What an average month probably costs',
    note: `${currency}, of ${counted(simulation.draws, 'draw')}: 8 of 10 lie within the bar (P10 to P90), half below the line (P50).`,
    description: `A bar from P10 to P90 for each strategy. ${rows.map(({ name, text: range }) => `${name} ${range}`).join('; ')}.`,
    drawing: (named) => barDrawing(named, rows),
    table: totalsTable(asSet, simulation),
  };
}

function monthsFigure({ asSet, strategy, budget }: WhatIf, simulation: Simulation): Figure {
  const { currency } = asSet;
  const columns = simulation.totals[strategy].months.map(({ month, p10, p50, p90 }): Column => {
    const text = (value: number) => shortMoney(value, currency);
    return {
      ...monthLabel(month),
      parts: [{ ink: INKS[strategy], value: p50 }],
      range: p10 < p90 ? { low: p10, high: p90 } : undefined,
      text: `${month}: ${text(p10)} to ${text(p90)}, half below ${text(p50)}`,
    };
  });
  const highest = highestOf([columns]);
  const limit = budget?.budget.of === undefined ? budget?.budget.amount.toNumber() : undefined;
  const isShown = limit !== undefined && isNear(limit, highest) && budget?.budget.strategy === strategy;
  return {
    id: 'simulation-months',
    title: `What each month of ${strategyName(strategy)} probably costs`,
    note: `${currency} a month. Half of the draws are below the column's top (P50), 8 of 10 within the band (P10 to P90).`,
    description: `A column for each of ${counted(columns.length, 'month')}. ${columns
      .map(({ text }) => text)
      .slice(0, MOST_SPOKEN)
      .join('; ')}.`,
    drawing: (named) =>
      together(
        columnDrawing(named, {
          columns,
          most: isShown ? Math.max(highest, limit) : highest,
          limit: isShown ? { value: limit, text: `budget ${shortMoney(limit, currency)}` } : undefined,
          valueText: (value) => shortMoney(value, currency, Number.isInteger(value) ? 0 : undefined),
        }),
        legend([
          { name: 'half of the draws', ink: INKS[strategy] },
          { name: '8 of 10 draws', ink: 'band' },
        ]),
      ),
    table: monthsTable(asSet, strategy, simulation),
  };
}

/** As many months as one listens to. */
const MOST_SPOKEN = 12;
