import { Decimal } from '../../base/decimal.js';
import { counted } from '../../base/text.js';
import { costedName, KMS_STRATEGIES, STRATEGIES, STRATEGY_NAMES } from '../../model/strategies.js';
import { drawnAmount } from '../../planning/likely.js';
import type { Distribution, Simulation } from '../../planning/simulation.js';
import type { WhatIf } from '../../planning/what-if.js';
import type { Table } from '../layout/document.js';
import { amount, money, placesFor } from '../layout/figures.js';
import { valueText } from '../layout/wording.js';
import { type Answer, averageMonth } from './answer.js';

/** How the totals are distributed over the draws. */
export function simulationAnswer({ asSet, strategy }: WhatIf, simulation: Simulation): Answer {
  const { draws, totals, drawn, seed } = simulation;
  const { currency } = asSet;
  const monthly = (value: number) => money(new Decimal(value).div(asSet.scenario.period.months), currency);
  const { p10, p50, p90 } = totals[strategy].period;
  return {
    headline:
      `${costedName(strategy)} likely costs ${monthly(p10)} to ${monthly(p90)} in total a month on average (P10 to P90 of ` +
      `${counted(draws, 'draw')}); half of the draws cost less than ${monthly(p50)}${chance(simulation, currency)}.`,
    tables: [totalsTable(asSet, simulation), { ...monthsTable(asSet, strategy, simulation), detail: true }],
    lists: [
      {
        title: 'How it was drawn',
        items: [
          `Seed ${seed}. Each range is drawn independently, from a PERT distribution: expected is the most likely value, low and high ` +
            'are the limits. If ranges go up and down together, costs vary more.',
          drawn.length === 0
            ? 'No number of the scenario has a range, so all draws are the same.'
            : `Drawn: ${drawn.map(({ path, range }) => `${path} ${valueText(range)}`).join('; ')}. Numbers without ` +
              'a range stay as they are, however uncertain.',
        ],
        isWarning: drawn.length === 0,
        detail: drawn.length > 0,
      },
    ],
  };
}

function chance({ overBudget }: Simulation, currency: string): string {
  if (overBudget === undefined) return '';
  const percent = new Decimal(overBudget.share).times(100);
  const text = percent.gt(0) && percent.lt('0.1') ? 'under 0.1' : percent.gt('99.9') && percent.lt(100) ? 'over 99.9' : percent.toFixed(1);
  return `; in ${text}% of them a month is over the budget of ${money(new Decimal(overBudget.budget), currency)}`;
}

/** An amount of a simulation as text. */
export function drawnText(value: number): string {
  return drawnAmount(value).toFixed();
}

const STATISTICS = ['p10', 'p50', 'p90', 'mean'] as const;

/** How an average month of each strategy is distributed. */
export function totalsTable(asSet: WhatIf['asSet'], { totals, comparison }: Simulation): Table {
  const { months } = asSet.scenario.period;
  const monthly = (value: number) => new Decimal(value).div(months);
  const places = placesFor(STRATEGIES.map((strategy) => monthly(totals[strategy].period.p90)));
  const row = (name: string, distribution: Distribution, expected: Decimal) => [
    name,
    ...STATISTICS.map((key) => amount(monthly(distribution[key]), places)),
    amount(expected, places),
  ];
  return {
    title: `Totals, average month, ${asSet.currency}`,
    header: ['', 'P10', 'P50', 'P90', 'mean', 'estimate'],
    leftColumns: 1,
    rows: [
      ...STRATEGIES.map((strategy) => row(STRATEGY_NAMES[strategy], totals[strategy].period, averageMonth(asSet, strategy))),
      ...KMS_STRATEGIES.map((strategy) =>
        row(`${STRATEGY_NAMES[strategy]} more than SSE-S3`, comparison[strategy].period, asSet.comparison[strategy].averageMonth.expected),
      ),
    ],
  };
}

/** How each month of a strategy is distributed. */
export function monthsTable({ currency }: WhatIf['asSet'], strategy: WhatIf['strategy'], { totals }: Simulation): Table {
  const { months } = totals[strategy];
  const places = placesFor(months.map(({ p90 }) => new Decimal(p90)));
  return {
    title: `Months, ${STRATEGY_NAMES[strategy]}, ${currency}`,
    header: ['', 'P10', 'P50', 'P90', 'mean'],
    leftColumns: 1,
    rows: months.map((month) => [month.month, ...STATISTICS.map((key) => amount(new Decimal(month[key]), places))]),
  };
}
