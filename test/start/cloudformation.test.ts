import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { TrailcostError } from '../../src/base/errors.js';
import { cloudFormationFacts, isCloudFormation } from '../../src/start/templates/cloudformation.js';
import { parseTemplate } from '../../src/start/templates/yaml.js';
import { plain } from './plain.js';

const MADE = readFileSync(new URL('made/trail.template.yaml', import.meta.url), 'utf8');
const FILE = 'template.yaml';

const factsOf = (template: unknown, parameters?: Record<string, string>) => cloudFormationFacts(template, FILE, parameters);
const warningsOf = (template: unknown, parameters?: Record<string, string>) => (factsOf(template, parameters).warnings ?? []).join('\n');

describe('a template in YAML', () => {
  const template = parseTemplate(MADE, FILE);

  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: CloudFormation's own
  test('short tags are understood', () => {
    expect(
      parseTemplate('a: !Ref B\nb: !GetAtt C.D.E\nc: !GetAtt [F, G]\nd: !Sub ["${x}", {x: !If [Y, 1, "2"]}]\ne: !Condition Z', FILE),
    ).toEqual({
      a: { Ref: 'B' },
      b: { 'Fn::GetAtt': ['C', 'D.E'] },
      c: { 'Fn::GetAtt': ['F', 'G'] },
      d: { 'Fn::Sub': ['${x}', { x: { 'Fn::If': ['Y', 1, '2'] } }] },
      e: { Condition: 'Z' },
    });
  });

  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: CloudFormation's own

  test('a condition says which of two trails exists, by the defaults of parameters', () => {
    expect(isCloudFormation(template)).toBe(true);
    const { trails, buckets, keys } = factsOf(template);
    expect(plain(trails)).toEqual([
      {
        name: 'AccountTrail',
        bucket: 'Logs',
        prefix: '',
        isOrganization: false,
        isMultiRegion: true,
        hasDigests: true,
        key: 'Key',
        hasErrorInsights: false,
        recordsDecrypts: false,
        recordsGets: false,
      },
    ]);
    expect(plain(buckets)).toEqual([
      {
        name: 'Logs',
        encryption: 'aws:kms',
        key: 'Key',
        hasBucketKey: true,
        archiveMonths: 12,
        isReplicated: false,
        accessLogs: 's3://example-access-logs/',
      },
    ]);
    expect(plain(keys)).toEqual([{ id: 'Key', isMultiRegion: false, isCustomerManaged: true, rotationDays: 365 }]);
    expect(warningsOf(template)).toMatch(/taken with the defaults of its parameters: Days, Organization\./);
  });

  test('or by values that are given', () => {
    const { trails } = factsOf(template, { Organization: 'yes', Days: '90' });
    expect(plain(trails)).toMatchObject([
      { name: 'organization', isOrganization: true, key: '', hasDigests: false, recordsDecrypts: true },
    ]);
    expect(plain(factsOf(template, { Organization: 'yes', Days: '90' }).buckets)).toMatchObject([{ archiveMonths: 3 }]);
    expect(warningsOf(template, { Organization: 'yes', Days: '90' })).not.toMatch(/defaults/);
  });

  test('both may exist where a parameter has no default', () => {
    const open = parseTemplate(MADE.replace('    Default: "no"\n', ''), FILE);
    expect(factsOf(open).trails?.map(({ name, key }) => [name, key?.value])).toEqual([
      ['organization', ''],
      ['AccountTrail', undefined],
    ]);
    expect(warningsOf(open)).toMatch(/depends on condition IsOrganization whether OrganizationTrail is made/);
    expect(warningsOf(open)).toMatch(/the key of trail AccountTrail is known only at the deployment/);
  });

  test.each([
    ['a: [', 'not YAML'],
    ['a: 1\na: 2', 'a name is there twice in one group'],
    [`${'['.repeat(300)}${']'.repeat(300)}`, 'nested more than 100 deep'],
    [
      `a0: &a0 [1]\n${Array.from({ length: 30 }, (_, index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}]`).join('\n')}`,
      'or more than 1,000 aliases',
    ],
    ['x'.repeat(1024 * 1024 + 1), 'longer than a template can be'],
  ])('%#: what is none is an error', (text, what) => {
    expect(() => parseTemplate(text, FILE)).toThrow(TrailcostError);
    expect(() => parseTemplate(text, FILE)).toThrow(what);
  });
});

const template = (trail: object, more: object = {}, rest: object = {}) => ({
  ...rest,
  Resources: {
    Trail: { Type: 'AWS::CloudTrail::Trail', Properties: { S3BucketName: { Ref: 'Logs' }, ...trail } },
    Logs: { Type: 'AWS::S3::Bucket', Properties: more },
  },
});
const trailOf = (value: unknown) => plain(factsOf(value).trails?.[0]);
const bucketOf = (value: unknown) => plain(factsOf(value).buckets?.[0]);

describe('a template in JSON', () => {
  test.each([[{}], [{ Resources: {} }], [{ Resources: { a: { Type: 'azure' } } }], [{ Resources: [] }], [null], ['Resources']])(
    '%j is none',
    (value) => {
      expect(isCloudFormation(value)).toBe(false);
    },
  );

  const data = (...Values: unknown[]) => ({ EventSelectors: [{ DataResources: [{ Type: 'AWS::S3::Object', Values }] }] });
  test.each<[string, object, object]>([
    ['data events of its bucket', data({ 'Fn::Sub': `arn:$\{AWS::Partition}:s3:::$\{Logs}/` }), { recordsGets: true }],
    ['by its ARN', data({ 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Logs', 'Arn'] }, '/']] }), { recordsGets: true }],
    ['of another bucket', data('arn:aws:s3:::other/'), { recordsGets: false }],
    [
      'write events as text',
      { EventSelectors: [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: 'true' }] },
      { recordsDecrypts: false },
    ],
    ['a trail that is not logging', { IsLogging: false }, { recordsDecrypts: false, recordsGets: false, hasErrorInsights: false }],
    ['without KMS', { EventSelectors: [{ ExcludeManagementEventSources: ['kms.amazonaws.com'] }] }, { recordsDecrypts: false }],
    [
      'advanced selectors',
      {
        AdvancedEventSelectors: [
          {
            FieldSelectors: [
              { Field: 'eventCategory', Equals: ['Management'] },
              { Field: 'readOnly', Equals: [false] },
            ],
          },
        ],
      },
      { recordsDecrypts: false },
    ],
    ['Insights on the error rate', { InsightSelectors: [{ InsightType: 'ApiErrorRateInsight' }] }, { hasErrorInsights: true }],
    ['Insights on the call rate', { InsightSelectors: [{ InsightType: 'ApiCallRateInsight' }] }, { hasErrorInsights: false }],
    ['a truth value as text', { IsMultiRegionTrail: 'true' }, { isMultiRegion: true }],
    ['a key of elsewhere', { KMSKeyId: 'alias/trail' }, { key: 'alias/trail' }],
    ['no key by AWS::NoValue', { KMSKeyId: { Ref: 'AWS::NoValue' } }, { key: '' }],
  ])('%s', (_, properties, expected) => {
    expect(trailOf(template(properties))).toMatchObject(expected);
  });

  test.each<[string, object, string]>([
    ['a key of another stack', { KMSKeyId: { 'Fn::ImportValue': 'key' } }, 'key'],
    ['a key of a parameter without default', { KMSKeyId: { Ref: 'KeyArn' } }, 'key'],
    ['a key by a condition that is not known', { KMSKeyId: { 'Fn::If': ['Open', 'a', 'b'] } }, 'key'],
    ['selectors that are not known', { EventSelectors: { 'Fn::If': ['Open', [], []] } }, 'recordsDecrypts'],
  ])('%s is not known', (_, properties, field) => {
    const value = template(
      properties,
      {},
      { Parameters: { KeyArn: { Type: 'String' } }, Conditions: { Open: { 'Fn::Equals': [{ Ref: 'KeyArn' }, ''] } } },
    );
    expect(trailOf(value)).not.toHaveProperty(field);
    expect(warningsOf(value)).toMatch(/is known only at the deployment|is not known/);
  });

  const rule = (more: object) => ({ LifecycleConfiguration: { Rules: [{ Status: 'Enabled', ...more }] } });
  test.each<[string, object, object]>([
    ['nothing', {}, { name: 'Logs', archiveMonths: 'ever', isReplicated: false }],
    ['a name', { BucketName: 'example-logs' }, { name: 'example-logs', archiveMonths: 'ever', isReplicated: false }],
    ['an end as text', rule({ ExpirationInDays: '90' }), { name: 'Logs', archiveMonths: 3, isReplicated: false }],
    ['an end of a tag', rule({ ExpirationInDays: 90, TagFilters: [{ Key: 'a', Value: 'b' }] }), { name: 'Logs', isReplicated: false }],
    ['an end of another folder', rule({ ExpirationInDays: 90, Prefix: 'tmp/' }), { name: 'Logs', isReplicated: false }],
    ['an end on a day', rule({ ExpirationDate: '2027-01-01T00:00:00Z' }), { name: 'Logs', isReplicated: false }],
    [
      'Glacier',
      rule({ Transitions: [{ TransitionInDays: 30, StorageClass: 'GLACIER' }] }),
      { name: 'Logs', archiveMonths: 'ever', outOfReachDays: 30, isReplicated: false },
    ],
    [
      'a Bucket Key that is left out',
      { BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] } },
      { name: 'Logs', encryption: 'AES256', hasBucketKey: false, archiveMonths: 'ever', isReplicated: false },
    ],
    [
      'replication of SSE-KMS',
      {
        ReplicationConfiguration: {
          Rules: [{ Status: 'Enabled', SourceSelectionCriteria: { SseKmsEncryptedObjects: { Status: 'Enabled' } } }],
        },
      },
      { name: 'Logs', archiveMonths: 'ever', isReplicated: true },
    ],
    [
      'replication without it',
      { ReplicationConfiguration: { Rules: [{ Status: 'Enabled', Filter: { Prefix: '' } }] } },
      { name: 'Logs', archiveMonths: 'ever', isReplicated: false },
    ],
    [
      'a rule by a condition that is not known',
      { LifecycleConfiguration: { Rules: [{ 'Fn::If': ['Nowhere', {}, {}] }] } },
      { name: 'Logs', isReplicated: false },
    ],
    ['a tag that is not known', rule({ ExpirationInDays: 90, TagFilters: [{ Ref: 'Nowhere' }] }), { name: 'Logs', isReplicated: false }],
    ['what is not known', { ReplicationConfiguration: { Ref: 'Nowhere' }, LifecycleConfiguration: { Ref: 'Nowhere' } }, { name: 'Logs' }],
  ])('a bucket with %s', (_, properties, expected) => {
    expect(bucketOf(template({}, properties))).toEqual(expected);
  });

  test('circles end', () => {
    const name = { 'Fn::Sub': `$\{Logs}$\{Logs}` };
    const Conditions = {
      A: { 'Fn::And': [{ Condition: 'B' }, { Condition: 'B' }] },
      B: { 'Fn::Or': [{ Condition: 'A' }, { Condition: 'A' }] },
    };
    const value = template({ IsLogging: { 'Fn::If': ['A', true, false] } }, { BucketName: name }, { Conditions });
    expect(factsOf(value).trails).toHaveLength(1);
  });

  test('a setting of another type is an error with its place', () => {
    expect(() => factsOf(template({ TrailName: [] }))).toThrow('template.yaml: Resources.Trail.Properties.TrailName should be text');
  });

  test('a template without a trail says so', () => {
    expect(warningsOf({ Resources: { Logs: { Type: 'AWS::S3::Bucket' } } })).toMatch(/has no trail/);
  });
});
