import { type Decimal, sum } from '../../base/decimal.js';
import { monthsText } from '../../base/months.js';
import { listed } from '../../base/text.js';
import type { BucketAnswer } from '../../billed/bucket.js';
import type { ReadAnswer } from '../../billed/completeness.js';
import type { Figure } from '../../billed/figures.js';
import { isUsage, sumOf } from '../../billed/totals.js';
import { countOf, money, moneyPair } from '../layout/figures.js';
import { costName, holesText } from '../read-bill/words.js';

/** The months of the answer, from the first to the last. */
export function periodOf({ months }: ReadAnswer): string {
  return monthsText(months);
}

/** How many KMS requests can be of log reads: the answer that people come for. */
export function headlineOf(answer: ReadAnswer): string {
  const { bucket, bucketAsked, currency } = answer;
  if (bucket !== undefined) return `${periodOf(answer)}: ${bucketText(bucket, currency)}`;
  return bucketAsked === undefined
    ? `${periodOf(answer)}: ${requestsText(answer)}`
    : `${periodOf(answer)}: the bill has no S3 request of bucket ${bucketAsked}.`;
}

/** The GETs of a bucket as a forecast. */
function bucketText({ bucket, gets, decryptCost }: BucketAnswer, currency: string): string {
  if (gets.quantity === undefined) return `how many GETs bucket ${bucket} had is not on the bill; they cost ${money(gets.cost, currency)}.`;
  const count = countOf(gets.quantity);
  const worth =
    decryptCost === undefined ? 'at a price that is not known' : `${money(decryptCost.amount, decryptCost.currency)} before the free tier`;
  return `bucket ${bucket} had ${count} GETs: with SSE-KMS at most ${count} Decrypt requests, ${worth}.`;
}

function requestsText(answer: ReadAnswer): string {
  const { requests, logReads, unreadable, currency } = answer;
  const lost = costOf(unreadable);
  const unsplit =
    unreadable.length === 0 ? '' : `${money(lost, currency)} of AWS KMS cannot be split, since the bill does not say what it is for. `;
  if (requests.rows === 0) {
    const rest = unreadable.length === 0 ? 'No KMS request is on this bill' : 'No other KMS request is on this bill';
    return `${unsplit}${rest}.`;
  }
  const { most } = logReads;
  const some = unreadable.length === 0 ? '' : 'Of the rest, ';
  if (most.quantity === undefined) {
    const cost = `at most ${money(most.cost, currency)} can be for reads of CloudTrail logs`;
    return `${unsplit}${some}${cost}; the bill does not say how many requests that is.`;
  }
  const all = requests.quantity === undefined ? 'an unknown number of' : `${countOf(requests.quantity)}`;
  const key = logReads.limits.includes('key-not-on-bill')
    ? 'no Decrypt names a key that was given with --key (is it the right one?), so '
    : '';
  return (
    `${unsplit}${some}${key}at most ${countOf(most.quantity)} of ${all} KMS requests can be reads of CloudTrail logs, ` +
    `for ${money(most.cost, currency)}.`
  );
}

/** What some figures cost together. */
export function costOf(figures: readonly Figure[]): Decimal {
  return sum(figures.map(({ cost }) => cost));
}

/** Who pays, and what is free. */
export function leadOf(answer: ReadAnswer): string | undefined {
  const { requests, bucketAsked, bill } = answer;
  const least = bill.formats['cost-explorer'] > 0 ? 'At least ' : '';
  const verb = requests.freeTier.eq(1) ? 'was' : 'were';
  const holes = holesText(bill);
  const texts = [
    ...(holes === undefined ? [] : [holes]),
    ...(bucketAsked === undefined ? [] : [`KMS on this bill: ${requestsText(answer)}`]),
    ...payersText(answer),
    ...(requests.freeTier.isZero() ? [] : [`${least}${countOf(requests.freeTier)} of all KMS requests ${verb} free (free tier).`]),
    ...costTexts(answer),
  ];
  return texts.length === 0 ? undefined : texts.join(' ');
}

/** Accounts that a sentence names. */
const MOST_PAYERS = 3;

/** Who pays: whoever makes a request; empty where the bill does not say. */
export function payersText({ logReads: { most, mostByAccount }, currency }: ReadAnswer): string[] {
  const known = mostByAccount.filter(({ name, cost }) => name !== undefined && cost.gt(0));
  const [first] = known;
  if (first === undefined || !most.cost.gt(0)) return [];
  if (first.cost.eq(most.cost)) return [`${first.name} pays all of it.`];
  const byCost = [...known].sort((one, other) => other.cost.cmp(one.cost));
  const shown = byCost.map(({ name, cost }, index) => `${name} ${index === 0 ? 'pays ' : ''}${money(cost, currency)}`);
  return [`${listed(shown, MOST_PAYERS)}.`];
}

/** Which of the bill's costs it is, wherever another one would be another figure. */
function costTexts({ groups, bill, currency }: ReadAnswer): string[] {
  const { cost, netCost } = sumOf(groups.filter((group) => group.charge !== undefined && isUsage(group)));
  const name = costName(bill);
  if (cost.eq(netCost)) return bill.cost === 'unblended' ? [] : [`This is the ${name}.`];
  const [is, net] = moneyPair(cost, netCost, currency);
  return [`This is the ${name}, ${is} for all usage here; the net cost, after discounts within the rows, is ${net} (--cost net).`];
}
