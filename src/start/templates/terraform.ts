// start/templates: what Terraform and CloudFormation say of a trail, before anything exists.

import type { BucketFacts, Facts, KeyFacts, TrailFacts } from '../facts.js';
import type { Source } from '../given.js';
import { encryptionFound } from '../rules/encryption.js';
import { type Found, known, said, together } from '../rules/found.js';
import { lifecycleFound } from '../rules/lifecycle.js';
import { replicationFound } from '../rules/replication.js';
import { selectorsFound, switchedOff } from '../rules/selectors.js';
import type { Block } from './block.js';
import { at, References } from './references.js';
import { instanceOf, keptResources, plannedResources, type Resource, stateResources } from './resources.js';
import { encryptionOf, lifecycleOf, loggingOf, replicationOf, selectorsOf, TERRAFORM } from './settings.js';

/** A plan has two states of things, which are two scenarios; a state has one. */
export interface TerraformFacts {
  before?: Partial<Facts>;
  after: Partial<Facts>;
}

/** Since Terraform 0.12; what older ones keep is refused by its form. */
const KEPT_VERSION = 4;

/** Whether a value is what `terraform show -json` prints, of a plan or of a state, or a state as Terraform keeps it. */
export function isTerraform(value: unknown): 'plan' | 'state' | 'kept-state' | undefined {
  const isKept = at(value, 'version') === KEPT_VERSION && typeof at(value, 'terraform_version') === 'string';
  if (isKept && Array.isArray(at(value, 'resources'))) return 'kept-state';
  if (typeof at(value, 'format_version') !== 'string') return undefined;
  if (Array.isArray(at(value, 'resource_changes')) || at(value, 'planned_values') !== undefined) return 'plan';
  return at(value, 'values', 'root_module') === undefined ? undefined : 'state';
}

/**
 * What a plan or a state of Terraform says of trails, their buckets and keys.
 *
 * @throws TrailcostError for a setting of another type than the provider gives it
 */
export function terraformFacts(value: unknown, file: string): TerraformFacts {
  const remedy = 'Save it again without changes: `terraform show -json PLAN`, or without a name for the state.';
  const sourceOf = (words: string) => ({ origin: `${words} in ${file}`, remedy });
  const references = new References(value);
  const form = isTerraform(value);
  if (form !== 'plan') {
    const source = form === 'state' ? sourceOf('terraform show (state)') : sourceOf('Terraform state');
    const resources = form === 'state' ? stateResources(value, source) : keptResources(value, source);
    return { after: new Side(resources, resources, references, source).facts() };
  }
  const [old, next] = [sourceOf('terraform show (before the plan)'), sourceOf('terraform show (after the plan)')];
  const [was, becomes] = [plannedResources(value, 'before', old), plannedResources(value, 'after', next)];
  const before = new Side(was, was, references, old).facts();
  const after = new Side(becomes, [...was, ...becomes], references, next).facts();
  const warnings = [...(after.warnings ?? []), ...switchWarnings(before, after, next.origin)];
  return { before, after: { ...after, warnings } };
}

/** A trail that gets a key has a day of the switch, which no plan knows. */
function switchWarnings(before: Partial<Facts>, after: Partial<Facts>, origin: string): string[] {
  const switched = (after.trails ?? []).filter(({ name, key }) => {
    const earlier = before.trails?.find((trail) => trail.name === name);
    return key !== undefined && key.value !== '' && earlier?.key?.value !== key.value;
  });
  return switched.map(
    ({ name }) => `${origin} gives trail ${name} a key; the day of the switch is not known, since a plan does not say when it is applied.`,
  );
}

const BUCKET = ['aws_s3_bucket'];
const KEYS = ['aws_kms_key', 'aws_kms_replica_key', 'aws_kms_external_key'];

/** The resources before or after a plan. */
class Side {
  readonly #resources: readonly Resource[];
  readonly #references: References;
  readonly #origin: string;
  readonly #types: ReadonlySet<string>;
  readonly #warnings: string[] = [];

  /** @param all the resources whose settings a bucket's own resource repeats: after a plan also those that it takes away */
  constructor(resources: readonly Resource[], all: readonly Resource[], references: References, { origin }: Source) {
    this.#resources = resources;
    this.#types = new Set(all.map(({ type }) => type));
    this.#references = references;
    this.#origin = origin;
  }

  facts(): Partial<Facts> {
    const trails = this.#resources.filter(({ type }) => type === 'aws_cloudtrail').map((resource) => this.#trail(resource));
    const named = new Set(trails.flatMap(({ bucket }) => bucket?.value ?? []));
    const buckets = [...named].map((name) => this.#bucket(name));
    const keyNames = new Set([...trails.map(({ key }) => key?.value), ...buckets.map(({ key }) => key?.value)]);
    const keys = this.#resources.filter((one) => KEYS.includes(one.type) && keyNames.has(keyName(one))).map((one) => this.#key(one));
    const none = trails.length === 0 ? [`${this.#origin} has no trail (aws_cloudtrail).`] : [];
    return { trails, buckets, keys, warnings: [...new Set([...none, ...this.#warnings])] };
  }

  #trail(resource: Resource): TrailFacts {
    const { block } = resource;
    const origin = this.#origin;
    const name = block.text('name') ?? resource.address;
    const bucket = this.#named(resource, ['s3_bucket_name'], block.text('s3_bucket_name'), BUCKET, bucketName);
    const key = this.#named(resource, ['kms_key_id'], block.text('kms_key_id'), KEYS, keyName);
    const isOff = block.flag('enable_logging') === false;
    const selected = selectorsFound(selectorsOf(block, TERRAFORM), name, bucket === '' ? undefined : bucket, origin);
    const { says, warnings } = isOff ? switchedOff(name, origin) : selected;
    this.#warnings.push(...warnings);
    if (bucket === undefined) this.#warnings.push(`By ${origin} the bucket of trail ${name} is known only when the plan is applied.`);
    if (key === undefined) this.#warnings.push(`By ${origin} the key of trail ${name} is known only when the plan is applied.`);
    return known<TrailFacts>({
      name,
      arn: block.text('arn') ?? undefined,
      bucket: said(bucket, origin),
      prefix: said(orNone(block.text('s3_key_prefix')), origin),
      homeRegion: said(block.text('home_region') ?? undefined, origin),
      isOrganization: said(orFalse(block.flag('is_organization_trail')), origin),
      isMultiRegion: said(orFalse(block.flag('is_multi_region_trail')), origin),
      hasDigests: said(orFalse(block.flag('enable_log_file_validation')), origin),
      key: said(key, origin),
      hasErrorInsights: said(insightsOf(block), origin),
      ...says,
    });
  }

  #bucket(name: string): BucketFacts {
    const origin = this.#origin;
    const own = this.#resources.find((one) => one.type === 'aws_s3_bucket' && bucketName(one) === name);
    const logging = this.#setting(name, own, 'aws_s3_bucket_logging', 'logging')?.block;
    const found = [this.#encryption(name, own), this.#lifecycle(name, own), this.#replication(name, own)].flatMap((one) => one ?? []);
    this.#warnings.push(...found.flatMap(({ warnings }) => warnings));
    return known<BucketFacts>({
      name,
      region: said(own === undefined ? undefined : (own.block.text('region') ?? this.#references.regionOf(own)), origin),
      accessLogs: said(logging === undefined ? undefined : loggingOf(logging, TERRAFORM), origin),
      ...together(found),
    });
  }

  #encryption(name: string, own: Resource | undefined): Found<Partial<BucketFacts>> | undefined {
    const encryption = this.#setting(
      name,
      own,
      'aws_s3_bucket_server_side_encryption_configuration',
      'server_side_encryption_configuration',
    );
    const rule = encryption?.block.block('rule');
    if (encryption === undefined || !rule) return undefined;
    return encryptionFound({ ...encryptionOf(rule, TERRAFORM), key: this.#bucketKey(encryption) }, this.#origin);
  }

  #lifecycle(name: string, own: Resource | undefined): Found<Partial<BucketFacts>> | undefined {
    const type = 'aws_s3_bucket_lifecycle_configuration';
    const apart = this.#apart(name, type)?.block;
    const rules = apart === undefined ? this.#inline(own, type, 'lifecycle_rule')?.blocks('lifecycle_rule') : apart.blocks('rule');
    if (apart === undefined && rules === undefined) return undefined;
    return lifecycleFound(lifecycleOf(rules, apart?.text(TERRAFORM.size.least), TERRAFORM), this.#origin);
  }

  #replication(name: string, own: Resource | undefined): Found<Partial<BucketFacts>> | undefined {
    const type = 'aws_s3_bucket_replication_configuration';
    const apart = this.#apart(name, type)?.block;
    const inline = this.#inline(own, type, 'replication_configuration')?.block('replication_configuration');
    if (apart !== undefined) return replicationFound(replicationOf(apart.blocks('rule'), TERRAFORM), this.#origin);
    if (inline === undefined) return undefined;
    return replicationFound(inline === null ? [] : replicationOf(inline.blocks('rules'), TERRAFORM), this.#origin);
  }

  /** A setting apart from its bucket, or in the bucket's own resource. */
  #setting(name: string, own: Resource | undefined, type: string, field: string): Resource | undefined {
    const apart = this.#apart(name, type);
    const inline = this.#inline(own, type, field)?.block(field);
    return apart ?? (own !== undefined && inline ? { ...own, block: inline } : undefined);
  }

  /** What a bucket's own resource has repeats settings apart from it, after a plan also ones that the plan takes away. */
  #inline(own: Resource | undefined, type: string, field: string): Block | undefined {
    return !this.#types.has(type) && own?.block.has(field) ? own.block : undefined;
  }

  /** The key of a bucket's default encryption. */
  #bucketKey(encryption: Resource): string | undefined {
    const byDefault = encryption.block.block('rule')?.block('apply_server_side_encryption_by_default');
    if (!byDefault) return undefined;
    const path = ['rule', 0, 'apply_server_side_encryption_by_default', 0, 'kms_master_key_id'];
    return this.#named(encryption, path, byDefault.text('kms_master_key_id'), KEYS, keyName);
  }

  #apart(name: string, type: string): Resource | undefined {
    return this.#resources.find((one) => one.type === type && this.#bucketOf(one) === name);
  }

  #bucketOf(setting: Resource): string | undefined {
    return this.#named(setting, ['bucket'], setting.block.text('bucket'), BUCKET, bucketName);
  }

  /** A name as it is, or that of the resource that the setting refers to where it is not known yet; empty where there is none. */
  #named(
    from: Resource,
    path: readonly (string | number)[],
    value: string | null | undefined,
    types: readonly string[],
    nameOf: (resource: Resource) => string,
  ): string | undefined {
    if (value !== undefined) return this.#known(value ?? '', types);
    const resource = instanceOf(this.#references.targetsOf(from, path, types), from, this.#resources);
    return resource === undefined ? undefined : nameOf(resource);
  }

  /** A key by any of its names is the one that a resource of this file has. */
  #known(value: string, types: readonly string[]): string {
    const own =
      value === ''
        ? undefined
        : this.#resources.find(
            ({ type, block }) => types.includes(type) && ['arn', 'key_id', 'id'].some((field) => block.text(field) === value),
          );
    return own === undefined || types === BUCKET ? value : keyName(own);
  }

  #key({ block, type, ...resource }: Resource): KeyFacts {
    const isOn = block.flag('enable_key_rotation');
    const days = block.number('rotation_period_in_days');
    return known<KeyFacts>({
      id: keyName({ block, type, ...resource }),
      isMultiRegion: said(type === 'aws_kms_replica_key' ? true : orFalse(block.flag('multi_region')), this.#origin),
      isCustomerManaged: { value: true, origin: this.#origin },
      rotationDays: said(isOn === true ? (days ?? undefined) : undefined, this.#origin),
    });
  }
}

/** A bucket that is not there yet has its address for a name. */
function bucketName({ block, address }: Resource): string {
  return block.text('bucket') || address;
}

function keyName({ block, address }: Resource): string {
  return block.text('arn') || address;
}

function orNone(value: string | null | undefined): string | undefined {
  return value === null ? '' : value;
}

/** What a resource does not have is off. */
function orFalse(value: boolean | null | undefined): boolean | undefined {
  return value === null ? false : value;
}

/** Insights of a resource are those of management events. */
function insightsOf(block: Block): boolean | undefined {
  const types = block.blocks('insight_selector')?.map((one) => one.text('insight_type'));
  if (types === undefined) return undefined;
  if (types.includes('ApiErrorRateInsight')) return true;
  return types.includes(undefined) ? undefined : false;
}
