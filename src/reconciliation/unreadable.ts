import { byName } from '../base/by-name.js';
import { sum, ZERO } from '../base/decimal.js';
import type { Month } from '../base/months.js';
import { Certain, sumCases } from '../base/range.js';
import { RECONCILED_SERVICES } from '../bill/row/row.js';
import { type Billed, sumOf } from '../billed/totals.js';
import type { Cause } from './causes.js';
import { serviceOfCharge } from './region-charge.js';
import type { ChargeComparison, UnreadableUsage } from './result.js';

type Cost = UnreadableUsage['cost'];

/**
 * The services of which something is expected and usage cannot be read in a month.
 *
 * @param comparisons of all charges expected
 */
export function unreadableUsage(
  ofMonth: readonly Billed[],
  comparisons: readonly ChargeComparison[],
  regions: readonly string[],
): UnreadableUsage[] {
  return RECONCILED_SERVICES.flatMap((service) => {
    const own = unreadRows(ofMonth, regions).filter((group) => group.service === service);
    const charges = comparisons.filter(({ charge }) => serviceOfCharge(charge) === service);
    if (own.length === 0 || charges.length === 0) return [];
    const rowsCost = sumOf(own).cost;
    const known = addedCosts(charges.map(({ cost }) => cost));
    const isWhole = known === undefined || !isLittle(own, charges, known);
    const ofWhole = known && { ...known, billed: known.billed.plus(rowsCost) };
    const cost = isWhole ? ofWhole : { expected: new Certain(ZERO), billed: rowsCost };
    return [{ service, rows: own.reduce((total, { rows }) => total + rows, 0), rowsCost, isWhole, cost }];
  });
}

const LITTLE_SHARE = '0.01';

/**
 * Whether rows are so few that they change no other figure: neither their money nor their quantity is more than a hundredth of what can be
 * read, and they do not make up for what that differs from what was expected.
 */
function isLittle(own: readonly Billed[], charges: readonly ChargeComparison[], { expected, billed }: NonNullable<Cost>): boolean {
  const { cost, quantity } = sumOf(own);
  const difference = billed.minus(expected.expected).abs();
  const quantities = sum(charges.map((charge) => charge.quantity.billed));
  const isSmall = cost.abs().lte(billed.times(LITTLE_SHARE)) && quantity.abs().lte(quantities.times(LITTLE_SHARE));
  return isSmall && (difference.isZero() || difference.gt(cost.abs()));
}

/** Free usage of CloudTrail and GuardDuty is of no interest; of AWS KMS there may be requests in it. */
export function unreadRows(ofMonth: readonly Billed[], regions: readonly string[]): Billed[] {
  return ofMonth.filter(
    ({ isUnread, service, cost, region }) =>
      isUnread && (service === 'kms' || !cost.isZero()) && (region === undefined || regions.includes(region)),
  );
}

/** The whole difference of a service, since nothing says which of its charges it is of; or the money of some rows beside them. */
export function unreadableCause({ service, rowsCost, cost }: UnreadableUsage, month: Month): Cause {
  return {
    code: 'usage-unreadable',
    certainty: 'possible',
    rowsCost,
    month,
    charge: undefined,
    service,
    quantity: undefined,
    cost: cost?.billed.minus(cost.expected.expected),
  };
}

/** Of several months as one. */
export function addedUnreadable(all: readonly UnreadableUsage[]): UnreadableUsage[] {
  return byName(all, ({ service }) => service).map((own) => ({
    service: own[0].service,
    rows: own.reduce((total, { rows }) => total + rows, 0),
    rowsCost: sum(own.map(({ rowsCost }) => rowsCost)),
    isWhole: own.some(({ isWhole }) => isWhole),
    cost: addedCosts(own.map(({ cost }) => cost)),
  }));
}

/** Known where all are. */
function addedCosts(costs: readonly Cost[]): Cost {
  return costs.every((cost) => cost !== undefined)
    ? { expected: sumCases(costs.map(({ expected }) => expected)), billed: sum(costs.map(({ billed }) => billed)) }
    : undefined;
}
