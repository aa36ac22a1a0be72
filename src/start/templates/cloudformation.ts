import { isObject } from '../../base/records.js';
import { listed } from '../../base/text.js';
import type { BucketFacts, Facts, KeyFacts, TrailFacts } from '../facts.js';
import type { Source } from '../given.js';
import { encryptionFound } from '../rules/encryption.js';
import { type Found, known, said, together } from '../rules/found.js';
import { lifecycleFound } from '../rules/lifecycle.js';
import type { Maybe } from '../rules/maybe.js';
import { replicationFound } from '../rules/replication.js';
import { selectorsFound, switchedOff } from '../rules/selectors.js';
import { Block, type Planned, UNKNOWN } from './block.js';
import { Intrinsics } from './intrinsics.js';
import { at } from './references.js';
import { CLOUDFORMATION, encryptionOf, lifecycleOf, loggingOf, replicationOf, selectorsOf } from './settings.js';

const MOST_NAMES = 5;

/** Whether a value is a CloudFormation template: by the types of its resources. */
export function isCloudFormation(value: unknown): boolean {
  const resources = at(value, 'Resources');
  if (!isObject(resources) || Array.isArray(resources)) return false;
  return Object.values(resources).some((resource) => /^(?:AWS|Custom)::/.test(String(at(resource, 'Type'))));
}

/**
 * What a CloudFormation template says of trails, their buckets and keys.
 *
 * @param parameters values of its parameters; the default is taken of others, with a warning
 *
 * @throws TrailcostError for a setting of another type than CloudFormation takes
 */
export function cloudFormationFacts(template: unknown, file: string, parameters: Readonly<Record<string, string>> = {}): Partial<Facts> {
  const origin = `CloudFormation template in ${file}`;
  const remedy = 'Check the template: `aws cloudformation validate-template`.';
  return new Template(template, new Intrinsics(template, parameters), { origin, remedy }).facts();
}

/** A resource of a template that exists, or may. */
interface Resource {
  id: string;
  type: string;
  block: Block;
}

class Template {
  readonly #intrinsics: Intrinsics;
  readonly #origin: string;
  readonly #resources: readonly Resource[];
  readonly #warnings: string[] = [];

  constructor(template: unknown, intrinsics: Intrinsics, source: Source) {
    this.#intrinsics = intrinsics;
    this.#origin = source.origin;
    const resources = at(template, 'Resources');
    this.#resources = Object.entries(isObject(resources) ? resources : {}).flatMap(([id, resource]) =>
      this.#resource(id, resource, source),
    );
  }

  facts(): Partial<Facts> {
    const trails = this.#resources.filter(({ type }) => type === 'AWS::CloudTrail::Trail').map((resource) => this.#trail(resource));
    const named = new Set(trails.flatMap(({ bucket }) => bucket?.value ?? []));
    const own = this.#resources.filter(({ type, id }) => type === 'AWS::S3::Bucket' && named.has(this.#nameOf(id)));
    const buckets = own.map((resource) => this.#bucket(resource));
    const keyNames = new Set([...trails.map(({ key }) => key?.value), ...buckets.map(({ key }) => key?.value)]);
    const keys = this.#resources
      .filter(({ type, id }) => type === 'AWS::KMS::Key' && keyNames.has(id))
      .map((resource) => this.#key(resource));
    const warnings = [...(trails.length === 0 ? [`${this.#origin} has no trail (AWS::CloudTrail::Trail).`] : []), ...this.#warnings];
    const defaults = [...this.#intrinsics.defaulted];
    if (defaults.length > 0)
      warnings.push(`${this.#origin} is taken with the defaults of its parameters: ${listed(defaults, MOST_NAMES)}.`);
    return { trails, buckets, keys, warnings: [...new Set(warnings)] };
  }

  /** None where a condition says that it is not made. */
  #resource(id: string, resource: unknown, source: Source): Resource[] {
    const [type, condition] = [at(resource, 'Type'), at(resource, 'Condition')];
    if (typeof type !== 'string' || !USED.includes(type)) return [];
    const exists: Maybe = typeof condition === 'string' ? this.#intrinsics.condition(condition) : true;
    if (exists === false) return [];
    if (exists === undefined)
      this.#warnings.push(`By ${source.origin} it depends on condition ${String(condition)} whether ${id} is made.`);
    const properties = this.#intrinsics.resolved(at(resource, 'Properties') ?? {});
    return [{ id, type, block: new Block(properties === UNKNOWN ? {} : properties, source, `Resources.${id}.Properties`) }];
  }

  #nameOf(id: string): string {
    const name = this.#intrinsics.resolved({ Ref: id });
    return typeof name === 'string' ? name : id;
  }

  #trail({ id, block }: Resource): TrailFacts {
    const origin = this.#origin;
    const name = block.text('TrailName') ?? id;
    const [bucket, key] = [block.text('S3BucketName'), block.text('KMSKeyId')];
    if (typeof bucket !== 'string') this.#warnings.push(`By ${origin} the bucket of trail ${name} is known only at the deployment.`);
    if (key === undefined) this.#warnings.push(`By ${origin} the key of trail ${name} is known only at the deployment.`);
    const selected = selectorsFound(selectorsOf(block, CLOUDFORMATION), name, bucket ?? undefined, origin);
    const { says, warnings } = block.flag('IsLogging') === false ? switchedOff(name, origin) : selected;
    this.#warnings.push(...warnings);
    return known<TrailFacts>({
      name,
      bucket: said(bucket ?? undefined, origin),
      prefix: said(orElse(block.text('S3KeyPrefix'), ''), origin),
      isOrganization: said(orElse(block.flag('IsOrganizationTrail'), false), origin),
      isMultiRegion: said(orElse(block.flag('IsMultiRegionTrail'), false), origin),
      hasDigests: said(orElse(block.flag('EnableLogFileValidation'), false), origin),
      key: said(orElse(key, ''), origin),
      hasErrorInsights: said(insightsOf(block), origin),
      ...says,
    });
  }

  #bucket({ id, block }: Resource): BucketFacts {
    const origin = this.#origin;
    const [rule] = block.block('BucketEncryption')?.blocks('ServerSideEncryptionConfiguration') ?? [];
    const key = rule?.block('ServerSideEncryptionByDefault')?.text('KMSMasterKeyID');
    const found = [
      rule === undefined ? undefined : encryptionFound({ ...encryptionOf(rule, CLOUDFORMATION), key: orElse(key, '') }, origin),
      lifecycleIn(block, origin),
      replicationIn(block, origin),
    ].flatMap((one) => one ?? []);
    this.#warnings.push(...found.flatMap(({ warnings }) => warnings));
    const logging = block.block('LoggingConfiguration');
    return known<BucketFacts>({
      name: this.#nameOf(id),
      accessLogs: said(logging ? loggingOf(logging, CLOUDFORMATION) : undefined, origin),
      ...together(found),
    });
  }

  #key({ id, block }: Resource): KeyFacts {
    const days = block.flag('EnableKeyRotation') === true ? block.number('RotationPeriodInDays') : undefined;
    return known<KeyFacts>({
      id,
      isMultiRegion: said(orElse(block.flag('MultiRegion'), false), this.#origin),
      isCustomerManaged: { value: true, origin: this.#origin },
      rotationDays: said(orElse(days, DEFAULT_ROTATION_DAYS), this.#origin),
    });
  }
}

const USED = ['AWS::CloudTrail::Trail', 'AWS::S3::Bucket', 'AWS::KMS::Key'];
const DEFAULT_ROTATION_DAYS = 365;

/** What is left out is what CloudFormation takes for it. */
function orElse<T>(value: Planned<T>, otherwise: T): T | undefined {
  return value === null ? otherwise : value;
}

/** A bucket without rules keeps everything. */
function lifecycleIn(bucket: Block, origin: string): Found<Partial<BucketFacts>> {
  const configuration = bucket.block('LifecycleConfiguration');
  const rules = configuration ? configuration.blocks('Rules') : configuration === null ? [] : undefined;
  return lifecycleFound(lifecycleOf(rules, configuration?.text(CLOUDFORMATION.size.least), CLOUDFORMATION), origin);
}

function replicationIn(bucket: Block, origin: string): Found<Partial<BucketFacts>> {
  const configuration = bucket.block('ReplicationConfiguration');
  const rules = configuration ? configuration.blocks('Rules') : configuration === null ? [] : undefined;
  return replicationFound(replicationOf(rules, CLOUDFORMATION), origin);
}

function insightsOf(trail: Block): boolean | undefined {
  const selectors = trail.blocks('InsightSelectors');
  if (selectors === undefined) return undefined;
  const analysed = selectors.map((one) => {
    const [type, categories] = [one.text('InsightType'), one.texts('EventCategories')];
    if (type === undefined || categories === undefined) return undefined;
    return type === 'ApiErrorRateInsight' && (categories.length === 0 || categories.includes('Management'));
  });
  if (analysed.includes(true)) return true;
  return analysed.includes(undefined) ? undefined : false;
}
