import { TrailcostError } from '../../base/errors.js';
import { monthsText } from '../../base/months.js';
import { counted, listed } from '../../base/text.js';
import type { BillSummary } from '../../bill/summary.js';
import { answerOf } from '../../billed/answer.js';
import { billIncompleteness, type ReadAnswer } from '../../billed/completeness.js';
import type { Directory } from '../../model/directory.js';
import { INCOMPLETENESS_TEXTS } from '../../report/bill/limits.js';
import { named, namedData, readDirectory } from '../accounts.js';
import { assertBucket, assertFiles, assertKey, monthsWanted } from '../bill-options.js';
import { readTotals } from '../bill-totals.js';
import { nowOf } from '../clock.js';
import type { BillArguments } from '../commands/bill.js';
import type { WorkbookFormat } from '../commands/options.js';
import { strictly } from '../exit.js';
import { assertNotShown } from '../exports.js';
import type { Io } from '../io.js';
import { assertOutputs, writeOutput } from '../outputs.js';
import { asDocument, asPage, asWorkbook, present, type Renderers } from '../present.js';
import { readPriceBook } from '../price-book.js';

export async function runBill(given: BillArguments, io: Io): Promise<number> {
  const { files, output = '-', strict, key: keys = [], month, bucket, scenario, accounts, 'price-book': priceBook } = given;
  assertFiles(files, '-');
  assertNotShown(given, io);
  for (const key of keys) assertKey(key);
  if (bucket !== undefined) assertBucket(bucket);
  const months = month === undefined ? undefined : monthsWanted(month);
  await assertOutputs({ '--output': output, '--scenario': scenario }, { files: [priceBook, accounts], searched: files }, io);
  const directory = await readDirectory(accounts, [], io);
  const book = await readPriceBook(priceBook, io);
  const { totals, bill } = await readTotals({ paths: files, cost: given.cost }, book, io, bucket);
  const answer = answerOf(totals, { ...(months && { months }), keys, bucket, book });
  if (answer.months.length === 0) throw nothingFor(given, bill);
  const current = nowOf(io).slice(0, 7);
  const result: ReadAnswer = {
    ...answer,
    bill,
    bucketAsked: bucket,
    openMonths: answer.months.filter((each) => each >= current),
    monthsMissing: (months ?? []).filter((each) => !answer.months.includes(each)),
  };
  if (scenario !== undefined) {
    const { billScenarioText } = await import('../../billed/scenario.js');
    await writeOutput(billScenarioText(result, { keys, bucket, book }), scenario, io, '--scenario');
  }
  await present({ answer: result, directory }, REPORT, given, io);
  const reasons = billIncompleteness(result).map(({ code }) => INCOMPLETENESS_TEXTS[code]);
  return strictly(strict, reasons, io);
}

interface Report {
  answer: ReadAnswer;
  directory: Directory;
}

async function documentOf({ answer, directory }: Report) {
  return named((await import('../../report/bill/document.js')).billDocument(answer), directory);
}

const REPORT: Renderers<Report, WorkbookFormat> = {
  ...asDocument(documentOf),
  ...asPage(async ({ answer, directory }) => {
    const [{ billPage }, { withNamesOfAccounts }] = await Promise.all([
      import('../../report/bill/page/page.js'),
      import('../../report/layout/account-names.js'),
    ]);
    return withNamesOfAccounts(billPage(answer, directory), directory);
  }),
  ...asWorkbook(documentOf, async ({ answer, directory }) =>
    namedData((await import('../../report/bill/workbook.js')).billData(answer), directory),
  ),
  json: async ({ answer, directory }) => (await import('../../report/bill/json.js')).billJson(answer, directory),
  csv: async ({ answer }) => (await import('../../report/bill/csv.js')).billCsv(answer),
};

/** Where nothing of the bill bears on the question, a zero would be no answer. */
function nothingFor({ files, month }: BillArguments, { rows, months }: BillSummary): TrailcostError {
  const when = month === undefined ? '' : ` in ${month}; it covers ${monthsText(months)}`;
  return new TrailcostError('bill-invalid', {
    where: listed(files, 10),
    what: `has ${counted(rows, 'row')}, none of AWS KMS, CloudTrail or GuardDuty${when}`,
    remedy:
      month === undefined
        ? 'Give the whole bill, or the part with AWS KMS and CloudTrail.'
        : 'Choose other months with --month, or leave it out for all.',
  });
}
