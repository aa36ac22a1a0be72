import { TrailcostError } from '../../base/errors.js';
import { counted } from '../../base/text.js';
import type { Filters } from '../../logs/classify/filters.js';
import { measurementIncompleteness, whyNothingCounted } from '../../logs/measure/completeness.js';
import type { Measurement } from '../../logs/measure/measurement.js';
import type { Directory } from '../../model/directory.js';
import type { PriceBook } from '../../prices/book.js';
import { incompletenessText } from '../../report/count/completeness.js';
import { named, namedData, readDirectory } from '../accounts.js';
import { assertChart, writeChart } from '../chart.js';
import { COUNT, type CountArguments } from '../commands/count.js';
import { EXIT, strictly } from '../exit.js';
import { assertExport, assertNotShown, focusFile, noteBillingAccount } from '../exports.js';
import { type Io, note, remark } from '../io.js';
import { assertOutputs, writeOutput } from '../outputs.js';
import { asDocument, asPage, asWorkbook, present, type Renderers } from '../present.js';
import { readPriceBook } from '../price-book.js';
import { assertAccount, assertOneStdin, usage } from '../usage.js';
import { type Counted, countAtTerminal, localSource, type Source } from './counting.js';
import { instantOf } from './instant.js';

export async function runCount(given: CountArguments, io: Io): Promise<number> {
  const source = await sourceOf(given, io);
  if (given['list-only']) return await (await import('./list-s3.js')).runListOnly(given, io);
  const { paths = [], output, scenario, checkpoint, trace, chart, strict, accounts, 'price-book': priceBook } = given;
  assertExport(given, given.format);
  assertNotShown(given, io);
  assertChart(chart, output);
  // A conversion is checked by the scenario's schema, which nothing else here needs.
  const currency = asksForConversion(given) ? await import('../currency.js') : undefined;
  const conversion = currency?.conversionOf(given);
  assertFiles(given);
  const outputs = { '--output': output ?? '-', '--scenario': scenario, '--trace': trace, '--chart': chart, '--checkpoint': checkpoint };
  await assertOutputs(outputs, { files: [priceBook, accounts], searched: source.searched }, io);
  const filters = filtersOf(given);
  assertOneStdin([...paths, accounts], 'only one input can be standard input', 'Give the others as files.');
  const directory = await readDirectory(accounts, [], io);
  // A user's own prices are checked at once; the bundled ones are read beside the logs.
  const own = priceBook === undefined ? undefined : await readPriceBook(priceBook, io);
  const loadBook = async () => own ?? (await readPriceBook(undefined, io));
  const found = await countAtTerminal({ source, filters, loadBook, conversion, trace }, io).catch((error: unknown) => {
    throw currency?.refusedConversion(error) ?? error;
  });
  // A scenario's schema takes its time to load, and only who writes one wants to know how it differs.
  const measurement =
    scenario === undefined ? found.measurement : (await import('../../logs/measure/agreement.js')).withDisagreement(found.measurement);
  await present({ measurement, loadBook, directory, given }, REPORT, given, io);
  await writeChart(chart, async () => (await import('../../report/count/chart.js')).measurementChart(measurement), io);
  if (given.format === 'focus') await noteExport(measurement, given, io);
  const nothing = measurement.coverage.complete ? whyNothingCounted(measurement) : undefined;
  if (scenario !== undefined && nothing === undefined) {
    const { scenarioText } = await import('../../logs/measure/scenario.js');
    await writeOutput(scenarioText(measurement), scenario, io, '--scenario');
  }
  if (!measurement.coverage.complete) return sayStopped(found, io);
  if (nothing !== undefined) note(`nothing was counted${scenario === undefined ? '' : ', so no scenario was written'}. ${nothing}`, io);
  const code = strictly(strict, measurementIncompleteness(measurement).map(incompletenessText), io);
  return nothing === undefined ? code : EXIT.incomplete;
}

/** @throws TrailcostError `usage` for standard output where only a file will do */
function assertFiles({ trace, checkpoint }: CountArguments): void {
  const remedy = 'Give it the name of a file.';
  if (trace === '-') throw usage('--trace', 'is written to a file, not to standard output', remedy);
  if (checkpoint === '-') throw usage('--checkpoint', 'is kept in a file, not on standard output', remedy);
}

/** Where the result is what was counted until then. */
function sayStopped({ measurement: { coverage }, refusal }: Counted, io: Io): number {
  if (refusal !== undefined) note(refusal.message, io);
  note(`stopped after ${counted(coverage.filesRead, 'file')}: the result is what was counted before that`, io);
  return refusal === undefined ? EXIT.interrupted : EXIT.incomplete;
}

/** Options that mean nothing for files of this machine. */
const OF_S3 = ['endpoint', 'requester-pays', 'max-cost', 'yes', 'list-only', 'checkpoint'] as const;

function unused(option: (typeof OF_S3)[number]): string {
  const isOfBoth = option === 'endpoint' || option === 'checkpoint';
  return `is only for logs in S3${isOfBoth ? ' and Event history' : ''}`;
}

async function sourceOf(given: CountArguments, io: Io): Promise<Source> {
  const source = await chosenSource(given, io);
  if (given.checkpoint !== undefined) (await import('./checkpoint.js')).assertNotOther(given.checkpoint, io);
  return source;
}

async function chosenSource(given: CountArguments, io: Io): Promise<Source> {
  if (given['event-history']) return (await import('./count-history.js')).historySource(given, io);
  const { paths = [] } = given;
  if (paths.length === 0)
    throw new TrailcostError('usage', { what: COUNT.missing, remedy: '`trailcost count --help` shows what there is.' });
  const path = paths.find((each) => each.startsWith('s3://'));
  if (path === undefined) {
    const option = OF_S3.find((each) => given[each] !== undefined && given[each] !== false);
    if (option !== undefined) throw usage(`--${option}`, unused(option), 'Give s3://BUCKET/PREFIX, or leave it out.');
    return localSource(paths, io);
  }
  if (paths.length > 1) throw usage(path, 'is counted on its own', 'Give one s3://BUCKET/PREFIX and no other path.');
  return (await import('./count-s3.js')).s3Source(path, given, io);
}

function asksForConversion({ currency, rate, 'rate-date': rateDate }: CountArguments): boolean {
  return [currency, rate, rateDate].some((part) => part !== undefined);
}

function filtersOf({ since, until, bucket = [], trail = [], account = [], region = [] }: CountArguments): Filters {
  const from = since === undefined ? undefined : instantOf(since, '--since');
  const to = until === undefined ? undefined : instantOf(until, '--until');
  if (from !== undefined && to !== undefined && from >= to) throw usage('--until', 'is not after --since', 'Swap them.');
  for (const id of account) assertAccount(id, '--account');
  return { since: from, until: to, buckets: bucket, trails: trail, accounts: account, regions: region };
}

interface Report {
  measurement: Measurement;
  loadBook: () => Promise<PriceBook>;
  directory: Directory;
  given: CountArguments;
}

async function documentOf({ measurement, directory }: Report) {
  return named((await import('../../report/count/document.js')).measurementDocument(measurement), directory);
}

const REPORT: Renderers<Report, CountArguments['format']> = {
  ...asDocument(documentOf),
  ...asPage(async ({ measurement, directory }) => {
    const [{ countPage }, { withNamesOfAccounts }] = await Promise.all([
      import('../../report/count/page/page.js'),
      import('../../report/layout/account-names.js'),
    ]);
    return withNamesOfAccounts(countPage(measurement, directory), directory);
  }),
  ...asWorkbook(documentOf, async ({ measurement, directory }) =>
    namedData((await import('../../report/count/workbook.js')).measurementData(measurement), directory),
  ),
  json: async ({ measurement }) => (await import('../../logs/measure/json.js')).measurementJson(measurement),
  csv: async ({ measurement }) => (await import('../../report/count/csv.js')).measurementCsv(measurement),
  focus: async ({ measurement, loadBook, directory: accounts, given: { output, 'billing-account': billingAccount } }) => {
    const [{ observedRows }, { regions }] = await Promise.all([import('../../report/focus/observed.js'), loadBook()]);
    return focusFile(observedRows(measurement, { billingAccount, regions, accounts }), output);
  },
};

/** What an export leaves out. */
async function noteExport(measurement: Measurement, { 'billing-account': billingAccount }: CountArguments, io: Io): Promise<void> {
  const { unpricedRequests } = await import('../../report/focus/observed.js');
  noteBillingAccount(billingAccount, io);
  const unpriced = unpricedRequests(measurement);
  if (measurement.kmsRequests.billable === null)
    remark('no rows: the logs contain no KMS event of a CloudTrail file, so the number of requests is unknown, not zero', io);
  else if (unpriced > 0) remark(`${unpriced} billable requests have no row because their price is unknown: give --price-book FILE`, io);
}
