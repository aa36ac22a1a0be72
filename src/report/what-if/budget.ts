import { type Charge, chargesText } from '../../model/charges.js';
import { STRATEGY_NAMES, strategyName } from '../../model/strategies.js';
import type { Budget, Excess, Verdict } from '../../planning/budget.js';
import type { WhatIf } from '../../planning/what-if.js';
import type { Table } from '../layout/document.js';
import { amount, change, money, placesFor } from '../layout/figures.js';

/** Whether the scenarios that were asked about keep to the budget: the first sentence where nothing else answers that. */
export function verdictText({ budget: judged, cases = [] }: WhatIf): string | undefined {
  if (judged === undefined) return undefined;
  const { budget, verdicts } = judged;
  const names = cases.filter(({ isAsked }) => isAsked).map(({ name }) => name);
  const asked = names.length === 0 ? verdicts : verdicts.filter(({ name }) => names.includes(name));
  const worst = asked.reduce((most, each) => (each.most.cost.gt(most.most.cost) ? each : most));
  const over = asked.filter(({ excess }) => excess !== undefined).length;
  const count = `${over === 0 ? 'None' : over} of ${asked.length} scenarios ${over === 1 ? 'is' : 'are'} over the budget. `;
  const opening = asked.length === 1 ? '' : `${count}The most expensive is `;
  const whose = verdicts.length === 1 ? '' : `"${worst.name}": `;
  return `${opening}${whose}${ownVerdictText(worst, budget)}`;
}

/** Whether one scenario keeps to its budget, and where it does not, whether a Bucket Key would keep it; sentences. */
export function ownVerdictText(verdict: Verdict, budget: Budget): string {
  const { currency } = verdict.estimate;
  return `${oneVerdict(verdict, budget, currency)}.${bucketKeyText(verdict, budget, currency)}`;
}

function oneVerdict({ most, excess, estimate }: Verdict, budget: Budget, currency: string): string {
  if (excess !== undefined) return excessText(excess, budget, estimate.scenario.period.months, currency) + unknownText(estimate);
  return (
    `${strategyName(budget.strategy)} stays within the budget of ${money(budget.amount, currency)}: it costs ` +
    `${money(most.cost, currency)}${BEYOND[budget.on]} in ${most.month}, its most expensive month${unknownText(estimate)}`
  );
}

/** Whether a Bucket Key keeps a strategy within its budget that is over it. */
function bucketKeyText(
  { excess, withBucketKey: { month, cost } }: Verdict,
  { amount: limit, strategy, on }: Budget,
  currency: string,
): string {
  if (excess === undefined || strategy === 'sse-kms-bucket-key') return '';
  const verdict = cost.lte(limit) ? 'within the budget' : 'over the budget too';
  return ` With a Bucket Key (an assumption until measured) it costs ${money(cost, currency)}${BEYOND[on]} in ${month}: ${verdict}.`;
}

/** How each of several scenarios keeps to the budget. */
export function budgetTables({ budget: judged, asSet: { currency } }: WhatIf): Table[] {
  if (judged === undefined || judged.verdicts.length === 1) return [];
  const { budget, verdicts } = judged;
  const places = placesFor(verdicts.map(({ most }) => most.cost));
  return [
    {
      title: `Budget of ${money(budget.amount, currency)}: most expensive month, ${budget.on} cost, ${STRATEGY_NAMES[budget.strategy]}`,
      header: ['', 'month', 'cost', '− budget', 'months over', 'with Bucket Key'],
      leftColumns: 2,
      rows: verdicts.map(({ name, most, excess, withBucketKey }) => [
        name,
        most.month,
        amount(most.cost, places),
        change(most.cost.minus(budget.amount), places),
        String(excess?.monthsOver ?? 0),
        amount(withBucketKey.cost, places),
      ]),
    },
  ];
}

const BEYOND: Record<Budget['on'], string> = { expected: '', likely: ' or less, nine times in ten,', high: ' at most' };

/** By how much, in which month, by whom: `SSE-KMS costs $332.57 in 2027-11, $132.57 over the budget of $200.00 …`. */
export function excessText(excess: Excess, { amount: limit, on, strategy }: Budget, months: number, currency: string): string {
  const { month, cost, over, reader, readerCost, monthsOver } = excess;
  const high = BEYOND[on];
  const whom = reader === '' ? 'the keys' : reader;
  const others = months === 1 ? '' : `; ${monthsOver} of ${months} months ${monthsOver === 1 ? 'is' : 'are'} over`;
  const readerText = `${money(readerCost, currency)}${on === 'likely' ? ' as expected' : ''}`;
  return (
    `${strategyName(strategy)} costs ${money(cost, currency)}${high} in ${month}, ` +
    `${money(over, currency)} over the budget of ${money(limit, currency)}; mostly for ${whom} (${readerText})${others}`
  );
}

/** What a budget cannot know of, where prices are missing. */
export function unknownText({ unpriced }: { unpriced: readonly { charge: Charge }[] }): string {
  return unpriced.length === 0 ? '' : `; it leaves out ${chargesText(unpriced.map(({ charge }) => charge))}: the price is not known`;
}
