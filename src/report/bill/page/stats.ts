import { counted, listed } from '../../../base/text.js';
import type { ReadAnswer } from '../../../billed/completeness.js';
import { CHARGE } from '../../../model/charges.js';
import { countOf, money } from '../../layout/figures.js';
import type { Stat } from '../../layout/html/page.js';
import { costOf, periodOf } from '../answer.js';
import { quantityText } from '../tables.js';

/** Months and charges that a note names. */
const MOST_NAMED = 2;

/** What reads of logs can cost at most, the requests on the bill, what else is billed, and of which months. */
export function billStats(answer: ReadAnswer): Stat[] {
  return [...bucketStats(answer), ...requestStats(answer), ...chargeStats(answer), monthStat(answer)];
}

/** The forecast for a bucket, where one was asked for and is on the bill. */
function bucketStats({ bucket }: ReadAnswer): Stat[] {
  if (bucket === undefined) return [];
  const { gets, decryptCost } = bucket;
  const isKnown = gets.quantity !== undefined && decryptCost !== undefined;
  return [
    {
      name: 'GETs as Decrypts',
      value: isKnown ? `at most ${money(decryptCost.amount, decryptCost.currency)}` : 'not known',
      notes: [
        gets.quantity === undefined
          ? 'the bill does not say how many GETs there were'
          : `${quantityText(gets.quantity)} GETs, before the free tier`,
        `bucket ${bucket.bucket}`,
      ],
      isMain: true,
    },
  ];
}

function requestStats(answer: ReadAnswer): Stat[] {
  const { requests, bucket, bill, currency } = answer;
  const isMain = bucket === undefined;
  if (requests.rows === 0) {
    const value = answer.unreadable.length === 0 ? 'none on this bill' : 'not known';
    return [{ name: 'KMS requests', value, notes: partNotes(answer), isMain }];
  }
  const { quantity, freeTier, cost } = requests;
  const least = bill.formats['cost-explorer'] > 0 ? 'at least ' : '';
  const all: Stat = {
    name: 'All KMS requests',
    value: money(cost, currency),
    notes: [
      quantity === undefined ? 'the bill does not say how many' : `${quantityText(quantity)} requests`,
      ...(freeTier.isZero() ? [] : [`${least}${countOf(freeTier)} of them free (free tier)`]),
    ],
  };
  return [{ ...readStat(answer), isMain }, ...(isMain ? [all] : [])];
}

/** The upper limit of what reads cost. Where money cannot be split there is none: any of it may be for reads. */
function readStat(answer: ReadAnswer): Stat {
  const { requests, logReads, unreadable, currency, months } = answer;
  const { most, limits } = logReads;
  const name = 'Reads of CloudTrail logs';
  const limit = `at most ${money(most.cost, currency)}`;
  if (unreadable.length > 0) return { name, value: 'not known', notes: [...partNotes(answer), `${limit} of the rest`] };
  const all = requests.quantity === undefined ? 'KMS requests' : `${quantityText(requests.quantity)} KMS requests`;
  return {
    name,
    value: limit,
    notes: [
      most.quantity === undefined ? 'the bill does not say how many requests' : `at most ${quantityText(most.quantity)} of ${all}`,
      ...(months.length > 1 ? [`at most ${money(most.cost.div(months.length), currency)} in an average month`] : []),
      ...(limits.includes('key-not-on-bill') ? ['no Decrypt names a key given with --key'] : []),
      ...partNotes(answer),
    ],
  };
}

/** Why the figures are of a part of the bill alone. */
function partNotes({ unreadable, currency, bill }: ReadAnswer): string[] {
  return [
    ...(unreadable.length === 0 ? [] : [`${money(costOf(unreadable), currency)} of AWS KMS cannot be split`]),
    ...(bill.holes.length === 0 ? [] : ['not the whole bill was read']),
  ];
}

/** Keys and events are billed for every use, so they are no part of what reads cost. */
function chargeStats({ charges, currency }: ReadAnswer): Stat[] {
  if (charges.length === 0) return [];
  const largest = [...charges].sort((one, other) => other.cost.cmp(one.cost));
  return [
    {
      name: 'Keys and events',
      value: money(costOf(charges), currency),
      notes: [
        listed(
          largest.map(({ charge, cost }) => `${CHARGE[charge].name} ${money(cost, currency)}`),
          MOST_NAMED,
        ),
        'for all use on the bill, not only of logs',
      ],
    },
  ];
}

function monthStat(answer: ReadAnswer): Stat {
  const { months, openMonths, monthsMissing } = answer;
  return {
    name: 'Period',
    value: counted(months.length, 'month'),
    notes: [
      periodOf(answer),
      ...openMonths.map((month) => `${month} is not over`),
      ...(monthsMissing.length === 0 ? [] : [`nothing in ${listed(monthsMissing, MOST_NAMED)}`]),
    ],
  };
}
