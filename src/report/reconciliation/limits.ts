import { sum } from '../../base/decimal.js';
import type { Month } from '../../base/months.js';
import { counted, listed } from '../../base/text.js';
import { isOneOf } from '../../billed/totals.js';
import { CHARGE, chargesText } from '../../model/charges.js';
import { type Expectation, payersOf } from '../../reconciliation/expected.js';
import { serviceOfCharge } from '../../reconciliation/region-charge.js';
import type { ReadReconciliation } from '../../reconciliation/result.js';
import { countOf, money } from '../layout/figures.js';
import { duplicateItems, remarkItems, rowsItems } from '../read-bill/items.js';
import { currencyWarnings, fileWarnings, freeTierWarnings, repetitionWarnings } from '../read-bill/warnings.js';
import { leftOutText, SERVICE_NAMES } from '../read-bill/words.js';
import { uncountedText } from './sentences.js';
import { notComparedName, partText } from './wording.js';

/** As many files and rows as a person looks at; JSON has all. */
const MOST = 10;
/** Decimal places of an amount beside others. */
const CENTS = 2;

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
  return [
    ...expectation.uncounted.map(uncountedText),
    ...fileWarnings(bill),
    ...(bill.formats['cost-explorer'] === 0
      ? []
      : ['Cost Explorer adds free requests to the paid ones, so the free tier looks like a different price, and credits are in the cost.']),
    ...openMonths.map((month) => openText(month, expectation)),
    ...currencyWarnings(otherCurrencies, ' of AWS KMS and CloudTrail'),
    ...repetitionWarnings(bill),
    ...(expectation.unpriced.length === 0 ? [] : [`Left out because no price is known: ${chargesText(expectation.unpriced)}.`]),
    ...reconciliation.whole.charges
      .filter(({ cost }) => cost === undefined)
      .map(
        ({ charge, billedCost }) =>
          `The price of ${CHARGE[charge].name} is not known, so their ` +
          `${money(billedCost, expectation.currency)} on the bill is not in the sums.`,
      ),
    ...(keys.length > 0 && keysOnBill.length > 0 && !keysOnBill.some((onBill) => isOneOf(onBill, keys))
      ? ['No Decrypt on the bill is under the keys given with --key. Are they the right keys?']
      : []),
    ...freeTierWarnings(beyondFreeTier),
    ...(withoutOperation.isZero()
      ? []
      : [`The bill names no operation for ${countOf(withoutOperation)} requests; they are counted as Decrypts.`]),
    ...absentText(months),
    ...regionsWithoutUsage.map((region) => `The bill has no usage of AWS KMS in ${region}. Are the bucket and the key in that Region?`),
  ];
}

function openText(month: Month, { parts }: Expectation): string {
  const part = parts.get(month);
  return `${month} is not over${part === undefined ? ', so its bill is not complete' : `: ${partText(part)}`}.`;
}

/** Charges of services that a part of a bill may not have. */
function absentText(months: ReadReconciliation['months']): string[] {
  const of = [...new Set(months.flatMap(({ absent }) => absent))];
  return of.map((charge) => {
    const without = months.filter(({ absent }) => absent.includes(charge)).map(({ month }) => month);
    return (
      `The bill has no usage of ${SERVICE_NAMES[serviceOfCharge(charge)]} in ${listed(without, MOST)}, so ` +
      `${CHARGE[charge].name} are not compared.`
    );
  });
}

/** What a comparison with this bill cannot show. */
export function limitsOf({ expectation, keysOnBill, keys, months, hasAccounts }: ReadReconciliation): string[] {
  const ofKeys =
    keysOnBill.length === 0
      ? 'The bill has no resource ids and so names no keys: reads of log files and other Decrypts look the same.'
      : keys.length === 0
        ? `Give the logs' own key with --key to separate its Decrypts from others; the bill has Decrypts under ` +
          `${counted(keysOnBill.length, 'key')} in these Regions (${listed(keysOnBill, MOST)}).`
        : "The bill names keys, not objects, so Decrypts under the logs' key may still be of other objects.";
  const freeWithoutRegion = sum(months.map(({ freeTier }) => freeTier.withoutRegion));
  const isPayerUnknown = payersOf(expectation.entries.filter(({ charge }) => charge === 'kms-requests')) === undefined;
  return [
    ofKeys,
    "CloudTrail's own requests are free and not on the bill, so the bill cannot confirm them.",
    ...(isPayerUnknown || !hasAccounts
      ? [`Not every ${isPayerUnknown ? 'reader' : 'row'} has an account, so accounts cannot be compared.`]
      : []),
    ...(freeWithoutRegion.isZero()
      ? []
      : [
          `The bill names no Region for ${countOf(freeWithoutRegion)} free requests, so they are not compared; ` +
            'they may be for these reads.',
        ]),
    'S3 GETs are not compared: they cost the same under every strategy, and a bill adds up those of all buckets.',
    ...(expectation.kind === 'measurement'
      ? ['A measurement counts requests, so keys and CloudTrail charges are not compared with it.']
      : []),
    'Tax, credits and discounts on a whole service are for all use of it, not only for log reads.',
  ];
}

/** Usage types of what is charged by the event, whoever makes it. */
const OF_EVENTS = /-(?:DataEventsRecorded|InsightsEvents|PaidEventsAnalyzed)$/;

/** What is on the bill and was not asked about. */
export function notComparedItems({ notCompared, expectation }: ReadReconciliation): string[] {
  const items = notCompared.slice(0, MOST).map((rows) => {
    const amount = money(rows.cost, expectation.currency, CENTS);
    return `${notComparedName(rows)}: ${rows.quantity.isZero() ? amount : `${countOf(rows.quantity)} for ${amount}`}`;
  });
  const isOfEvents = notCompared.some(({ usageType = '', kind }) => kind === 'usage' && OF_EVENTS.test(usageType));
  return [
    ...items,
    ...(notCompared.length > MOST ? [`and ${notCompared.length - MOST} more in JSON and CSV`] : []),
    ...(isOfEvents && expectation.kind === 'estimate'
      ? [
          'Data events, Insights and GuardDuty are compared only if the scenario has them (recording): they may be for anything that ' +
            'the account does, and the bill does not say how many of their events are of log reads.',
        ]
      : []),
  ];
}

/** What was read, and what was not. */
export function readItems({ bill, accounts, onlyExpected, onlyBilled, expectation }: ReadReconciliation): string[] {
  const { filesRead, rows, rowsByService, unrecognised, superseded } = bill;
  return [
    `${counted(filesRead, 'file')} read, ${counted(rows, 'row')}: ${rowsByService.kms} of AWS KMS, ` +
      `${rowsByService.cloudtrail} of CloudTrail; ${counted(accounts.length, 'account')}.`,
    ...duplicateItems(bill),
    ...(onlyExpected.length === 0 ? [] : [`Not compared, since this bill has no usage of AWS KMS then: ${listed(onlyExpected, MOST)}.`]),
    ...(onlyBilled.length === 0
      ? []
      : [
          `On the bill but not in this ${expectation.kind}: ${listed(
            onlyBilled.map(({ month, cost }) => `${month} (${money(cost, expectation.currency)})`),
            MOST,
          )}.`,
        ]),
    ...remarkItems(bill),
    ...rowsItems(bill),
    ...superseded.slice(0, MOST).map(leftOutText),
    ...unrecognised
      .filter(({ isData }) => !isData)
      .slice(0, MOST)
      .map(leftOutText),
  ];
}
