import fc from 'fast-check';
import { Decimal } from '../../src/base/decimal.js';
import type { BilledRow } from '../../src/bill/row/row.js';
import type { AwsCharge } from '../../src/model/charges.js';
import type { PriceMetric } from '../../src/prices/book.js';
import type { Expectation, Expected, Observed } from '../../src/reconciliation/expected.js';
import { expectation, expected, row } from './made.js';

const MONTHS = ['2026-10', '2026-11', '2026-12'];
const REGIONS = ['us-east-1', 'eu-west-1'];
const ACCOUNTS = ['111111111111', '222222222222', '999999999999'];
const OPERATIONS = ['Decrypt', 'GenerateDataKey', 'DescribeKey', ''];
export const KEYS = ['arn:aws:kms:us-east-1:111111111111:key/one', 'arn:aws:kms:us-east-1:111111111111:key/two'];
const ESTIMATED: readonly AwsCharge[] = ['kms-requests', 'kms-keys', 'cloudtrail-copies', 'cloudtrail-data-events'];

/** A decimal of so many places, from a whole number. */
const decimal = (min: number, max: number, places: number) =>
  fc.integer({ min, max }).map((digits) => new Decimal(digits).div(10 ** places));

/** How rows call what they bill: a metric and its usage type belong together, as a bill's reader has them. */
const SUBJECTS: { service: BilledRow['service']; metric: PriceMetric | undefined; usageType: string; weight: number }[] = [
  { service: 'kms', metric: 'kms-request', usageType: 'KMS-Requests', weight: 8 },
  { service: 'kms', metric: 'kms-key-month', usageType: 'KMS-Keys', weight: 3 },
  { service: 'kms', metric: undefined, usageType: 'KMS-Requests-Asymmetric', weight: 1 },
  { service: 'kms', metric: undefined, usageType: '', weight: 2 },
  { service: 'cloudtrail', metric: 'cloudtrail-paid-copy', usageType: 'PaidEventsRecorded', weight: 3 },
  { service: 'cloudtrail', metric: 'cloudtrail-data-event', usageType: 'DataEventsRecorded', weight: 2 },
  { service: 'cloudtrail', metric: undefined, usageType: '', weight: 2 },
  { service: 's3', metric: 's3-get', usageType: 'Requests-Tier2', weight: 1 },
  { service: 'other', metric: undefined, usageType: 'BoxUsage', weight: 1 },
];

/** Most of it meets: what is expected and what is billed. */
const home = fc.constant('us-east-1');

const subject = fc.oneof(...SUBJECTS.map(({ weight, ...each }) => ({ weight, arbitrary: fc.constant(each) })));

const billedRow = fc
  .record({
    of: subject,
    kind: fc.oneof(
      { weight: 6, arbitrary: fc.constant('usage' as const) },
      { weight: 2, arbitrary: fc.constant('free-tier' as const) },
      { weight: 4, arbitrary: fc.constantFrom('tax' as const, 'credit' as const, 'refund' as const, 'fee' as const, 'other' as const) },
      { weight: 2, arbitrary: fc.constant('discount' as const) },
    ),
    month: fc.oneof({ weight: 4, arbitrary: fc.constant('2026-11') }, { weight: 1, arbitrary: fc.constantFrom(...MONTHS, '2027-06') }),
    region: fc.oneof({ weight: 4, arbitrary: home }, { weight: 1, arbitrary: fc.constantFrom(...REGIONS, 'ap-south-1', undefined) }),
    account: fc.constantFrom(...ACCOUNTS, ''),
    operation: fc.constantFrom('Decrypt', ...OPERATIONS),
    resourceId: fc.constantFrom(undefined, ...KEYS),
    currency: fc.constantFrom('USD', 'USD', 'USD', 'EUR'),
    quantity: fc.oneof({ weight: 5, arbitrary: decimal(0, 1e9, 4) }, { weight: 1, arbitrary: decimal(-1e7, 0, 4) }),
    cost: fc.oneof({ weight: 5, arbitrary: decimal(0, 1e9, 9) }, { weight: 1, arbitrary: decimal(-1e9, 0, 9) }),
    listCost: fc.option(decimal(0, 2e9, 9), { nil: undefined }),
  })
  .map(
    ({ of, kind, cost, operation, ...rest }): BilledRow =>
      row({ ...rest, ...of, kind, cost: kind === 'free-tier' ? 0 : cost, operation: of.metric === 'kms-request' ? operation : '' }),
  );

export const bills = fc.array(billedRow, { minLength: 1, maxLength: 40, size: 'max' });

interface Rate {
  unitPrice: Decimal | undefined;
  listUnitPrice: Decimal | undefined;
}

/** A price of one unit; not known, known without its list price, or as the list price after a discount. */
const rate: fc.Arbitrary<Rate> = fc.oneof(
  { weight: 1, arbitrary: fc.constant({ unitPrice: undefined, listUnitPrice: undefined }) },
  { weight: 1, arbitrary: decimal(0, 5000, 9).map((unitPrice) => ({ unitPrice, listUnitPrice: undefined })) },
  {
    weight: 5,
    arbitrary: fc
      .tuple(decimal(1, 5000, 9), fc.integer({ min: 0, max: 100 }))
      .map(([listUnitPrice, percent]) => ({ unitPrice: listUnitPrice.times(100 - percent).div(100), listUnitPrice })),
  },
);

/** Of a reader in a month: quantity, the share of it in the free tier, and how far low and high are away. */
const amount = fc.record({
  quantity: decimal(0, 1e9, 4),
  freePercent: fc.integer({ min: 0, max: 100 }),
  spread: fc.integer({ min: 0, max: 9 }),
});
const reader = fc.record({
  account: fc.constantFrom(...ACCOUNTS, undefined),
  replicates: fc.boolean(),
  amounts: fc.array(amount, { minLength: MONTHS.length, maxLength: MONTHS.length }),
});
type Reader = typeof reader extends fc.Arbitrary<infer T> ? T : never;

function entriesOf(charge: AwsCharge, region: string, months: readonly string[], { unitPrice, listUnitPrice }: Rate) {
  return ({ account, replicates, amounts }: Reader, index: number): Expected[] =>
    months.flatMap((month) => {
      const { quantity, freePercent, spread } = amounts[MONTHS.indexOf(month)] as Reader['amounts'][number];
      const free = charge === 'kms-requests' ? quantity.times(freePercent).div(100) : 0;
      const own = { charge, region, month, reader: `reader ${index}`, account, unitPrice, listUnitPrice, requests: quantity, free };
      const entry = expected({ ...own, quantity: { low: quantity.div(spread + 1), expected: quantity, high: quantity.times(spread + 1) } });
      return charge === 'kms-requests' && replicates ? [entry, { ...entry, operation: 'GenerateDataKey' }] : [entry];
    });
}

const months = fc.subarray(MONTHS, { minLength: 1 });

/** What is modelled: one Region, any charges. */
const estimates: fc.Arbitrary<Expectation> = fc
  .record({
    months,
    region: fc.oneof({ weight: 4, arbitrary: home }, { weight: 1, arbitrary: fc.constantFrom(...REGIONS) }),
    charges: fc.subarray([...ESTIMATED], { minLength: 1 }),
    rates: fc.array(rate, { minLength: 4, maxLength: 4 }),
    readers: fc.array(reader, { minLength: 1, maxLength: 3 }),
  })
  .map(({ months: own, region, charges, rates, readers }) =>
    expectation(
      charges.flatMap((charge, index) => readers.flatMap(entriesOf(charge, region, own, rates[index] as Rate))),
      { months: own, regions: [region] },
    ),
  );

const requestsByAccount = fc.array(fc.integer({ min: 0, max: 9000 }), { minLength: 6, maxLength: 6 }).map((counts) => {
  const places = ACCOUNTS.flatMap((account) => REGIONS.map((region) => `${account} ${region}`));
  return new Map(places.map((place, index): [string, number] => [place, counts[index] ?? 0]));
});
const observation: fc.Arbitrary<Observed> = fc.record({
  hours: fc.constant(720),
  hoursObserved: fc.integer({ min: 0, max: 720 }),
  unrelated: requestsByAccount,
  failed: requestsByAccount,
});

/** What was counted: requests alone, in one or two Regions, each with a price of its own. */
const measurements: fc.Arbitrary<Expectation> = fc
  .record({
    months,
    regions: fc.subarray(REGIONS, { minLength: 1 }),
    rates: fc.array(rate, { minLength: 2, maxLength: 2 }),
    readers: fc.array(reader, { minLength: 1, maxLength: 3 }),
    observations: fc.array(observation, { minLength: 3, maxLength: 3 }),
  })
  .map(({ months: own, regions, rates, readers, observations }) => {
    const counted = readers.map((each) => ({ ...each, replicates: false }));
    const entries = regions.flatMap((region, index) => counted.flatMap(entriesOf('kms-requests', region, own, rates[index] as Rate)));
    const seen = new Map(own.map((month, index) => [month, observations[index] as Observed]));
    return expectation(entries, { kind: 'measurement', strategy: undefined, months: own, regions, observed: seen });
  });

export const expectations = fc.oneof({ weight: 2, arbitrary: estimates }, { weight: 1, arbitrary: measurements });
export const keyLists = fc.subarray(KEYS);
