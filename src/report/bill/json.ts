import { jsonText } from '../../base/json.js';
import { capitalised } from '../../base/text.js';
import { REQUEST_DIMENSIONS } from '../../billed/answer.js';
import type { BucketAnswer } from '../../billed/bucket.js';
import { billIncompleteness, type ReadAnswer } from '../../billed/completeness.js';
import type { Figure, NamedFigure } from '../../billed/figures.js';
import { accountNamesJson, type Directory } from '../../model/directory.js';
import { limitItems, warningsOf } from './limits.js';

/**
 * A bill's answer as JSON, `schemaVersion` 1, `kind` "bill": quantities and money are decimal strings, exact; null is not on the bill.
 *
 * @param directory with the names of accounts, which come as `accountNames`
 */
export function billJson(answer: ReadAnswer, directory: Directory = new Map()): string {
  const { requests, requestsBy, logReads, currency, months, accounts, bill } = answer;
  const { decrypts, withoutOperation, otherKeys, most, mostByAccount, limits } = logReads;
  return jsonText({
    schemaVersion: 1,
    kind: 'bill',
    currency,
    months,
    accounts,
    ...accountNamesJson(directory, accounts),
    bill,
    kmsRequests: {
      ...figureJson(requests),
      ...Object.fromEntries(REQUEST_DIMENSIONS.map((dimension) => [`by${capitalised(dimension)}`, requestsBy[dimension].map(namedJson)])),
    },
    logReads: {
      atMost: { ...figureJson(most), byAccount: mostByAccount.map(namedJson) },
      decrypts: figureJson(decrypts),
      withoutOperation: figureJson(withoutOperation),
      underOtherKeys: figureJson(otherKeys),
      limits,
    },
    bucket: answer.bucket === undefined ? null : bucketJson(answer.bucket),
    charges: answer.charges.map(({ charge, ...figure }) => ({ charge, ...figureJson(figure) })),
    unreadable: answer.unreadable.map(namedJson),
    beside: answer.beside.map(({ service, kind, ...figure }) => ({ service, kind, ...namedJson(figure) })),
    otherCurrencies: answer.otherCurrencies.map((other) => ({ ...other, cost: other.cost.toFixed() })),
    freeTierExceeded: answer.beyondFreeTier.map((each) => ({ ...each, quantity: each.quantity.toFixed() })),
    incomplete: billIncompleteness(answer),
    cannotShow: limitItems(answer),
    warnings: warningsOf(answer),
  });
}

function bucketJson({ bucket, gets, getsBy, puts, others, decryptCost }: BucketAnswer) {
  return {
    name: bucket,
    gets: { ...figureJson(gets), byMonth: getsBy.month.map(namedJson), byAccount: getsBy.account.map(namedJson) },
    puts: figureJson(puts),
    others: figureJson(others),
    decryptCostAtMost: decryptCost === undefined ? null : { amount: decryptCost.amount.toFixed(), currency: decryptCost.currency },
  };
}

function figureJson({ quantity, freeTier, cost, rows }: Figure) {
  return { quantity: quantity?.toFixed() ?? null, freeTierQuantity: freeTier.toFixed(), cost: cost.toFixed(), rows };
}

function namedJson({ name, ...figure }: NamedFigure) {
  return { name: name ?? null, ...figureJson(figure) };
}
