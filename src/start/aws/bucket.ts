import type { BucketFacts, Facts } from '../facts.js';
import type { Given } from '../given.js';
import { encryptionFound } from '../rules/encryption.js';
import type { Found } from '../rules/found.js';
import { type LifecycleRule, lifecycleFound } from '../rules/lifecycle.js';
import { type ReplicationRule, replicationFound } from '../rules/replication.js';

/** What `get-bucket-encryption` says. */
export function bucketEncryptionFound(given: Given, origin: string): Partial<Facts> {
  const [rule] = given.group('ServerSideEncryptionConfiguration')?.groups('Rules') ?? [];
  const byDefault = rule?.group('ApplyServerSideEncryptionByDefault');
  const algorithm = byDefault?.text('SSEAlgorithm');
  if (rule === undefined || algorithm === undefined) return { warnings: [`${origin} names no default encryption.`] };
  const key = byDefault?.text('KMSMasterKeyID') ?? '';
  const { keys, ...found } = encryptionFound({ algorithm, key, hasBucketKey: rule.flag('BucketKeyEnabled') }, origin);
  return { ...bucketFound(found, origin), keys };
}

/** What `get-bucket-replication` says. */
export function bucketReplicationFound(given: Given, origin: string): Partial<Facts> {
  const rules = given.group('ReplicationConfiguration')?.groups('Rules') ?? [];
  return bucketFound(replicationFound(rules.map(replicationRuleIn), origin), origin);
}

function replicationRuleIn(given: Given): ReplicationRule {
  const { prefix, hasTag } = filterOf(given);
  const selected = given.group('SourceSelectionCriteria')?.group('SseKmsEncryptedObjects')?.text('Status');
  return {
    isEnabled: isEnabled(given),
    prefix,
    hasTag,
    // Amazon S3 selects such objects only where it is told to.
    selectsKms: selected === 'Enabled',
    destination: given.group('Destination')?.text('Bucket'),
  };
}

/** What `get-bucket-lifecycle-configuration` says. */
export function bucketLifecycleFound(given: Given, origin: string): Partial<Facts> {
  const rules = (given.groups('Rules') ?? []).map(lifecycleRuleIn);
  const size = given.text('TransitionDefaultMinimumObjectSize');
  const keepsSmall = size === undefined ? undefined : size === 'all_storage_classes_128K';
  return bucketFound(lifecycleFound({ rules, keepsSmall }, origin), origin);
}

function lifecycleRuleIn(given: Given, index: number): LifecycleRule {
  const expiration = given.group('Expiration');
  return {
    name: given.text('ID') ?? `${index + 1}`,
    isEnabled: isEnabled(given),
    ...filterOf(given),
    expiration: expiration?.number('Days') ?? (expiration?.text('Date') === undefined ? undefined : 'date'),
    transitions: transitionsIn(given).map((one) => ({ days: one.number('Days'), storageClass: one.text('StorageClass') })),
  };
}

/** The older `get-bucket-lifecycle` has one at most. */
function transitionsIn(given: Given): Given[] {
  const single = given.group('Transition');
  return given.groups('Transitions') ?? (single === undefined ? [] : [single]);
}

function isEnabled(given: Given): boolean | undefined {
  const status = given.text('Status');
  return status === undefined ? undefined : status === 'Enabled';
}

/** A rule's filter: one condition, several under `And`, or the prefix of older rules. */
function filterOf(given: Given): Pick<LifecycleRule, 'prefix' | 'hasTag' | 'above' | 'below'> & { prefix: string; hasTag: boolean } {
  const filter = given.group('Filter');
  const parts = [filter, filter?.group('And')];
  const first = <T>(read: (part: Given) => T | undefined) => parts.flatMap((part) => (part === undefined ? [] : (read(part) ?? []))).at(0);
  return {
    prefix: first((part) => part.text('Prefix')) ?? given.text('Prefix') ?? '',
    hasTag: parts.some((part) => part?.has('Tag') || (part?.list('Tags')?.length ?? 0) > 0),
    above: first((part) => part.number('ObjectSizeGreaterThan')),
    below: first((part) => part.number('ObjectSizeLessThan')),
  };
}

/** What `get-bucket-logging` says. */
export function bucketLoggingFound(given: Given, origin: string): Partial<Facts> {
  const target = given.group('LoggingEnabled');
  const bucket = target?.text('TargetBucket');
  if (bucket === undefined) return { warnings: [`${origin} names no bucket for access logs.`] };
  const value = `s3://${bucket}/${target?.text('TargetPrefix') ?? ''}`;
  return bucketFound({ says: { accessLogs: { value, origin } }, warnings: [] }, origin);
}

/** What `get-bucket-location` says: nothing for us-east-1, and an old name for Ireland. */
export function bucketLocationFound(given: Given, origin: string): Partial<Facts> {
  const location = given.text('LocationConstraint') ?? 'us-east-1';
  const region = location === 'EU' ? 'eu-west-1' : location;
  return bucketFound({ says: { region: { value: region, origin } }, warnings: [] }, origin);
}

function bucketFound({ says, warnings }: Found<Partial<BucketFacts>>, origin: string): Partial<Facts> {
  return { buckets: [says], warnings: [`${origin} does not name its bucket: it is taken for the log bucket.`, ...warnings] };
}
