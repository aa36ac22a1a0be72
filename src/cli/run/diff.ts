import { type Costing, costingOf } from '../../model/costing.js';
import { estimateLoaded } from '../../model/estimate-at.js';
import { savedEstimateOf } from '../../model/saved/estimate.js';
import { reportIn } from '../../model/saved/report.js';
import type { KmsStrategy } from '../../model/strategies.js';
import { assertBudgetCurrency } from '../../planning/budget.js';
import { type Diff, diffOf } from '../../planning/diff.js';
import { increaseVerdict } from '../../planning/increase.js';
import type { PriceBook } from '../../prices/book.js';
import { increaseText, type JudgedIncrease } from '../../report/diff/increase.js';
import { increaseLimitOf } from '../budget.js';
import type { DiffArguments } from '../commands/diff.js';
import type { CurrencyArguments, WorkbookFormat } from '../commands/options.js';
import { withCurrency } from '../currency.js';
import { EXIT } from '../exit.js';
import { assertNotShown } from '../exports.js';
import { inputName, readInput } from '../inputs.js';
import { type Io, note } from '../io.js';
import { assertOutputs } from '../outputs.js';
import { asDocument, asPage, asWorkbook, present, type Renderers } from '../present.js';
import { readPriceBook } from '../price-book.js';
import { loadedScenario } from '../priced-scenario.js';
import { assertWanted } from '../recognised.js';
import { assertOneStdin } from '../usage.js';

/** The largest estimate that trailcost itself writes is smaller. */
const MAX_ESTIMATE_BYTES = 256 * 1024 * 1024;

export async function runDiff(given: DiffArguments, io: Io): Promise<number> {
  const { old, new: young, strategy, output, 'price-book': priceBook } = given;
  const limit = increaseLimitOf(given);
  assertNotShown(given, io);
  const files = [old, young, priceBook];
  assertOneStdin(files, 'only one input can be standard input', 'Give the others as files.');
  await assertOutputs({ '--output': output }, { files }, io);
  const book = await readPriceBook(priceBook, io);
  const [before, after] = [await readCosting(old, book, given, io), await readCosting(young, book, given, io)];
  const diff = diffOf(before, after);
  if (limit !== undefined) assertBudgetCurrency(limit, after.currency);
  const judged = limit === undefined ? undefined : { limit, verdict: increaseVerdict(diff, limit) };
  await present({ diff, strategy, judged }, REPORT, given, io);
  return judged === undefined ? EXIT.done : guardIncrease(judged, diff, io);
}

/** The exit code under a limit; where it is exceeded or cannot be held against the change, one line on stderr says why. */
function guardIncrease(judged: JudgedIncrease, diff: Diff, io: Io): number {
  const { verdict } = judged;
  if (verdict?.monthsOver === 0) return EXIT.done;
  note(increaseText(judged, diff), io);
  return verdict === undefined ? EXIT.incomplete : EXIT.overBudget;
}

/** A scenario, estimated, or an estimate that was saved; the file shows which. */
async function readCosting(path: string, book: PriceBook, given: CurrencyArguments, io: Io): Promise<Costing> {
  const text = await readInput(path, MAX_ESTIMATE_BYTES, io);
  const source = inputName(path);
  const report = reportIn(text, source);
  if (report !== undefined) return savedEstimateOf(report, source);
  assertWanted(text, source, 'report');
  const loaded = withCurrency(loadedScenario(text, source, io, book), given);
  return costingOf(estimateLoaded({ loaded, book }));
}

interface Report {
  diff: Diff;
  strategy: KmsStrategy;
  judged: JudgedIncrease | undefined;
}

async function documentOf({ diff, strategy, judged }: Report) {
  return (await import('../../report/diff/document.js')).diffDocument(diff, strategy, judged);
}

const REPORT: Renderers<Report, WorkbookFormat> = {
  ...asDocument(documentOf),
  ...asPage(async ({ diff, strategy, judged }) => (await import('../../report/diff/page.js')).diffPage(diff, strategy, judged)),
  ...asWorkbook(documentOf, async ({ diff, strategy }) => (await import('../../report/diff/workbook.js')).diffData(diff, strategy)),
  json: async ({ diff, judged }) => (await import('../../report/diff/json.js')).diffJson(diff, judged),
  csv: async ({ diff }) => (await import('../../report/diff/csv.js')).diffCsv(diff),
  markdown: async ({ diff, strategy, judged }) => (await import('../../report/diff/markdown.js')).diffMarkdown(diff, strategy, judged),
};
