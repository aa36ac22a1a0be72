import { type Decimal, sum } from '../base/decimal.js';
import { sumCases } from '../base/range.js';
import { addedCharges, addedOperations, byName } from './added.js';
import { type Cause, ranked } from './causes.js';
import type { MonthReconciliation, WholeReconciliation } from './result.js';

/** All months added up. */
export function wholeOf(months: readonly MonthReconciliation[]): WholeReconciliation {
  const causes = months.flatMap((month) => month.causes);
  return {
    operations: byName(
      months.flatMap((month) => month.operations),
      ({ operation }) => operation,
    ).map(addedOperations),
    charges: byName(
      months.flatMap((month) => month.charges),
      ({ charge }) => charge,
    ).map(addedCharges),
    cost: {
      expected: sumCases(months.map(({ cost }) => cost.expected)),
      billed: sum(months.map(({ cost }) => cost.billed)),
      use: sum(months.map(({ cost }) => cost.use)),
    },
    causes: ranked(byName(causes, keyOf).map(addedCauses)),
  };
}

/** A cause may work one way in one month and the other way in another: these stay apart. */
function keyOf({ code, certainty, charge, service, quantity, cost }: Cause): string {
  return JSON.stringify([code, certainty, charge, service, (cost ?? quantity)?.isNegative()]);
}

function addedCauses(all: readonly [Cause, ...Cause[]]): Cause {
  const [most = all[0]] = ranked(all);
  const known = (values: readonly (Decimal | undefined)[]) => {
    const present = values.filter((value) => value !== undefined);
    return present.length === 0 ? undefined : sum(present);
  };
  const areAlike = all.every(({ note }) => note === most.note);
  return {
    ...most,
    quantity: known(all.map(({ quantity }) => quantity)),
    cost: known(all.map(({ cost }) => cost)),
    note: areAlike ? most.note : `${most.note} (${most.month})`,
  };
}
