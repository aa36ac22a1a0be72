import { monthsText } from '../../base/months.js';
import type { BucketAnswer } from '../../billed/bucket.js';
import type { ReadAnswer } from '../../billed/completeness.js';
import type { Figure } from '../../billed/figures.js';
import { figureOf } from '../../billed/figures.js';
import { isUsage, sumOf } from '../../billed/totals.js';
import { countOf, money, moneyPair } from '../layout/figures.js';
import { BILL_COST_NAMES, holesText } from '../read-bill/words.js';

/** The months of the answer, from the first to the last. */
export function periodOf({ months }: ReadAnswer): string {
  return monthsText(months);
}

/** How many KMS requests can be of log reads: the answer that people come for. */
export function headlineOf(answer: ReadAnswer): string {
  return answer.bucket === undefined
    ? `${periodOf(answer)}: ${requestsText(answer)}`
    : `${periodOf(answer)}: ${bucketText(answer.bucket, answer.currency)}`;
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
  const lost = figureOfAll(unreadable);
  const unsplit =
    unreadable.length === 0 ? '' : `${money(lost.cost, currency)} of AWS KMS cannot be split, since the bill does not say what it is for. `;
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
  return (
    `${unsplit}${some}at most ${countOf(most.quantity)} of ${all} KMS requests can be reads of CloudTrail logs, ` +
    `for ${money(most.cost, currency)}.`
  );
}

function figureOfAll(figures: readonly Figure[]): Pick<Figure, 'cost'> {
  return { cost: figures.reduce((total, { cost }) => total.plus(cost), figureOf([]).cost) };
}

/** What is free of the requests. */
export function leadOf(answer: ReadAnswer): string | undefined {
  const { requests, bucket, bill } = answer;
  const least = bill.formats['cost-explorer'] > 0 ? 'At least ' : '';
  const verb = requests.freeTier.eq(1) ? 'is' : 'are';
  const holes = holesText(bill);
  const texts = [
    ...(holes === undefined ? [] : [holes]),
    ...(bucket === undefined ? [] : [`Also on the bill: ${requestsText(answer)}`]),
    ...(requests.freeTier.isZero() ? [] : [`${least}${countOf(requests.freeTier)} of all KMS requests ${verb} of the free tier.`]),
    ...costTexts(answer),
  ];
  return texts.length === 0 ? undefined : texts.join(' ');
}

/** Which of the bill's costs it is, wherever another one would be another figure. */
function costTexts({ groups, bill, currency }: ReadAnswer): string[] {
  const { cost, netCost } = sumOf(groups.filter((group) => group.charge !== undefined && isUsage(group)));
  const name = BILL_COST_NAMES[bill.cost];
  if (cost.eq(netCost)) return bill.cost === 'unblended' ? [] : [`The cost is the ${name}.`];
  const [is, net] = moneyPair(cost, netCost, currency);
  return [`The cost is the ${name}, ${is} for all usage here; after the discounts within the rows it is ${net} (--cost net).`];
}
