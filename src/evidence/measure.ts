import type { Decimal } from '../decimal.js';
import { type Price, type PriceBook, unitPrice } from '../prices/book.js';
import { costOf, countsOf, type IsTrailBucket, kmsRequestsOf, namesOf, priceToProject, ruledCells, trailBuckets } from './counts.js';
import { coverageOf, observationOf, type RunOfCount } from './coverage.js';
import { accessPatternOf, FRESH_SHARE, freshShare } from './infer.js';
import type { Coverage, Measurement, ReaderMeasurement, RequestCount, Span } from './measurement.js';
import { plain } from './plain.js';
import { type Observation, perMonth } from './projection.js';
import type { Reader } from './reader.js';
import { AGE_MINUTES, type Reads } from './reads.js';
import { bucketKeySaving } from './saving.js';
import type { Tally } from './tally.js';
import { warningsOf } from './warnings.js';

/** How a count was made, beside what it found. */
export interface Circumstances extends RunOfCount {
  /** Buckets that the user names as holding CloudTrail files. */
  buckets: readonly string[];
  /** Regions that the user names. */
  regions: readonly string[];
}

/** Turns what was counted into a measurement. */
export function measurementOf(tally: Tally, book: PriceBook, run: Circumstances): Measurement {
  const coverage = coverageOf(tally, run);
  const observation = observationOf(tally, run, coverage);
  const isTrailBucket = trailBuckets(tally, run.buckets);
  const cells = ruledCells(tally, isTrailBucket);
  const names = namesOf(tally.readers.list());
  const counts = countsOf(cells, names, book);
  const all = [...tally.readers.list()];
  const deliveries = deliveriesOf(tally, observation);
  const requests = kmsRequestsOf(cells, coverage.kmsEvents === 'present');
  const hasBucketKey = isUnderBucketKey(requests);
  const around: Around = {
    tally,
    observation,
    isTrailBucket,
    deliveries,
    hasBucketKey,
    areRequestsKnown: coverage.kmsEvents === 'present',
  };
  const basis = basisOf(counts, coverage);
  const requestsPerMonth = sumOfMonths(all, basis, around);
  const price =
    basis === 'none'
      ? undefined
      : priceToProject(counts, run.regions.length === 1 ? run.regions : coverage.regions, (coverage.lastEvent ?? '').slice(0, 7), book);
  const measured = {
    coverage,
    kmsRequests: requests,
    reads: readsOf(all, coverage, hasBucketKey),
    counts,
    readers: all
      .map((reader) => readerOf(reader, names.get(reader) as string, counts, around))
      .filter(hasReads)
      .sort(byRequests),
    peakRequestsPerSecond: around.areRequestsKnown ? peakOf(tally, isTrailBucket) : null,
    deliveries,
    filesPerMonth: filesPerMonth(tally, observation),
    currency: price?.currency ?? 'USD',
    cost: around.areRequestsKnown ? costOf(counts) : undefined,
    requestsPerMonth,
    costPerMonth: price === undefined || basis === 'none' ? undefined : costs(requestsPerMonth, price),
    bucketKeySaving: hasBucketKey ? undefined : bucketKeySaving(all.map(readsToGoBy)),
    basis,
    oldestEncryptedDay: Number.isFinite(tally.oldestEncryptedMinute) ? dayText(tally.oldestEncryptedMinute) : undefined,
    prices: [...new Set([...counts.map((count) => count.price), price].filter((one) => one !== undefined))],
  } satisfies Omit<Measurement, 'warnings'>;
  return { ...measured, warnings: warningsOf(measured, tally, observation, run) };
}

interface Around {
  /** Whether the logs hold KMS events: without them requests are unknown. */
  areRequestsKnown: boolean;
  /** Whether one request may stand for many reads. */
  hasBucketKey: boolean;
  tally: Tally;
  observation: Observation;
  isTrailBucket: IsTrailBucket;
  deliveries: Measurement['deliveries'];
}

function isUnderBucketKey({ byClass, byRule }: Measurement['kmsRequests']): boolean {
  return (byClass?.['bucket-key-read'] ?? 0) > 0 || byRule.some(({ rule }) => rule === 'delivery-under-bucket-key');
}

function basisOf(counts: readonly RequestCount[], { gets }: Coverage): Measurement['basis'] {
  if (counts.some(({ bearing }) => bearing === 'billable')) return 'decrypts';
  return gets === 'present' ? 'gets' : 'none';
}

/** Reads as GETs show them, or as Decrypts do where these are more. */
function readsToGoBy({ gets, decrypts }: Reader): Reads {
  return gets.total >= decrypts.total ? gets : decrypts;
}

function sumOfMonths(readers: readonly Reader[], basis: Measurement['basis'], around: Around): Span {
  const total = readers.reduce((sum, reader) => sum + totalOf(reader, basis, around), 0);
  return perMonth(total, (day) => readers.reduce((sum, reader) => sum + ofDay(reader, basis, day, around), 0), around.observation);
}

function totalOf(reader: Reader, basis: Measurement['basis'], { isTrailBucket }: Around): number {
  if (basis === 'gets') return reader.gets.total;
  const paces = [reader.pace, ...bucketPaces(reader, isTrailBucket)];
  return paces.reduce((sum, { days }) => sum + sumOf(days), 0);
}

function ofDay(reader: Reader, basis: Measurement['basis'], day: number, { isTrailBucket }: Around): number {
  if (basis === 'gets') return reader.gets.days.get(day) ?? 0;
  return [reader.pace, ...bucketPaces(reader, isTrailBucket)].reduce((sum, { days }) => sum + (days.get(day) ?? 0), 0);
}

function bucketPaces(reader: Reader, isTrailBucket: IsTrailBucket) {
  return [...reader.bucketPaces].filter(([bucket]) => isTrailBucket(bucket)).map(([, pace]) => pace);
}

function peakOf(tally: Tally, isTrailBucket: IsTrailBucket): number {
  return Math.max(tally.pace.most, ...[...tally.bucketPaces].filter(([bucket]) => isTrailBucket(bucket)).map(([, pace]) => pace.most));
}

function readerOf(reader: Reader, name: string, counts: readonly RequestCount[], around: Around): ReaderMeasurement {
  const { principal, gets, matchedGets, sessions, tools } = reader;
  const own = counts.filter((count) => count.reader === name && count.account === principal.account);
  const billable = own.filter(({ bearing }) => bearing === 'billable');
  const reads = readsToGoBy(reader);
  const basis = billable.length > 0 ? 'decrypts' : 'gets';
  return {
    name,
    principal: plain(principal.name),
    account: principal.account,
    requests: around.areRequestsKnown ? requestsIn(billable) : null,
    failed: around.areRequestsKnown ? requestsIn(own.filter(({ bearing }) => bearing === 'failed')) : null,
    reads: gets.total,
    readsOnSseKms: around.areRequestsKnown && !around.hasBucketKey && gets.total > 0 ? Math.min(matchedGets, gets.total) : null,
    sessions: sessions.count(),
    peakRequestsPerSecond: around.areRequestsKnown
      ? Math.max(reader.pace.most, ...bucketPaces(reader, around.isTrailBucket).map(({ most }) => most))
      : null,
    tools: [...tools].sort(([, one], [, other]) => other - one).map(([tool, times]) => ({ tool, reads: times })),
    ages: [...AGE_MINUTES, null].map((upToMinutes, index) => ({ upToMinutes, reads: reads.ages[index] ?? 0 })),
    cost: around.areRequestsKnown ? costOf(billable) : undefined,
    requestsPerMonth: perMonth(totalOf(reader, basis, around), (day) => ofDay(reader, basis, day, around), around.observation),
    pattern:
      reads.total === 0
        ? undefined
        : accessPatternOf(reads, { ...filesADay(reader, around), observation: around.observation, tools: [...tools.keys()] }),
    bucketKeySaving: around.hasBucketKey ? undefined : bucketKeySaving([reads]),
    trails: trailsOf(reader),
  };
}

/** Trails that make at least a hundredth of its reads. */
function trailsOf({ trails, decrypts }: Reader): string[] {
  return [...trails]
    .filter(([trail, reads]) => trail !== '' && reads * 100 >= decrypts.total)
    .map(([trail]) => plain(trail))
    .sort();
}

/** Files delivered a day for the trails that a reader reads; for all trails where its own are not known. */
function filesADay(reader: Reader, { deliveries, tally, observation }: Around): { logFilesPerDay: number; digestFilesPerDay: number } {
  const days = observation.hours / 24;
  const own = trailsOf(reader);
  const relevant = deliveries.filter(({ trail }) => own.length === 0 || own.includes(trail));
  const logFiles = relevant.reduce((sum, trail) => sum + trail.logFiles, 0) || sumOf(tally.logFilesOfDays) || filesReadWhenNew(tally);
  const digestFiles = relevant.reduce((sum, trail) => sum + trail.digestFiles, 0);
  return days === 0
    ? { logFilesPerDay: 0, digestFilesPerDay: 0 }
    : { logFilesPerDay: logFiles / days, digestFilesPerDay: digestFiles / days };
}

/** Log files a month where no deliveries are seen: those found, else those that a reader of new files read. */
function filesPerMonth(tally: Tally, observation: Observation): Span {
  const found = sumOf(tally.logFilesOfDays);
  if (found > 0) return perMonth(found, (day) => tally.logFilesOfDays.get(day) ?? 0, observation);
  const whole = filesReadWhenNew(tally);
  return perMonth(whole, () => (whole * 24) / observation.hours, observation);
}

/** Where neither deliveries nor files are known: at least as many were delivered as one reader of new files read. */
function filesReadWhenNew({ readers }: Tally): number {
  const fresh = [...readers.list()].map(readsToGoBy).filter((reads) => reads.total > 0 && freshShare(reads) >= FRESH_SHARE);
  return Math.max(0, ...fresh.map(({ files }) => files.count()));
}

function sumOf(days: ReadonlyMap<number, number>): number {
  return [...days.values()].reduce((sum, count) => sum + count, 0);
}

function hasReads({ requests, reads, failed }: ReaderMeasurement): boolean {
  return (requests ?? 0) > 0 || reads > 0 || (failed ?? 0) > 0;
}

function byRequests(one: ReaderMeasurement, other: ReaderMeasurement): number {
  return (other.requests ?? 0) - (one.requests ?? 0) || other.reads - one.reads || (one.name < other.name ? -1 : 1);
}

function requestsIn(counts: readonly RequestCount[]): number {
  return counts.reduce((sum, { requests }) => sum + requests, 0);
}

function readsOf(readers: readonly Reader[], { kmsEvents, gets }: Coverage, hasBucketKey: boolean): Measurement['reads'] {
  const ofKind = (kind: number) => readers.reduce((sum, reader) => sum + (reader.gets.ofKind[kind] ?? 0), 0);
  const total = readers.reduce((sum, reader) => sum + reader.gets.total, 0);
  const matched = readers.reduce((sum, reader) => sum + reader.matchedGets, 0);
  return {
    total,
    logFiles: ofKind(0),
    digestFiles: ofKind(1),
    otherFiles: ofKind(2),
    onSseKms: kmsEvents === 'present' && gets === 'present' && !hasBucketKey ? Math.min(matched, total) : null,
    requestsHadAllBeenSseKms: total,
  };
}

function deliveriesOf({ deliveries }: Tally, observation: Observation): Measurement['deliveries'] {
  return [...deliveries]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([trail, days]) => {
      const logFiles = [...days.values()].reduce((sum, day) => sum + day.logFiles, 0);
      const digestFiles = [...days.values()].reduce((sum, day) => sum + day.digestFiles, 0);
      return {
        trail: plain(trail),
        logFiles,
        digestFiles,
        logFilesPerMonth: perMonth(logFiles, (day) => days.get(day)?.logFiles ?? 0, observation),
        digestFilesPerMonth: perMonth(digestFiles, (day) => days.get(day)?.digestFiles ?? 0, observation),
      };
    });
}

function costs({ low, expected, high }: Span, price: Price): { low: Decimal; expected: Decimal; high: Decimal } {
  const each = unitPrice(price);
  return { low: each.times(low), expected: each.times(expected), high: each.times(high) };
}

/** The UTC day of a minute. */
function dayText(minute: number): string {
  return new Date(minute * 60_000).toISOString().slice(0, 10);
}
