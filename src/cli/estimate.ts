import type { CommandModule } from 'yargs';
import type { Estimate } from '../model/estimate.js';
import type { SharedBy } from '../report/showback.js';
import { assertLimit, BUDGET_OPTIONS, type BudgetArguments, budgetOf, guard } from './budget.js';
import { colorWanted } from './color.js';
import { CURRENCY_OPTIONS, type CurrencyArguments } from './currency.js';
import { assertNotAnInput, writeOutput } from './files.js';
import { FORMATS, type Format, OUTPUT_OPTIONS, type OutputArguments } from './report-options.js';
import { readSubject } from './subject.js';

interface EstimateArguments extends BudgetArguments, CurrencyArguments, OutputArguments {
  scenario: string;
  format: Format | undefined;
  explain: string | undefined;
  by: SharedBy | undefined;
}

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
      .option('format', { alias: 'f', choices: FORMATS, requiresArg: true, describe: 'Format of the report [default: "table"]' })
      .option('explain', {
        type: 'string',
        requiresArg: true,
        describe: 'Derive each line that all WORDS name: a strategy, month, charge or reader, such as sse-kms,2026-12,siem',
      })
      .options(OUTPUT_OPTIONS)
      .options(BUDGET_OPTIONS)
      .options(CURRENCY_OPTIONS)
      .option('by', {
        choices: ['account', 'reader', 'month', 'charge'] as const,
        requiresArg: true,
        describe: 'Share the cost out by this',
      })
      .conflicts('explain', 'format')
      .conflicts('explain', 'by')
      .example('$0 estimate scenario.yaml', 'The report')
      .example('$0 estimate scenario.yaml -f csv -o lines.csv', 'Lines for finance')
      .example('$0 estimate scenario.yaml --budget 200', 'Exit code 3 if a month costs more')
      .example('$0 estimate scenario.yaml --explain siem,2026-12', 'How figures came about'),
  handler: async (given) => {
    const { scenario: path, output, 'price-book': priceBook } = given;
    assertLimit('--budget-on', given['budget-on'] !== undefined, '--budget', given.budget !== undefined);
    assertLimit('--strategy', given.strategy !== undefined, '--budget', given.budget !== undefined);
    const budget = await budgetOf(given);
    await assertNotAnInput(output, [path, priceBook]);
    const [subject, { estimateLoaded }] = await Promise.all([readSubject(path, given), import('../planning/ask.js')]);
    const result = estimateLoaded(subject);
    const report = await reportOf(result, given);
    await writeOutput(report, output);
    if (budget === undefined) return;
    const { verdictsOf } = await import('../planning/budget.js');
    await guard(verdictsOf([{ name: '', estimate: result }], budget), budget);
  },
};

async function reportOf(estimate: Estimate, { format = 'table', output, explain, by }: EstimateArguments): Promise<string> {
  if (explain !== undefined) return explanation(estimate, explain);
  return by === undefined ? render(estimate, format, output) : showback(estimate, by, format, output);
}

async function showback(estimate: Estimate, by: SharedBy, format: Format, output: string | undefined): Promise<string> {
  const { showbackDocument, showbackJson, showbackTable } = await import('../report/showback.js');
  switch (format) {
    case 'table': {
      const { terminalText } = await import('../report/table.js');
      return terminalText(showbackDocument(estimate, by), { color: output === undefined && colorWanted(process.stdout, process.env) });
    }
    case 'json':
      return showbackJson(estimate, by);
    case 'csv':
      return (await import('../report/csv.js')).csvTable(showbackTable(estimate, by));
    case 'markdown':
      return (await import('../report/markdown.js')).markdownText(showbackDocument(estimate, by));
  }
}

async function render(estimate: Estimate, format: Format, output: string | undefined): Promise<string> {
  switch (format) {
    case 'table': {
      const { tableReport } = await import('../report/table.js');
      return tableReport(estimate, { color: output === undefined && colorWanted(process.stdout, process.env) });
    }
    case 'json':
      return (await import('../report/json.js')).jsonReport(estimate);
    case 'csv':
      return (await import('../report/csv.js')).csvReport(estimate);
    case 'markdown':
      return (await import('../report/markdown.js')).markdownReport(estimate);
  }
}

async function explanation(estimate: Estimate, words: string): Promise<string> {
  const [{ explain }, { explainReport }] = await Promise.all([import('../model/explain.js'), import('../report/explain.js')]);
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
