import type { FileKind } from './objects.js';
import type { Principal } from './principal.js';
import { ruleAt } from './rules.js';

/** In place of a rule: the finding is a GET. */
export const GET = 255;

export const KINDS: readonly FileKind[] = ['log-file', 'digest-file', 'other-cloudtrail-file'];

/** One KMS request or GET. */
export interface Finding {
  /** What copies of it share; undefined where there is nothing, and then it has no copies. */
  id: string | undefined;
  /** Whether it tells anew of an event that a trail has recorded already. */
  restates: boolean;
  /** Seconds since 1970-01-01 UTC; 0 where it has no readable time. */
  time: number;
  /** Of the rule in the table, or {@link GET}. */
  rule: number;
  principal: Principal;
  /** Names; empty where unknown. */
  region: string;
  bucket: string;
  trail: string;
  tool: string;
  /** Bucket and key of the object, of reads. */
  object: string | undefined;
  /** Undefined for objects that are not of CloudTrail. */
  kind: FileKind | undefined;
  deliveredMinute: number | undefined;
  /** The account that a CloudTrail file is of. */
  fileAccount?: string | undefined;
  /** S3's own id of the request, which data events and access logs share. */
  requestId: string | undefined;
  /** The account whose trail recorded it. */
  recipient: string | undefined;
}

/** Whether a request or a GET shows that its bucket holds CloudTrail files. */
export function showsTrailBucket({ rule, bucket, kind }: Finding): boolean {
  return bucket !== '' && (rule === GET ? kind !== undefined : ruleAt(rule).shows?.includes('trail-bucket') === true);
}

/** The trail and the account of a file that CloudTrail delivered, as one text; undefined where it shows none. */
export function deliveredFor({ rule, trail, fileAccount }: Finding): string | undefined {
  const isDelivery = fileAccount !== undefined && rule !== GET && ruleAt(rule).shows?.includes('delivered-file') === true;
  return isDelivery ? `${fileAccount} ${trail}` : undefined;
}

/** Whether it is a GET of an object that is not of CloudTrail. */
export function isOtherGet({ rule, kind }: Finding): boolean {
  return rule === GET && kind === undefined;
}

/** Whether it shows that others than CloudTrail write to its bucket under a Bucket Key. */
export function showsOtherWriter({ rule, bucket }: Finding): boolean {
  return bucket !== '' && rule !== GET && ruleAt(rule).shows?.includes('other-writer') === true;
}
