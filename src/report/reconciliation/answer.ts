import { greatest } from 'd3-array';
import { type Decimal, sum, ZERO } from '../../base/decimal.js';
import { type Range, sumCases } from '../../base/range.js';
import { counted } from '../../base/text.js';
import type { Cause } from '../../reconciliation/causes.js';
import type { Expectation } from '../../reconciliation/expected.js';
import type { ReadReconciliation } from '../../reconciliation/result.js';
import { changePercent, countOf, money, moneyPair, moreOrLess, placesFor } from '../layout/figures.js';
import { costName, SERVICE_NAMES } from '../read-bill/words.js';
import { BESIDE_USE, CERTAINTY_NAMES, causeName, periodOf, untilText } from './wording.js';

/** Whether any charge has a price, so that money can be compared. */
export function isPriced({ whole }: ReadReconciliation): boolean {
  return [...whole.charges, ...whole.unreadable].some(({ cost }) => cost !== undefined);
}

/** Money that cannot be split comes first: every other figure is without it. */
export function headlineOf(reconciliation: ReadReconciliation): string {
  const { unreadable } = reconciliation.whole;
  const { currency } = reconciliation.expectation;
  const unsplit = unreadable.map(
    ({ service, rowsCost, rows }) =>
      `${money(rowsCost, currency)} of ${SERVICE_NAMES[service]} cannot be split, since ${counted(rows, 'row')} of the bill ` +
      `${rows === 1 ? 'does' : 'do'} not say what ${rows === 1 ? 'it is' : 'they are'} for.`,
  );
  return [...unsplit, comparedText(reconciliation)].join(' ');
}

/** Of usage, which is what an estimate is of; tax and credits come after it. */
function comparedText(reconciliation: ReadReconciliation): string {
  const { whole, expectation } = reconciliation;
  const { currency } = expectation;
  const { expected, use, billed } = whole.cost;
  const of = use.eq(billed) ? '' : ' for usage';
  const over = `${periodOf(reconciliation)}${untilText(reconciliation)}`;
  if (!isPriced(reconciliation)) return `${over}: no price is known, so only requests are compared. ${requestsText(reconciliation)}`;
  const [is, should] = moneyPair(use, expected.expected, currency);
  const difference = use.minus(expected.expected);
  const places = placesFor([use, expected.expected]);
  const why = causesText(whole.causes, currency, places);
  if (difference.isZero()) return `${over}: billed ${is}${of}, as ${verbOf(expectation)}.${why === '' ? '' : ` ${why}`}`;
  const percent = changePercent(difference, expected.expected);
  const more = `${moreOrLess(difference, currency, places)}${percent === '–' ? '' : ` (${percent})`}`;
  return `${over}: billed ${is}${of}, ${verbOf(expectation)} ${should}: ${more}. ${why}`;
}

const VERBS = { estimate: 'estimated', measurement: 'counted' };

/** How it is known what was expected: `estimated`, or of months that are not over `estimated pro rata`. */
export function verbOf({ kind, parts }: Expectation): string {
  return parts.size === 0 ? VERBS[kind] : `${VERBS[kind]} pro rata`;
}

/** Causes of a kind: how many have an amount, and their sum. */
interface Explained {
  count: number;
  cost: Decimal;
}

/** How much of the difference in usage the bill or the logs show the cause of, and how much has a possible cause alone. */
export function explainedBy(causes: readonly Cause[]): { known: Explained; possible: Explained } {
  const ofUse = causes.filter(({ code, cost }) => !BESIDE_USE.includes(code) && code !== 'rounding' && cost?.isZero() === false);
  const explained = (list: readonly Cause[]) => ({ count: list.length, cost: sum(list.map(({ cost }) => cost ?? ZERO)) });
  return {
    known: explained(ofUse.filter(({ certainty }) => certainty !== 'possible')),
    possible: explained(ofUse.filter(({ certainty }) => certainty === 'possible')),
  };
}

/** How much of the difference has a known cause; empty where there is nothing to explain. */
function causesText(causes: readonly Cause[], currency: string, places: number): string {
  const { known, possible } = explainedBy(causes);
  if (known.count + possible.count === 0) return '';
  if (possible.count === 0) return 'The bill and the logs show why.';
  const left = possible.cost.isZero()
    ? 'the possible causes cancel each other out'
    : `${moreOrLess(possible.cost, currency, places)} has no certain cause`;
  if (known.count === 0) return `None of the causes is certain${possible.cost.isZero() ? ', and they cancel each other out' : ''}.`;
  if (known.cost.isZero()) return `Known causes cancel each other out; ${left}.`;
  return `Known causes ${known.cost.gt(0) ? 'raise' : 'lower'} the bill by ${money(known.cost.abs(), currency, places)}; ${left}.`;
}

export function leadOf(reconciliation: ReadReconciliation): string | undefined {
  const all = [requestsText(reconciliation), usageText(reconciliation), costText(reconciliation)];
  const texts = isPriced(reconciliation) ? all.filter((text) => text !== '') : [];
  return texts.length === 0 ? undefined : texts.join(' ');
}

/** Which of the bill's costs is compared, wherever another one would be another figure. */
function costText({ whole, expectation, bill }: ReadReconciliation): string {
  const { use, netUse } = whole.cost;
  const name = costName(bill);
  if (use.eq(netUse)) return bill.cost === 'unblended' ? '' : `This compares the ${name}.`;
  const [, net] = moneyPair(use, netUse, expectation.currency);
  return `This compares the ${name}; the net cost, after discounts within the rows, is ${net} (--cost net).`;
}

/** Whether an estimate holds, and what is billed besides usage. */
function usageText({ whole, expectation }: ReadReconciliation): string {
  const { expected, use, billed } = whole.cost;
  const [from, to] = moneyPair(expected.low, expected.high, expectation.currency);
  const place = use.lt(expected.low) ? 'below' : use.gt(expected.high) ? 'above' : 'within';
  return [
    ...(expected.low.eq(expected.high) ? [] : [`The cost is ${place} the range of the estimate, ${from} to ${to}.`]),
    ...(use.eq(billed) ? [] : [`With tax, credits and the like the bill is ${money(billed, expectation.currency)}.`]),
  ].join(' ');
}

/** Decrypt requests, with those that may be some, expected and billed; undefined where the bill does not say how many there were. */
export function decryptsOf({ whole }: ReadReconciliation): { expected: Range<Decimal>; billed: Decimal } | undefined {
  const reads = readsOf(whole);
  if (reads.length === 0 || whole.causes.some(({ code, charge }) => code === 'quantity-unknown' && charge === 'kms-requests'))
    return undefined;
  return { expected: sumCases(reads.map((each) => each.expected)), billed: sum(reads.map((each) => each.billed)) };
}

/** Operations that are reads, or may be; none where nothing says what the money of AWS KMS is for. */
function readsOf({ operations, unreadable }: ReadReconciliation['whole']) {
  if (unreadable.some(({ service, isWhole }) => isWhole && service === 'kms')) return [];
  return operations.filter(({ operation }) => operation === undefined || operation === 'Decrypt');
}

function requestsText(reconciliation: ReadReconciliation): string {
  const { whole, expectation } = reconciliation;
  if (readsOf(whole).length === 0) return '';
  const decrypts = decryptsOf(reconciliation);
  if (decrypts === undefined) return 'The bill does not say how many requests there were, so only the cost is compared.';
  const { expected, billed } = decrypts;
  const difference = billed.minus(expected.expected);
  const range = expected.low.eq(expected.high) ? '' : ` (${countOf(expected.low)} to ${countOf(expected.high)})`;
  const has = `The bill has ${countOf(billed)} Decrypt requests`;
  const verb = verbOf(expectation);
  if (difference.isZero()) return `${has}, as ${verb}${range}.`;
  const direction = `${countOf(difference.abs())} ${difference.gt(0) ? 'more' : 'fewer'}`;
  return `${has}, ${direction} than the ${countOf(expected.expected)} ${verb}${range}.${mostText(whole.causes)}`;
}

/** Which cause explains most of the Decrypts. */
function mostText(causes: readonly Cause[]): string {
  const sizeOf = ({ quantity = ZERO }: Cause) => quantity.abs();
  const most = greatest(
    causes.filter(({ charge, quantity, code }) => charge === 'kms-requests' && quantity !== undefined && code !== 'other-kms-use'),
    (one, other) => sizeOf(one).cmp(sizeOf(other)),
  );
  return most === undefined ? '' : ` Main cause: ${causeName(most)} (${CERTAINTY_NAMES[most.certainty]}).`;
}
