// Files are counted as the program counts them, without a disk.
import { gzipSync } from 'node:zlib';
import {
  CLASSES,
  estimate,
  loadPriceBook,
  markdownText,
  measurementCsv,
  measurementDocument,
  measurementJson,
  parseSavedMeasurement,
  parseScenario,
  scenarioText,
  terminalText,
} from '../../dist/modules/index.js';
import { NO_FILTERS } from '../../dist/modules/logs/classify/filters.js';
import { Tally } from '../../dist/modules/logs/count/tally.js';
import { whyNothingCounted } from '../../dist/modules/logs/measure/completeness.js';
import { measurementOf } from '../../dist/modules/logs/measure/measure.js';
import { ContentParser } from '../../dist/modules/logs/read/keep/content.js';
import { LARGE_BYTES, unpackedWithin } from '../../dist/modules/logs/read/open/inflate.js';
import { logFile } from '../../dist/modules/logs/read/open/log-file.js';
import { assertInert, assertInertCsv, assertSame, assertThat, plainReport } from './oracles.mjs';

const book = await loadPriceBook();
const RUN = {
  complete: true,
  daysNotOpened: 0,
  buckets: [],
  accounts: [],
  regions: [],
  hasTrailFilter: false,
  since: undefined,
  until: undefined,
  conversion: undefined,
};

/**
 * @param {readonly { name: string, text: string, isPacked: boolean }[]} files in the order of their delivery
 */
async function tallied(files) {
  const tally = new Tally(() => undefined);
  const contents = new Map(files.map(({ text, isPacked }, index) => [index, bytesOf(text, isPacked)]));
  for (const [index, { name }] of files.entries()) {
    const file = logFile(name);
    const parser = new ContentParser(NO_FILTERS, true);
    parser.next(file);
    parser.parse(file, unpackedWithin(contents.get(index) ?? Buffer.alloc(0), LARGE_BYTES));
    tally.take({ batch: parser.batch(), files: [file], bytes: 0 });
  }
  tally.readers.settle();
  return tally;
}

function bytesOf(text, isPacked) {
  const bytes = Buffer.from(text, 'latin1');
  return isPacked ? gzipSync(bytes, { level: 1 }) : bytes;
}

/** What no order of files and no repeated file changes. */
function unchanging({ kmsRequests, reads, readers, peakRequestsPerSecond, byHour }) {
  const requests = readers.map(({ name, account, requests, reads: own, failed }) => [`${account} ${name}`, requests, own, failed]);
  return { kmsRequests, reads, peakRequestsPerSecond, byHour, readers: requests.sort(([one], [other]) => (one < other ? -1 : 1)) };
}

/**
 * Counts files and tries all that must hold of any count.
 *
 * @param {boolean} isSound whether what has the same identifier is the same event
 * @returns the outcome in a word
 */
export async function judgeCount(files, isSound) {
  const tally = await tallied(files);
  const measurement = measurementOf(tally, book, RUN);
  judgeMeasurement(measurement);
  if (isSound) await judgeOrder(files);
  return measurement.basis === 'none' ? 'without evidence' : 'counted';
}

function judgeMeasurement(measurement) {
  const json = measurementJson(measurement);
  const { kmsRequests, reads, readers, coverage, basis, byHour } = plainReport(json);
  const requests = readers.reduce((sum, reader) => sum + (reader.requests ?? 0), 0);
  if (kmsRequests.billable !== null) assertThat(requests === kmsRequests.billable, 'readers do not add up', { requests, kmsRequests });
  const inHours = Object.values(byHour).reduce((sum, number) => sum + number, 0);
  const inAll = { decrypts: kmsRequests.billable, gets: reads.total, none: 0 }[basis];
  assertThat(inHours === inAll, 'hours do not add up', { byHour, basis, inAll });
  assertThat(coverage.records >= 0 && coverage.duplicates >= 0, 'coverage is negative', coverage);
  const { counts } = parseSavedMeasurement(json, 'the measurement');
  const isBillable = (each) => CLASSES[each.class].countsAs === 'billable';
  assertThat(!counts.some((each) => isBillable(each) && each.month === ''), 'a billable request has no month', counts);
  const document = measurementDocument(measurement);
  assertInert(terminalText(document, { color: false }), 'the report');
  assertInert(markdownText(document), 'the Markdown');
  assertInertCsv(measurementCsv(measurement), 'the CSV');
  const text = scenarioOf(measurement);
  if (text === undefined) return;
  const { totals } = estimate(parseScenario(text, 'the scenario').scenario, book);
  assertThat(totals['sse-kms'].low.lte(totals['sse-kms'].high), 'the scenario costs no range');
}

/** The scenario that a count writes; undefined where it says why there is none. */
function scenarioOf(measurement) {
  try {
    return whyNothingCounted(measurement) === undefined ? scenarioText(measurement) : undefined;
  } catch (error) {
    if (error.code === 'logs-incomplete') return undefined;
    throw error;
  }
}

/** Names that tell no time leave the order open. */
async function judgeOrder(files) {
  const undated = files.map((file, index) => ({ ...file, name: `file-${index}.json` }));
  const tally = await tallied(undated);
  // What has no identifier cannot be known again.
  if (tally.intake.withoutId > 0) return;
  const expected = unchanging(measurementOf(tally, book, RUN));
  for (const [what, others] of [
    ['another order of files changes the count', undated.toReversed()],
    ['files that are there twice change the count', [...undated, ...undated]],
  ]) {
    assertSame(unchanging(measurementOf(await tallied(others), book, RUN)), expected, what);
  }
}
