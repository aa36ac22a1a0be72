import { type Decimal, sum } from '../base/decimal.js';
import { sumCases } from '../base/range.js';
import type { ChargeComparison, OperationComparison } from './result.js';

/** A charge of several Regions or months as one; its money is known where that of all parts is. */
export function addedCharges(all: readonly [ChargeComparison, ...ChargeComparison[]]): ChargeComparison {
  const costs = all.map(({ cost }) => cost);
  const total = (pick: (each: ChargeComparison) => Decimal) => sum(all.map(pick));
  const listCosts = all.map(({ paid }) => paid.listCost);
  return {
    charge: all[0].charge,
    quantity: { expected: sumCases(all.map(({ quantity }) => quantity.expected)), billed: total(({ quantity }) => quantity.billed) },
    freeTierQuantity: {
      expected: total(({ freeTierQuantity }) => freeTierQuantity.expected),
      billed: total(({ freeTierQuantity }) => freeTierQuantity.billed),
    },
    cost: costs.every((cost) => cost !== undefined)
      ? { expected: sumCases(costs.map(({ expected }) => expected)), billed: sum(costs.map(({ billed }) => billed)) }
      : undefined,
    billedCost: total(({ billedCost }) => billedCost),
    paid: {
      quantity: total(({ paid }) => paid.quantity),
      usageCost: total(({ paid }) => paid.usageCost),
      discounts: total(({ paid }) => paid.discounts),
      listCost: knownSum(listCosts),
    },
  };
}

/** An operation of several months as one. */
export function addedOperations(all: readonly [OperationComparison, ...OperationComparison[]]): OperationComparison {
  return {
    operation: all[0].operation,
    expected: sumCases(all.map(({ expected }) => expected)),
    billed: sum(all.map(({ billed }) => billed)),
    freeTier: sum(all.map(({ freeTier }) => freeTier)),
    cost: sum(all.map(({ cost }) => cost)),
  };
}

/** The sum of what is known altogether; undefined where a part is not. */
export function knownSum(values: readonly (Decimal | undefined)[]): Decimal | undefined {
  return values.every((value) => value !== undefined) ? sum(values) : undefined;
}
