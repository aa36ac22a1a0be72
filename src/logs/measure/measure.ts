// logs/measure: what the count means: costs, access patterns, a month ahead, and what could not be seen.

import { group, rollup, sum } from 'd3-array';
import { sanitised } from '../../base/cleaned.js';
import type { Decimal } from '../../base/decimal.js';
import { perMonth } from '../../base/projection.js';
import type { Range } from '../../base/range.js';
import { SECONDS_AN_HOUR, timeText } from '../../base/time.js';
import { assertConversion, convertedPrice } from '../../model/conversion.js';
import type { PriceBook } from '../../prices/book.js';
import type { Reader } from '../count/reader.js';
import type { Tally } from '../count/tally.js';
import type { Around, Circumstances, Delivered } from './circumstances.js';
import {
  bucketUses,
  costOf,
  countsOf,
  doReadsShow,
  kmsRequestsOf,
  namesOf,
  priceToProject,
  requestsIn,
  requestsThatShow,
  ruledRequests,
} from './counts.js';
import { coverageOf, encryptedObservation, getObservation, trailObservation } from './coverage.js';
import { FRESH_SHARE, freshShare } from './infer.js';
import { bucketPaces, byRequests, hasReads, hoursOf, monthOf, readerMeasurement, readsToGoBy, sumOf } from './measure-reader.js';
import type { Coverage, Measurement, RequestCount } from './measurement.js';
import type { Observation } from './observation.js';
import { bucketKeySaving } from './saving.js';
import { warningsOf } from './warnings.js';

/**
 * Turns what was counted into a measurement.
 *
 * @throws TrailcostError as {@link assertConversion}
 */
export function measurementOf(tally: Tally, book: PriceBook, run: Circumstances): Measurement {
  const readers = tally.readers.list();
  const useOf = bucketUses(tally, run.buckets);
  const names = namesOf(readers);
  const ruled = ruledRequests(names, useOf);
  const counts = countsOf(ruled, book, run.conversion);
  const readsShow = doReadsShow(tally, ruled);
  const kmsRequests = kmsRequestsOf(ruled, { anyKms: tally.intake.kmsRecords > 0, readsShow });
  const observations = {
    trail: trailObservation(tally.intake, run),
    decrypts: encryptedObservation(tally.intake, run),
    gets: getObservation(tally.intake, run),
  };
  const basis = basisOf(counts, tally);
  const observation = basis === 'none' ? observations.trail : observations[basis];
  const coverage = coverageOf(tally.intake, run, observation, readsShow, unmatchedFilters(tally, ruled, run));
  const deliveries = deliveriesOf(tally, observations.decrypts);
  const around: Around = {
    tally,
    observations,
    useOf,
    readsShow,
    counts: group(counts, ({ reader }) => reader),
    delivered: deliveredOf(deliveries),
    hasBucketKey: requestsThatShow(kmsRequests, 'bucket-key') > 0,
    filesReadWhenNew: filesReadWhenNew(readers),
  };
  const requestsPerMonth = sumOfMonths(readers, basis, around);
  const month = (coverage.lastEvent ?? '').slice(0, 7);
  const price =
    basis === 'none' ? undefined : priceToProject(counts, run.regions.length === 1 ? run.regions : coverage.regions, month, book);
  const prices = [...new Set([...counts.map((count) => count.price), price].filter((one) => one !== undefined))];
  assertConversion(run.conversion, prices);
  const measured = {
    coverage,
    kmsRequests,
    reads: readsOf(readers, coverage, around.hasBucketKey || tally.isOfSums),
    counts,
    readers: readersOf(names, around),
    peakRequestsPerSecond: readsShow && !tally.isOfSums ? peakOf(tally, readers, around) : null,
    byHour: byHourOf(readers, basis, around),
    deliveries,
    filesPerMonth: filesPerMonth(around),
    currency: run.conversion?.code ?? price?.currency ?? 'USD',
    conversion: run.conversion,
    cost: readsShow ? costOf(counts) : undefined,
    requestsPerMonth,
    costPerMonth: price === undefined ? undefined : costs(requestsPerMonth, convertedPrice(price, run.conversion, month)),
    bucketKeySaving: savingOf(readers, basis, around),
    basis,
    oldestEncryptedDay: Number.isFinite(tally.intake.oldestEncryptedMinute) ? dayText(tally.intake.oldestEncryptedMinute) : undefined,
    paidCopies: paidCopiesOf(counts, tally),
    prices,
    unknownRegions: unknownAmong([...coverage.regions, ...counts.map(({ region }) => region)], book),
  } satisfies Omit<Measurement, 'warnings'>;
  return { ...measured, warnings: warningsOf(measured, tally, observations, run) };
}

function readersOf(names: ReadonlyMap<Reader, string>, around: Around): Measurement['readers'] {
  return [...names]
    .map(([reader, name]) => readerMeasurement(reader, name, around))
    .filter(hasReads)
    .sort(byRequests);
}

/** Of each billable request. */
function paidCopiesOf(counts: readonly RequestCount[], { intake }: Tally): number {
  const billable = requestsIn(counts.filter(({ countsAs }) => countsAs === 'billable'));
  return billable === 0 ? 0 : intake.paidCopies / billable;
}

/** Of the requests that were counted; where none can be, of all reads. */
function savingOf(readers: readonly Reader[], basis: Measurement['basis'], { hasBucketKey }: Around): Measurement['bucketKeySaving'] {
  if (hasBucketKey) return undefined;
  return bucketKeySaving(readers.filter(({ decrypts }) => basis !== 'decrypts' || decrypts.total > 0).map(readsToGoBy));
}

/** An account that pays nothing here, and a bucket of which nothing is here. CloudTrail's own requests pass for every account. */
function unmatchedFilters(
  { intake }: Tally,
  ruled: readonly unknown[],
  { accounts, buckets }: Circumstances,
): Coverage['unmatchedFilters'] {
  const hasPassed = ruled.length + intake.getsFromEvents + intake.getsFromLines > 0;
  const isUnpaid = accounts.length > 0 && !accounts.some((account) => intake.payers.has(account));
  return [...(isUnpaid ? ['account' as const] : []), ...(buckets.length > 0 && !hasPassed ? ['bucket' as const] : [])];
}

function basisOf(counts: readonly RequestCount[], { intake: { getsFromEvents, getsFromLines } }: Tally): Measurement['basis'] {
  if (counts.some(({ countsAs }) => countsAs === 'billable')) return 'decrypts';
  return getsFromEvents + getsFromLines > 0 ? 'gets' : 'none';
}

function sumOfMonths(readers: readonly Reader[], basis: Measurement['basis'], around: Around): Range {
  return basis === 'none' ? { low: 0, expected: 0, high: 0 } : monthOf(readers, basis, around);
}

/** By the text of the hour's beginning, in order. */
function byHourOf(readers: readonly Reader[], basis: Measurement['basis'], around: Around): Measurement['byHour'] {
  const hours = basis === 'none' ? [] : [...hoursOf(readers, basis, around)];
  return Object.fromEntries(hours.sort(([one], [other]) => one - other).map(([hour, count]) => [timeText(hour * SECONDS_AN_HOUR), count]));
}

/** Where one of a bucket's readers does not count, its seconds are not known without that one: the busiest that counts stands for all. */
function peakOf(tally: Tally, readers: readonly Reader[], { useOf }: Around): number {
  const inPart = new Set(
    readers.flatMap((reader) => [...reader.bucketPaces.keys()].filter((bucket) => useOf(reader, bucket) !== 'cloudtrail-files')),
  );
  const whole = [...tally.bucketPaces].filter(([bucket]) => !inPart.has(bucket));
  const own = readers.flatMap((reader) => bucketPaces(reader, useOf));
  return [...whole.map(([, pace]) => pace), ...own].reduce((most, pace) => Math.max(most, pace.most), tally.pace.most);
}

function readsOf(readers: readonly Reader[], { kmsEvents, gets }: Coverage, areUnmatched: boolean): Measurement['reads'] {
  const ofKind = (kind: number) => readers.reduce((sum, reader) => sum + (reader.gets.ofKind[kind] ?? 0), 0);
  const total = readers.reduce((sum, reader) => sum + reader.gets.total, 0);
  const matched = readers.reduce((sum, reader) => sum + reader.matchedGets, 0);
  return {
    total,
    logFiles: ofKind(0),
    digestFiles: ofKind(1),
    otherFiles: ofKind(2),
    onSseKms: kmsEvents === 'present' && gets === 'present' && !areUnmatched ? Math.min(matched, total) : null,
    requestsHadAllBeenSseKms: total,
  };
}

function deliveriesOf({ deliveredFiles, intake }: Tally, observation: Observation): Measurement['deliveries'] {
  const accounts = rollup(
    intake.deliveredFor,
    (all) => all.length,
    (each) => each.slice(each.indexOf(' ') + 1),
  );
  return [...deliveredFiles]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([trail, days]) => {
      const logFiles = sum(days.values(), (day) => day.logFiles);
      const digestFiles = sum(days.values(), (day) => day.digestFiles);
      return {
        trail: sanitised(trail),
        accounts: accounts.get(trail) ?? 0,
        logFiles,
        digestFiles,
        logFilesPerMonth: perMonth(logFiles, (day) => days.get(day)?.logFiles ?? 0, observation),
        digestFilesPerMonth: perMonth(digestFiles, (day) => days.get(day)?.digestFiles ?? 0, observation),
      };
    });
}

function unknownAmong(regions: readonly string[], { regions: known, layers }: PriceBook): string[] {
  const names = new Set([...known, ...layers.flat()].map(({ region }) => region));
  return [...new Set(regions)].filter((region) => region !== '' && !names.has(region));
}

function deliveredOf(deliveries: Measurement['deliveries']): Delivered {
  const filesOf = (some: Measurement['deliveries']) => ({
    logFiles: sum(some, ({ logFiles }) => logFiles),
    digestFiles: sum(some, ({ digestFiles }) => digestFiles),
  });
  return { byTrail: rollup(deliveries, filesOf, ({ trail }) => trail), all: filesOf(deliveries) };
}

/** Log files a month where no deliveries are seen: those found, else those that a reader of new files read. */
function filesPerMonth({ tally, observations, filesReadWhenNew: read }: Around): Range {
  const found = sumOf(tally.intake.logFilesOfDays);
  if (found > 0) return perMonth(found, (day) => tally.intake.logFilesOfDays.get(day) ?? 0, observations.trail);
  return perMonth(read, () => (read * 24) / Math.max(1 / 12, observations.gets.hours), observations.gets);
}

/** Where neither deliveries nor files are known: at least as many were delivered as one reader of new files read. */
function filesReadWhenNew(readers: readonly Reader[]): number {
  const fresh = readers.map(readsToGoBy).filter((reads) => reads.total > 0 && freshShare(reads) >= FRESH_SHARE);
  return fresh.reduce((most, { files }) => Math.max(most, files.count()), 0);
}

function costs({ low, expected, high }: Range, each: Decimal): { low: Decimal; expected: Decimal; high: Decimal } {
  return { low: each.times(low), expected: each.times(expected), high: each.times(high) };
}

/** The UTC day of a minute. */
function dayText(minute: number): string {
  return new Date(minute * 60_000).toISOString().slice(0, 10);
}
