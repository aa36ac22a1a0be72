import type { CommandModule } from 'yargs';
import { TrailcostError } from '../base/errors.js';
import type { Estimate } from '../model/estimate.js';
import type { SharedBy } from '../model/shares.js';
import type { PriceBook } from '../prices/book.js';
import { assertLimit, BUDGET_OPTIONS, type BudgetArguments, budgetOf, guard } from './budget.js';
import { colorWanted } from './color.js';
import { CURRENCY_OPTIONS, type CurrencyArguments } from './currency.js';
import { assertExport, EXPORT_OPTIONS, type ExportArguments, forecastExport } from './exports.js';
import { assertNotAnInput, writeOutput } from './files.js';
import { readPricedScenario } from './priced-scenario.js';
import { FORMATS, OUTPUT_OPTIONS, type OutputArguments } from './report-options.js';

const ESTIMATE_FORMATS = [...FORMATS, 'xlsx', 'focus'] as const;

interface EstimateArguments extends BudgetArguments, CurrencyArguments, OutputArguments, ExportArguments {
  scenario: string;
  format: (typeof ESTIMATE_FORMATS)[number] | undefined;
  explain: string | undefined;
  by: SharedBy | undefined;
}

const STRATEGY_OPTION = {
  ...BUDGET_OPTIONS.strategy,
  describe: 'Strategy that --budget or --format focus is about [default: "sse-kms"]',
};

export const estimateCommand: CommandModule<object, EstimateArguments> = {
  command: 'estimate <scenario>',
  describe: 'Project the cost of SSE-KMS and compare it with SSE-S3',
  builder: (yargs) =>
    yargs
      .positional('scenario', {
        type: 'string',
        demandOption: true,
        describe: 'Scenario file, YAML or JSON; - for standard input',
      })
      .option('format', { alias: 'f', choices: ESTIMATE_FORMATS, requiresArg: true, describe: 'Format of the report [default: "table"]' })
      .option('explain', {
        type: 'string',
        requiresArg: true,
        describe: 'Derive each line that all WORDS name: a strategy, month, charge or reader, such as sse-kms,2026-12,siem',
      })
      .options(OUTPUT_OPTIONS)
      .options({ ...BUDGET_OPTIONS, strategy: STRATEGY_OPTION })
      .options(CURRENCY_OPTIONS)
      .options(EXPORT_OPTIONS)
      .option('by', {
        choices: ['account', 'reader', 'month', 'charge'] as const,
        requiresArg: true,
        describe: 'Share the cost out by this',
      })
      .conflicts('explain', 'format')
      .conflicts('explain', 'by')
      .example('$0 estimate scenario.yaml', 'The report')
      .example('$0 estimate scenario.yaml -f csv -o lines.csv', 'Lines for finance')
      .example('$0 estimate scenario.yaml -f xlsx -o cost.xlsx', 'A workbook')
      .example('$0 estimate scenario.yaml -f focus -o focus.csv', 'Rows as on the bill')
      .example('$0 estimate scenario.yaml --budget 200', 'Exit code 3 if a month costs more')
      .example('$0 estimate scenario.yaml --explain siem,2026-12', 'How figures came about'),
  handler: async (given) => {
    const { scenario: path, output, 'price-book': priceBook } = given;
    assertCompany(given);
    const budget = await budgetOf(given);
    await assertNotAnInput(output, [path, priceBook]);
    const [priced, { estimateLoaded }] = await Promise.all([readPricedScenario(path, given), import('../model/estimate-at.js')]);
    const result = estimateLoaded(priced);
    const report = await reportOf(result, priced.book, given);
    await writeOutput(report, output);
    if (budget === undefined) return;
    const { verdictsOf } = await import('../planning/budget.js');
    await guard(verdictsOf([{ name: '', estimate: result }], budget), budget);
  },
};

/** Options that need another one beside them. */
function assertCompany(given: EstimateArguments): void {
  const { format, output, by, budget, strategy, 'budget-on': on } = given;
  assertLimit('--budget-on', on !== undefined, '--budget', budget !== undefined);
  assertLimit('--strategy', strategy !== undefined, '--budget or --format focus', budget !== undefined || format === 'focus');
  assertExport(given, format);
  if (by !== undefined && (format === 'xlsx' || format === 'focus')) {
    throw new TrailcostError('usage', { where: '--by', what: `has no --format ${format}`, remedy: 'Leave one of the two out.' });
  }
  if (format !== 'xlsx' || output !== undefined) return;
  throw new TrailcostError('usage', {
    where: '--format xlsx',
    what: 'is not for a terminal',
    remedy: 'Give --output FILE, or --output - to pass it on to another program.',
  });
}

async function reportOf(estimate: Estimate, book: PriceBook, given: EstimateArguments): Promise<string | Buffer> {
  const { explain, by, format = 'table', output } = given;
  if (explain !== undefined) return explanation(estimate, explain);
  if (by === undefined || format === 'xlsx' || format === 'focus') return render(estimate, book, given);
  return (await import('./showback.js')).showback(estimate, by, format, output === undefined);
}

async function render(estimate: Estimate, book: PriceBook, given: EstimateArguments): Promise<string | Buffer> {
  const { format = 'table', output } = given;
  switch (format) {
    case 'table': {
      const { tableReport } = await import('../report/estimate/text.js');
      return tableReport(estimate, { color: output === undefined && colorWanted(process.stdout, process.env) });
    }
    case 'json':
      return (await import('../model/saved/estimate.js')).jsonReport(estimate);
    case 'csv':
      return (await import('../report/estimate/csv.js')).csvReport(estimate);
    case 'markdown':
      return (await import('../report/estimate/text.js')).markdownReport(estimate);
    case 'xlsx':
      return (await import('../report/estimate/xlsx/workbook.js')).xlsxReport(estimate);
    case 'focus':
      return forecastExport(estimate, book, given);
  }
}

async function explanation(estimate: Estimate, words: string): Promise<string> {
  const [{ explain }, { explainReport }] = await Promise.all([import('../model/explain.js'), import('../report/estimate/explain.js')]);
  return explainReport(
    explain(
      estimate,
      words
        .split(',')
        .map((word) => word.trim())
        .filter((word) => word !== ''),
    ),
    estimate.currency,
  );
}
