import { Decimal } from '../../base/decimal.js';
import { KMS_STRATEGIES, STRATEGIES, STRATEGY_NAMES, strategyName } from '../../model/strategies.js';
import type { Simulation, Spread } from '../../planning/simulation.js';
import type { WhatIf } from '../../planning/what-if.js';
import type { Table } from '../layout/document.js';
import { amount, money, placesFor } from '../layout/figures.js';
import { valueText } from '../layout/wording.js';
import { type Answer, averageMonth } from './answer.js';

/** How the totals spread over the draws. */
export function simulationAnswer({ subject, strategy }: WhatIf, simulation: Simulation): Answer {
  const { draws, totals, drawn, seed } = simulation;
  const { currency } = subject;
  const monthly = (value: number) => money(new Decimal(value).div(subject.scenario.period.months), currency);
  const { p10, p50, p90 } = totals[strategy].period;
  const count = draws.toLocaleString('en-US');
  return {
    headline: `In ${count} ${draws === 1 ? 'draw' : 'draws'} ${strategyName(strategy)} costs ${monthly(p10)} to ${monthly(p90)} a month on average (P10 to P90), half of them under ${monthly(p50)}${chance(simulation, currency)}.`,
    tables: [totalsTable(subject, simulation), monthsTable(subject, strategy, simulation)],
    lists: [
      {
        title: 'How it was drawn',
        items: [
          `Seed ${seed}; each range by itself, as PERT: expected is the likeliest value, and low and high are never passed. Ranges that go up and down together spread wider.`,
          drawn.length === 0
            ? 'No number of the scenario has a range, so every draw is the same.'
            : `Drawn: ${drawn.map(({ path, range }) => `${path} ${valueText(range)}`).join('; ')}. Numbers without a range stay as they are, however unsure.`,
        ],
        isWarning: drawn.length === 0,
      },
    ],
  };
}

function chance({ overBudget }: Simulation, currency: string): string {
  if (overBudget === undefined) return '';
  const percent = new Decimal(overBudget.share).times(100);
  const text = percent.gt(0) && percent.lt('0.1') ? 'under 0.1' : percent.gt('99.9') && percent.lt(100) ? 'over 99.9' : percent.toFixed(1);
  return `; in ${text}% of them some month is over ${money(new Decimal(overBudget.budget), currency)}`;
}

const SPREAD = ['p10', 'p50', 'p90', 'mean'] as const;

function totalsTable(subject: WhatIf['subject'], { totals, comparison }: Simulation): Table {
  const { months } = subject.scenario.period;
  const monthly = (value: number) => new Decimal(value).div(months);
  const places = placesFor(STRATEGIES.map((strategy) => monthly(totals[strategy].period.p90)));
  const row = (name: string, spread: Spread, expected: Decimal) => [
    name,
    ...SPREAD.map((key) => amount(monthly(spread[key]), places)),
    amount(expected, places),
  ];
  return {
    title: `Totals, average month, ${subject.currency}`,
    header: ['', 'P10', 'P50', 'P90', 'mean', 'estimate'],
    leftColumns: 1,
    rows: [
      ...STRATEGIES.map((strategy) => row(STRATEGY_NAMES[strategy], totals[strategy].period, averageMonth(subject, strategy))),
      ...KMS_STRATEGIES.map((strategy) =>
        row(
          `${STRATEGY_NAMES[strategy]} more than SSE-S3`,
          comparison[strategy].period,
          subject.comparison[strategy].averageMonth.expected,
        ),
      ),
    ],
    summaryRows: 0,
  };
}

function monthsTable({ currency }: WhatIf['subject'], strategy: WhatIf['strategy'], { totals }: Simulation): Table {
  const { months } = totals[strategy];
  const places = placesFor(months.map(({ p90 }) => new Decimal(p90)));
  return {
    title: `Months, ${STRATEGY_NAMES[strategy]}, ${currency}`,
    header: ['', 'P10', 'P50', 'P90', 'mean'],
    leftColumns: 1,
    rows: months.map((month) => [month.month, ...SPREAD.map((key) => amount(new Decimal(month[key]), places))]),
    summaryRows: 0,
  };
}
