import { sanitised } from '../base/cleaned.js';
import type { FieldPath } from '../base/errors.js';
import { entryAt } from '../base/lists.js';
import type { Range } from '../base/range.js';
import { mapValues } from '../base/records.js';
import { quantityText } from '../base/text.js';
import { CLOUDTRAIL } from '../scenario/cloudtrail.js';
import { SCENARIO_LIMITS } from '../scenario/limits.js';
import { FREE_REQUESTS_PER_MONTH, type Quantity } from '../scenario/schema.js';
import { ACTIVITY_DEFAULTS, TRAIL_DEFAULTS } from '../scenario/trail-defaults.js';
import type { Facts, ListingFacts, ReaderFacts, Said, TrailFacts } from './facts.js';
import type { Merged } from './merge.js';

/** A scenario to be written, and beside each number where it comes from. */
export interface Draft {
  fields: Readonly<Record<string, unknown>>;
  remarks: readonly Remark[];
}

interface Remark {
  field: FieldPath;
  text: string;
}

/** A part of a scenario with its remarks, their fields within it. */
interface Part {
  value: Readonly<Record<string, unknown>>;
  remarks: readonly Remark[];
}

const MONTHS = 12;
/** Where no file says the Region. */
const ASSUMED_REGION = 'us-east-1';
/** An organization is at least this many accounts, and where nothing says how many, the range has room for most. */
const UNKNOWN_ACCOUNTS: Range = { low: 2, expected: 20, high: 200 };
/** What log file validation is on in, where a trail is on in all Regions: those of a new account. */
export const DEFAULT_REGIONS = 17;

/**
 * The scenario that facts make. What no file says is a range down to what costs least, or left out where its default is one; each has a
 * remark.
 *
 * @param start first month
 */
export function draftOf(facts: Facts, merged: Merged, start: string): Draft {
  const parts: [string, Part | undefined][] = [
    ['bucket', bucketPart(merged)],
    ['encryption', encryptionPart(merged, start)],
    ['recording', recordingPart(merged.trails)],
  ];
  const trails = trailParts(merged);
  const readers = readerParts(facts, merged);
  const free = freePart(facts);
  return {
    fields: {
      version: 1,
      name: 'from-files',
      period: { start, months: MONTHS },
      ...Object.fromEntries(parts.flatMap(([name, part]) => (part === undefined || name === 'recording' ? [] : [[name, part.value]]))),
      trails: trails.map(({ value }) => value),
      readers: readers.map(({ value }) => value),
      ...free.value,
      ...(parts[2]?.[1] === undefined ? {} : { recording: parts[2][1].value }),
    },
    remarks: [
      ...parts.flatMap(([name, part]) => (part === undefined ? [] : within([name], part.remarks))),
      ...trails.flatMap(({ remarks }, index) => within(['trails', index], remarks)),
      ...readers.flatMap(({ remarks }, index) => within(['readers', index], remarks)),
      ...free.remarks,
    ],
  };
}

function within(start: FieldPath, remarks: readonly Remark[]): Remark[] {
  return remarks.map(({ field, text }) => ({ field: [...start, ...field], text }));
}

function bucketPart({ bucket: { region, account } }: Merged): Part {
  return {
    value: { region: region?.value ?? ASSUMED_REGION, ...(account === undefined ? {} : { account: account.value }) },
    remarks: [
      {
        field: ['region'],
        text: region?.origin ?? "not known: the bucket's Region decides the prices. aws s3api get-bucket-location --bucket BUCKET",
      },
      ...(account === undefined ? [] : [{ field: ['account'], text: account.origin }]),
    ],
  };
}

/** The switch is known only where file names come with their encryption; a trail that has a key says nothing of since when. */
function encryptionPart({ trails, bucket, listing }: Merged, start: string): Part {
  const since = listing?.encryption?.sseKmsSince;
  const { hasBucketKey } = bucket;
  const remarks = [
    { field: ['sseKmsSince'], text: since === undefined ? switchRemark(trails, bucket.encryption) : `${listing?.origin}: all files since` },
    ...(hasBucketKey === undefined ? [] : [{ field: [], text: bucketKeyRemark(hasBucketKey) }]),
  ];
  return { value: { sseKmsSince: since ?? `${start}-01` }, remarks };
}

function switchRemark(trails: readonly TrailFacts[], encryption: Said<string> | undefined): string {
  const keyed = trails.find(({ key }) => key !== undefined && key.value !== '');
  const isOn = 'older files count as SSE-S3, which costs least. Set the day, or always';
  if (keyed?.key !== undefined) return `${keyed.key.origin} names a key, so SSE-KMS is on; since when, no file says: ${isOn}`;
  if (trails.length > 0 && trails.every(({ key }) => key?.value === '') && encryption !== undefined) {
    if (encryption.value === 'AES256') return `${encryption.origin}: SSE-S3 today, so the switch is taken to be at the start`;
    return `${encryption.origin}: ${encryption.value} today; since when, no file says: ${isOn}`;
  }
  return 'not known: the switch is taken to be at the start. aws cloudtrail describe-trails has the key of the trail';
}

function bucketKeyRemark({ value, origin }: Said<boolean>): string {
  return value ? `${origin}: a Bucket Key is on; since when, it does not say` : `${origin}: no Bucket Key today`;
}

function trailParts(merged: Merged): Part[] {
  const { trails, listing } = merged;
  if (trails.length === 0) return [trailPart({ name: writtenName(listing?.trailNames[0] ?? '', 'main') }, merged, true)];
  const shown = trails.slice(0, SCENARIO_LIMITS.trails);
  const names = writtenNames(
    shown.map(({ name }) => name),
    'trail',
  );
  return shown.map((trail, index) => trailPart({ ...trail, name: entryAt(names, index) }, merged, index === 0));
}

/** A listing cannot say which log file is of which trail: all are the first one's. */
function trailPart(trail: TrailFacts, { listing, bucket, trails }: Merged, isFirst: boolean): Part {
  const counted = isFirst && listing !== undefined ? listedFiles(listing, trails.length) : undefined;
  const files = counted ?? assumedFiles(trail, isFirst ? undefined : listing);
  const archive = archivePart(isFirst ? listing : undefined, bucket.archiveMonths);
  return { value: { name: trail.name, ...files.value, ...archive.value }, remarks: [...files.remarks, ...archive.remarks] };
}

function listedFiles(listing: ListingFacts, trails: number): Part {
  const { origin, accounts, logFilesPerMonth, digestFilesPerMonth, growthPercentPerMonth: growth } = listing;
  const shared = trails > 1 ? '; names of log files do not say their trail, so all are this one’s' : '';
  const from = `${origin}, ${listing.wholeDays} whole days${shared}`;
  if (logFilesPerMonth === undefined) return slots(listing, from);
  const number = Math.max(accounts.length, 1);
  const each = (range: Range): Range => ({
    low: share(range.low, number),
    expected: share(range.expected, number),
    high: share(range.high, number),
  });
  return {
    value: {
      accounts: number,
      logFilesPerAccountMonth: plain(each(logFilesPerMonth)),
      ...(digestFilesPerMonth === undefined || digestFilesPerMonth.high === 0
        ? {}
        : { digestFilesPerAccountMonth: plain(each(digestFilesPerMonth)) }),
      ...(growth === undefined ? {} : { growthPercentPerMonth: growth }),
    },
    remarks: [
      { field: ['accounts'], text: `${origin}: accounts with files` },
      { field: ['logFilesPerAccountMonth'], text: from },
      ...(growth === undefined ? [] : [{ field: ['growthPercentPerMonth'], text: `${origin}, month by month` }]),
    ],
  };
}

/** Of a number of files an account; a month of all accounts is then right to a file in many millions. */
const FILE_DIGITS = 8;

function share(files: number, accounts: number): number {
  return files % accounts === 0 ? files / accounts : Number((files / accounts).toPrecision(FILE_DIGITS));
}

/** Fewer days than a week make no month; how the files lie in them is known all the same, within the range that others have measured. */
function slots(listing: ListingFacts, from: string): Part {
  const { accounts, activeRegionsPerAccount: regions, filesPerSlot, activeSlotShare, origin } = listing;
  const shown = Object.entries({ activeRegions: regions, filesPerSlot, activeSlotShare });
  return {
    value: {
      accounts: Math.max(accounts.length, 1),
      ...Object.fromEntries(shown.map(([name, value]) => [name, value === undefined ? defaultOf(name) : around(value, defaultOf(name))])),
      ...(listing.digestFiles > 0 ? { digestRegions: Math.max(listing.regions.length, 1) } : {}),
    },
    remarks: [
      { field: ['accounts'], text: `${origin}: accounts with files` },
      ...shown.map(([name, value]) => ({
        field: [name],
        text:
          value !== undefined
            ? `${from}: too few for a month, so with the range that is measured elsewhere`
            : `${from}: not known from these`,
      })),
      ...(listing.digestFiles > 0 ? [{ field: ['digestRegions'], text: `${origin}: Regions with files` }] : []),
    ],
  };
}

function defaultOf(name: string): Range {
  if (name === 'activeRegions') return TRAIL_DEFAULTS.activeRegions.value;
  return name === 'filesPerSlot' ? TRAIL_DEFAULTS.filesPerSlot.value : TRAIL_DEFAULTS.activeSlotShare.value;
}

/** What a few days show, in the range of the default. */
function around(value: number, { low, high }: Range): Range {
  return { low: Math.min(low, value), expected: value, high: Math.max(high, value) };
}

function plain(range: Range): Quantity {
  return range.low === range.high ? range.expected : range;
}

/** Without a listing: what a trail is known to cover, and defaults with their range. */
function assumedFiles({ isOrganization, isMultiRegion, hasDigests }: TrailFacts, listing: ListingFacts | undefined): Part {
  const accounts = accountsOf(isOrganization, listing);
  const digests = hasDigests?.value === true ? (isMultiRegion?.value === false ? 1 : DEFAULT_REGIONS) : undefined;
  const defaults = mapValues(ACTIVITY_DEFAULTS, ({ value }) => value);
  return {
    value: {
      accounts: accounts.value,
      ...defaults,
      ...(isMultiRegion?.value === false ? { activeRegions: 1 } : {}),
      ...(digests === undefined ? {} : { digestRegions: digests }),
    },
    remarks: [
      { field: ['accounts'], text: accounts.text },
      isMultiRegion?.value === false
        ? { field: ['activeRegions'], text: `${isMultiRegion.origin}: a trail of one Region` }
        : { field: ['activeRegions'], text: 'not known: assumed' },
      { field: ['filesPerSlot'], text: 'not known: measured in other buckets' },
      { field: ['activeSlotShare'], text: 'not known: measured in other buckets' },
      ...(digests === undefined || hasDigests === undefined
        ? []
        : [{ field: ['digestRegions'], text: `${hasDigests.origin}: validation is on; ${digests} Regions assumed` }]),
    ],
  };
}

function accountsOf(isOrganization: Said<boolean> | undefined, listing: ListingFacts | undefined): { value: Quantity; text: string } {
  if (listing !== undefined && listing.accounts.length > 0) return { value: listing.accounts.length, text: listing.origin };
  const how = 'aws organizations list-accounts, or a listing of the bucket, has them';
  if (isOrganization === undefined)
    return { value: { ...UNKNOWN_ACCOUNTS, low: 1 }, text: `not known, nor whether it is of an organization: ${how}` };
  if (isOrganization.value)
    return { value: UNKNOWN_ACCOUNTS, text: `${isOrganization.origin}: an organization's; how many accounts, no file says: ${how}` };
  return { value: 1, text: `${isOrganization.origin}: no organization trail` };
}

function archivePart(listing: ListingFacts | undefined, rule: Said<number | 'ever'> | undefined): Part {
  const limit = SCENARIO_LIMITS.archiveMonths;
  if (listing?.archiveMonths !== undefined && !listing.isCut) {
    const value = Math.min(Math.round(listing.archiveMonths), limit);
    return {
      value: { archiveMonths: value },
      remarks: [{ field: ['archiveMonths'], text: `${listing.origin}: as far back as its files go` }],
    };
  }
  if (rule === undefined || rule.value === 'ever') {
    const { value } = TRAIL_DEFAULTS.archiveMonths;
    const text =
      rule === undefined ? 'not known: assumed' : `${rule.origin}: no rule deletes files; since when there are files is not known`;
    return { value: { archiveMonths: value }, remarks: [{ field: ['archiveMonths'], text }] };
  }
  return {
    value: { archiveMonths: Math.min(Math.round(rule.value), limit) },
    remarks: [{ field: ['archiveMonths'], text: `${rule.origin}: files are deleted after ${quantityText(rule.value)} months` }],
  };
}

function readerParts({ readers, metrics }: Facts, { bucket }: Merged): Part[] {
  const known = readers.map(readerPart);
  const gets = metrics.find(({ kind }) => kind === 'gets');
  const limit: Part[] =
    known.length > 0 || gets === undefined
      ? []
      : [
          {
            value: { name: 'readers of the bucket', pattern: 'single', readsPerMonth: { ...gets.perMonth.value, low: 0 } },
            remarks: [{ field: ['readsPerMonth'], text: `${gets.perMonth.origin}: all GETs of the bucket, so an upper limit` }],
          },
        ];
  const { isReplicated } = bucket;
  const replication: Part[] =
    isReplicated?.value === true
      ? [{ value: { name: 'replication', pattern: 'replicate' }, remarks: [{ field: ['pattern'], text: isReplicated.origin }] }]
      : [];
  const all = [...known, ...limit];
  return [...(all.length === 0 ? [SOMEBODY] : all), ...replication];
}

function readerPart({ name, pattern, fields, isLimit = false }: ReaderFacts): Part {
  const { bytesPerRun: _, ...given } = fields;
  const looksBack = (pattern === 'scan' || pattern === 'validate') && given['lookbackDays'] === undefined;
  return {
    value: {
      name: writtenName(name, 'reader'),
      pattern,
      ...mapValues(given, ({ value }) => value),
      ...(looksBack ? { lookbackDays: UNKNOWN_LOOKBACK } : {}),
    },
    remarks: [
      ...Object.entries(given).map(([field, { origin }]) => ({ field: [field], text: isLimit ? `${origin}; an upper limit` : origin })),
      ...(looksBack ? [{ field: ['lookbackDays'], text: 'not known: a day at least, a year at most' }] : []),
    ],
  };
}

const UNKNOWN_LOOKBACK: Range = { low: 1, expected: 30, high: 365 };

/** A name from a file as a scenario can have it. */
function writtenName(name: string, otherwise: string): string {
  const fitting = [...sanitised(name).trim()].slice(0, SCENARIO_LIMITS.nameSigns).join('').trim();
  return fitting === '' || fitting === CLOUDTRAIL ? otherwise : fitting;
}

/** The same, where each is to differ from those before it. */
function writtenNames(names: readonly string[], otherwise: string): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const fitting = writtenName(name, otherwise);
    let unique = fitting;
    for (let number = 2; taken.has(unique); number++) unique = `${fitting.slice(0, SCENARIO_LIMITS.nameSigns - 4)} ${number}`;
    taken.add(unique);
    return unique;
  });
}

/** Logs that nobody reads are rare, and a scenario needs a reader. */
const SOMEBODY: Part = {
  value: { name: 'siem', pattern: 'every-file', times: { low: 0, expected: 1, high: 2 } },
  remarks: [
    {
      field: ['times'],
      text: 'not known: no file says who reads the logs. One reader of each new file is assumed, none at least and two at most',
    },
  ],
};

/** Further trails that record each Decrypt, where their selectors are known: the first copy of management events is free. */
function recordingPart(trails: readonly TrailFacts[]): Part | undefined {
  const paid = paidCopies(trails);
  const copies = trails.filter(({ recordsGets }) => recordsGets?.value === true);
  const insights = trails.filter(({ hasErrorInsights }) => hasErrorInsights?.value === true);
  const originOf = (some: readonly TrailFacts[]) =>
    some.map(({ recordsGets, hasErrorInsights }) => (recordsGets ?? hasErrorInsights)?.origin ?? '')[0] ?? '';
  const value = {
    ...(paid === undefined ? {} : { paidCopies: paid.value }),
    ...(copies.length === 0 ? {} : { dataEventCopies: copies.length }),
    ...(insights.length === 0 ? {} : { insightsTrails: insights.length }),
  };
  if (Object.keys(value).length === 0) return undefined;
  return {
    value,
    remarks: [
      ...(paid === undefined ? [] : [{ field: ['paidCopies'], text: paid.text }]),
      ...(copies.length === 0 ? [] : [{ field: ['dataEventCopies'], text: originOf(copies) }]),
      ...(insights.length === 0 ? [] : [{ field: ['insightsTrails'], text: originOf(insights) }]),
    ],
  };
}

function paidCopies(trails: readonly TrailFacts[]): { value: Quantity; text: string } | undefined {
  const known = trails.filter(({ recordsDecrypts }) => recordsDecrypts !== undefined);
  if (known.length === 0) return undefined;
  const recording = known.filter(({ recordsDecrypts }) => recordsDecrypts?.value === true).length;
  const unknown = trails.length - known.length;
  const [low, high] = [Math.max(recording - 1, 0), Math.max(recording + unknown - 1, 0)];
  const of = `${recording} of ${trails.length} trails record${recording === 1 ? 's' : ''} each Decrypt`;
  if (low === high) return { value: low, text: `${of}; the first copy is free` };
  return { value: { low, expected: low, high }, text: `${of}; of ${unknown} no file has the event selectors` };
}

/** What other requests leave of the free tier. */
function freePart({ metrics }: Facts): Part {
  const requests = metrics.find(({ kind }) => kind === 'kms-requests');
  if (requests === undefined) return { value: {}, remarks: [] };
  const left = (used: number) => Math.max(0, FREE_REQUESTS_PER_MONTH - Math.round(used));
  const { low, expected, high } = requests.perMonth.value;
  const value = plain({ low: left(high), expected: left(expected), high: left(low) });
  const text = `${requests.perMonth.origin}: what other KMS use of this account leaves; the free tier is of all accounts together`;
  return { value: { freeRequestsLeft: value }, remarks: [{ field: ['freeRequestsLeft'], text }] };
}
