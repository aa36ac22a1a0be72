import type { BilledService } from '../bill/row.js';
import { type Decimal, sum, ZERO } from '../decimal.js';
import { grouped } from '../evidence/wording.js';
import { type ByCase, sumCases } from '../model/case.js';
import type { Charge } from '../model/lines.js';
import type { Month } from '../months.js';
import { type Billed, isUsage, sumOf } from './billed.js';
import type { Cause, QuantityCause } from './causes.js';
import { isRounding, quantityCauses } from './charges.js';
import type { Expected } from './expected.js';
import { type RequestsOfMonth, requestCauses } from './requests.js';

/** The service that bills a charge. */
export function serviceOfCharge(charge: Charge): BilledService {
  if (charge.startsWith('kms-')) return 'kms';
  return charge === 's3-gets' ? 's3' : 'cloudtrail';
}

/** One charge in one month and Region: what is expected and what is billed. */
export interface Cell {
  month: Month;
  region: string;
  charge: Charge;
  expected: readonly Expected[];
  /** Usage, paid or free, and discounts on it. */
  billed: readonly Billed[];
  /** Of one unit, before and after discounts; undefined where the price is not known, and then money is not compared. */
  price: { unit: Decimal; list: Decimal | undefined } | undefined;
}

/** What is known of the month beside the cell. */
export interface CellContext extends Pick<RequestsOfMonth, 'keys' | 'accountsOnBill' | 'observed'> {
  /** Requests of the free tier on the whole bill. */
  freeTierOnBill: Decimal;
}

/** What a cell comes to. */
export interface CellResult {
  cell: Cell;
  quantity: { expected: ByCase<Decimal>; billed: Decimal };
  freeTierQuantity: { expected: Decimal; billed: Decimal };
  /** Of what is billed, usage with its discounts. Undefined where the price is not known. */
  cost: { expected: ByCase<Decimal>; billed: Decimal } | undefined;
  /** What the bill has, whether or not it can be compared. */
  billedCost: Decimal;
  /** Billed usage at the public list price, and what it is billed at after discounts. */
  list: { listCost: Decimal; paidCost: Decimal; paidQuantity: Decimal };
  causes: readonly Cause[];
}

/**
 * Explains a cell. The causes' quantities add up to billed less expected, and so do their costs: a quantity is worth its expected price,
 * free requests their expected price too, and what is left is the price and the discount themselves (METHOD).
 */
export function resultOf(cell: Cell, context: CellContext): CellResult {
  const { charge, expected, region } = cell;
  const used = cell.billed.filter(isUsage);
  const paid = sumOf(used.filter(({ kind }) => kind === 'usage'));
  const free = sumOf(used.filter(({ kind }) => kind === 'free-tier'));
  const discounts = sumOf(cell.billed.filter(({ kind }) => kind === 'discount')).cost;
  const billedCost = paid.cost.plus(free.cost).plus(discounts);
  const expectedCost = costOf(expected);
  const quantities =
    charge === 'kms-requests'
      ? requestCauses({ ...context, region, expected, billed: used })
      : quantityCauses(charge, expected, used, context.keys);
  const result = {
    cell,
    quantity: { expected: sumCases(expected.map(({ quantity }) => quantity)), billed: sumOf(used).quantity },
    freeTierQuantity: { expected: sum(expected.map(({ freeTierQuantity }) => freeTierQuantity)), billed: free.quantity },
    cost: cell.price === undefined || expectedCost === undefined ? undefined : { expected: expectedCost, billed: billedCost },
    billedCost,
    list: { listCost: paid.listCost, paidCost: billedCost, paidQuantity: paid.quantity },
  };
  return { ...result, causes: causesOf(result, quantities, context.freeTierOnBill) };
}

function costOf(expected: readonly Expected[]): ByCase<Decimal> | undefined {
  const costs = expected.map(({ cost }) => cost);
  return costs.includes(undefined) ? undefined : sumCases(costs as ByCase<Decimal>[]);
}

function causesOf(result: Omit<CellResult, 'causes'>, quantities: readonly QuantityCause[], freeTierOnBill: Decimal): Cause[] {
  const { cell, cost } = result;
  const { month, charge, price } = cell;
  const names = { month, charge, service: serviceOfCharge(charge) };
  const priced = quantities.map((cause) => ({ ...names, ...cause, cost: cost && price && cause.quantity.times(price.unit) }));
  if (cost === undefined || price === undefined) return priced;
  const freeTier = freeTierCause(result, price.unit);
  const discount = discountCost(result, price);
  const explained = sum(priced.map((cause) => cause.cost ?? ZERO))
    .plus(freeTier)
    .plus(discount);
  const left = cost.billed.minus(cost.expected.expected).minus(explained);
  return [
    ...priced,
    { ...names, code: 'free-tier', certainty: 'shown', quantity: undefined, cost: freeTier, note: freeTierNote(result, freeTierOnBill) },
    {
      ...names,
      code: 'discount',
      certainty: 'shown',
      quantity: undefined,
      cost: discount,
      note: 'what the bill takes off its list prices, less what was expected',
    },
    { ...names, ...priceCause(result, price), certainty: 'shown', quantity: undefined, cost: left },
  ];
}

/** What more or less is free than expected, at the expected price. */
function freeTierCause({ freeTierQuantity: { expected, billed } }: Omit<CellResult, 'causes'>, unitPrice: Decimal): Decimal {
  return expected.minus(billed).times(unitPrice);
}

function freeTierNote({ freeTierQuantity: { expected, billed } }: Omit<CellResult, 'causes'>, onBill: Decimal): string {
  const [one, other, whole] = [expected, billed, onBill].map((value) => grouped(value.toNumber()));
  return `${one} free requests expected here, ${other} billed as free here, ${whole} on the whole bill`;
}

/** What the bill takes off the list price more than expected (negative), or less. */
function discountCost({ list }: Omit<CellResult, 'causes'>, price: { unit: Decimal; list: Decimal | undefined }): Decimal {
  if (price.list === undefined) return ZERO;
  return list.paidCost.minus(list.listCost).minus(list.paidQuantity.times(price.unit.minus(price.list)));
}

function priceCause({ cell, list }: Omit<CellResult, 'causes'>, price: { unit: Decimal; list: Decimal | undefined }) {
  const expectedPrice = price.list ?? price.unit;
  const atExpected = list.paidQuantity.times(expectedPrice);
  const billedCost = price.list === undefined ? list.paidCost : list.listCost;
  if (isRounding(billedCost.minus(atExpected), billedCost))
    return { code: 'rounding' as const, note: 'the bill rounds the amount of each row' };
  const billed = list.paidQuantity.isZero() ? billedCost : billedCost.div(list.paidQuantity);
  const each = (value: Decimal) => value.toSignificantDigits(6).toFixed();
  const note = `${cell.region}: ${each(billed)} a unit on the bill, ${each(expectedPrice)} expected`;
  return { code: 'price-differs' as const, note };
}
