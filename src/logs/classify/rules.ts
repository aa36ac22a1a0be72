import type { LogRecord } from './log-record.js';
import { OBJECT_KINDS, type ObjectKind, type S3Object, s3ObjectOf } from './objects.js';

/** What a KMS request in the logs is; each gets exactly one. */
export const CLASSES = [
  'log-file-read',
  'digest-file-read',
  'other-cloudtrail-file-read',
  'bucket-key-read',
  'cloudtrail-delivery',
  'cloudtrail-configuration-check',
  'cloudtrail-read',
  'other-s3-object',
  'other-kms-use',
  'failed-request',
  'unclassified',
] as const;
export type RequestClass = (typeof CLASSES)[number];

/** How a class counts: in the bill for reads, free, somebody else's, apart. */
export type CountsAs = 'billable' | 'free' | 'unrelated' | 'failed' | 'unclassified';

export const COUNTS_AS: Record<RequestClass, CountsAs> = {
  'log-file-read': 'billable',
  'digest-file-read': 'billable',
  'other-cloudtrail-file-read': 'billable',
  'bucket-key-read': 'billable',
  'cloudtrail-delivery': 'free',
  'cloudtrail-configuration-check': 'free',
  'cloudtrail-read': 'free',
  'other-s3-object': 'unrelated',
  'other-kms-use': 'unrelated',
  'failed-request': 'failed',
  unclassified: 'unclassified',
};

/** What a rule looks at. */
export interface Traits {
  failed: boolean;
  caller: 'cloudtrail' | 'other';
  operation: string;
  object: ObjectKind;
  trail: boolean;
}

/** One row: where all the traits that it names fit, the request has its class. */
export interface Rule {
  name: string;
  class: RequestClass;
  when: { failed?: boolean; caller?: Traits['caller']; operation?: readonly string[]; object?: readonly ObjectKind[]; trail?: boolean };
  why: string;
}

const CLOUDTRAIL_FILE = ['log-file', 'digest-file', 'other-cloudtrail-file'] as const;
const DATA_KEY = ['GenerateDataKey', 'GenerateDataKeyWithoutPlaintext'] as const;

/**
 * The rules in their order; the first that fits decides.
 * Source: docs.aws.amazon.com/kms/latest/developerguide/services-cloudtrail.html (the three uses of the key, their encryption contexts),
 * docs.aws.amazon.com/awscloudtrail/latest/userguide/how-kms-works-with-cloudtrail (what is charged),
 * docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html (the bucket's ARN in place of the object's).
 */
export const RULES: readonly Rule[] = [
  {
    name: 'failed-on-cloudtrail-file',
    class: 'failed-request',
    when: { failed: true, object: CLOUDTRAIL_FILE },
    why: 'errorCode is set; whether AWS bills a failed request is not known',
  },
  {
    name: 'failed-elsewhere',
    class: 'failed-request',
    when: { failed: true },
    why: 'errorCode is set; not a request for a CloudTrail file, as far as it tells',
  },
  {
    name: 'delivery-of-file',
    class: 'cloudtrail-delivery',
    when: { caller: 'cloudtrail', operation: DATA_KEY, object: CLOUDTRAIL_FILE },
    why: 'CloudTrail writes a file: free',
  },
  {
    name: 'delivery-under-bucket-key',
    class: 'cloudtrail-delivery',
    when: { caller: 'cloudtrail', operation: DATA_KEY, object: ['bucket'] },
    why: 'CloudTrail writes under a Bucket Key: free, and one stands for many files',
  },
  {
    name: 'configuration-check',
    class: 'cloudtrail-configuration-check',
    when: { caller: 'cloudtrail', operation: DATA_KEY, object: ['configuration-path'] },
    why: 'CloudTrail tries the key when a trail is configured: free',
  },
  {
    name: 'delivery-elsewhere',
    class: 'cloudtrail-delivery',
    when: { caller: 'cloudtrail', operation: DATA_KEY, trail: true },
    why: 'CloudTrail uses the key for a trail, for an object of unknown form: free',
  },
  {
    name: 'read-by-cloudtrail',
    class: 'cloudtrail-read',
    when: { caller: 'cloudtrail', operation: ['Decrypt'], object: [...CLOUDTRAIL_FILE, 'bucket', 'configuration-path'] },
    why: "CloudTrail's own read: free",
  },
  {
    name: 'read-of-log-file',
    class: 'log-file-read',
    when: { caller: 'other', operation: ['Decrypt'], object: ['log-file'] },
    why: 'a GET of a log file: billable',
  },
  {
    name: 'read-of-digest-file',
    class: 'digest-file-read',
    when: { caller: 'other', operation: ['Decrypt'], object: ['digest-file'] },
    why: 'a GET of a digest file: billable',
  },
  {
    name: 'read-of-other-cloudtrail-file',
    class: 'other-cloudtrail-file-read',
    when: { caller: 'other', operation: ['Decrypt'], object: ['other-cloudtrail-file'] },
    why: 'a GET of an Insight or other CloudTrail file: billable',
  },
  {
    name: 'read-of-object-of-trail',
    class: 'other-cloudtrail-file-read',
    when: { caller: 'other', operation: ['Decrypt'], object: ['other-object'], trail: true },
    why: 'the context names a trail, the path is unusual: billable',
  },
  {
    name: 'read-under-bucket-key-of-trail',
    class: 'bucket-key-read',
    when: { caller: 'other', operation: ['Decrypt'], object: ['bucket'], trail: true },
    why: 'the context names the bucket and a trail: billable, one stands for many reads',
  },
  {
    name: 'read-under-bucket-key',
    class: 'bucket-key-read',
    when: { caller: 'other', operation: ['Decrypt'], object: ['bucket'] },
    why: 'the context names a bucket alone, and it holds CloudTrail files: billable, one stands for many reads',
  },
  {
    name: 'copy-of-cloudtrail-file',
    class: 'other-kms-use',
    when: { caller: 'other', operation: DATA_KEY, object: CLOUDTRAIL_FILE },
    why: 'somebody writes a copy of a CloudTrail file (replication, CopyObject): no read, billed to whoever copies',
  },
  {
    name: 'other-object',
    class: 'other-s3-object',
    when: { object: ['other-object', 'configuration-path', 'bucket'], trail: false },
    why: 'an S3 object or bucket that is not of CloudTrail',
  },
  {
    name: 'other-use',
    class: 'other-kms-use',
    when: { object: ['none'], trail: false },
    why: 'the encryption context names no S3 object',
  },
  { name: 'no-rule', class: 'unclassified', when: {}, why: 'none of the rules fits' },
];

/** The last rule, which fits all; of a record without a readable time too, since it belongs to no month. */
export const NO_RULE = RULES.length - 1;

/** What holds for a request that names a bucket alone where nothing shows a bucket with CloudTrail files. */
export const UNCONFIRMED_BUCKET_KEY: Rule = {
  name: 'bucket-key-unconfirmed',
  class: 'unclassified',
  when: {},
  why: 'the context names a bucket alone, and nothing shows that it holds CloudTrail files; --bucket NAME confirms it',
};

/** Of a bucket that, as the whole of the logs shows, holds no CloudTrail files; see {@link RULES}. */
export const FOREIGN_BUCKET_KEY: Rule = {
  name: 'bucket-key-of-other-bucket',
  class: 'other-s3-object',
  when: {},
  why: 'the context names a bucket alone, and CloudTrail files are in other buckets',
};

/** The rule that decides on a KMS record, by its index in {@link RULES}, and the object that the record is about. */
export function classify(record: LogRecord): { rule: number; object: S3Object } {
  const object = s3ObjectOf(record.s3Arn);
  const traits: Traits = {
    failed: record.errorCode !== undefined,
    caller: isCloudTrail(record) ? 'cloudtrail' : 'other',
    operation: record.eventName ?? '',
    object: object.kind,
    trail: record.trailArn !== undefined,
  };
  return { rule: ruleFor(traits), object };
}

/** By operation, then by the other traits: requests repeat them, so each combination is looked up once. */
const decided = new Map<string, number[]>();
/** Operations are text of others and must not fill the memory. */
const MOST_OPERATIONS = 1000;

function ruleFor(traits: Traits): number {
  const others =
    OBJECT_KINDS.indexOf(traits.object) * 8 + (traits.failed ? 4 : 0) + (traits.trail ? 2 : 0) + (traits.caller === 'other' ? 1 : 0);
  const known = decided.get(traits.operation)?.[others];
  if (known !== undefined && known >= 0) return known;
  const rule = RULES.findIndex(({ when }) => fits(when, traits));
  const rules = decided.get(traits.operation) ?? Array.from({ length: OBJECT_KINDS.length * 8 }, () => -1);
  rules[others] = rule;
  if (decided.size < MOST_OPERATIONS) decided.set(traits.operation, rules);
  return rule;
}

function fits({ failed, caller, operation, object, trail }: Rule['when'], traits: Traits): boolean {
  return (
    (failed === undefined || failed === traits.failed) &&
    (caller === undefined || caller === traits.caller) &&
    (operation === undefined || operation.includes(traits.operation)) &&
    (object === undefined || object.includes(traits.object)) &&
    (trail === undefined || trail === traits.trail)
  );
}

/**
 * Whether CloudTrail itself made the request: by the service's name since about 2021, and by the name AWSCloudTrail, through AWS's inner
 * address, in the documentation of 2015. Its account differs by Region and is no sign; a user of yours called AWSCloudTrail is no sign
 * either, since nobody's reads are made through `internal.amazonaws.com` any more.
 */
export function isCloudTrail({ identity }: LogRecord): boolean {
  if (identity.type === 'AWSService') return /^cloudtrail\.amazonaws\.com(\.cn)?$/.test(identity.invokedBy ?? '');
  return identity.invokedBy === 'internal.amazonaws.com' && /(?::user|:assumed-role|:role)\/AWSCloudTrail(?:\/|$)/.test(identity.arn ?? '');
}

/** Rules that tell nothing of what a bucket holds. */
const NO_EVIDENCE: readonly string[] = ['other-s3-object', 'failed-request', 'unclassified'];

/** Whether a request or a GET shows that its bucket holds CloudTrail files. */
export function showsTrailBucket({ rule: number, bucket }: { rule: number; bucket: string }): boolean {
  const rule = RULES[number];
  if (bucket === '' || rule?.name === 'read-under-bucket-key') return false;
  return rule === undefined || !NO_EVIDENCE.includes(rule.class);
}
