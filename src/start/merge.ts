import { addTo } from '../base/maps.js';
import { listed } from '../base/text.js';
import type { BucketFacts, Facts, ListingFacts, Said, TrailFacts } from './facts.js';

/** What all files say together: one log bucket with its trails, and what they do not agree on. */
export interface Merged {
  trails: readonly TrailFacts[];
  bucket: BucketFacts;
  listing: ListingFacts | undefined;
  /** What one file says and another denies, and which of them was taken. Sentences. */
  contradictions: readonly string[];
  /** What was left out, and why. Sentences. */
  leftOut: readonly string[];
}

/** Makes one of what several files say of the same trail and bucket; the first that says something is taken. */
export function merged(facts: Facts): Merged {
  const contradictions: string[] = [];
  const trails = joinedTrails(facts.trails, contradictions);
  const name = logBucket(trails, facts.buckets);
  const elsewhere = trails.filter(({ bucket }) => bucket !== undefined && name !== undefined && bucket.value !== name);
  const here = trails.filter((trail) => !elsewhere.includes(trail));
  const own = facts.buckets.filter((bucket) => bucket.name === undefined || bucket.name === name);
  const others = facts.buckets.filter((bucket) => !own.includes(bucket));
  const bucket = joined(
    { ...(name === undefined ? {} : { name }) },
    own,
    name === undefined ? 'the bucket' : `bucket ${name}`,
    contradictions,
  );
  const [listing, ...more] = [...facts.listings].sort((a, b) => b.logFiles - a.logFiles);
  return {
    trails: here,
    bucket,
    listing,
    contradictions: [...contradictions, ...accountContradictions(here, listing)],
    leftOut: [
      ...elsewhere.map((trail) => `Trail ${trail.name} delivers to bucket ${trail.bucket?.value}, not to ${name}: it is left out.`),
      ...others.map((other) => `Bucket ${other.name} has none of these trails' logs: what is said of it is left out.`),
      ...more.map((other) => `${other.origin} is a second listing: that with most log files, ${listing?.origin}, was taken.`),
    ],
  };
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
      else if (known.value !== said.value)
        contradictions.push(
          `Of ${subject}, ${known.origin} says ${field} ${known.value}, ${said.origin} ${said.value}: the first was taken.`,
        );
    }
  }
  return result;
}

function isSaid(value: unknown): value is Said<unknown> {
  return typeof value === 'object' && value !== null && 'value' in value && 'origin' in value;
}

/** A trail of one account whose bucket has files of several, or the other way round. */
function accountContradictions(trails: readonly TrailFacts[], listing: ListingFacts | undefined): string[] {
  if (listing === undefined) return [];
  const single = trails.filter(({ isOrganization }) => isOrganization?.value === false);
  if (trails.length === 0 || single.length < trails.length || listing.accounts.length <= trails.length) return [];
  return [
    `${listed(
      single.map(({ name }) => name),
      5,
    )} ${single.length === 1 ? 'is no organization trail' : 'are no organization trails'}, and ` +
      `${listing.origin} has files of ${listing.accounts.length} accounts: the listing was taken.`,
  ];
}
