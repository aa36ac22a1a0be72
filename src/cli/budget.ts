import { Decimal } from '../base/decimal.js';
import type { Budget, Verdict } from '../planning/budget.js';
import { excessText, unknownText } from '../report/what-if/budget.js';
import type { BudgetArguments } from './commands/options.js';
import { EXIT } from './exit.js';
import { type Io, note } from './io.js';
import { usage } from './usage.js';

/**
 * The budget that was given; undefined where none was.
 *
 * @throws TrailcostError `usage`
 */
export function budgetOf({ budget, 'budget-on': on = 'expected', strategy = 'sse-kms' }: BudgetArguments): Budget | undefined {
  return budget === undefined ? undefined : { amount: amountOf(budget, '--budget'), on, strategy };
}

/**
 * An amount of money as typed.
 *
 * @throws TrailcostError `usage`
 */
export function amountOf(text: string, option: string): Decimal {
  if (/^\d{1,15}(\.\d{1,12})?$/.test(text)) return new Decimal(text);
  throw usage(`${option} ${text}`, 'is no amount of money', 'Give a plain number such as 200 or 199.50.');
}

/** The exit code under a budget. Where it is exceeded, one line on stderr says how, and by which of several scenarios most. */
export function guard(verdicts: readonly Verdict[], budget: Budget, io: Io): number {
  const over = verdicts.flatMap(({ name, estimate, excess }) => (excess === undefined ? [] : [{ name, estimate, excess }]));
  const [first, ...others] = over.sort((a, b) => b.excess.over.cmp(a.excess.over));
  if (first === undefined) return EXIT.done;
  const { name, estimate, excess } = first;
  const whose = verdicts.length === 1 ? '' : `${name}: `;
  const more = others.length === 0 ? '' : `; ${over.length} of ${verdicts.length} scenarios are over`;
  const text = excessText(excess, budget, estimate.scenario.period.months, estimate.currency) + unknownText(estimate);
  note(`over budget: ${whose}${text}${more}.`, io);
  return EXIT.overBudget;
}
