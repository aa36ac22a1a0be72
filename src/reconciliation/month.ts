import { sort } from 'd3-array';
import { byName } from '../base/by-name.js';
import { type Decimal, sum, ZERO } from '../base/decimal.js';
import type { Month } from '../base/months.js';
import { sumCases } from '../base/range.js';
import { type BilledKind, type BilledService, RECONCILED_SERVICES } from '../bill/row/row.js';
import { type Billed, type BillTotals, isUsage, sumOf } from '../billed/totals.js';
import { AWS_CHARGES, type AwsCharge } from '../model/charges.js';
import { addedCharges } from './added.js';
import { type AdjustmentCode, type Cause, mergedCauses, ranked } from './causes.js';
import type { Expectation, Expected } from './expected.js';
import { type ExplainedCharge, explainedCharge, type RegionCharge, serviceOfCharge } from './region-charge.js';
import type { ChargeComparison, MonthReconciliation, OperationComparison } from './result.js';
import { unreadableCause, unreadableUsage, unreadRows } from './unreadable.js';

/** What is asked of every month alike. */
export interface MonthContext {
  keys: readonly string[];
  totals: BillTotals;
}

/** A month, and which of the bill's rows went into it. */
export interface ComparedMonth {
  month: MonthReconciliation;
  compared: readonly Billed[];
}

/** One month, billed against expected. */
export function monthOf(expectation: Expectation, groups: readonly Billed[], month: Month, { keys, totals }: MonthContext): ComparedMonth {
  const ofMonth = groups.filter((group) => group.month === month);
  const [charges, absent] = chargesOnBill(expectation, ofMonth, month);
  const freeTierOnBill = sumOf(ofMonth.filter(isFreeRequest)).quantity;
  const freeWithoutRegion = sumOf(ofMonth.filter((group) => isFreeRequest(group) && group.region === undefined)).quantity;
  const context = {
    keys,
    accountsOnBill: totals.accountsIn(month),
    hasOtherServices: totals.hasOthersIn(month),
    observed: expectation.observed.get(month),
    freeTierOnBill,
    freeWithoutRegion,
  };
  const results = regionCharges(expectation, charges, ofMonth, month).map((of) => explainedCharge(of, context));
  const all = comparisonsOf(results);
  const unreadable = unreadableUsage(ofMonth, all, expectation.regions);
  const isReadable = (charge: AwsCharge) => !unreadable.some(({ service, isWhole }) => isWhole && service === serviceOfCharge(charge));
  const comparisons = all.filter(({ charge }) => isReadable(charge));
  const readable = results.filter(({ of }) => isReadable(of.charge));
  const priced = comparisons.flatMap(({ charge, cost }) => (cost === undefined ? [] : [{ charge, cost }]));
  const unsplit = unreadable.flatMap(({ service, cost }) => (cost === undefined ? [] : [{ service, cost }]));
  const costs = [...priced, ...unsplit].map(({ cost }) => cost);
  const services = new Set([...priced.map(({ charge }) => serviceOfCharge(charge)), ...unsplit.map(({ service }) => service)]);
  const adjustments = ofMonth.filter((group) => isOnService(group, services, { regions: expectation.regions, charges }));
  const ofCharges = readable.flatMap((result) =>
    result.causes.map((cause) => (priced.some(({ charge }) => charge === cause.charge) ? cause : withoutCost(cause))),
  );
  const use = sum(costs.map(({ billed }) => billed)).plus(sumOf(adjustments.filter(isOfUse)).cost);
  const unread = unreadRows(ofMonth, expectation.regions).filter(({ service }) => unsplit.some((each) => each.service === service));
  const isPriced = ({ of }: ExplainedCharge) => services.has(serviceOfCharge(of.charge)) && !isUnpriced(of.charge, comparisons);
  const ofUse = [...results.filter(isPriced).flatMap(({ of }) => of.billed), ...unread, ...adjustments.filter(isOfUse)];
  return {
    compared: [...results.flatMap(({ of }) => of.billed), ...unread, ...adjustments],
    month: {
      month,
      operations: readable.some(isOfRequests) ? operationsOf(readable) : [],
      unreadable,
      charges: comparisons,
      cost: {
        expected: sumCases(costs.map(({ expected }) => expected)),
        billed: use.plus(sumOf(adjustments.filter((group) => !isOfUse(group))).cost),
        use,
        netUse: sumOf(ofUse).netCost,
      },
      freeTier: {
        whole: freeTierOnBill,
        withoutRegion: freeWithoutRegion,
        reads: sum(results.filter(isOfRequests).map(({ freeReads }) => freeReads)),
      },
      hasPaidRequests: ofMonth.some(({ kind, charge }) => kind === 'usage' && charge === 'kms-requests'),
      discounted: discountedServices(ofMonth),
      absent,
      causes: ranked(
        mergedCauses([...unreadable.map((each) => unreadableCause(each, month)), ...ofCharges, ...adjustments.map(adjustmentCause)]),
      ),
    },
  };
}

/** Those of a charge in several Regions as one. */
function comparisonsOf(results: readonly ExplainedCharge[]): ChargeComparison[] {
  return byName(
    results.map(({ comparison }) => comparison),
    ({ charge }) => charge,
  ).map(addedCharges);
}

function isUnpriced(charge: AwsCharge, comparisons: readonly ChargeComparison[]): boolean {
  return comparisons.some((each) => each.charge === charge && each.cost === undefined);
}

/** Discounts are on use, also where they are billed for the service as a whole. */
function isOfUse({ kind }: Billed): boolean {
  return kind === 'discount';
}

function isFreeRequest({ kind, charge }: Billed): boolean {
  return kind === 'free-tier' && charge === 'kms-requests';
}

/**
 * Charges that are compared whether an estimate has them or not: a trail that records management events for money records each Decrypt,
 * unless it excludes them. Data events are the same under every strategy, and Insights and GuardDuty see whatever an account does: of
 * these only what an estimate has is compared.
 */
const ALWAYS_COMPARED: readonly AwsCharge[] = ['cloudtrail-copies'];

/**
 * Charges that are compared: those of services that the bill has usage of, and the others. An estimate has none in months without a price.
 */
function chargesOnBill(expectation: Expectation, ofMonth: readonly Billed[], month: Month): [AwsCharge[], AwsCharge[]] {
  const { kind, entries } = expectation;
  const services = new Set(ofMonth.filter(isUsage).map(({ service }) => service));
  const isExpected = (charge: AwsCharge) =>
    entries.some((entry) => entry.charge === charge && (kind === 'measurement' || entry.month === month));
  const charges = AWS_CHARGES.filter((charge) => isExpected(charge) || isUnexpected(expectation, charge, ofMonth));
  const isOnBill = (charge: AwsCharge) => services.has(serviceOfCharge(charge));
  return [charges.filter(isOnBill), charges.filter((charge) => !isOnBill(charge))];
}

/** Whether the bill has usage of a charge here and the estimate has none at all. */
function isUnexpected({ kind, entries, unpriced, regions }: Expectation, charge: AwsCharge, ofMonth: readonly Billed[]): boolean {
  const isHere = (group: Billed) =>
    group.charge === charge && isUsage(group) && group.region !== undefined && regions.includes(group.region);
  if (kind !== 'estimate' || !ALWAYS_COMPARED.includes(charge) || unpriced.includes(charge)) return false;
  return !entries.some((entry) => entry.charge === charge) && ofMonth.some(isHere);
}

function discountedServices(ofMonth: readonly Billed[]): MonthReconciliation['discounted'] {
  return RECONCILED_SERVICES.map((service) => {
    const own = ofMonth.filter((group) => group.service === service);
    const used = sumOf(own.filter(({ kind }) => kind === 'usage'));
    return { service, listCost: used.listCost, usageCost: used.cost, discounts: sumOf(own.filter(({ kind }) => kind === 'discount')).cost };
  });
}

function regionCharges(expectation: Expectation, charges: readonly AwsCharge[], ofMonth: readonly Billed[], month: Month): RegionCharge[] {
  return charges.flatMap((charge) =>
    expectation.regions.map((region): RegionCharge => {
      const entries = expectation.entries.filter((entry) => entry.charge === charge);
      const ofCharge = entries.filter((entry) => entry.region === region);
      const billed = ofMonth.filter(
        (group) => group.charge === charge && group.region === region && (isUsage(group) || group.kind === 'discount'),
      );
      return {
        month,
        region,
        charge,
        expected: ofCharge.filter((entry) => entry.month === month),
        billed,
        price: entries.length === 0 ? billedPrice(billed) : priceOf(ofCharge, month),
      };
    }),
  );
}

/** With more, products of it could not be kept exactly; what it leaves belongs to the usage. */
const UNIT_DIGITS = 12;

/** Where none is expected, nothing but the bill gives a price: then all of the difference is more usage. */
function billedPrice(billed: readonly Billed[]): RegionCharge['price'] {
  const { quantity, cost, listCost } = sumOf(billed.filter(({ kind }) => kind === 'usage'));
  const perUnit = (amount: Decimal) => (quantity.isZero() ? ZERO : amount.div(quantity).toSignificantDigits(UNIT_DIGITS));
  return { unit: perUnit(cost), list: listCost && perUnit(listCost), isBilled: true };
}

/** Of the month itself where anything is expected in it. */
function priceOf(entries: readonly Expected[], month: Month): RegionCharge['price'] {
  const known = entries.find((entry) => entry.month === month) ?? entries[0];
  return known?.unitPrice === undefined ? undefined : { unit: known.unitPrice, list: known.listUnitPrice, isBilled: false };
}

function isOfRequests({ of }: ExplainedCharge): boolean {
  return of.charge === 'kms-requests';
}

function operationsOf(results: readonly ExplainedCharge[]): OperationComparison[] {
  const requests = results.filter(isOfRequests).map(({ of }) => of);
  const billed = requests.flatMap((of) => of.billed.filter(isUsage));
  const expected = requests.flatMap((of) => of.expected);
  const names = new Set([
    'Decrypt',
    'GenerateDataKey',
    ...sort(
      [...expected, ...billed].map(({ operation }) => operation),
      (name) => name ?? '',
    ),
  ]);
  return [...names].map((operation) => {
    const own = billed.filter((group) => group.operation === operation);
    const { quantity, cost } = sumOf(own);
    return {
      operation,
      expected: sumCases(expected.filter((entry) => entry.operation === operation).map((entry) => entry.quantity)),
      billed: quantity,
      freeTier: sumOf(own.filter(({ kind }) => kind === 'free-tier')).quantity,
      cost,
    };
  });
}

/** Rows that are for no usage: on a service as a whole, or on a charge that is compared. */
function isOnService(
  group: Billed,
  services: ReadonlySet<BilledService>,
  { regions, charges }: { regions: readonly string[]; charges: readonly AwsCharge[] },
): boolean {
  const { service, kind, charge, region, usageType } = group;
  if (isUsage(group) || !services.has(service)) return false;
  if (charge === undefined) return usageType === undefined && (region === undefined || regions.includes(region));
  return region !== undefined && regions.includes(region) && charges.includes(charge) && kind !== 'discount';
}

/** Money of a charge is compared in all Regions or in none. */
function withoutCost(cause: Cause): Cause {
  return { ...cause, cost: undefined };
}

/** Any other row is a fee. */
const ADJUSTMENTS: Partial<Record<BilledKind, AdjustmentCode>> = { tax: 'tax', credit: 'credit', refund: 'refund', discount: 'discount' };

function adjustmentCause({ month, service, kind, charge, cost, usageType }: Billed): Cause {
  return {
    code: ADJUSTMENTS[kind] ?? 'fee',
    certainty: 'shown',
    what: 'rows',
    usageType: charge === undefined ? undefined : usageType,
    month,
    charge,
    service,
    quantity: undefined,
    cost,
  };
}
