import { greatest } from 'd3-array';
import { sum, ZERO } from '../../base/decimal.js';
import { sumCases } from '../../base/range.js';
import type { Cause } from '../../reconciliation/causes.js';
import type { ReadReconciliation } from '../../reconciliation/result.js';
import { changePercent, countOf, money, moneyPair, moreOrLess } from '../layout/figures.js';
import { BESIDE_USE, CERTAINTY_NAMES, causeName, periodOf } from './wording.js';

/** Whether any charge has a price, so that money can be compared. */
function isPriced({ whole }: ReadReconciliation): boolean {
  return whole.charges.some(({ cost }) => cost !== undefined);
}

/** Of use, which is what an estimate is of; tax and credits come after it. */
export function headlineOf(reconciliation: ReadReconciliation): string {
  const { whole, expectation } = reconciliation;
  const { expected, use, billed } = whole.cost;
  const of = use.eq(billed) ? '' : ' for use';
  const over = periodOf(reconciliation);
  if (!isPriced(reconciliation)) return `${over}: no price is known, so only requests are compared. ${requestsText(reconciliation)}`;
  const [is, should] = moneyPair(use, expected.expected, expectation.currency);
  const difference = use.minus(expected.expected);
  const why = shownText(whole.causes, expectation.currency);
  if (difference.isZero()) return `${over}: billed ${is}${of}, as ${VERBS[expectation.kind]}.${why === '' ? '' : ` ${why}`}`;
  const percent = changePercent(difference, expected.expected);
  const more = `${moreOrLess(difference, expectation.currency)}${percent === '–' ? '' : ` (${percent})`}`;
  return `${over}: billed ${is}${of}, ${VERBS[expectation.kind]} ${should}: ${more}. ${why}`;
}

const VERBS = { estimate: 'estimated', measurement: 'counted' };

const CANCELS = 'cancels out';

/** What of the difference bill and logs show; empty where there is nothing to explain. */
function shownText(causes: readonly Cause[], currency: string): string {
  const ofUse = causes.filter(({ code, cost }) => !BESIDE_USE.includes(code) && code !== 'rounding' && cost?.isZero() === false);
  const [possible, shown] = [
    ofUse.filter(({ certainty }) => certainty === 'possible'),
    ofUse.filter(({ certainty }) => certainty !== 'possible'),
  ];
  if (ofUse.length === 0) return '';
  if (possible.length === 0) return 'Bill and logs show why.';
  const costOf = (list: readonly Cause[]) => sum(list.map(({ cost }) => cost ?? ZERO));
  const [known, unknown] = [costOf(shown), costOf(possible)];
  const left = unknown.isZero() ? undefined : moreOrLess(unknown, currency);
  if (shown.length === 0) return `Neither bill nor logs show why; what is possible ${left === undefined ? CANCELS : `makes ${left}`}.`;
  return `What bill and logs show makes ${moreOrLess(known, currency)}, what they cannot tell apart ${left ?? CANCELS}.`;
}

export function leadOf(reconciliation: ReadReconciliation): string | undefined {
  const texts = isPriced(reconciliation) ? [requestsText(reconciliation), usageText(reconciliation)].filter((text) => text !== '') : [];
  return texts.length === 0 ? undefined : texts.join(' ');
}

/** Whether an estimate holds, and what is billed beside use. */
function usageText({ whole, expectation }: ReadReconciliation): string {
  const { expected, use, billed } = whole.cost;
  const [from, to] = moneyPair(expected.low, expected.high, expectation.currency);
  const place = use.lt(expected.low) ? 'below' : use.gt(expected.high) ? 'above' : 'within';
  return [
    ...(expected.low.eq(expected.high) ? [] : [`The cost is ${place} the range of the estimate, ${from} to ${to}.`]),
    ...(use.eq(billed) ? [] : [`With tax, credits and the like the bill has ${money(billed, expectation.currency)}.`]),
  ].join(' ');
}

function requestsText({ whole, expectation }: ReadReconciliation): string {
  const reads = whole.operations.filter(({ operation }) => operation === undefined || operation === 'Decrypt');
  if (reads.length === 0) return '';
  const expected = sumCases(reads.map((each) => each.expected));
  const billed = sum(reads.map((each) => each.billed));
  const difference = billed.minus(expected.expected);
  const range = expected.low.eq(expected.high) ? '' : ` (${countOf(expected.low)} to ${countOf(expected.high)})`;
  const direction = difference.isZero() ? 'as many' : `${countOf(difference.abs())} ${difference.gt(0) ? 'more' : 'fewer'}`;
  return (
    `Decrypts: ${countOf(billed)} billed, ${countOf(expected.expected)} ` +
    `${VERBS[expectation.kind]}${range}, ${direction}${mostText(whole.causes)}.`
  );
}

/** Which cause explains most of the Decrypts. */
function mostText(causes: readonly Cause[]): string {
  const sizeOf = ({ quantity = ZERO }: Cause) => quantity.abs();
  const most = greatest(
    causes.filter(({ charge, quantity, code }) => charge === 'kms-requests' && quantity !== undefined && code !== 'other-kms-use'),
    (one, other) => sizeOf(one).cmp(sizeOf(other)),
  );
  return most === undefined ? '' : `; most by ${causeName(most)} (${CERTAINTY_NAMES[most.certainty]})`;
}
