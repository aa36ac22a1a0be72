import { sanitised } from '../../base/cleaned.js';
import { sum } from '../../base/decimal.js';
import { counted, listed } from '../../base/text.js';
import { CHARGE, chargesText } from '../../model/charges.js';
import { payersOf } from '../../reconciliation/expected.js';
import { serviceOfCharge } from '../../reconciliation/region-charge.js';
import { isOneOf } from '../../reconciliation/requests.js';
import type { ReadReconciliation } from '../../reconciliation/result.js';
import { countOf, money } from '../layout/figures.js';
import { uncountedText } from './sentences.js';
import { notComparedName, SERVICE_NAMES } from './wording.js';

/** As many files and rows as a person looks at; JSON has all. */
const MOST = 10;

/** What makes the comparison less certain. */
export function warningsOf(reconciliation: ReadReconciliation): string[] {
  const {
    expectation,
    bill,
    openMonths,
    otherCurrencies,
    keys,
    keysOnBill,
    months,
    regionsWithoutUsage,
    beyondFreeTier,
    withoutOperation,
  } = reconciliation;
  const { filesFailed, missing, restated, repeated } = bill;
  return [
    ...expectation.uncounted.map(uncountedText),
    ...filesFailed.map(({ file, reason, rows }) => `${sanitised(file)}: ${reason}; ${failedRows(rows)}.`),
    ...(missing.length === 0 ? [] : [`The manifest names ${counted(missing.length, 'file')} more: ${listed(missing, MOST)}.`]),
    ...openMonths.map((month) => `${month} is not over: its bill still grows.`),
    ...otherCurrencies.map(
      ({ currency, rows, cost }) =>
        `${counted(rows, 'row')} of AWS KMS and CloudTrail in ${currency === '' ? 'no currency' : currency} ` +
        `(${cost.toFixed()}) are left out: two currencies are never added.`,
    ),
    ...(restated === 0
      ? []
      : [`${counted(restated, 'row')} came again with other content and count both times: is one version of the bill newer?`]),
    ...(repeated === 0
      ? []
      : [
          `${counted(repeated, 'row')} of a FOCUS file ${repeated === 1 ? 'stands' : 'stand'} in another one ` +
            'just the same and count both times: are these two versions?',
        ]),
    ...(expectation.unpriced.length === 0 ? [] : [`Left out, since no price is known: ${chargesText(expectation.unpriced)}.`]),
    ...reconciliation.whole.charges
      .filter(({ cost }) => cost === undefined)
      .map(
        ({ charge, billedCost }) =>
          `The price of ${CHARGE[charge].name} is not known, so their ` +
          `${money(billedCost, expectation.currency)} on the bill are not in the sums.`,
      ),
    ...(keys.length > 0 && keysOnBill.length > 0 && !keysOnBill.some((onBill) => isOneOf(onBill, keys))
      ? ['No Decrypt on the bill is under the keys given with --key: are they the right ones?']
      : []),
    ...beyondFreeTier.map(
      ({ month, payer, quantity }) =>
        `Payer ${payer} has ${countOf(quantity)} free requests in ${month}, more than AWS gives away: do rows ` +
        'count twice, or is it another price of 0?',
    ),
    ...(withoutOperation.isZero()
      ? []
      : [
          `${countOf(withoutOperation)} requests name no operation: they are taken for Decrypts, of logs or ` +
            'not, since nothing says otherwise.',
        ]),
    ...absentText(months),
    ...regionsWithoutUsage.map((region) => `The bill has no use of AWS KMS in ${region}: is that the Region of bucket and key?`),
  ];
}

/** Charges of services that a part of a bill may not have. */
function absentText(months: ReadReconciliation['months']): string[] {
  const of = [...new Set(months.flatMap(({ absent }) => absent))];
  return of.map((charge) => {
    const without = months.filter(({ absent }) => absent.includes(charge)).map(({ month }) => month);
    return (
      `The bill has no use of ${SERVICE_NAMES[serviceOfCharge(charge)]} in ${listed(without, MOST)}, so ` +
      `${CHARGE[charge].name} are not compared.`
    );
  });
}

function failedRows(rows: number): string {
  return rows === 0 ? 'nothing of it is in these sums' : `of its rows only the ${rows} before that are in these sums`;
}

/** What a comparison with this bill cannot show. */
export function limitsOf({ expectation, keysOnBill, keys, months, hasAccounts }: ReadReconciliation): string[] {
  const ofKeys =
    keysOnBill.length === 0
      ? 'It names no keys (it is exported without resource ids), so it cannot tell reads of log files from other Decrypts.'
      : keys.length === 0
        ? `It names ${counted(keysOnBill.length, 'key')} with Decrypts in these Regions; give the logs' own ` +
          `with --key to tell the others apart: ${listed(keysOnBill, MOST)}.`
        : "It names keys, not objects: Decrypts under the logs' key may still be of other objects.";
  const freeWithoutRegion = sum(months.map(({ freeTier }) => freeTier.withoutRegion));
  const isPayerUnknown = payersOf(expectation.entries.filter(({ charge }) => charge === 'kms-requests')) === undefined;
  return [
    ofKeys,
    "CloudTrail's own requests are free and on no bill, so nothing here confirms that part.",
    ...(isPayerUnknown || !hasAccounts
      ? [`Not every ${isPayerUnknown ? 'reader' : 'row'} has an account, so accounts cannot be told apart either.`]
      : []),
    ...(freeWithoutRegion.isZero()
      ? []
      : [`${countOf(freeWithoutRegion)} free requests name no Region on it and are compared with nothing; they may be of these.`]),
    'S3 GETs are not compared: they are the same under every strategy, and a bill adds them up over all buckets.',
    ...(expectation.kind === 'measurement' ? ['A measurement counts requests; keys and CloudTrail charges are not compared with it.'] : []),
    'Tax, credits and discounts that a bill gives for a service as a whole are for all of its use, not for log reads alone.',
  ];
}

/** What is on the bill and was not asked about. */
export function notComparedItems({ notCompared, expectation }: ReadReconciliation): string[] {
  const items = notCompared.slice(0, MOST).map((rows) => {
    const amount = money(rows.cost, expectation.currency);
    return `${notComparedName(rows)}: ${rows.quantity.isZero() ? amount : `${countOf(rows.quantity)} for ${amount}`}`;
  });
  const copies = notCompared.some(({ usageType, kind }) => kind === 'usage' && usageType?.endsWith('-PaidEventsRecorded') === true);
  return [
    ...items,
    ...(notCompared.length > MOST ? [`and ${notCompared.length - MOST} more in JSON and CSV`] : []),
    ...(copies && expectation.kind === 'estimate'
      ? [
          'Paid copies of events: where that trail records KMS events each Decrypt is among them, dearer than ' +
            'itself (recording.paidCopies).',
        ]
      : []),
  ];
}

/** What was read, and what was not. */
export function readItems({ bill, accounts, onlyExpected, onlyBilled, expectation }: ReadReconciliation): string[] {
  const { filesRead, rows, rowsByService, duplicates, unrecognised, superseded } = bill;
  return [
    `${counted(filesRead, 'file')} read, ${counted(rows, 'row')}: ${rowsByService.kms} of AWS KMS, ` +
      `${rowsByService.cloudtrail} of CloudTrail; ${counted(accounts.length, 'account')}.`,
    ...(duplicates === 0 ? [] : [`${counted(duplicates, 'row')} came once more and ${duplicates === 1 ? 'counts' : 'count'} once.`]),
    ...(onlyExpected.length === 0 ? [] : [`Not compared, since this bill has no use of AWS KMS in them: ${listed(onlyExpected, MOST)}.`]),
    ...(onlyBilled.length === 0
      ? []
      : [
          `On the bill, and not compared with this ${expectation.kind}: ${listed(
            onlyBilled.map(({ month, cost }) => `${month} (${money(cost, expectation.currency)})`),
            MOST,
          )}.`,
        ]),
    ...superseded.slice(0, MOST).map(({ file, reason }) => `${sanitised(file)} left out: ${reason}.`),
    ...unrecognised.slice(0, MOST).map(({ file, reason }) => `${sanitised(file)} left out: ${reason}.`),
  ];
}
