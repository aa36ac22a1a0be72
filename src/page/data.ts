import type { Month } from '../base/months.js';
import type { PackedBook } from '../prices/packed.js';
import type { TypedBudget } from './plan.js';
import type { Served } from './server.js';

/** What the page of an estimate works with: the same files and numbers that the command had. */
export interface PlannerData {
  /** The scenario as it was written, and how it was named on the command line. */
  scenario: { text: string; source: string };
  /** What the command line changed in it: the currency, the names of accounts. */
  given: readonly { path: string; value: unknown }[];
  /** Where the period of a scenario begins that does not say so. */
  firstMonth: Month | undefined;
  book: PackedBook;
  budget: TypedBudget;
  /** Limits of single readers and accounts, which the page does not change. */
  partBudgets: readonly (TypedBudget & { of: string })[];
  /** Options of the command line that a command for the same figures needs too. */
  options: readonly string[];
  /** The file that it can be saved to, where the page is served with one. */
  served?: Served;
}
