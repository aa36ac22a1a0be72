import { TrailcostError } from '../base/errors.js';
import type { Month } from '../base/months.js';
import { isRange } from '../base/range.js';
import type { Estimate } from '../model/estimate.js';
import { estimateLoaded } from '../model/estimate-at.js';
import type { KmsStrategy } from '../model/strategies.js';
import { withUnitCosts } from '../model/unit-costs.js';
import { amountOf } from '../planning/amount.js';
import { assertBudgetCurrency, type Budget, type BudgetCase, verdictsOf } from '../planning/budget.js';
import { type LikelyDraws, likelyDraws } from '../planning/likely.js';
import { type Effect, rangeEffects } from '../planning/sensitivity.js';
import type { PriceBook } from '../prices/book.js';
import { verdictsText } from '../report/what-if/budget.js';
import { type LoadedScenario, parseScenario, withSettings } from '../scenario/load.js';
import { textWithSettings } from '../scenario/rewritten.js';
import { parseSetting, type Setting } from '../scenario/settings.js';

/** A field and the value that it was given in the page, as `--set` takes it: nothing takes the field away. */
export interface Change {
  path: string;
  value: string;
}

/** A limit as it was typed; an empty amount is none. */
export interface TypedBudget {
  amount: string;
  on: BudgetCase;
  strategy: KmsStrategy;
}

/** A scenario as it was before anything was changed in the page. */
export interface Base {
  text: string;
  /** Its name, for messages and commands. */
  source: string;
  /** What the command line changed in it before. */
  given: readonly Setting[];
  /** Where the period of a scenario begins that does not say so. */
  firstMonth: Month | undefined;
  loaded: LoadedScenario;
  book: PriceBook;
  partBudgets: readonly Budget[];
}

/** What is changed in the page: the whole of what a link holds. */
export interface Plan {
  changes: readonly Change[];
  budget: TypedBudget;
}

/** A plan with its figures. */
export interface Planned {
  plan: Plan;
  loaded: LoadedScenario;
  estimate: Estimate;
  effects: readonly Effect[];
  draws: LikelyDraws;
  budget: Budget | undefined;
}

const OPTION = '--set';

/**
 * A scenario to change.
 *
 * @throws TrailcostError as the command line's
 */
export function baseOf(written: Omit<Base, 'loaded'>): Base {
  const { text, source, given, firstMonth } = written;
  return { ...written, loaded: playable(withSettings(parseScenario(text, source, { firstMonth }), given, ({ path }) => path)) };
}

/**
 * The figures of a plan. Nothing is kept: what does not fit changes nothing.
 *
 * @throws TrailcostError in the words of the command line
 */
export function plannedOf(base: Base, plan: Plan): Planned {
  const loaded = playable(withSettings(base.loaded, settingsOf(plan.changes), ({ path }) => `${OPTION} ${path}`));
  const { book } = base;
  const estimate = withUnitCosts(estimateLoaded({ loaded, book }), book);
  const budget = budgetOf(plan.budget);
  if (budget !== undefined) assertBudgetCurrency(budget, estimate.currency);
  return { plan, loaded, estimate, effects: rangeEffects(loaded.scenario, book, 'sse-kms'), draws: likelyDraws(estimate, book), budget };
}

/** More than this takes longer than one waits for at a slider, and a link or a file could make a page that never answers. */
const MOST_PARTS = 3000;

/** @throws TrailcostError `usage` for a scenario that is too large to follow each change at once */
function playable<T extends Pick<LoadedScenario, 'scenario'>>(loaded: T): T {
  const { readers, trails, period } = loaded.scenario;
  const parts = (readers.length + trails.length) * period.months;
  if (parts <= MOST_PARTS) return loaded;
  throw new TrailcostError('usage', {
    what: `${readers.length} readers and ${trails.length} trails over ${period.months} months are too many to play with in a page`,
    remedy: 'Use `trailcost what-if`, or fewer months.',
  });
}

/** Whether the budgets are kept, in words; undefined where there are none. */
export function verdictOf({ budget }: Planned, estimate: Estimate, { book, partBudgets }: Base): string | undefined {
  const budgets = [...(budget === undefined ? [] : [budget]), ...partBudgets];
  return verdictsText(budgets.map((each) => ({ budget: each, verdicts: verdictsOf([{ name: '', estimate }], each, book) })));
}

/** @throws TrailcostError `usage` */
export function budgetOf({ amount, on, strategy }: TypedBudget): Budget | undefined {
  return amount.trim() === '' ? undefined : { ...amountOf(amount, '--budget'), on, strategy };
}

export function settingsOf(changes: readonly Change[]): Setting[] {
  return changes.map(({ path, value }) => parseSetting(`${path}=${value}`, OPTION));
}

/**
 * A plan's changes with one more. A later value of a field takes the place of an earlier one, and where a field goes, so do changes of what
 * was in it.
 */
export function withChange(changes: readonly Change[], change: Change): Change[] {
  const isWithin = ({ path }: Change) => path === change.path || path.startsWith(`${change.path}.`);
  const kept = changes.filter((each) => !isWithin(each));
  const wasAdded = changes.some(({ path, value }) => path === change.path && isAddition(value));
  if (change.value === '' && wasAdded) return kept;
  const place = change.value === '' ? -1 : changes.findIndex(({ path }) => path === change.path);
  return place < 0 ? [...kept, change] : changes.map((each, index) => (index === place ? change : each));
}

/** Whether a value makes a new element of a list. */
function isAddition(value: string): boolean {
  return value.startsWith('{name:');
}

/** A value as `--set` takes it. */
export function typedText(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (isRange(value)) return `{low: ${value.low}, expected: ${value.expected}, high: ${value.high}}`;
  // A text that looks like a change of a number, or begins as one does, is meant as it is.
  const text = String(value);
  return /^[=+*-]/.test(text) ? `=${text}` : text;
}

/** The changed scenario as a file: what was written, with its comments, and other values where they changed. */
export function scenarioText({ text, source, given }: Base, changes: readonly Change[]): string {
  return textWithSettings(text, source, [...given, ...settingsOf(changes)]);
}

/** What an error says at the control that it is of, in the words of the command line; the place is plain there. */
export function controlMessage({ problems }: TrailcostError): string {
  return problems.map(({ what, remedy }) => [what, ...(remedy === undefined ? [] : [remedy])].join('\n')).join('\n');
}
