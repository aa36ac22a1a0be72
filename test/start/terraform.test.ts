import { describe, expect, test } from 'vitest';
import { TrailcostError } from '../../src/base/errors.js';
import { isTerraform, terraformFacts } from '../../src/start/templates/terraform.js';
import { plain } from './plain.js';

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

interface Made {
  type: string;
  name?: string;
  module?: string;
  index?: string | number;
  before?: object | null;
  after?: object | null;
  unknown?: object;
}

/** A change of a plan as Terraform prints it; without `before` it is a creation. */
function change({ type, name = 'this', module, index, before = null, after = {}, unknown = {} }: Made): object {
  const suffix = index === undefined ? '' : `[${JSON.stringify(index)}]`;
  const address = `${module === undefined ? '' : `${module}.`}${type}.${name}${suffix}`;
  return {
    address,
    ...(module === undefined ? {} : { module_address: module }),
    ...(index === undefined ? {} : { index }),
    mode: 'managed',
    type,
    name,
    change: { actions: ['no-op'], before, after, after_unknown: unknown },
  };
}

const resource = (type: string, expressions: object, name = 'this') => ({
  address: `${type}.${name}`,
  mode: 'managed',
  type,
  name,
  expressions,
});
const refers = (...references: string[]) => ({ references });

function plan(changes: readonly Made[], rootModule: object = {}): object {
  return {
    format_version: '1.2',
    terraform_version: '1.9.0',
    planned_values: { root_module: {} },
    resource_changes: changes.map(change),
    configuration: { root_module: rootModule },
  };
}

const factsOf = (value: unknown) => terraformFacts(value, 'plan.json');
const afterOf = (value: unknown) => factsOf(value).after;
const warningsOf = (value: unknown) => (afterOf(value).warnings ?? []).join('\n');

const TRAIL = {
  name: 'main',
  s3_bucket_name: 'example-logs',
  s3_key_prefix: null,
  is_organization_trail: false,
  is_multi_region_trail: true,
  enable_log_file_validation: true,
  kms_key_id: null,
  event_selector: [],
  advanced_event_selector: [],
  insight_selector: [],
};
const trail = (after: object = {}, more: object = {}): Made => ({
  type: 'aws_cloudtrail',
  after: { ...TRAIL, ...after },
  unknown: { arn: true },
  ...more,
});

describe('a plan', () => {
  test('is told from a state and from other JSON', () => {
    expect(isTerraform(plan([]))).toBe('plan');
    expect(isTerraform({ format_version: '1.0', values: { root_module: {} } })).toBe('state');
    for (const value of [null, [], {}, { format_version: '1.0' }, { version: 4, resources: [] }])
      expect(isTerraform(value)).toBeUndefined();
  });

  test('what a trail does not have is off: a template says all', () => {
    expect(plain(afterOf(plan([trail()])).trails)).toEqual([
      {
        name: 'main',
        bucket: 'example-logs',
        prefix: '',
        isOrganization: false,
        isMultiRegion: true,
        hasDigests: true,
        key: '',
        hasErrorInsights: false,
        recordsDecrypts: true,
        recordsGets: false,
      },
    ]);
  });

  test('a new key is not there yet, which is not no key: the trail writes with SSE-KMS', () => {
    const { kms_key_id, ...after } = TRAIL;
    const value = plan(
      [
        { type: 'aws_cloudtrail', after, unknown: { arn: true, kms_key_id: true } },
        {
          type: 'aws_kms_key',
          name: 'logs',
          after: { enable_key_rotation: true, multi_region: false },
          unknown: { arn: true, rotation_period_in_days: true },
        },
      ],
      {
        resources: [
          resource('aws_cloudtrail', { kms_key_id: refers('aws_kms_key.logs.arn', 'aws_kms_key.logs') }),
          resource('aws_kms_key', {}, 'logs'),
        ],
      },
    );
    const { trails, keys } = afterOf(value);
    expect(kms_key_id).toBeNull();
    expect(trails?.[0]?.key?.value).toBe('aws_kms_key.logs');
    expect(plain(keys)).toEqual([{ id: 'aws_kms_key.logs', isMultiRegion: false, isCustomerManaged: true }]);
    expect(warningsOf(value)).toMatch(/gives trail main a key; the day of the switch is not known/);
  });

  test('a key that is not known and that nothing tells is not known', () => {
    const value = plan([trail({ kms_key_id: undefined }, { unknown: { kms_key_id: true } })], {
      resources: [resource('aws_cloudtrail', { kms_key_id: refers('local.key') })],
    });
    expect(afterOf(value).trails?.[0]).not.toHaveProperty('key');
    expect(warningsOf(value)).toMatch(/the key of trail main is known only when the plan is applied/);
  });

  test('before and after are two: a key is put on a trail', () => {
    const value = plan([{ type: 'aws_cloudtrail', before: TRAIL, after: { ...TRAIL, kms_key_id: KEY } }]);
    const { before, after } = factsOf(value);
    expect([before?.trails?.[0]?.key?.value, after.trails?.[0]?.key?.value]).toEqual(['', KEY]);
    expect(after.trails?.[0]?.key?.origin).toBe('terraform show (after the plan) in plan.json');
  });

  test('a key that stays is no switch, and a trail that goes is not there after', () => {
    const kept = { ...TRAIL, kms_key_id: KEY };
    expect(warningsOf(plan([{ type: 'aws_cloudtrail', before: kept, after: kept }]))).not.toMatch(/switch/);
    const gone = factsOf(plan([{ type: 'aws_cloudtrail', before: TRAIL, after: null }]));
    expect([gone.before?.trails?.length, gone.after.trails]).toEqual([1, []]);
    expect(gone.after.warnings?.join()).toMatch(/has no trail/);
  });

  test('data sources are nothing that it makes', () => {
    const value = plan([trail()]);
    const [one] = (value as { resource_changes: object[] }).resource_changes;
    expect(afterOf({ ...value, resource_changes: [{ ...one, mode: 'data' }] }).trails).toEqual([]);
  });
});

const SSE = 'aws_s3_bucket_server_side_encryption_configuration';
const sse = (algorithm: string, more: object = {}) => ({
  rule: [{ apply_server_side_encryption_by_default: [{ sse_algorithm: algorithm, kms_master_key_id: null }], ...more }],
});

describe('trail and bucket are joined', () => {
  test('by name', () => {
    const value = plan([
      trail(),
      { type: 'aws_s3_bucket', name: 'other', after: { bucket: 'other' } },
      { type: 'aws_s3_bucket', after: { bucket: 'example-logs', region: 'eu-west-1' } },
      { type: SSE, name: 'other', after: { bucket: 'other', ...sse('aws:kms', { bucket_key_enabled: true }) } },
      { type: SSE, after: { bucket: 'example-logs', ...sse('AES256') } },
    ]);
    expect(plain(afterOf(value).buckets)).toEqual([
      { name: 'example-logs', region: 'eu-west-1', encryption: 'AES256', hasBucketKey: false },
    ]);
  });

  test('by references, where no name is known yet, and of several buckets', () => {
    const value = plan(
      [
        trail({ s3_bucket_name: undefined }, { unknown: { s3_bucket_name: true } }),
        { type: 'aws_s3_bucket', name: 'logs', after: { bucket_prefix: 'logs-' }, unknown: { bucket: true, id: true, arn: true } },
        { type: 'aws_s3_bucket', name: 'other', after: {}, unknown: { bucket: true, id: true } },
        { type: SSE, after: sse('aws:kms', { bucket_key_enabled: true }), unknown: { bucket: true } },
        { type: SSE, name: 'other', after: sse('AES256'), unknown: { bucket: true } },
      ],
      {
        resources: [
          resource('aws_cloudtrail', { s3_bucket_name: refers('aws_s3_bucket.logs.id', 'aws_s3_bucket.logs') }),
          resource(SSE, { bucket: refers('aws_s3_bucket.logs.id', 'aws_s3_bucket.logs') }),
          resource(SSE, { bucket: refers('aws_s3_bucket.other.id', 'aws_s3_bucket.other') }, 'other'),
        ],
      },
    );
    const { trails, buckets } = afterOf(value);
    expect(trails?.[0]?.bucket?.value).toBe('aws_s3_bucket.logs');
    expect(plain(buckets)).toEqual([{ name: 'aws_s3_bucket.logs', encryption: 'aws:kms', key: 'alias/aws/s3', hasBucketKey: true }]);
  });

  test('through outputs and variables of modules', () => {
    const value = plan(
      [
        trail({ s3_bucket_name: undefined }, { module: 'module.trail', unknown: { s3_bucket_name: true } }),
        { type: 'aws_s3_bucket', module: 'module.logs["a.b"]', index: 0, after: {}, unknown: { bucket: true } },
        { type: SSE, module: 'module.logs["a.b"]', index: 0, after: sse('aws:kms:dsse'), unknown: { bucket: true } },
      ],
      {
        module_calls: {
          trail: {
            expressions: { bucket: refers('module.logs["a.b"].bucket_id', 'module.logs["a.b"]', 'module.logs') },
            module: { resources: [resource('aws_cloudtrail', { s3_bucket_name: refers('var.bucket') })] },
          },
          logs: {
            expressions: {},
            module: {
              outputs: {
                bucket_id: { expression: refers('aws_s3_bucket_policy.this[0].id', 'aws_s3_bucket.this[0].id', 'aws_s3_bucket.this') },
              },
              resources: [
                resource('aws_s3_bucket', {}),
                resource('aws_s3_bucket_policy', { bucket: refers('aws_s3_bucket.this[0].id') }),
                resource(SSE, { bucket: refers('aws_s3_bucket.this[0].id') }),
              ],
            },
          },
        },
      },
    );
    expect(plain(afterOf(value).buckets)).toEqual([
      { name: 'module.logs["a.b"].aws_s3_bucket.this[0]', encryption: 'aws:kms:dsse', key: 'alias/aws/s3', hasBucketKey: false },
    ]);
  });

  test('of all that a module could make, to the one that it makes', () => {
    const value = plan(
      [
        trail({ kms_key_id: undefined }, { unknown: { kms_key_id: true } }),
        { type: 'aws_kms_key', module: 'module.key', index: 0, unknown: { arn: true } },
      ],
      {
        module_calls: {
          key: {
            module: {
              outputs: {
                arn: {
                  expression: refers('aws_kms_key.this[0].arn', 'aws_kms_external_key.this[0].arn', 'aws_kms_replica_key.this[0].arn'),
                },
              },
              resources: [],
            },
          },
        },
        resources: [resource('aws_cloudtrail', { kms_key_id: refers('module.key.arn', 'module.key') })],
      },
    );
    expect(afterOf(value).trails?.[0]?.key?.value).toBe('module.key.aws_kms_key.this[0]');
  });

  test('not where it could be one of two', () => {
    const value = plan(
      [
        trail({ s3_bucket_name: undefined }, { unknown: { s3_bucket_name: true } }),
        { type: 'aws_s3_bucket', name: 'a', after: {}, unknown: { bucket: true } },
        { type: 'aws_s3_bucket', name: 'b', after: {}, unknown: { bucket: true } },
      ],
      { resources: [resource('aws_cloudtrail', { s3_bucket_name: refers('aws_s3_bucket.a.id', 'aws_s3_bucket.b.id') })] },
    );
    expect(afterOf(value).buckets).toEqual([]);
    expect(warningsOf(value)).toMatch(/the bucket of trail main is known only when the plan is applied/);
  });

  test('not round in a circle', () => {
    const value = plan([trail({ s3_bucket_name: undefined }, { unknown: { s3_bucket_name: true } })], {
      module_calls: { m: { module: { outputs: { o: { expression: refers('module.m.o', 'var.v') } } } } },
      resources: [resource('aws_cloudtrail', { s3_bucket_name: refers('module.m.o') })],
    });
    expect(afterOf(value).trails?.[0]).not.toHaveProperty('bucket');
  });
});

test.each<[string, object, string | undefined]>([
  ['a value', { region: { constant_value: 'eu-west-1' } }, 'eu-west-1'],
  ['a variable', { region: refers('var.region') }, 'sa-east-1'],
  ['what is not known', { region: refers('local.region') }, undefined],
])('the Region of a new bucket is that of its provider: %s', (_, expressions, expected) => {
  const value = plan([trail(), { type: 'aws_s3_bucket', after: { bucket: 'example-logs' }, unknown: { region: true } }]);
  const configuration = {
    provider_config: {
      aws: { name: 'aws', expressions: { region: { constant_value: 'us-east-1' } } },
      'aws.logs': { name: 'aws', expressions },
    },
    root_module: { resources: [{ ...resource('aws_s3_bucket', {}), provider_config_key: 'aws.logs' }] },
  };
  const planned = { ...value, configuration, variables: { region: { value: 'sa-east-1' } } };
  expect(afterOf(planned).buckets?.[0]?.region?.value).toBe(expected);
});

describe('settings of a bucket', () => {
  const LIFECYCLE = 'aws_s3_bucket_lifecycle_configuration';
  const REPLICATION = 'aws_s3_bucket_replication_configuration';
  const bucket: Made = { type: 'aws_s3_bucket', after: { bucket: 'example-logs' } };
  const lifecycle = (rule: object, unknown: object = {}): Made => ({
    type: LIFECYCLE,
    after: { bucket: 'example-logs', rule: [{ id: 'r', status: 'Enabled', ...rule }] },
    unknown,
  });
  const replication = (rule: object): Made => ({
    type: REPLICATION,
    after: { bucket: 'example-logs', rule: [{ status: 'Enabled', ...rule }] },
  });
  test.each<[string, Made, object]>([
    [
      'a Bucket Key that is not known yet',
      { type: SSE, after: { bucket: 'example-logs', ...sse('AES256') }, unknown: { rule: [{ bucket_key_enabled: true }] } },
      { encryption: 'AES256' },
    ],
    ['an encryption that is not known yet', { type: SSE, after: { bucket: 'example-logs' }, unknown: { rule: true } }, {}],
    [
      'an end',
      lifecycle({ filter: [{ prefix: '' }], expiration: [{ days: 90, date: null, expired_object_delete_marker: false }] }),
      { archiveMonths: 3 },
    ],
    [
      'an end of one account',
      lifecycle({ filter: [{ and: [{ prefix: 'AWSLogs/111122223333/', tags: {} }] }], expiration: [{ days: 90 }] }),
      {},
    ],
    ['an end of a tag', lifecycle({ filter: [{ tag: [{ key: 'a', value: 'b' }] }], expiration: [{ days: 90 }] }), {}],
    [
      'an end of old versions',
      lifecycle({
        noncurrent_version_expiration: [{ noncurrent_days: 30 }],
        expiration: [{ days: 0, expired_object_delete_marker: true }],
      }),
      { archiveMonths: 'ever' },
    ],
    ['an end that is not known yet', lifecycle({ expiration: [{}] }, { rule: [{ expiration: [{ days: true }] }] }), {}],
    ['a rule that is not known yet', { type: LIFECYCLE, after: { bucket: 'example-logs', rule: [] }, unknown: { rule: [true] } }, {}],
    ['rules that are not known yet', { type: LIFECYCLE, after: { bucket: 'example-logs' }, unknown: { rule: true } }, {}],
    [
      'a folder that is not known yet',
      lifecycle({ filter: [{}], expiration: [{ days: 90 }] }, { rule: [{ filter: [{ prefix: true }] }] }),
      {},
    ],
    ['Glacier', lifecycle({ transition: [{ days: 30, storage_class: 'GLACIER' }] }), { archiveMonths: 'ever', outOfReachDays: 30 }],
    ['replication without SSE-KMS', replication({ filter: [{ prefix: '' }], source_selection_criteria: [] }), { isReplicated: false }],
    [
      'replication',
      replication({ source_selection_criteria: [{ sse_kms_encrypted_objects: [{ status: 'Enabled' }] }] }),
      { isReplicated: true },
    ],
    [
      'access logs',
      { type: 'aws_s3_bucket_logging', after: { bucket: 'example-logs', target_bucket: 'access', target_prefix: 'a/' } },
      { accessLogs: 's3://access/a/' },
    ],
  ])('%s', (_, setting, expected) => {
    expect(plain(afterOf(plan([trail(), bucket, setting])).buckets)).toEqual([{ name: 'example-logs', ...expected }]);
  });

  test('in the bucket itself, as older configurations have them', () => {
    const inline = {
      bucket: 'example-logs',
      server_side_encryption_configuration: [sse('aws:kms', { bucket_key_enabled: false })],
      lifecycle_rule: [{ enabled: true, prefix: '', tags: {}, expiration: [{ days: 365, date: '' }] }],
      replication_configuration: [
        { rules: [{ status: 'Enabled', source_selection_criteria: [{ sse_kms_encrypted_objects: [{ enabled: true }] }] }] },
      ],
      logging: [{ target_bucket: 'access', target_prefix: '' }],
    };
    expect(plain(afterOf(plan([trail(), { type: 'aws_s3_bucket', after: inline }])).buckets)).toEqual([
      {
        name: 'example-logs',
        encryption: 'aws:kms',
        key: 'alias/aws/s3',
        hasBucketKey: false,
        archiveMonths: 12,
        isReplicated: true,
        accessLogs: 's3://access/',
      },
    ]);
  });

  test('what a bucket had before a setting apart from it is what it was before', () => {
    const own = { bucket: 'example-logs', server_side_encryption_configuration: [sse('AES256', { bucket_key_enabled: false })] };
    const value = plan([
      trail({}, { before: TRAIL }),
      { type: 'aws_s3_bucket', before: own, after: own },
      { type: SSE, before: null, after: { bucket: 'example-logs', ...sse('aws:kms', { bucket_key_enabled: true }) } },
    ]);
    expect(plain(factsOf(value).before?.buckets)).toEqual([{ name: 'example-logs', encryption: 'AES256', hasBucketKey: false }]);
    expect(plain(afterOf(value).buckets)).toMatchObject([{ encryption: 'aws:kms', hasBucketKey: true }]);
  });

  test('what a bucket repeats of a setting that the plan takes away is not said', () => {
    const old = { bucket: 'example-logs', lifecycle_rule: [{ enabled: true, prefix: '', expiration: [{ days: 365 }] }] };
    const rule = { bucket: 'example-logs', rule: [{ status: 'Enabled', expiration: [{ days: 365 }] }] };
    const value = plan([
      trail({}, { before: TRAIL }),
      { type: 'aws_s3_bucket', before: old, after: old },
      { type: LIFECYCLE, before: rule, after: null },
    ]);
    expect(plain(factsOf(value).before?.buckets)).toEqual([{ name: 'example-logs', archiveMonths: 12 }]);
    expect(plain(afterOf(value).buckets)).toEqual([{ name: 'example-logs' }]);
  });
});

describe('event selectors', () => {
  const decrypts = (after: object, unknown: object = {}) => afterOf(plan([trail(after, { unknown })])).trails?.[0]?.recordsDecrypts?.value;
  const gets = (after: object, unknown: object = {}) => afterOf(plan([trail(after, { unknown })])).trails?.[0]?.recordsGets?.value;
  test.each<[string, object, object, boolean | undefined]>([
    ['of write events', { event_selector: [{ read_write_type: 'WriteOnly', include_management_events: true }] }, {}, false],
    ['without KMS', { event_selector: [{ exclude_management_event_sources: ['kms.amazonaws.com'] }] }, {}, false],
    ['without more', { event_selector: [{}] }, {}, true],
    ['that are not known yet', { event_selector: undefined }, { event_selector: true }, undefined],
    ['whose kind is not known yet', { event_selector: [{}] }, { event_selector: [{ read_write_type: true }] }, undefined],
    [
      'advanced, of write events',
      {
        advanced_event_selector: [
          {
            field_selector: [
              { field: 'eventCategory', equals: ['Management'] },
              { field: 'readOnly', equals: ['false'], not_equals: [] },
            ],
          },
        ],
      },
      {},
      false,
    ],
    [
      'advanced',
      { advanced_event_selector: [{ field_selector: [{ field: 'eventCategory', equals: ['Management'], starts_with: null }] }] },
      {},
      true,
    ],
  ])('%s', (_, after, unknown, expected) => {
    expect(decrypts(after, unknown)).toBe(expected);
  });

  test('of a trail that is not logging record nothing', () => {
    expect(decrypts({ enable_logging: false })).toBe(false);
    expect(warningsOf(plan([trail({ enable_logging: false })]))).toMatch(/trail main is not logging/);
  });

  test('reads of the log bucket', () => {
    const data = (...values: string[]) => ({ event_selector: [{ data_resource: [{ type: 'AWS::S3::Object', values }] }] });
    expect(gets(data('arn:aws:s3:::example-logs/'))).toBe(true);
    expect(gets(data('arn:aws:s3:::other/'))).toBe(false);
    expect(gets(data(), { event_selector: [{ data_resource: [{ values: [true] }] }] })).toBeUndefined();
  });
});

test('a state, with modules', () => {
  const state = {
    format_version: '1.0',
    values: {
      root_module: {
        resources: [
          {
            address: 'aws_cloudtrail.this',
            mode: 'managed',
            type: 'aws_cloudtrail',
            name: 'this',
            values: { ...TRAIL, arn: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/main', kms_key_id: KEY },
          },
        ],
        child_modules: [
          {
            address: 'module.key',
            resources: [
              {
                address: 'module.key.aws_kms_key.this',
                mode: 'managed',
                type: 'aws_kms_key',
                name: 'this',
                values: { arn: KEY, enable_key_rotation: true, rotation_period_in_days: 365, multi_region: false },
              },
            ],
          },
        ],
      },
    },
  };
  const { before, after } = terraformFacts(state, 'state.json');
  expect(before).toBeUndefined();
  expect(plain(after.trails)).toMatchObject([{ name: 'main', key: KEY, arn: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/main' }]);
  expect(plain(after.keys)).toEqual([{ id: KEY, isMultiRegion: false, isCustomerManaged: true, rotationDays: 365 }]);
});

test.each([
  [{ name: [] }, 'aws_cloudtrail.this.name should be text'],
  [{ is_multi_region_trail: 'maybe' }, 'aws_cloudtrail.this.is_multi_region_trail should be true or false'],
  [{ event_selector: ['x'] }, 'aws_cloudtrail.this.event_selector[0] should be a group of fields'],
])('%j is an error with its place', (after, what) => {
  expect(() => factsOf(plan([trail(after)]))).toThrow(TrailcostError);
  expect(() => factsOf(plan([trail(after)]))).toThrow(what);
});

describe('a state as Terraform keeps it', () => {
  const kept = (...resources: object[]) => ({ version: 4, terraform_version: '1.11.4', resources });
  const one = (type: string, attributes: object, more: object = {}) => ({
    mode: 'managed',
    type,
    name: 'this',
    instances: [{ attributes, ...more }],
  });

  test('is told from others', () => {
    expect(isTerraform(kept())).toBe('kept-state');
    expect(isTerraform({ ...kept(), version: 3 })).toBeUndefined();
  });

  test('has trails, buckets and keys, those of modules too', () => {
    const { before, after } = factsOf(
      kept(
        { ...one('aws_cloudtrail', { ...TRAIL, kms_key_id: KEY }), module: 'module.trail["a.b"]' },
        one('aws_s3_bucket', { bucket: 'example-logs', region: 'eu-west-1' }),
        one(SSE, { bucket: 'example-logs', ...sse('AES256', { bucket_key_enabled: true }) }),
        one('aws_kms_key', { arn: KEY, multi_region: true, enable_key_rotation: false }),
      ),
    );
    expect(before).toBeUndefined();
    expect(plain(after.trails)).toMatchObject([{ name: 'main', key: KEY, bucket: 'example-logs' }]);
    expect(plain(after.buckets)).toEqual([{ name: 'example-logs', region: 'eu-west-1', encryption: 'AES256', hasBucketKey: true }]);
    expect(plain(after.keys)).toEqual([{ id: KEY, isMultiRegion: true, isCustomerManaged: true }]);
    expect(after.trails?.[0]?.key?.origin).toBe('Terraform state in plan.json');
  });

  test('has each of several, but data sources and what waits to be destroyed', () => {
    const two = {
      ...one('aws_cloudtrail', TRAIL),
      instances: [
        { index_key: 0, attributes: TRAIL },
        { index_key: 1, attributes: { ...TRAIL, name: 'b' } },
      ],
    };
    const names = (...resources: object[]) => afterOf(kept(...resources)).trails?.map(({ name }) => name);
    expect(names(two)).toEqual(['main', 'b']);
    expect(names(one('aws_cloudtrail', TRAIL, { deposed: '1234abcd' }))).toEqual([]);
    expect(names({ ...one('aws_cloudtrail', TRAIL), mode: 'data' })).toEqual([]);
  });

  test('is refused where an old Terraform wrote it without types', () => {
    const value = kept({ ...one('aws_cloudtrail', {}), instances: [{ attributes_flat: { name: 'main' } }] });
    expect(() => factsOf(value)).toThrow(TrailcostError);
  });
});
