import type { CommandModule } from 'yargs';
import { TrailcostError } from '../base/errors.js';
import type { Filters } from '../logs/classify/filters.js';
import type { Measurement } from '../logs/measure/measurement.js';
import type { PriceBook } from '../prices/book.js';
import { colorWanted } from './color.js';
import { CURRENCY_OPTIONS, type CurrencyArguments, conversionOf, refusedConversion } from './currency.js';
import { EXIT } from './exit.js';
import { assertAccount, assertExport, EXPORT_OPTIONS, type ExportArguments, observedExport } from './exports.js';
import { writeOutput } from './files.js';
import { readPriceBook } from './price-book.js';
import { FORMATS, OUTPUT_OPTIONS, type OutputArguments } from './report-options.js';

const COUNT_FORMATS = [...FORMATS, 'focus'] as const;
type CountFormat = (typeof COUNT_FORMATS)[number];

interface CountArguments extends CurrencyArguments, OutputArguments, ExportArguments {
  paths: string[];
  format: CountFormat;
  scenario: string | undefined;
  trace: string | undefined;
  since: string | undefined;
  until: string | undefined;
  bucket: string[] | undefined;
  trail: string[] | undefined;
  account: string[] | undefined;
  region: string[] | undefined;
  strict: boolean;
}

const LIST = { type: 'string' as const, array: true as const, nargs: 1, requiresArg: true };

export const countCommand: CommandModule<object, CountArguments> = {
  command: 'count <paths..>',
  describe: 'Count billable KMS requests in CloudTrail logs and S3 access logs',
  builder: (yargs) =>
    yargs
      .positional('paths', {
        type: 'string',
        array: true,
        demandOption: true,
        describe: 'Files, folders or patterns; - for standard input',
      })
      .option('format', {
        alias: 'f',
        choices: COUNT_FORMATS,
        requiresArg: true,
        default: 'table' as CountFormat,
        describe: 'Format of the report',
      })
      .options(OUTPUT_OPTIONS)
      .options(CURRENCY_OPTIONS)
      .options(EXPORT_OPTIONS)
      .option('scenario', { type: 'string', requiresArg: true, describe: 'Write a scenario to FILE that `trailcost estimate` projects' })
      .option('trace', { type: 'string', requiresArg: true, describe: 'Write a CSV to FILE with one row for each billable request' })
      .option('since', { type: 'string', requiresArg: true, describe: 'Only events from this UTC day or time on' })
      .option('until', { type: 'string', requiresArg: true, describe: 'Only events before this UTC day or time' })
      .option('bucket', { ...LIST, describe: 'Only this bucket, which holds CloudTrail files; may be repeated' })
      .option('trail', { ...LIST, describe: 'Only requests for files of this trail (name or ARN); may be repeated' })
      .option('account', { ...LIST, describe: 'Only requests that this account pays; may be repeated' })
      .option('region', { ...LIST, describe: 'Only requests in this Region (of bucket and key); may be repeated' })
      .option('strict', { type: 'boolean', default: false, describe: 'Exit with 4 if the data is incomplete' })
      .example('$0 count logs/AWSLogs', 'The report')
      .example('$0 count logs --scenario measured.yaml', 'And a scenario to project')
      .example('$0 count logs --trace requests.csv', 'And where each request stands'),
  handler: async (given) => {
    assertExport(given, given.format);
    const conversion = await conversionOf(given);
    const { assertOutputs } = await import('./outputs.js');
    const { paths, output = '-', scenario, trace, 'price-book': priceBook } = given;
    if (trace === '-') throw usage('--trace', 'goes to a file, beside the report', 'Give it a file.');
    await assertOutputs([...paths, priceBook], { '--output': output, '--scenario': scenario, '--trace': trace });
    const filters = await filtersOf(given);
    const own = given['price-book'];
    const ownBook = own === undefined ? undefined : await readPriceBook(own);
    const { countAtTerminal } = await import('./counting.js');
    const loadBook = async () => ownBook ?? (await readPriceBook(undefined));
    const measurement = await countAtTerminal({ paths: given.paths, filters, loadBook, conversion, trace: given.trace }).catch(
      refusedConversion,
    );
    await writeOutput(await render(measurement, loadBook, given), given.output);
    if (given.scenario !== undefined) {
      const { scenarioText } = await import('../logs/measure/scenario.js');
      await writeOutput(scenarioText(measurement), given.scenario, '--scenario');
    }
    process.exitCode = await exitCodeOf(measurement, given.strict);
  },
};

async function exitCodeOf(measurement: Measurement, strict: boolean): Promise<number> {
  if (!measurement.coverage.complete) return EXIT.interrupted;
  if (!strict) return EXIT.done;
  const [{ measurementIncompleteness }, { incompletenessText }] = await Promise.all([
    import('../logs/measure/completeness.js'),
    import('../report/count/completeness.js'),
  ]);
  const reasons = measurementIncompleteness(measurement).map(incompletenessText);
  if (reasons.length === 0) return EXIT.done;
  process.stderr.write(`trailcost: incomplete, and --strict was given: ${reasons.join(', ')}\n`);
  return EXIT.incomplete;
}

async function filtersOf({ since, until, bucket = [], trail = [], account = [], region = [] }: CountArguments): Promise<Filters> {
  const { instantOf } = await import('./time.js');
  const from = since === undefined ? undefined : instantOf(since, '--since');
  const to = until === undefined ? undefined : instantOf(until, '--until');
  if (from !== undefined && to !== undefined && from >= to) throw usage('--until', 'is not after --since', 'Turn them around.');
  for (const id of account) assertAccount(id, '--account');
  return { since: from, until: to, buckets: bucket, trails: trail, accounts: account, regions: region };
}

function usage(where: string, what: string, remedy: string): TrailcostError {
  return new TrailcostError('usage', { where, what, remedy });
}

async function render(measurement: Measurement, loadBook: () => Promise<PriceBook>, given: CountArguments): Promise<string> {
  const { format, output } = given;
  if (format === 'focus') return observedExport(measurement, await loadBook(), given);
  if (format === 'json') return (await import('../logs/measure/saved.js')).measurementJson(measurement);
  if (format === 'csv') return (await import('../report/count/csv.js')).measurementCsv(measurement);
  const { measurementDocument } = await import('../report/count/document.js');
  const document = measurementDocument(measurement);
  if (format === 'markdown') return (await import('../report/layout/markdown.js')).markdownText(document);
  const color = output === undefined && colorWanted(process.stdout, process.env);
  return (await import('../report/layout/terminal.js')).terminalText(document, { color });
}
