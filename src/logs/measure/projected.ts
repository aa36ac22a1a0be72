import { sum } from 'd3-array';
import { TrailcostError } from '../../base/errors.js';
import { monthPlus } from '../../base/months.js';
import { DAYS_A_MONTH } from '../../base/projection.js';
import { byCase, isRange, mapCases, type Range } from '../../base/range.js';
import { MINUTES_A_DAY } from '../../base/time.js';
import type { Price } from '../../prices/book.js';
import { CLOUDTRAIL } from '../../scenario/cloudtrail.js';
import { SCENARIO_LIMITS } from '../../scenario/limits.js';
import { requestsThatShow } from './counts.js';
import { withoutDigests } from './digests.js';
import type { Fitting } from './fitting.js';
import type { AccessPattern, Coverage, Measurement, ReaderMeasurement, RequestCount } from './measurement.js';

const MINUTES_A_MONTH = DAYS_A_MONTH * MINUTES_A_DAY;
/** Fewer paid copies of each request are stray ones. */
const LEAST_COPIES = 0.05;
/** Of more readers than this the smallest are written as one. */
const MOST_READERS = 500;

/** What of a measurement a scenario is made of: as it was counted just now, or saved. */
export interface MeasuredLogs
  extends Pick<
    Measurement,
    'deliveries' | 'filesPerMonth' | 'basis' | 'oldestEncryptedDay' | 'paidCopies' | 'conversion' | 'unknownRegions'
  > {
  coverage: Pick<Coverage, 'complete' | 'firstEvent' | 'lastEvent' | 'hoursObserved' | 'records' | 'accounts' | 'regions'>;
  kmsRequests: { billable: number | null; byRule: readonly Pick<Measurement['kmsRequests']['byRule'][number], 'rule' | 'requests'>[] };
  counts: readonly Pick<RequestCount, 'region' | 'countsAs' | 'requests'>[];
  prices: readonly Pick<Price, 'region'>[];
  readers: readonly MeasuredReader[];
  warnings: readonly { message: string }[];
}

type MeasuredReader = Pick<
  ReaderMeasurement,
  'name' | 'account' | 'trails' | 'bucketKeySaving' | 'requestsPerMonth' | 'oldestMinutes' | 'pattern'
>;

/** What is known beside the logs: whether there are trails to read, and digest files. */
export interface KnownElsewhere {
  hasTrails: boolean;
  hasDigests: boolean;
}

/** A measurement as the parts of a scenario. */
export interface Projected {
  start: string;
  region: string | undefined;
  /** Where the Region cannot be written: why. */
  regionRemark: string | undefined;
  /** Delivery of the oldest SSE-KMS file that was seen. */
  sseKmsSince: string | undefined;
  trails: readonly MeasuredTrail[];
  /** As far back as the reads go. */
  archiveMonths: number;
  readers: readonly ProjectedReader[];
  paidCopies: number | undefined;
}

/** A reader as a scenario has it. */
export interface ProjectedReader {
  name: string;
  /** Undefined where the logs do not say who pays. */
  account: string | undefined;
  /** Names of the trails that it reads; undefined where these are all. */
  trails: readonly string[] | undefined;
  pattern: AccessPattern['pattern'];
  fields: AccessPattern['fields'];
  /** Why it has this pattern, and what the logs do not say. */
  reason: string;
}

/**
 * The trails and readers that a measurement shows, as a scenario has them.
 *
 * @throws TrailcostError `logs-incomplete` where the logs do not tell how much was read
 */
export function projectedOf(
  measurement: MeasuredLogs,
  fitting: Fitting,
  elsewhere: KnownElsewhere = { hasTrails: false, hasDigests: false },
): Projected {
  const { paidCopies, oldestEncryptedDay } = measurement;
  const trails = trailsOf(measurement, fitting);
  const names = new Set<string>();
  const start = fitting.month(startOf(measurement));
  return {
    start,
    region: regionOf(measurement),
    regionRemark: regionRemark(measurement),
    sseKmsSince: oldestEncryptedDay === undefined ? undefined : fitting.day(oldestEncryptedDay),
    trails,
    archiveMonths: oldestMonths(measurement),
    readers: readersToWrite(measurement).map((reader) => readerOf(reader, trails, { fitting, elsewhere }, names)),
    paidCopies: paidCopies < LEAST_COPIES ? undefined : Number(fitting.most(Math.round(paidCopies * 100) / 100, 'copies', 'paidCopies')),
  };
}

/**
 * Where nothing tells how much was read, a scenario would say that nothing was.
 *
 * @throws TrailcostError `logs-incomplete`
 */
export function assertProjectable({ kmsRequests, basis, coverage }: MeasuredLogs, where = '--scenario'): void {
  const isUnsure = requestsThatShow(kmsRequests, 'unconfirmed-read') > 0;
  if (!coverage.complete || basis !== 'none' || (kmsRequests.billable !== null && !isUnsure)) return;
  throw new TrailcostError('logs-incomplete', {
    where,
    what: 'the logs do not show how much was read, so there is nothing to project',
    remedy: 'Count logs with KMS events, S3 data events or access logs.',
  });
}

/** A reader of which it is known how it reads. */
interface ReaderToWrite extends Pick<ReaderMeasurement, 'name' | 'account' | 'trails' | 'bucketKeySaving' | 'requestsPerMonth'> {
  pattern: AccessPattern;
}

function readersToWrite({ readers }: MeasuredLogs): ReaderToWrite[] {
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

function reasonOf({ pattern: { pattern, because, explained }, account }: ReaderToWrite): string {
  const payer = account === '' ? ' The logs do not say who pays.' : '';
  const isScan = pattern === 'scan' || pattern === 'validate';
  const explains = isScan ? `; explains ${Math.round(explained * 100)}% of its reads` : '';
  return `${because}${explains}.${payer}`;
}

/** The month after the last event. */
function startOf({ coverage }: MeasuredLogs): string {
  return coverage.lastEvent === null ? '2026-01' : monthPlus(coverage.lastEvent.slice(0, 7), 1);
}

/** Of most billable requests, whether or not its price is known; else the only one there is. An estimate takes known Regions alone. */
function regionOf({ counts, prices, unknownRegions, coverage: { regions } }: MeasuredLogs): string | undefined {
  const [only] = regions.length === 1 ? regions : [];
  const unknown = new Set(unknownRegions);
  const found = busiestRegion(counts.filter(({ region }) => !unknown.has(region))) ?? prices[0]?.region ?? only;
  return found === undefined || unknown.has(found) ? undefined : found;
}

function regionRemark(measurement: MeasuredLogs): string | undefined {
  if (regionOf(measurement) !== undefined) return undefined;
  const region = busiestRegion(measurement.counts);
  if (region === undefined) return 'The logs do not show the Region of the bucket and the key: set it.';
  return `The logs' Region, ${region}, is not known: set it, and give its prices with --price-book FILE.`;
}

/** A trail with its files, by field of a scenario. */
export interface MeasuredTrail {
  name: string;
  /** None where the trail is only known by its files. */
  arns: readonly string[];
  files: Record<string, number | Range>;
}

/** Trails as their deliveries show them; where there are none, the log files that were read are the trail. */
function trailsOf({ deliveries, filesPerMonth }: MeasuredLogs, fitting: Fitting): MeasuredTrail[] {
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

function readerOf(
  reader: ReaderToWrite,
  trails: readonly MeasuredTrail[],
  { fitting, elsewhere }: { fitting: Fitting; elsewhere: KnownElsewhere },
  names: Set<string>,
): ProjectedReader {
  const { name, account, bucketKeySaving, requestsPerMonth, pattern } = reader;
  const read = new Set(reader.trails);
  const own = trails.filter(({ arns }) => arns.some((arn) => read.has(arn)));
  const isSome = own.length > 0 && own.length < trails.length;
  const hasDigests =
    elsewhere.hasDigests ||
    (own.length > 0 ? own : trails).some(({ files }) => 'digestFilesPerMonth' in files || 'digestFilesPerAccountMonth' in files);
  const isCounted = trails.length === 0 && !elsewhere.hasTrails && pattern.pattern !== 'single';
  const how = hasDigests ? pattern : withoutDigests(pattern);
  const { pattern: kind, fields } = isCounted ? { pattern: 'single' as const, fields: { readsPerMonth: requestsPerMonth } } : how;
  return {
    name: fitting.name(name === CLOUDTRAIL ? `${name} (reader)` : name, names),
    account: /^\d{12}$/.test(account) ? account : undefined,
    trails: isSome ? own.map((trail) => trail.name) : undefined,
    pattern: kind,
    fields: {
      ...fittedAll(fields, fitting),
      ...(bucketKeySaving === undefined ? {} : { bucketKeyReduction: plainIfSame(bucketKeySaving) }),
    },
    reason: reasonOf(reader),
  };
}

function fittedAll(fields: AccessPattern['fields'], fitting: Fitting): AccessPattern['fields'] {
  return Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, fitted(field, value, fitting)]));
}

function fitted<T>(field: string, value: T | Range, fitting: Fitting): T | Range | number {
  const what = field === 'runsPerMonth' ? 'runs' : field === 'readsPerMonth' ? 'count' : undefined;
  return plainIfSame(what === undefined ? value : fitting.most(value, what, field));
}

/** Months that the archive reaches back at least: to the oldest file that anybody read. */
function oldestMonths({ readers }: MeasuredLogs): number {
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

function busiestRegion(counts: MeasuredLogs['counts']): string | undefined {
  const billable = counts.filter(({ countsAs, region }) => countsAs === 'billable' && region !== '');
  return billable.toSorted((one, other) => other.requests - one.requests)[0]?.region;
}
