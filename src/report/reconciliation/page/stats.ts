import type { Decimal } from '../../../base/decimal.js';
import { capitalised } from '../../../base/text.js';
import type { ReadReconciliation } from '../../../reconciliation/result.js';
import { changePercent, countOf, money, moneyPair, percentOf, placesFor } from '../../layout/figures.js';
import type { Stat } from '../../layout/html/page.js';
import { decryptsOf, explainedBy, isPriced, verbOf } from '../answer.js';
import { signed } from '../tables.js';
import { periodOf } from '../wording.js';
import { signedMoney } from './signed.js';

/** What was expected, what is billed, the difference, and how much of it is explained; of requests alone where no price is known. */
export function comparedStats(reconciliation: ReadReconciliation): Stat[] {
  if (!isPriced(reconciliation)) return requestStats(reconciliation);
  const { whole, expectation, bill } = reconciliation;
  const { currency } = expectation;
  const { expected, use, billed } = whole.cost;
  const difference = use.minus(expected.expected);
  const places = placesFor([use, expected.expected]);
  const [is, should] = moneyPair(use, expected.expected, currency);
  const hasRange = !expected.low.eq(expected.high);
  const [from, to] = moneyPair(expected.low, expected.high, currency);
  return [
    { name: capitalised(verbOf(expectation)), value: should, notes: [periodOf(reconciliation), ...(hasRange ? [`${from} to ${to}`] : [])] },
    {
      name: use.eq(billed) ? 'Billed' : 'Billed for usage',
      value: is,
      notes: [
        ...(use.eq(billed) ? [] : [`${money(billed, currency)} with tax, credits and the like`]),
        ...(bill.holes.length === 0 ? [] : ['not the whole bill was read']),
      ],
    },
    {
      name: 'Difference',
      value: withPercent(signedMoney(difference, currency, places), difference, expected.expected),
      notes: hasRange ? [`${placeOf(use, expected)} the range of the estimate`] : [],
      isMain: true,
    },
    ...explainedStats(reconciliation, difference, places),
  ];
}

function withPercent(text: string, difference: Decimal, expected: Decimal): string {
  if (difference.isZero()) return 'none';
  const percent = changePercent(difference, expected);
  return percent === '–' ? text : `${text} (${percent})`;
}

function placeOf(value: Decimal, { low, high }: { low: Decimal; high: Decimal }): string {
  if (value.lt(low)) return 'below';
  return value.gt(high) ? 'above' : 'within';
}

function explainedStats({ whole, expectation: { currency } }: ReadReconciliation, difference: Decimal, places: number): Stat[] {
  const { known, possible } = explainedBy(whole.causes);
  const name = 'Explained';
  if (known.count + possible.count === 0) return [];
  if (possible.count === 0) return [{ name, value: 'all of it', notes: ['the bill and the logs show why'] }];
  const left = possible.cost.isZero()
    ? 'possible causes cancel each other out'
    : `${signedMoney(possible.cost, currency, places)} has no certain cause`;
  if (known.count === 0) return [{ name, value: 'none of it', notes: [left] }];
  const isPart = known.cost.isNegative() === difference.isNegative() && known.cost.abs().lte(difference.abs()) && !known.cost.isZero();
  const sure = known.cost.isZero() ? 'cancel out' : signedMoney(known.cost, currency, places);
  return [
    isPart
      ? { name, value: percentOf(known.cost, difference), notes: [`${sure} has a known cause`, left] }
      : { name: 'Known causes', value: sure, notes: ['as the bill or the logs show', left] },
  ];
}

function requestStats(reconciliation: ReadReconciliation): Stat[] {
  const decrypts = decryptsOf(reconciliation);
  if (decrypts === undefined) return [];
  const { expected, billed } = decrypts;
  const difference = billed.minus(expected.expected);
  const verb = verbOf(reconciliation.expectation);
  const range = expected.low.eq(expected.high) ? [] : [`${countOf(expected.low)} to ${countOf(expected.high)}`];
  return [
    { name: `Decrypt requests ${verb}`, value: countOf(expected.expected), notes: [periodOf(reconciliation), ...range] },
    { name: 'Decrypt requests billed', value: countOf(billed), notes: ['no price is known'] },
    {
      name: 'Difference',
      value: withPercent(signed(difference), difference, expected.expected),
      notes: [],
      isMain: true,
    },
  ];
}
