import type { CommandModule } from 'yargs';
import { TrailcostError } from '../base/errors.js';
import type { Costing } from '../model/costing.js';
import type { KmsStrategy } from '../model/strategies.js';
import type { Diff } from '../planning/diff.js';
import type { PriceBook } from '../prices/book.js';
import { BUDGET_OPTIONS } from './budget.js';
import { colorWanted } from './color.js';
import { CURRENCY_OPTIONS, type CurrencyArguments, withCurrency } from './currency.js';
import { assertNotAnInput, inputName, readInput, writeOutput } from './files.js';
import { readPriceBook } from './price-book.js';
import { type Format, REPORT_OPTIONS, type ReportArguments } from './report-options.js';

/** The largest estimate that trailcost itself writes is smaller. */
const MAX_ESTIMATE_BYTES = 256 * 1024 * 1024;

interface DiffArguments extends CurrencyArguments, ReportArguments {
  old: string;
  new: string;
  strategy: KmsStrategy;
}

export const diffCommand: CommandModule<object, DiffArguments> = {
  command: 'diff <old> <new>',
  describe: 'Show what a change of scenario does to the cost',
  builder: (yargs) =>
    yargs
      .positional('old', {
        type: 'string',
        demandOption: true,
        describe: 'Scenario, or estimate saved with --format json; - for standard input',
      })
      .positional('new', { type: 'string', demandOption: true, describe: 'The same after the change' })
      .option('strategy', {
        ...BUDGET_OPTIONS.strategy,
        default: 'sse-kms' as KmsStrategy,
        describe: 'Strategy of the tables; JSON and CSV have all',
      })
      .options(REPORT_OPTIONS)
      .options(CURRENCY_OPTIONS)
      .example('$0 diff main.yaml branch.yaml --format markdown', 'For a pull request')
      .example('$0 diff last-month.json this-month.json', 'Two saved estimates'),
  handler: async (given) => {
    const { old, new: young, strategy, format, output, 'price-book': priceBook } = given;
    const inputs = [old, young, priceBook];
    if (inputs.filter((path) => path === '-').length > 1) {
      throw new TrailcostError('usage', { what: 'only one input can be standard input', remedy: 'Give the others as files.' });
    }
    await assertNotAnInput(output, inputs);
    const { diffOf } = await import('../planning/diff.js');
    const book = await readPriceBook(priceBook);
    const [before, after] = [await readCosting(old, book, given), await readCosting(young, book, given)];
    await writeOutput(await render(diffOf(before, after), strategy, format, output), output);
  },
};

/** A scenario, estimated, or an estimate that was saved; which of the two, the file itself tells. */
async function readCosting(path: string, book: PriceBook, given: CurrencyArguments): Promise<Costing> {
  const [{ reportIn }, { savedEstimateOf }, { costingOf }, { estimateLoaded }, { parseScenario }] = await Promise.all([
    import('../model/saved/report.js'),
    import('../model/saved/estimate.js'),
    import('../model/costing.js'),
    import('../model/estimate-at.js'),
    import('../scenario/load.js'),
  ]);
  const text = await readInput(path, MAX_ESTIMATE_BYTES);
  const source = inputName(path);
  const report = reportIn(text, source);
  if (report !== undefined) return savedEstimateOf(report, source);
  const loaded = await withCurrency(parseScenario(text, source), given);
  return costingOf(estimateLoaded({ loaded, book }));
}

async function render(diff: Diff, strategy: KmsStrategy, format: Format, output: string | undefined): Promise<string> {
  switch (format) {
    case 'table': {
      const [{ diffDocument }, { terminalText }] = await Promise.all([
        import('../report/diff/document.js'),
        import('../report/layout/terminal.js'),
      ]);
      return terminalText(diffDocument(diff, strategy), { color: output === undefined && colorWanted(process.stdout, process.env) });
    }
    case 'json':
      return (await import('../report/diff/json.js')).diffJson(diff);
    case 'csv':
      return (await import('../report/diff/csv.js')).diffCsv(diff);
    case 'markdown':
      return (await import('../report/diff/markdown.js')).diffMarkdown(diff, strategy);
  }
}
