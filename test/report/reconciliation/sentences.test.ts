import { expect, test } from 'vitest';
import { Decimal } from '../../../src/base/decimal.js';
import { CAUSES, type Cause, type CauseFacts } from '../../../src/reconciliation/causes.js';
import { causeSentence } from '../../../src/report/reconciliation/sentences.js';

const AMOUNTS = {
  certainty: 'shown',
  month: '2026-11',
  charge: 'kms-requests',
  service: 'kms',
  quantity: undefined,
  cost: undefined,
} as const;
const d = (digits: string) => new Decimal(digits);
const FREE = { expected: d('20000'), onBillAtMost: d('4000'), onWholeBill: d('4600.5') };

const SENTENCES: [CauseFacts & Partial<Pick<Cause, 'charge' | 'service' | 'factsMonth'>>, string][] = [
  [
    { code: 'other-kms-use', what: 'operations', operations: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] },
    'operations that no read makes: a, b, c, d, e and 2 more',
  ],
  [{ code: 'other-kms-use', what: 'more-copies' }, 'more GenerateDataKey than for the copies by replication that are modelled'],
  [{ code: 'other-kms-use', what: 'keys-not-given', charge: 'kms-keys' }, 'keys other than those given with --key'],
  [{ code: 'other-kms-use', what: 'more-keys', charge: 'kms-keys' }, 'other customer managed keys in these Regions'],
  [{ code: 'other-objects', what: 'keys-not-given' }, 'Decrypts under keys other than those given with --key'],
  [
    { code: 'other-objects', what: 'logged', requests: d('1300') },
    "the logs themselves show 1,300 requests of these accounts that are not for CloudTrail's files",
  ],
  [
    { code: 'other-objects', what: 'remainder', beside: 'estimate' },
    'Decrypts of other objects, or reads that the scenario does not have: the bill cannot tell them apart',
  ],
  [
    { code: 'other-objects', what: 'remainder', beside: 'measurement' },
    'Decrypts of other objects, or in records that were not read: the bill cannot tell them apart',
  ],
  [
    { code: 'other-accounts-pay', what: 'under-given-keys', accounts: ['111111111111'] },
    "Decrypts under the logs' key, paid by accounts that no reader has: 111111111111",
  ],
  [
    { code: 'other-accounts-pay', what: 'under-any-key', accounts: ['111111111111', '222222222222'] },
    'Decrypts paid by accounts that no reader has, of log files or not: 111111111111, 222222222222',
  ],
  [
    { code: 'other-accounts-pay', what: 'not-on-bill', accounts: ['111111111111'] },
    'expected of accounts that are not on this bill: 111111111111',
  ],
  [
    { code: 'records-missing', hours: 720, hoursObserved: 168 },
    "the logs cover 168 of the month's 720 hours; at the counted pace the others have as many",
  ],
  [{ code: 'failed-requests' }, 'requests that failed: AWS does not say whether they are billed'],
  [
    { code: 'fewer-than-expected', what: 'reads', beside: 'estimate', mayOthersPay: false },
    'the readers read less than modelled, a Bucket Key saves more, or the bill lacks rows',
  ],
  [
    { code: 'fewer-than-expected', what: 'reads', beside: 'measurement', mayOthersPay: true },
    'the bill lacks rows, or requests were counted that it has in another month, or other accounts pay for them',
  ],
  [
    { code: 'fewer-than-expected', what: 'copies' },
    'fewer GenerateDataKey for copies by replication than modelled: they are billed in the Region of the copy',
  ],
  [
    { code: 'fewer-than-expected', what: 'charge', charge: 'kms-keys' },
    'fewer keys, or for a part of the month: keys are billed by the hour',
  ],
  [{ code: 'fewer-than-expected', what: 'charge', charge: 'cloudtrail-insights' }, 'fewer events analysed than modelled'],
  [{ code: 'other-events', charge: 'cloudtrail-copies' }, 'other events than those of these reads: the bill has one number for all'],
  [{ code: 'free-tier', ...FREE }, '20,000 free requests expected for these reads, at the most 4,000 on the bill, 4,600.5 on all of it'],
  [
    { code: 'free-tier-unused', ...FREE },
    '20,000 free requests expected for these reads, at the most 4,000 on the bill, 4,600.5 on all of it',
  ],
  [
    { code: 'price-differs', region: 'us-east-1', isListPrice: true, billed: d('0.000004'), expected: d('0.00000333333333') },
    'us-east-1: list price 0.000004 a unit on the bill, 0.00000333333 expected',
  ],
  [
    { code: 'price-differs', region: 'us-east-1', isListPrice: false, billed: undefined, expected: d('0.000003') },
    'us-east-1: – a unit on the bill, 0.000003 expected; without list prices a discount looks the same',
  ],
  [{ code: 'discount', what: 'list-prices' }, 'what the bill takes off its list prices, less what was expected'],
  [{ code: 'discount', what: 'rows', usageType: 'us-east-1-KMS-Requests' }, 'on us-east-1-KMS-Requests'],
  [{ code: 'credit', what: 'rows', usageType: undefined }, 'on AWS KMS as a whole'],
  [{ code: 'refund', what: 'rows', usageType: undefined, service: 'cloudtrail' }, 'on AWS CloudTrail as a whole'],
  [{ code: 'tax', what: 'rows', usageType: undefined, factsMonth: '2026-12' }, 'on AWS KMS as a whole (2026-12)'],
  [{ code: 'fee', what: 'rows', usageType: 'us-east-1-KMS-Keys' }, 'on us-east-1-KMS-Keys'],
  [{ code: 'rounding', what: 'quantity' }, 'the bill rounds the quantity of each row'],
  [{ code: 'rounding', what: 'amount' }, 'the bill rounds the amount of each row'],
];

test.each(SENTENCES)('%j', (facts, sentence) => {
  expect(causeSentence({ ...AMOUNTS, ...facts })).toBe(sentence);
});

test('every cause has a sentence', () => {
  expect(new Set(SENTENCES.map(([{ code }]) => code))).toEqual(new Set(CAUSES));
});
