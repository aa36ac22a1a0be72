import { type Decimal, ZERO } from '../../base/decimal.js';
import { entryAt } from '../../base/lists.js';
import { CHARGE, chargesText } from '../../model/charges.js';
import type { Estimate } from '../../model/estimate.js';
import { costedName, KMS_STRATEGIES, type KmsStrategy, STRATEGIES, STRATEGY_NAMES } from '../../model/strategies.js';
import type { CaseResult } from '../../planning/cases.js';
import type { Change } from '../../planning/changes.js';
import { AS_SET, AS_WRITTEN, type WhatIf } from '../../planning/what-if.js';
import type { Table } from '../layout/document.js';
import { amount, change, changePercent, money, moneyPair, moreOrLess, placesFor } from '../layout/figures.js';
import { firstRows } from '../layout/parts.js';
import { readerText } from '../layout/wording.js';
import { type Answer, averageMonth, effectsText, replayWords } from './answer.js';

/** Of more changed lines of a case a table shows the largest; JSON has all. */
const MOST_CHANGES = 10;

/** The cases side by side with the scenario as it is, and what each changes. */
export function casesAnswer(asked: WhatIf, cases: readonly CaseResult[]): Answer {
  const result = { ...asked, strategy: changedStrategy(asked, cases) };
  const warnings = cases.flatMap(({ name, warnings: own }) => own.map(({ message }) => `${name}: ${message}`));
  return {
    headline: [headlineOf(result, cases), ...(result.strategy === asked.strategy ? [] : [unchangedText(asked)])].join(' '),
    tables: [caseTable(result, cases), ...cases.flatMap((each) => changesTables(result, each))],
    lists: [
      { title: 'Warnings of cases', items: warnings, isWarning: true },
      { title: 'Cases', items: cases.map(caseText), detail: cases.filter(({ isAsked }) => isAsked).length === 1 },
      {
        title: 'Cases, to ask again: trailcost what-if SCENARIO …',
        commands: cases.map(({ settings }) => replayWords(settings)),
        detail: true,
      },
    ],
  };
}

/** What a case is about, and what it changes. */
function caseText({ name, description, effects }: CaseResult): string {
  const changes = effectsText(effects) ?? 'no change';
  return `${name}: ${description === undefined ? changes : `${description} (${changes})`}`;
}

/** The strategy that was asked about, or the one that changes where that one does not: some numbers are of a Bucket Key alone. */
export function changedStrategy({ base, strategy }: WhatIf, cases: readonly CaseResult[]): KmsStrategy {
  const changes = (which: KmsStrategy) => cases.some(({ estimate }) => !averageMonth(estimate, which).eq(averageMonth(base, which)));
  return [strategy, ...KMS_STRATEGIES].find(changes) ?? strategy;
}

function unchangedText({ base, strategy }: WhatIf): string {
  return `${costedName(strategy)} stays at ${money(averageMonth(base, strategy), base.currency)}.`;
}

/** The cases that were asked about; where none was, the cheapest and the most expensive. */
function headlineOf({ base, strategy }: WhatIf, cases: readonly CaseResult[]): string {
  const { currency } = base;
  const before = averageMonth(base, strategy);
  const asked = cases.some(({ isAsked }) => isAsked) ? cases.filter(({ isAsked }) => isAsked) : cases;
  const comparable = asked.filter(({ notComparable }) => notComparable.length === 0);
  const left = asked.filter(({ notComparable }) => notComparable.length > 0).map(notComparableText);
  const [first, second, ...others] = comparable;
  const costText = (each: CaseResult) => `${money(averageMonth(each.estimate, strategy), currency)} (${effectOf(each, base, strategy)})`;
  if (first === undefined) return left.join(' ');
  if (second === undefined) {
    const [now, then] = moneyPair(averageMonth(first.estimate, strategy), before, currency);
    const effect = effectOf(first, base, strategy);
    return [
      `${nameOf(first)}: ${costedName(strategy)} costs ${now} in total a month on average instead of ${then} (${effect}).`,
      ...left,
    ].join(' ');
  }
  const opening = `As written, ${costedName(strategy)} costs ${money(before, currency)} in total a month on average`;
  if (first.isAsked && others.length < MOST_NAMED - 1) {
    const costs = comparable.map((each) => `"${each.name}" ${costText(each)}`);
    return [`${opening}; ${costs.join(', ')}.`, ...left].join(' ');
  }
  const sorted = comparable.toSorted((a, b) => averageMonth(a.estimate, strategy).cmp(averageMonth(b.estimate, strategy)));
  const [cheapest, mostExpensive] = [entryAt(sorted, 0), entryAt(sorted, sorted.length - 1)];
  const range =
    `of ${comparable.length} cases "${cheapest.name}" costs least, ${costText(cheapest)}, and ` +
    `"${mostExpensive.name}" most, ${costText(mostExpensive)}`;
  return [`${opening}; ${range}.`, ...left].join(' ');
}

/** More cases than this are too many for a sentence. */
const MOST_NAMED = 3;

/** A case by its name and what it changes; what `--set` changes is in the caption. */
function nameOf({ name, effects, isAsked }: CaseResult): string {
  const changes = isAsked && name !== AS_SET && effects.length <= MOST_NAMED ? effectsText(effects) : undefined;
  return changes === undefined ? `"${name}"` : `"${name}" (${changes})`;
}

/** How a case changes a strategy; where it does not, how the other one. */
function effectOf({ estimate, effects }: CaseResult, base: Estimate, strategy: KmsStrategy): string {
  const byOf = (which: KmsStrategy) => averageMonth(estimate, which).minus(averageMonth(base, which));
  const by = byOf(strategy);
  if (!by.isZero()) return `${moreOrLess(by, base.currency)}, ${changePercent(by, averageMonth(base, strategy))}`;
  const [other] = KMS_STRATEGIES.filter((which) => !byOf(which).isZero());
  if (other !== undefined) return `no change; ${costedName(other)} ${moreOrLess(byOf(other), base.currency)}`;
  if (strategy === 'sse-kms-bucket-key' || !effects.some(({ path }) => path.startsWith('encryption.bucketKey'))) return 'no change';
  const withKey = money(averageMonth(estimate, 'sse-kms-bucket-key'), base.currency);
  return `no change; a Bucket Key is a strategy of its own: ${withKey}, not measured, see --strategy sse-kms-bucket-key`;
}

function notComparableText({ name, notComparable }: CaseResult): string {
  return `"${name}" cannot be compared: only one of the two has a price of ${chargesText(notComparable)}.`;
}

/** The cases with the scenario as it is, and how each differs from it. */
export function caseTable({ base, strategy }: WhatIf, cases: readonly CaseResult[]): Table {
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

/** Of a case that was asked about the largest changes are in the short report. */
function changesTables(result: WhatIf, each: CaseResult): Table[] {
  const table = changesTable(result, each);
  if (table.rows.length === 0) return [];
  return each.isAsked ? firstRows(table, MOST_SHORT_CHANGES, 'smaller ones') : [{ ...table, detail: true }];
}

/** As many as fit a screen. */
const MOST_SHORT_CHANGES = 4;

/** How a case changes the strategy's cost in an average month, by reader and charge, largest change first. */
export function changedCosts({ base, strategy }: WhatIf, { changes, estimate }: CaseResult) {
  return changes
    .filter(({ line }) => line.strategy === strategy)
    .map((each) => ({ each, was: costPerMonth(each.before, base), is: costPerMonth(each.after, estimate) }))
    .filter(({ was, is }) => !was.eq(is))
    .sort((a, b) => b.is.minus(b.was).abs().cmp(a.is.minus(a.was).abs()));
}

/** The largest of these changes. */
export function changesTable(result: WhatIf, asked: CaseResult): Table {
  const { base, strategy } = result;
  const { name } = asked;
  const costs = changedCosts(result, asked);
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
