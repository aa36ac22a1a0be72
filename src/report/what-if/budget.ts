import { capitalised } from '../../base/text.js';
import { type Charge, chargesText } from '../../model/charges.js';
import type { Estimate } from '../../model/estimate.js';
import { costedName, STRATEGY_NAMES } from '../../model/strategies.js';
import { type Budget, type Excess, isOfReader, type Verdict } from '../../planning/budget.js';
import type { Judged, WhatIf } from '../../planning/what-if.js';
import type { Table } from '../layout/document.js';
import { amount, change, money, placesFor } from '../layout/figures.js';

/** All budgets, that of all costs together first. */
export function judgedOf({ budget, partBudgets = [] }: Pick<WhatIf, 'budget' | 'partBudgets'>): Judged[] {
  return [...(budget === undefined ? [] : [budget]), ...partBudgets];
}

/** Whether the scenarios that were asked about keep to the budgets: the first sentence where nothing else answers that. */
export function verdictText(result: WhatIf): string | undefined {
  const names = (result.cases ?? []).filter(({ isAsked }) => isAsked).map(({ name }) => name);
  return verdictsText(judgedOf(result), names);
}

/**
 * Whether budgets are kept, those that are exceeded first; undefined where there are none.
 *
 * @param names the cases that were asked about; empty: all
 */
export function verdictsText(judged: readonly Judged[], names: readonly string[] = []): string | undefined {
  if (judged.length === 0) return undefined;
  const isOver = ({ verdicts }: Judged) => verdicts.some(({ excess }) => excess !== undefined);
  const over = judged.filter(isOver);
  const count = `${over.length === 0 ? 'None' : over.length} of ${judged.length} budgets ${over.length > 1 ? 'are' : 'is'} exceeded.`;
  const sorted = [...over, ...judged.filter((each) => !isOver(each))];
  return [...(judged.length === 1 ? [] : [count]), ...sorted.map((each) => judgedText(each, names))].join(' ');
}

/** Whether scenarios keep to one budget. */
function judgedText({ budget, verdicts }: Judged, names: readonly string[]): string {
  const asked = names.length === 0 ? verdicts : verdicts.filter(({ name }) => names.includes(name));
  const worst = asked.reduce((most, each) => (each.most.cost.gt(most.most.cost) ? each : most));
  const over = asked.filter(({ excess }) => excess !== undefined).length;
  const which = budget.of === undefined ? 'the budget' : `the budget of ${budget.of}`;
  const count = `${over === 0 ? 'None' : over} of ${asked.length} scenarios ${over === 1 ? 'is' : 'are'} over ${which}. `;
  const opening = asked.length === 1 ? '' : `${count}The most expensive is `;
  const whose = verdicts.length === 1 ? '' : `"${worst.name}": `;
  return `${opening}${whose}${ownVerdictText(worst, budget)}`;
}

/** Whether one scenario keeps to its budget, and where it does not, whether a Bucket Key would keep it; sentences. */
function ownVerdictText(verdict: Verdict, budget: Budget): string {
  const { currency } = verdict.estimate;
  const own = oneVerdict(verdict, budget, currency);
  const isOfAccount = budget.of !== undefined && !isOfReader(budget, verdict.estimate);
  return `${isOfAccount ? capitalised(own) : own}.${bucketKeyText(verdict, budget, currency)}`;
}

function oneVerdict({ most, excess, estimate }: Verdict, budget: Budget, currency: string): string {
  if (excess !== undefined) return excessText(excess, budget, estimate) + unknownText(estimate);
  const { subject, verb, under, limit, all } = wordsOf(budget, estimate);
  return (
    `${subject} stays within ${limit} of ${money(budget.amount, currency)}: it ${verb} ` +
    `${money(most.cost, currency)}${all}${BEYOND[budget.on]}${under} in ${most.month}, its most expensive month${unknownText(estimate)}`
  );
}

/** Whose cost a budget is about. */
function wordsOf(budget: Budget, estimate: Estimate) {
  const strategy = costedName(budget.strategy);
  if (budget.of === undefined) return { subject: strategy, verb: 'costs', under: '', limit: 'the budget', all: ' in total' };
  const words = { under: ` with ${strategy}`, limit: 'its budget', all: '' };
  return isOfReader(budget, estimate)
    ? { ...words, subject: budget.of, verb: 'costs' }
    : { ...words, subject: `account ${budget.of}`, verb: 'pays' };
}

/** Whether a Bucket Key keeps a strategy within its budget that is over it. */
function bucketKeyText(
  { excess, withBucketKey: { month, cost } }: Verdict,
  { amount: limit, strategy, on }: Budget,
  currency: string,
): string {
  if (excess === undefined || strategy === 'sse-kms-bucket-key') return '';
  const verdict = cost.lte(limit) ? 'within the budget' : 'over the budget too';
  return ` With a Bucket Key (not measured) it costs ${money(cost, currency)}${BEYOND[on]} in ${month}: ${verdict}.`;
}

/** How each of several scenarios keeps to each budget; of one scenario the sentence says all. */
export function budgetTables(result: WhatIf): Table[] {
  return judgedOf(result).flatMap((judged) => (judged.verdicts.length === 1 ? [] : [budgetTable(judged, result.asSet)]));
}

/** How each of several scenarios keeps to a budget. */
export function budgetTable({ budget, verdicts }: Judged, { currency }: Estimate): Table {
  const places = placesFor(verdicts.map(({ most }) => most.cost));
  const limit = `Budget of ${money(budget.amount, currency)}${budget.of === undefined ? '' : ` for ${budget.of}`}`;
  return {
    title: `${limit}: most expensive month, ${budget.on} cost, ${STRATEGY_NAMES[budget.strategy]}`,
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
  };
}

/** A budget and how scenarios keep to it, as every JSON report shows it; `of` is null where all costs together are limited. */
export function judgedJson({ budget: { of, amount: limit, on, strategy }, verdicts }: Judged) {
  return {
    of: of ?? null,
    amount: limit.toFixed(),
    on,
    strategy,
    verdicts: verdicts.map(({ name, most, excess }) => ({
      ...(name === '' ? {} : { name }),
      isOver: excess !== undefined,
      month: most.month,
      cost: most.cost.toFixed(),
      over: excess?.over.toFixed() ?? null,
      monthsOver: excess?.monthsOver ?? 0,
    })),
  };
}

const BEYOND: Record<Budget['on'], string> = { expected: '', likely: ' or less, nine times in ten,', high: ' at most' };

/** By how much, in which month, by whom: `SSE-KMS costs $332.57 in 2027-11, $132.57 over the budget of $200.00 …`. */
export function excessText(excess: Excess, budget: Budget, estimate: Estimate): string {
  const { month, cost, over, reader, readerCost, monthsOver } = excess;
  const { currency } = estimate;
  const { months } = estimate.scenario.period;
  const { subject, verb, under, limit, all } = wordsOf(budget, estimate);
  const whom = reader === '' ? 'the keys' : reader;
  const readerText = `${money(readerCost, currency)}${budget.on === 'likely' ? ' as expected' : ''}`;
  const mostly = reader === budget.of ? '' : `; mostly for ${whom} (${readerText})`;
  const others = months === 1 ? '' : `; ${monthsOver} of ${months} months ${monthsOver === 1 ? 'is' : 'are'} over`;
  return (
    `${subject} ${verb} ${money(cost, currency)}${BEYOND[budget.on]}${under} in ${month}${all}, ` +
    `${money(over, currency)} over ${limit} of ${money(budget.amount, currency)}${mostly}${others}`
  );
}

/** What a budget cannot know of, where prices are missing. */
export function unknownText({ unpriced }: { unpriced: readonly { charge: Charge }[] }): string {
  return unpriced.length === 0 ? '' : `; it leaves out ${chargesText(unpriced.map(({ charge }) => charge))}: the price is not known`;
}
