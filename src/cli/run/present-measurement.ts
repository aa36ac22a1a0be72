import { counted } from '../../base/text.js';
import { measurementIncompleteness, whyNothingCounted } from '../../logs/measure/completeness.js';
import type { Measurement } from '../../logs/measure/measurement.js';
import type { Directory } from '../../model/directory.js';
import type { PriceBook } from '../../prices/book.js';
import { incompletenessText } from '../../report/count/completeness.js';
import { named, namedData } from '../accounts.js';
import { writeChart } from '../chart.js';
import type { WorkbookFormat } from '../commands/options.js';
import { EXIT, strictly } from '../exit.js';
import { focusFile, noteBillingAccount } from '../exports.js';
import { type Io, note, remark } from '../io.js';
import { writeOutput } from '../outputs.js';
import { asDocument, asPage, asWorkbook, present, type Renderers } from '../present.js';
import type { Counted } from './counting.js';

/** How a measurement is to be shown: options that all commands have which count. */
interface Wanted {
  format: WorkbookFormat | 'focus';
  full: boolean;
  strict: boolean;
  output: string | undefined;
  scenario?: string | undefined;
  chart?: string | undefined;
  'billing-account'?: string | undefined;
}

/** What a measurement is shown with. */
interface Surroundings {
  loadBook: () => Promise<PriceBook>;
  directory: Directory;
  given: Wanted;
}

/** Shows a measurement, with its chart and its scenario, and returns the exit code. */
export async function presentMeasurement(found: Counted, { loadBook, directory, given }: Surroundings, io: Io): Promise<number> {
  const { scenario, chart, strict } = given;
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

/** Where the result is what was counted until then. */
function sayStopped({ measurement: { coverage }, refusal }: Counted, io: Io): number {
  if (refusal !== undefined) note(refusal.message, io);
  const what = coverage.eventHistory === undefined ? 'file' : 'page';
  note(`stopped after ${counted(coverage.filesRead, what)}: the result is what was counted before that`, io);
  return refusal === undefined ? EXIT.interrupted : EXIT.incomplete;
}

interface Report {
  measurement: Measurement;
  loadBook: () => Promise<PriceBook>;
  directory: Directory;
  given: Wanted;
}

async function documentOf({ measurement, directory }: Report) {
  return named((await import('../../report/count/document.js')).measurementDocument(measurement), directory);
}

const REPORT: Renderers<Report, Wanted['format']> = {
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
async function noteExport(measurement: Measurement, { 'billing-account': billingAccount }: Wanted, io: Io): Promise<void> {
  const { unpricedRequests } = await import('../../report/focus/observed.js');
  noteBillingAccount(billingAccount, io);
  const unpriced = unpricedRequests(measurement);
  if (measurement.kmsRequests.billable === null)
    remark('no rows: the logs contain no KMS event of a CloudTrail file, so the number of requests is unknown, not zero', io);
  else if (unpriced > 0) remark(`${unpriced} billable requests have no row because their price is unknown: give --price-book FILE`, io);
}
