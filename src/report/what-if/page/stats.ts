import { Decimal } from '../../../base/decimal.js';
import { entryAt } from '../../../base/lists.js';
import { counted, grouped } from '../../../base/text.js';
import { strategyName } from '../../../model/strategies.js';
import type { Advice } from '../../../planning/advice.js';
import type { BreakEven } from '../../../planning/break-even.js';
import type { CaseResult } from '../../../planning/cases.js';
import type { Sensitivity } from '../../../planning/sensitivity.js';
import type { Simulation } from '../../../planning/simulation.js';
import { AS_WRITTEN, type Judged, type Sweep, type WhatIf } from '../../../planning/what-if.js';
import { changePercent, money, moreOrLess, percentOf } from '../../layout/figures.js';
import { signedMoney } from '../../layout/html/changes.js';
import type { Stat } from '../../layout/html/page.js';
import { valueText } from '../../layout/wording.js';
import { adviceTitle } from '../advice.js';
import { averageMonth } from '../answer.js';
import { judgedOf } from '../budget.js';
import { changedStrategy } from '../cases.js';

/** As many as one takes in at a glance. */
const MOST_STATS = 4;

/** The figures of the first question that was asked, and whether the budget is kept. */
export function whatIfStats(result: WhatIf): Stat[] {
  const { cases, sweep, breakEvens, sensitivity, breakEvenFields, simulation, advice } = result;
  const budgets =
    simulation?.overBudget === undefined
      ? judgedOf(result)
          .slice(0, 1)
          .map((judged) => budgetStat(judged, result))
      : [];
  const answers = [
    cases && (() => caseStats(result, cases)),
    sweep && (() => sweepStats(result, sweep)),
    breakEvens && (() => breakEvenStats(result, breakEvens)),
    sensitivity && (() => sensitivityStats(result, sensitivity)),
    breakEvenFields && (() => sensitivityStats(result, breakEvenFields)),
    simulation && (() => simulationStats(result, simulation)),
    advice && (() => adviceStats(result, advice)),
  ];
  const first = answers.find((answer) => answer !== undefined);
  return [...(first === undefined ? [] : first().slice(0, MOST_STATS - budgets.length)), ...budgets];
}

const MONTH = 'in an average month';

function caseStats(asked: WhatIf, all: readonly CaseResult[]): Stat[] {
  const cases = askedOf(all);
  const result = { ...asked, strategy: changedStrategy(asked, all) };
  const { base, strategy } = result;
  const before = averageMonth(base, strategy);
  const monthOf = ({ estimate }: CaseResult) => averageMonth(estimate, strategy);
  const written: Stat = { name: AS_WRITTEN, value: money(before, base.currency), notes: [`${strategyName(strategy)}, ${MONTH}`] };
  const comparable = cases.filter(({ notComparable }) => notComparable.length === 0).toSorted((a, b) => monthOf(a).cmp(monthOf(b)));
  const [least, most] = [comparable.at(0), comparable.at(-1)];
  if (least === undefined || most === undefined) return [written];
  const stat = (each: CaseResult, what: string, isMain: boolean): Stat => ({
    name: each.name,
    value: money(monthOf(each), base.currency),
    notes: [what, differenceText(monthOf(each), before, base.currency)].filter((note) => note !== ''),
    isMain,
  });
  if (least !== most) return [written, stat(least, 'the cheapest case', false), stat(most, 'the most expensive case', true)];
  const by = monthOf(least).minus(before);
  const percent = by.isZero() ? 'as before' : changePercent(by, before);
  return [
    written,
    { ...stat(least, MONTH, true), notes: [`${strategyName(strategy)}, ${MONTH}`] },
    { name: 'Difference', value: signedMoney(by, base.currency), notes: [`${percent}, a month`] },
  ];
}

/** The cases that were asked about; where none was, all. */
function askedOf(cases: readonly CaseResult[]): readonly CaseResult[] {
  const asked = cases.filter(({ isAsked }) => isAsked);
  return asked.length > 0 ? asked : cases;
}

function differenceText(cost: Decimal, before: Decimal, currency: string): string {
  const by = cost.minus(before);
  return by.isZero() ? 'no change' : `${moreOrLess(by, currency)} (${changePercent(by, before)})`;
}

function sweepStats({ asSet, strategy }: WhatIf, { variations, points }: Sweep): Stat[] {
  const { currency } = asSet;
  const costs = points.map((point) => ({ point, cost: point.totals[strategy].expected.div(point.months) }));
  const sorted = costs.toSorted((a, b) => a.cost.cmp(b.cost));
  const stat = (name: string, { point, cost }: (typeof costs)[number], isMain: boolean): Stat => ({
    name,
    value: money(cost, currency),
    notes: [variations.map(({ path }, index) => `${path} ${valueText(point.values[index])}`).join(', ')],
    isMain,
  });
  const now = averageMonth(asSet, strategy);
  return [
    { name: 'Now', value: money(now, currency), notes: [`${strategyName(strategy)}, ${MONTH}`] },
    stat('Least', entryAt(sorted, 0), false),
    stat('Most', entryAt(sorted, sorted.length - 1), true),
  ];
}

function breakEvenStats({ asSet: { currency } }: WhatIf, breakEvens: readonly BreakEven[]): Stat[] {
  return breakEvens.map(({ path, target, now, verdict, crossings }, index) => ({
    name: path,
    value: verdict === 'crossed' ? crossedText(crossings) : VERDICTS[verdict],
    notes: [
      `${verdict === 'crossed' ? 'within' : 'for'} ${money(target.amount, currency)}` +
        `${target.kind === 'budget' ? ' in its most expensive month' : ' more than SSE-S3 a month'}`,
      ...(now === undefined ? [] : [`now ${valueText(now)}`]),
    ],
    isMain: index === 0,
  }));
}

/** Which values keep to a limit; the table has each crossing. */
function crossedText(crossings: BreakEven['crossings']): string {
  const values = crossings.map(({ within }) => grouped(within.value));
  const [first, ...others] = crossings;
  const isLeast = first?.within.value.gt(first.beyond.value) === true;
  if (others.length === 0) return `${values.join('')} ${isLeast ? 'at least' : 'at most'}`;
  return isLeast && others.length === 1 ? values.join(' to ') : `limits at ${values.join(', ')}`;
}

const VERDICTS = { never: 'never over', already: 'always over', 'no-effect': 'no effect' };

function sensitivityStats({ asSet: { currency } }: WhatIf, { strategy, cost, effects }: Sensitivity): Stat[] {
  const [first] = effects;
  return [
    { name: 'Expected', value: money(cost, currency), notes: [`${strategyName(strategy)}, whole period`] },
    ...(first === undefined
      ? []
      : [
          {
            name: first.path,
            value: rangeText([first.low.cost, first.high.cost], currency),
            notes: ['the number that it depends on most', `from ${grouped(first.low.value)} to ${grouped(first.high.value)}`],
            isMain: true,
          },
        ]),
  ];
}

function rangeText(costs: readonly Decimal[], currency: string): string {
  return costs
    .toSorted((a, b) => a.cmp(b))
    .map((cost) => money(cost, currency))
    .join(' to ');
}

function simulationStats({ asSet, strategy }: WhatIf, { totals, draws, overBudget }: Simulation): Stat[] {
  const { currency, scenario } = asSet;
  const monthly = (value: number) => money(new Decimal(value).div(scenario.period.months), currency);
  const { p10, p50, p90 } = totals[strategy].period;
  return [
    { name: 'P10', value: monthly(p10), notes: ['one draw in ten costs less', `${strategyName(strategy)}, ${MONTH}`] },
    { name: 'P50', value: monthly(p50), notes: ['half of the draws cost less'], isMain: true },
    { name: 'P90', value: monthly(p90), notes: ['one draw in ten costs more'] },
    ...(overBudget === undefined
      ? []
      : [
          {
            name: 'Over the budget',
            value: percentOf(new Decimal(overBudget.share), new Decimal(1)),
            notes: [
              `of ${counted(draws, 'draw')} have a month over ${money(new Decimal(overBudget.budget), currency)}`,
              ...(overBudget.strategy === strategy ? [] : [strategyName(overBudget.strategy)]),
            ],
          },
        ]),
  ];
}

function adviceStats({ asSet, strategy }: WhatIf, advice: readonly Advice[]): Stat[] {
  const { currency, scenario } = asSet;
  const before = averageMonth(asSet, strategy);
  const now: Stat = { name: 'Now', value: money(before, currency), notes: [`${strategyName(strategy)}, ${MONTH}`] };
  const [first] = advice;
  if (first === undefined) return [now];
  const remains = first.remains.div(scenario.period.months);
  return [
    now,
    {
      name: 'Largest saving',
      value: money(remains, currency),
      notes: [adviceTitle(first.detail), percentOf(remains, before)],
      isMain: true,
    },
    {
      name: 'Then',
      value: money(first.cost.div(scenario.period.months), currency),
      notes: [first.saved.eq(first.remains) ? MONTH : `${MONTH}, beside what the change costs itself`],
    },
  ];
}

function budgetStat({ budget, verdicts: all }: Judged, { asSet, cases = [] }: WhatIf): Stat {
  const names = cases.filter(({ isAsked }) => isAsked).map((each) => each.name);
  const verdicts = names.length === 0 ? all : all.filter((each) => names.includes(each.name));
  const { currency } = asSet;
  const name = `Budget ${money(budget.amount, currency)}${budget.of === undefined ? '' : `, ${budget.of}`}`;
  const worst = verdicts.reduce((most, each) => (each.most.cost.gt(most.most.cost) ? each : most));
  const over = verdicts.filter(({ excess }) => excess !== undefined);
  const whose = verdicts.length === 1 ? '' : `${worst.name}: `;
  const peak = `${whose}${money(worst.most.cost, currency)} in ${worst.most.month}`;
  if (over.length === 0) return { name, value: 'kept', notes: [peak, 'its most expensive month'] };
  const by = worst.most.cost.minus(budget.amount);
  return verdicts.length === 1
    ? {
        name,
        value: `${money(by, currency)} over`,
        notes: [peak, `${worst.excess?.monthsOver ?? 0} of ${asSet.scenario.period.months} months over`],
      }
    : { name, value: `${over.length} of ${verdicts.length} over`, notes: [peak, 'the most expensive month'] };
}
