import { ZERO } from '../decimal.js';
import type { Month } from '../months.js';
import { type Billed, type BillTotals, isUsage, sumOf } from './billed.js';
import type { Expectation } from './expected.js';
import { chargesOf, monthOf } from './month.js';
import type { NotCompared, Reconciliation } from './result.js';
import { wholeOf } from './whole.js';

/** What a reconciliation is asked for. */
export interface ReconcileOptions {
  /** Months wanted; all that both have where absent. */
  months?: readonly Month[];
  /** ARNs or ids of the keys that the logs are encrypted under. */
  keys: readonly string[];
}

/**
 * Puts a bill beside what was expected, month by month, with the causes of the difference. Pure: the totals of a bill and the expectation in,
 * the comparison out. A cause is never more than the bill or the logs can show; the rest is named as what it could be.
 */
export function reconcile(expectation: Expectation, totals: BillTotals, { months: wanted, keys }: ReconcileOptions): Reconciliation {
  const all = totals.groups();
  const isWanted = (month: Month) => wanted === undefined || wanted.includes(month);
  const billedMonths = totals.months().filter(isWanted);
  const months = expectation.months.filter((month) => isWanted(month) && billedMonths.includes(month));
  const groups = all.filter(({ currency, month }) => currency === expectation.currency && months.includes(month));
  const compared = months.map((month) => monthOf(expectation, groups, month, { keys, totals }));
  return {
    expectation,
    months: compared,
    whole: wholeOf(compared),
    onlyBilled: billedMonths.filter((month) => !months.includes(month)),
    onlyExpected: expectation.months.filter((month) => isWanted(month) && !months.includes(month)),
    accounts: [...new Set(months.flatMap((month) => [...totals.accountsIn(month)]))].sort(),
    keysOnBill: [...new Set(groups.filter(isDecryptHere(expectation)).flatMap(({ resourceId }) => resourceId ?? []))].sort(),
    notCompared: notComparedOf(expectation, groups),
    freeWithoutRegion: sumOf(
      groups.filter(({ kind, charge, region }) => kind === 'free-tier' && charge === 'kms-requests' && region === undefined),
    ).quantity,
    otherCurrencies: otherCurrenciesOf(all, expectation.currency),
  };
}

function isDecryptHere({ regions }: Expectation) {
  return ({ charge, operation, region }: Billed) => charge === 'kms-requests' && operation === 'Decrypt' && regions.includes(region ?? '');
}

function notComparedOf(expectation: Expectation, groups: readonly Billed[]): NotCompared[] {
  const charges = chargesOf(expectation);
  const found = new Map<string, NotCompared>();
  for (const group of groups.filter(isUsage)) {
    if (group.charge !== undefined && charges.includes(group.charge) && expectation.regions.includes(group.region ?? '')) continue;
    const what = `${group.usageType === '' ? group.service : group.usageType}${group.kind === 'free-tier' ? ', free tier' : ''}`;
    const before = found.get(what) ?? { what, quantity: ZERO, cost: ZERO };
    found.set(what, { what, quantity: before.quantity.plus(group.quantity), cost: before.cost.plus(group.cost) });
  }
  return [...found.values()].sort((one, other) => other.cost.cmp(one.cost) || (one.what < other.what ? -1 : 1));
}

function otherCurrenciesOf(groups: readonly Billed[], currency: string): Reconciliation['otherCurrencies'] {
  const others = [...new Set(groups.map((group) => group.currency))].filter((other) => other !== currency).sort();
  return others.map((other) => {
    const own = groups.filter((group) => group.currency === other);
    return { currency: other, rows: own.reduce((total, { rows }) => total + rows, 0), cost: sumOf(own).cost };
  });
}
