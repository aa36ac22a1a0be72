import type { Estimate } from '../model/estimate.js';
import { estimateLoaded, type PricedScenario } from '../model/estimate-at.js';
import { withUnitCosts } from '../model/unit-costs.js';
import { assertBudgetCurrency, assertBudgetParts, type Budget, verdictsOf } from '../planning/budget.js';
import { withLikely } from '../planning/likely.js';
import type { Judged } from '../planning/what-if.js';
import type { PriceBook } from '../prices/book.js';
import type { Io } from './io.js';
import { progressLine, stepsDone } from './progress.js';

/**
 * The estimate of a scenario that budgets fit.
 *
 * @throws TrailcostError as {@link estimateLoaded}; `currency-mixed`, `usage` for a budget that does not fit
 */
export function estimateUnder(budgets: readonly Budget[], priced: PricedScenario): Estimate {
  const estimate = estimateLoaded(priced);
  for (const each of budgets) assertBudgetCurrency(each, estimate.currency);
  assertBudgetParts(budgets, [estimate]);
  return estimate;
}

/** How an estimate keeps its budgets. */
export function judgedBy(budgets: readonly Budget[], estimate: Estimate, book: PriceBook): Judged[] {
  return budgets.map((budget) => ({ budget, verdicts: verdictsOf([{ name: '', estimate }], budget, book) }));
}

/** The estimate with what a report shows beside it: what is likely, and what single things cost. */
export function likelyShown(exact: Estimate, book: PriceBook, io: Io): Estimate {
  const progress = progressLine(io);
  const estimate = withLikely(exact, book, (done, all) => progress.show(() => stepsDone(done, all, 'draws')));
  progress.clear();
  return withUnitCosts(estimate, book);
}
