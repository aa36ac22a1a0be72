import { sanitised } from '../../base/cleaned.js';
import { addTo } from '../../base/maps.js';
import { perMonth, seenOnce } from '../../base/projection.js';
import type { Range } from '../../base/range.js';
import type { Pace } from '../count/pace.js';
import type { Reader } from '../count/reader.js';
import { AGE_MINUTES, type Reads } from '../count/reads.js';
import { byDay } from '../count/sums.js';
import type { Around } from './circumstances.js';
import { type BucketUseOf, costOf, requestsIn } from './counts.js';
import { accessPatternOf, isSeenOnce, replication } from './infer.js';
import type { AccessPattern, ReaderMeasurement } from './measurement.js';
import type { Observation } from './observation.js';
import { isReplicating } from './replication.js';
import { bucketKeySaving } from './saving.js';

/** A reader as the measurement shows it. */
export function readerMeasurement(reader: Reader, name: string, around: Around): ReaderMeasurement {
  const { principal, gets, matchedGets, sessions, tools } = reader;
  const own = (around.counts.get(name) ?? []).filter((count) => count.account === principal.account);
  const billable = own.filter(({ countsAs }) => countsAs === 'billable');
  const areKnown = around.readsShow;
  const { isOfSums } = around.tally;
  const requests = requestsIn(billable);
  const basis = billable.length > 0 ? 'decrypts' : 'gets';
  const reads = readsToGoBy(reader);
  const made = ownReadsOf(reader, areKnown);
  return {
    name,
    principal: sanitised(principal.name),
    account: principal.account,
    requests: areKnown ? requests : null,
    failed: areKnown ? requestsIn(own.filter(({ countsAs }) => countsAs === 'failed')) : null,
    reads: gets.total,
    readsOnSseKms: areKnown && !isOfSums && !around.hasBucketKey && gets.total > 0 ? Math.min(matchedGets, gets.total) : null,
    sessions: isOfSums ? null : sessions.count(),
    peakRequestsPerSecond:
      areKnown && !isOfSums ? Math.max(reader.pace.most, ...bucketPaces(reader, around.useOf).map(({ most }) => most)) : null,
    tools: [...tools].sort(([, one], [, other]) => other - one).map(([tool, times]) => ({ tool, reads: times })),
    ages: [...AGE_MINUTES, null].map((upToMinutes, index) => ({ upToMinutes, reads: reads.ages[index] ?? 0 })),
    oldestMinutes: reads.oldestMinutes,
    cost: areKnown ? costOf(billable) : undefined,
    requestsPerMonth: monthOf([reader], basis, around),
    pattern: patternOf(reader, requests, around),
    bucketKeySaving: around.hasBucketKey ? measuredSaving(requests, gets.total) : bucketKeySaving([reads]),
    trails: trailsOf(reader),
    ...(made === undefined ? {} : { own: made }),
  };
}

/** What readers make of a month together; low is without those that were seen in one run alone. */
export function monthOf(readers: readonly Reader[], basis: 'decrypts' | 'gets', around: Around): Range {
  const month = (some: readonly Reader[]) => {
    const days = daysToCome(some, basis, around);
    return perMonth(sumOf(days), (day) => days.get(day) ?? 0, around.observations[basis]);
  };
  const whole = month(readers);
  const isOnce = (reader: Reader) => isSeenOnce(readsToGoBy(reader)) && !isReplicating(reader);
  if (!readers.some(isOnce)) return whole;
  const [again, once] = [month(readers.filter((reader) => !isOnce(reader))), seenOnce(month(readers.filter(isOnce)))];
  return { low: Math.min(whole.low, again.low), expected: whole.expected, high: Math.max(whole.high, again.high + once.high) };
}

/** Above this share of its reads, those that this program made hide how a reader reads. */
const OWN_SHARE = 0.05;

/** What is left of a reader that this program read as. */
function patternBesideOwn(reader: Reader, around: Around): AccessPattern | undefined {
  const basis = readsToGoBy(reader) === reader.gets ? 'gets' : 'decrypts';
  const days = daysToCome([reader], basis, around);
  const left = sumOf(days);
  if (left === 0) return undefined;
  const readsPerMonth = perMonth(left, (day) => days.get(day) ?? 0, around.observations[basis]);
  const because = 'trailcost itself made the others of its reads, so taken as a number of reads a month';
  return { pattern: 'single', explained: 0, because, fields: { readsPerMonth } };
}

/** From its reads; under a Bucket Key, where none is seen, its requests are what is known. */
function patternOf(reader: Reader, requests: number, around: Around): AccessPattern | undefined {
  const reads = readsToGoBy(reader);
  const observation = around.observations[reads === reader.gets ? 'gets' : 'decrypts'];
  const ownReads = sumOf((reads === reader.gets ? reader.own.gets : reader.own.decrypts).byKey());
  if (ownReads > OWN_SHARE * reads.total) return patternBesideOwn(reader, around);
  if (reads.total > 0) {
    const oldest = reads === reader.decrypts ? around.tally.intake.oldestEncryptedMinute : Number.NEGATIVE_INFINITY;
    const surroundings = { ...filesADay(reader, around), observation, tools: reader.tools, oldestEncryptedMinute: oldest };
    return isReplicating(reader) ? replication(reads, reader.copies.total, surroundings) : accessPatternOf(reads, surroundings);
  }
  if (requests === 0) return undefined;
  const days = daysToCome([reader], 'decrypts', around);
  if (sumOf(days) === 0) return undefined;
  const readsPerMonth = perMonth(sumOf(days), (day) => days.get(day) ?? 0, observation);
  return {
    pattern: 'single',
    explained: 0,
    because: 'requests under a Bucket Key: the number of its reads is unknown',
    fields: { readsPerMonth },
  };
}

/** What a Bucket Key in use has saved, where GETs tell the reads. */
function measuredSaving(requests: number, reads: number): Range | undefined {
  if (reads === 0 || requests > reads) return undefined;
  const saving = Math.floor((1 - requests / reads) * 1000) / 1000;
  return { low: saving, expected: saving, high: saving };
}

/** Reads as GETs show them, or as Decrypts do where these are more. */
export function readsToGoBy({ gets, decrypts }: Reader): Reads {
  return gets.total >= decrypts.total ? gets : decrypts;
}

/** Readers' billable requests, or their GETs, by hour since 1970-01-01 UTC. */
export function hoursOf(readers: readonly Reader[], basis: 'decrypts' | 'gets', { useOf }: Pick<Around, 'useOf'>): Map<number, number> {
  const sums = new Map<number, number>();
  for (const reader of readers) {
    const each = basis === 'gets' ? [reader.gets] : billablePaces(reader, useOf);
    for (const { hours } of each) for (const [hour, count] of hours) addTo(sums, hour, count);
  }
  return sums;
}

/** The same by day, without what this program read, which does not come again by itself. */
function daysToCome(readers: readonly Reader[], basis: 'decrypts' | 'gets', around: Around): Map<number, number> {
  const hours = hoursOf(readers, basis, around);
  for (const { own } of readers) {
    for (const [hour, reads] of own[basis].byKey()) hours.set(hour, Math.max(0, (hours.get(hour) ?? 0) - reads));
  }
  return byDay(hours);
}

/** What this program itself read; undefined where it read nothing. */
function ownReadsOf({ own: { gets, decrypts } }: Reader, areKnown: boolean): ReaderMeasurement['own'] {
  const [reads, requests] = [sumOf(gets.byKey()), sumOf(decrypts.byKey())];
  return reads + requests === 0 ? undefined : { reads, requests: areKnown ? requests : null };
}

/** Of a reader's billable requests. */
function billablePaces(reader: Reader, useOf: BucketUseOf): Pace[] {
  const paces = [reader.pace, ...bucketPaces(reader, useOf)];
  return isReplicating(reader) ? [...paces, reader.copies] : paces;
}

/** Of a reader's requests that name a bucket alone: those for CloudTrail files. */
export function bucketPaces(reader: Reader, useOf: BucketUseOf): Pace[] {
  return [...reader.bucketPaces].filter(([bucket]) => useOf(reader, bucket) === 'cloudtrail-files').map(([, pace]) => pace);
}

/** Trails that make at least a hundredth of its reads. */
function trailsOf({ trails, decrypts }: Reader): string[] {
  return [...trails.byKey()]
    .filter(([trail, reads]) => trail !== '' && reads * 100 >= decrypts.total)
    .map(([trail]) => sanitised(trail))
    .sort();
}

/** Files delivered a day for the trails that a reader reads; for all trails where its own are not known. */
function filesADay(reader: Reader, { delivered, tally, observations, filesReadWhenNew }: Around) {
  const own = trailsOf(reader);
  const relevant = own.length === 0 ? [delivered.all] : [...new Set(own)].flatMap((trail) => delivered.byTrail.get(trail) ?? []);
  const logFiles = relevant.reduce((sum, files) => sum + files.logFiles, 0);
  const digests = relevant.reduce((sum, files) => sum + files.digestFiles, 0);
  const found = sumOf(tally.intake.logFilesOfDays);
  const digestFilesPerDay = aDay(digests, observations.decrypts);
  if (logFiles > 0) return { logFilesPerDay: aDay(logFiles, observations.decrypts), digestFilesPerDay };
  return { logFilesPerDay: found > 0 ? aDay(found, observations.trail) : aDay(filesReadWhenNew, observations.gets), digestFilesPerDay };
}

function aDay(count: number, { hours }: Observation): number {
  return hours === 0 ? 0 : (count / hours) * 24;
}

/** The sum over days. */
export function sumOf(days: ReadonlyMap<number, number>): number {
  return [...days.values()].reduce((sum, count) => sum + count, 0);
}

/** Whether a reader is worth a row. */
export function hasReads({ requests, reads, failed }: ReaderMeasurement): boolean {
  return (requests ?? 0) > 0 || reads > 0 || (failed ?? 0) > 0;
}

/** Most requests first. */
export function byRequests(one: ReaderMeasurement, other: ReaderMeasurement): number {
  return (other.requests ?? 0) - (one.requests ?? 0) || other.reads - one.reads || (one.name < other.name ? -1 : 1);
}
