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
    'operations that reading a file never makes (a, b, c, d, e and 2 more)',
  ],
  [{ code: 'other-kms-use', what: 'more-copies' }, 'more GenerateDataKey requests than the expected replication makes'],
  [{ code: 'other-kms-use', what: 'keys-not-given', charge: 'kms-keys' }, 'keys that were not given with --key'],
  [{ code: 'other-kms-use', what: 'more-keys', charge: 'kms-keys' }, 'customer managed keys that are not for these logs'],
  [{ code: 'other-objects', what: 'keys-not-given' }, 'Decrypts under keys that were not given with --key'],
  [
    { code: 'other-objects', what: 'logged', requests: d('1300') },
    "the logs show 1,300 requests of these accounts that are not for CloudTrail's files",
  ],
  [
    { code: 'other-objects', what: 'remainder', beside: 'estimate' },
    'objects that are not CloudTrail files, or reads that the scenario does not have; the bill does not say which',
  ],
  [
    { code: 'other-objects', what: 'remainder', beside: 'measurement' },
    'objects that are not CloudTrail files, or requests in records that were not read; the bill does not say which',
  ],
  [
    { code: 'other-accounts-pay', what: 'under-given-keys', accounts: ['111111111111'] },
    "Decrypts under the logs' key, paid by accounts that no reader belongs to (111111111111)",
  ],
  [
    { code: 'other-accounts-pay', what: 'under-any-key', accounts: ['111111111111', '222222222222'] },
    'Decrypts paid by accounts that no reader belongs to, of log files or of other objects (111111111111, 222222222222)',
  ],
  [
    { code: 'other-accounts-pay', what: 'not-on-bill', accounts: ['111111111111'] },
    'readers in accounts that are not on this bill (111111111111)',
  ],
  [
    { code: 'records-missing', hours: 720, hoursObserved: 168 },
    "the logs cover 168 of the month's 720 hours; the other hours would have this many at the same rate",
  ],
  [{ code: 'failed-requests' }, 'AWS does not say whether it bills requests that failed'],
  [
    { code: 'fewer-than-expected', what: 'reads', beside: 'estimate', mayOthersPay: false },
    'readers read less than the scenario says, a Bucket Key saves more, or rows are missing from the bill',
  ],
  [
    { code: 'fewer-than-expected', what: 'reads', beside: 'measurement', mayOthersPay: true },
    'rows are missing from the bill, or it has some of the counted requests in another month, or other accounts pay for them',
  ],
  [
    { code: 'fewer-than-expected', what: 'copies' },
    'fewer GenerateDataKey requests than the expected replication makes; they are billed in the Region of the copy',
  ],
  [
    { code: 'fewer-than-expected', what: 'charge', charge: 'kms-keys' },
    'fewer keys, or keys that existed for a part of the month only (they are billed by the hour)',
  ],
  [{ code: 'fewer-than-expected', what: 'charge', charge: 'cloudtrail-insights' }, 'fewer events were analysed'],
  [
    { code: 'other-events', what: 'more', charge: 'cloudtrail-copies' },
    'events that are not of these reads; the bill has one number for all events',
  ],
  [
    { code: 'other-events', what: 'no-copies-expected', charge: 'cloudtrail-copies' },
    'the estimate has none, and the bill has one number for all events; if the trail that AWS charges for records KMS events, ' +
      'each Decrypt is among them, and its copy costs more than the Decrypt (recording.paidCopies)',
  ],
  [{ code: 'free-tier', ...FREE }, 'expected 20,000 free requests for these reads; the bill has at most 4,000 for them, 4,600.5 in total'],
  [
    { code: 'free-tier-unused', ...FREE },
    'expected 20,000 free requests for these reads; the bill has at most 4,000 for them, 4,600.5 in total',
  ],
  [
    { code: 'price-differs', region: 'us-east-1', isListPrice: true, billed: d('0.000004'), expected: d('0.00000333333333') },
    'in us-east-1 the list price of a unit is 0.000004 on the bill, 0.00000333333 was expected',
  ],
  [
    { code: 'price-differs', region: 'us-east-1', isListPrice: false, billed: undefined, expected: d('0.000003') },
    'in us-east-1 a unit costs nothing on the bill, 0.000003 was expected; a discount would look the same, as there are no list prices',
  ],
  [{ code: 'discount', what: 'list-prices' }, 'what the bill takes off its list prices, minus the discount that was expected'],
  [{ code: 'discount', what: 'rows', usageType: 'us-east-1-KMS-Requests' }, 'on us-east-1-KMS-Requests'],
  [{ code: 'credit', what: 'rows', usageType: undefined }, 'on all of AWS KMS'],
  [{ code: 'refund', what: 'rows', usageType: undefined, service: 'cloudtrail' }, 'on all of AWS CloudTrail'],
  [{ code: 'tax', what: 'rows', usageType: undefined, factsMonth: '2026-12' }, 'on all of AWS KMS (2026-12)'],
  [{ code: 'fee', what: 'rows', usageType: 'us-east-1-KMS-Keys' }, 'on us-east-1-KMS-Keys'],
  [{ code: 'quantity-unknown' }, 'the bill has its cost and does not say how much was used, so only the cost is compared'],
  [
    { code: 'usage-unreadable', rowsCost: new Decimal(1) },
    'rows of the service do not say what they are for, so nothing says which charge differs',
  ],
  [{ code: 'rounding', what: 'quantity' }, 'the bill rounds the quantity of each row'],
  [{ code: 'rounding', what: 'amount' }, 'the bill rounds the amount of each row'],
  [{ code: 'quantity-unknown' }, 'the bill has its cost and does not say how much was used, so only the cost is compared'],
];

test.each(SENTENCES)('%j', (facts, sentence) => {
  expect(causeSentence({ ...AMOUNTS, ...facts })).toBe(sentence);
});

test('every cause has a sentence', () => {
  expect(new Set(SENTENCES.map(([{ code }]) => code))).toEqual(new Set(CAUSES));
});
