import { describe, expect, test } from 'vitest';
import type { BilledRow } from '../../src/bill/row/row.js';
import type { Expectation } from '../../src/reconciliation/expected.js';
import { AUDIT, causeTexts, chargeRow, compared, expectation, expected, noteOf, observed, row, SIEM, STRANGER } from './made.js';

/** A reader whose account is not known: accounts tell nothing. */
const ANYBODY = { account: undefined };
const KEY = 'arn:aws:kms:us-east-1:111111111111:key/11111111-aaaa-bbbb-cccc-000000000001';
const OTHER_KEY = 'arn:aws:kms:us-east-1:111111111111:key/11111111-aaaa-bbbb-cccc-000000000002';

type Row = [name: string, of: Expectation, rows: BilledRow[], causes: string[]];

const counted = (requests: number, seen: Parameters<typeof observed>[0] = {}, given = {}) =>
  expectation([expected({ requests, ...given })], observed(seen));
const inAccount = (count: number, account = SIEM) => new Map([[`${account} us-east-1`, count]]);

const REQUESTS: Row[] = [
  ['nothing differs', expectation([expected({ requests: 1000 })]), [row({ quantity: 1000 })], []],
  [
    'operations that no read makes',
    expectation([expected({ requests: 1000 })]),
    [row({ quantity: 1000 }), row({ quantity: 400, operation: 'GenerateDataKey' }), row({ quantity: 100, operation: 'DescribeKey' })],
    // 500 × $0.000003
    ['other-kms-use shown 500 0.0015'],
  ],
  [
    'more Decrypts than modelled',
    expectation([expected({ requests: 1000 })]),
    [row({ quantity: 1600 })],
    ['other-objects possible 600 0.0018'],
  ],
  [
    'fewer Decrypts than modelled',
    expectation([expected({ requests: 1000 })]),
    [row({ quantity: 400 })],
    ['fewer-than-expected possible -600 -0.0018'],
  ],
  [
    'none billed at all, though the bill is of that account and month',
    expectation([expected({ requests: 1000 })]),
    [chargeRow('kms-keys', 1, 1)],
    ['fewer-than-expected possible -1000 -0.003'],
  ],
  [
    'fewer GenerateDataKey than replication makes, and other operations in their place, do not cancel out',
    expectation([expected({ requests: 100 }), expected({ requests: 100, operation: 'GenerateDataKey' })]),
    [row({ quantity: 100 }), row({ quantity: 100, operation: 'DescribeKey' })],
    ['other-kms-use shown 100 0.0003', 'fewer-than-expected possible -100 -0.0003'],
  ],
  [
    'more GenerateDataKey than modelled replication makes may be of more copies',
    expectation([expected({ requests: 100 }), expected({ requests: 100, operation: 'GenerateDataKey' })]),
    [row({ quantity: 100 }), row({ quantity: 150, operation: 'GenerateDataKey' })],
    ['other-kms-use possible 50 0.00015'],
  ],
  [
    'an account for which no reader is known pays',
    expectation([expected({ requests: 1000 })]),
    [row({ quantity: 1000 }), row({ quantity: 300, account: STRANGER })],
    ['other-accounts-pay possible 300 0.0009'],
  ],
  [
    'the account of a reader is not on the bill',
    expectation([expected({ requests: 1000 }), expected({ requests: 200, account: AUDIT })]),
    [row({ quantity: 1000 })],
    ['other-accounts-pay possible -200 -0.0006'],
  ],
  [
    'the account of a reader is not on the bill, which has other services too',
    expectation([expected({ requests: 1000 }), expected({ requests: 200, account: AUDIT })]),
    [row({ quantity: 1000 }), row({ service: 'other', metric: undefined, usageType: 'BoxUsage', cost: 1 })],
    ['other-accounts-pay shown -200 -0.0006'],
  ],
  [
    'rows that name no operation may be Decrypts',
    expectation([expected({ requests: 1000 })]),
    [row({ quantity: 700, operation: '' }), row({ quantity: 400 })],
    ['other-objects possible 100 0.0003'],
  ],
  [
    'the account of a reader is on the bill with something else',
    expectation([expected({ requests: 1000 }), expected({ requests: 200, account: AUDIT })]),
    [row({ quantity: 1000 }), row({ service: 'other', account: AUDIT, metric: undefined, usageType: 'BoxUsage', cost: 1 })],
    ['fewer-than-expected possible -200 -0.0006'],
  ],
  [
    'both: another account pays for as many as one does not',
    expectation([expected({ requests: 1000 }), expected({ requests: 200, account: AUDIT })]),
    [row({ quantity: 1000 }), row({ quantity: 200, account: STRANGER })],
    ['other-accounts-pay possible 200 0.0006', 'other-accounts-pay possible -200 -0.0006'],
  ],
  [
    'accounts tell nothing where one reader has none',
    expectation([expected({ requests: 1000 }), expected({ requests: 200, ...ANYBODY })]),
    [row({ quantity: 1000 }), row({ quantity: 300, account: STRANGER })],
    ['other-objects possible 100 0.0003'],
  ],
  [
    'another Region is beside the question',
    expectation([expected({ requests: 1000 })]),
    [row({ quantity: 1000 }), row({ quantity: 5000, region: 'eu-west-1' })],
    [],
  ],
];

describe('requests', () => {
  test.each(REQUESTS)('%s', (_, of, rows, causes) => {
    // Ties between the two directions of one month are apart by their sign.
    expect(causeTexts(compared(of, rows)).toSorted()).toEqual(causes.toSorted());
  });

  test.each([
    ['its ARN', KEY, KEY],
    ['its id', '11111111-aaaa-bbbb-cccc-000000000001', KEY],
    ['its ARN, where the bill has ids', KEY, '11111111-aaaa-bbbb-cccc-000000000001'],
  ])('other keys than the one given as %s', (_, key, onBill) => {
    const rows = [row({ quantity: 900, resourceId: onBill }), row({ quantity: 100 }), row({ quantity: 250, resourceId: OTHER_KEY })];
    const of = expectation([expected({ requests: 1000 })]);
    expect(causeTexts(compared(of, rows, { keys: [key] }))).toEqual(['other-objects shown 250 0.00075']);
    expect(causeTexts(compared(of, rows))).toEqual(['other-objects possible 250 0.00075']);
  });

  test("another account's Decrypts under the logs' key are shown to be of it, others are possible", () => {
    const rows = [
      row({ quantity: 1000, resourceId: KEY }),
      row({ quantity: 30, account: STRANGER, resourceId: KEY }),
      row({ quantity: 20, account: STRANGER }),
    ];
    expect(causeTexts(compared(expectation([expected({ requests: 1000 })]), rows, { keys: [KEY] }))).toEqual([
      'other-accounts-pay shown 30 0.00009',
      'other-accounts-pay possible 20 0.00006',
    ]);
  });

  test('rows without an account make accounts tell nothing', () => {
    const rows = [row({ quantity: 1000 }), row({ quantity: 30, account: '' })];
    expect(causeTexts(compared(expectation([expected({ requests: 1000 })]), rows))).toEqual(['other-objects possible 30 0.00009']);
  });

  test('a key whose id only ends alike is another', () => {
    const of = expectation([expected({ requests: 0 })]);
    const rows = [row({ quantity: 10, resourceId: OTHER_KEY })];
    expect(causeTexts(compared(of, rows, { keys: ['000000000002'] }))).toEqual(['other-objects shown 10 0.00003']);
  });
});

const COUNTED: Row[] = [
  [
    'records missing: half of the month is not covered, and as much is more',
    counted(1000, { hoursObserved: 360 }),
    [row({ quantity: 2000 })],
    ['records-missing possible 1000 0.003'],
  ],
  [
    'records missing, never more than at the counted pace: 1000 × 240 / 480',
    counted(1000, { hoursObserved: 480 }),
    [row({ quantity: 2100 })],
    ['other-objects possible 600 0.0018', 'records-missing possible 500 0.0015'],
  ],
  ['nothing is missing where all hours are covered', counted(1000), [row({ quantity: 1100 })], ['other-objects possible 100 0.0003']],
  [
    'Decrypts of other objects that the logs show',
    counted(1000, { unrelated: inAccount(300) }),
    [row({ quantity: 1300 })],
    ['other-objects logged 300 0.0009'],
  ],
  [
    'what else they do is not Decrypts: 300 logged, of which the bill has 200 as other operations',
    counted(1000, { unrelated: inAccount(300) }),
    [row({ quantity: 1300 }), row({ quantity: 200, operation: 'GenerateDataKey' })],
    ['other-kms-use shown 200 0.0006', 'other-objects possible 200 0.0006', 'other-objects logged 100 0.0003'],
  ],
  [
    'of an account that is not on the bill the logs show nothing for it',
    counted(1000, { unrelated: inAccount(300, STRANGER) }, ANYBODY),
    [row({ quantity: 1300 })],
    ['other-objects possible 300 0.0009'],
  ],
  [
    'what another account pays for is explained once, though logged too',
    counted(1000, { unrelated: inAccount(300, STRANGER) }),
    [row({ quantity: 1500 }), row({ quantity: 300, account: STRANGER })],
    ['other-objects possible 500 0.0015', 'other-accounts-pay possible 300 0.0009'],
  ],
  [
    "one account's other operations take nothing from what another logs",
    counted(1000, { unrelated: inAccount(300) }, ANYBODY),
    [row({ quantity: 1300 }), row({ quantity: 400, operation: 'GenerateDataKey', account: AUDIT })],
    ['other-kms-use shown 400 0.0012', 'other-objects logged 300 0.0009'],
  ],
  [
    'failed requests, if AWS bills them',
    counted(1000, { failed: inAccount(40) }),
    [row({ quantity: 1100 })],
    ['other-objects possible 60 0.00018', 'failed-requests possible 40 0.00012'],
  ],
  [
    'what logs show goes before what may be missing, and failed last',
    counted(1000, { unrelated: inAccount(100), hoursObserved: 600, failed: inAccount(50) }),
    // 1000 × 120 / 600 = 200 are missing at that pace.
    [row({ quantity: 1330 })],
    ['records-missing possible 200 0.0006', 'other-objects logged 100 0.0003', 'failed-requests possible 30 0.00009'],
  ],
  [
    'fewer than counted is no sign of anything logged',
    counted(1000, { unrelated: inAccount(300) }),
    [row({ quantity: 800 })],
    ['fewer-than-expected possible -200 -0.0006'],
  ],
];

describe('requests beside a count', () => {
  test.each(COUNTED)('%s', (_, of, rows, causes) => {
    expect(causeTexts(compared(of, rows))).toEqual(causes);
  });

  test.each([
    [1100, 'other-objects', /^objects that are not CloudTrail files, or requests in records that were not read;/],
    [800, 'fewer-than-expected', /^rows are missing from the bill, or it has some of the counted requests in another month$/],
  ] as const)('1,000 counted and %i billed: the sentence is that of a count', (quantity, code, text) => {
    expect(noteOf(compared(counted(1000), [row({ quantity })]), code)).toMatch(text);
  });

  test('failed requests of one Region explain nothing in another, nor twice', () => {
    const entries = [expected({ requests: 1000 }), expected({ requests: 1000, region: 'eu-west-1' })];
    const of = expectation(entries, { ...observed({ failed: inAccount(40) }), regions: ['us-east-1', 'eu-west-1'] });
    const rows = [row({ quantity: 1100 }), row({ quantity: 1100, region: 'eu-west-1' })];
    expect(causeTexts(compared(of, rows))).toEqual(['other-objects possible 160 0.00048', 'failed-requests possible 40 0.00012']);
  });

  test('what --key tells apart is not said to be logged once more', () => {
    const rows = [row({ quantity: 1500, resourceId: KEY }), row({ quantity: 300, resourceId: OTHER_KEY })];
    const of = counted(1000, { unrelated: inAccount(300) });
    expect(causeTexts(compared(of, rows, { keys: [KEY] }))).toEqual([
      'other-objects possible 500 0.0015',
      'other-objects shown 300 0.0009',
    ]);
  });
});
