import { type Decimal, ZERO } from '../../base/decimal.js';
import { CHARGE, chargesText } from '../../model/charges.js';
import type { Estimate } from '../../model/estimate.js';
import { KMS_STRATEGIES, type KmsStrategy, STRATEGIES, STRATEGY_NAMES, strategyName } from '../../model/strategies.js';
import type { CaseResult } from '../../planning/cases.js';
import type { Change } from '../../planning/changes.js';
import { AS_WRITTEN, type WhatIf } from '../../planning/what-if.js';
import type { Table } from '../layout/document.js';
import { amount, change, changePercent, money, moneyPair, moreOrLess, placesFor } from '../layout/figures.js';
import { readerText } from '../layout/wording.js';
import { type Answer, averageMonth, replayWords } from './answer.js';

/** More changed lines of a case than this nobody reads; JSON has all of them. */
const MOST_CHANGES = 10;

/** The cases side by side with the scenario as it is, and what each changes. */
export function casesAnswer(asked: WhatIf, cases: readonly CaseResult[]): Answer {
  const result = { ...asked, strategy: changedStrategy(asked, cases) };
  const warnings = cases.flatMap(({ name, warnings: own }) => own.map(({ message }) => `${name}: ${message}`));
  return {
    headline: [headlineOf(result, cases), ...(result.strategy === asked.strategy ? [] : [unchangedText(asked)])].join(' '),
    tables: [sideBySide(result, cases), ...cases.map((each) => changesTable(result, each)).filter(({ rows }) => rows.length > 0)],
    lists: [
      { title: 'Warnings of cases', items: warnings, isWarning: true },
      {
        title: 'Cases',
        items: cases.flatMap(({ name, description }) => (description === undefined ? [] : [`${name}: ${description}`])),
      },
      { title: 'Cases, to ask again: trailcost what-if SCENARIO …', commands: cases.map(({ settings }) => replayWords(settings)) },
    ],
  };
}

/** The strategy that was asked about, or the one that changes where that one does not: some numbers are of a Bucket Key alone. */
function changedStrategy({ base, strategy }: WhatIf, cases: readonly CaseResult[]): KmsStrategy {
  const changes = (which: KmsStrategy) => cases.some(({ estimate }) => !averageMonth(estimate, which).eq(averageMonth(base, which)));
  return [strategy, ...KMS_STRATEGIES].find(changes) ?? strategy;
}

function unchangedText({ base, strategy }: WhatIf): string {
  return `${strategyName(strategy)} stays at ${money(averageMonth(base, strategy), base.currency)}.`;
}

function headlineOf({ base, strategy }: WhatIf, cases: readonly CaseResult[]): string {
  const cost = ({ estimate }: CaseResult) => averageMonth(estimate, strategy);
  const { currency } = base;
  const before = averageMonth(base, strategy);
  const comparable = cases.filter(({ notComparable }) => notComparable.length === 0).toSorted((a, b) => cost(a).cmp(cost(b)));
  const left = cases.filter(({ notComparable }) => notComparable.length > 0).map(notComparableText);
  const [first] = comparable;
  const last = comparable.at(-1);
  const effect = (each: CaseResult) => {
    const by = cost(each).minus(before);
    return by.isZero() ? `no change${otherEffect(each)}` : `${moreOrLess(by, currency)}, ${changePercent(by, before)}`;
  };
  const otherEffect = ({ estimate }: CaseResult) => {
    const [other] = KMS_STRATEGIES.filter((which) => !averageMonth(estimate, which).eq(averageMonth(base, which)));
    if (other === undefined) return '';
    const by = averageMonth(estimate, other).minus(averageMonth(base, other));
    return `; ${strategyName(other)} ${moreOrLess(by, currency)}`;
  };
  const sentences: string[] = [];
  if (first !== undefined && (last === undefined || first === last)) {
    const [now, then] = moneyPair(cost(first), before, currency);
    sentences.push(`"${first.name}": ${strategyName(strategy)} costs ${now} a month on average instead of ${then} (${effect(first)}).`);
  } else if (first !== undefined && last !== undefined) {
    sentences.push(
      `Of ${comparable.length} cases "${first.name}" costs least with ${strategyName(strategy)}, ` +
        `${money(cost(first), currency)} a month on average (${effect(first)}), and "${last.name}" most, ` +
        `${money(cost(last), currency)} (${effect(last)}); as written it is ${money(before, currency)}.`,
    );
  }
  return [...sentences, ...left].join(' ');
}

function notComparableText({ name, notComparable }: CaseResult): string {
  return `"${name}" cannot be compared: only one of the two has a price of ${chargesText(notComparable)}.`;
}

function sideBySide({ base, strategy }: WhatIf, cases: readonly CaseResult[]): Table {
  const rows = [{ name: AS_WRITTEN, estimate: base, notComparable: [] }, ...cases];
  const places = placesFor(rows.flatMap(({ estimate }) => STRATEGIES.map((each) => averageMonth(estimate, each))));
  const before = averageMonth(base, strategy);
  const changeOf = ({ estimate, notComparable }: Pick<CaseResult, 'estimate' | 'notComparable'>) => {
    const by = averageMonth(estimate, strategy).minus(before);
    return notComparable.length > 0 ? ['?', '?'] : [change(by, places), changePercent(by, before)];
  };
  return {
    title: `Cases, average month, ${base.currency}; change, low and high of ${STRATEGY_NAMES[strategy]}`,
    header: ['', ...STRATEGIES.map((each) => STRATEGY_NAMES[each]), 'change', '', 'low', 'high'],
    leftColumns: 1,
    rows: rows.map((row, index) => [
      row.name,
      ...STRATEGIES.map((each) => amount(averageMonth(row.estimate, each), places)),
      ...(index === 0 ? ['', ''] : changeOf(row)),
      ...(['low', 'high'] as const).map((which) =>
        amount(row.estimate.totals[strategy][which].div(row.estimate.scenario.period.months), places),
      ),
    ]),
  };
}

/** How a case changes the strategy's cost, by reader and charge, largest change first. */
function changesTable({ base, strategy }: WhatIf, { name, changes, estimate }: CaseResult): Table {
  const costs = changes
    .filter(({ line }) => line.strategy === strategy)
    .map((each) => ({ each, was: costPerMonth(each.before, base), is: costPerMonth(each.after, estimate) }))
    .filter(({ was, is }) => !was.eq(is))
    .sort((a, b) => b.is.minus(b.was).abs().cmp(a.is.minus(a.was).abs()));
  const shown = costs.slice(0, MOST_CHANGES);
  const places = placesFor(shown.flatMap(({ was, is }) => [was, is]));
  const left = costs.length - shown.length;
  return {
    title:
      `"${name}" changes, average month, ${STRATEGY_NAMES[strategy]}, ` +
      `${base.currency}${left > 0 ? ` (${left} smaller ones in JSON)` : ''}`,
    header: ['', 'charge', 'before', 'after', 'change'],
    leftColumns: 2,
    rows: shown.map(({ each: { line, kind }, was, is }) => [
      `${readerText(line.reader)}${kind === 'changed' ? '' : `, ${kind}`}`,
      CHARGE[line.charge].name,
      kind === 'added' ? '–' : amount(was, places),
      kind === 'removed' ? '–' : amount(is, places),
      change(is.minus(was), places),
    ]),
  };
}

function costPerMonth(side: Change['before'], { scenario }: Estimate): Decimal {
  return side?.cost.expected.div(scenario.period.months) ?? ZERO;
}
