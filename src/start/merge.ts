import { addTo } from '../base/maps.js';
import { grouped, listed } from '../base/text.js';
import type { BillFacts, BucketFacts, Facts, ListingFacts, ReaderFacts, Said, TrailFacts } from './facts.js';
import { keyNotes, type LogKey, logKeyOf } from './log-key.js';
import { type Measured, measuredOf } from './measured.js';
import { knownReaders } from './readers.js';

/** What all files say together: one log bucket with its trails and readers, and what they do not agree on. */
export interface Merged {
  trails: readonly TrailFacts[];
  bucket: BucketFacts;
  listing: ListingFacts | undefined;
  measured: Measured | undefined;
  bill: BillFacts | undefined;
  readers: readonly ReaderFacts[];
  key: LogKey | undefined;
  /** What one file says and another denies, and which of them was taken. Sentences. */
  contradictions: readonly string[];
  /** What was left out, and why. Sentences. */
  leftOut: readonly string[];
  /** What is known and has no place in a scenario. Sentences. */
  notes: readonly string[];
}

/** Makes one of what several files say of the same trail and bucket: the first that says something is taken, a count after all others. */
export function merged(facts: Facts): Merged {
  const contradictions: string[] = [];
  const [measurement, ...otherCounts] = facts.measurements.toSorted((a, b) => b.logs.coverage.records - a.logs.coverage.records);
  const measured = measurement === undefined ? undefined : measuredOf(measurement, facts.trails.length + facts.listings.length > 0);
  const trails = joinedTrails([...facts.trails, ...countedTrails(measured, facts.trails)], contradictions);
  const buckets = [...facts.buckets, ...(measured === undefined ? [] : [measured.bucket]), ...facts.bills.map(bucketOfBill)];
  const name = logBucket(trails, buckets);
  const elsewhere = trails.filter(({ bucket }) => bucket !== undefined && name !== undefined && bucket.value !== name);
  const here = trails.filter((trail) => !elsewhere.includes(trail));
  const own = buckets.filter((bucket) => bucket.name === undefined || bucket.name === name);
  const others = buckets.filter((bucket) => !own.includes(bucket));
  const bucket = joined(
    { ...(name === undefined ? {} : { name }) },
    own,
    name === undefined ? 'the bucket' : `bucket ${name}`,
    contradictions,
  );
  const [listing, ...more] = facts.listings.toSorted((a, b) => b.logFiles - a.logFiles);
  const [bill] = facts.bills;
  const key = logKeyOf(here, bucket, facts.keys);
  const known = knownReaders(facts, measured, bill, bucket);
  const reads = here.length === 0 ? known.readers : known.readers.filter((reader) => doesReadOneOf(reader, here));
  return {
    ...{ trails: here, bucket, listing, measured, bill, key },
    readers: reads,
    contradictions: [...contradictions, ...fileContradictions(here, listing, measured), ...known.contradictions],
    leftOut: [
      ...elsewhere.map((trail) => `Trail ${trail.name} delivers to bucket ${trail.bucket?.value}, not to ${name}: it is left out.`),
      ...others.map((other) => `Bucket ${other.name} has none of these trails' logs: what is said of it is left out.`),
      ...more.map((other) => `${other.origin} is a second listing: that with most log files, ${listing?.origin}, was taken.`),
      ...otherCounts.map((other) => `${other.origin} is a second count: that with most records, ${measured?.origin}, was taken.`),
      ...known.leftOut,
      ...known.readers
        .filter((reader) => !reads.includes(reader))
        .map((reader) => `Reader ${reader.name} reads only trails that are left out, and so it is.`),
    ],
    notes: [...(measured?.cuts ?? []), ...keyNotes(key), ...logNotes(bucket)],
  };
}

/** The Region that a bill shows is that of most requests; no file says that it is the bucket's. */
function bucketOfBill({ origin, scenario: { region } }: BillFacts): BucketFacts {
  return region === undefined ? {} : { region: { value: region, origin: `${origin}: of most requests` } };
}

/** What was counted of files whose trail is not known is of the first trail. */
function countedTrails(measured: Measured | undefined, given: readonly TrailFacts[]): readonly TrailFacts[] {
  const [first] = given;
  const trails = measured?.trails ?? [];
  if (first === undefined || trails.length !== 1) return trails;
  return trails.map((trail) => (trail.arn === undefined ? { ...trail, name: first.name } : trail));
}

function doesReadOneOf({ trails: own }: ReaderFacts, trails: readonly TrailFacts[]): boolean {
  return own === undefined || trails.some((trail) => isReadBy(trail, own));
}

/** Whether a trail is among those that somebody reads, by name or ARN. */
export function isReadBy({ name, arn }: TrailFacts, own: readonly string[]): boolean {
  return own.includes(name) || (arn !== undefined && own.includes(arn));
}

function logNotes({ accessLogs }: BucketFacts): string[] {
  if (accessLogs === undefined) return [];
  return [
    `By ${accessLogs.origin} access logs of the bucket are in ${accessLogs.value}: \`trailcost count\` reads them, and counts each read ` +
      'of a log file.',
  ];
}

/** The bucket that most trails deliver to; where none says so, the one that there is. */
function logBucket(trails: readonly TrailFacts[], buckets: readonly BucketFacts[]): string | undefined {
  const votes = new Map<string, number>();
  for (const { bucket } of trails) if (bucket !== undefined) addTo(votes, bucket.value, 1);
  const [most] = [...votes].sort(([, one], [, other]) => other - one);
  const named = [...new Set(buckets.flatMap(({ name }) => (name === undefined ? [] : [name])))];
  return most?.[0] ?? (named.length === 1 ? named[0] : undefined);
}

function joinedTrails(trails: readonly TrailFacts[], contradictions: string[]): TrailFacts[] {
  const groups: TrailFacts[][] = [];
  for (const trail of trails) {
    const group = groups.find((each) => each.some((other) => isSame(trail, other)));
    if (group === undefined) groups.push([trail]);
    else group.push(trail);
  }
  return groups.map((group) => {
    const [first] = group;
    const arn = group.find((each) => each.arn !== undefined)?.arn;
    const name = first?.name ?? '';
    return joined({ name, ...(arn === undefined ? {} : { arn }) }, group, `trail ${name}`, contradictions);
  });
}

/** By ARN; where one of them has none, by name: a multi-Region trail is shown in each Region, and is one. */
function isSame(one: TrailFacts, other: TrailFacts): boolean {
  return one.arn !== undefined && other.arn !== undefined ? one.arn === other.arn : one.name === other.name;
}

/** Fields that several say, each from the first that says it; what another says otherwise is remembered. */
function joined<T extends object>(start: T, all: readonly T[], subject: string, contradictions: string[]): T {
  const result: T = { ...start };
  for (const each of all) {
    for (const [field, said] of Object.entries(each)) {
      if (!isSaid(said)) continue;
      const known = Reflect.get(result, field);
      if (!isSaid(known)) Object.assign(result, { [field]: said });
      else if (known.value !== said.value) contradictions.push(contradiction(subject, field, known, said));
    }
  }
  return result;
}

/** Keys are used and not shown. */
function contradiction(subject: string, field: string, known: Said<unknown>, said: Said<unknown>): string {
  if (field === 'key') return `Of ${subject}, ${known.origin} and ${said.origin} do not name the same key: the first was taken.`;
  return `Of ${subject}, ${known.origin} says ${field} ${known.value}, ${said.origin} ${said.value}: the first was taken.`;
}

function isSaid(value: unknown): value is Said<unknown> {
  return typeof value === 'object' && value !== null && 'value' in value && 'origin' in value;
}

/** What else says how many accounts and files there are, and whether that agrees with a listing. */
function fileContradictions(trails: readonly TrailFacts[], listing: ListingFacts | undefined, measured: Measured | undefined): string[] {
  return [
    ...(listing === undefined ? [] : singleContradictions(trails, listing.origin, listing.accounts.length, 'listing')),
    ...(measured === undefined || listing !== undefined ? [] : singleContradictions(trails, measured.origin, measured.accounts, 'count')),
    ...(listing === undefined || measured === undefined ? [] : countContradictions(listing, measured)),
    ...(listing?.logFilesPerMonth === undefined || listing.digestFiles > 0 ? [] : digestContradictions(trails, listing.origin)),
    ...(listing === undefined ? [] : nameContradictions(trails, listing)),
  ];
}

/** A listing whose digest files are all of other trails may be of another bucket. */
function nameContradictions(trails: readonly TrailFacts[], { origin, trailNames }: ListingFacts): string[] {
  const names = trails.map(({ name }) => name);
  if (names.length === 0 || trailNames.length === 0 || trailNames.some((name) => names.includes(name))) return [];
  const text = (all: readonly string[]) => `${all.length === 1 ? 'trail' : 'trails'} ${listed(all, 5)}`;
  return [`${origin} has digest files of ${text(trailNames)}, other files are of ${text(names)}: is it of the same bucket?`];
}

/** Validation that is on, of which a listing of a whole month shows no file. */
function digestContradictions(trails: readonly TrailFacts[], origin: string): string[] {
  const validated = trails.find(({ hasDigests }) => hasDigests?.value === true);
  if (validated?.hasDigests === undefined) return [];
  return [
    `By ${validated.hasDigests.origin} trail ${validated.name} validates its log files, and ${origin} has no digest file: none but those ` +
      'that a count saw are taken.',
  ];
}

/** A trail of one account whose bucket has files of several. */
function singleContradictions(trails: readonly TrailFacts[], origin: string, accounts: number, taken: string): string[] {
  const single = trails.filter(({ isOrganization }) => isOrganization?.value === false);
  if (trails.length === 0 || single.length < trails.length || accounts <= trails.length) return [];
  return [
    `${listed(
      single.map(({ name }) => name),
      5,
    )} ${single.length === 1 ? 'is not an organization trail' : 'are not organization trails'}, and ` +
      `${origin} has files of ${accounts} accounts: the ${taken} was taken.`,
  ];
}

/** Files a month that differ by more than this share contradict each other. */
const LIKE = 0.1;

function countContradictions(listing: ListingFacts, measured: Measured): string[] {
  const taken = listing.logFilesPerMonth === undefined && measured.logFilesPerMonth > 0 ? 'count' : 'listing';
  const accounts = listing.accounts.length;
  const files = listing.logFilesPerMonth?.expected;
  const [differsInAccounts, differsInFiles] = [
    measured.accounts > 0 && accounts > 0 && measured.accounts !== accounts,
    files !== undefined && measured.logFilesPerMonth > 0 && Math.abs(files - measured.logFilesPerMonth) > LIKE * files,
  ];
  return [
    ...(differsInAccounts
      ? [`${measured.origin} has files of ${measured.accounts} accounts, ${listing.origin} of ${accounts}: the ${taken} was taken.`]
      : []),
    ...(differsInFiles
      ? [
          `${measured.origin} shows ${grouped(Math.round(measured.logFilesPerMonth))} log files a month, ${listing.origin} ` +
            `${grouped(Math.round(files ?? 0))}: the ${taken} was taken, for who reads each file too.`,
        ]
      : []),
  ];
}
