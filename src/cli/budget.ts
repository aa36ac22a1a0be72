import { Decimal } from '../base/decimal.js';
import { amountOf, NUMBER, REMEDY } from '../planning/amount.js';
import type { Budget, Verdict } from '../planning/budget.js';
import type { IncreaseLimit } from '../planning/increase.js';
import type { Judged } from '../planning/what-if.js';
import { excessText, unknownText } from '../report/what-if/budget.js';
import type { DiffArguments } from './commands/diff.js';
import type { BudgetArguments } from './commands/options.js';
import { EXIT } from './exit.js';
import { type Io, note } from './io.js';
import { usage } from './usage.js';

/** Budgets as they were given: at most one for all together, any number for single readers and accounts. */
export interface Budgets {
  budget: Budget | undefined;
  partBudgets: readonly Budget[];
}

/**
 * The budgets that were given, `AMOUNT` or `NAME=AMOUNT`.
 *
 * @throws TrailcostError `usage`
 */
export function budgetsOf({ budget: texts = [], 'budget-on': on = 'expected', strategy = 'sse-kms' }: BudgetArguments): Budgets {
  const budgets = texts.map((text): Budget => {
    const sign = text.lastIndexOf('=');
    const of = text.slice(0, Math.max(sign, 0)).trim();
    if (sign >= 0 && of === '') throw usage(`--budget ${text}`, 'names no reader or account before "="', 'Write, for example, siem=100.');
    const limit = { ...amountOf(text.slice(sign + 1), '--budget', `--budget ${text}`), on, strategy };
    return sign < 0 ? limit : { ...limit, of };
  });
  const twice = budgets.find(({ of }, index) => budgets.findIndex((other) => other.of === of) < index);
  if (twice !== undefined) {
    const what = twice.of === undefined ? 'is given twice for all costs together' : `is given twice for ${twice.of}`;
    throw usage('--budget', what, 'Keep one of the two. For one reader or account: --budget NAME=AMOUNT.');
  }
  const partBudgets = budgets.filter(({ of }) => of !== undefined);
  const [part] = partBudgets;
  if (part !== undefined && on === 'likely') {
    const what = `does not go with --budget ${part.of}=…: what is likely is known for all costs together only`;
    throw usage('--budget-on likely', what, 'Take expected or high.');
  }
  return { budget: budgets.find(({ of }) => of === undefined), partBudgets };
}

/**
 * By how much a month may cost more than before: an amount of money, or a percentage; undefined where nothing is limited.
 *
 * @throws TrailcostError `usage`
 */
export function increaseLimitOf({
  'max-increase': text,
  strategy,
}: Pick<DiffArguments, 'max-increase' | 'strategy'>): IncreaseLimit | undefined {
  if (text === undefined) return undefined;
  const place = `--max-increase ${text}`;
  const [, percent] = /^\s*(.*?)\s*%\s*$/.exec(text) ?? [];
  if (percent === undefined) {
    const { amount, written } = amountOf(text, '--max-increase', place, `${REMEDY} For a percentage write 10%.`);
    return { value: amount, unit: 'amount', strategy, written };
  }
  if (!NUMBER.test(percent)) throw usage(place, 'is not a percentage', 'Write 10% or 12.5%.');
  return { value: new Decimal(percent.replaceAll(',', '')), unit: 'percent', strategy };
}

/** The exit code under budgets: each that is exceeded is said on a line of its own. */
export function guard(judged: readonly Judged[], io: Io): number {
  const codes = judged.map(({ verdicts, budget }) => guardOne(verdicts, budget, io));
  return codes.find((code) => code !== EXIT.done) ?? EXIT.done;
}

/** Where a budget is exceeded, one line on stderr says how, and by which of several scenarios most. */
function guardOne(verdicts: readonly Verdict[], budget: Budget, io: Io): number {
  const over = verdicts.flatMap(({ name, estimate, excess }) => (excess === undefined ? [] : [{ name, estimate, excess }]));
  const [first, ...others] = over.sort((a, b) => b.excess.over.cmp(a.excess.over));
  if (first === undefined) return EXIT.done;
  const { name, estimate, excess } = first;
  const whose = verdicts.length === 1 ? '' : `${name}: `;
  const more = others.length === 0 ? '' : `; ${over.length} of ${verdicts.length} scenarios are over`;
  const text = excessText(excess, budget, estimate) + unknownText(estimate);
  note(`over budget: ${whose}${text}${more}.`, io);
  return EXIT.overBudget;
}
