import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal } from '../../src/base/decimal.js';
import type { BilledRow } from '../../src/bill/row/row.js';
import { estimate } from '../../src/model/estimate.js';
import type { PriceBook } from '../../src/prices/book.js';
import { parsePrices } from '../../src/prices/parse.js';
import { calibrationsOf } from '../../src/reconciliation/calibrate.js';
import { calibratedText } from '../../src/reconciliation/calibrated-text.js';
import { expectationOf } from '../../src/reconciliation/expected.js';
import { parseScenario } from '../../src/scenario/load.js';
import { runs } from '../runs.js';
import { book, costOf, messageOf } from '../support.js';
import { causeTexts, chargeRow, compared, row, STRANGER, wholeRow } from './made.js';

const GIVEN = {
  version: 1,
  name: 'calibrated',
  period: { start: '2026-11', months: 1 },
  bucket: { region: 'us-east-1', account: '111111111111' },
  encryption: { sseKmsSince: 'always' },
  readers: [{ name: 'soc', account: '111111111111', pattern: 'single', readsPerMonth: 100_000 }],
  freeRequestsLeft: 20_000,
  recording: { paidCopies: 1 },
};
const TEXT = JSON.stringify(GIVEN, undefined, 2);

/** A bill of the 100,000 reads: so many free, the others at a list price of 0.000004 less 10 %, copies at 0.00002 less 5 %. */
const BILL: BilledRow[] = [
  row({ quantity: 5000, kind: 'free-tier' }),
  row({ quantity: 95_000, cost: '0.342', listCost: '0.38' }),
  chargeRow('kms-keys', 1, 1, { listCost: new Decimal(1) }),
  row({ ...chargeRow('kms-keys', 0, 0), kind: 'discount', cost: '-0.1' }),
  chargeRow('cloudtrail-copies', 100_000, '0.00002', { listCost: new Decimal(2) }),
  wholeRow('discount', '-0.1', { service: 'cloudtrail' }),
];

function calibrate(text: string, rows: readonly BilledRow[], prices: PriceBook = book) {
  const loaded = parseScenario(text, 'scenario');
  const before = estimate(loaded.scenario, prices);
  const calibrations = calibrationsOf(loaded.scenario, compared(expectationOf(before, 'sse-kms'), rows), prices);
  const written = calibratedText(text, calibrations, 'the bill of 2026-11');
  const after = estimate(parseScenario(written, 'calibrated').scenario, prices);
  return { calibrations, written, after, again: compared(expectationOf(after, 'sse-kms'), rows) };
}

const scenarioWith = (given: object) => JSON.stringify({ ...GIVEN, ...given });
const raw = (text: string) => JSON.parse(text) as Record<string, unknown>;
const costs = (after: ReturnType<typeof estimate>) =>
  (['kms-requests', 'kms-keys', 'cloudtrail-copies'] as const).map((charge) => costOf(after, { strategy: 'sse-kms', charge }));

const asYaml = `# What we think.
version: 1
name: calibrated # ours
period: { start: 2026-11, months: 1 }
bucket: { region: us-east-1, account: "111111111111" }
encryption:
  sseKmsSince: always # long ago

# Who reads.
readers:
  - name: soc
    account: "111111111111"
    pattern: single
    readsPerMonth: 100000 # from the SIEM's own log
freeRequestsLeft: 20000 # all of it?
recording: { paidCopies: 1 }
`;

describe('the calibrated scenario costs what the bill says', () => {
  test.each([
    ['JSON', TEXT],
    ['JSON on one line', JSON.stringify(GIVEN)],
    ['YAML', asYaml],
    ['YAML in braces, with a comment', `# ours\n${TEXT.replace('"version"', 'version')}`],
    ['a range of the free tier', scenarioWith({ freeRequestsLeft: { low: 0, expected: 100, high: 20_000 } })],
    [
      'a discount of another size',
      scenarioWith({ discountPercent: 25, serviceDiscountPercent: { kms: { low: 0, expected: 1, high: 2 } } }),
    ],
    [
      'a price of its own',
      scenarioWith({ prices: { 'kms-request': { region: 'us-east-1', price: '5', per: 1_000_000, source: 'a guess' } } }),
    ],
  ])('to the last digit: %s', (_, text) => {
    const { after, again, written, calibrations } = calibrate(text, BILL);
    // 95,000 × $0.000004 × 0.9, $1 × 0.9, 100,000 × $0.00002 × 0.95
    expect(costs(after)).toEqual(['0.342', '0.9', '1.9']);
    expect(causeTexts(again).map((text) => text.replace(/ \S+$/, ''))).toEqual([]);
    expect(calibrations.map(({ set }) => set?.path.join('.'))).toEqual([
      'freeRequestsLeft',
      'serviceDiscountPercent.kms',
      'serviceDiscountPercent.cloudtrail',
      'prices.kms-request',
    ]);
    const twice = calibrate(written, BILL);
    expect(twice.calibrations).toEqual([]);
    expect(twice.written).toBe(written);
  });

  test('under a conversion no price is taken from the bill: its rate may be another', () => {
    const text = scenarioWith({ currency: { code: 'EUR', rate: 0.5, rateDate: '2026-11-01' } });
    const halved = BILL.map((each) => ({ ...each, currency: 'EUR', cost: each.cost.div(2), listCost: each.listCost?.div(2) }));
    const { after, written, calibrations } = calibrate(text, halved);
    expect(after.currency).toBe('EUR');
    expect(raw(written)).not.toHaveProperty('prices');
    expect(calibrations.at(-1)).toEqual({
      remark:
        'prices.kms-request: unchanged; on the bill of 2026-11 it is 0.000004 at the given rate, 0.000003 in ' +
        'the price book. Is the rate right?',
    });
    expect(raw(written)).toMatchObject({ freeRequestsLeft: 5000, serviceDiscountPercent: { kms: 10, cloudtrail: 5 } });
  });

  test('for any free tier, list price and discount', () => {
    const bill = fc.record({
      free: fc.integer({ min: 0, max: 20_000 }),
      nanos: fc.integer({ min: 1, max: 99_999 }),
      percent: fc.integer({ min: 0, max: 10_000 }).map((hundredths) => new Decimal(hundredths).div(100)),
      reads: fc.integer({ min: 20_000, max: 1e7 }),
    });
    fc.assert(
      fc.property(bill, ({ free, nanos, percent, reads }) => {
        const share = new Decimal(1).minus(percent.div(100));
        const listCost = new Decimal(nanos).div(1e9).times(reads - free);
        const cost = listCost.times(share);
        const rows = [
          row({ quantity: free, kind: 'free-tier' }),
          row({ quantity: reads - free, cost, listCost }),
          chargeRow('kms-keys', 1, 1, { cost: share, listCost: new Decimal(1) }),
        ];
        const readers = [{ ...GIVEN.readers[0], readsPerMonth: reads }];
        const { after } = calibrate(scenarioWith({ readers, recording: { paidCopies: 0 } }), rows);
        expect(costs(after)).toEqual([cost.toFixed(), share.toFixed(), '0']);
      }),
      runs(100),
    );
  });
});

describe('the text', () => {
  test('keeps comments and order, and says what changed', () => {
    expect(calibrate(asYaml, BILL).written).toBe(`# Calibrated with the bill of 2026-11.
# freeRequestsLeft: by the bill, the free requests left for these reads are at most 5,000.
# serviceDiscountPercent.kms: the bill takes 10% off the list prices of the whole service.
# serviceDiscountPercent.cloudtrail: the bill takes 5% off the list prices of the whole service.
# prices.kms-request: 0.000004 per 1 on the bill of 2026-11, 0.000003 before.

# What we think.
version: 1
name: calibrated # ours
period: { start: 2026-11, months: 1 }
bucket: { region: us-east-1, account: "111111111111" }
encryption:
  sseKmsSince: always # long ago

# Who reads.
readers:
  - name: soc
    account: "111111111111"
    pattern: single
    readsPerMonth: 100000 # from the SIEM's own log
freeRequestsLeft: 5000 # all of it?
recording: { paidCopies: 1 }
serviceDiscountPercent:
  kms: 10
  cloudtrail: 5
prices:
  kms-request: { region: us-east-1, price: "0.000004", per: 1, currency: USD, source: bill of 2026-11 }
`);
  });

  test('of JSON is JSON, with all else as it was', () => {
    const text = scenarioWith({ description: `${'very long '.repeat(40)}"quoted"\\ é`, freeRequestsLeft: 7 });
    const { freeRequestsLeft, serviceDiscountPercent, prices, ...rest } = raw(calibrate(text, BILL).written);
    expect([freeRequestsLeft, serviceDiscountPercent]).toEqual([5000, { kms: 10, cloudtrail: 5 }]);
    const { freeRequestsLeft: _, ...before } = raw(text);
    expect(rest).toEqual(before);
    expect(Object.keys(rest)).toEqual(Object.keys(before));
  });

  test('keeps the line that tells editors the schema first', () => {
    const modeline = '# yaml-language-server: $schema=scenario.schema.json\n';
    expect(calibrate(`${modeline}${asYaml}`, BILL).written).toBe(`${modeline}${calibrate(asYaml, BILL).written}`);
  });

  test('stays as it is where nothing differs', () => {
    const rows = [row({ quantity: 20_000, kind: 'free-tier' }), row({ quantity: 80_000 }), chargeRow('kms-keys', 1, 1)];
    expect(calibrate(asYaml, rows)).toMatchObject({ calibrations: [], written: asYaml });
  });
});

const freeOf = (written: string) => raw(written)['freeRequestsLeft'];
const twoMonths = scenarioWith({ period: { start: '2026-11', months: 3 } });

test('a comment beside a number stays beside the range that it becomes', () => {
  const text = asYaml.replace('months: 1', 'months: 2');
  const rows = [row({ quantity: 1000, kind: 'free-tier' }), row({ quantity: 1 }), row({ quantity: 1, month: '2026-12' })];
  expect(calibrate(text, rows).written).toContain('\nfreeRequestsLeft: { low: 0, expected: 500, high: 1000 } # all of it?\n');
});

describe('the free tier', () => {
  test('of months that differ is a range around their mean', () => {
    const rows = ['2026-11', '2026-12', '2027-01'].flatMap((month, index) => {
      const free = [20_000, 8000, 1000][index] as number;
      return [row({ month, quantity: free, kind: 'free-tier' }), row({ month, quantity: 100_000 - free })];
    });
    const { written, again, calibrations } = calibrate(twoMonths, rows);
    // 29,000 / 3
    expect(freeOf(written)).toEqual({ low: 1000, expected: 9667, high: 20_000 });
    expect(calibrations[0]?.remark).toBe(
      'freeRequestsLeft: by the bill, the free requests left for these reads are at most 1,000 to 20,000, depending on the month.',
    );
    for (const { charges } of again.months) {
      const cost = charges.find(({ charge }) => charge === 'kms-requests')?.cost;
      expect(cost?.billed.gte(cost.expected.low) && cost.billed.lte(cost.expected.high)).toBe(true);
    }
    expect(calibrate(written, rows).calibrations).toEqual([]);
  });

  test.each<[string, object, BilledRow[], number | object]>([
    ['all is left where no other use takes any', {}, [row({ quantity: 9000, kind: 'free-tier' })], 20_000],
    [
      'what nobody took is left, what another Region took is not',
      {},
      [row({ quantity: 9000, kind: 'free-tier' }), row({ quantity: 6000, kind: 'free-tier', region: 'eu-west-1' })],
      14_000,
    ],
    [
      'nothing more is left once any request is paid, be it in another Region',
      {},
      [row({ quantity: 9000, kind: 'free-tier' }), row({ quantity: 1, region: 'eu-west-1' })],
      9000,
    ],
    [
      'other operations and other accounts take theirs',
      {},
      [
        row({ quantity: 1000, kind: 'free-tier' }),
        row({ quantity: 4000, kind: 'free-tier', operation: 'GenerateDataKey' }),
        row({ quantity: 15_000, kind: 'free-tier', account: STRANGER }),
        row({ quantity: 99_000 }),
      ],
      1000,
    ],
    [
      'a replication makes both operations, and both may be free',
      {
        trails: [{ name: 'org', logFilesPerMonth: 10_000, archiveMonths: 0 }],
        readers: [{ name: 'copy', account: '111111111111', pattern: 'replicate' }],
      },
      [
        row({ quantity: 9000, kind: 'free-tier' }),
        row({ quantity: 8000, kind: 'free-tier', operation: 'GenerateDataKey' }),
        row({ quantity: 3000 }),
      ],
      17_000,
    ],
    [
      'what names no Region may be of these reads',
      {},
      [
        row({ quantity: 2000, kind: 'free-tier' }),
        row({ quantity: 5000, kind: 'free-tier', region: undefined, usageType: 'Global-KMS-Requests' }),
        row({ quantity: 1 }),
      ],
      { low: 2000, expected: 2000, high: 7000 },
    ],
  ])('%s', (_, given, rows, left) => {
    // Written as 1 before, so that whatever is left differs.
    expect(freeOf(calibrate(scenarioWith({ freeRequestsLeft: 1, ...given }), rows).written)).toEqual(left);
  });
});

describe('prices', () => {
  test('a lower cost without a public one is another price, not a discount', () => {
    const { written, after } = calibrate(scenarioWith({ freeRequestsLeft: 0 }), [row({ quantity: 100_000, cost: '0.27' })]);
    expect(raw(written)['prices']).toMatchObject({ 'kms-request': { price: '0.0000027', per: 1 } });
    expect(raw(written)).not.toHaveProperty('serviceDiscountPercent');
    expect(costs(after)[0]).toBe('0.27');
  });

  test('discounts in rows of their own are on list prices, though the bill does not name them', () => {
    const rows = [row({ quantity: 100_000, cost: '0.35' }), row({ kind: 'discount', cost: '-0.035' })];
    const { written, after, again } = calibrate(scenarioWith({ freeRequestsLeft: 0, discountPercent: 20, keys: { number: 0 } }), rows);
    expect(raw(written)).toMatchObject({ serviceDiscountPercent: { kms: 10 }, prices: { 'kms-request': { price: '0.0000035' } } });
    expect(costs(after)[0]).toBe('0.315');
    expect(causeTexts(again)).toEqual([]);
  });

  test('the last month with anything paid tells the price', () => {
    const rows = [
      row({ quantity: 100_000, cost: '0.5' }),
      row({ quantity: 100_000, cost: '0.4', month: '2026-12' }),
      row({ quantity: 5, kind: 'free-tier', month: '2027-01' }),
    ];
    expect(raw(calibrate(twoMonths, rows).written)['prices']).toMatchObject({
      'kms-request': { price: '0.000004', source: 'bill of 2026-12' },
    });
  });

  test('amounts that are only rounded are the same price', () => {
    const rows = [row({ quantity: 333_333, cost: '1' }), row({ quantity: 333_333, cost: '1.0000000001' })];
    expect(calibrate(TEXT, rows).calibrations.map(({ set }) => set?.path.join('.'))).toEqual(['freeRequestsLeft']);
  });

  test('rows that give back more than was paid make no price', () => {
    const rows = [row({ quantity: 100_000, cost: '0.3' }), row({ quantity: 5, cost: '-0.9' })];
    expect(calibrate(TEXT, rows).calibrations.map(({ set }) => set?.path.join('.'))).toEqual(['freeRequestsLeft']);
  });

  test('a price book with prices for more units than a scenario has', () => {
    const own = parsePrices(
      'metric,region,price,per,unit,currency,effective_from,as_of,confidence,source\n' +
        'kms-request,us-east-1,300,100000000,requests,USD,,2026,single,made\n',
      'own.csv',
    );
    const prices = { ...book, layers: [...book.layers, own] };
    const { written, after } = calibrate(scenarioWith({ freeRequestsLeft: 0 }), [row({ quantity: 100_000, cost: '0.4' })], prices);
    expect(raw(written)['prices']).toMatchObject({ 'kms-request': { price: '4', per: 1_000_000 } });
    expect(costs(after)[0]).toBe('0.4');
    expect(messageOf(() => parseScenario(written, 'written'))).toBe('no error');
  });
});
