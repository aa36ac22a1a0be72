import type { Options } from 'yargs';
import type { Decimal } from '../base/decimal.js';
import { TrailcostError } from '../base/errors.js';
import type { KmsStrategy } from '../model/strategies.js';
import type { Budget, BudgetCase, Verdict } from '../planning/budget.js';
import { EXIT } from './exit.js';

export interface BudgetArguments {
  budget: string | undefined;
  'budget-on': BudgetCase | undefined;
  strategy: KmsStrategy | undefined;
}

/** The budget guard's options, on every command that has it. */
export const BUDGET_OPTIONS = {
  budget: { type: 'string', requiresArg: true, describe: 'Exit with 3 if any month costs more than AMOUNT under the strategy' },
  'budget-on': { choices: ['expected', 'high'], requiresArg: true, describe: 'Case of the cost that a limit is for [default: "expected"]' },
  strategy: {
    choices: ['sse-kms', 'sse-kms-bucket-key'],
    requiresArg: true,
    describe: 'Strategy that a limit or a question is about [default: "sse-kms"]',
  },
} as const satisfies Record<string, Options>;

/**
 * The budget that was given; undefined where none was.
 *
 * @throws TrailcostError `usage`
 */
export async function budgetOf({
  budget,
  'budget-on': on = 'expected',
  strategy = 'sse-kms',
}: BudgetArguments): Promise<Budget | undefined> {
  return budget === undefined ? undefined : { amount: await amountOf(budget, '--budget'), on, strategy };
}

/**
 * An amount of money as typed.
 *
 * @throws TrailcostError `usage`
 */
export async function amountOf(text: string, option: string): Promise<Decimal> {
  const { Decimal } = await import('../base/decimal.js');
  if (/^\d{1,15}(\.\d{1,12})?$/.test(text)) return new Decimal(text);
  throw new TrailcostError('usage', {
    where: `${option} ${text}`,
    what: 'is no amount of money',
    remedy: 'Give a plain number such as 200 or 199.50.',
  });
}

/** Says on stderr in one line how the budget is exceeded, and by which of several scenarios most; the exit code is then 3. */
export async function guard(verdicts: readonly Verdict[], budget: Budget): Promise<void> {
  const { excessText, unknownText } = await import('../report/what-if/budget.js');
  const over = verdicts.flatMap(({ name, estimate, excess }) => (excess === undefined ? [] : [{ name, estimate, excess }]));
  const [first, ...others] = over.sort((a, b) => b.excess.over.cmp(a.excess.over));
  if (first === undefined) return;
  const { name, estimate, excess } = first;
  const whose = verdicts.length === 1 ? '' : `${name}: `;
  const more = others.length === 0 ? '' : `; ${over.length} of ${verdicts.length} scenarios are over`;
  const text = excessText(excess, budget, estimate.scenario.period.months, estimate.currency) + unknownText(estimate);
  process.stderr.write(`trailcost: over budget: ${whose}${text}${more}.\n`);
  process.exitCode = EXIT.overBudget;
}

/**
 * Refuses what says something about a limit where none is given.
 *
 * @throws TrailcostError `usage`
 */
export function assertLimit(option: string, isGiven: boolean, limits: string, hasLimit: boolean): void {
  if (!isGiven || hasLimit) return;
  throw new TrailcostError('usage', {
    where: option,
    what: `says nothing without ${limits}`,
    remedy: `Give ${limits} too, or leave it out.`,
  });
}
