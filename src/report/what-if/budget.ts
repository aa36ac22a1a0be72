import { type Charge, chargesText } from '../../model/charges.js';
import { strategyName } from '../../model/strategies.js';
import type { Budget, Excess } from '../../planning/budget.js';
import type { WhatIf } from '../../planning/what-if.js';
import type { List } from '../layout/document.js';
import { money } from '../layout/figures.js';

/** How each scenario that was judged keeps to the budget. */
export function budgetLists({ budget: judged, asSet: { currency } }: WhatIf): List[] {
  if (judged === undefined) return [];
  const { budget, verdicts } = judged;
  const over = verdicts.flatMap(({ name, estimate, excess }) =>
    excess === undefined
      ? []
      : [`${name}: ${excessText(excess, budget, estimate.scenario.period.months, currency)}${unknownText(estimate)}.`],
  );
  const within = verdicts
    .filter(({ excess }) => excess === undefined)
    .map(({ name, estimate }) => `${name}: stays within ${money(budget.amount, currency)} in every month${unknownText(estimate)}.`);
  return [
    { title: `Over the budget, ${budget.on} cost`, items: over, isWarning: true },
    { title: `Within the budget, ${budget.on} cost`, items: within },
  ];
}

const BEYOND: Record<Budget['on'], string> = { expected: '', likely: ' or less, nine times in ten,', high: ' at the most' };

/** By how much, in which month, by whom: `SSE-KMS costs $332.57 in 2027-11, $132.57 over the budget of $200.00 …`. */
export function excessText(excess: Excess, { amount, on, strategy }: Budget, months: number, currency: string): string {
  const { month, cost, over, reader, readerCost, monthsOver } = excess;
  const high = BEYOND[on];
  const whom = reader === '' ? 'the keys' : reader;
  const others = months === 1 ? '' : `; ${monthsOver} of ${months} months ${monthsOver === 1 ? 'is' : 'are'} over`;
  const readerText = `${money(readerCost, currency)}${on === 'likely' ? ' as expected' : ''}`;
  return (
    `${strategyName(strategy)} costs ${money(cost, currency)}${high} in ${month}, ` +
    `${money(over, currency)} over the budget of ${money(amount, currency)}; most by ${whom} (${readerText})${others}`
  );
}

/** What a budget cannot know of, where prices are missing. */
export function unknownText({ unpriced }: { unpriced: readonly { charge: Charge }[] }): string {
  return unpriced.length === 0 ? '' : `; not in it: ${chargesText(unpriced.map(({ charge }) => charge))}, whose price is not known`;
}
