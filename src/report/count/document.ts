// report/count: a measurement in words, tables and CSV.

import { Decimal } from '../../base/decimal.js';
import type { Range } from '../../base/range.js';
import { counted, listed } from '../../base/text.js';
import { CLASS_NAMES, CLASSES } from '../../logs/classify/rules.js';
import { hasNoRecords, hasNothingPassed } from '../../logs/measure/completeness.js';
import { requestsIn, requestsThatShow } from '../../logs/measure/counts.js';
import type { Coverage, Measurement, ReaderMeasurement } from '../../logs/measure/measurement.js';
import { conversionText } from '../../model/conversion.js';
import type { Document, List, Table } from '../layout/document.js';
import { amount, countOf, money, percentOf, placesFor } from '../layout/figures.js';
import { shortened } from '../layout/wrapping.js';
import { priceText } from '../prices/price-text.js';

/** As many readers and failed files as a person looks at; JSON has all. */
const MOST_READERS = 20;
const MOST_FILES = 20;
const TOOL_WIDTH = 32;

/** The report of a measurement that `table` and `markdown` print. */
export function measurementDocument(measurement: Measurement): Document {
  const { coverage, warnings, prices } = measurement;
  const lists: List[] = [
    { title: 'Warnings', items: warnings.map(({ message }) => message), isWarning: true },
    { title: 'Failed files', items: failedFiles(measurement), isWarning: true },
    { title: 'How each reader reads', items: patterns(measurement), detail: true },
    { title: 'What was read', items: coverageItems(measurement), detail: nothingText(measurement) === undefined },
    { title: 'Prices used', items: prices.map(priceText), detail: true },
    { title: 'Assumptions', items: basisItems(measurement), detail: true },
  ];
  return {
    headline: headlineOf(measurement),
    lead: projectionText(measurement),
    caption: captionOf(coverage),
    tables: [classTable(measurement), readerTable(measurement), ...(coverage.gets === 'present' ? [readTable(measurement)] : [])].filter(
      ({ rows }) => rows.length > 0,
    ),
    lists: lists.filter(({ items }) => items.length > 0),
  };
}

function captionOf(coverage: Coverage): string {
  const { firstEvent, lastEvent, records, logFiles, accessLogFiles, accessLogLines, filesSkipped, eventHistory } = coverage;
  const parts = [
    ...(eventHistory !== undefined ? [`${counted(records, 'Decrypt')} in the Event history of ${listed(eventHistory, 5)}`] : []),
    ...(logFiles > 0 && eventHistory === undefined ? [`${counted(records, 'record')} in ${counted(logFiles, 'log file')}`] : []),
    ...(accessLogFiles > 0 ? [`${counted(accessLogLines, 'line')} in ${counted(accessLogFiles, 'access log')}`] : []),
  ];
  const skipped = filesSkipped === 0 ? '' : ` · ${counted(filesSkipped, 'file')} skipped`;
  return `${firstEvent === null ? 'Counted nothing' : `Counted ${firstEvent} to ${lastEvent} (UTC) · ${parts.join(', ')}`}${skipped}`;
}

function headlineOf(measurement: Measurement): string {
  const stopped = measurement.coverage.complete ? '' : 'Stopped early: ';
  const { filesFailed } = measurement.coverage;
  const missing = filesFailed === 0 ? '' : ` ${counted(filesFailed, 'file is', 'files are')} missing: see Failed files.`;
  const nothing = nothingText(measurement);
  if (nothing !== undefined) return `${stopped}${nothing}`;
  return `${stopped}${measurement.basis === 'gets' ? getsText(measurement) : requestsText(measurement)}${missing}`;
}

/** Why there is no answer at all; undefined where there is one. */
export function nothingText(measurement: Measurement): string | undefined {
  const { coverage } = measurement;
  if (coverage.filesRead === 0) return 'Nothing counted: no CloudTrail log file and no S3 access log was read.';
  if (hasNoRecords(coverage) && coverage.eventHistory !== undefined) return 'Nothing counted: Event history has no Decrypt in this time.';
  if (hasNoRecords(coverage)) return 'Nothing counted: the files that were read hold no record.';
  return hasNothingPassed(measurement) ? 'Nothing counted: the filters left nothing of these logs.' : undefined;
}

function getsText({ kmsRequests, reads }: Measurement): string {
  const known = kmsRequests.billable === null ? `How many were made is unknown: ${absenceText(kmsRequests)}.` : 'None is in these logs.';
  return (
    `Had all files been SSE-KMS, ${counted(reads.total, 'read')} of CloudTrail files would have ` +
    `made ${reads.total === 1 ? 'one billable KMS request' : 'the same number of billable KMS requests'}. ${known}`
  );
}

function requestsText({ kmsRequests, cost, currency, readers }: Measurement): string {
  const { billable, free } = kmsRequests;
  const unsure = requestsThatShow(kmsRequests, 'unconfirmed-read');
  const unsureText = unsure === 0 ? '' : ` Another ${count(unsure)} under a Bucket Key may be such reads: see the warnings.`;
  if (billable === null) return `The number of billable KMS requests is unknown: ${absenceText(kmsRequests)}.${unsureText}`;
  const worth = cost === undefined ? ', at an unknown price' : `, ${money(cost, currency)} before the free tier`;
  const [first] = readers.filter(({ requests }) => (requests ?? 0) > 0);
  const most = first === undefined ? '' : `; ${first.name} made most (${share(first.requests ?? 0, billable)})`;
  const freeText = free === null || free === 0 ? '' : `. CloudTrail's own ${counted(free, 'is', 'are')} free`;
  return (
    `${counted(billable, 'billable KMS request')} from reads of CloudTrail ` +
    `files${billable === 0 ? '' : worth}${most}${freeText}.${unsureText}`
  );
}

/** Why the number of requests is unknown. */
function absenceText({ byRule }: Measurement['kmsRequests']): string {
  const others = requestsIn(byRule);
  if (others === 0) return 'there is no KMS event in these logs';
  const which = others === 1 ? 'the only KMS request in these logs is not' : `none of the ${count(others)} KMS requests in these logs is`;
  return `${which} of a CloudTrail file`;
}

function projectionText({
  requestsPerMonth: month,
  costPerMonth,
  currency,
  basis,
  bucketKeySaving: saving,
  coverage,
}: Measurement): string | undefined {
  if (basis === 'none') return undefined;
  const cost =
    costPerMonth === undefined
      ? ''
      : `, ${money(costPerMonth.expected, currency)} (${money(costPerMonth.low, currency)} to ${money(costPerMonth.high, currency)})`;
  const what = basis === 'gets' ? 'That is about' : 'At this pace about';
  const key = saving === undefined ? '' : ` ${savingText(saving, ' of them')}`;
  return (
    `${what} ${counted(month.expected, 'request')} a month (${count(month.low)} to ` +
    `${count(month.high)})${cost}, from ${timeText(coverage.hoursObserved)} observed.${key}`
  );
}

/** A span of hours, in the unit that people would take. */
export function timeText(hours: number): string {
  if (hours < 1) return counted(Math.round(hours * 60), 'minute');
  return hours < 48 ? counted(hours, 'hour') : counted(Math.round(hours / 2.4) / 10, 'day');
}

/** Requests by class; without rows where these are unknown. */
export function classTable({ kmsRequests }: Measurement): Table {
  const { byClass } = kmsRequests;
  const rows =
    byClass === null
      ? []
      : CLASS_NAMES.filter((name) => byClass[name] > 0 || CLASSES[name].countsAs === 'unclassified').map((name) => [
          name,
          CLASSES[name].shown,
          count(byClass[name]),
        ]);
  return {
    title: 'KMS requests, each counted once',
    header: ['class', 'counts as', 'requests'],
    leftColumns: 2,
    rows: byClass === null ? [] : [...rows, ['billable in total', '', count(kmsRequests.billable ?? 0)]],
    summaryRows: 1,
  };
}

/** Who pays requests, or tried to make them. */
export function readerTable({ readers, currency, kmsRequests }: Measurement): Table {
  const paying = readers.filter(({ requests, failed }) => (requests ?? 0) > 0 || (failed ?? 0) > 0);
  const costs = paying.map(({ cost }) => cost ?? new Decimal(0));
  const places = placesFor(costs);
  const rows = paying
    .slice(0, MOST_READERS)
    .map((reader) => [
      reader.name,
      reader.account || '?',
      count(reader.requests ?? 0),
      share(reader.requests ?? 0, kmsRequests.billable ?? 0),
      reader.cost === undefined ? '?' : amount(reader.cost, places),
      String(reader.peakRequestsPerSecond ?? 'unknown'),
      count(reader.failed ?? 0),
    ]);
  return {
    title:
      `Readers, billable requests, ${currency} before the free ` +
      `tier${paying.length > MOST_READERS ? ` (${MOST_READERS} of ${paying.length})` : ''}`,
    header: ['', 'paid by', 'requests', 'share', 'cost', 'peak/s', 'failed'],
    leftColumns: 2,
    spareColumns: [5, 3],
    rows,
    summaryRows: 0,
  };
}

/** Who GETs CloudTrail files. */
export function readTable({ readers, basis }: Measurement): Table {
  const reading = readers.filter(({ reads }) => reads > 0);
  return {
    title: `S3 GETs of CloudTrail files${reading.length > MOST_READERS ? ` (${MOST_READERS} of ${reading.length})` : ''}`,
    header: ['', 'tools', 'GETs', 'on SSE-KMS', 'age (median)'],
    leftColumns: 2,
    spareColumns: [1, 4],
    detail: basis !== 'gets',
    rows: reading.slice(0, MOST_READERS).map(({ name, reads, readsOnSseKms, tools, ages }) => [
      name,
      shortened(
        tools
          .slice(0, 2)
          .map(({ tool }) => tool)
          .join(', '),
        TOOL_WIDTH,
      ),
      count(reads),
      readsOnSseKms === null ? '?' : count(readsOnSseKms),
      medianAge(ages),
    ]),
    summaryRows: 0,
  };
}

/** The class of age in which half of the reads are reached. */
function medianAge(ages: ReaderMeasurement['ages']): string {
  const total = ages.reduce((sum, { reads }) => sum + reads, 0);
  let reached = 0;
  for (const { upToMinutes, reads } of ages) {
    reached += reads;
    if (total > 0 && reached * 2 >= total) return upToMinutes === null ? 'over a year' : `up to ${durationText(upToMinutes)}`;
  }
  return '?';
}

function durationText(minutes: number): string {
  if (minutes < 60) return `${minutes} min`;
  return minutes < 1440 ? `${minutes / 60} h` : `${minutes / 1440} d`;
}

function patterns({ readers }: Measurement): string[] {
  return readers.slice(0, MOST_READERS).flatMap(({ name, pattern, bucketKeySaving: saving }) => {
    if (pattern === undefined) return [];
    const key = saving === undefined ? '' : ` ${savingText(saving, '')}`;
    const isScan = pattern.pattern === 'scan' || pattern.pattern === 'validate';
    const explains = isScan ? `, which explains ${Math.round(pattern.explained * 100)}% of its reads` : '';
    return [`${name} reads as ${pattern.pattern}${explains}: ${pattern.because}.${key}`];
  });
}

function failedFiles({ coverage }: Measurement): string[] {
  const shown = coverage.failures.slice(0, MOST_FILES).map(({ file, reason }) => `${file}: ${reason}`);
  const more = coverage.filesFailed - shown.length;
  return more > 0 ? [...shown, `and ${count(more)} more; JSON lists up to a thousand`] : shown;
}

function coverageItems({ coverage, deliveries }: Measurement): string[] {
  const { filesRead, filesFailed, filesSkipped, digestFiles, otherFiles, accessLogFiles, accessLogLines, duplicates, filteredOut } =
    coverage;
  const others = coverage.recordsOfOtherCategories;
  const what = coverage.eventHistory === undefined ? 'Files' : 'Pages of Event history';
  return [
    `${what}: ${count(filesRead)} read, ${count(filesFailed)} failed, ${count(filesSkipped)} skipped ` +
      `(${counted(digestFiles, 'digest file')}, ${counted(otherFiles, 'that is not a log', 'that are not logs')}).`,
    `Records: ${count(coverage.records)}. Of the relevant ones, ${counted(duplicates, 'was a duplicate', 'were duplicates')}.`,
    ...(filteredOut === 0 ? [] : [`Left out by filters: ${counted(filteredOut, 'request or read', 'requests and reads')}.`]),
    ...(others === 0 ? [] : [`${counted(others, 'record')} of network activity or Insights are not counted: they repeat or sum up calls.`]),
    ...(coverage.filesTwice === 0 ? [] : [twiceText(coverage)]),
    ...(accessLogFiles === 0 ? [] : [`Access logs: ${counted(accessLogFiles, 'file')}, ${counted(accessLogLines, 'line')}.`]),
    `Time: ${timeText(coverage.hoursObserved)} observed${
      coverage.eventHistory === undefined ? `; ${counted(coverage.hoursWithoutFile, 'hour')} without a log file` : ''
    }.`,
    `Accounts: ${seen(coverage.accounts)}. Regions: ${seen(coverage.regions)}. Trails: ` +
      `${seen(coverage.trails)}. Buckets: ${seen(coverage.buckets)}.`,
    ...deliveries.map(
      ({ trail, logFiles, digestFiles: digests }) =>
        `Delivered under SSE-KMS for ${trail}: ${counted(logFiles, 'log file')}, ${counted(digests, 'digest file')}.`,
    ),
  ];
}

function twiceText({ filesTwice, twice }: Coverage): string {
  return `${counted(filesTwice, 'file is', 'files are')} there twice under the same name, and counted once: ${listed(twice, 3)}.`;
}

function basisItems({ basis, reads, conversion }: Measurement): string[] {
  return [
    'A request is billable if S3 made it for a read of a CloudTrail file by anybody but CloudTrail; each ' +
      'event is counted once, however many trails and accounts recorded it.',
    'Only what these logs record is counted. Readers in other accounts appear only if their events, or S3 ' +
      'data events of the bucket, are in these logs.',
    ...(basis === 'none'
      ? []
      : ['The monthly forecast is the observed pace over 30.4 days; its range is two standard errors of the variation from day to day.']),
    ...(reads.total === 0 ? [] : ['GETs and Decrypts are joined by reader, object and time (a Decrypt 0 to 1 second before its GET).']),
    'What a Bucket Key saves depends on how long S3 keeps a key, which AWS does not publish: assumed: 5 minutes, an hour, a day.',
    ...(conversion === undefined ? [] : [conversionText(conversion)]),
  ];
}

function seen(names: readonly string[]): string {
  return names.length === 0 ? 'none seen' : listed(names, 5);
}

function savingText({ low, high }: Range, of: string): string {
  const [from, to] = [Math.round(low * 100), Math.round(high * 100)];
  if (to === 0) return 'A Bucket Key would save nothing.';
  return `A Bucket Key would save about ${from === to ? `${to}%` : `${from}% to ${to}%`}${of}.`;
}

function count(value: number): string {
  return countOf(new Decimal(value));
}

function share(part: number, whole: number): string {
  return percentOf(new Decimal(part), new Decimal(whole));
}
