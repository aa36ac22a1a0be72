import { rollup } from 'd3-array';
import { type Decimal, sum } from '../base/decimal.js';
import { TrailcostError } from '../base/errors.js';
import type { Month } from '../base/months.js';
import { suggestion } from '../base/nearest.js';
import type { Estimate } from '../model/estimate.js';
import type { Line } from '../model/lines.js';
import type { KmsStrategy } from '../model/strategies.js';
import type { PriceBook } from '../prices/book.js';
import { withLikely } from './likely.js';

/** Which case of the cost has to stay within a budget; `likely` is P90 of {@link withLikely}, nine times in ten it is less. */
export const BUDGET_CASES = ['expected', 'likely', 'high'] as const;
export type BudgetCase = (typeof BUDGET_CASES)[number];

/** What a strategy may cost in each month, all its charges together; in the currency of the prices. */
export interface Budget {
  amount: Decimal;
  on: BudgetCase;
  strategy: KmsStrategy;
  /** The reader or the account whose lines alone are limited; absent: all lines. */
  of?: string;
  /** The currency that was written with the amount, as a code or a sign, and where; undefined where none was. */
  written?: { currency: string; place: string } | undefined;
}

/**
 * @throws TrailcostError `currency-mixed` where the amount is written in another currency than the report's
 */
export function assertBudgetCurrency(
  { written }: Pick<Budget, 'written'>,
  reported: string,
  remedy = `Give the amount in ${reported}, or ask for a report in the other currency with --currency, --rate and --rate-date.`,
): void {
  if (written === undefined || isCurrency(written.currency, reported)) return;
  throw new TrailcostError('currency-mixed', {
    where: written.place,
    what: `is in another currency than the report, which is in ${reported}`,
    remedy,
  });
}

/**
 * Whether a code or a sign, which may have letters before it, means a currency.
 *
 * @example isCurrency('$', 'CAD') // true
 * @example isCurrency('US$', 'CAD') // false
 */
function isCurrency(given: string, code: string): boolean {
  if (given.toUpperCase() === code) return true;
  const signs = (['symbol', 'narrowSymbol'] as const).map((currencyDisplay) => signOf(code, currencyDisplay));
  const [letters = '', sign = ''] = /^([A-Z]*)(.*)$/.exec(given)?.slice(1) ?? [];
  return signs.includes(given) || (code.startsWith(letters) && signs.includes(sign));
}

function signOf(currency: string, currencyDisplay: 'symbol' | 'narrowSymbol'): string | undefined {
  const parts = new Intl.NumberFormat('en-US', { style: 'currency', currency, currencyDisplay }).formatToParts(0);
  return parts.find(({ type }) => type === 'currency')?.value;
}

/**
 * Refuses budgets of readers or accounts that none of some estimates has, and names that mean both.
 *
 * @throws TrailcostError `usage`
 */
export function assertBudgetParts(budgets: readonly Budget[], estimates: readonly Estimate[]): void {
  const readers = namesOf(
    estimates.flatMap(({ scenario, lines }) => [...scenario.readers.map(({ name }) => name), ...lines.map((line) => line.reader)]),
  );
  const accounts = namesOf(estimates.flatMap(({ lines }) => lines.map(({ account }) => account)));
  for (const { of } of budgets) {
    if (of === undefined || readers.includes(of) !== accounts.includes(of)) continue;
    const isBoth = readers.includes(of);
    throw new TrailcostError('usage', {
      where: `--budget ${of}=…`,
      what: isBoth
        ? `"${of}" is the name of a reader and an account that pays`
        : `the scenario has no reader and no paying account "${of}"`,
      remedy: isBoth ? 'Give the reader another name.' : suggestion(of, [...readers, ...accounts]),
    });
  }
}

/** Whether a budget is of a reader; else of an account, or of all. */
export function isOfReader({ of }: Budget, { lines }: Pick<Estimate, 'lines'>): boolean {
  return of !== undefined && lines.every(({ account }) => account !== of);
}

function namesOf(names: readonly string[]): string[] {
  return [...new Set(names)].filter((name) => name !== '');
}

/** By how much a budget is exceeded in the most expensive month, and by whom most. */
export interface Excess {
  month: Month;
  cost: Decimal;
  over: Decimal;
  /** The most expensive reader of that month, as expected where the budget is on what is likely; empty where it is the keys. */
  reader: string;
  readerCost: Decimal;
  monthsOver: number;
}

/** What a strategy costs in the month in which it costs most. */
export interface MonthCost {
  month: Month;
  cost: Decimal;
}

/** Whether one of several scenarios keeps to a budget. */
export interface Verdict {
  name: string;
  estimate: Estimate;
  /** The most expensive month of the strategy that is limited, and of the one with a Bucket Key. */
  most: MonthCost;
  withBucketKey: MonthCost;
  excess: Excess | undefined;
}

/** The month in which a strategy costs most; of equal ones the first. */
export function mostExpensiveMonth(estimate: Estimate, limited: Limited): MonthCost {
  return monthCosts(estimate, limited).reduce((most, month) => (month.cost.gt(most.cost) ? month : most));
}

/** What each month costs in the case that is limited. What has no range likely costs what is expected. */
function monthCosts({ totals, likely, lines }: Estimate, { strategy, on, of }: Limited): MonthCost[] {
  if (of !== undefined) {
    const own = linesOf(lines, { strategy, of });
    return totals[strategy].months.map(({ month }) => ({
      month,
      cost: sum(own.filter((line) => line.month === month).map(({ cost }) => cost[caseOf(on)])),
    }));
  }
  if (on === 'likely' && likely !== undefined) return likely.totals[strategy].months.map(({ month, p90 }) => ({ month, cost: p90 }));
  const which = caseOf(on);
  return totals[strategy].months.map((total) => ({ month: total.month, cost: total[which] }));
}

type Limited = Pick<Budget, 'strategy' | 'on' | 'of'>;

/** The lines that a budget limits. */
function linesOf(lines: readonly Line[], { strategy, of }: Pick<Budget, 'strategy' | 'of'>): Line[] {
  return lines.filter((line) => line.strategy === strategy && (of === undefined || line.reader === of || line.account === of));
}

/** The case that lines have: a simulation knows totals only. */
function caseOf(on: BudgetCase): 'expected' | 'high' {
  return on === 'high' ? 'high' : 'expected';
}

/** Each scenario held against a budget. */
export function verdictsOf(scenarios: readonly { name: string; estimate: Estimate }[], budget: Budget, book: PriceBook): Verdict[] {
  return scenarios.map(({ name, estimate }) => {
    const judged = budget.on === 'likely' && estimate.likely === undefined ? withLikely(estimate, book) : estimate;
    return {
      name,
      estimate,
      most: mostExpensiveMonth(judged, budget),
      withBucketKey: mostExpensiveMonth(judged, { ...budget, strategy: 'sse-kms-bucket-key' }),
      excess: excessOf(judged, budget),
    };
  });
}

/**
 * How a budget is exceeded; undefined where every month stays within it.
 *
 * @example excessOf(estimate, { amount: new Decimal(200), on: 'expected', strategy: 'sse-kms' })?.month // '2027-11'
 */
export function excessOf(estimate: Estimate, budget: Budget): Excess | undefined {
  const { month, cost } = mostExpensiveMonth(estimate, budget);
  if (cost.lte(budget.amount)) return undefined;
  const lines = linesOf(estimate.lines, budget).filter((line) => line.month === month);
  const costs = rollup(
    lines,
    (own) => sum(own.map((line) => line.cost[caseOf(budget.on)])),
    (line) => line.reader,
  );
  const [reader, readerCost] = [...costs].reduce((most, each) => (each[1].gt(most[1]) ? each : most));
  return {
    month,
    cost,
    over: cost.minus(budget.amount),
    reader,
    readerCost,
    monthsOver: monthCosts(estimate, budget).filter((each) => each.cost.gt(budget.amount)).length,
  };
}
