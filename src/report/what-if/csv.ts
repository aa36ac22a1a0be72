import { Decimal } from '../../base/decimal.js';
import type { Estimate } from '../../model/estimate.js';
import { KMS_STRATEGIES, STRATEGIES } from '../../model/strategies.js';
import type { DistributionByMonth, Simulation } from '../../planning/simulation.js';
import { AS_WRITTEN, type WhatIf } from '../../planning/what-if.js';
import { expectedOf } from '../../scenario/quantity.js';
import type { Setting, SettingEffect } from '../../scenario/settings.js';
import type { CsvTable } from '../layout/csv.js';
import { adviceTitle, auditDetailCost } from './advice.js';
import { settingText } from './answer.js';
import { basisText } from './sensitivity.js';
import { drawnText } from './simulation.js';

/** A table with the question that it answers. */
export interface Question extends CsvTable {
  question: string;
}

/** One table for each answer; a CSV holds one of them. */
export function whatIfTables(result: WhatIf): Question[] {
  const { cases, sweep, breakEvens, breakEvenFields, sensitivity, simulation, advice } = result;
  return [
    ...(cases ? [casesTable(result, cases)] : []),
    ...(sweep ? [sweepTable(result, sweep)] : []),
    ...(breakEvens ? [breakEvenTable(result, breakEvens)] : []),
    ...(breakEvenFields ? [{ ...sensitivityTable(result, breakEvenFields), question: '--break-even' }] : []),
    ...(sensitivity ? [sensitivityTable(result, sensitivity)] : []),
    ...(simulation ? [simulationTable(result, simulation)] : []),
    ...(advice ? [adviceTable(result, advice)] : []),
  ];
}

type Answers = Required<WhatIf>;

/** Settings as `--case` takes them. */
function settingsCell(settings: readonly Setting[]): string {
  return settings.map(settingText).join('; ');
}

function casesTable({ base, strategy }: WhatIf, cases: Answers['cases']): Question {
  const rows = (name: string, estimate: Estimate, settings: readonly Setting[], effects: readonly SettingEffect[]) =>
    STRATEGIES.map((each) => {
      const set = [settingsCell(settings), settingsCell(effects.map(({ path, after }) => ({ path, value: after ?? null })))];
      const { low, expected, high } = estimate.totals[each];
      const before = base.totals[each].expected;
      const by = expected.minus(before);
      const percent = before.isZero() ? '' : by.div(before).times(100).toDecimalPlaces(4).toFixed();
      const { months } = estimate.scenario.period;
      return [name, each, String(months), low.toFixed(), expected.toFixed(), high.toFixed(), by.toFixed(), percent, base.currency, ...set];
    });
  return {
    question: `cases (${strategy})`,
    columns: ['case', 'strategy', 'months', 'cost_low', 'cost', 'cost_high', 'change', 'change_percent', 'currency', 'set', 'set_to'],
    rows: [
      ...rows(AS_WRITTEN, base, [], []),
      ...cases.flatMap(({ name, estimate, settings, effects }) => rows(name, estimate, settings, effects)),
    ],
  };
}

function sweepTable({ base }: WhatIf, { variations, points }: Answers['sweep']): Question {
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
      'most_expensive_month_cost',
      'currency',
    ],
    rows: points.flatMap(({ values, months, totals, adds, mostExpensiveMonth }) =>
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
          mostExpensiveMonth[strategy].toFixed(),
          base.currency,
        ];
      }),
    ),
  };
}

function breakEvenTable({ base }: WhatIf, breakEvens: Answers['breakEvens']): Question {
  return {
    question: '--break-even',
    columns: [
      'field',
      'limit_kind',
      'limit',
      'on',
      'strategy',
      'verdict',
      'now',
      'cost_now',
      'value',
      'within',
      'cost_within',
      'over',
      'cost_over',
      'cheapest',
      'cost_cheapest',
      'most_expensive',
      'cost_most_expensive',
      'currency',
      'of',
    ],
    rows: breakEvens.flatMap(
      ({ path, target: { kind, amount, on, strategy, of = '' }, verdict, now, costNow, cheapest, mostExpensive, crossings }) => {
        const current = now === undefined || now === 'all' ? String(now ?? '') : new Decimal(expectedOf(now)).toFixed();
        const start = [path, kind, amount.toFixed(), on, strategy, verdict, current, costNow.toFixed()];
        const end = [cheapest.value, cheapest.cost, mostExpensive.value, mostExpensive.cost].map((number) => number.toFixed());
        if (crossings.length === 0) return [[...start, '', '', '', '', '', ...end, base.currency, of]];
        return crossings.map(({ value, within, beyond }) => [
          ...start,
          ...[value, within.value, within.cost, beyond.value, beyond.cost].map((number) => number.toFixed()),
          ...end,
          base.currency,
          of,
        ]);
      },
    ),
  };
}

function sensitivityTable({ base }: WhatIf, { effects, cost, strategy }: Answers['sensitivity']): Question {
  return {
    question: '--sensitivity',
    columns: ['field', 'by', 'strategy', 'value_low', 'value', 'value_high', 'cost_at_low', 'cost', 'cost_at_high', 'swing', 'currency'],
    rows: effects.map((effect) => [
      effect.path,
      basisText(effect),
      strategy,
      ...[effect.low.value, effect.value, effect.high.value].map((number) => (number === undefined ? '' : new Decimal(number).toFixed())),
      ...[effect.low.cost, cost, effect.high.cost, effect.swing].map((amount) => amount.toFixed()),
      base.currency,
    ]),
  };
}

function simulationTable({ base }: WhatIf, { totals, comparison, draws, seed, overBudget }: Simulation): Question {
  const rows = (what: string, strategy: string, { period, months }: DistributionByMonth) =>
    [{ month: '', ...period }, ...months].map(({ month, p10, p50, p90, mean }) => [
      what,
      strategy,
      month,
      ...[p10, p50, p90, mean].map(drawnText),
      base.currency,
      String(draws),
      String(seed),
      what === 'total' && month === '' && overBudget?.strategy === strategy ? new Decimal(overBudget.share).toFixed() : '',
    ]);
  return {
    question: '--simulate',
    columns: ['what', 'strategy', 'month', 'p10', 'p50', 'p90', 'mean', 'currency', 'draws', 'seed', 'chance_over_budget'],
    rows: [
      ...STRATEGIES.flatMap((strategy) => rows('total', strategy, totals[strategy])),
      ...KMS_STRATEGIES.flatMap((strategy) => rows('more than sse-s3', strategy, comparison[strategy])),
    ],
  };
}

function adviceTable({ base, asSet, strategy }: WhatIf, advice: Answers['advice']): Question {
  return {
    question: '--advice',
    columns: [
      'rank',
      'advice',
      'kind',
      'saved',
      'own_cost',
      'remains',
      'audit_detail_cost',
      'cost',
      'from_strategy',
      'to_strategy',
      'currency',
      'set',
    ],
    rows: advice.map(({ detail, saved, remains, cost, strategy: to, settings }, index) => [
      String(index + 1),
      adviceTitle(detail),
      detail.kind,
      saved.toFixed(),
      saved.minus(remains).toFixed(),
      remains.toFixed(),
      auditDetailCost(detail)?.times(asSet.scenario.period.months).toFixed() ?? '',
      cost.toFixed(),
      strategy,
      to,
      base.currency,
      settingsCell(settings),
    ]),
  };
}
