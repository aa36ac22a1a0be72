import { isObject } from '../base/records.js';
import type { Draft } from './draft.js';
import type { Merged } from './merge.js';

/** What a plan changes from, and what to. */
export type Side = 'before' | 'after';

/** The last day that a scenario takes: later than any period that is compared. */
const NEVER = '2099-12-31';

/**
 * The drafts of both sides of a plan as each is: without SSE-KMS there is no switch, and without a Bucket Key none. A draft alone has the
 * switch at its start, so that it shows what one would cost; two such drafts would not differ.
 */
export function comparable(
  drafts: Record<Side, Draft>,
  sides: Record<Side, Merged>,
): { drafts: Record<Side, Draft>; byBucketKey: boolean } {
  const byBucketKey = hasBucketKey(sides.before) || hasBucketKey(sides.after);
  return {
    drafts: { before: asIs(drafts.before, sides.before, byBucketKey), after: asIs(drafts.after, sides.after, byBucketKey) },
    byBucketKey,
  };
}

function hasBucketKey(side: Merged): boolean {
  return withoutKms(side) === undefined && side.bucket.hasBucketKey?.value === true;
}

function asIs(draft: Draft, side: Merged, byBucketKey: boolean): Draft {
  const why = withoutKms(side);
  if (why !== undefined) return withDay(draft, 'sseKmsSince', why);
  if (!byBucketKey || hasBucketKey(side)) return draft;
  const { hasBucketKey: known } = side.bucket;
  const text = known === undefined ? 'not known: no Bucket Key is assumed' : `${known.origin}: no Bucket Key, so none in this period`;
  return withDay(draft, 'bucketKeySince', text);
}

/**
 * What says that log files are not written with SSE-KMS; undefined where they are. A trail's key counts, be it not known yet, else the
 * default of its bucket, which is SSE-S3 unless somebody has changed it.
 */
function withoutKms({ trails, bucket: { encryption } }: Merged): string | undefined {
  if (trails.some(({ key }) => key?.value !== '')) return undefined;
  if (encryption === undefined)
    return 'no trail names a key, and no file has the default encryption of the bucket: SSE-S3, the default of S3, is assumed';
  return encryption.value === 'AES256' ? `${encryption.origin}: SSE-S3, so no switch in this period` : undefined;
}

function withDay({ fields, remarks }: Draft, field: 'sseKmsSince' | 'bucketKeySince', text: string): Draft {
  const path = ['encryption', field];
  const given = fields['encryption'];
  const encryption = { ...(isObject(given) ? given : {}), [field]: NEVER };
  const others = remarks.filter((remark) => remark.field.join('.') !== path.join('.'));
  return { fields: { ...fields, encryption }, remarks: [...others, { field: path, text }] };
}
