import { sum } from 'd3-array';
import { Document, isMap, isScalar } from 'yaml';
import { TrailcostError } from '../../base/errors.js';
import { monthPlus } from '../../base/months.js';
import { DAYS_A_MONTH } from '../../base/projection.js';
import { byCase, isRange, mapCases, type Range } from '../../base/range.js';
import { counted } from '../../base/text.js';
import { MINUTES_A_DAY } from '../../base/time.js';
import { CLOUDTRAIL } from '../../scenario/cloudtrail.js';
import { SCENARIO_LIMITS } from '../../scenario/limits.js';
import { requestsThatShow } from './counts.js';
import { Fitting } from './fitting.js';
import type { AccessPattern, Measurement, ReaderMeasurement, RequestCount } from './measurement.js';

/** Months that a scenario from a measurement projects. */
const MONTHS = 12;
/** Where the logs do not tell the bucket's Region. */
const ASSUMED_REGION = 'us-east-1';
const MINUTES_A_MONTH = DAYS_A_MONTH * MINUTES_A_DAY;

/**
 * A scenario for `trailcost estimate`, as YAML with remarks: the trails and readers that a measurement shows, projected from the month
 * after it. What logs cannot tell is a value that costs least to correct, with a remark.
 *
 * @throws TrailcostError `logs-incomplete` where the logs do not tell how much was read
 */
export function scenarioText(measurement: Measurement): string {
  assertKnown(measurement);
  const known = readersToWrite(measurement);
  const fitting = new Fitting();
  const document = new Document(fittedFields(measurement, fitting));
  document.commentBefore = headOf(measurement, fitting.cuts);
  remark(document, 'bucket', regionRemark(measurement));
  remark(document, 'encryption', encryptionRemark(measurement));
  remark(document, 'trails', ' archiveMonths: as far back as the reads go; set how long the bucket really keeps files.');
  known.forEach((reader, index) => {
    const node = document.getIn(['readers', index]);
    if (isMap(node)) node.commentBefore = readerRemark(reader);
  });
  if (measurement.coverage.complete === false) document.commentBefore += '\n The count was stopped before its end.';
  return document.toString({ lineWidth: 120 });
}

/** The scenario's fields, without remarks. */
export function scenarioFields(measurement: Measurement) {
  return fittedFields(measurement, new Fitting());
}

function fittedFields(measurement: Measurement, fitting: Fitting) {
  const { paidCopies, conversion } = measurement;
  const trails = trailsOf(measurement, fitting);
  const known = readersToWrite(measurement);
  const names = new Set<string>();
  const start = fitting.month(startOf(measurement));
  return {
    version: 1,
    name: 'measured',
    period: { start, months: MONTHS },
    bucket: { region: regionOf(measurement) ?? ASSUMED_REGION },
    encryption: { sseKmsSince: fitting.day(measurement.oldestEncryptedDay ?? `${start}-01`) },
    ...(trails.length === 0
      ? {}
      : { trails: trails.map(({ name, files }) => ({ name, ...files, archiveMonths: oldestMonths(measurement) })) }),
    readers: known.length === 0 ? [NOBODY] : known.map((reader) => readerOf(reader, trails, fitting, names)),
    ...(paidCopies < LEAST_COPIES
      ? {}
      : { recording: { paidCopies: fitting.most(Math.round(paidCopies * 100) / 100, 'copies', 'paidCopies') } }),
    ...(conversion === undefined ? {} : { currency: conversion }),
  };
}

/** Fewer paid copies of each request are stray ones. */
const LEAST_COPIES = 0.05;
/** Of more readers than this the smallest are written as one. */
const MOST_READERS = 500;

/** Where nothing tells how much was read, a scenario would say that nothing was. */
function assertKnown({ kmsRequests, basis, coverage }: Measurement): void {
  const isUnsure = requestsThatShow(kmsRequests, 'unconfirmed-read') > 0;
  if (!coverage.complete || basis !== 'none' || (kmsRequests.billable !== null && !isUnsure)) return;
  throw new TrailcostError('logs-incomplete', {
    where: '--scenario',
    what: 'the logs do not show how much was read, so there is nothing to project',
    remedy: 'Count logs with KMS events, S3 data events or access logs.',
  });
}

/** A reader of which it is known how it reads. */
interface ReaderToWrite extends Pick<ReaderMeasurement, 'name' | 'account' | 'trails' | 'bucketKeySaving' | 'requestsPerMonth'> {
  pattern: AccessPattern;
}

function readersToWrite({ readers }: Measurement): ReaderToWrite[] {
  const known = readers.flatMap(({ pattern, ...reader }) => (pattern === undefined ? [] : [{ ...reader, pattern }]));
  if (known.length <= MOST_READERS) return known;
  const rest = known.slice(MOST_READERS);
  const readsPerMonth = byCase((which) => sum(rest, ({ requestsPerMonth }) => requestsPerMonth[which]));
  const pattern: AccessPattern = {
    pattern: 'single',
    explained: 0,
    because: `${rest.length} readers with few reads`,
    fields: { readsPerMonth },
  };
  const others = { name: 'all other readers', account: '', trails: [], bucketKeySaving: undefined, requestsPerMonth: readsPerMonth };
  return [...known.slice(0, MOST_READERS), { ...others, pattern }];
}

function readerRemark({ pattern: { pattern, because, explained }, account }: ReaderToWrite): string {
  const payer = account === '' ? ' The logs do not say who pays.' : '';
  const isScan = pattern === 'scan' || pattern === 'validate';
  const explains = isScan ? `; explains ${Math.round(explained * 100)}% of its reads` : '';
  return ` ${because}${explains}.${payer}`;
}

/** A scenario needs a reader; one that reads nothing costs nothing. */
const NOBODY = { name: 'nobody', pattern: 'single', readsPerMonth: 0 };

function headOf({ coverage, warnings }: Measurement, cuts: readonly string[]): string {
  const lines = [
    `From logs of ${coverage.firstEvent ?? 'no time'} to ${coverage.lastEvent ?? 'no time'} (UTC): ` +
      `${counted(coverage.hoursObserved, 'hour')} observed, ${counted(coverage.records, 'record')}.`,
    'Ranges come from the variation between days. Not measured, and so at their defaults: keys, free tier, growth.',
    ...cuts,
    ...warnings.map(({ message }) => `Warning: ${message}`),
  ];
  return lines.map((line) => ` ${line}`).join('\n');
}

function remark(document: Document, key: string, text: string | undefined): void {
  const keys = isMap(document.contents) ? document.contents.items.map((pair) => pair.key) : [];
  const node = keys.filter(isScalar).find(({ value }) => value === key);
  if (node !== undefined && text !== undefined) node.commentBefore = text;
}

/** The month after the last event. */
function startOf({ coverage }: Measurement): string {
  return coverage.lastEvent === null ? '2026-01' : monthPlus(coverage.lastEvent.slice(0, 7), 1);
}

/** Of most billable requests, whether or not its price is known; else the only one there is. An estimate takes known Regions alone. */
function regionOf({ counts, prices, unknownRegions, coverage: { regions } }: Measurement): string | undefined {
  const [only] = regions.length === 1 ? regions : [];
  const unknown = new Set(unknownRegions);
  const found = busiestRegion(counts.filter(({ region }) => !unknown.has(region))) ?? prices[0]?.region ?? only;
  return found === undefined || unknown.has(found) ? undefined : found;
}

function regionRemark(measurement: Measurement): string | undefined {
  if (regionOf(measurement) !== undefined) return undefined;
  const region = busiestRegion(measurement.counts);
  if (region === undefined) return ' The logs do not show the Region of the bucket and the key: set it.';
  return ` The logs' Region, ${region}, is not known: set it, and give its prices with --price-book FILE.`;
}

function encryptionRemark({ oldestEncryptedDay }: Measurement): string {
  if (oldestEncryptedDay === undefined)
    return ' No SSE-KMS file was seen, so the switch is taken to be at the start of the period. Set the day.';
  return ' Delivery of the oldest SSE-KMS file that was seen; SSE-KMS may have been on for longer.';
}

interface MeasuredTrail {
  name: string;
  /** None where the trail is only known by its files. */
  arns: readonly string[];
  files: Record<string, number | Range>;
}

/** Trails as their deliveries show them; where there are none, the log files that were read are the trail. */
function trailsOf({ deliveries, filesPerMonth }: Measurement, fitting: Fitting): MeasuredTrail[] {
  const filesOf = (log: Range, digest: Range, accounts = 0) => {
    const logFiles = fitting.most(log, 'count', 'logFilesPerMonth');
    const digestFiles = digest.expected === 0 ? undefined : fitting.most(digest, 'count', 'digestFilesPerMonth');
    return accounts === 0 ? filesOfTrail(logFiles, digestFiles) : filesByAccount(logFiles, digestFiles, accounts);
  };
  if (deliveries.length === 0) {
    return filesPerMonth.expected === 0 ? [] : [{ name: 'observed', arns: [], files: filesOf(filesPerMonth, NO_FILES) }];
  }
  const names = new Set<string>();
  const bySize = deliveries.toSorted((one, other) => other.logFiles - one.logFiles);
  const rest = new Set(deliveries.length > SCENARIO_LIMITS.trails ? bySize.slice(SCENARIO_LIMITS.trails - 1) : []);
  const trails = deliveries
    .filter((delivery) => !rest.has(delivery))
    .map(({ trail, accounts, logFilesPerMonth, digestFilesPerMonth }) => ({
      name: trailName(trail, fitting, names),
      arns: [trail],
      files: filesOf(logFilesPerMonth, digestFilesPerMonth, accounts),
    }));
  if (rest.size === 0) return trails;
  const together = (field: 'logFilesPerMonth' | 'digestFilesPerMonth') => byCase((which) => sum(rest, (one) => one[field][which]));
  const others = {
    name: fitting.name('all other trails', names),
    arns: [...rest].map(({ trail }) => trail),
    files: filesOf(together('logFilesPerMonth'), together('digestFilesPerMonth')),
  };
  return [...trails, others];
}

function filesOfTrail(logFiles: Range, digestFiles: Range | undefined): MeasuredTrail['files'] {
  return {
    logFilesPerMonth: plainIfSame(logFiles),
    ...(digestFiles === undefined ? {} : { digestFilesPerMonth: plainIfSame(digestFiles) }),
  };
}

/** The same files by account, so that the trail can grow by accounts. */
function filesByAccount(logFiles: Range, digestFiles: Range | undefined, accounts: number): MeasuredTrail['files'] {
  const share = (files: number) => (files % accounts === 0 ? files / accounts : Number((files / accounts).toPrecision(FILE_DIGITS)));
  return {
    accounts,
    logFilesPerAccountMonth: plainIfSame(mapCases(logFiles, share)),
    ...(digestFiles === undefined ? {} : { digestFilesPerAccountMonth: plainIfSame(mapCases(digestFiles, share)) }),
  };
}

/** Of a number of files an account; a month of all accounts is then right to a file in many millions. */
const FILE_DIGITS = 8;

const NO_FILES: Range = { low: 0, expected: 0, high: 0 };

function readerOf(reader: ReaderToWrite, trails: readonly MeasuredTrail[], fitting: Fitting, names: Set<string>) {
  const { name, account, bucketKeySaving, requestsPerMonth, pattern } = reader;
  const read = new Set(reader.trails);
  const own = trails.filter(({ arns }) => arns.some((arn) => read.has(arn)));
  const isSome = own.length > 0 && own.length < trails.length;
  const hasDigests = (own.length > 0 ? own : trails).some(
    ({ files }) => 'digestFilesPerMonth' in files || 'digestFilesPerAccountMonth' in files,
  );
  const how =
    trails.length === 0 && pattern.pattern !== 'single'
      ? { pattern: 'single', readsPerMonth: fitted('readsPerMonth', requestsPerMonth, fitting) }
      : withoutUnknownDigests(pattern, hasDigests, fitting);
  return {
    name: fitting.name(name === CLOUDTRAIL ? `${name} (reader)` : name, names),
    ...(/^\d{12}$/.test(account) ? { account } : {}),
    ...(isSome ? { trails: own.map((trail) => trail.name) } : {}),
    ...how,
    ...(bucketKeySaving === undefined ? {} : { bucketKeyReduction: plainIfSame(bucketKeySaving) }),
  };
}

/** Where no digest files are known to be delivered, a validation is a scan of the log files, and nobody reads digests. */
function withoutUnknownDigests({ pattern, fields }: AccessPattern, hasDigests: boolean, fitting: Fitting) {
  const { digests, ...others } = fields;
  // Replication of digest files is the default, and so is that they are delivered.
  const known = pattern === 'replicate' ? { ...others, digests: hasDigests && digests === true } : others;
  const kept = Object.fromEntries(
    Object.entries(hasDigests ? fields : known).map(([field, value]) => [field, fitted(field, value, fitting)]),
  );
  return { pattern: pattern === 'validate' && !hasDigests ? 'scan' : pattern, ...kept };
}

function fitted<T>(field: string, value: T | Range, fitting: Fitting): T | Range | number {
  const what = field === 'runsPerMonth' ? 'runs' : field === 'readsPerMonth' ? 'count' : undefined;
  return plainIfSame(what === undefined ? value : fitting.most(value, what, field));
}

/** Months that the archive reaches back at least: to the oldest file that anybody read. */
function oldestMonths({ readers }: Measurement): number {
  const minutes = readers.reduce((most, { oldestMinutes }) => Math.max(most, oldestMinutes), 0);
  return Math.min(SCENARIO_LIMITS.archiveMonths, Math.max(1, Math.ceil(minutes / MINUTES_A_MONTH)));
}

/** A range from a number to the same number is that number. */
function plainIfSame<T>(value: T | Range): T | Range | number {
  return isRange(value) && value.low === value.high ? value.expected : value;
}

function trailName(arn: string, fitting: Fitting, names: Set<string>): string {
  const name = arn
    .slice(arn.lastIndexOf('/') + 1)
    .trim()
    .slice(0, 60)
    .trim();
  return fitting.name(name === '' || name === CLOUDTRAIL ? 'trail' : name, names);
}

function busiestRegion(counts: readonly RequestCount[]): string | undefined {
  const billable = counts.filter(({ countsAs, region }) => countsAs === 'billable' && region !== '');
  return billable.sort((one, other) => other.requests - one.requests)[0]?.region;
}
