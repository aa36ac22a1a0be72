// cli/run: what each command does, loaded when it runs.

import { directoryOf } from '../../model/directory.js';
import type { Estimate } from '../../model/estimate.js';
import type { Judged } from '../../planning/what-if.js';
import type { ExplainOptions } from '../../report/estimate/explain.js';
import type { By } from '../../report/estimate/showback.js';
import { judgedJson, verdictsText } from '../../report/what-if/budget.js';
import { named, readDirectory } from '../accounts.js';
import { budgetsOf, guard } from '../budget.js';
import { assertChart, writeChart } from '../chart.js';
import { nowOf } from '../clock.js';
import type { EstimateArguments } from '../commands/estimate.js';
import type { WorkbookFormat } from '../commands/options.js';
import { currencySettings } from '../currency.js';
import { assertFacts, dimensionsOf } from '../dimensions.js';
import { assertExport, assertNotShown, focusFile, noteBillingAccount, noteMissingRows } from '../exports.js';
import type { Io } from '../io.js';
import { assertOutputs, writeOutput } from '../outputs.js';
import { asDocument, asPlainPage, asWorkbook, present, type Renderers } from '../present.js';
import { type ReadScenario, readPricedScenario } from '../priced-scenario.js';
import { estimateUnder, judgedBy, likelyShown } from '../shown-estimate.js';
import { assertCompany, assertOneStdin, usage } from '../usage.js';

export async function runEstimate(given: EstimateArguments, io: Io): Promise<number> {
  const { scenario, output, explain, chart, full, format, accounts, 'price-book': priceBook } = given;
  assertFitting(given, io);
  const by = given.by === undefined ? undefined : dimensionsOf(given.by);
  const { budget, partBudgets } = budgetsOf(given);
  const budgets = [...(budget === undefined ? [] : [budget]), ...partBudgets];
  if (accounts !== undefined)
    assertOneStdin([scenario, priceBook, accounts], 'only one input can be standard input', 'Give the others as files.');
  await assertOutputs({ '--output': output, '--chart': chart }, { files: [scenario, priceBook, accounts] }, io);
  const priced = await withNames(await readPricedScenario(scenario, given, io), accounts, io);
  if (by !== undefined) assertFacts(by, directoryOf(priced.loaded.scenario.accounts));
  const exact = estimateUnder(budgets, priced);
  const needsLikely = chart !== undefined || (explain === undefined && by === undefined && format !== 'focus');
  const estimate = needsLikely ? likelyShown(exact, priced.book, io) : exact;
  const judged = judgedBy(budgets, estimate, priced.book);
  const rows = output === undefined ? io.size?.rows : undefined;
  if (explain !== undefined)
    await writeOutput(await explanation(estimate, explain, { isFull: full, isDebug: given.debug === true, rows }), output, io);
  else if (by !== undefined && isShared(format)) await present({ estimate, by }, SHARED, { format, output, full }, io);
  else await present({ estimate, priced, given, io, judged }, REPORT, { format, output, full }, io);
  await writeChart(chart, async () => (await import('../../report/estimate/chart/chart.js')).estimateChart(estimate, budget), io);
  if (format === 'focus') {
    noteBillingAccount(given['billing-account'], io);
    noteMissingRows(estimate.scenario, io);
  }
  return guard(judged, io);
}

/** The scenario with what a file says of accounts in place of what it says itself. */
async function withNames(read: ReadScenario, accounts: string | undefined, io: Io): Promise<ReadScenario> {
  if (accounts === undefined) return read;
  const { loaded } = read;
  const directory = await readDirectory(accounts, loaded.scenario.accounts, io);
  return { ...read, loaded: { ...loaded, scenario: { ...loaded.scenario, accounts: [...directory.values()] } } };
}

/** Options that need another one beside them, or do not go together. */
function assertFitting(given: EstimateArguments, io: Io): void {
  const { format, output, by, chart, explain, budget, strategy, 'budget-on': on } = given;
  assertChart(chart, output);
  assertCompany('--budget-on', on !== undefined, '--budget', budget !== undefined);
  if (strategy !== undefined && by !== undefined && format === 'csv' && budget === undefined) {
    const remedy = 'Leave --strategy out, or leave --by out for the lines of one strategy.';
    throw usage('--strategy', 'does not go with --by, whose rows have a column for each strategy', remedy);
  }
  const areOfOne = format === 'focus' || (format === 'csv' && by === undefined);
  assertCompany('--strategy', strategy !== undefined, '--budget, --format csv or focus', budget !== undefined || areOfOne);
  assertExport(given, format);
  if (explain !== undefined && format !== 'table')
    throw usage('--explain', `is always text, not ${format}`, 'Give --output a name that ends in .txt.');
  if (by !== undefined && !isShared(format))
    throw usage('--by', `has no format ${format}`, 'Choose table, json, csv, markdown, html or xlsx.');
  assertNotShown(given, io);
}

function isShared(format: EstimateArguments['format']): format is WorkbookFormat {
  return format !== 'focus';
}

interface Report {
  estimate: Estimate;
  priced: ReadScenario;
  given: EstimateArguments;
  io: Io;
  judged: readonly Judged[];
}

const REPORT: Renderers<Report, EstimateArguments['format']> = {
  ...asDocument(async ({ estimate, judged }) =>
    named(
      (await import('../../report/estimate/document.js')).documentOf(estimate, verdictsText(judged)),
      directoryOf(estimate.scenario.accounts),
    ),
  ),
  json: async ({ estimate, judged }) =>
    (await import('../../model/saved/estimate.js')).jsonReport(estimate, judged.length === 0 ? {} : { budgets: judged.map(judgedJson) }),
  csv: async ({ estimate, given: { strategy } }) => (await import('../../report/estimate/csv.js')).csvReport(estimate, strategy),
  html: estimateHtml,
  xlsx: async ({ estimate }) => (await import('../../report/estimate/xlsx/workbook.js')).xlsxReport(estimate),
  focus: async ({
    estimate,
    priced: {
      book: { regions },
    },
    given: { strategy = 'sse-kms', output, 'billing-account': billingAccount },
    io,
  }) => {
    const { forecastRows } = await import('../../report/focus/forecast.js');
    return focusFile(forecastRows(estimate, { strategy, generatedAt: nowOf(io), billingAccount, regions }), output);
  },
};

/** The page to look at and to play with. */
async function estimateHtml({ estimate, priced, given, judged }: Report): Promise<string> {
  const { plannerPage } = await import('../planner-page.js');
  const accounts = given.accounts === undefined ? [] : [{ path: 'accounts', value: estimate.scenario.accounts }];
  const { currency, rate, 'rate-date': rateDate, 'price-book': priceBook } = given;
  const options = Object.entries({ currency, rate, 'rate-date': rateDate, 'price-book': priceBook });
  const page = await plannerPage({
    estimate,
    read: priced,
    given: [...currencySettings(given), ...accounts],
    judged,
    options: options.flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value])),
  });
  return page.text;
}

interface Shared {
  estimate: Estimate;
  by: By;
}

async function sharedDocument({ estimate, by }: Shared) {
  return (await showback()).showbackDocument(estimate, by);
}

/** The cost shared out. */
const SHARED: Renderers<Shared, WorkbookFormat> = {
  ...asDocument(sharedDocument),
  ...asPlainPage('estimate', sharedDocument),
  ...asWorkbook(sharedDocument, async ({ estimate, by }) =>
    (await import('../../report/estimate/showback-workbook.js')).showbackData(estimate, by),
  ),
  json: async ({ estimate, by }) => (await showback()).showbackJson(estimate, by),
  csv: async ({ estimate, by }) => (await import('../../report/layout/csv.js')).csvTable((await showback()).showbackTable(estimate, by)),
};

function showback() {
  return import('../../report/estimate/showback.js');
}

async function explanation(estimate: Estimate, words: string, options: ExplainOptions): Promise<string> {
  const { explainReport } = await import('../../report/estimate/explain.js');
  const wanted = words.split(',').map((word) => word.trim());
  return explainReport(
    estimate,
    wanted.filter((word) => word !== ''),
    options,
  );
}
