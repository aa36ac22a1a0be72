import { TrailcostError } from '../../base/errors.js';
import { type Month, monthsText } from '../../base/months.js';
import { listed } from '../../base/text.js';
import type { BillSummary } from '../../bill/summary.js';
import type { Billed, BillTotals } from '../../billed/totals.js';
import { savedMeasurementOf } from '../../logs/measure/saved.js';
import type { Directory } from '../../model/directory.js';
import { estimateLoaded } from '../../model/estimate-at.js';
import { savedEstimateOf } from '../../model/saved/estimate.js';
import { type ParsedReport, reportIn } from '../../model/saved/report.js';
import { freeRequestsPerMonth, type PriceBook } from '../../prices/book.js';
import { reconciliationIncompleteness } from '../../reconciliation/completeness.js';
import { type Expectation, expectationOf, savedExpectation } from '../../reconciliation/expected.js';
import { measuredExpectation } from '../../reconciliation/measured.js';
import { proRated } from '../../reconciliation/pro-rata.js';
import { reconcile } from '../../reconciliation/reconcile.js';
import type { ReadReconciliation, Reconciliation } from '../../reconciliation/result.js';
import { INCOMPLETENESS_TEXTS } from '../../report/reconciliation/wording.js';
import { type LoadedScenario, parseScenario } from '../../scenario/load.js';
import { valueAt } from '../../scenario/nodes.js';
import { parseYaml } from '../../scenario/yaml.js';
import { named, readDirectory } from '../accounts.js';
import { assertFiles, assertKey, monthsWanted } from '../bill-options.js';
import { readTotals } from '../bill-totals.js';
import { nowOf } from '../clock.js';
import type { WorkbookFormat } from '../commands/options.js';
import type { ReconcileArguments } from '../commands/reconcile.js';
import { withCurrency } from '../currency.js';
import { strictly } from '../exit.js';
import { assertNotShown } from '../exports.js';
import { inputName, readInput } from '../inputs.js';
import { type Io, remark } from '../io.js';
import { assertOutputs, writeOutput } from '../outputs.js';
import { asDocument, asPage, asWorkbook, present, type Renderers } from '../present.js';
import { readPriceBook } from '../price-book.js';
import { loadedScenario } from '../priced-scenario.js';
import { assertWanted } from '../recognised.js';
import { assertOneStdin, usage } from '../usage.js';

/** The largest report that trailcost itself writes is smaller. */
const MAX_REPORT_BYTES = 256 * 1024 * 1024;

export async function runReconcile(typed: ReconcileArguments, io: Io): Promise<number> {
  const given = inOrder(typed);
  const { report: path, bill, output = '-', calibrate, strict, accounts, 'price-book': priceBook } = given;
  assertNotShown(given, io);
  assertFiles(bill, '--bill -');
  assertExpectation(path);
  assertOneStdin([path, priceBook, accounts], 'only one input can be standard input', 'Give the others as files.');
  await assertOutputs({ '--output': output, '--calibrate': calibrate }, { files: [priceBook, accounts], searched: [path, ...bill] }, io);
  const book = await readPriceBook(priceBook, io);
  const read = await readExpectation(given, book, io);
  const { result, scenario } = await compared(read, given, book, io);
  const directory = await readDirectory(accounts, scenario?.loaded.scenario.accounts ?? [], io);
  if (calibrate !== undefined && scenario !== undefined) {
    await writeOutput(await calibrated(scenario, result, book, io), calibrate, io, '--calibrate');
  }
  await present({ result, directory }, REPORT, given, io);
  const reasons = reconciliationIncompleteness(result).map(({ code }) => INCOMPLETENESS_TEXTS[code]);
  return strictly(strict, reasons, io);
}

/**
 * With several words around `--bill FILE` it is the name of a file that says which of them is the scenario or report: no file of a bill is
 * called `.yaml` or `.json`. Where no name says so it is the first.
 */
function inOrder(given: ReconcileArguments): ReconcileArguments {
  const words = [given.report, ...(given.more ?? [])];
  const named = words.findIndex((word) => word === '-' || /\.(ya?ml|json)$/i.test(word));
  const [report = ''] = words.splice(Math.max(named, 0), 1);
  return { ...given, report, bill: [...given.bill, ...words] };
}

/**
 * Refuses a bill where the expectation should be.
 *
 * @throws TrailcostError `usage`
 */
function assertExpectation(path: string): void {
  if (!/\.(csv|tsv|gz|zip|parquet)$/i.test(path)) return;
  throw usage(
    path,
    'is a bill by its name, and there is nothing to compare it with',
    'Give a scenario, or a report of estimate or count saved as JSON. What the bill alone says: trailcost bill FILE...',
  );
}

interface Report {
  result: ReadReconciliation;
  directory: Directory;
}

async function documentOf({ result, directory }: Report) {
  return named((await import('../../report/reconciliation/document.js')).reconciliationDocument(result), directory);
}

const REPORT: Renderers<Report, WorkbookFormat> = {
  ...asDocument(documentOf),
  ...asPage(async ({ result, directory }) => {
    const [{ reconciliationPage }, { withNamesOfAccounts }] = await Promise.all([
      import('../../report/reconciliation/page/page.js'),
      import('../../report/layout/account-names.js'),
    ]);
    return withNamesOfAccounts(reconciliationPage(result), directory);
  }),
  ...asWorkbook(documentOf, async ({ result }) => (await import('../../report/reconciliation/workbook.js')).reconciliationData(result)),
  json: async ({ result, directory }) => (await import('../../report/reconciliation/json.js')).reconciliationJson(result, directory),
  csv: async ({ result }) => (await import('../../report/reconciliation/csv.js')).reconciliationCsv(result),
};

/** A scenario as it was read. */
interface ReadScenario {
  text: string;
  source: string;
  loaded: LoadedScenario;
}

interface ReadExpectation {
  expectation: Expectation;
  scenario?: ReadScenario;
}

/** A scenario that gives no first month: what it expects depends on what it is compared with. */
interface OpenScenario {
  open: Pick<ReadScenario, 'text' | 'source'>;
}

/** A scenario, estimated, or a report that was saved; which of them, the file itself tells. */
async function readExpectation(given: ReconcileArguments, book: PriceBook, io: Io): Promise<ReadExpectation | OpenScenario> {
  const { report: path, calibrate } = given;
  const text = await readInput(path, MAX_REPORT_BYTES, io);
  const source = inputName(path);
  const report = reportIn(text, source);
  if (report !== undefined) {
    if (calibrate !== undefined)
      throw usage('--calibrate', 'needs the scenario itself', `${source} is a report. Give the scenario that it was made from.`);
    if (given.currency !== undefined)
      throw usage('--currency', 'is for a scenario', `${source} is a report with amounts already. Make it again with --currency.`);
    return { expectation: savedReport(report, source, given) };
  }
  assertWanted(text, source, 'report');
  if (valueAt(parseYaml(text, source).value, ['period', 'start']) === undefined) return { open: { text, source } };
  const loaded = withCurrency(loadedScenario(text, source, io, book), given);
  return estimated({ text, source, loaded }, given, book);
}

function estimated(scenario: ReadScenario, { strategy = 'sse-kms' }: ReconcileArguments, book: PriceBook): ReadExpectation {
  return { expectation: expectationOf(estimateLoaded({ loaded: scenario.loaded, book }), strategy), scenario };
}

/** What a scenario without a first month expects, from the first one on that is compared. */
function begun({ text, source }: OpenScenario['open'], first: Month | undefined, given: ReconcileArguments, book: PriceBook, io: Io) {
  const loaded = withCurrency(loadedScenario(text, source, io, book, first), given);
  remark(`the scenario gives no first month (period.start): ${loaded.firstMonth} is taken, the first one to compare`, io);
  return estimated({ text, source, loaded }, given, book);
}

function savedReport(report: ParsedReport, source: string, { strategy }: ReconcileArguments): Expectation {
  if (report.kind !== 'measurement') return savedExpectation(savedEstimateOf(report, source), strategy ?? 'sse-kms');
  if (strategy !== undefined)
    throw usage('--strategy', 'is for an estimate', 'A measurement counts what was really used: leave --strategy out.');
  return measuredExpectation(savedMeasurementOf(report, source), source);
}

interface Compared {
  result: ReadReconciliation;
  scenario: ReadScenario | undefined;
}

async function compared(read: ReadExpectation | OpenScenario, given: ReconcileArguments, book: PriceBook, io: Io): Promise<Compared> {
  const { bill: paths, key: keys = [], month } = given;
  for (const key of keys) assertKey(key);
  const months = month === undefined ? {} : { months: monthsWanted(month) };
  const { totals, bill } = await readTotals({ paths, cost: given.cost }, book, io);
  const first = months.months?.[0] ?? billedMonths(totals)[0];
  const { expectation, scenario } = 'open' in read ? begun(read.open, first, given, book, io) : read;
  const now = nowOf(io);
  const current = now.slice(0, 7);
  const result = reconcile(proRated(expectation, untilsOf(bill, now)), totals, {
    ...months,
    keys,
    freeRequestsPerMonth: freeRequestsPerMonth(book),
  });
  assertComparable(result, bill, totals, given);
  const openMonths = result.months.map(({ month }) => month).filter((month) => month >= current);
  return { result: { ...result, bill, openMonths }, scenario };
}

/** Whether a sum of a bill is of use of KMS. */
function isUse({ service, kind }: Billed): boolean {
  return service === 'kms' && (kind === 'usage' || kind === 'free-tier');
}

/** The months with use of KMS on a bill, in their order. */
function billedMonths(totals: BillTotals): Month[] {
  return [
    ...new Set(
      totals
        .groups()
        .filter(isUse)
        .map(({ month }) => month),
    ),
  ].sort();
}

/** Until when the bill has usage, in months that are not over. A row of a whole day or month may end later than now. */
function untilsOf({ usageUntil }: BillSummary, now: string): Map<Month, string> {
  const open = Object.entries(usageUntil).filter(([month]) => month >= now.slice(0, 7));
  return new Map(open.map(([month, until]) => [month, until < now ? until : now]));
}

/** @throws TrailcostError `bill-invalid`, `currency-mixed` where nothing on the bill can be compared */
function assertComparable({ months, expectation }: Reconciliation, bill: BillSummary, totals: BillTotals, given: ReconcileArguments): void {
  if (months.length > 0) return;
  const where = listed(given.bill, 10);
  const used = totals.groups().filter(isUse);
  if (used.length === 0) {
    const what = `has ${bill.rows.toLocaleString('en')} row${bill.rows === 1 ? '' : 's'}, and none is usage of AWS KMS`;
    throw new TrailcostError('bill-invalid', { where, what, remedy: 'Give the whole bill, or the part with AWS KMS and CloudTrail.' });
  }
  const inCurrency = used.filter(({ currency }) => currency === expectation.currency);
  if (inCurrency.length === 0) {
    throw new TrailcostError('currency-mixed', {
      where,
      what:
        `is in ${bill.currencies.map((currency) => currency || 'no currency').join(', ')}, the ` +
        `${expectation.kind} in ${expectation.currency}`,
      remedy:
        'Make the estimate or the count in the currency of the bill: without currency in the scenario, with --currency, --rate and ' +
        '--rate-date, or with a price book.',
    });
  }
  const billed = [...new Set(inCurrency.map(({ month }) => month))].sort();
  const wanted = given.month === undefined ? '' : `, and --month asks for ${given.month}`;
  const what =
    `has usage of AWS KMS in ${monthsText(billed)}, the ${expectation.kind} is for ` +
    `${monthsText(expectation.months)}${wanted}: there is no month in common`;
  throw new TrailcostError('bill-invalid', {
    where,
    what,
    remedy: 'Give the bill of these months, or an estimate of the months on the bill (period.start in its scenario).',
  });
}

async function calibrated({ text, source, loaded }: ReadScenario, result: ReadReconciliation, book: PriceBook, io: Io): Promise<string> {
  const [{ calibrationsOf }, { calibratedText }] = await Promise.all([
    import('../../reconciliation/calibrate.js'),
    import('../../reconciliation/calibrated-text.js'),
  ]);
  const { currency } = loaded.scenario;
  const given = { remark: 'currency: as given.', set: { path: ['currency'], value: currency } };
  const isNew = currency !== undefined && parseScenario(text, source, { firstMonth: loaded.firstMonth }).scenario.currency === undefined;
  const calibrations = [...(isNew ? [given] : []), ...calibrationsOf(loaded.scenario, result, book)];
  const written = calibratedText(text, calibrations, `the bill of ${monthsText(result.months.map(({ month }) => month))}`);
  parseScenario(written, source, { firstMonth: loaded.firstMonth });
  for (const calibration of calibrations) remark(calibration.remark, io);
  if (calibrations.length === 0) remark('the bill has the same free tier, discounts and prices as the scenario', io);
  return written;
}
