import { stringify } from 'csv-stringify/sync';
import { Decimal } from '../../decimal.js';
import type { Estimate } from '../../model/estimate.js';
import { KMS_STRATEGIES, STRATEGIES } from '../../model/requests.js';
import type { Simulation, SpreadByMonth } from '../../planning/simulation.js';
import { AS_WRITTEN, type WhatIf } from '../../planning/what-if.js';
import type { Setting } from '../../scenario/settings.js';
import { inertText } from '../csv.js';
import { adviceTitle } from './advice.js';
import { settingText } from './answer.js';
import { drawnAmount } from './json.js';
import { BASIS_NAMES } from './sensitivity.js';

/** A table for spreadsheets: what it answers, and rows of text; numbers exact, over the period unless their column says otherwise. */
export interface CsvTable {
  question: string;
  columns: string[];
  rows: string[][];
}

/** One table for each answer; a CSV holds one of them. */
export function whatIfTables(result: WhatIf): CsvTable[] {
  const { cases, sweep, breakEvens, sensitivity, simulation, advice } = result;
  return [
    ...(cases ? [casesTable(result, cases)] : []),
    ...(sweep ? [sweepTable(result, sweep)] : []),
    ...(breakEvens ? [breakEvenTable(result, breakEvens)] : []),
    ...(sensitivity ? [sensitivityTable(result, sensitivity)] : []),
    ...(simulation ? [simulationTable(result, simulation)] : []),
    ...(advice ? [adviceTable(result, advice)] : []),
  ];
}

/** A table as CSV (RFC 4180); no cell is a spreadsheet's formula. */
export function csvTable({ columns, rows }: Omit<CsvTable, 'question'>): string {
  const cells = rows.map((row) => row.map((cell) => (/^-?[\d.]+$/.test(cell) ? cell : inertText(cell))));
  return stringify(cells, { header: true, columns, record_delimiter: '\r\n' });
}

type Answers = Required<WhatIf>;

/** Settings as `--case` takes them. */
function settingsCell(settings: readonly Setting[]): string {
  return settings.map(settingText).join('; ');
}

function casesTable({ base, strategy }: WhatIf, cases: Answers['cases']): CsvTable {
  const rows = (name: string, estimate: Estimate, replay: string) =>
    STRATEGIES.map((each) => {
      const { low, expected, high } = estimate.totals[each];
      const before = base.totals[each].expected;
      const by = expected.minus(before);
      const percent = before.isZero() ? '' : by.div(before).times(100).toDecimalPlaces(4).toFixed();
      const { months } = estimate.scenario.period;
      return [name, each, String(months), low.toFixed(), expected.toFixed(), high.toFixed(), by.toFixed(), percent, base.currency, replay];
    });
  return {
    question: `cases (${strategy})`,
    columns: ['case', 'strategy', 'months', 'cost_low', 'cost', 'cost_high', 'change', 'change_percent', 'currency', 'set'],
    rows: [...rows(AS_WRITTEN, base, ''), ...cases.flatMap(({ name, estimate, settings }) => rows(name, estimate, settingsCell(settings)))],
  };
}

function sweepTable({ base }: WhatIf, { variations, points }: Answers['sweep']): CsvTable {
  return {
    question: '--vary',
    columns: [
      ...variations.map(({ path }) => path),
      'strategy',
      'months',
      'cost_low',
      'cost',
      'cost_high',
      'adds_to_sse_s3_in_average_month',
      'dearest_month',
      'currency',
    ],
    rows: points.flatMap(({ values, months, totals, adds, dearestMonth }) =>
      STRATEGIES.map((strategy) => {
        const { low, expected, high } = totals[strategy];
        const added = strategy === 'sse-s3' ? '0' : adds[strategy].expected.toFixed();
        const cells = values.map((value) => (typeof value === 'object' ? JSON.stringify(value) : String(value)));
        return [
          ...cells,
          strategy,
          String(months),
          low.toFixed(),
          expected.toFixed(),
          high.toFixed(),
          added,
          dearestMonth[strategy].toFixed(),
          base.currency,
        ];
      }),
    ),
  };
}

function breakEvenTable({ base }: WhatIf, breakEvens: Answers['breakEvens']): CsvTable {
  return {
    question: '--break-even',
    columns: [
      'field',
      'limit_kind',
      'limit',
      'on',
      'strategy',
      'verdict',
      'value',
      'within',
      'cost_within',
      'over',
      'cost_over',
      'currency',
    ],
    rows: breakEvens.flatMap(({ path, target: { kind, amount, on, strategy }, verdict, crossings }) => {
      const start = [path, kind, amount.toFixed(), on, strategy, verdict];
      if (crossings.length === 0) return [[...start, '', '', '', '', '', base.currency]];
      return crossings.map(({ value, within, beyond }) => [
        ...start,
        ...[value, within.value, within.cost, beyond.value, beyond.cost].map((number) => number.toFixed()),
        base.currency,
      ]);
    }),
  };
}

function sensitivityTable({ base }: WhatIf, { effects, cost, strategy }: Answers['sensitivity']): CsvTable {
  return {
    question: '--sensitivity',
    columns: ['field', 'by', 'strategy', 'value_low', 'value', 'value_high', 'cost_at_low', 'cost', 'cost_at_high', 'swing', 'currency'],
    rows: effects.map(({ path, basis, low, value, high, swing }) => [
      path,
      BASIS_NAMES[basis],
      strategy,
      ...[low.value, value, high.value].map((number) => new Decimal(number).toFixed()),
      ...[low.cost, cost, high.cost, swing].map((amount) => amount.toFixed()),
      base.currency,
    ]),
  };
}

function simulationTable({ base }: WhatIf, { totals, comparison, draws, seed }: Simulation): CsvTable {
  const rows = (what: string, strategy: string, { period, months }: SpreadByMonth) =>
    [{ month: '', ...period }, ...months].map(({ month, p10, p50, p90, mean }) => [
      what,
      strategy,
      month,
      ...[p10, p50, p90, mean].map(drawnAmount),
      base.currency,
      String(draws),
      String(seed),
    ]);
  return {
    question: '--simulate',
    columns: ['what', 'strategy', 'month', 'p10', 'p50', 'p90', 'mean', 'currency', 'draws', 'seed'],
    rows: [
      ...STRATEGIES.flatMap((strategy) => rows('total', strategy, totals[strategy])),
      ...KMS_STRATEGIES.flatMap((strategy) => rows('more than sse-s3', strategy, comparison[strategy])),
    ],
  };
}

function adviceTable({ base, strategy }: WhatIf, advice: Answers['advice']): CsvTable {
  return {
    question: '--advice',
    columns: ['rank', 'advice', 'kind', 'saved', 'cost', 'from_strategy', 'to_strategy', 'currency', 'set'],
    rows: advice.map(({ detail, saved, cost, strategy: to, settings }, index) => [
      String(index + 1),
      adviceTitle(detail),
      detail.kind,
      saved.toFixed(),
      cost.toFixed(),
      strategy,
      to,
      base.currency,
      settingsCell(settings),
    ]),
  };
}
