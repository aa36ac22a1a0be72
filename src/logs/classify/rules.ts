// logs/classify: what a record is, by one table of rules.

import type { ObjectKind } from './objects.js';

/** How a class counts: in the bill for reads, as free, as another's, on its own. */
export type CountsAs = 'billable' | 'free' | 'unrelated' | 'failed' | 'unsure' | 'unclassified';

/** A class of requests. */
interface ClassRow {
  countsAs: CountsAs;
  /** The same in the words of a report. */
  shown: string;
  /** Whether each request is one read of one file. */
  isRead?: true;
}

/** What a KMS request in the logs is; each gets exactly one class. */
const CLASS_TABLE = {
  'log-file-read': { countsAs: 'billable', shown: 'billable', isRead: true },
  'digest-file-read': { countsAs: 'billable', shown: 'billable', isRead: true },
  'other-cloudtrail-file-read': { countsAs: 'billable', shown: 'billable', isRead: true },
  'bucket-key-read': { countsAs: 'billable', shown: 'billable, one for many reads' },
  'copy-by-replication': { countsAs: 'billable', shown: 'billable, not a read' },
  'cloudtrail-delivery': { countsAs: 'free', shown: 'free' },
  'cloudtrail-configuration-check': { countsAs: 'free', shown: 'free' },
  'cloudtrail-read': { countsAs: 'free', shown: 'free' },
  'other-s3-object': { countsAs: 'unrelated', shown: 'not CloudTrail' },
  'other-kms-use': { countsAs: 'unrelated', shown: 'not CloudTrail' },
  'failed-request': { countsAs: 'failed', shown: 'unknown whether billed' },
  'read-through-your-role': { countsAs: 'unsure', shown: 'unknown whether free' },
  unclassified: { countsAs: 'unclassified', shown: 'unclassified' },
} as const satisfies Record<string, ClassRow>;

export type RequestClass = keyof typeof CLASS_TABLE;

export const CLASSES: Readonly<Record<RequestClass, ClassRow>> = CLASS_TABLE;
/** The classes in the order of reports. */
export const CLASS_NAMES = Object.keys(CLASSES) as RequestClass[];

/** What a rule looks at. */
export interface Traits {
  /** A field that has to be an object is none. */
  unreadable: boolean;
  failed: boolean;
  /** `through-role`: CloudTrail, with the credentials of a role that you gave it. */
  caller: 'cloudtrail' | 'through-role' | 'other';
  operation: string;
  object: ObjectKind;
  trail: boolean;
}

/** What a request by a rule shows beside itself. */
export type Evidence =
  /** Its bucket holds CloudTrail files. */
  | 'trail-bucket'
  /** CloudTrail delivered files under SSE-KMS at that moment. */
  | 'delivery'
  /** It delivered just the file that the request names. */
  | 'delivered-file'
  /** A Bucket Key is in use. */
  | 'bucket-key'
  /** Somebody wrote a copy of a CloudTrail file. */
  | 'copy'
  /** It may be a read of a CloudTrail file all the same. */
  | 'unconfirmed-read'
  /** The same, since its bucket holds others' objects too. */
  | 'shared-bucket'
  /** Others than CloudTrail write to its bucket, under the same Bucket Key. */
  | 'other-writer';

/** What requests that name a bucket alone read, as the whole of the logs shows. */
export type BucketUse = 'cloudtrail-files' | 'other-bucket' | 'other-objects' | 'shared' | 'unknown';

/** What a request turns out to be when all is read. */
type Outcome = Exclude<BucketUse, 'cloudtrail-files'> | 'replicated';

interface RuleRow {
  name: string;
  class: RequestClass;
  /**
   * Where all the traits that it names fit, the rule decides. `without-time` is the rule for every record without a readable time, since
   * that belongs to no month. `at-the-end` is a rule that none is decided by at first: another one turns into it when all is read.
   */
  when:
    | {
        unreadable?: boolean;
        failed?: boolean;
        caller?: Traits['caller'];
        operation?: readonly string[];
        object?: readonly ObjectKind[];
        trail?: boolean;
      }
    | 'without-time'
    | 'at-the-end';
  /**
   * What only the whole of the logs shows, with the rules that decide in the end: where the context names only a bucket, what was read; of
   * a copy, whether S3 replication made it. Otherwise the rule itself stays.
   */
  turnsInto?: Partial<Record<Outcome, string>>;
  shows?: readonly Evidence[];
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
const RULE_TABLE = [
  {
    name: 'unreadable-time',
    class: 'unclassified',
    when: 'without-time',
    why: 'eventTime is absent or not a time, so the request belongs to no month',
  },
  {
    name: 'unreadable-field',
    class: 'unclassified',
    when: { unreadable: true },
    why: 'userIdentity or requestParameters is not an object, so the purpose of the request is unknown',
  },
  {
    name: 'no-operation',
    class: 'unclassified',
    when: { operation: [''] },
    why: 'eventName is absent',
  },
  {
    name: 'failed-on-cloudtrail-file',
    class: 'failed-request',
    when: { failed: true, object: CLOUDTRAIL_FILE },
    why: 'errorCode is set; AWS does not say whether it bills failed requests',
  },
  {
    name: 'failed-elsewhere',
    class: 'failed-request',
    when: { failed: true },
    why: 'errorCode is set; the request names no CloudTrail file',
  },
  {
    name: 'delivery-of-file',
    class: 'cloudtrail-delivery',
    when: { caller: 'cloudtrail', operation: DATA_KEY, object: CLOUDTRAIL_FILE },
    shows: ['trail-bucket', 'delivery', 'delivered-file'],
    why: 'CloudTrail writes a file: free',
  },
  {
    name: 'delivery-under-bucket-key',
    class: 'cloudtrail-delivery',
    when: { caller: 'cloudtrail', operation: DATA_KEY, object: ['bucket'] },
    shows: ['trail-bucket', 'delivery', 'bucket-key'],
    why: 'CloudTrail writes under a Bucket Key: free, one request for many files',
  },
  {
    name: 'configuration-check',
    class: 'cloudtrail-configuration-check',
    when: { caller: 'cloudtrail', operation: DATA_KEY, object: ['configuration-path'] },
    shows: ['trail-bucket'],
    why: 'CloudTrail tests the key when a trail is configured: free',
  },
  {
    name: 'delivery-elsewhere',
    class: 'cloudtrail-delivery',
    when: { caller: 'cloudtrail', operation: DATA_KEY, trail: true },
    shows: ['trail-bucket', 'delivery'],
    why: 'CloudTrail uses the key for a trail, for an object of unknown form: free',
  },
  {
    name: 'read-by-cloudtrail',
    class: 'cloudtrail-read',
    when: { caller: 'cloudtrail', operation: ['Decrypt'], object: [...CLOUDTRAIL_FILE, 'bucket', 'configuration-path'] },
    shows: ['trail-bucket'],
    why: "CloudTrail's own read: free",
  },
  {
    name: 'read-through-your-role',
    class: 'read-through-your-role',
    when: { caller: 'through-role', operation: ['Decrypt'], object: [...CLOUDTRAIL_FILE, 'bucket'] },
    shows: ['trail-bucket'],
    why: 'CloudTrail reads with one of your roles (an import into CloudTrail Lake): AWS does not say whether that is free',
  },
  {
    name: 'read-of-log-file',
    class: 'log-file-read',
    when: { caller: 'other', operation: ['Decrypt'], object: ['log-file'] },
    shows: ['trail-bucket'],
    why: 'a GET of a log file: billable',
  },
  {
    name: 'read-of-digest-file',
    class: 'digest-file-read',
    when: { caller: 'other', operation: ['Decrypt'], object: ['digest-file'] },
    shows: ['trail-bucket'],
    why: 'a GET of a digest file: billable',
  },
  {
    name: 'read-of-other-cloudtrail-file',
    class: 'other-cloudtrail-file-read',
    when: { caller: 'other', operation: ['Decrypt'], object: ['other-cloudtrail-file'] },
    shows: ['trail-bucket'],
    why: 'a GET of an Insight or other CloudTrail file: billable',
  },
  {
    name: 'read-of-object-of-trail',
    class: 'other-cloudtrail-file-read',
    when: { caller: 'other', operation: ['Decrypt'], object: ['other-object'], trail: true },
    shows: ['trail-bucket'],
    why: 'the context names a trail, the path is unusual: billable',
  },
  {
    name: 'read-under-bucket-key-of-trail',
    class: 'bucket-key-read',
    when: { caller: 'other', operation: ['Decrypt'], object: ['bucket'], trail: true },
    shows: ['trail-bucket', 'bucket-key'],
    why: 'the context names the bucket and a trail: billable, one request for many reads',
  },
  {
    name: 'read-under-bucket-key',
    class: 'bucket-key-read',
    when: { caller: 'other', operation: ['Decrypt'], object: ['bucket'] },
    turnsInto: {
      'other-bucket': 'bucket-key-of-other-bucket',
      'other-objects': 'bucket-key-of-other-objects',
      shared: 'bucket-key-shared',
      unknown: 'bucket-key-unconfirmed',
    },
    shows: ['bucket-key'],
    why: 'the context names only a bucket, and it holds CloudTrail files: billable, one request for many reads',
  },
  {
    name: 'copy-of-cloudtrail-file',
    class: 'other-kms-use',
    // The second request of a replication is an Encrypt in some sources.
    when: { caller: 'other', operation: [...DATA_KEY, 'Encrypt'], object: CLOUDTRAIL_FILE },
    turnsInto: { replicated: 'replica-of-cloudtrail-file' },
    shows: ['trail-bucket', 'copy'],
    why: 'a copy of a CloudTrail file is written (replication, CopyObject): not a read; AWS bills whoever copies',
  },
  {
    name: 'other-write-under-bucket-key',
    class: 'other-s3-object',
    when: { caller: 'other', operation: DATA_KEY, object: ['bucket'], trail: false },
    shows: ['other-writer'],
    why: 'someone other than CloudTrail writes to the bucket under its Bucket Key',
  },
  {
    name: 'other-object',
    class: 'other-s3-object',
    when: { object: ['other-object', 'configuration-path', 'bucket'], trail: false },
    why: 'an S3 object or bucket that is not of CloudTrail',
  },
  {
    name: 'other-arn',
    class: 'other-s3-object',
    when: { object: ['no-object'] },
    why: 'an S3 table, a directory bucket or an access point, to which no trail delivers',
  },
  {
    name: 'other-use',
    class: 'other-kms-use',
    when: { object: ['none'], trail: false },
    why: 'the encryption context names no S3 object',
  },
  {
    name: 'no-rule',
    class: 'unclassified',
    when: {},
    why: 'no other rule fits',
  },
  {
    name: 'bucket-key-unconfirmed',
    class: 'unclassified',
    when: 'at-the-end',
    shows: ['unconfirmed-read'],
    why: 'the context names only a bucket, and nothing shows that it holds CloudTrail files; --bucket NAME confirms it',
  },
  {
    name: 'bucket-key-shared',
    class: 'unclassified',
    when: 'at-the-end',
    shows: ['unconfirmed-read', 'shared-bucket'],
    why: 'the context names only a bucket, others have objects in it too, and no GET shows which of them its reader read',
  },
  {
    name: 'bucket-key-of-other-bucket',
    class: 'other-s3-object',
    when: 'at-the-end',
    why: 'the context names only a bucket, and CloudTrail files are in other buckets',
  },
  {
    name: 'bucket-key-of-other-objects',
    class: 'other-s3-object',
    when: 'at-the-end',
    why: "the context names only a bucket, and its reader's GETs there are of other objects",
  },
  {
    name: 'replica-of-cloudtrail-file',
    class: 'copy-by-replication',
    when: 'at-the-end',
    why: 'a role that reads each new file and writes its copy, as S3 replication does: billable',
  },
] as const satisfies readonly RuleRow[];

export type RuleName = (typeof RULE_TABLE)[number]['name'];

/** One row of the table. */
export interface Rule extends RuleRow {
  name: RuleName;
  turnsInto?: Partial<Record<Outcome, RuleName>>;
}

export const RULES: readonly Rule[] = RULE_TABLE;

/** The rule of a number: its index in {@link RULES}. */
export function ruleAt(number: number): Rule {
  const rule = RULES[number];
  if (rule === undefined) throw new RangeError(`no rule ${number}`);
  return rule;
}

/** The rules by name. */
export const RULE = Object.fromEntries(RULES.map((rule) => [rule.name, rule])) as Record<RuleName, Rule>;

/**
 * The rule that decides in the end.
 *
 * @param use what the reader's requests that name this bucket alone are for
 * @param isReplicating whether its reader is S3 replication, as the whole of the logs shows
 */
export function settledRule({ name, turnsInto }: Rule, use: BucketUse, isReplicating = false): Rule {
  const replicated = isReplicating ? turnsInto?.replicated : undefined;
  return RULE[replicated ?? (use === 'cloudtrail-files' ? undefined : turnsInto?.[use]) ?? name];
}

/** Whether requests by a rule show something. */
export function shows(rule: RuleName, evidence: Evidence): boolean {
  return RULE[rule].shows?.includes(evidence) === true;
}

/** The number of the rule of records without a readable time. */
export const WITHOUT_TIME = RULES.findIndex(({ when }) => when === 'without-time');
