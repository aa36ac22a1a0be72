// reconciliation: what was expected against what was billed, with causes that add up to the difference.

import { sort } from 'd3-array';
import { byName } from '../base/by-name.js';
import { type Decimal, ZERO } from '../base/decimal.js';
import type { Month } from '../base/months.js';
import { type Billed, type BillTotals, isUsage, sumOf } from '../billed/totals.js';
import type { Expectation } from './expected.js';
import { monthOf } from './month.js';
import type { NotCompared, Reconciliation } from './result.js';
import { wholeOf } from './whole.js';

/** What a reconciliation is asked for. */
export interface ReconcileOptions {
  /** Months wanted; all that both have where absent. */
  months?: readonly Month[];
  /** ARNs or ids of the keys that the logs are encrypted under. */
  keys: readonly string[];
  /** Requests of the free tier that a payer has in a month. */
  freeRequestsPerMonth: Decimal;
}

/**
 * Puts a bill beside what was expected, month by month, with the causes of the difference. Pure: the totals of a bill and the expectation
 * in, the comparison out. A cause is never more than the bill or the logs can show; the rest is named as what it could be. A month without
 * any usage of AWS KMS in the expectation's currency is not compared: a key is billed every hour, so the bill is of something else.
 */
export function reconcile(
  expectation: Expectation,
  totals: BillTotals,
  { months: wanted, keys, freeRequestsPerMonth }: ReconcileOptions,
): Reconciliation {
  const all = totals.groups();
  const isWanted = (month: Month) => wanted === undefined || wanted.includes(month);
  const inCurrency = all.filter(({ currency }) => currency === expectation.currency);
  const billedMonths = [...new Set(inCurrency.filter(isKmsUsage).map(({ month }) => month))].filter(isWanted).sort();
  const expectedMonths = (wanted ?? expectation.months).filter((month) => expectation.months.includes(month));
  const months = expectedMonths.filter((month) => billedMonths.includes(month));
  const groups = inCurrency.filter(({ month }) => months.includes(month));
  const isRequestHere = (group: Billed) => isUsedRequest(group) && group.region !== undefined && expectation.regions.includes(group.region);
  const results = months.map((month) => monthOf(expectation, groups, month, { keys, totals }));
  const compared = new Set(results.flatMap((result) => result.compared));
  const left = groups.filter((group) => !compared.has(group));
  const onlyExpected = (wanted ?? expectation.months).filter((month) => !months.includes(month));
  return {
    expectation,
    months: results.map(({ month }) => month),
    whole: wholeOf(results.map(({ month }) => month)),
    onlyBilled: totals
      .months()
      .filter((month) => isWanted(month) && !months.includes(month))
      .map((month) => ({ month, cost: sumOf(inCurrency.filter((group) => group.month === month)).cost })),
    onlyExpected,
    monthsMissing: wanted === undefined ? [] : onlyExpected,
    regionsWithoutUsage: expectation.regions.filter((region) => !groups.some((group) => isKmsUsage(group) && group.region === region)),
    accounts: sort(new Set(months.flatMap((month) => [...totals.accountsIn(month)])), (account) => account ?? ''),
    keys,
    keysOnBill: [
      ...new Set(
        groups.filter((group) => isRequestHere(group) && group.operation === 'Decrypt').flatMap(({ resourceId }) => resourceId ?? []),
      ),
    ].sort(),
    notCompared: notComparedOf(left),
    beyondFreeTier: beyondFreeTier(groups, freeRequestsPerMonth),
    withoutOperation: sumOf(groups.filter((group) => isRequestHere(group) && group.operation === undefined)).quantity,
    hasAccounts: !groups.some((group) => isRequestHere(group) && group.account === undefined),
    otherCurrencies: otherCurrenciesOf(all, expectation.currency),
  };
}

function isKmsUsage(group: Billed): boolean {
  return group.service === 'kms' && isUsage(group);
}

function isUsedRequest(group: Billed): boolean {
  return group.charge === 'kms-requests' && isUsage(group);
}

function beyondFreeTier(groups: readonly Billed[], most: Decimal): Reconciliation['beyondFreeTier'] {
  const free = groups.filter((group) => isUsedRequest(group) && group.kind === 'free-tier');
  return byName(free, ({ month, payer }) => `${month} ${payer}`)
    .map((own) => ({ month: own[0].month, payer: own[0].payer, quantity: sumOf(own).quantity }))
    .filter(({ quantity }) => quantity.gt(most))
    .sort((one, other) => (`${one.month} ${one.payer}` < `${other.month} ${other.payer}` ? -1 : 1));
}

function notComparedOf(groups: readonly Billed[]): NotCompared[] {
  const namesOf = ({ usageType, service, region, kind }: Billed) => ({
    usageType,
    service,
    region: usageType === undefined ? region : undefined,
    kind,
  });
  const keyOf = ({ usageType = '', service, region, kind }: Pick<NotCompared, 'usageType' | 'service' | 'region' | 'kind'>) =>
    JSON.stringify([usageType, service, region, kind === 'usage' ? '' : kind]);
  return byName(groups, (group) => keyOf(namesOf(group)))
    .map((own): NotCompared => {
      const { quantity, cost } = sumOf(own);
      return { ...namesOf(own[0]), quantity: isUsage(own[0]) ? quantity : ZERO, cost };
    })
    .sort((one, other) => other.cost.abs().cmp(one.cost.abs()) || (keyOf(one) < keyOf(other) ? -1 : 1));
}

function otherCurrenciesOf(groups: readonly Billed[], currency: string): Reconciliation['otherCurrencies'] {
  const others = groups.filter((group) => group.currency !== currency);
  return byName(others, (group) => group.currency)
    .map((own) => ({ currency: own[0].currency, rows: own.reduce((total, { rows }) => total + rows, 0), cost: sumOf(own).cost }))
    .sort((one, other) => (one.currency < other.currency ? -1 : 1));
}
