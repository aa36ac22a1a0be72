import type { CommandModule } from 'yargs';
import { TrailcostError } from '../base/errors.js';
import type { Month } from '../base/months.js';
import type { BilledRow } from '../bill/row.js';
import type { BillSummary } from '../bill/summary.js';
import type { ParsedReport } from '../model/saved/report.js';
import type { KmsStrategy } from '../model/strategies.js';
import type { PriceBook } from '../prices/book.js';
import type { BillTotals } from '../reconciliation/billed.js';
import type { Expectation } from '../reconciliation/expected.js';
import type { ReadReconciliation, Reconciliation } from '../reconciliation/result.js';
import type { LoadedScenario } from '../scenario/load.js';
import { BUDGET_OPTIONS } from './budget.js';
import { colorWanted } from './color.js';
import { CURRENCY_OPTIONS, type CurrencyArguments, withCurrency } from './currency.js';
import { EXIT } from './exit.js';
import { inputName, readInput, writeOutput } from './files.js';
import { readPriceBook } from './price-book.js';
import { REPORT_OPTIONS, type ReportArguments } from './report-options.js';

/** The largest report that trailcost itself writes is smaller. */
const MAX_REPORT_BYTES = 256 * 1024 * 1024;

interface ReconcileArguments extends CurrencyArguments, ReportArguments {
  expectation: string;
  bill: string[];
  strategy: KmsStrategy | undefined;
  month: string | undefined;
  key: string[] | undefined;
  calibrate: string | undefined;
  strict: boolean;
}

export const reconcileCommand: CommandModule<object, ReconcileArguments> = {
  command: 'reconcile <expectation>',
  describe: 'Compare an estimate or a measurement with the bill',
  builder: (yargs) =>
    yargs
      .positional('expectation', {
        type: 'string',
        demandOption: true,
        describe: 'Scenario, or a report of estimate or count saved with --format json; - for standard input',
      })
      .option('bill', {
        type: 'string',
        array: true,
        demandOption: true,
        requiresArg: true,
        describe: 'Files or folders of the bill: CUR, CUR 2.0 or FOCUS as CSV, gzip, zip or Parquet',
      })
      .option('strategy', { ...BUDGET_OPTIONS.strategy, describe: 'Strategy that was in force [default: "sse-kms"]' })
      .option('month', { type: 'string', requiresArg: true, describe: 'Only this month, 2026-11, or these, 2026-11..2027-01' })
      .option('key', {
        type: 'string',
        array: true,
        nargs: 1,
        requiresArg: true,
        describe: 'ARN or id of the key that encrypts the logs, for a bill with resource ids; may be repeated',
      })
      .option('calibrate', {
        type: 'string',
        requiresArg: true,
        describe: 'Write the scenario to FILE with the free tier, discounts and prices of the bill',
      })
      .options(REPORT_OPTIONS)
      .options(CURRENCY_OPTIONS)
      .option('strict', { type: 'boolean', default: false, describe: 'Exit with 4 if the data is incomplete' })
      .example('$0 reconcile scenario.yaml --bill cur.csv.gz', 'Estimated against billed')
      .example('$0 reconcile counted.json --bill bills/', 'Counted against billed')
      .example('$0 reconcile scenario.yaml --bill cur.csv.gz --calibrate calibrated.yaml', 'And the scenario as the bill has it'),
  handler: async (given) => {
    const { expectation: path, bill, output = '-', calibrate, 'price-book': priceBook } = given;
    assertFiles(given);
    const { assertOutputs } = await import('./outputs.js');
    await assertOutputs([path, ...bill, priceBook], { '--output': output, '--calibrate': calibrate });
    const book = await readPriceBook(priceBook);
    const subject = await readExpectation(given, book);
    const result = await compare(subject.expectation, given, book);
    if (calibrate !== undefined && subject.scenario !== undefined) {
      await writeOutput(await calibrated(subject.scenario, result, book), calibrate, '--calibrate');
    }
    await writeOutput(await render(result, given), given.output);
    process.exitCode = await exitCodeOf(result, given.strict);
  },
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

function assertFiles({ bill, expectation, 'price-book': priceBook }: ReconcileArguments): void {
  if (bill.includes('-')) throw usage('--bill -', 'bills are read from files', 'Save it to a file first.');
  if (expectation === '-' && priceBook === '-') {
    throw new TrailcostError('usage', { what: 'only one input can be standard input', remedy: 'Give the others as files.' });
  }
}

/** A scenario, estimated, or a report that was saved; which of them, the file itself tells. */
async function readExpectation(given: ReconcileArguments, book: PriceBook): Promise<ReadExpectation> {
  const { expectation: path, calibrate, strategy = 'sse-kms' } = given;
  const [{ reportIn }, { expectationOf }] = await Promise.all([
    import('../model/saved/report.js'),
    import('../reconciliation/expected.js'),
  ]);
  const text = await readInput(path, MAX_REPORT_BYTES);
  const source = inputName(path);
  const report = reportIn(text, source);
  if (report !== undefined) {
    if (calibrate !== undefined) throw usage('--calibrate', 'needs the scenario itself', `${source} is a report that was made from it.`);
    if (given.currency !== undefined)
      throw usage('--currency', 'is for a scenario', `${source} has its amounts already: make it with --currency.`);
    return { expectation: await savedReport(report, source, given) };
  }
  const [{ parseScenario }, { estimateLoaded }] = await Promise.all([import('../scenario/load.js'), import('../model/estimate-at.js')]);
  const loaded = await withCurrency(parseScenario(text, source), given);
  return { expectation: expectationOf(estimateLoaded({ loaded, book }), strategy), scenario: { text, source, loaded } };
}

async function savedReport(report: ParsedReport, source: string, { strategy }: ReconcileArguments): Promise<Expectation> {
  const [{ savedEstimateOf }, { savedMeasurementOf }, { savedExpectation }, { measuredExpectation }] = await Promise.all([
    import('../model/saved/estimate.js'),
    import('../logs/measure/saved.js'),
    import('../reconciliation/expected.js'),
    import('../reconciliation/measured.js'),
  ]);
  if (report.kind !== 'measurement') return savedExpectation(savedEstimateOf(report, source), strategy ?? 'sse-kms');
  if (strategy !== undefined) throw usage('--strategy', 'is for an estimate', 'A measurement counts what is there.');
  return measuredExpectation(savedMeasurementOf(report, source), source);
}

async function compare(expectation: Expectation, given: ReconcileArguments, book: PriceBook): Promise<ReadReconciliation> {
  const [{ readBill }, { BillTotals }, { reconcile }, { progressLine }, { freeRequestsPerMonth }] = await Promise.all([
    import('../bill/read.js'),
    import('../reconciliation/billed.js'),
    import('../reconciliation/reconcile.js'),
    import('./progress.js'),
    import('../prices/book.js'),
  ]);
  for (const key of given.key ?? []) assertKey(key);
  const wanted = given.month === undefined ? undefined : await monthsWanted(given.month);
  const totals = new BillTotals();
  const progress = progressLine(process.stderr);
  let rows = 0;
  const onRow = (row: BilledRow) => {
    totals.add(row);
    rows += 1;
    if (rows % PROGRESS_ROWS === 0) progress.show(() => `${rows.toLocaleString('en')} rows of the bill`);
  };
  const bill = await readBill({ paths: given.bill, regions: book.regions, onRow }).finally(progress.clear);
  const result = reconcile(expectation, totals, {
    ...(wanted === undefined ? {} : { months: wanted }),
    keys: given.key ?? [],
    freeRequestsPerMonth: freeRequestsPerMonth(book),
  });
  assertComparable(result, bill, totals, given);
  const { generatedAt } = await import('./time.js');
  const current = generatedAt(process.env, Date.now()).slice(0, 7);
  const openMonths = result.months.map(({ month }) => month).filter((month) => month >= current);
  return { ...result, bill, openMonths };
}

const PROGRESS_ROWS = 8192;

/** @throws TrailcostError `usage` */
function assertKey(key: string): void {
  if (/^(arn:[\w-]+:kms:[\w-]+:\d{12}:key\/)?[\w-]{8,}$/.test(key)) return;
  throw usage('--key', `"${key}" is no key`, 'Give its ARN, arn:aws:kms:us-east-1:111122223333:key/ID, or its id; an alias is on no bill.');
}

/** @throws TrailcostError `bill-invalid`, `currency-mixed` where nothing on the bill can be compared */
function assertComparable({ months, expectation }: Reconciliation, bill: BillSummary, totals: BillTotals, given: ReconcileArguments): void {
  if (months.length > 0) return;
  const where = given.bill.join(', ');
  const used = totals.groups().filter(({ service, kind }) => service === 'kms' && (kind === 'usage' || kind === 'free-tier'));
  if (used.length === 0) {
    const what = `has ${bill.rows.toLocaleString('en')} row${bill.rows === 1 ? '' : 's'}, none of them of use of AWS KMS`;
    throw new TrailcostError('bill-invalid', { where, what, remedy: 'Give the whole bill, or its part with AWS KMS and CloudTrail.' });
  }
  const inCurrency = used.filter(({ currency }) => currency === expectation.currency);
  if (inCurrency.length === 0) {
    throw new TrailcostError('currency-mixed', {
      where,
      what: `is in ${bill.currencies.map((currency) => currency || 'no currency').join(', ')}, the ${expectation.kind} in ${expectation.currency}`,
      remedy: 'Make the estimate or the count in the currency of the bill, with --currency, --rate and --rate-date or a price book.',
    });
  }
  const billed = [...new Set(inCurrency.map(({ month }) => month))].sort();
  const wanted = given.month === undefined ? '' : ` (--month ${given.month})`;
  const what = `has use of AWS KMS in ${spanOf(billed)}, and the ${expectation.kind} is of ${spanOf(expectation.months)}${wanted}: no month in common`;
  throw new TrailcostError('bill-invalid', { where, what, remedy: 'Give the bill of these months, or an estimate whose period has them.' });
}

function spanOf(months: readonly Month[]): string {
  const [first, last] = [months[0], months.at(-1)];
  return first === last ? `${first}` : `${first} to ${last}`;
}

/** @throws TrailcostError `usage` */
async function monthsWanted(text: string): Promise<Month[]> {
  const [whole, first = '', last = first] = /^(20\d\d-(?:0[1-9]|1[0-2]))(?:\.\.(20\d\d-(?:0[1-9]|1[0-2])))?$/.exec(text) ?? [];
  if (whole === undefined || last < first) {
    throw usage('--month', `"${text}" is no month and no range of months`, 'Write 2026-11 or 2026-11..2027-01.');
  }
  const { monthsBetween } = await import('../base/months.js');
  return monthsBetween(first, last);
}

async function calibrated({ text, source, loaded }: ReadScenario, result: ReadReconciliation, book: PriceBook): Promise<string> {
  const [{ calibrationsOf, calibratedText }, { parseScenario }] = await Promise.all([
    import('../reconciliation/calibrate.js'),
    import('../scenario/load.js'),
  ]);
  const { currency } = loaded.scenario;
  const given = { remark: 'currency: as given.', set: { path: ['currency'], value: currency } };
  const isNew = currency !== undefined && parseScenario(text, source).scenario.currency === undefined;
  const calibrations = [...(isNew ? [given] : []), ...calibrationsOf(loaded.scenario, result, book)];
  const written = calibratedText(text, calibrations, `the bill of ${spanOf(result.months.map(({ month }) => month))}`);
  parseScenario(written, source);
  for (const { remark } of calibrations) note(remark);
  if (calibrations.length === 0) note('the bill has the free tier, discounts and prices that the scenario has');
  return written;
}

function note(text: string): void {
  process.stderr.write(`trailcost: ${text}\n`);
}

async function exitCodeOf(result: ReadReconciliation, strict: boolean): Promise<number> {
  if (!strict) return EXIT.done;
  const [{ reconciliationIncompleteness }, { INCOMPLETENESS_TEXTS }] = await Promise.all([
    import('../reconciliation/completeness.js'),
    import('../report/reconciliation/wording.js'),
  ]);
  const reasons = reconciliationIncompleteness(result).map(({ code }) => INCOMPLETENESS_TEXTS[code]);
  if (reasons.length === 0) return EXIT.done;
  note(`incomplete, and --strict was given: ${reasons.join(', ')}`);
  return EXIT.incomplete;
}

async function render(result: ReadReconciliation, { format, output }: ReconcileArguments): Promise<string> {
  if (format === 'json') return (await import('../report/reconciliation/json.js')).reconciliationJson(result);
  if (format === 'csv') return (await import('../report/reconciliation/csv.js')).reconciliationCsv(result);
  const document = (await import('../report/reconciliation/document.js')).reconciliationDocument(result);
  if (format === 'markdown') return (await import('../report/layout/markdown.js')).markdownText(document);
  const color = output === undefined && colorWanted(process.stdout, process.env);
  return (await import('../report/layout/terminal.js')).terminalText(document, { color });
}

function usage(where: string, what: string, remedy: string): TrailcostError {
  return new TrailcostError('usage', { where, what, remedy });
}
