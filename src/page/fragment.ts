import { TrailcostError } from '../base/errors.js';
import { KMS_STRATEGIES } from '../model/strategies.js';
import { BUDGET_CASES } from '../planning/budget.js';
import { parseSetting } from '../scenario/settings.js';
import type { Plan, TypedBudget } from './plan.js';

/** What a link says beside the page itself: what is changed, and the scenario where it is not the page's own. */
export interface Linked {
  plan: Plan;
  text: string | undefined;
}

/** Far more than anyone changes by hand; a link that has more is not ours. */
const MOST_CHANGES = 300;
const MOST_LETTERS = 200_000;

/**
 * The fragment of a link that opens the same case: `set=PATH=VALUE` for each change, as `--set` takes it, and the budget.
 *
 * @param own the budget that the page came with
 * @param text the scenario, where it is not the one that the page came with
 */
export function fragmentOf({ changes, budget }: Plan, own: TypedBudget, text: string | undefined): string {
  const parts = new URLSearchParams();
  if (text !== undefined) parts.append('scenario', text);
  for (const { path, value } of changes) parts.append('set', `${path}=${value}`);
  if (budget.amount !== own.amount || budget.on !== own.on || budget.strategy !== own.strategy) {
    parts.append('budget', budget.amount);
    parts.append('budget-on', budget.on);
    parts.append('strategy', budget.strategy);
  }
  return parts.toString();
}

/**
 * What a fragment says. It can come from anyone: what is in it is checked as what is typed is.
 *
 * @param own the budget where the fragment has none
 * @throws TrailcostError `usage`, `scenario-syntax` where it is not one of ours
 */
export function linkedIn(fragment: string, own: TypedBudget): Linked {
  if (!isHeld(fragment)) throw notOurs('is longer than a link of this page');
  const parts = new URLSearchParams(fragment);
  const settings = parts.getAll('set');
  if (settings.length > MOST_CHANGES) throw notOurs(`changes more than ${MOST_CHANGES} fields`);
  const changes = settings.map((text) => {
    const { path } = parseSetting(text, '--set');
    return { path, value: text.slice(text.indexOf('=') + 1).trim() };
  });
  const [on, strategy] = [parts.get('budget-on'), parts.get('strategy')];
  const budget = {
    amount: parts.get('budget') ?? own.amount,
    on: BUDGET_CASES.find((each) => each === on) ?? own.on,
    strategy: KMS_STRATEGIES.find((each) => each === strategy) ?? own.strategy,
  };
  return { plan: { changes, budget }, text: parts.get('scenario') ?? undefined };
}

function notOurs(what: string): TrailcostError {
  return new TrailcostError('usage', { where: 'The link', what, remedy: 'Open the page without what follows # in its address.' });
}

/** Whether a link can hold it. */
export function isHeld(fragment: string): boolean {
  return fragment.length <= MOST_LETTERS;
}

/** @throws TrailcostError `usage` for a case that no link can hold: it would not open */
export function assertFits(fragment: string): void {
  if (isHeld(fragment)) return;
  throw new TrailcostError('usage', { what: 'This scenario is too long for a link', remedy: 'Download it, and send the file.' });
}
