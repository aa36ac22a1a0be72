import type { AdvancedSelector, OperatorName } from '../rules/advanced.js';
import type { GivenEncryption } from '../rules/encryption.js';
import type { Lifecycle, LifecycleRule, Transition } from '../rules/lifecycle.js';
import type { ReplicationRule } from '../rules/replication.js';
import type { BasicSelector, Selectors } from '../rules/selectors.js';
import type { Block, Planned } from './block.js';

/** How a kind of template spells the settings that both have. */
export interface Spelling {
  encryption: { byDefault: string; algorithm: string; bucketKey: string };
  rule: { id: string; status: string; enabled: string; prefix: string; filter: string; and: string; tags: readonly string[] };
  size: { above: string; below: string; least: string };
  expiration: { group: string; days: string; date: string };
  transition: { groups: readonly string[]; days: string; storageClass: string };
  replication: { criteria: string; kms: string; destination: string; bucket: string };
  logging: { bucket: string; prefix: string };
  basic: { groups: string; readWrite: string; management: string; excluded: string; data: string; type: string; values: string };
  advanced: { groups: string; fields: string; field: string; operators: Readonly<Record<OperatorName, string>> };
}

export const TERRAFORM: Spelling = {
  encryption: { byDefault: 'apply_server_side_encryption_by_default', algorithm: 'sse_algorithm', bucketKey: 'bucket_key_enabled' },
  rule: { id: 'id', status: 'status', enabled: 'enabled', prefix: 'prefix', filter: 'filter', and: 'and', tags: ['tag', 'tags'] },
  size: { above: 'object_size_greater_than', below: 'object_size_less_than', least: 'transition_default_minimum_object_size' },
  expiration: { group: 'expiration', days: 'days', date: 'date' },
  transition: { groups: ['transition'], days: 'days', storageClass: 'storage_class' },
  replication: { criteria: 'source_selection_criteria', kms: 'sse_kms_encrypted_objects', destination: 'destination', bucket: 'bucket' },
  logging: { bucket: 'target_bucket', prefix: 'target_prefix' },
  basic: {
    groups: 'event_selector',
    readWrite: 'read_write_type',
    management: 'include_management_events',
    excluded: 'exclude_management_event_sources',
    data: 'data_resource',
    type: 'type',
    values: 'values',
  },
  advanced: {
    groups: 'advanced_event_selector',
    fields: 'field_selector',
    field: 'field',
    operators: {
      Equals: 'equals',
      StartsWith: 'starts_with',
      EndsWith: 'ends_with',
      NotEquals: 'not_equals',
      NotStartsWith: 'not_starts_with',
      NotEndsWith: 'not_ends_with',
    },
  },
};

export const CLOUDFORMATION: Spelling = {
  encryption: { byDefault: 'ServerSideEncryptionByDefault', algorithm: 'SSEAlgorithm', bucketKey: 'BucketKeyEnabled' },
  rule: { id: 'Id', status: 'Status', enabled: '', prefix: 'Prefix', filter: 'Filter', and: 'And', tags: ['TagFilter', 'TagFilters'] },
  size: { above: 'ObjectSizeGreaterThan', below: 'ObjectSizeLessThan', least: 'TransitionDefaultMinimumObjectSize' },
  expiration: { group: '', days: 'ExpirationInDays', date: 'ExpirationDate' },
  transition: { groups: ['Transitions', 'Transition'], days: 'TransitionInDays', storageClass: 'StorageClass' },
  replication: { criteria: 'SourceSelectionCriteria', kms: 'SseKmsEncryptedObjects', destination: 'Destination', bucket: 'Bucket' },
  logging: { bucket: 'DestinationBucketName', prefix: 'LogFilePrefix' },
  basic: {
    groups: 'EventSelectors',
    readWrite: 'ReadWriteType',
    management: 'IncludeManagementEvents',
    excluded: 'ExcludeManagementEventSources',
    data: 'DataResources',
    type: 'Type',
    values: 'Values',
  },
  advanced: {
    groups: 'AdvancedEventSelectors',
    fields: 'FieldSelectors',
    field: 'Field',
    operators: {
      Equals: 'Equals',
      StartsWith: 'StartsWith',
      EndsWith: 'EndsWith',
      NotEquals: 'NotEquals',
      NotStartsWith: 'NotStartsWith',
      NotEndsWith: 'NotEndsWith',
    },
  },
};

/** A template that leaves the Bucket Key out has none. */
export function encryptionOf(rule: Block, { encryption }: Spelling): Pick<GivenEncryption, 'algorithm' | 'hasBucketKey'> {
  const hasBucketKey = rule.flag(encryption.bucketKey);
  return {
    algorithm: rule.block(encryption.byDefault)?.text(encryption.algorithm) ?? undefined,
    hasBucketKey: hasBucketKey === null ? false : hasBucketKey,
  };
}

/** @param size the setting for objects below 128 KB */
export function lifecycleOf(rules: readonly Block[] | undefined, size: Planned<string>, spelling: Spelling): Lifecycle {
  const keepsSmall = typeof size === 'string' ? size === 'all_storage_classes_128K' : undefined;
  return { rules: rules?.map((rule, index) => lifecycleRuleOf(rule, index, spelling)) ?? [UNKNOWN_RULE], keepsSmall };
}

const UNKNOWN_RULE: LifecycleRule = {
  name: '(not known yet)',
  isEnabled: undefined,
  prefix: undefined,
  hasTag: undefined,
  expiration: 'unknown',
  transitions: [],
};

function lifecycleRuleOf(rule: Block, index: number, spelling: Spelling): LifecycleRule {
  const { size, expiration, transition } = spelling;
  const parts = partsOf(rule, spelling);
  const ends = expiration.group === '' ? rule : rule.block(expiration.group);
  return {
    name: rule.text(spelling.rule.id) ?? `${index + 1}`,
    isEnabled: isEnabled(rule, spelling),
    prefix: firstText(parts, spelling.rule.prefix),
    hasTag: hasTag(parts, spelling),
    above: firstNumber(parts, size.above),
    below: firstNumber(parts, size.below),
    expiration: ends === null ? undefined : ends === undefined ? 'unknown' : expirationOf(ends, spelling),
    transitions: transition.groups.flatMap((group) => rule.blocks(group)?.map((one) => transitionOf(one, spelling)) ?? []),
  };
}

function expirationOf(ends: Block, { expiration }: Spelling): LifecycleRule['expiration'] {
  const days = ends.number(expiration.days);
  if (days === undefined) return 'unknown';
  if (days !== null) return days;
  const date = ends.text(expiration.date);
  if (date === undefined) return 'unknown';
  return date ? 'date' : undefined;
}

function transitionOf(block: Block, { transition }: Spelling): Transition {
  return { days: block.number(transition.days) ?? undefined, storageClass: block.text(transition.storageClass) ?? undefined };
}

export function replicationOf(rules: readonly Block[] | undefined, spelling: Spelling): ReplicationRule[] {
  return rules?.map((rule) => replicationRuleOf(rule, spelling)) ?? [UNKNOWN_REPLICATION];
}

const UNKNOWN_REPLICATION: ReplicationRule = {
  isEnabled: undefined,
  prefix: undefined,
  hasTag: undefined,
  selectsKms: undefined,
  destination: undefined,
};

function replicationRuleOf(rule: Block, spelling: Spelling): ReplicationRule {
  const { criteria, kms, destination, bucket } = spelling.replication;
  const selected = rule.block(criteria);
  const objects = selected ? selected.block(kms) : selected;
  const parts = partsOf(rule, spelling);
  return {
    isEnabled: isEnabled(rule, spelling),
    prefix: firstText(parts, spelling.rule.prefix),
    hasTag: hasTag(parts, spelling),
    selectsKms: objects ? isEnabled(objects, spelling) : objects === null ? false : undefined,
    destination: rule.block(destination)?.text(bucket) ?? undefined,
  };
}

function isOn(status: Planned<string>): boolean | undefined {
  return status === undefined ? undefined : status === 'Enabled';
}

function isEnabled(rule: Block, { rule: { status, enabled } }: Spelling): boolean | undefined {
  const flag = enabled === '' ? null : rule.flag(enabled);
  return flag === null ? isOn(rule.text(status)) : flag;
}

/** Where a rule may have its conditions; undefined for a part that is not known. */
function partsOf(rule: Block, { rule: { filter, and } }: Spelling): (Block | undefined)[] {
  const filters = rule.block(filter);
  const all = filters ? filters.block(and) : filters;
  return [rule, ...(filters === null ? [] : [filters]), ...(all === null ? [] : [all])];
}

/** The text that one of the parts has; empty where none has it, undefined where one may have it. */
function firstText(parts: readonly (Block | undefined)[], field: string): string | undefined {
  const texts = parts.map((part) => part?.text(field));
  return texts.includes(undefined) ? undefined : (texts.find((text) => typeof text === 'string' && text !== '') ?? '');
}

function firstNumber(parts: readonly (Block | undefined)[], field: string): number | undefined {
  return parts.map((part) => part?.number(field)).find((number) => typeof number === 'number') ?? undefined;
}

function hasTag(parts: readonly (Block | undefined)[], { rule: { tags } }: Spelling): boolean | undefined {
  const set = parts.flatMap((part) => tags.map((tag) => part?.isSet(tag)));
  if (set.includes(true)) return true;
  return set.includes(undefined) ? undefined : false;
}

export function loggingOf(block: Block, { logging }: Spelling): string | undefined {
  const bucket = block.text(logging.bucket);
  return bucket ? `s3://${bucket}/${block.text(logging.prefix) ?? ''}` : undefined;
}

export function selectorsOf(trail: Block, spelling: Spelling): Selectors {
  return {
    basic: trail.blocks(spelling.basic.groups)?.map((one) => basicOf(one, spelling)),
    advanced: trail.blocks(spelling.advanced.groups)?.map((one) => advancedOf(one, spelling)),
  };
}

/** A template that leaves out what is read or written records both, and management events. */
function basicOf(selector: Block, { basic }: Spelling): BasicSelector {
  const [readWrite, hasManagement] = [selector.text(basic.readWrite), selector.flag(basic.management)];
  const data = selector
    .blocks(basic.data)
    ?.map((one) => ({ type: one.text(basic.type) ?? undefined, values: allKnown(one.texts(basic.values)) }));
  return {
    readWrite: readWrite === null ? 'All' : readWrite,
    hasManagement: hasManagement === null ? true : hasManagement,
    excluded: allKnown(selector.texts(basic.excluded)),
    data: data ?? [{ type: undefined, values: undefined }],
  };
}

function advancedOf(selector: Block, { advanced }: Spelling): AdvancedSelector {
  const fields = selector.blocks(advanced.fields);
  return { conditions: fields?.map((one) => conditionOf(one, advanced)) ?? [{ field: '', operators: { Equals: undefined } }] };
}

function conditionOf(one: Block, { field, operators }: Spelling['advanced']): AdvancedSelector['conditions'][number] {
  const names: OperatorName[] = ['Equals', 'StartsWith', 'EndsWith', 'NotEquals', 'NotStartsWith', 'NotEndsWith'];
  const given = names
    .map((name) => [name, one.texts(operators[name])] as const)
    .filter(([, values]) => values === undefined || values.length > 0);
  return { field: one.text(field) ?? '', operators: Object.fromEntries(given.map(([name, values]) => [name, allKnown(values)])) };
}

/** A list of which all is known. */
function allKnown(values: readonly Planned<string>[] | undefined): string[] | undefined {
  const texts = values?.flatMap((value) => value ?? []);
  return texts?.length === values?.length ? texts : undefined;
}
