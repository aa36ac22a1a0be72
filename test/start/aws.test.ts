import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { TrailcostError } from '../../src/base/errors.js';
import { ANSWERS, type AnswerName, answerFacts, recognised } from '../../src/start/aws/answers.js';
import type { Facts } from '../../src/start/facts.js';
import { plain } from './plain.js';

const FILE = 'answer.json';
const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

function made(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`made/${name}.json`, import.meta.url), 'utf8'));
}

function factsOf(value: unknown, bucket?: string): Partial<Facts> {
  const name = recognised(value);
  if (name === undefined) throw new Error('not recognised');
  return answerFacts(name, value, FILE, () => bucket);
}

function warningsOf(value: unknown, bucket?: string): string {
  return (factsOf(value, bucket).warnings ?? []).join('\n');
}

describe('answers are recognised by what is in them', () => {
  test.each<[AnswerName, unknown]>([
    ['describeTrails', made('describe-trails')],
    ['getTrail', made('get-trail')],
    ['listTrails', made('list-trails')],
    ['eventSelectors', made('get-event-selectors-advanced')],
    ['insightSelectors', { TrailARN: 'arn:aws:cloudtrail:us-east-1:111122223333:trail/t', InsightSelectors: [] }],
    ['bucketEncryption', made('get-bucket-encryption')],
    ['bucketReplication', made('get-bucket-replication-without-kms')],
    ['bucketLifecycle', made('get-bucket-lifecycle-configuration')],
    ['bucketLogging', { LoggingEnabled: { TargetBucket: 'example-access-logs', TargetPrefix: '' } }],
    ['bucketLocation', { LocationConstraint: null }],
    ['describedKey', made('describe-key')],
    ['aliases', made('list-aliases')],
    ['rotation', { KeyRotationEnabled: true, KeyId: KEY }],
    ['metricData', { MetricDataResults: [], Messages: [] }],
    ['metricStatistics', { Label: 'GetRequests', Datapoints: [] }],
    ['queries', made('batch-get-query-execution')],
    ['query', { QueryExecution: { QueryExecutionId: '1' } }],
  ])('%s', (name, value) => {
    expect(recognised(value)).toBe(name);
    expect(() => answerFacts(name, value, FILE)).not.toThrow();
  });

  test.each([
    ['nothing', null],
    ['text', 'trailList'],
    ['a list', [made('describe-trails')]],
    ['no fields', {}],
    ['rules of EventBridge', { Rules: [{ Name: 'r', Arn: 'arn:aws:events:us-east-1:111122223333:rule/r', State: 'ENABLED' }] }],
    ['aliases of a Lambda function', { Aliases: [{ AliasArn: 'arn', Name: 'live', FunctionVersion: '1' }] }],
    ['selectors of an event data store', { EventDataStoreArn: 'arn', AdvancedEventSelectors: [] }],
    ['insights of an event data store', { EventDataStoreArn: 'arn', InsightSelectors: [] }],
    ['CloudTrail records', { Records: [{ eventName: 'Decrypt' }] }],
    ['a listing', { Contents: [{ Key: 'AWSLogs/' }] }],
  ])('%s is none of them', (_, value) => {
    expect(recognised(value)).toBeUndefined();
  });
});

describe('trails', () => {
  test('one trail, with what the answer says and no more', () => {
    const { trails, ...rest } = factsOf(made('describe-trails'));
    expect(plain(trails)).toEqual([
      {
        name: 'acme-main',
        arn: 'arn:aws:cloudtrail:us-east-1:123456789012:trail/acme-main',
        bucket: 'acme-main-cloudtrail-logs',
        prefix: '',
        homeRegion: 'us-east-1',
        isOrganization: false,
        isMultiRegion: true,
        hasDigests: true,
        key: '',
        hasErrorInsights: false,
      },
    ]);
    expect(trails?.[0]?.bucket?.origin).toBe('describe-trails in answer.json');
    expect(rest.warnings?.join('\n')).toMatch(/does not say which events the trails record/);
  });

  test('a multi-Region trail that is there once per Region is one; the same name in another account is another', () => {
    const { trails } = factsOf(made('describe-trails-shadows'));
    expect(trails?.map(({ arn }) => arn)).toEqual([
      'arn:aws:cloudtrail:eu-west-1:111122223333:trail/org-trail',
      'arn:aws:cloudtrail:us-east-1:444455556666:trail/org-trail',
    ]);
    expect(plain(trails?.[0])).toMatchObject({ isOrganization: true, prefix: 'o-exampleorgid', key: KEY });
  });

  test('what is absent is not known: an organization, selectors, insights', () => {
    const { trails } = factsOf(made('describe-trails-shadows'));
    for (const field of ['isOrganization', 'hasErrorInsights', 'recordsDecrypts', 'recordsGets'])
      expect(trails?.[1]).not.toHaveProperty(field);
    expect(trails?.[0]).not.toHaveProperty('hasErrorInsights');
    expect(warningsOf(made('describe-trails-shadows'))).toMatch(/whether this is a trail of an organization: org-trail\./);
  });

  test('an answer of which a part was chosen does not show that there is no key and no prefix', () => {
    const chosen = { trailList: [{ Name: 'team', S3BucketName: 'example-team-logs', KmsKeyId: null }] };
    expect(plain(factsOf(chosen).trails)).toEqual([{ name: 'team', bucket: 'example-team-logs' }]);
    expect(warningsOf(chosen)).toMatch(/does not say which key is written with: team\./);
    expect(plain(factsOf(made('list-trails')).trails)).toEqual([
      { name: 'org-trail', arn: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/org-trail', homeRegion: 'eu-west-1' },
    ]);
  });

  test('the key of get-trail', () => {
    expect(plain(factsOf(made('get-trail')).trails)).toMatchObject([
      { name: 'team', key: KEY.replace('eu-west-1', 'us-east-1').replace('111122223333', '123456789012') },
    ]);
  });

  test('no trail in a Region is no trail nowhere', () => {
    expect(warningsOf({ trailList: [] })).toMatch(/shows the trails of one Region/);
  });

  test('a trail without name is left out', () => {
    expect(factsOf({ trailList: [{ HomeRegion: 'eu-west-1' }] })).toMatchObject({
      trails: [],
      warnings: [expect.stringMatching(/without name/), expect.anything()],
    });
  });
});

const ARN = 'arn:aws:cloudtrail:us-east-1:123456789012:trail/acme-main';
const BUCKET = 'example-logs';

const basic = (selector: object) => ({
  TrailARN: ARN,
  EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [], ...selector }],
});
const advanced = (...selectors: object[][]) => ({
  TrailARN: ARN,
  AdvancedEventSelectors: selectors.map((FieldSelectors) => ({ Name: 'made', FieldSelectors })),
});
const field = (Field: string, operator: string, ...values: unknown[]) => ({ Field, [operator]: values });
const MANAGEMENT = field('eventCategory', 'Equals', 'Management');
const DATA = field('eventCategory', 'Equals', 'Data');
const OBJECTS = field('resources.type', 'Equals', 'AWS::S3::Object');
const objects = (...values: string[]) => basic({ DataResources: [{ Type: 'AWS::S3::Object', Values: values }] });

describe('which Decrypts a trail records', () => {
  test.each<[string, unknown, boolean | undefined]>([
    ['all management events', basic({}), true],
    ['read events', basic({ ReadWriteType: 'ReadOnly' }), true],
    ['write events only', basic({ ReadWriteType: 'WriteOnly' }), false],
    ['no management events', basic({ IncludeManagementEvents: false }), false],
    ['without KMS', basic({ ExcludeManagementEventSources: ['rdsdata.amazonaws.com', 'kms.amazonaws.com'] }), false],
    ['without RDS', basic({ ExcludeManagementEventSources: ['rdsdata.amazonaws.com'] }), true],
    ['reads or writes is not said', basic({ ReadWriteType: null }), undefined],
    ['management events or not is not said', basic({ IncludeManagementEvents: null }), undefined],
    [
      'one selector of two',
      { TrailARN: ARN, EventSelectors: [...basic({ ReadWriteType: 'WriteOnly' }).EventSelectors, ...basic({}).EventSelectors] },
      true,
    ],
    ['advanced: all', advanced([MANAGEMENT]), true],
    ['advanced: write events', advanced([MANAGEMENT, field('readOnly', 'Equals', 'false')]), false],
    ['advanced: write events, as YAML reads it', advanced([MANAGEMENT, field('readOnly', 'Equals', false)]), false],
    ['advanced: read events', advanced([MANAGEMENT, field('readOnly', 'Equals', 'true')]), true],
    ['advanced: not read events', advanced([MANAGEMENT, field('readOnly', 'NotEquals', 'true')]), false],
    ['advanced: without KMS', advanced([MANAGEMENT, field('eventSource', 'NotEquals', 'kms.amazonaws.com')]), false],
    ['advanced: without services that begin so', advanced([MANAGEMENT, field('eventSource', 'NotStartsWith', 'kms.')]), false],
    ['advanced: without RDS', advanced([MANAGEMENT, field('eventSource', 'NotEquals', 'rdsdata.amazonaws.com')]), true],
    ['advanced: event names with Decrypt', advanced([MANAGEMENT, field('eventName', 'Equals', 'Encrypt', 'Decrypt')]), true],
    ['advanced: event names without Decrypt', advanced([MANAGEMENT, field('eventName', 'Equals', 'CreateKey')]), false],
    ['advanced: event names that begin so', advanced([MANAGEMENT, field('eventName', 'StartsWith', 'Dec')]), true],
    [
      'advanced: two operators of one field',
      advanced([MANAGEMENT, { Field: 'eventName', StartsWith: ['D'], NotEndsWith: ['crypt'] }]),
      false,
    ],
    ['advanced: data events only', advanced([DATA, OBJECTS]), false],
    ['advanced: by who calls', advanced([MANAGEMENT, field('userIdentity.arn', 'NotStartsWith', 'arn:aws:sts::')]), undefined],
    ['an empty basic list beside advanced selectors', { ...advanced([MANAGEMENT]), EventSelectors: [] }, true],
    ['an empty basic list beside advanced data selectors', { ...advanced([DATA, OBJECTS]), EventSelectors: [] }, false],
    ['an empty advanced list beside a basic selector', { ...basic({ ReadWriteType: 'WriteOnly' }), AdvancedEventSelectors: [] }, false],
    ['two empty lists are the default', { TrailARN: ARN, EventSelectors: [], AdvancedEventSelectors: [] }, true],
    ['one empty list', { TrailARN: ARN, EventSelectors: [] }, undefined],
    ['an empty list and null', { TrailARN: ARN, EventSelectors: null, AdvancedEventSelectors: [] }, undefined],
  ])('%s', (_, value, expected) => {
    const { trails = [] } = factsOf(value);
    expect(trails.map(({ recordsDecrypts }) => recordsDecrypts?.value).at(0)).toBe(expected);
    const warnings = warningsOf(value);
    if (expected === false) expect(warnings).toMatch(/records no Decrypt: its? /);
    if (expected === true) expect(warnings).not.toMatch(/Decrypt/);
    if (expected === undefined) expect(warnings).toMatch(/not known/);
  });

  test('two reasons', () => {
    const value = made('get-event-selectors-advanced');
    expect(plain(factsOf(value).trails)).toEqual([{ name: 'acme-main', arn: ARN, recordsDecrypts: false, recordsGets: false }]);
    expect(factsOf(value).warnings).toEqual([
      'By get-event-selectors in answer.json trail acme-main records no Decrypt: it excludes the events of kms.amazonaws.com; ' +
        'it records write events only, and a Decrypt is a read-only event. ' +
        'It makes no paid copies of them, and a count of its logs sees none.',
    ]);
  });

  test('selectors of no trail say nothing', () => {
    expect(factsOf({ EventSelectors: [] })).toEqual({ warnings: [expect.stringMatching(/does not name the trail/)] });
  });
});

describe('which reads a trail records', () => {
  const gets = (...conditions: object[]) => advanced([DATA, OBJECTS, ...conditions]);
  test.each<[string, unknown, boolean | undefined, boolean | undefined]>([
    ['none', basic({}), false, false],
    ['all objects', objects('arn:aws:s3'), true, true],
    ['all objects by three colons', objects('arn:aws:s3:::'), true, true],
    ['all objects of China', objects('arn:aws-cn:s3:::'), true, true],
    ['the log bucket', objects(`arn:aws:s3:::${BUCKET}/`), undefined, true],
    ['a folder of it', objects(`arn:aws:s3:::${BUCKET}/AWSLogs/111122223333/`), undefined, undefined],
    ['a bucket whose name it begins with', objects('arn:aws:s3:::example-logs-2/'), undefined, false],
    ['a bucket of another name', objects('arn:aws:s3:::other/'), undefined, false],
    ['what is no ARN', objects('everything'), undefined, undefined],
    ['functions', basic({ DataResources: [{ Type: 'AWS::Lambda::Function', Values: ['arn:aws:lambda'] }] }), false, false],
    [
      'writes of all objects',
      basic({ ReadWriteType: 'WriteOnly', DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }] }),
      false,
      false,
    ],
    ['advanced: all objects', gets(), true, true],
    ['advanced: writes', gets(field('readOnly', 'Equals', 'false')), false, false],
    ['advanced: reads', gets(field('readOnly', 'Equals', 'true')), true, true],
    ['advanced: other event names', gets(field('eventName', 'Equals', 'DeleteObject', 'PutObject')), false, false],
    ['advanced: all but GetObject', gets(field('eventName', 'NotEquals', 'GetObject')), false, false],
    ['advanced: this bucket', gets(field('resources.ARN', 'StartsWith', `arn:aws:s3:::${BUCKET}/`)), undefined, true],
    ['advanced: buckets that begin so', gets(field('resources.ARN', 'StartsWith', 'arn:aws:s3:::exam')), undefined, true],
    ['advanced: a folder', gets(field('resources.ARN', 'StartsWith', `arn:aws:s3:::${BUCKET}/AWSLogs/1`)), undefined, undefined],
    ['advanced: another bucket', gets(field('resources.ARN', 'StartsWith', 'arn:aws:s3:::other/')), undefined, false],
    ['advanced: all but the log bucket', gets(field('resources.ARN', 'NotStartsWith', `arn:aws:s3:::${BUCKET}/`)), undefined, false],
    ['advanced: all but another bucket', gets(field('resources.ARN', 'NotStartsWith', 'arn:aws:s3:::other/')), undefined, true],
    ['advanced: one object', gets(field('resources.ARN', 'Equals', 'arn:aws:s3:::other/a')), undefined, false],
    ['advanced: endings of log files', gets(field('resources.ARN', 'EndsWith', '.gz')), true, true],
    ['advanced: other endings', gets(field('resources.ARN', 'EndsWith', '.png')), false, false],
    ['advanced: not these endings', gets(field('resources.ARN', 'NotEndsWith', '.json.gz')), false, false],
    ['advanced: by who reads', gets(field('userIdentity.arn', 'Equals', 'arn:aws:iam::111122223333:role/siem')), undefined, undefined],
    ['advanced: functions', advanced([DATA, field('resources.type', 'Equals', 'AWS::Lambda::Function')]), false, false],
    ['advanced: management events', advanced([MANAGEMENT]), false, false],
  ])('%s', (_, value, withoutBucket, withBucket) => {
    const recorded = (bucket?: string) => factsOf(value, bucket).trails?.[0]?.recordsGets?.value;
    expect([recorded(), recorded(BUCKET)]).toEqual([withoutBucket, withBucket]);
    if (withoutBucket === undefined)
      expect(warningsOf(value)).toMatch(/not known whether the data events .* the log bucket is not known here/);
    if (withBucket === undefined) expect(warningsOf(value, BUCKET)).toMatch(/a part of bucket example-logs/);
  });
});

test.each<[string, object[], boolean]>([
  ['none', [], false],
  ['call rate', [{ InsightType: 'ApiCallRateInsight' }], false],
  ['error rate', [{ InsightType: 'ApiCallRateInsight' }, { InsightType: 'ApiErrorRateInsight' }], true],
  ['error rate of management events', [{ InsightType: 'ApiErrorRateInsight', EventCategories: ['Data', 'Management'] }], true],
  ['error rate of data events', [{ InsightType: 'ApiErrorRateInsight', EventCategories: ['Data'] }], false],
])('Insights: %s', (_, InsightSelectors, expected) => {
  expect(plain(factsOf({ TrailARN: ARN, InsightSelectors }).trails)).toEqual([{ name: 'acme-main', arn: ARN, hasErrorInsights: expected }]);
});

describe('encryption of a bucket', () => {
  const encryption = (SSEAlgorithm: string, more: object = {}, KMSMasterKeyID?: string) => ({
    ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm, KMSMasterKeyID }, ...more }] },
  });
  test.each<[string, unknown, object, RegExp]>([
    [
      'SSE-KMS with a Bucket Key',
      made('get-bucket-encryption'),
      { encryption: 'aws:kms', key: '1ae3730d-01a4-4106-b4b5-867d10a07652', hasBucketKey: true },
      /does not say since when/,
    ],
    [
      'SSE-S3',
      encryption('AES256', { BucketKeyEnabled: false }),
      { encryption: 'AES256', hasBucketKey: false },
      /a trail with a key of its own/,
    ],
    [
      'SSE-S3 with a Bucket Key',
      encryption('AES256', { BucketKeyEnabled: true }),
      { encryption: 'AES256', hasBucketKey: true },
      /serves only files of a trail/,
    ],
    [
      'a Bucket Key that is not said',
      encryption('aws:kms', {}, KEY),
      { encryption: 'aws:kms', key: KEY },
      /does not say whether the bucket has a Bucket Key/,
    ],
    ['DSSE', encryption('aws:kms:dsse', {}, KEY), { encryption: 'aws:kms:dsse', key: KEY, hasBucketKey: false }, /since when/],
    [
      'DSSE with a Bucket Key',
      encryption('aws:kms:dsse', { BucketKeyEnabled: true }, KEY),
      { encryption: 'aws:kms:dsse', key: KEY, hasBucketKey: false },
      /does not support: none is taken/,
    ],
    [
      "AWS's own key, unnamed",
      encryption('aws:kms', { BucketKeyEnabled: true }),
      { encryption: 'aws:kms', key: 'alias/aws/s3', hasBucketKey: true },
      /AWS managed key aws\/s3/,
    ],
    ['an algorithm of later', encryption('aws:new', { BucketKeyEnabled: false }), { hasBucketKey: false }, /not known here: aws:new/],
  ])('%s', (_, value, expected, warning) => {
    expect(plain(factsOf(value).buckets)).toEqual([expected]);
    expect(warningsOf(value)).toMatch(warning);
    expect(warningsOf(value)).toMatch(/does not name its bucket/);
  });

  test("AWS's own key is not a customer managed one", () => {
    expect(plain(factsOf(encryption('aws:kms')).keys)).toEqual([{ id: 'alias/aws/s3', isCustomerManaged: false }]);
    expect(factsOf(encryption('aws:kms', {}, KEY)).keys).toEqual([]);
  });

  test('no rule is no encryption known', () => {
    expect(factsOf({ ServerSideEncryptionConfiguration: { Rules: [] } })).toEqual({
      warnings: [expect.stringMatching(/no default encryption/)],
    });
  });
});

describe('replication', () => {
  const KMS = { SourceSelectionCriteria: { SseKmsEncryptedObjects: { Status: 'Enabled' } } };
  const rule = (more: object = {}) => ({
    Status: 'Enabled',
    Filter: {},
    Destination: { Bucket: 'arn:aws:s3:::example-dr' },
    ...KMS,
    ...more,
  });
  const replication = (...Rules: object[]) => ({ ReplicationConfiguration: { Role: 'arn:aws:iam::111122223333:role/r', Rules } });
  test.each<[string, unknown, boolean | undefined, RegExp]>([
    ['of SSE-KMS objects', replication(rule()), true, /does not name its bucket/],
    [
      'without SSE-KMS objects',
      made('get-bucket-replication-without-kms'),
      false,
      /from the switch to SSE-KMS on, log files are no longer replicated/,
    ],
    [
      'with SSE-KMS objects turned off',
      replication(rule({ SourceSelectionCriteria: { SseKmsEncryptedObjects: { Status: 'Disabled' } } })),
      false,
      /no longer replicated/,
    ],
    [
      'with replica modifications only',
      replication(rule({ SourceSelectionCriteria: { ReplicaModifications: { Status: 'Enabled' } } })),
      false,
      /no longer/,
    ],
    ['turned off', replication(rule({ Status: 'Disabled' })), false, /does not name its bucket/],
    ['of the older form', replication(rule({ Filter: undefined, Prefix: '' })), true, /does not name/],
    ['of log files', replication(rule({ Filter: { Prefix: 'AWSLogs/' } })), true, /does not name/],
    ['of another service', replication(rule({ Filter: { Prefix: 'AWSLogs/111122223333/Config/' } })), false, /does not name/],
    ['of another folder', replication(rule({ Filter: { Prefix: 'exports/' } })), undefined, /is not taken from it/],
    ['of one account', replication(rule({ Filter: { Prefix: 'AWSLogs/111122223333/' } })), undefined, /is not taken from it/],
    ['of a tag', replication(rule({ Filter: { And: { Prefix: '', Tags: [{ Key: 'a', Value: 'b' }] } } })), false, /does not name/],
    ['of a tag alone', replication(rule({ Filter: { Tag: { Key: 'a', Value: 'b' } } })), false, /does not name/],
    ['to two buckets', replication(rule(), rule({ Destination: { Bucket: 'arn:aws:s3:::example-dr-2' } })), true, /to 2 buckets/],
    ['of another folder beside all', replication(rule({ Filter: { Prefix: 'exports/' } }), rule()), true, /does not name/],
  ])('%s', (_, value, expected, warning) => {
    expect(factsOf(value).buckets?.map(({ isReplicated }) => isReplicated?.value)).toEqual([expected]);
    expect(warningsOf(value)).toMatch(warning);
    if (expected === true) expect(warningsOf(value)).not.toMatch(/no longer/);
  });
});

describe('lifecycle', () => {
  const VARIES = 'varies_by_storage_class';
  const rules = (...Rules: object[]) => ({
    TransitionDefaultMinimumObjectSize: VARIES,
    Rules: Rules.map((rule) => ({ ID: 'r', Status: 'Enabled', ...rule })),
  });
  const end = (Days: number, more: object = {}) => ({ Filter: {}, Expiration: { Days }, ...more });
  const move = (StorageClass: string, more: object = {}) => ({ Filter: {}, Transitions: [{ Days: 90, StorageClass }], ...more });
  test.each<[string, unknown, object, RegExp]>([
    [
      'a year, out of reach after 90 days',
      made('get-bucket-lifecycle-configuration'),
      { archiveMonths: 12, outOfReachDays: 90 },
      /name its bucket/,
    ],
    ['the earliest of two', rules(end(400), end(90)), { archiveMonths: 3 }, /name its bucket/],
    ['of the older form', rules({ Prefix: '', Expiration: { Days: 90 } }), { archiveMonths: 3 }, /name its bucket/],
    [
      'of the folder of log files',
      rules(end(90, { Filter: { Prefix: 'AWSLogs/' } })),
      { archiveMonths: 3 },
      /a trail that writes to another one/,
    ],
    ['of a prefix with that folder', rules(end(90, { Filter: { Prefix: 'audit/AWSLogs/' } })), { archiveMonths: 3 }, /another one/],
    ['of the organization', rules(end(90, { Filter: { Prefix: 'AWSLogs/o-exampleorgid/' } })), { archiveMonths: 3 }, /another one/],
    ['of one account', rules(end(90, { Filter: { Prefix: 'AWSLogs/111122223333/CloudTrail/' } })), {}, /for a part of the log files/],
    [
      'of digest files',
      rules(end(90, { Filter: { Prefix: 'AWSLogs/111122223333/CloudTrail-Digest/' } })),
      { archiveMonths: 'ever' },
      /name its bucket/,
    ],
    [
      'of another service',
      rules(end(90, { Filter: { Prefix: 'AWSLogs/111122223333/Config/' } })),
      { archiveMonths: 'ever' },
      /name its bucket/,
    ],
    ['of another folder', rules(end(90, { Filter: { Prefix: 'tmp/' } })), {}, /only if a trail has that prefix/],
    ['of a tag', rules(end(90, { Filter: { Tag: { Key: 'a', Value: 'b' } } })), {}, /a part/],
    ['of large files', rules(end(90, { Filter: { ObjectSizeGreaterThan: 131072 } })), {}, /a part/],
    ['of small files', rules(end(90, { Filter: { And: { Prefix: '', ObjectSizeLessThan: 2000 } } })), {}, /a part/],
    [
      'of any size',
      rules(end(90, { Filter: { And: { ObjectSizeGreaterThan: 1, ObjectSizeLessThan: 5e12 } } })),
      { archiveMonths: 3 },
      /name its/,
    ],
    ['turned off', rules(end(90, { Status: 'Disabled' })), { archiveMonths: 'ever' }, /name its bucket/],
    ['on a day', rules({ Filter: {}, Expiration: { Date: '2027-01-01T00:00:00+00:00' } }), {}, /on a fixed day/],
    ['on a day beside days', rules(end(90), { Filter: {}, Expiration: { Date: '2027-01-01T00:00:00+00:00' } }), {}, /on a fixed day/],
    ['of old versions', rules({ Filter: {}, NoncurrentVersionExpiration: { NoncurrentDays: 30 } }), { archiveMonths: 'ever' }, /name its/],
    [
      'of uploads',
      rules({ Filter: {}, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } }),
      { archiveMonths: 'ever' },
      /name its/,
    ],
    ['of delete markers', rules({ Filter: {}, Expiration: { ExpiredObjectDeleteMarker: true } }), { archiveMonths: 'ever' }, /name its/],
    ['to Deep Archive', rules(move('DEEP_ARCHIVE')), { archiveMonths: 'ever', outOfReachDays: 90 }, /name its/],
    [
      'to what can be read at once',
      rules(move('GLACIER_IR'), move('STANDARD_IA'), move('INTELLIGENT_TIERING')),
      { archiveMonths: 'ever' },
      /name its/,
    ],
    [
      'to Glacier of one account',
      rules(move('GLACIER', { Filter: { Prefix: 'AWSLogs/111122223333/' } })),
      { archiveMonths: 'ever' },
      /a part/,
    ],
    [
      'to Glacier on a day',
      rules(move('GLACIER', { Transitions: [{ Date: '2027-01-01', StorageClass: 'GLACIER' }] })),
      { archiveMonths: 'ever' },
      /fixed day/,
    ],
    [
      'to Glacier, but no small files',
      { ...rules(move('GLACIER')), TransitionDefaultMinimumObjectSize: 'all_storage_classes_128K' },
      { archiveMonths: 'ever' },
      /moves no object below 128 KB/,
    ],
    [
      'to Glacier, small files by a filter',
      {
        ...rules(move('GLACIER', { Filter: { ObjectSizeGreaterThan: 1 } })),
        TransitionDefaultMinimumObjectSize: 'all_storage_classes_128K',
      },
      { archiveMonths: 'ever', outOfReachDays: 90 },
      /name its/,
    ],
    [
      'to Glacier, where small files are not said',
      { ...rules(move('GLACIER')), TransitionDefaultMinimumObjectSize: undefined },
      { archiveMonths: 'ever', outOfReachDays: 90 },
      /it is taken that they do/,
    ],
  ])('%s', (_, value, expected, warning) => {
    expect(plain(factsOf(value).buckets)).toEqual([expected]);
    expect(warningsOf(value)).toMatch(warning);
  });
});

test.each<[string, unknown, object]>([
  ['us-east-1', { LocationConstraint: null }, { region: 'us-east-1' }],
  ['eu-west-1 by its old name', { LocationConstraint: 'EU' }, { region: 'eu-west-1' }],
  ['another Region', { LocationConstraint: 'sa-east-1' }, { region: 'sa-east-1' }],
  [
    'access logs',
    { LoggingEnabled: { TargetBucket: 'example-access-logs', TargetPrefix: 'logs/' } },
    { accessLogs: 's3://example-access-logs/logs/' },
  ],
])('bucket: %s', (_, value, expected) => {
  expect(plain(factsOf(value).buckets)).toEqual([expected]);
});

describe('keys', () => {
  const metadata = (more: object) => ({ KeyMetadata: { KeyId: '1', Arn: KEY, KeyManager: 'CUSTOMER', MultiRegion: false, ...more } });
  test.each<[string, unknown, object[], RegExp]>([
    [
      'a multi-Region key',
      made('describe-key'),
      [
        {
          id: 'arn:aws:kms:us-west-2:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab',
          isMultiRegion: true,
          isCustomerManaged: true,
          account: '111122223333',
          replicas: 2,
          createdDay: '2026-01-01',
        },
      ],
      /2 replicas, each billed like a key/,
    ],
    ["AWS's own", metadata({ KeyManager: 'AWS' }), [{ id: KEY, isMultiRegion: false, isCustomerManaged: false }], /how often/],
    ['without its manager', metadata({ KeyManager: null, MultiRegion: null }), [{ id: KEY }], /how often/],
    [
      'that waits for deletion',
      metadata({ KeyState: 'PendingDeletion' }),
      [{ id: KEY, isMultiRegion: false, isCustomerManaged: true }],
      /deletion/,
    ],
    ['that is disabled', metadata({ KeyState: 'Disabled' }), [{ id: KEY, isMultiRegion: false, isCustomerManaged: true }], /disabled/],
    ['for signing', metadata({ KeySpec: 'RSA_2048' }), [{ id: KEY, isMultiRegion: false, isCustomerManaged: true }], /not a symmetric one/],
    ['in a store', metadata({ CustomKeyStoreId: 'cks-1' }), [{ id: KEY, isMultiRegion: false, isCustomerManaged: true }], /key store/],
    ['that rotates', { KeyRotationEnabled: true, KeyId: KEY, RotationPeriodInDays: 365 }, [{ id: KEY, rotationDays: 365 }], /how often/],
  ])('a key: %s', (_, value, expected, warning) => {
    expect(plain(factsOf(value).keys)).toEqual(expected);
    expect(warningsOf(value)).toMatch(warning);
  });

  test('aliases tell which keys are AWS managed, by alias and by key', () => {
    expect(plain(factsOf(made('list-aliases')).keys)).toEqual([
      { id: 'arn:aws:kms:us-east-1:111122223333:alias/aws/s3', isCustomerManaged: false },
      { id: '0987dcba-09fe-87dc-65ba-ab0987654321', isCustomerManaged: false },
      { id: 'arn:aws:kms:us-east-1:111122223333:alias/aws/dynamodb', isCustomerManaged: false },
      { id: 'arn:aws:kms:us-east-1:111122223333:alias/trail', isCustomerManaged: true },
      { id: '1234abcd-12ab-34cd-56ef-1234567890ab', isCustomerManaged: true },
    ]);
  });

  test('rotation that is off, or of a key without name, gives no days', () => {
    expect(factsOf({ KeyRotationEnabled: false, KeyId: KEY, RotationPeriodInDays: 365 }).keys).toBeUndefined();
    expect(factsOf({ KeyRotationEnabled: true }).keys).toBeUndefined();
    expect(warningsOf({ KeyRotationEnabled: true })).toMatch(/does not name its key/);
  });
});

describe('metrics', () => {
  const DAY = 86_400_000;
  const times = (days: number, step = 1) =>
    Array.from({ length: Math.floor(days / step) + 1 }, (_, index) => new Date(Date.UTC(2026, 0, 1) + index * step * DAY).toISOString());
  const data = (Label: string, Timestamps: readonly unknown[], Values: readonly number[], more: object = {}) => ({
    MetricDataResults: [{ Id: 'm1', Label, Timestamps, Values, StatusCode: 'Complete', ...more }],
    Messages: [],
  });
  const metric = (value: unknown) => factsOf(value).metrics?.[0];

  test('objects: what is added in a month; the same added each month is no growth', () => {
    const value = data(
      'NumberOfObjects',
      times(120).toReversed(),
      times(120)
        .map((_, index) => 5000 + 1000 * index)
        .toReversed(),
    );
    expect(metric(value)?.kind).toBe('objects');
    expect(metric(value)?.perMonth.value.expected).toBeCloseTo(30_437.5, 5);
    expect(metric(value)?.growthPercentPerMonth?.value).toBeCloseTo(0, 8);
    expect(warningsOf(value)).toMatch(/names neither bucket nor Region/);
  });

  test('objects: growth is that of what is added, not of what is there', () => {
    const months = 365.25 / 12;
    const level = (day: number) => 1000 * (1.05 ** (day / months) - 1);
    const value = data(
      'my bucket NumberOfObjects',
      times(183),
      times(183).map((_, index) => level(index)),
    );
    expect(metric(value)?.growthPercentPerMonth?.value).toBeCloseTo(5, 1);
  });

  test('objects: no growth from two months, or where fewer are there', () => {
    expect(
      metric(
        data(
          'NumberOfObjects',
          times(80),
          times(80).map((_, index) => index),
        ),
      ),
    ).not.toHaveProperty('growthPercentPerMonth');
    const once = data(
      'NumberOfObjects',
      times(120),
      times(120).map((_, index) => 1000 * Math.min(index, Math.max(40, index - 40))),
    );
    expect(metric(once)).not.toHaveProperty('growthPercentPerMonth');
    const falling = data(
      'NumberOfObjects',
      times(120),
      times(120).map((_, index) => 1000 - index),
    );
    expect(factsOf(falling).metrics).toEqual([]);
    expect(warningsOf(falling)).toMatch(/is not enough to estimate a month/);
  });

  test.each(['GetRequests', 'CallCount'])('%s: sums of each day, in any order', (Label) => {
    const Datapoints = times(27).map((Timestamp) => ({ Timestamp, Sum: 1000, Unit: 'Count' }));
    const { value } = metric({ Label, Datapoints: [...Datapoints.slice(9), ...Datapoints.slice(0, 9)] })?.perMonth ?? {};
    expect(value?.low).toBeCloseTo(30_437.5, 5);
    expect(value?.expected).toBeCloseTo(30_437.5, 5);
    expect(value?.high).toBeCloseTo(30_437.5, 5);
    expect(
      metric(
        data(
          Label,
          times(27),
          times(27).map(() => 1000),
        ),
      )?.perMonth.value.expected,
    ).toBeCloseTo(30_437.5, 5);
  });

  test('a metric with days without a value: nothing happened there', () => {
    const value = data('GetRequests', ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z', '2026-01-28T00:00:00Z'], [700, 700, 1400]);
    expect(metric(value)?.perMonth.value).toEqual({ low: 0, expected: expect.closeTo(3043.75, 5), high: expect.closeTo(6087.5, 5) });
  });

  test.each<[string, unknown, RegExp]>([
    ['a few days', data('GetRequests', times(3), [5, 5, 5, 5]), /less than 7 days/],
    ['one point', data('GetRequests', times(0), [500_000]), /is not enough to estimate a month/],
    [
      'averages',
      data(
        'GetRequests',
        times(27),
        times(27).map(() => 1),
      ),
      /statistic Sum/,
    ],
    ['averages by name', { Label: 'CallCount', Datapoints: times(27).map((Timestamp) => ({ Timestamp, Average: 1 })) }, /statistic Sum/],
    [
      'another metric',
      data(
        'BucketSizeBytes',
        times(27),
        times(27).map(() => 9),
      ),
      /not used here: BucketSizeBytes/,
    ],
    [
      'a part',
      data(
        'GetRequests',
        times(27),
        times(27).map(() => 9),
        { StatusCode: 'PartialData' },
      ),
      /part of an answer/,
    ],
    [
      'a page',
      {
        ...data(
          'GetRequests',
          times(27),
          times(27).map(() => 9),
        ),
        NextToken: 'x',
      },
      /part of an answer/,
    ],
    [
      'times that are none',
      data(
        'GetRequests',
        times(27).map(() => 'soon'),
        times(27).map(() => 9),
      ),
      /is not enough to estimate a month/,
    ],
  ])('%s give no figure', (_, value, warning) => {
    expect(factsOf(value).metrics).toEqual([]);
    expect(warningsOf(value)).toMatch(warning);
  });

  test('one metric twice is not added up', () => {
    const [one] = data(
      'GetRequests',
      times(27),
      times(27).map(() => 9),
    ).MetricDataResults;
    const value = { MetricDataResults: [one, { ...one, Id: 'm2' }] };
    expect(factsOf(value).metrics).toHaveLength(2);
    expect(warningsOf(value)).toMatch(/they are not added up/);
  });

  test('a metric named by its id', () => {
    expect(
      metric(
        data(
          'Decrypt',
          times(27),
          times(27).map(() => 9),
          { Id: 'kmsCallCount' },
        ),
      )?.kind,
    ).toBe('kms-requests');
  });
});

describe('queries of Athena', () => {
  test('what read a table of CloudTrail, by workgroup', () => {
    const { readers, warnings = [] } = factsOf(made('batch-get-query-execution'));
    expect(plain(readers)).toEqual([
      {
        name: 'athena-security',
        pattern: 'scan',
        fields: {
          runsPerMonth: { low: 0, expected: 3, high: 7.3 },
          runMinutes: { low: 1, expected: 1.5, high: 2 },
          bytesPerRun: { low: 1e9, expected: 1.5e9, high: 2e9 },
        },
      },
    ]);
    expect(warnings.join('\n')).toMatch(/names no caller[\s\S]*how far back[\s\S]*1 query on other tables/);
  });

  test('a few days, or one query, are too few to estimate how many run in a month', () => {
    const { QueryExecutions } = made('batch-get-query-execution') as { QueryExecutions: object[] };
    const one = { QueryExecution: QueryExecutions[0] };
    expect(plain(factsOf(one).readers)).toMatchObject([{ name: 'athena-security', fields: { runMinutes: { expected: 2 } } }]);
    expect(factsOf(one).readers?.[0]?.fields).not.toHaveProperty('runsPerMonth');
    expect(warningsOf(one)).toMatch(/less than 7 days/);
  });

  test.each([
    ['FROM orders WHERE eventname = 1', 0],
    ['from "AwsDataCatalog"."db"."my_CloudTrail_2026" t', 1],
    ['SELECT 1 FROM a JOIN cloudtrail.logs ON true', 1],
    ["SELECT 'cloudtrail' FROM orders", 0],
    ['', 0],
  ])('%s', (Query, readers) => {
    const Status = { State: 'SUCCEEDED', SubmissionDateTime: 1793577600 };
    expect(factsOf({ QueryExecutions: [{ Query, Status }] }).readers).toHaveLength(readers);
  });
});

describe('what is not as AWS gives it', () => {
  test.each<[unknown, string]>([
    [{ trailList: ['acme'] }, 'trailList[0] is text and should be a group of fields'],
    [{ trailList: [{ Name: 7 }] }, 'trailList[0].Name is a number and should be text'],
    [{ Trail: { Name: 'a', IsMultiRegionTrail: 'yes' } }, 'Trail.IsMultiRegionTrail is text and should be true or false'],
    [{ TrailARN: ARN, EventSelectors: 'none' }, 'EventSelectors is text and should be a list'],
    [
      advanced([field('readOnly', 'Equals', {})]),
      'AdvancedEventSelectors[0].FieldSelectors[0].Equals[0] is a group of fields and should be text',
    ],
    [{ ServerSideEncryptionConfiguration: [] }, 'ServerSideEncryptionConfiguration is a list and should be a group of fields'],
    [{ Rules: [{ Status: 'Enabled', Expiration: { Days: '90' } }] }, 'Rules[0].Expiration.Days is text and should be a number'],
    [{ MetricDataResults: [{ Label: 'GetRequests', Values: ['1'] }] }, 'MetricDataResults[0].Values[0] is text and should be a number'],
  ])('%j', (value, what) => {
    const name = recognised(value) ?? 'describeTrails';
    const error = failureOf(() => answerFacts(name, value, FILE));
    expect(error).toBeInstanceOf(TrailcostError);
    expect(error).toHaveProperty(
      'message',

      `${ANSWERS[name].words} in answer.json: ${what}\n  Save the answer without changes: \`${ANSWERS[name].command} --output json\`.`,
    );
  });

  function failureOf(action: () => unknown): unknown {
    try {
      action();
      return undefined;
    } catch (error) {
      return error;
    }
  }

  test('any kind of value in any place is facts or an error with what to do', () => {
    const values = [null, 1, true, 'x', [], [1], {}, [{}], [[]]];
    const names = Object.keys(ANSWERS).filter((name): name is AnswerName => name in ANSWERS);
    const tried = names.flatMap((name) =>
      FIELDS.flatMap((field) => values.map((value) => () => answerFacts(name, { [field]: value }, FILE))),
    );
    expect(tried.map(failureOf).filter((error) => error !== undefined && !(error instanceof TrailcostError))).toEqual([]);
  });

  const FIELDS = [
    ...['trailList', 'Trail', 'Trails', 'TrailARN', 'EventSelectors', 'AdvancedEventSelectors', 'InsightSelectors', 'Rules', 'Label'],
    ...['ServerSideEncryptionConfiguration', 'ReplicationConfiguration', 'LoggingEnabled', 'LocationConstraint', 'KeyMetadata', 'Aliases'],
    ...['KeyRotationEnabled', 'KeyId', 'MetricDataResults', 'Datapoints', 'QueryExecutions', 'QueryExecution'],
  ];

  test('many trails, queries and points are no matter', () => {
    const trailList = Array.from({ length: 200_000 }, (_, index) => ({
      Name: `t${index}`,
      TrailARN: `arn:aws:cloudtrail:us-east-1:111122223333:trail/t${index}`,
    }));
    expect(factsOf({ trailList }).trails).toHaveLength(200_000);
    const Values = Array.from({ length: 300_000 }, (_, index) => index);
    const Timestamps = Values.map((minute) => 1_767_225_600 + minute * 60);
    expect(factsOf({ MetricDataResults: [{ Label: 'GetRequests', Values, Timestamps }] }).metrics).toHaveLength(1);
  });

  test('a name that a terminal would act on is not lost', () => {
    const Name = '\u001b[31m<img onerror=x>';
    expect(factsOf({ trailList: [{ Name }] }).trails).toMatchObject([{ name: Name }]);
  });
});
