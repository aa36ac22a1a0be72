import { Decimal, sum, ZERO } from '../base/decimal.js';
import type { Month } from '../base/months.js';
import { type Range, sumCases } from '../base/range.js';
import type { BilledService } from '../bill/row/row.js';
import { type Billed, isUsage, sumOf } from '../billed/totals.js';
import { type AwsCharge, CHARGE } from '../model/charges.js';
import type { Cause, CauseFacts, QuantityCause } from './causes.js';
import { isRounding, quantityCauses } from './charges.js';
import type { Expected } from './expected.js';
import { type RequestsOfMonth, requestCauses } from './requests.js';
import type { ChargeComparison } from './result.js';

/** The service that bills a charge. */
export function serviceOfCharge(charge: AwsCharge): BilledService {
  return CHARGE[charge].service;
}

/** What one unit costs, before and after discounts; the list price is undefined where only the discounted one is known. */
interface UnitPrice {
  unit: Decimal;
  list: Decimal | undefined;
  /** Whether it is the bill's own, since none of the charge is expected. */
  isBilled: boolean;
}

/** One charge in one month and Region: what is expected and what is billed. */
export interface RegionCharge {
  month: Month;
  region: string;
  charge: AwsCharge;
  expected: readonly Expected[];
  /** Usage, paid or free, and discounts on it. */
  billed: readonly Billed[];
  /** Undefined where the price is not known, and then money is not compared. */
  price: UnitPrice | undefined;
}

/** What is known of the month besides. */
export interface RegionChargeContext extends Pick<RequestsOfMonth, 'keys' | 'accountsOnBill' | 'hasOtherServices' | 'observed'> {
  /** Requests of the free tier on the whole bill, and of them those whose rows name no Region. */
  freeTierOnBill: Decimal;
  freeWithoutRegion: Decimal;
}

/** A charge with the causes of its difference. */
export interface ExplainedCharge {
  of: RegionCharge;
  comparison: ChargeComparison;
  /** Free requests that no cause takes: those that may be for the reads that were expected. */
  freeReads: Decimal;
  causes: readonly Cause[];
}

/**
 * Explains a charge. The causes' quantities add up to billed less expected, and so do their costs: what rows show to be paid is worth the
 * expected price, what is more or less free than expected too, and what is left is the price and the discount themselves (METHOD).
 */
export function explainedCharge(of: RegionCharge, context: RegionChargeContext): ExplainedCharge {
  const { charge, expected, region } = of;
  const used = of.billed.filter(isUsage);
  if (used.some(({ rowsWithoutQuantity }) => rowsWithoutQuantity > 0)) return explainedByCost(of);
  const quantities =
    charge === 'kms-requests'
      ? requestCauses({ ...context, region, expected, billed: used })
      : quantityCauses(charge, expected, used, context.keys);
  const comparison = comparisonOf(of);
  const freeReads = comparison.freeTierQuantity.billed.minus(sum(quantities.map(({ free = ZERO }) => free)));
  return {
    of,
    comparison,
    freeReads,
    causes: causesOf(of, comparison, quantities, { ...context, freeReads }),
  };
}

/** Where rows do not say how much was used, only their cost can be compared, and nothing says why it differs. */
function explainedByCost(of: RegionCharge): ExplainedCharge {
  const { month, charge } = of;
  const comparison = comparisonOf(of);
  const { cost, quantity } = comparison;
  const cause: Cause = {
    code: 'quantity-unknown',
    certainty: 'possible',
    month,
    charge,
    service: serviceOfCharge(charge),
    quantity: quantity.billed.minus(quantity.expected.expected),
    cost: cost?.billed.minus(cost.expected.expected),
  };
  return { of, comparison, freeReads: comparison.freeTierQuantity.billed, causes: [cause] };
}

function comparisonOf({ charge, expected, billed, price }: RegionCharge): ChargeComparison {
  const used = billed.filter(isUsage);
  const usage = sumOf(used.filter(({ kind }) => kind === 'usage'));
  const free = sumOf(used.filter(({ kind }) => kind === 'free-tier'));
  const discounts = sumOf(billed.filter(({ kind }) => kind === 'discount')).cost;
  const billedCost = usage.cost.plus(free.cost).plus(discounts);
  const expectedCost = costOf(expected);
  return {
    charge,
    quantity: { expected: sumCases(expected.map(({ quantity }) => quantity)), billed: sumOf(used).quantity },
    freeTierQuantity: { expected: sum(expected.map(({ freeTierQuantity }) => freeTierQuantity)), billed: free.quantity },
    cost: price === undefined || expectedCost === undefined ? undefined : { expected: expectedCost, billed: billedCost },
    billedCost,
    paid: { quantity: usage.quantity, usageCost: usage.cost.plus(free.cost), discounts, listCost: usage.listCost },
  };
}

function costOf(expected: readonly Expected[]): Range<Decimal> | undefined {
  const costs = expected.map(({ cost }) => cost);
  return costs.every((cost) => cost !== undefined) ? sumCases(costs) : undefined;
}

/** A price that the bill's own sums give has no end of digits; what they leave belongs to the usage. */
function withRest([first, ...others]: readonly Cause[], left: Decimal): Cause[] {
  return first === undefined ? [] : [{ ...first, cost: first.cost?.plus(left) }, ...others];
}

interface FreeRequests extends Pick<RegionChargeContext, 'freeTierOnBill' | 'freeWithoutRegion'> {
  freeReads: Decimal;
}

function causesOf(of: RegionCharge, comparison: ChargeComparison, quantities: readonly QuantityCause[], free: FreeRequests): Cause[] {
  const { month, charge, price } = of;
  const { cost } = comparison;
  const names = { month, charge, service: serviceOfCharge(charge) };
  const costed = quantities.map(({ free: freePart = ZERO, ...cause }) => ({
    ...names,
    ...cause,
    cost: cost && price && cause.quantity.minus(freePart).times(price.unit),
  }));
  if (cost === undefined || price === undefined) return costed;
  const ofMoney = { ...names, certainty: 'shown' as const, quantity: undefined };
  const freeTier = freeTierCauses(comparison, free, price.unit).map((cause): Cause => ({ ...ofMoney, ...cause }));
  const discount: Cause = { ...ofMoney, code: 'discount', what: 'list-prices', cost: discountCost(comparison, price) };
  const explained = [...costed, ...freeTier, discount];
  const left = cost.billed.minus(cost.expected.expected).minus(sum(explained.map((cause) => cause.cost ?? ZERO)));
  if (price.isBilled) return withRest(explained, left);
  return [...explained, { ...ofMoney, ...priceFacts(of, comparison, price, left), cost: left }];
}

/**
 * More of the free tier than expected, or less. What other rows of the bill have of it is used elsewhere; the rest is not on this bill or
 * used by nobody. Free requests whose rows name no Region may be for these reads, so then the cause is only possible.
 */
function freeTierCauses({ freeTierQuantity: { expected } }: ChargeComparison, free: FreeRequests, unitPrice: Decimal) {
  const { freeReads, freeTierOnBill, freeWithoutRegion } = free;
  const less = expected.minus(freeReads);
  const elsewhere = less.isNegative() ? less : Decimal.min(less, freeTierOnBill.minus(freeReads));
  const facts = { expected, onBillAtMost: freeReads.plus(freeWithoutRegion), onWholeBill: freeTierOnBill };
  const certainty = freeWithoutRegion.isZero() ? ('shown' as const) : ('possible' as const);
  return [
    { code: 'free-tier' as const, ...facts, certainty, cost: elsewhere.times(unitPrice) },
    { code: 'free-tier-unused' as const, ...facts, certainty: 'possible' as const, cost: less.minus(elsewhere).times(unitPrice) },
  ];
}

/** Whether the bill says at which list price its usage is, or it is at the expected one without saying so. */
function listCostOf({ paid }: ChargeComparison, { list }: UnitPrice): Decimal | undefined {
  if (paid.listCost !== undefined || list === undefined) return paid.listCost;
  // Discounts in rows of their own are on list prices.
  if (!paid.discounts.isZero()) return paid.usageCost;
  return isRounding(paid.usageCost.minus(paid.quantity.times(list)), paid.usageCost) ? paid.usageCost : undefined;
}

/** What the bill takes off its list prices beyond what was expected (negative), or less; its discount rows where it has no list prices. */
function discountCost(comparison: ChargeComparison, price: UnitPrice): Decimal {
  const { usageCost, discounts, quantity } = comparison.paid;
  const listCost = listCostOf(comparison, price);
  if (price.list === undefined || listCost === undefined) return discounts;
  return usageCost
    .plus(discounts)
    .minus(listCost)
    .minus(quantity.times(price.unit.minus(price.list)));
}

function priceFacts({ region }: RegionCharge, comparison: ChargeComparison, price: UnitPrice, left: Decimal): CauseFacts {
  const { paid, billedCost } = comparison;
  if (isRounding(left, billedCost)) return { code: 'rounding', what: 'amount' };
  const listCost = listCostOf(comparison, price);
  const perUnit = (cost: Decimal) => (paid.quantity.isZero() ? undefined : cost.div(paid.quantity).toSignificantDigits(UNIT_PRICE_DIGITS));
  return price.list === undefined || listCost === undefined
    ? { code: 'price-differs', region, isListPrice: false, billed: perUnit(paid.usageCost), expected: price.unit }
    : { code: 'price-differs', region, isListPrice: true, billed: perUnit(listCost), expected: price.list };
}

/** Bills round amounts, so a price that follows from them has no more digits. */
const UNIT_PRICE_DIGITS = 6;
