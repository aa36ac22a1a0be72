import { CHARGE } from '../../../model/charges.js';
import { KMS_STRATEGIES, type KmsStrategy, STRATEGY_NAMES, strategyName } from '../../../model/strategies.js';
import type { CaseResult } from '../../../planning/cases.js';
import { AS_WRITTEN, type WhatIf } from '../../../planning/what-if.js';
import { changePercent, money, moreOrLess } from '../../layout/figures.js';
import { type BarRow, barDrawing } from '../../layout/html/bars.js';
import { changeDrawing } from '../../layout/html/changes.js';
import { type Figure, legend } from '../../layout/html/figure.js';
import { together } from '../../layout/html/markup.js';
import { readerText } from '../../layout/wording.js';
import { averageMonth, effectsText } from '../answer.js';
import { caseTable, changedCosts, changedStrategy, changesTable } from '../cases.js';

/** As many cases as one looks at; all are among the numbers. */
const MOST_ROWS = 15;
/** As many cases as have their changes drawn. */
const MOST_ASKED = 3;
/** As many as one listens to. */
const MOST_SPOKEN = 5;
/** More words than this are no note: the list of cases has them. */
const MOST_NOTE = 90;

/** The cases side by side, and what each that was asked about changes. */
export function caseFigures(asked: WhatIf, cases: readonly CaseResult[]): Figure[] {
  const result = { ...asked, strategy: changedStrategy(asked, cases) };
  const changed = cases.filter(({ isAsked }) => isAsked).slice(0, MOST_ASKED);
  return [sideBySide(result, cases), ...changed.flatMap((each, index) => changesFigures(result, each, index))];
}

function sideBySide(result: WhatIf, cases: readonly CaseResult[]): Figure {
  const { base, strategy } = result;
  const name = strategyName(strategy);
  const other = otherOf(strategy);
  const rows = rowsOf(result, cases);
  return {
    id: 'cases',
    title: cases.length === 1 ? 'Before and after' : 'The cases side by side',
    note:
      `${base.currency} in an average month, all charges. The line is what the scenario costs as written, ` +
      `${money(averageMonth(base, strategy), base.currency)}.`,
    description: `A bar for each of ${rows.length} scenarios: the cost of ${name}, and under it with ${STRATEGY_NAMES[other]}. ${rows
      .slice(0, MOST_SPOKEN)
      .map(({ name: each, text }) => `${each} ${text}`)
      .join('; ')}.`,
    drawing: (named) =>
      together(
        barDrawing(named, rows),
        legend([
          { name, ink: 'ink-main' },
          { name: strategyName(other), ink: 'ink-second' },
        ]),
      ),
    table: caseTable(result, cases),
  };
}

function otherOf(strategy: KmsStrategy): KmsStrategy {
  return KMS_STRATEGIES.find((each) => each !== strategy) ?? strategy;
}

function rowsOf({ base, strategy }: WhatIf, cases: readonly CaseResult[]): BarRow[] {
  const { currency } = base;
  const before = averageMonth(base, strategy);
  const other = otherOf(strategy);
  const row = (name: string, estimate: CaseResult['estimate'], difference: string, note: string | undefined): BarRow => {
    const [cost, beside] = [averageMonth(estimate, strategy), averageMonth(estimate, other)];
    return {
      name,
      text: `${money(cost, currency)}${difference}`,
      note: [...(note === undefined ? [] : [note]), `${OTHER_WORDS[other]} ${money(beside, currency)}`].join(' · '),
      bars: [
        { from: 0, to: cost.toNumber(), ink: 'ink-main' },
        { from: 0, to: beside.toNumber(), ink: 'ink-second', isThin: true },
      ],
      marks: [before.toNumber()],
    };
  };
  const shown = cases.slice(0, MOST_ROWS).map(({ name, estimate, effects, notComparable }) => {
    const by = averageMonth(estimate, strategy).minus(before);
    const difference = by.isZero() ? 'no change' : `${moreOrLess(by, currency)}, ${changePercent(by, before)}`;
    const changes = effectsText(effects);
    const note = changes === undefined || changes.length > MOST_NOTE ? undefined : changes;
    return row(name, estimate, notComparable.length > 0 ? ' (cannot be compared)' : ` (${difference})`, note);
  });
  const left = cases.length - shown.length;
  const rest: BarRow[] = left === 0 ? [] : [{ name: `${left} more`, text: 'among the numbers', bars: [] }];
  return [row(AS_WRITTEN, base, '', undefined), ...shown, ...rest];
}

const OTHER_WORDS: Record<KmsStrategy, string> = { 'sse-kms': 'without a Bucket Key', 'sse-kms-bucket-key': 'with a Bucket Key' };

function changesFigures(result: WhatIf, asked: CaseResult, index: number): Figure[] {
  const { base, strategy } = result;
  const costs = changedCosts(result, asked);
  const changes = costs.map(({ each: { line, kind, before, after }, was, is }) => ({
    name: `${readerText(line.reader)}: ${CHARGE[line.charge].name}`,
    was: kind === 'added' || before === undefined ? undefined : was,
    is: kind === 'removed' || after === undefined ? undefined : is,
    by: is.minus(was),
  }));
  if (changes.length === 0) return [];
  return [
    {
      id: `changes-${index}`,
      title: `What "${asked.name}" changes`,
      note: `${base.currency} in an average month of ${strategyName(strategy)}, by reader and charge, largest change first.`,
      description: `Bars of ${changes.length} changes of cost, to the left where it is less than before and to the right where it is more.`,
      drawing: (named) => changeDrawing(named, changes, base.currency),
      table: changesTable(result, asked),
    },
  ];
}
