import type { BilledKind, BilledService } from '../bill/row.js';
import { type Decimal, sum } from '../decimal.js';
import { sumCases } from '../model/case.js';
import { CHARGES, type Charge } from '../model/lines.js';
import type { Month } from '../months.js';
import { type Billed, type BillTotals, isUsage, sumOf } from './billed.js';
import { type Cause, type CauseCode, merged, ranked } from './causes.js';
import { type Cell, type CellResult, resultOf, serviceOfCharge } from './cell.js';
import { type Expectation, type Expected, payersOf } from './expected.js';
import { isOneOf } from './requests.js';
import type { ChargeComparison, MonthReconciliation, OperationComparison } from './result.js';

/** What is asked of every month alike. */
export interface MonthContext {
  keys: readonly string[];
  totals: BillTotals;
}

/** One month, billed against expected. */
export function monthOf(
  expectation: Expectation,
  groups: readonly Billed[],
  month: Month,
  { keys, totals }: MonthContext,
): MonthReconciliation {
  const ofMonth = groups.filter((group) => group.month === month);
  const freeTier = sumOf(ofMonth.filter(({ kind, charge }) => kind === 'free-tier' && charge === 'kms-requests')).quantity;
  const context = { keys, accountsOnBill: totals.accountsIn(month), observed: expectation.observed.get(month), freeTierOnBill: freeTier };
  const results = cellsOf(expectation, ofMonth, month).map((cell) => resultOf(cell, context));
  const charges = chargesOf(expectation).map((charge) => chargeComparison(charge, results));
  const comparable = charges.flatMap(({ cost }) => cost ?? []);
  const services = new Set(charges.filter(({ cost }) => cost !== undefined).map(({ charge }) => serviceOfCharge(charge)));
  const adjustments = ofMonth.filter((group) => isOnService(group, services, expectation));
  const unpriced = charges.filter(({ cost }) => cost === undefined).map(({ charge }) => charge);
  const ofCells = results.flatMap((result) => result.causes.map((cause) => withoutCost(cause, unpriced)));
  const causes = merged([...ofCells, ...adjustments.map(adjustmentCause)]);
  return {
    month,
    operations: operationsOf(results),
    charges,
    cost: {
      expected: sumCases(comparable.map(({ expected }) => expected)),
      billed: sum(comparable.map(({ billed }) => billed)).plus(sumOf(adjustments).cost),
    },
    freeTier: {
      whole: freeTier,
      here: sum(results.filter(({ cell }) => cell.charge === 'kms-requests').map(({ freeTierQuantity }) => freeTierQuantity.billed)),
      reads: sumOf(results.flatMap(({ cell }) => freeReads(cell, keys))).quantity,
    },
    hasPaidRequests: ofMonth.some(({ kind, charge }) => kind === 'usage' && charge === 'kms-requests'),
    discounted: discountedServices(ofMonth),
    causes: ranked(causes),
  };
}

function freeReads({ charge, billed, expected }: Cell, keys: readonly string[]): Billed[] {
  const payers = payersOf(expected);
  return billed.filter(
    ({ kind, operation, account, resourceId }) =>
      charge === 'kms-requests' &&
      kind === 'free-tier' &&
      operation === 'Decrypt' &&
      payers?.has(account) !== false &&
      (keys.length === 0 || resourceId === undefined || isOneOf(resourceId, keys)),
  );
}

function discountedServices(ofMonth: readonly Billed[]): MonthReconciliation['discounted'] {
  return (['kms', 'cloudtrail'] as const).map((service) => {
    const own = ofMonth.filter((group) => group.service === service);
    const used = sumOf(own.filter(({ kind }) => kind === 'usage'));
    return { service, listCost: used.listCost, cost: used.cost.plus(sumOf(own.filter(({ kind }) => kind === 'discount')).cost) };
  });
}

/** Charges that are expected in any month. */
export function chargesOf({ entries }: Expectation): Charge[] {
  return CHARGES.filter((charge) => entries.some((entry) => entry.charge === charge));
}

function cellsOf(expectation: Expectation, ofMonth: readonly Billed[], month: Month): Cell[] {
  return chargesOf(expectation).flatMap((charge) =>
    expectation.regions.map((region): Cell => {
      const ofCharge = expectation.entries.filter((entry) => entry.charge === charge && entry.region === region);
      return {
        month,
        region,
        charge,
        expected: ofCharge.filter((entry) => entry.month === month),
        billed: ofMonth.filter(
          (group) => group.charge === charge && group.region === region && (isUsage(group) || group.kind === 'discount'),
        ),
        price: priceOf(ofCharge, month),
      };
    }),
  );
}

/** Of the month itself where anything is expected in it. */
function priceOf(entries: readonly Expected[], month: Month): Cell['price'] {
  const known = entries.find((entry) => entry.month === month) ?? entries[0];
  return known?.unitPrice === undefined ? undefined : { unit: known.unitPrice, list: known.listUnitPrice };
}

function chargeComparison(charge: Charge, results: readonly CellResult[]): ChargeComparison {
  const own = results.filter(({ cell }) => cell.charge === charge);
  const costs = own.map(({ cost }) => cost);
  const known = costs.filter((cost) => cost !== undefined);
  const total = (pick: (result: CellResult) => Decimal) => sum(own.map(pick));
  return {
    charge,
    quantity: { expected: sumCases(own.map(({ quantity }) => quantity.expected)), billed: total(({ quantity }) => quantity.billed) },
    freeTierQuantity: {
      expected: total(({ freeTierQuantity }) => freeTierQuantity.expected),
      billed: total(({ freeTierQuantity }) => freeTierQuantity.billed),
    },
    cost:
      known.length < costs.length
        ? undefined
        : { expected: sumCases(known.map(({ expected }) => expected)), billed: sum(known.map(({ billed }) => billed)) },
    billedCost: total(({ billedCost }) => billedCost),
    list: {
      listCost: total(({ list }) => list.listCost),
      paidCost: total(({ list }) => list.paidCost),
      paidQuantity: total(({ list }) => list.paidQuantity),
    },
  };
}

function operationsOf(results: readonly CellResult[]): OperationComparison[] {
  const requests = results.filter(({ cell }) => cell.charge === 'kms-requests').map(({ cell }) => cell);
  const billed = requests.flatMap((cell) => cell.billed.filter(isUsage));
  const expected = requests.flatMap((cell) => cell.expected);
  const names = new Set(['Decrypt', 'GenerateDataKey', ...[...expected, ...billed].map(({ operation }) => operation)]);
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
function isOnService(group: Billed, services: ReadonlySet<BilledService>, { regions, entries }: Expectation): boolean {
  const { service, kind, charge, region, usageType } = group;
  if (isUsage(group) || !services.has(service)) return false;
  if (charge === undefined) return usageType === '' && (region === undefined || regions.includes(region));
  const isCompared = regions.includes(region ?? '') && entries.some((entry) => entry.charge === charge);
  return isCompared && kind !== 'discount';
}

/** Money of a charge is compared in all Regions or in none. */
function withoutCost(cause: Cause, unpriced: readonly Charge[]): Cause {
  return cause.charge !== undefined && unpriced.includes(cause.charge) ? { ...cause, cost: undefined } : cause;
}

const ADJUSTMENTS: Record<BilledKind, CauseCode> = {
  usage: 'fee',
  'free-tier': 'fee',
  tax: 'tax',
  credit: 'credit',
  refund: 'refund',
  discount: 'discount',
  fee: 'fee',
  other: 'fee',
};

/** What reports call the services that bill the charges. */
const SERVICE_NAMES: Partial<Record<BilledService, string>> = { kms: 'AWS KMS', cloudtrail: 'AWS CloudTrail' };

function adjustmentCause({ month, service, kind, charge, cost }: Billed): Cause {
  return {
    code: ADJUSTMENTS[kind],
    certainty: 'shown',
    month,
    charge,
    service,
    quantity: undefined,
    cost,
    note: `on ${SERVICE_NAMES[service]} as a whole`,
  };
}
