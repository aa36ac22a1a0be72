import type { Estimate } from '../../../model/estimate.js';
import { strategyName } from '../../../model/strategies.js';
import type { Judged } from '../../../planning/what-if.js';
import { money } from '../../layout/figures.js';
import { type BarRow, barDrawing } from '../../layout/html/bars.js';
import { signedMoney } from '../../layout/html/changes.js';
import { type Figure, legend } from '../../layout/html/figure.js';
import { together } from '../../layout/html/markup.js';
import { budgetTable } from '../budget.js';

/** As many scenarios as one looks at; all are among the numbers. */
const MOST_ROWS = 15;

/** The most expensive month of each of several scenarios, beside the budget. */
export function budgetFigures(judged: Judged, asSet: Estimate, index: number): Figure[] {
  const { budget, verdicts } = judged;
  if (verdicts.length === 1) return [];
  const { currency } = asSet;
  const isOver = verdicts.filter(({ excess }) => excess !== undefined).length;
  const limit = `${money(budget.amount, currency)}${budget.of === undefined ? '' : ` for ${budget.of}`}`;
  const hasKey = budget.strategy !== 'sse-kms-bucket-key';
  const rows = verdicts.slice(0, MOST_ROWS).map(({ name, most, excess, withBucketKey }): BarRow => {
    const by = signedMoney(most.cost.minus(budget.amount), currency);
    return {
      name,
      text: `${money(most.cost, currency)} (${excess === undefined ? 'within' : by})`,
      note: [
        `in ${most.month}`,
        ...(excess === undefined ? [] : [`${excess.monthsOver} of ${asSet.scenario.period.months} months over`]),
        ...(hasKey ? [`with a Bucket Key ${money(withBucketKey.cost, currency)}`] : []),
      ].join(' · '),
      bars: [
        { from: 0, to: most.cost.toNumber(), ink: excess === undefined ? 'ink-less' : 'ink-main' },
        ...(hasKey ? [{ from: 0, to: withBucketKey.cost.toNumber(), ink: 'ink-second', isThin: true }] : []),
      ],
      marks: [budget.amount.toNumber()],
    };
  });
  const left = verdicts.length - rows.length;
  return [
    {
      id: `budget-${index}`,
      title: `${isOver === 0 ? 'None' : isOver} of ${verdicts.length} scenarios ${isOver === 1 ? 'is' : 'are'} over the budget of ${limit}`,
      note: `The most expensive month of ${strategyName(budget.strategy)}, ${budget.on} cost, ${currency}. The line is the budget.`,
      description: `A bar for each scenario's most expensive month beside the budget of ${limit}.`,
      drawing: (named) =>
        together(
          barDrawing(named, left === 0 ? rows : [...rows, { name: `${left} more`, text: 'among the numbers', bars: [] }]),
          legend([
            ...(isOver > 0 ? [{ name: 'over the budget', ink: 'ink-main' }] : []),
            ...(isOver < verdicts.length ? [{ name: 'within the budget', ink: 'ink-less' }] : []),
            ...(hasKey ? [{ name: 'with a Bucket Key', ink: 'ink-second' }] : []),
          ]),
        ),
      table: budgetTable(judged, asSet),
    },
  ];
}
