import { type Decimal, sum } from '../decimal.js';
import { sumCases } from '../model/case.js';
import { type Cause, ranked } from './causes.js';
import type { ChargeComparison, MonthReconciliation, OperationComparison, WholeReconciliation } from './result.js';

/** All months added up. */
export function wholeOf(months: readonly MonthReconciliation[]): WholeReconciliation {
  return {
    operations: byName(
      months.flatMap(({ operations }) => operations),
      ({ operation }) => operation,
    ).map(addedOperations),
    charges: byName(
      months.flatMap(({ charges }) => charges),
      ({ charge }) => charge,
    ).map(addedCharges),
    cost: {
      expected: sumCases(months.map(({ cost }) => cost.expected)),
      billed: sum(months.map(({ cost }) => cost.billed)),
    },
    causes: ranked(
      byName(
        months.flatMap(({ causes }) => causes),
        causeName,
      ).map(addedCauses),
    ),
  };
}

function byName<T>(all: readonly T[], nameOf: (each: T) => string): (readonly [T, ...T[]])[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const each of all) {
    const known = groups.get(nameOf(each));
    if (known === undefined) groups.set(nameOf(each), [each]);
    else known.push(each);
  }
  return [...groups.values()];
}

/** A cause may work one way in one month and the other way in another: these stay apart. */
function causeName({ code, certainty, charge, service, quantity, cost }: Cause): string {
  return JSON.stringify([code, certainty, charge, service, (cost ?? quantity)?.isNegative()]);
}

function addedOperations(all: readonly [OperationComparison, ...OperationComparison[]]): OperationComparison {
  return {
    operation: all[0].operation,
    expected: sumCases(all.map(({ expected }) => expected)),
    billed: sum(all.map(({ billed }) => billed)),
    freeTier: sum(all.map(({ freeTier }) => freeTier)),
    cost: sum(all.map(({ cost }) => cost)),
  };
}

function addedCharges(all: readonly [ChargeComparison, ...ChargeComparison[]]): ChargeComparison {
  const costs = all.flatMap(({ cost }) => cost ?? []);
  const total = (pick: (each: ChargeComparison) => Decimal) => sum(all.map(pick));
  return {
    charge: all[0].charge,
    quantity: { expected: sumCases(all.map(({ quantity }) => quantity.expected)), billed: total(({ quantity }) => quantity.billed) },
    freeTierQuantity: {
      expected: total(({ freeTierQuantity }) => freeTierQuantity.expected),
      billed: total(({ freeTierQuantity }) => freeTierQuantity.billed),
    },
    cost:
      costs.length < all.length
        ? undefined
        : { expected: sumCases(costs.map(({ expected }) => expected)), billed: sum(costs.map(({ billed }) => billed)) },
    billedCost: total(({ billedCost }) => billedCost),
    list: {
      listCost: total(({ list }) => list.listCost),
      paidCost: total(({ list }) => list.paidCost),
      paidQuantity: total(({ list }) => list.paidQuantity),
    },
  };
}

function addedCauses(all: readonly [Cause, ...Cause[]]): Cause {
  const [most] = ranked(all);
  const first = most ?? all[0];
  const known = (values: readonly (Decimal | undefined)[]) => {
    const present = values.filter((value) => value !== undefined);
    return present.length === 0 ? undefined : sum(present);
  };
  const areAlike = all.every(({ note }) => note === first.note);
  return {
    ...first,
    quantity: known(all.map(({ quantity }) => quantity)),
    cost: known(all.map(({ cost }) => cost)),
    note: areAlike ? first.note : `${first.note} (${first.month})`,
  };
}
