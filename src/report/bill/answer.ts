import type { Figure } from '../../billed/answer.js';
import { figureOf } from '../../billed/answer.js';
import type { ReadAnswer } from '../../billed/completeness.js';
import { countOf, money } from '../layout/figures.js';

/** The months of the answer, from the first to the last. */
export function periodOf({ months }: ReadAnswer): string {
  const [first, last] = [months[0] ?? '', months.at(-1) ?? ''];
  return first === last ? first : `${first} to ${last}`;
}

/** How many KMS requests can be of log reads: the answer that people come for. */
export function headlineOf(answer: ReadAnswer): string {
  const { requests, logReads, unreadable, currency } = answer;
  const period = periodOf(answer);
  const lost = figureOfAll(unreadable);
  const unsplit =
    unreadable.length === 0 ? '' : `${money(lost.cost, currency)} of AWS KMS cannot be split, since the bill does not say what it is for. `;
  if (requests.rows === 0) {
    const rest = unreadable.length === 0 ? 'No KMS request is on this bill' : 'No other KMS request is on this bill';
    return `${period}: ${unsplit}${rest}.`;
  }
  const { most } = logReads;
  const some = unreadable.length === 0 ? '' : 'Of the rest, ';
  if (most.quantity === undefined) {
    const cost = `at most ${money(most.cost, currency)} can be for reads of CloudTrail logs`;
    return `${period}: ${unsplit}${some}${cost}; the bill does not say how many requests that is.`;
  }
  const all = requests.quantity === undefined ? 'an unknown number of' : `${countOf(requests.quantity)}`;
  return (
    `${period}: ${unsplit}${some}at most ${countOf(most.quantity)} of ${all} KMS requests can be reads of CloudTrail logs, ` +
    `for ${money(most.cost, currency)}.`
  );
}

function figureOfAll(figures: readonly Figure[]): Pick<Figure, 'cost'> {
  return { cost: figures.reduce((total, { cost }) => total.plus(cost), figureOf([]).cost) };
}

/** What is free of the requests. */
export function leadOf({ requests }: ReadAnswer): string | undefined {
  if (requests.freeTier.isZero()) return undefined;
  const verb = requests.freeTier.eq(1) ? 'is' : 'are';
  return `${countOf(requests.freeTier)} of all these requests ${verb} of the free tier.`;
}
