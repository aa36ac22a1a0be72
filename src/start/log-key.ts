import { counted } from '../base/text.js';
import type { BucketFacts, Facts, KeyFacts, TrailFacts } from './facts.js';
import { type Part, plain } from './part.js';

/** Only the first and the second rotation add to the price. */
const PAID_ROTATIONS = 2;
const DAYS_A_YEAR = 365.25;

/** The key that log files are written with, and all that files say of it. */
export interface LogKey extends KeyFacts {
  /** Whether a trail or the bucket names it. */
  isNamed: boolean;
  /** Why it is taken for the key of the logs. */
  origin: string;
}

/** The key of the trails, or else the bucket's; where nothing names one, the only one that files describe. */
export function logKeyOf(trails: readonly TrailFacts[], bucket: BucketFacts, keys: Facts['keys']): LogKey | undefined {
  const own = trails.map(({ key }) => key).find((key) => key !== undefined && key.value !== '');
  // The bucket's key is for trails that are known to name none.
  const named = own ?? (trails.every(({ key }) => key !== undefined) ? bucket.key : undefined);
  const described = keys.filter((key) => named === undefined || isSameKey(key.id, named.value));
  const ids = new Set(described.map(({ id }) => id));
  if (named === undefined && ids.size !== 1) return undefined;
  const id = named?.value ?? described[0]?.id;
  if (id === undefined) return undefined;
  const facts: Partial<KeyFacts> = Object.assign({}, ...described.toReversed());
  const account = accountOfArn(id) ?? described.map((key) => accountOfArn(key.id)).find((each) => each !== undefined);
  return {
    ...(account === undefined ? {} : { account: { value: account, origin: named?.origin ?? 'the ARN of the key' } }),
    ...facts,
    id,
    isNamed: named !== undefined,
    origin: named === undefined ? 'the only key that is described, taken for the key of the logs' : `${named.origin}: the key of the logs`,
  };
}

/** By id, be it in an ARN or alone. */
function isSameKey(one: string, other: string): boolean {
  return one === other || one.endsWith(`/${other}`) || other.endsWith(`/${one}`);
}

/** The account in a key's or an alias' ARN. */
function accountOfArn(arn: string): string | undefined {
  return /^arn:[\w-]+:kms:[\w-]*:(\d{12}):/.exec(arn)?.[1];
}

/** What keys cost: none for one of AWS's own, and rotations as far as they can have been. */
export function keysPart(key: LogKey | undefined, bucket: BucketFacts, start: string): Part | undefined {
  if (key === undefined) return undefined;
  const { isCustomerManaged, isNamed, account, replicas } = key;
  if (isCustomerManaged?.value === false && isNamed)
    return {
      value: { number: 0 },
      remarks: [{ field: ['number'], text: `${isCustomerManaged.origin}: a key of AWS's own, which is free` }],
    };
  const rotations = rotationsOf(key, start);
  const isElsewhere = account !== undefined && account.value !== bucket.account?.value;
  const value = {
    ...(replicas === undefined || replicas.value === 0 ? {} : { replicas: replicas.value }),
    ...(rotations === undefined ? {} : { rotations: rotations.value }),
    ...(isElsewhere ? { account: account.value } : {}),
  };
  if (Object.keys(value).length === 0) return undefined;
  return {
    value,
    remarks: [
      { field: [], text: key.origin },
      ...('replicas' in value && replicas !== undefined ? [{ field: ['replicas'], text: replicas.origin }] : []),
      ...(rotations === undefined ? [] : [{ field: ['rotations'], text: rotations.text }]),
      ...(isElsewhere ? [{ field: ['account'], text: `${account.origin}: the key's owner, who pays for it` }] : []),
    ],
  };
}

/** Where rotation is on: none at least, at most what the key's age has room for. How often it has rotated, no file says. */
function rotationsOf({ rotationDays, createdDay }: KeyFacts, start: string) {
  if (rotationDays === undefined) return undefined;
  const every = `${rotationDays.origin}: it rotates every ${counted(rotationDays.value, 'day')}`;
  const ask = 'aws kms list-key-rotations --key-id KEY';
  if (createdDay === undefined)
    return { value: plain({ low: 0, expected: 1, high: PAID_ROTATIONS }), text: `${every}; no file says how often it has rotated: ${ask}` };
  const age = (Date.parse(`${start}-01`) - Date.parse(createdDay.value)) / 86_400_000;
  const most = Math.max(0, Math.min(PAID_ROTATIONS, Math.floor(age / rotationDays.value)));
  const years = Math.round((10 * age) / DAYS_A_YEAR) / 10;
  return {
    value: plain({ low: 0, expected: most, high: most }),
    text: `${every}, and is ${years} years old; at most, if that was on from the beginning: ${ask}`,
  };
}

/** What is known of a key and has no place in a scenario. Sentences. */
export function keyNotes(key: LogKey | undefined): string[] {
  if (key?.isMultiRegion?.value !== true || key.replicas !== undefined) return [];
  return [
    `By ${key.isMultiRegion.origin} the key of the logs is a multi-Region key; how many replicas it has, no file says. Each is billed ` +
      'like a key: set keys.replicas (aws kms describe-key names them).',
  ];
}
