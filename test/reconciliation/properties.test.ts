import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Decimal, sum } from '../../src/base/decimal.js';
import type { BilledRow } from '../../src/bill/row/row.js';
import { CHARGE, CHARGES, type Charge } from '../../src/model/charges.js';
import type { Cause } from '../../src/reconciliation/causes.js';
import type { Expectation } from '../../src/reconciliation/expected.js';
import type { MonthReconciliation, Reconciliation } from '../../src/reconciliation/result.js';
import { runs } from '../runs.js';
import { bills, expectations, keyLists } from './arbitraries.js';
import { added, compared, row } from './made.js';

const RUNS = runs(200);
const cases = fc.tuple(expectations, bills, keyLists);

const quantities = (causes: readonly Cause[], charge: Charge) =>
  added(causes.filter((cause) => cause.charge === charge).map(({ quantity }) => quantity));
const costs = (causes: readonly Cause[]) => added(causes.map(({ cost }) => cost));

/** A month's rows in the currency of the expectation, from the bill itself. */
function rowsOf(rows: readonly BilledRow[], { currency }: Expectation, month: string): BilledRow[] {
  return rows.filter((each) => each.month === month && each.currency === currency && ['kms', 'cloudtrail'].includes(each.service));
}

const isUsage = ({ kind }: BilledRow) => kind === 'usage' || kind === 'free-tier';
const serviceOf = (charge: Charge) => (charge.startsWith('kms') ? 'kms' : 'cloudtrail');

/** Charges that are expected, or are paid copies beside an estimate without any, of services that the bill has use of in that month. */
function chargesIn(rows: readonly BilledRow[], of: Expectation, month: string): Charge[] {
  const isUsed = (charge: Charge) => rowsOf(rows, of, month).some((each) => isUsage(each) && each.service === serviceOf(charge));
  const isExpected = (charge: Charge) => of.entries.some((entry) => entry.charge === charge);
  const areCopies = (charge: Charge) =>
    charge === 'cloudtrail-copies' && of.kind === 'estimate' && usageOf(rows, of, month, charge).length > 0;
  return CHARGES.filter((charge) => (isExpected(charge) || areCopies(charge)) && isUsed(charge));
}

/** Charges whose price is known wherever they are expected. */
function pricedIn(rows: readonly BilledRow[], of: Expectation, month: string): Charge[] {
  return chargesIn(rows, of, month).filter((charge) =>
    of.entries.every((entry) => entry.charge !== charge || entry.unitPrice !== undefined),
  );
}

function usageOf(rows: readonly BilledRow[], of: Expectation, month: string, charge: Charge): BilledRow[] {
  return rowsOf(rows, of, month).filter(
    (each) => isUsage(each) && each.metric === CHARGE[charge].metric && of.regions.includes(each.region ?? ''),
  );
}

/**
 * What a month's comparable part of the bill comes to: usage and discounts of priced charges here, and what is for their services as a
 * whole.
 */
function billedCost(rows: readonly BilledRow[], of: Expectation, month: string): Decimal {
  const priced = pricedIn(rows, of, month);
  const here = ({ region }: BilledRow) => of.regions.includes(region ?? '');
  const isOf = (charges: readonly Charge[]) => (each: BilledRow) => charges.some((charge) => CHARGE[charge].metric === each.metric);
  const counted = rowsOf(rows, of, month).filter((each) => {
    if (isUsage(each)) return isOf(priced)(each) && here(each);
    if (!priced.some((charge) => serviceOf(charge) === each.service)) return false;
    if (each.metric === undefined) return each.usageType === '' && (each.region === undefined || here(each));
    return here(each) && isOf(each.kind === 'discount' ? priced : chargesIn(rows, of, month))(each);
  });
  return sum(counted.map(({ cost }) => cost));
}

function expectedCost(rows: readonly BilledRow[], of: Expectation, month: string): Decimal {
  const priced = pricedIn(rows, of, month);
  return sum(
    of.entries.flatMap(({ month: own, charge, quantity, freeTierQuantity, unitPrice }) =>
      own === month && priced.includes(charge) && unitPrice !== undefined ? quantity.expected.minus(freeTierQuantity).times(unitPrice) : [],
    ),
  );
}

test("a month's causes cost what the bill is dearer, to the last digit", () => {
  fc.assert(
    fc.property(cases, ([of, rows, keys]) => {
      for (const { month, causes, cost } of compared(of, rows, { keys }).months) {
        const [billed, should] = [billedCost(rows, of, month), expectedCost(rows, of, month)];
        expect([cost.billed.toFixed(), cost.expected.expected.toFixed()]).toEqual([billed.toFixed(), should.toFixed()]);
        expect(costs(causes)).toBe(billed.minus(should).toFixed());
      }
    }),
    RUNS,
  );
});

test("a charge's causes have the quantity that the bill has more", () => {
  fc.assert(
    fc.property(cases, ([of, rows, keys]) => {
      for (const { month, causes, charges, operations } of compared(of, rows, { keys }).months) {
        for (const charge of chargesIn(rows, of, month)) {
          const billed = sum(usageOf(rows, of, month, charge).map(({ quantity }) => quantity));
          const own = of.entries.filter((entry) => entry.month === month && entry.charge === charge);
          const should = sum(own.map(({ quantity }) => quantity.expected));
          expect(quantities(causes, charge)).toBe(billed.minus(should).toFixed());
          expect(charges.find((each) => each.charge === charge)?.quantity.billed.toFixed()).toBe(billed.toFixed());
        }
        const requests = usageOf(rows, of, month, 'kms-requests');
        for (const { operation, billed, freeTier } of chargesIn(rows, of, month).includes('kms-requests') ? operations : []) {
          const own = requests.filter((each) => each.operation === (operation ?? ''));
          expect(billed.toFixed()).toBe(added(own.map(({ quantity }) => quantity)));
          expect(freeTier.toFixed()).toBe(added(own.filter(({ kind }) => kind === 'free-tier').map(({ quantity }) => quantity)));
        }
      }
    }),
    RUNS,
  );
});

test('the whole is the sum of its months', () => {
  fc.assert(
    fc.property(cases, ([of, rows, keys]) => {
      const { whole, months } = compared(of, rows, { keys });
      const total = (pick: (month: MonthReconciliation) => Decimal) => added(months.map(pick));
      expect(whole.cost.billed.toFixed()).toBe(total(({ cost }) => cost.billed));
      for (const which of ['low', 'expected', 'high'] as const) {
        expect(whole.cost.expected[which].toFixed()).toBe(total(({ cost }) => cost.expected[which]));
      }
      const all = months.flatMap(({ causes }) => causes);
      expect(costs(whole.causes)).toBe(costs(all));
      for (const charge of CHARGES) expect(quantities(whole.causes, charge)).toBe(quantities(all, charge));
      for (const { operation, billed } of whole.operations) {
        const own = months.flatMap(({ operations }) => operations.filter((each) => each.operation === operation));
        expect(billed.toFixed()).toBe(added(own.map((each) => each.billed)));
      }
    }),
    RUNS,
  );
});

/** All that a reconciliation says, with amounts as texts. */
const said = ({ expectation: _, ...rest }: Reconciliation) => JSON.stringify(rest);

test('rows in another order say the same', () => {
  const shuffled = bills.chain((rows) =>
    fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length, maxLength: rows.length })),
  );
  fc.assert(
    fc.property(expectations, shuffled, keyLists, (of, [rows, others], keys) => {
      expect(said(compared(of, others, { keys }))).toBe(said(compared(of, rows, { keys })));
    }),
    RUNS,
  );
});

test('what explains most comes first', () => {
  fc.assert(
    fc.property(cases, ([of, rows, keys]) => {
      const { whole, months } = compared(of, rows, { keys });
      for (const { causes } of [whole, ...months]) {
        const sizes = causes.map(({ cost }) => cost?.abs() ?? new Decimal(0));
        expect(sizes.map((size) => size.toFixed())).toEqual(sizes.toSorted((one, other) => other.cmp(one)).map((size) => size.toFixed()));
      }
    }),
    RUNS,
  );
});

/** Rows that are of no concern: other services, Regions and currencies, in months that the bill has anyway. */
const foreignRow = fc.constantFrom<Partial<BilledRow>>(
  { service: 'cloudtrail', metric: undefined, usageType: 'USE1-FreeEventsRecorded', kind: 'credit' },
  { service: 's3', metric: 's3-get', usageType: 'Requests-Tier2' },
  { service: 'other', metric: undefined, usageType: '', kind: 'tax' },
  { region: 'ap-south-1', usageType: 'ap-south-1-KMS-Requests', kind: 'tax' },
  { region: 'ap-south-1', usageType: '', metric: undefined, kind: 'tax' },
  { region: 'ap-south-1', usageType: 'ap-south-1-KMS-Requests', kind: 'discount' },
  { currency: 'EUR' },
  { currency: 'EUR', usageType: '', metric: undefined, kind: 'tax', region: undefined },
  { usageType: 'us-east-1-KMS-Requests-Asymmetric', metric: undefined, kind: 'credit' },
);

test('rows of other services, Regions and currencies change nothing of a month', () => {
  fc.assert(
    fc.property(cases, fc.array(foreignRow, { minLength: 1, maxLength: 5 }), fc.nat(), ([of, rows, keys], foreign, place) => {
      const like = rows[place % rows.length] as BilledRow;
      const more = foreign.map((given) => row({ quantity: 1e9, cost: 777, month: like.month, account: like.account, ...given }));
      const figures = ({ months }: Reconciliation) =>
        JSON.stringify(
          months.map(({ freeTier, hasPaidRequests, discounted, causes, ...month }) => ({
            ...month,
            // That other services are on the bill makes an absent account sure.
            causes: causes.map(({ certainty: _, ...cause }) => cause),
          })),
        );
      expect(figures(compared(of, [...more, ...rows], { keys }))).toBe(figures(compared(of, rows, { keys })));
    }),
    RUNS,
  );
});

test('no more is said to be shown or logged than rows and logs show', () => {
  fc.assert(
    fc.property(cases, ([of, given, keys]) => {
      const rows = given.filter(({ quantity }) => !quantity.isNegative());
      for (const { month, causes } of compared(of, rows, { keys }).months) {
        const requests = chargesIn(rows, of, month).includes('kms-requests') ? usageOf(rows, of, month, 'kms-requests') : [];
        const most = (list: readonly BilledRow[]) => sum(list.map(({ quantity }) => quantity));
        const claimed = (code: Cause['code'], certainty: Cause['certainty']) =>
          sum(
            causes
              .filter((cause) => cause.code === code && cause.certainty === certainty && cause.charge === 'kms-requests')
              .flatMap(({ quantity }) => (quantity?.gt(0) ? quantity : [])),
          );
        const decrypts = requests.filter(({ operation }) => operation === 'Decrypt' || operation === '');
        const others = requests.filter((each) => !decrypts.includes(each));
        const ofOtherKeys = decrypts.filter(({ resourceId }) => resourceId !== undefined && keys.length > 0 && !keys.includes(resourceId));
        const seen = [...(of.observed.get(month)?.unrelated ?? [])].filter(([place]) => of.regions.includes(place.slice(13)));
        const failed = [...(of.observed.get(month)?.failed ?? [])].filter(([place]) => of.regions.includes(place.slice(13)));
        const total = (counts: [string, number][]) => counts.reduce((all, [, count]) => all + count, 0);
        expect(claimed('other-kms-use', 'shown').lte(most(others))).toBe(true);
        expect(claimed('other-objects', 'shown').toFixed()).toBe(most(ofOtherKeys).toFixed());
        expect(claimed('other-objects', 'logged').lte(Math.max(0, total(seen)))).toBe(true);
        expect(claimed('failed-requests', 'possible').lte(total(failed))).toBe(true);
        const stated = claimed('other-objects', 'logged').plus(claimed('other-objects', 'shown'));
        expect(stated.plus(claimed('other-accounts-pay', 'shown')).lte(most(decrypts))).toBe(true);
      }
    }),
    RUNS,
  );
});

test('every row of AWS KMS and CloudTrail in a compared month stands somewhere', () => {
  fc.assert(
    fc.property(cases, ([of, rows, keys]) => {
      const { months, notCompared, whole } = compared(of, rows, { keys });
      const onBill = months.flatMap(({ month }) => rowsOf(rows, of, month));
      const unpriced = months.flatMap(({ charges }) => charges.flatMap(({ cost, billedCost }) => (cost === undefined ? [billedCost] : [])));
      const named = [whole.cost.billed, ...unpriced, ...notCompared.map(({ cost }) => cost)];
      expect(added(named)).toBe(added(onBill.map(({ cost }) => cost)));
    }),
    RUNS,
  );
});
