import { describe, expect, test } from 'vitest';
import { classify, isCloudTrail } from '../../../src/logs/classify/classify.js';
import {
  CLASS_NAMES,
  CLASSES,
  type Evidence,
  RULE,
  RULES,
  type RuleName,
  settledRule,
  WITHOUT_TIME,
} from '../../../src/logs/classify/rules.js';
import { recordOf } from '../../../src/logs/read/find/record.js';
import { ARCHIVE } from '../events.mjs';
import { ALL, CLOUDTRAIL, DELIVERIES, FAILED, HOSTILE, PUBLISHED, READS, read, read2015, UNKNOWN, UNRELATED } from './cases.js';

const ruleNames = RULES.map(({ name }) => name);

describe.each([
  ['the published examples', PUBLISHED],
  ["CloudTrail's own use", DELIVERIES],
  ['reads', READS],
  ['other use', UNRELATED],
  ['failures', FAILED],
  ['what no rule fits', UNKNOWN],
  ['names made to mislead', HOSTILE],
])('%s', (_, rows) => {
  test.each(rows)('%s', (_name, record, requestClass, rule) => {
    const found = RULES[classify(recordOf(record)).rule];
    expect({ class: found?.class, rule: found?.name }).toEqual({ class: requestClass, rule });
  });
});

const USES = ['cloudtrail-files', 'other-bucket', 'other-objects', 'shared', 'unknown'] as const;

test('every rule decides somewhere above, and every class is met', () => {
  const deciding = new Set(ALL.map(([, record]) => RULES[classify(recordOf(record)).rule]?.name));
  const ofBucket = USES.map((use) => settledRule(RULE['read-under-bucket-key'], use).name);
  expect(ofBucket).toEqual([
    'read-under-bucket-key',
    'bucket-key-of-other-bucket',
    'bucket-key-of-other-objects',
    'bucket-key-shared',
    'bucket-key-unconfirmed',
  ]);
  const ofCopy = [true, false].map((isReplicating) => settledRule(RULE['copy-of-cloudtrail-file'], 'unknown', isReplicating).name);
  expect(ofCopy).toEqual(['replica-of-cloudtrail-file', 'copy-of-cloudtrail-file']);
  const settled = [...ofBucket, ...ofCopy, 'unreadable-time' as const];
  expect(ruleNames.filter((name) => !deciding.has(name) && !settled.includes(name))).toEqual([]);
  const met = new Set([...ALL.map(([, , requestClass]) => requestClass), ...settled.map((name) => RULE[name].class)]);
  expect(CLASS_NAMES.filter((name) => !met.has(name))).toEqual([]);
});

test(
  'rules have names of their own and say why; one is for records without a time, one fits all, and those below it are decided at the ' +
    'end, when others turn into them',
  () => {
    expect(new Set(ruleNames).size).toBe(28);
    for (const { class: requestClass, why } of RULES) {
      expect(why).toMatch(/^\S.{15,}\S$/);
      expect(CLASS_NAMES).toContain(requestClass);
    }
    expect(RULES[WITHOUT_TIME]).toMatchObject({ name: 'unreadable-time', class: 'unclassified', when: 'without-time' });
    const last = RULES.findIndex(({ name }) => name === 'no-rule');
    expect(RULES[last]).toMatchObject({ class: 'unclassified', when: {} });
    const atTheEnd = RULES.filter(({ when }) => when === 'at-the-end').map(({ name }) => name);
    expect(RULES.slice(last + 1).map(({ name }) => name)).toEqual(atTheEnd);
    const turnedInto = RULES.flatMap(({ turnsInto }) => (turnsInto === undefined ? [] : Object.values(turnsInto)));
    expect(turnedInto.sort()).toEqual(atTheEnd.sort());
  },
);

test('only a rule that waits for the end turns into another', () => {
  for (const rule of RULES.filter(({ turnsInto }) => turnsInto === undefined)) {
    for (const use of USES) {
      for (const isReplicating of [true, false]) expect(settledRule(rule, use, isReplicating)).toBe(rule);
    }
  }
});

test.each<[Evidence, RuleName[]]>([
  ['delivery', ['delivery-of-file', 'delivery-under-bucket-key', 'delivery-elsewhere']],
  ['delivered-file', ['delivery-of-file']],
  ['bucket-key', ['delivery-under-bucket-key', 'read-under-bucket-key-of-trail', 'read-under-bucket-key']],
  ['copy', ['copy-of-cloudtrail-file']],
  ['unconfirmed-read', ['bucket-key-unconfirmed', 'bucket-key-shared']],
  ['shared-bucket', ['bucket-key-shared']],
  ['other-writer', ['other-write-under-bucket-key']],
  [
    'trail-bucket',
    [
      'delivery-of-file',
      'delivery-under-bucket-key',
      'configuration-check',
      'delivery-elsewhere',
      'read-by-cloudtrail',
      'read-through-your-role',
      'read-of-log-file',
      'read-of-digest-file',
      'read-of-other-cloudtrail-file',
      'read-of-object-of-trail',
      'read-under-bucket-key-of-trail',
      'copy-of-cloudtrail-file',
    ],
  ],
])('what shows %s', (evidence, names) => {
  expect(RULES.filter(({ shows }) => shows?.includes(evidence)).map(({ name }) => name)).toEqual(names);
});

test('what classes mean for the bill', () => {
  expect(Object.fromEntries(CLASS_NAMES.map((name) => [name, CLASSES[name].countsAs]))).toEqual({
    'log-file-read': 'billable',
    'digest-file-read': 'billable',
    'other-cloudtrail-file-read': 'billable',
    'bucket-key-read': 'billable',
    'copy-by-replication': 'billable',
    'cloudtrail-delivery': 'free',
    'cloudtrail-configuration-check': 'free',
    'cloudtrail-read': 'free',
    'other-s3-object': 'unrelated',
    'other-kms-use': 'unrelated',
    'failed-request': 'failed',
    'read-through-your-role': 'unsure',
    unclassified: 'unclassified',
  });
  for (const rule of ['bucket-key-of-other-bucket', 'bucket-key-of-other-objects'] as const)
    expect(CLASSES[RULE[rule].class].countsAs).toBe('unrelated');
  expect(CLASSES[RULE['bucket-key-shared'].class].countsAs).toBe('unclassified');
});

test('a time or an id that is missing does not change the class', () => {
  for (const fields of [{ eventTime: undefined }, { eventTime: 'yesterday' }, { eventID: undefined, sharedEventID: undefined }]) {
    expect(RULES[classify(recordOf(read({}, fields))).rule]?.name).toBe('read-of-log-file');
  }
});

test('the object that a record is about comes with its rule', () => {
  const { object } = classify(recordOf(read2015));
  expect(object).toMatchObject({ kind: 'log-file', bucket: 'example-bucket-for-CT-logs' });
  expect(object.file).toEqual({
    kind: 'log-file',
    account: ARCHIVE,
    region: 'us-west-2',
    deliveredMinute: Date.UTC(2015, 10, 11, 21, 15) / 60_000,
  });
});

test.each<[string, object, boolean]>([
  ["today's service", CLOUDTRAIL, true],
  ['today, another service', { type: 'AWSService', invokedBy: 'config.amazonaws.com' }, false],
  ['a service without its name', { type: 'AWSService' }, false],
  ['2015, user', { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/AWSCloudTrail', invokedBy: 'internal.amazonaws.com' }, true],
  [
    '2015, but another address',
    { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/AWSCloudTrail', invokedBy: 'signin.amazonaws.com' },
    false,
  ],
  ['the name alone, no ARN', { type: 'IAMUser', userName: 'AWSCloudTrail', invokedBy: 'internal.amazonaws.com' }, false],
  [
    'a session called so',
    { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/reader/AWSCloudTrail', invokedBy: 'internal.amazonaws.com' },
    false,
  ],
  ['nothing', {}, false],
])('CloudTrail itself: %s', (_, identity, expected) => {
  expect(isCloudTrail(recordOf({ userIdentity: identity }))).toBe(expected);
});
