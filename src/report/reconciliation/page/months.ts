import { capitalised } from '../../../base/text.js';
import type { ReadReconciliation } from '../../../reconciliation/result.js';
import { shortMoney } from '../../layout/chart.js';
import { money } from '../../layout/figures.js';
import { type Column, columnDrawing, highestOf, monthLabel } from '../../layout/html/columns.js';
import type { Figure } from '../../layout/html/figure.js';
import { isPriced, verbOf } from '../answer.js';
import { monthTable } from '../tables.js';

/** What each month is billed beside what was expected; nothing of one month alone. */
export function monthFigures(reconciliation: ReadReconciliation): Figure[] {
  const { months, expectation } = reconciliation;
  if (months.length < 2 || !isPriced(reconciliation)) return [];
  const { currency } = expectation;
  const verb = verbOf(expectation);
  const columns = months.map(({ month, cost: { expected, billed } }): Column => {
    const { low, high } = expected;
    return {
      ...monthLabel(month),
      parts: [{ ink: 'ink-main', value: billed.toNumber() }],
      range: { low: low.toNumber(), high: high.toNumber() },
      text: `${month}: billed ${money(billed, currency)}, ${verb} ${money(expected.expected, currency)}`,
    };
  });
  const isNegative = months.some(({ cost }) => cost.billed.isNegative());
  const hasRange = months.some(({ cost: { expected } }) => !expected.low.eq(expected.high));
  const isWithOthers = months.some(({ cost }) => !cost.use.eq(cost.billed));
  return [
    {
      id: 'months',
      title: `Billed and ${verb}, by month`,
      note:
        `${currency} a month${isWithOthers ? ', with tax, credits and the like' : ''}. Columns are billed; ` +
        `${hasRange ? `the band is what was ${verb}, from low to high` : `the line is what was ${verb}`}.` +
        `${isNegative ? ' A month with a negative sum has no column.' : ''}`,
      description: `${capitalised(verb)} and billed cost of ${months.length} months: ${columns.map(({ text }) => text).join('; ')}.`,
      drawing: (named) =>
        columnDrawing(named, { columns, most: highestOf([columns]), valueText: (value) => shortMoney(value, currency, wholeOr(value)) }),
      table: monthTable(reconciliation),
    },
  ];
}

function wholeOr(value: number): number | undefined {
  return Number.isInteger(value) ? 0 : undefined;
}
