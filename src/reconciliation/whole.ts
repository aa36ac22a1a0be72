import { byName } from '../base/by-name.js';
import { sum } from '../base/decimal.js';
import { sumCases } from '../base/range.js';
import { addedCharges, addedOperations } from './added.js';
import { causesOfMonths, ranked } from './causes.js';
import type { MonthReconciliation, WholeReconciliation } from './result.js';
import { addedUnreadable } from './unreadable.js';

/** All months added up. */
export function wholeOf(months: readonly MonthReconciliation[]): WholeReconciliation {
  return {
    operations: byName(
      months.flatMap((month) => month.operations),
      ({ operation }) => operation,
    ).map(addedOperations),
    charges: byName(
      months.flatMap((month) => month.charges),
      ({ charge }) => charge,
    ).map(addedCharges),
    unreadable: addedUnreadable(months.flatMap(({ unreadable }) => unreadable)),
    cost: {
      expected: sumCases(months.map(({ cost }) => cost.expected)),
      billed: sum(months.map(({ cost }) => cost.billed)),
      use: sum(months.map(({ cost }) => cost.use)),
      netUse: sum(months.map(({ cost }) => cost.netUse)),
    },
    causes: ranked(causesOfMonths(months.flatMap((month) => month.causes))),
  };
}
