import type { WhatIf } from '../../planning/what-if.js';
import type { List } from '../layout/document.js';
import { money } from '../layout/figures.js';
import { excessText, unknownText } from './budget-text.js';

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
    { title: `Within the budget, ${budget.on} cost`, items: within, isWarning: false },
  ];
}
