import type { FieldPath } from '../base/errors.js';
import { FREE_REQUESTS_PER_MONTH, type Quantity } from '../scenario/schema.js';
import type { Facts, Said, TrailFacts } from './facts.js';
import type { Merged } from './merge.js';
import { type Part, plain, type Remark } from './part.js';
import { readerParts } from './reader-parts.js';
import { trailParts } from './trail-parts.js';

/** A scenario to be written, and beside each number where it comes from. */
export interface Draft {
  fields: Readonly<Record<string, unknown>>;
  remarks: readonly Remark[];
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
  const [bucket, encryption, recording, free] = [
    bucketPart(merged),
    encryptionPart(merged, start),
    recordingPart(merged.trails),
    freePart(facts),
  ];
  const [trails, readers] = [trailParts(merged), readerParts(facts, merged)];
  return {
    fields: {
      version: 1,
      name: 'from-files',
      period: { start, months: MONTHS },
      bucket: bucket.value,
      encryption: encryption.value,
      trails: trails.map(({ value }) => value),
      readers: readers.map(({ value }) => value),
      ...free.value,
      ...(recording === undefined ? {} : { recording: recording.value }),
    },
    remarks: [
      ...within(['bucket'], bucket.remarks),
      ...within(['encryption'], encryption.remarks),
      ...trails.flatMap(({ remarks }, index) => within(['trails', index], remarks)),
      ...readers.flatMap(({ remarks }, index) => within(['readers', index], remarks)),
      ...free.remarks,
      ...within(['recording'], recording?.remarks ?? []),
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
