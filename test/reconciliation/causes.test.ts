import { describe, expect, test } from 'vitest';
import { Decimal } from '../../src/base/decimal.js';
import type { BilledRow } from '../../src/bill/row/row.js';
import type { Expectation } from '../../src/reconciliation/expected.js';
import { causeTexts, chargeRow, compared, expectation, expected, noteOf, row, wholeRow } from './made.js';

const LIST = { unitPrice: new Decimal('0.000003'), listUnitPrice: new Decimal('0.000003') };
/** A tenth off the list price. */
const TENTH_OFF = { ...LIST, unitPrice: new Decimal('0.0000027') };
const KEY = 'arn:aws:kms:us-east-1:111111111111:key/11111111-aaaa-bbbb-cccc-000000000001';
const OTHER_KEY = 'arn:aws:kms:us-east-1:111111111111:key/11111111-aaaa-bbbb-cccc-000000000002';

type Row = [name: string, of: Expectation, rows: BilledRow[], causes: string[]];

const MONEY: Row[] = [
  [
    'less of the free tier than expected',
    expectation([expected({ requests: 30_000, free: 20_000 })]),
    [row({ quantity: 5000, kind: 'free-tier' }), row({ quantity: 25_000 })],
    // 15,000 × $0.000003: no row has them
    ['free-tier-unused possible – 0.045'],
  ],
  [
    'less of the free tier than expected, of which another Region has two thirds',
    expectation([expected({ requests: 30_000, free: 20_000 })]),
    [
      row({ quantity: 5000, kind: 'free-tier' }),
      row({ quantity: 25_000 }),
      row({ quantity: 10_000, kind: 'free-tier', region: 'eu-west-1' }),
    ],
    ['free-tier shown – 0.03', 'free-tier-unused possible – 0.015'],
  ],
  [
    'less of the free tier than expected, and as much in rows that name no Region',
    expectation([expected({ requests: 25_000, free: 20_000 })]),
    [row({ quantity: 25_000 }), row({ quantity: 20_000, kind: 'free-tier', region: undefined, usageType: 'Global-KMS-Requests' })],
    ['free-tier possible – 0.06'],
  ],
  [
    'more of the free tier than expected',
    expectation([expected({ requests: 30_000 })]),
    [row({ quantity: 20_000, kind: 'free-tier' }), row({ quantity: 10_000 })],
    ['free-tier shown – -0.06'],
  ],
  [
    'a price above that of the price book',
    expectation([expected({ requests: 1000, ...LIST })]),
    [row({ quantity: 1000, cost: '0.004' })],
    ['price-differs shown – 0.001'],
  ],
  [
    'a price below that of the price book',
    expectation([expected({ requests: 1000, ...LIST })]),
    [row({ quantity: 1000, cost: '0.002' })],
    ['price-differs shown – -0.001'],
  ],
  [
    'a discount that is modelled and billed in rows of its own',
    expectation([expected({ requests: 1000, ...TENTH_OFF })]),
    [row({ quantity: 1000 }), row({ kind: 'discount', cost: '-0.0003' })],
    [],
  ],
  [
    'a discount that is modelled and billed as a lower cost than the public one',
    expectation([expected({ requests: 1000, ...TENTH_OFF })]),
    [row({ quantity: 1000, cost: '0.0027', listCost: '0.003' })],
    [],
  ],
  [
    'a discount that is modelled and billed for the service as a whole',
    expectation([expected({ requests: 1000, ...TENTH_OFF })]),
    [row({ quantity: 1000 }), wholeRow('discount', '-0.0003')],
    [],
  ],
  [
    'a discount that is not modelled, in rows of its own',
    expectation([expected({ requests: 1000, ...LIST })]),
    [row({ quantity: 1000 }), row({ kind: 'discount', cost: '-0.0003' })],
    ['discount shown – -0.0003'],
  ],
  [
    'a discount that is not modelled, as a lower cost than the public one',
    expectation([expected({ requests: 1000, ...LIST })]),
    [row({ quantity: 1000, cost: '0.0027', listCost: '0.003' })],
    ['discount shown – -0.0003'],
  ],
  [
    'a discount that is modelled and not billed',
    expectation([expected({ requests: 1000, ...TENTH_OFF })]),
    [row({ quantity: 1000 })],
    ['discount shown – 0.0003'],
  ],
  [
    'another price and a discount on it',
    expectation([expected({ requests: 1000, ...LIST })]),
    [row({ quantity: 1000, cost: '0.0036', listCost: '0.004' })],
    ['price-differs shown – 0.001', 'discount shown – -0.0004'],
  ],
  [
    'a discount in another Region is for what is not compared',
    expectation([expected({ requests: 1000, ...LIST })]),
    [row({ quantity: 1000 }), row({ kind: 'discount', cost: '-5', region: 'eu-west-1' })],
    [],
  ],
  [
    'tax, credit, refund and fee on the service, the largest first',
    expectation([expected({ requests: 1000 })]),
    [row({ quantity: 1000 }), wholeRow('tax', '0.5'), wholeRow('credit', -2), wholeRow('refund', '-0.1'), wholeRow('fee', 7)],
    ['fee shown – 7', 'credit shown – -2', 'tax shown – 0.5', 'refund shown – -0.1'],
  ],
  [
    'tax of a service that nothing is expected of',
    expectation([expected({ requests: 1000 })]),
    [row({ quantity: 1000 }), wholeRow('tax', 3, { service: 'cloudtrail' })],
    [],
  ],
  [
    'tax on the charge itself',
    expectation([expected({ requests: 1000 })]),
    [row({ quantity: 1000 }), row({ kind: 'tax', cost: '0.00057' })],
    ['tax shown – 0.00057'],
  ],
  [
    'a price that is not known: quantities alone',
    expectation([expected({ requests: 1000, unitPrice: undefined })]),
    [row({ quantity: 1500 }), wholeRow('tax', 3)],
    ['other-objects possible 500 –'],
  ],
  [
    'money rounded in each row is no other price',
    expectation([expected({ requests: 1_000_000, ...LIST })]),
    [row({ quantity: 333_333, cost: '1' }), row({ quantity: 666_667, cost: '2.0000000001' })],
    ['rounding shown – 0.0000000001'],
  ],
];

describe('money', () => {
  test.each(MONEY)('%s', (_, of, rows, causes) => {
    expect(causeTexts(compared(of, rows))).toEqual(causes);
  });

  test('equal sums of two services stand in one order', () => {
    const of = expectation([expected({ requests: 1 }), expected({ charge: 'cloudtrail-copies', unitPrice: new Decimal('0.00002') })]);
    const used = [row({ quantity: 1 }), chargeRow('cloudtrail-copies', 0, 0)];
    const rows = [...used, wholeRow('tax', 1, { service: 'cloudtrail' }), wholeRow('tax', 1)];
    for (const order of [rows, rows.toReversed()]) {
      expect(compared(of, order).whole.causes.map(({ code, service }) => `${code} ${service}`)).toEqual(['tax kms', 'tax cloudtrail']);
    }
  });

  test.each([
    ['4,000', [row({ quantity: 4000, kind: 'free-tier' }), row({ quantity: 600, kind: 'free-tier', operation: 'DescribeKey' })]],
    ['0', [row({ quantity: 4600, kind: 'free-tier', region: 'eu-west-1' })]],
  ] as const)('the note of the free tier says how much of it there is: %s', (most, rows) => {
    const of = expectation([expected({ requests: 10_000, free: 10_000 })]);
    const note = `expected 10,000 free requests for these reads; the bill has at most ${most} for them, 4,600 in total`;
    expect(noteOf(compared(of, rows), 'free-tier')).toBe(note);
  });

  test("other operations' free requests cost nothing and take nothing from the reads", () => {
    const of = expectation([expected({ requests: 30_000 })]);
    const rows = [row({ quantity: 30_000 }), row({ quantity: 20_000, kind: 'free-tier', operation: 'GenerateDataKey' })];
    expect(causeTexts(compared(of, rows))).toEqual(['other-kms-use shown 20000 0']);
  });

  test('without list prices a discount looks like another price, and none is invented', () => {
    const of = expectation([expected({ requests: 1000, ...TENTH_OFF })]);
    expect(causeTexts(compared(of, [row({ quantity: 1000, cost: '0.0027' })]))).toEqual([]);
    expect(causeTexts(compared(of, [row({ quantity: 1000, cost: '0.0024' })]))).toEqual(['price-differs shown – -0.0003']);
    expect(noteOf(compared(of, [row({ quantity: 1000, cost: '0.0024' })]), 'price-differs')).toMatch(
      /a discount would look the same, as there are no list prices$/,
    );
  });
});

const keys = (months: number) => expectation([expected({ charge: 'kms-keys', requests: months, unitPrice: new Decimal(1) })]);
const copies = (charge: 'cloudtrail-copies' | 'cloudtrail-data-events' | 'guardduty-events', unitPrice: string) =>
  expectation([expected({ charge, requests: 1000, unitPrice: new Decimal(unitPrice) })]);

const CHARGES: Row[] = [
  [
    'keys billed by the hour: a month of 720 hours in two rows, each rounded',
    keys(1),
    [chargeRow('kms-keys', '0.3333333333', 1), chargeRow('kms-keys', '0.6666666666', 1)],
    ['rounding of kms-keys shown -0.0000000001 -0.0000000001'],
  ],
  ['more keys', keys(1), [chargeRow('kms-keys', 3, 1)], ['other-kms-use of kms-keys possible 2 2']],
  ['a key for half of the month', keys(1), [chargeRow('kms-keys', '0.5', 1)], ['fewer-than-expected of kms-keys possible -0.5 -0.5']],
  [
    'more paid copies',
    copies('cloudtrail-copies', '0.00002'),
    [chargeRow('cloudtrail-copies', 1500, '0.00002')],
    ['other-events of cloudtrail-copies possible 500 0.01'],
  ],
  [
    'fewer paid copies',
    copies('cloudtrail-copies', '0.00002'),
    [chargeRow('cloudtrail-copies', 400, '0.00002')],
    ['fewer-than-expected of cloudtrail-copies possible -600 -0.012'],
  ],
  [
    'more data events, at another price',
    copies('cloudtrail-data-events', '0.000001'),
    [chargeRow('cloudtrail-data-events', 2000, '0.0000015')],
    // 1,000 × $0.000001 and 2,000 × $0.0000005
    ['other-events of cloudtrail-data-events possible 1000 0.001', 'price-differs of cloudtrail-data-events shown – 0.001'],
  ],
  [
    'fewer events that GuardDuty analysed: perhaps it does not bill every Decrypt',
    copies('guardduty-events', '0.000004'),
    [chargeRow('guardduty-events', 250, '0.000004')],
    ['fewer-than-expected of guardduty-events possible -750 -0.003'],
  ],
  [
    'more events that GuardDuty analysed',
    copies('guardduty-events', '0.000004'),
    [chargeRow('guardduty-events', 5000, '0.000004')],
    ['other-events of guardduty-events possible 4000 0.016'],
  ],
  [
    'what else GuardDuty bills is of no charge here',
    copies('guardduty-events', '0.000004'),
    [
      chargeRow('guardduty-events', 1000, '0.000004'),
      chargeRow('guardduty-events', 9, 1, { metric: undefined, usageType: 'USE1-PaidEventsAnalyzed-Bytes' }),
    ],
    [],
  ],
  [
    'tax and credit of GuardDuty are for all of its use',
    copies('guardduty-events', '0.000004'),
    [
      chargeRow('guardduty-events', 1000, '0.000004'),
      wholeRow('tax', 3, { service: 'guardduty' }),
      wholeRow('credit', -1, { service: 'guardduty' }),
    ],
    ['credit shown – -1', 'tax shown – 3'],
  ],
  [
    'a discount on copies leaves keys alone',
    copies('cloudtrail-copies', '0.00002'),
    [chargeRow('cloudtrail-copies', 1000, '0.00002'), wholeRow('discount', -1), wholeRow('discount', '-0.002', { service: 'cloudtrail' })],
    ['discount shown – -0.002'],
  ],
];

describe('other charges', () => {
  test.each(CHARGES)('%s', (_, of, rows, causes) => {
    // A month is compared where the bill has use of AWS KMS in it, here of nothing that is expected.
    expect(causeTexts(compared(of, [row({ quantity: 1, region: 'eu-west-1' }), ...rows])).toSorted()).toEqual(causes.toSorted());
  });

  describe('billed and not expected', () => {
    const of = expectation([expected({ requests: 1000 })]);
    const requests = row({ quantity: 1000 });

    test.each<[string, BilledRow[], string[]]>([
      ['paid copies', [chargeRow('cloudtrail-copies', 50_000, '0.00002')], ['other-events of cloudtrail-copies possible 50000 1']],
      [
        'at a price without an end of digits',
        [chargeRow('cloudtrail-copies', 3, '0.00002', { cost: '0.0001' })],
        ['other-events of cloudtrail-copies possible 3 0.0001'],
      ],
      [
        'with a discount, tax and credit on it',
        [
          chargeRow('cloudtrail-copies', 1000, '0.00002'),
          chargeRow('cloudtrail-copies', 0, 0, { kind: 'discount', cost: '-0.002' }),
          wholeRow('tax', 3, { service: 'cloudtrail' }),
        ],
        ['other-events of cloudtrail-copies possible 1000 0.02', 'discount shown – -0.002', 'tax shown – 3'],
      ],
      ['free ones', [chargeRow('cloudtrail-copies', 1000, 0)], ['other-events of cloudtrail-copies possible 1000 0']],
      ['in another Region', [chargeRow('cloudtrail-copies', 1000, '0.00002', { region: 'eu-west-1' })], []],
      ['data events', [chargeRow('cloudtrail-data-events', 1000, '0.000001')], []],
      ["GuardDuty, which is the account's own", [chargeRow('guardduty-events', 1000, '0.000004')], []],
      ['keys beside an estimate of none', [chargeRow('kms-keys', 1, 1)], []],
    ])('%s', (_, rows, causes) => {
      expect(causeTexts(compared(of, [requests, ...rows])).toSorted()).toEqual(causes.toSorted());
    });

    test('in a month without a price, or whose price is not known, they are not compared', () => {
      const copies = [requests, chargeRow('cloudtrail-copies', 1000, '0.00002')];
      expect(compared({ ...of, unpriced: ['cloudtrail-copies'] }, copies).whole.causes).toEqual([]);
      const inDecember = expected({ charge: 'cloudtrail-copies', month: '2026-12', requests: 1 });
      expect(compared(expectation([...of.entries, inDecember]), copies).whole.causes).toEqual([]);
    });

    test('a measurement counts requests alone', () => {
      const measured = { ...of, kind: 'measurement' as const, strategy: undefined };
      expect(compared(measured, [requests, chargeRow('cloudtrail-copies', 1000, '0.00002')]).whole.causes).toEqual([]);
    });
  });

  test('a bill without use of CloudTrail does not say that there were no copies', () => {
    const of = expectation([expected({ requests: 1000 }), ...copies('cloudtrail-copies', '0.00002').entries]);
    const { whole, months } = compared(of, [row({ quantity: 1000 }), wholeRow('tax', 3, { service: 'cloudtrail' })]);
    expect([whole.causes, whole.charges.map(({ charge }) => charge)]).toEqual([[], ['kms-requests']]);
    expect(months[0]?.absent).toEqual(['cloudtrail-copies']);
  });

  test('keys other than those given with --key', () => {
    const rows = [chargeRow('kms-keys', 1, 1, { resourceId: KEY }), chargeRow('kms-keys', 2, 1, { resourceId: OTHER_KEY })];
    expect(causeTexts(compared(keys(1), rows, { keys: [KEY] }))).toEqual(['other-kms-use of kms-keys shown 2 2']);
  });
});
