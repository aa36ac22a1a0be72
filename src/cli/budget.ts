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
  return budget === undefined ? undefined : { ...amountOf(budget, '--budget'), on, strategy };
}

/** A number, with or without commas between its thousands. */
const NUMBER = /^(?:\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(?:\.\d{1,12})?$/;
/** A code, or a sign that may have letters before it: `EUR`, `€`, `US$`. */
const CURRENCY = String.raw`[A-Za-z]{3}|[A-Z]{0,2}\p{Sc}`;
const AMOUNT = new RegExp(`^(${CURRENCY})?\\s*([^\\s\\p{L}\\p{Sc}]+)\\s*(${CURRENCY})?$`, 'u');

/**
 * An amount of money as people write it: `300`, `3,000.50`, `$300`, `300 USD`.
 *
 * @throws TrailcostError `usage`
 */
export function amountOf(text: string, option: string): Pick<Budget, 'amount' | 'written'> {
  const [, before, number = '', after] = AMOUNT.exec(text.trim()) ?? [];
  const currency = before ?? after;
  const isDoubtful = DOUBTS.find(({ form }) => form.test(number));
  if (isDoubtful !== undefined) throw usage(`${option} ${text}`, isDoubtful.what, isDoubtful.remedy(number));
  if (!NUMBER.test(number) || (before !== undefined && after !== undefined)) throw usage(`${option} ${text}`, 'is not an amount', REMEDY);
  return {
    amount: new Decimal(number.replaceAll(',', '')),
    ...(currency === undefined ? {} : { written: { currency, place: `${option} ${text}` } }),
  };
}

const REMEDY = 'Write 300, 3,000.50, \'$300\' (in quotes: the shell takes $3 for itself) or "300 USD".';

/** Numbers that are read in two ways, or that a shell has taken a part of. */
const DOUBTS = [
  {
    form: /^\d+,\d{1,2}$/,
    what: 'is not clear: a comma separates thousands, as in 3,000',
    remedy: (number: string) => `For cents write ${number.replace(',', '.')}.`,
  },
  {
    form: /^[1-9]\d{0,2}\.\d{3}$/,
    what: 'is not clear: a point separates cents, as in 3.50',
    remedy: (number: string) => `For thousands write ${number.replace('.', ',')}, else ${number}0.`,
  },
  {
    form: /^0\d|^,/,
    what: 'is not an amount',
    remedy: () => "If it was $ and a number: write it in quotes, '$300', since the shell takes $3 for itself.",
  },
] as const;

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
