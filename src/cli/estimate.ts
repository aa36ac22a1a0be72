import type { CommandModule } from 'yargs';
import { TrailcostError } from '../errors.js';
import type { Estimate } from '../model/estimate.js';
import { colorWanted } from './color.js';
import { assertNotAnInput, inputName, readInput, writeOutput } from './files.js';
import { readPriceBook } from './prices.js';

const FORMATS = ['table', 'json', 'csv', 'markdown'] as const;
type Format = (typeof FORMATS)[number];

interface EstimateArguments {
  scenario: string;
  format: Format | undefined;
  output: string | undefined;
  explain: string | undefined;
  'price-book': string | undefined;
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
      .option('output', { alias: 'o', type: 'string', requiresArg: true, describe: 'Write the report to FILE, whole or not at all' })
      .option('explain', {
        type: 'string',
        requiresArg: true,
        describe: 'Derive each line that all WORDS name: a strategy, month, charge or reader, such as sse-kms,2026-12,siem',
      })
      .option('price-book', { type: 'string', requiresArg: true, describe: 'CSV of prices that take precedence over the bundled ones' })
      .conflicts('explain', 'format')
      .example('$0 estimate scenario.yaml', 'The report')
      .example('$0 estimate scenario.yaml -f csv -o lines.csv', 'Lines for finance')
      .example('$0 estimate scenario.yaml --explain siem,2026-12', 'How figures came about'),
  handler: async ({ scenario: path, format, output, explain, 'price-book': priceBook }) => {
    await assertNotAnInput(output, [path, priceBook]);
    const result = await estimateOf(path, priceBook);
    const report = explain === undefined ? await render(result, format ?? 'table', output) : await explanation(result, explain);
    await writeOutput(report, output);
  },
};

async function estimateOf(path: string, priceBook: string | undefined): Promise<Estimate> {
  const [{ located, parseScenario }, { MAX_SCENARIO_BYTES }, { estimate }] = await Promise.all([
    import('../scenario/load.js'),
    import('../scenario/yaml.js'),
    import('../model/estimate.js'),
  ]);
  if (path === '-' && priceBook === '-') {
    throw new TrailcostError('usage', {
      what: 'scenario and price book cannot both be standard input',
      remedy: 'Give one of them as a file.',
    });
  }
  const { scenario, where } = parseScenario(await readInput(path, MAX_SCENARIO_BYTES), inputName(path));
  const book = await readPriceBook(priceBook);
  try {
    return estimate(scenario, book);
  } catch (error) {
    throw error instanceof TrailcostError ? located(error, where) : error;
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
