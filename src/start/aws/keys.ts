import { counted } from '../../base/text.js';
import { utcTimeOf } from '../../base/time.js';
import type { Facts, KeyFacts } from '../facts.js';
import type { Given } from '../given.js';
import { isAwsManaged } from '../rules/encryption.js';
import { known, said } from '../rules/found.js';

/** What `describe-key` says. */
export function describedKeyFound(given: Given, origin: string): Partial<Facts> {
  const metadata = given.group('KeyMetadata');
  const id = metadata?.text('Arn') ?? metadata?.text('KeyId');
  if (metadata === undefined || id === undefined) return { warnings: [`${origin} names no key, so that it was left out.`] };
  const manager = metadata.text('KeyManager');
  const key = known<KeyFacts>({
    id,
    isMultiRegion: said(metadata.flag('MultiRegion'), origin),
    isCustomerManaged: said(manager === undefined ? undefined : manager === 'CUSTOMER', origin),
    account: said(metadata.text('AWSAccountId'), origin),
    replicas: said(metadata.group('MultiRegionConfiguration')?.list('ReplicaKeys')?.length, origin),
    createdDay: said(utcTimeOf(metadata.value('CreationDate'))?.slice(0, 10), origin),
  });
  return { keys: [key], warnings: keyWarnings(metadata, origin) };
}

function keyWarnings(metadata: Given, origin: string): string[] {
  const state = metadata.text('KeyState');
  const spec = metadata.text('KeySpec') ?? metadata.text('CustomerMasterKeySpec');
  const replicas = metadata.group('MultiRegionConfiguration')?.list('ReplicaKeys')?.length ?? 0;
  const warnings = [
    [
      state === 'PendingDeletion' || state === 'PendingReplicaDeletion',
      'The key waits for deletion: it is free, and nothing can read what it encrypted',
    ],
    [state === 'Disabled', 'The key is disabled: nothing can read what it encrypted'],
    [spec !== undefined && spec !== 'SYMMETRIC_DEFAULT', 'The key is not a symmetric one, and CloudTrail writes with no other'],
    [replicas > 0, `The key has ${counted(replicas, 'replica')}, each billed like a key`],
    [metadata.text('CustomKeyStoreId') !== undefined, 'The key is in a custom key store, whose quota is narrower than a Region has'],
  ] as const;
  return [...warnings.filter(([applies]) => applies).map(([, words]) => `${words} (${origin}).`), oftenWarning(origin)];
}

/** What `list-aliases` says: whether a key is AWS's own. */
export function aliasesFound(given: Given, origin: string): Partial<Facts> {
  const keys = (given.groups('Aliases') ?? []).flatMap((alias) => {
    const name = alias.text('AliasName');
    const ids = [alias.text('AliasArn') ?? name, alias.text('TargetKeyId')];
    if (name === undefined) return [];
    const isCustomerManaged = { value: !isAwsManaged(name), origin };
    return ids.flatMap((id) => (id === undefined ? [] : [{ id, isCustomerManaged }]));
  });
  return {
    keys,
    warnings: given.flag('Truncated') === true || given.has('NextToken') ? [`${origin} is not the whole list of aliases.`] : [],
  };
}

/** What `get-key-rotation-status` says. */
export function rotationFound(given: Given, origin: string): Partial<Facts> {
  const id = given.text('KeyId');
  const isOn = given.flag('KeyRotationEnabled');
  const days = given.number('RotationPeriodInDays');
  const often = oftenWarning(origin);
  if (isOn === false) return { warnings: [`By ${origin} the key does not rotate automatically.`, often] };
  if (id === undefined) return { warnings: [`${origin} does not name its key, so that it was left out.`] };
  return { keys: [known<KeyFacts>({ id, rotationDays: said(isOn === true ? days : undefined, origin) })], warnings: [often] };
}

function oftenWarning(origin: string): string {
  return `${origin} does not say how often the key has rotated: the first and the second rotation are each billed like a key.`;
}
