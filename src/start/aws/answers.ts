// start/aws: what AWS's own tools answer, recognised by what is in it, and the facts that each answer gives.

import { isObject, keysOf } from '../../base/records.js';
import type { Facts } from '../facts.js';
import { Given } from '../given.js';
import { queriesFound } from './athena.js';
import { bucketEncryptionFound, bucketLifecycleFound, bucketLocationFound, bucketLoggingFound, bucketReplicationFound } from './bucket.js';
import { aliasesFound, describedKeyFound, rotationFound } from './keys.js';
import type { AnswerKind, BucketOf } from './kind.js';
import { metricDataFound, metricStatisticsFound } from './metrics.js';
import { eventSelectorsFound, insightSelectorsFound } from './selectors.js';
import { trailsFound } from './trails.js';

export type AnswerName = keyof typeof ANSWERS;

/** The answers that are understood. */
export const ANSWERS = {
  describeTrails: {
    words: 'describe-trails',
    command: 'aws cloudtrail describe-trails',
    fits: ({ trailList }) => Array.isArray(trailList),
    facts: (given, origin) => trailsFound(given.groups('trailList') ?? [], origin),
  },
  getTrail: {
    words: 'get-trail',
    command: 'aws cloudtrail get-trail --name TRAIL',
    fits: ({ Trail }) => isObject(Trail),
    facts: (given, origin) =>
      trailsFound(
        [given.group('Trail')].flatMap((one) => one ?? []),
        origin,
      ),
  },
  listTrails: {
    words: 'list-trails',
    command: 'aws cloudtrail list-trails',
    fits: ({ Trails }) => Array.isArray(Trails),
    facts: (given, origin) => trailsFound(given.groups('Trails') ?? [], origin),
  },
  eventSelectors: {
    words: 'get-event-selectors',
    command: 'aws cloudtrail get-event-selectors --trail-name TRAIL',
    fits: (fields) => !('EventDataStoreArn' in fields) && ('EventSelectors' in fields || 'AdvancedEventSelectors' in fields),
    facts: eventSelectorsFound,
  },
  insightSelectors: {
    words: 'get-insight-selectors',
    command: 'aws cloudtrail get-insight-selectors --trail-name TRAIL',
    fits: (fields) => !('EventDataStoreArn' in fields) && 'InsightSelectors' in fields,
    facts: insightSelectorsFound,
  },
  bucketEncryption: {
    words: 'get-bucket-encryption',
    command: 'aws s3api get-bucket-encryption --bucket BUCKET',
    fits: (fields) => 'ServerSideEncryptionConfiguration' in fields,
    facts: bucketEncryptionFound,
  },
  bucketReplication: {
    words: 'get-bucket-replication',
    command: 'aws s3api get-bucket-replication --bucket BUCKET',
    fits: (fields) => 'ReplicationConfiguration' in fields,
    facts: bucketReplicationFound,
  },
  bucketLifecycle: {
    words: 'get-bucket-lifecycle-configuration',
    command: 'aws s3api get-bucket-lifecycle-configuration --bucket BUCKET',
    fits: ({ Rules, TransitionDefaultMinimumObjectSize: size }) =>
      Array.isArray(Rules) && (size !== undefined || Rules.some(isLifecycleRule)),
    facts: bucketLifecycleFound,
  },
  bucketLogging: {
    words: 'get-bucket-logging',
    command: 'aws s3api get-bucket-logging --bucket BUCKET',
    fits: ({ LoggingEnabled }) => isObject(LoggingEnabled),
    facts: bucketLoggingFound,
  },
  bucketLocation: {
    words: 'get-bucket-location',
    command: 'aws s3api get-bucket-location --bucket BUCKET',
    fits: (fields) => 'LocationConstraint' in fields,
    facts: bucketLocationFound,
  },
  describedKey: {
    words: 'describe-key',
    command: 'aws kms describe-key --key-id KEY',
    fits: ({ KeyMetadata }) => isObject(KeyMetadata),
    facts: describedKeyFound,
  },
  aliases: {
    words: 'list-aliases',
    command: 'aws kms list-aliases',
    fits: ({ Aliases }) => Array.isArray(Aliases) && Aliases.some((alias) => isObject(alias) && 'AliasName' in alias),
    facts: aliasesFound,
  },
  rotation: {
    words: 'get-key-rotation-status',
    command: 'aws kms get-key-rotation-status --key-id KEY',
    fits: (fields) => 'KeyRotationEnabled' in fields,
    facts: rotationFound,
  },
  metricData: {
    words: 'get-metric-data',
    command: 'aws cloudwatch get-metric-data',
    fits: ({ MetricDataResults }) => Array.isArray(MetricDataResults),
    facts: metricDataFound,
  },
  metricStatistics: {
    words: 'get-metric-statistics',
    command: 'aws cloudwatch get-metric-statistics',
    fits: ({ Label, Datapoints }) => Array.isArray(Datapoints) && typeof Label === 'string',
    facts: metricStatisticsFound,
  },
  queries: {
    words: 'batch-get-query-execution',
    command: 'aws athena batch-get-query-execution --query-execution-ids ID…',
    fits: ({ QueryExecutions }) => Array.isArray(QueryExecutions),
    facts: (given, origin) => queriesFound(given.groups('QueryExecutions') ?? [], origin),
  },
  query: {
    words: 'get-query-execution',
    command: 'aws athena get-query-execution --query-execution-id ID',
    fits: ({ QueryExecution }) => isObject(QueryExecution),
    facts: (given, origin) =>
      queriesFound(
        [given.group('QueryExecution')].flatMap((one) => one ?? []),
        origin,
      ),
  },
} as const satisfies Record<string, AnswerKind>;

const LIFECYCLE_ACTIONS = [
  'Expiration',
  'Transition',
  'Transitions',
  'NoncurrentVersionExpiration',
  'NoncurrentVersionTransitions',
  'AbortIncompleteMultipartUpload',
];

function isLifecycleRule(rule: unknown): boolean {
  return isObject(rule) && 'Status' in rule && LIFECYCLE_ACTIONS.some((action) => action in rule);
}

/** Which of AWS's answers a parsed file is, by its content; undefined where it is none of them. */
export function recognised(value: unknown): AnswerName | undefined {
  if (!isObject(value) || Array.isArray(value)) return undefined;
  return keysOf(ANSWERS).find((name) => kindOf(name).fits(value));
}

/**
 * The facts in one of AWS's answers.
 *
 * @param file its name, for origins and messages
 * @param bucketOf the log bucket of a trail, where other files have named it: only with it do event selectors tell which reads they record
 *
 * @throws TrailcostError for a field of another type than AWS gives it
 */
export function answerFacts(name: AnswerName, value: unknown, file: string, bucketOf: BucketOf = () => undefined): Partial<Facts> {
  const { words, command, facts } = kindOf(name);
  const origin = `${words} in ${file}`;
  const remedy = `Save the answer without changes: \`${command} --output json\`.`;
  const { warnings = [], ...found } = facts(new Given(value, { origin, remedy }), origin, bucketOf);
  return { ...found, warnings: [...new Set(warnings)] };
}

function kindOf(name: AnswerName): AnswerKind {
  return ANSWERS[name];
}
