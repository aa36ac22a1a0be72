import { directoryOf } from '../model/directory.js';
import type { Estimate } from '../model/estimate.js';
import type { PlannerData } from '../page/data.js';
import type { Served } from '../page/server.js';
import type { Judged } from '../planning/what-if.js';
import { verdictsText } from '../report/what-if/budget.js';
import { type PageFile, pageFile } from './present.js';
import type { ReadScenario } from './priced-scenario.js';

/** What a page of an estimate is made of. */
interface PlannerPage {
  /** With what is likely, and with unit costs. */
  estimate: Estimate;
  read: ReadScenario;
  /** What the command line changed in the scenario. */
  given: PlannerData['given'];
  judged: readonly Judged[];
  /** Options that a command for the same figures needs too. */
  options: readonly string[];
  /** The file that it is served from, where it can save there. */
  served?: Served | undefined;
}

/** The page of an estimate, to look at and to play with. */
export async function plannerPage({ estimate, read, given, judged, options, served }: PlannerPage): Promise<PageFile> {
  const [{ estimatePage }, { withNamesOfAccounts }, { rangeEffects }, { packedBook }] = await Promise.all([
    import('../report/planner/page.js'),
    import('../report/layout/account-names.js'),
    import('../planning/sensitivity.js'),
    import('../prices/packed.js'),
  ]);
  const { book, text, source, loaded } = read;
  const names = directoryOf(estimate.scenario.accounts);
  const budget = judged.find((each) => each.budget.of === undefined)?.budget;
  const effects = rangeEffects(estimate.scenario, book, 'sse-kms');
  const page = estimatePage({ estimate, verdict: verdictsText(judged), limit: budget, effects, names });
  const { on = 'expected', strategy = 'sse-kms' } = budget ?? {};
  const data: PlannerData = {
    scenario: { text, source },
    given,
    firstMonth: loaded.firstMonth,
    book: packedBook(book),
    budget: { amount: budget?.amount.toFixed() ?? '', on, strategy },
    partBudgets: judged.flatMap(({ budget: { of, amount, ...each } }) =>
      of === undefined ? [] : [{ of, amount: amount.toFixed(), on: each.on, strategy: each.strategy }],
    ),
    options,
    ...(served === undefined ? {} : { served }),
  };
  return pageFile(withNamesOfAccounts(page, names), { script: 'planner', data, connects: served !== undefined });
}
