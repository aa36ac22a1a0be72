import type { FieldPath } from '../base/errors.js';
import { hintLines } from '../billed/scenario.js';
import { FREE_REQUESTS_PER_MONTH, type Quantity } from '../scenario/schema.js';
import type { Facts, Said, TrailFacts } from './facts.js';
import { keysPart } from './log-key.js';
import type { Measured } from './measured.js';
import type { Merged } from './merge.js';
import { type Part, plain, type Remark } from './part.js';
import { readerParts } from './reader-parts.js';
import { trailParts } from './trail-parts.js';

/** A scenario to be written, and beside each number where it comes from. */
export interface Draft {
  fields: Readonly<Record<string, unknown>>;
  remarks: readonly Remark[];
  /** What files hint at and do not say, as lines to uncomment. */
  hints?: readonly string[];
}

const MONTHS = 12;
/** Where no file says the Region. */
const ASSUMED_REGION = 'us-east-1';

/**
 * The scenario that facts make. What no file says is a range down to what costs least, or left out where its default is one; each has a
 * remark.
 *
 * @param start first month
 */
export function draftOf(facts: Facts, merged: Merged, start: string): Draft {
  const trails = trailParts(merged);
  const readers = readerParts(facts, merged).map((reader) => fittingDigests(reader, trails));
  const parts: Record<string, Part | undefined> = {
    bucket: bucketPart(merged),
    encryption: encryptionPart(merged, start),
    keys: keysPart(merged.key, merged.bucket, start),
    recording: recordingPart(merged),
  };
  const free = freePart(facts, merged);
  const currency = merged.measured?.currency;
  const fieldOf = (name: string) => (parts[name] === undefined ? {} : { [name]: parts[name].value });
  return {
    fields: {
      version: 1,
      name: 'from-files',
      period: { start, months: MONTHS },
      ...fieldOf('bucket'),
      ...fieldOf('encryption'),
      ...fieldOf('keys'),
      ...(trails.length === 0 ? {} : { trails: trails.map(({ value }) => value) }),
      readers: readers.map(({ value }) => value),
      ...free.value,
      ...fieldOf('recording'),
      ...(currency === undefined ? {} : { currency }),
    },
    remarks: [
      ...Object.entries(parts).flatMap(([name, part]) => within([name], part?.remarks ?? [])),
      ...trails.flatMap(({ remarks }, index) => within(['trails', index], remarks)),
      ...readers.flatMap(({ remarks }, index) => within(['readers', index], remarks)),
      ...free.remarks,
      ...(currency === undefined ? [] : [{ field: ['currency'], text: `${merged.measured?.origin}: what it was converted to` }]),
    ],
    hints: hintsOf(merged, { ...fieldOf('keys'), ...(trails.length === 0 ? {} : { trails }), ...parts['recording']?.value }),
  };
}

const DIGEST_FIELDS = ['digestFilesPerMonth', 'digestFilesPerAccountMonth', 'digestRegions'];

/** Where none of its trails has digest files, a validation is a scan of the log files, and nobody reads digests. */
function fittingDigests(reader: Part, trails: readonly Part[]): Part {
  const { pattern: given, name, trails: own, ...fields } = reader.value;
  const read = trails.filter(({ value }) => !Array.isArray(own) || own.includes(value['name']));
  const hasDigests = read.some(({ value }) => DIGEST_FIELDS.some((field) => field in value));
  if (hasDigests || (given !== 'validate' && !('digests' in fields))) return reader;
  const { digests: _, ...others } = fields;
  return {
    value: {
      name,
      ...(own === undefined ? {} : { trails: own }),
      pattern: given === 'validate' ? 'scan' : given,
      ...others,
      ...(given === 'replicate' ? { digests: false } : {}),
    },
    remarks: [
      ...reader.remarks,
      ...(given === 'validate'
        ? [{ field: ['pattern'], text: 'a validation; no file shows digest files, so a scan of the log files' }]
        : []),
    ],
  };
}

/** What a bill hints at, as far as nothing else says it. */
function hintsOf({ bill }: Merged, has: Readonly<Record<string, unknown>>): string[] {
  const open = (bill?.scenario.hints ?? []).filter(({ field, line }) => !(field in has) && !(line.slice(0, line.indexOf(':')) in has));
  return hintLines(open);
}

function within(start: FieldPath, remarks: readonly Remark[]): Remark[] {
  return remarks.map(({ field, text }) => ({ field: [...start, ...field], text }));
}

function bucketPart({ bucket: { region, account }, measured }: Merged): Part {
  return {
    value: { region: region?.value ?? ASSUMED_REGION, ...(account === undefined ? {} : { account: account.value }) },
    remarks: [
      {
        field: ['region'],
        text:
          region?.origin ??
          measured?.regionRemark ??
          "not known: the bucket's Region decides the prices. aws s3api get-bucket-location --bucket BUCKET",
      },
      ...(account === undefined ? [] : [{ field: ['account'], text: account.origin }]),
    ],
  };
}

/** The switch is known only where file names come with their encryption; a trail that has a key says nothing of since when. */
function encryptionPart(merged: Merged, start: string): Part {
  const { trails, bucket, listing, measured } = merged;
  const since = listing?.encryption?.sseKmsSince ?? measured?.sseKmsSince;
  const { hasBucketKey } = bucket;
  const remarks = [
    { field: ['sseKmsSince'], text: sinceRemark(merged) ?? switchRemark(trails, bucket.encryption) },
    ...(hasBucketKey === undefined ? [] : [{ field: [], text: bucketKeyRemark(hasBucketKey) }]),
  ];
  return { value: { sseKmsSince: since ?? `${start}-01` }, remarks };
}

function sinceRemark({ listing, measured }: Merged): string | undefined {
  const [listed, seen] = [listing?.encryption?.sseKmsSince, measured?.sseKmsSince];
  if (listed !== undefined) return `${listing?.origin}: all files since`;
  return seen === undefined
    ? undefined
    : `${measured?.origin}: delivery of the oldest SSE-KMS file that was seen; SSE-KMS may have been on for longer`;
}

function switchRemark(trails: readonly TrailFacts[], encryption: Said<string> | undefined): string {
  const keyed = trails.find(({ key }) => key !== undefined && key.value !== '');
  const isOn = 'older files count as SSE-S3, which costs least. Set the day, or always';
  if (keyed?.key !== undefined) return `${keyed.key.origin} names a key, so SSE-KMS is on; no file says since when: ${isOn}`;
  if (trails.length > 0 && trails.every(({ key }) => key?.value === '') && encryption !== undefined) {
    if (encryption.value === 'AES256') return `${encryption.origin}: SSE-S3 today, so the switch is taken to be at the start`;
    return `${encryption.origin}: ${encryption.value} today; no file says since when: ${isOn}`;
  }
  return 'not known: the switch is taken to be at the start. aws cloudtrail describe-trails has the key of the trail';
}

function bucketKeyRemark({ value, origin }: Said<boolean>): string {
  return value ? `${origin}: a Bucket Key is on; since when, it does not say` : `${origin}: no Bucket Key today`;
}

/** Further trails that record each Decrypt, where selectors are known or a count saw it: the first copy of management events is free. */
function recordingPart({ trails, measured, bill }: Merged): Part | undefined {
  const paid = paidCopies(trails, measured);
  const guardDuty = bill?.scenario.hasGuardDuty === true ? bill : undefined;
  const copies = trails.filter(({ recordsGets }) => recordsGets?.value === true);
  const insights = trails.filter(({ hasErrorInsights }) => hasErrorInsights?.value === true);
  const value = {
    ...(paid === undefined ? {} : { paidCopies: paid.value }),
    ...(copies.length === 0 ? {} : { dataEventCopies: copies.length }),
    ...(insights.length === 0 ? {} : { insightsTrails: insights.length }),
    ...(guardDuty === undefined ? {} : { guardDuty: true }),
  };
  if (Object.keys(value).length === 0) return undefined;
  return {
    value,
    remarks: [
      ...(paid === undefined ? [] : [{ field: ['paidCopies'], text: paid.text }]),
      ...(copies.length === 0 ? [] : [{ field: ['dataEventCopies'], text: copies[0]?.recordsGets?.origin ?? '' }]),
      ...(insights.length === 0 ? [] : [{ field: ['insightsTrails'], text: insights[0]?.hasErrorInsights?.origin ?? '' }]),
      ...(guardDuty === undefined
        ? []
        : [{ field: ['guardDuty'], text: `${guardDuty.origin} has GuardDuty events, so GuardDuty is on in some account` }]),
    ],
  };
}

interface PaidCopies {
  value: Quantity;
  text: string;
}

/** By the selectors of all trails; else as a count saw them; else as far as selectors are known. */
function paidCopies(trails: readonly TrailFacts[], measured: Measured | undefined): PaidCopies | undefined {
  const bySelectors = selectedCopies(trails);
  const seen = measured?.paidCopies;
  if (seen === undefined || measured === undefined) return bySelectors;
  if (typeof bySelectors?.value !== 'number')
    return { value: seen, text: `${measured.origin}: of each Decrypt, in trails of the same account` };
  const differs = Math.abs(bySelectors.value - seen) >= 1;
  return differs ? { ...bySelectors, text: `${bySelectors.text}; ${measured.origin} saw ${seen}` } : bySelectors;
}

function selectedCopies(trails: readonly TrailFacts[]): PaidCopies | undefined {
  const known = trails.filter(({ recordsDecrypts }) => recordsDecrypts !== undefined);
  if (known.length === 0) return undefined;
  const recording = known.filter(({ recordsDecrypts }) => recordsDecrypts?.value === true).length;
  const unknown = trails.length - known.length;
  const [low, high] = [Math.max(recording - 1, 0), Math.max(recording + unknown - 1, 0)];
  const of = `${recording} of ${trails.length} trails record${recording === 1 ? 's' : ''} each Decrypt`;
  if (low === high) return { value: low, text: `${of}; the first copy is free` };
  return { value: { low, expected: low, high }, text: `${of}; of ${unknown} no file has the event selectors` };
}

/** What other requests leave of the free tier: by the bill of all accounts, else by the metric of one. */
function freePart({ metrics }: Facts, { bill }: Merged): Part {
  const billed = bill?.scenario.freeRequestsLeft;
  if (bill !== undefined && billed !== undefined) {
    const text = `${bill.origin}: what other KMS use leaves of the free tier, by month`;
    return { value: { freeRequestsLeft: billed }, remarks: [{ field: ['freeRequestsLeft'], text }] };
  }
  const requests = metrics.find(({ kind }) => kind === 'kms-requests');
  if (requests === undefined) return { value: {}, remarks: [] };
  const left = (used: number) => Math.max(0, FREE_REQUESTS_PER_MONTH - Math.round(used));
  const { low, expected, high } = requests.perMonth.value;
  const value = plain({ low: left(high), expected: left(expected), high: left(low) });
  const text = `${requests.perMonth.origin}: what other KMS use of this account leaves; the free tier is of all accounts together`;
  return { value: { freeRequestsLeft: value }, remarks: [{ field: ['freeRequestsLeft'], text }] };
}
