import type { BucketFacts } from '../facts.js';
import { coverageOf } from './coverage.js';
import { type Found, known, said } from './found.js';
import { allOf, anyOf, type Maybe } from './maybe.js';

/** A replication rule as a file gives it. */
export interface ReplicationRule {
  isEnabled: Maybe;
  /** Empty where it is known to have none. */
  prefix: string | undefined;
  /** CloudTrail writes its files without tags. */
  hasTag: Maybe;
  /** Whether objects with SSE-KMS are selected. */
  selectsKms: Maybe;
  destination: string | undefined;
}

/** Whether log files with SSE-KMS are replicated: each copy reads the file. */
export function replicationFound(rules: readonly ReplicationRule[], origin: string): Found<Partial<BucketFacts>> {
  const isReplicated = anyOf(rules.map((rule) => allOf([isForLogs(rule), rule.selectsKms])));
  const taking = rules.filter((rule) => allOf([isForLogs(rule), rule.selectsKms]) === true);
  const destinations = new Set(taking.map(({ destination }) => destination)).size;
  const stops = isReplicated === false && rules.some((rule) => isForLogs(rule) === true);
  const warnings = [
    ...(stops ? [stopWarning(origin)] : []),
    ...(isReplicated === undefined ? [unclearWarning(origin)] : []),
    ...(destinations > 1 ? [`${origin} replicates log files to ${destinations} buckets: each of them is a reader of every file.`] : []),
  ];
  return { says: known<Partial<BucketFacts>>({ isReplicated: said(isReplicated, origin) }), warnings };
}

function isForLogs({ isEnabled, prefix, hasTag }: ReplicationRule): Maybe {
  return allOf([isEnabled, prefix === undefined ? undefined : COVERS[coverageOf(prefix)], hasTag === undefined ? undefined : !hasTag]);
}

/** Of another folder it is not known whether a trail has it as its prefix. */
const COVERS = { all: true, part: undefined, none: false, other: undefined };

function stopWarning(origin: string): string {
  return (
    `${origin} replicates no object with SSE-KMS (SourceSelectionCriteria.SseKmsEncryptedObjects is not enabled): from the switch to ` +
    'SSE-KMS on, log files are no longer replicated, and replication makes no KMS requests.'
  );
}

function unclearWarning(origin: string): string {
  return (
    `${origin} has rules for a part of the bucket or of the accounts, or with values that are not known: whether log files are ` +
    'replicated is not taken from it.'
  );
}
