import type { LogRecord } from './log-record.js';
import { OBJECT_KINDS, type S3Object, s3ObjectOf } from './objects.js';
import { RULES, type Rule, type Traits } from './rules.js';

/** The number of the rule that decides on a KMS record at first, and the object that the record is about. */
export function classify(record: LogRecord): { rule: number; object: S3Object } {
  const object = s3ObjectOf(record.s3Arn);
  const traits: Traits = {
    unreadable: record.unreadable !== undefined,
    failed: record.errorCode !== undefined,
    caller: callerOf(record),
    operation: record.eventName ?? '',
    object: object.kind,
    trail: record.trailArn !== undefined,
  };
  return { rule: ruleFor(traits), object };
}

/** By operation, then by the other traits: requests repeat them, so each combination is looked up once. */
const decisions = new Map<string, number[]>();
/** Operations are text of others and must not fill the memory. */
const MOST_OPERATIONS = 1000;

const CALLERS: readonly Traits['caller'][] = ['cloudtrail', 'through-role', 'other'];
/** Of all traits but operation and object. */
const OTHER_TRAITS = 2 * 2 * 2 * CALLERS.length;

function ruleFor(traits: Traits): number {
  const others =
    OBJECT_KINDS.indexOf(traits.object) * OTHER_TRAITS +
    (traits.unreadable ? 12 : 0) +
    (traits.failed ? 6 : 0) +
    (traits.trail ? 3 : 0) +
    CALLERS.indexOf(traits.caller);
  const known = decisions.get(traits.operation)?.[others];
  if (known !== undefined && known >= 0) return known;
  const rule = RULES.findIndex(({ when }) => fits(when, traits));
  const rules = decisions.get(traits.operation) ?? Array.from({ length: OBJECT_KINDS.length * OTHER_TRAITS }, () => -1);
  rules[others] = rule;
  if (decisions.size < MOST_OPERATIONS) decisions.set(traits.operation, rules);
  return rule;
}

function fits(when: Rule['when'], traits: Traits): boolean {
  if (typeof when === 'string') return false;
  const { unreadable, failed, caller, operation, object, trail } = when;
  return (
    (unreadable === undefined || unreadable === traits.unreadable) &&
    (failed === undefined || failed === traits.failed) &&
    (caller === undefined || caller === traits.caller) &&
    (operation === undefined || operation.includes(traits.operation)) &&
    (object === undefined || object.includes(traits.object)) &&
    (trail === undefined || trail === traits.trail)
  );
}

/** Who makes the request: CloudTrail by itself, CloudTrail as a role of a customer's, or somebody else. */
function callerOf(record: LogRecord): Traits['caller'] {
  if (isCloudTrail(record)) return 'cloudtrail';
  return isCloudTrailService(record.identity.invokedBy) ? 'through-role' : 'other';
}

/** The service's name, in China too. */
export const CLOUDTRAIL_SERVICE = /^cloudtrail\.amazonaws\.com(\.cn)?$/;
/** CloudTrail as the documentation of 2015 has it: by this address, and by an ARN of this form. */
export const INNER_ADDRESS = 'internal.amazonaws.com';
export const CLOUDTRAIL_OF_2015 = /(?::user|:assumed-role|:role)\/AWSCloudTrail(?:\/|$)/;

function isCloudTrailService(invokedBy: string | undefined): boolean {
  return CLOUDTRAIL_SERVICE.test(invokedBy ?? '');
}

/**
 * Whether CloudTrail itself made the request: by the service's name since about 2021, and by the name AWSCloudTrail, through AWS's inner
 * address, in the documentation of 2015. Its account differs by Region and is no sign; a user of yours called AWSCloudTrail is no sign
 * either, since nobody's reads are made through `internal.amazonaws.com` any more.
 */
export function isCloudTrail({ identity }: LogRecord): boolean {
  if (identity.type === 'AWSService') return isCloudTrailService(identity.invokedBy);
  return identity.invokedBy === INNER_ADDRESS && CLOUDTRAIL_OF_2015.test(identity.arn ?? '');
}
