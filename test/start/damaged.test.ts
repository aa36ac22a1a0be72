import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { TrailcostError } from '../../src/base/errors.js';
import { isObject } from '../../src/base/records.js';
import { answerFacts, recognised } from '../../src/start/aws/answers.js';
import { cloudFormationFacts } from '../../src/start/templates/cloudformation.js';
import { terraformFacts } from '../../src/start/templates/terraform.js';
import { parseTemplate } from '../../src/start/templates/yaml.js';

const JUNK = [null, '', 'x', 0, -1, 1e300, true, [], [null], [[]], ['x'], {}, { x: {} }];

/** A value with each part of it replaced by what does not belong there, one at a time. */
function* damaged(value: unknown): Generator<unknown> {
  yield* JUNK;
  if (Array.isArray(value)) {
    for (const [index, inner] of value.entries()) for (const other of damaged(inner)) yield value.with(index, other);
  } else if (isObject(value)) {
    for (const [key, inner] of Object.entries(value)) for (const other of damaged(inner)) yield { ...value, [key]: other };
  }
}

function failures(value: unknown, read: (value: unknown) => unknown): unknown[] {
  return [...damaged(value)].flatMap((one) => {
    try {
      read(one);
      return [];
    } catch (error) {
      return error instanceof TrailcostError ? [] : [error];
    }
  });
}

const FOLDER = new URL('made/', import.meta.url);
const madeOf = (name: string) => readFileSync(new URL(name, FOLDER), 'utf8');

test.each(readdirSync(FOLDER).filter((name) => name.endsWith('.json')))('%s, damaged anywhere, is facts or a message', (name) => {
  const value: unknown = JSON.parse(madeOf(name));
  const kind = recognised(value) ?? 'getTrail';
  expect(failures(value, (one) => answerFacts(recognised(one) ?? kind, one, name))).toEqual([]);
});

test('a template, damaged anywhere, is facts or a message', () => {
  const template = parseTemplate(madeOf('trail.template.yaml'), 'template.yaml');
  expect(failures(template, (one) => cloudFormationFacts(one, 'template.yaml'))).toEqual([]);
});

test('a plan, damaged anywhere, is facts or a message', () => {
  const bucket = { references: ['aws_s3_bucket.logs[0].id', 'module.m.o', 'var.v'] };
  const rule = [{ apply_server_side_encryption_by_default: [{ sse_algorithm: 'aws:kms' }] }];
  const changed = (type: string, name: string, after: object, after_unknown: object) => ({
    address: `${type}.${name}`,
    mode: 'managed',
    type,
    name,
    change: { before: null, after, after_unknown },
  });
  const plan = {
    format_version: '1.2',
    resource_changes: [
      changed(
        'aws_cloudtrail',
        'main',
        { name: 'main', event_selector: [{ data_resource: [{ values: ['arn:aws:s3'] }] }] },
        { s3_bucket_name: true },
      ),
      changed('aws_s3_bucket', 'logs', { logging: [], lifecycle_rule: [{ enabled: true, expiration: [{ days: 1 }] }] }, { bucket: true }),
      changed('aws_s3_bucket_server_side_encryption_configuration', 'logs', { rule }, { bucket: true }),
    ],
    configuration: {
      provider_config: { aws: { expressions: { region: { references: ['var.r'] } } } },
      root_module: {
        module_calls: { m: { module: { outputs: { o: { expression: bucket } } } } },
        resources: [
          { mode: 'managed', type: 'aws_cloudtrail', name: 'main', expressions: { s3_bucket_name: bucket } },
          { mode: 'managed', type: 'aws_s3_bucket', name: 'logs', provider_config_key: 'aws', expressions: {} },
          { mode: 'managed', type: 'aws_s3_bucket_server_side_encryption_configuration', name: 'logs', expressions: { bucket } },
        ],
      },
    },
  };
  expect(failures(plan, (one) => terraformFacts(one, 'plan.json'))).toEqual([]);
});

test.each(['plan.json', 'state.tfstate'])("the sample's %s, damaged anywhere, is facts or a message", (name) => {
  const value: unknown = JSON.parse(readFileSync(new URL(`../../samples/start/${name}`, import.meta.url), 'utf8'));
  expect(failures(value, (one) => terraformFacts(one, name))).toEqual([]);
});
