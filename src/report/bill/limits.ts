import { type Decimal, sum } from '../../base/decimal.js';
import { counted, listed } from '../../base/text.js';
import type { LogReadLimit } from '../../billed/answer.js';
import type { BillIncompleteness, ReadAnswer } from '../../billed/completeness.js';
import { countOf, money } from '../layout/figures.js';
import { READING_TEXTS } from '../read-bill/incompleteness.js';
import { duplicateItems, remarkItems, rowsItems } from '../read-bill/items.js';
import { currencyWarnings, fileWarnings, freeTierWarnings, repetitionWarnings } from '../read-bill/warnings.js';
import { leftOutText } from '../read-bill/words.js';

const MOST = 10;

/** What makes the figures less certain. */
export function warningsOf(answer: ReadAnswer): string[] {
  const { bill, unreadable, openMonths, monthsMissing, otherCurrencies, beyondFreeTier, currency, bucketAsked } = answer;
  const rows = unreadable.reduce((total, each) => total + each.rows, 0);
  const lost = sum(unreadable.map(({ cost }) => cost));
  const names = unreadable.flatMap(({ name }) => name ?? []);
  return [
    ...(rows === 0
      ? []
      : [
          `${counted(rows, 'row')} of AWS KMS (${money(lost, currency)}) ${rows === 1 ? 'has' : 'have'} no usage type that can be read` +
            `${names.length === 0 ? '' : `: ${listed(names, MOST)}`}. Requests and keys in them are in no other figure.`,
        ]),
    ...(bucketAsked === undefined || answer.bucket !== undefined
      ? []
      : [`The bill has no S3 request of bucket ${bucketAsked}: is the name right, and was the bill exported with resource ids?`]),
    ...fileWarnings(bill),
    ...openMonths.map((month) => `${month} is not over, so its bill is not complete.`),
    ...monthsMissing.map((month) => `The bill has no row of AWS KMS, CloudTrail or GuardDuty in ${month}.`),
    ...currencyWarnings(otherCurrencies),
    ...repetitionWarnings(bill),
    ...freeTierWarnings(beyondFreeTier),
  ];
}

/** Why the bill alone cannot say how many requests are reads of logs. */
export function limitItems({ logReads, requestsBy, requests, bucket, bill }: ReadAnswer): string[] {
  const ofBucket = bucket === undefined ? [] : [BUCKET];
  if (requests.rows === 0) return ofBucket;
  const { withoutOperation, otherKeys, limits } = logReads;
  const keys = requestsBy.key.filter(({ name }) => name !== undefined).length;
  const texts: Record<LogReadLimit, string> = {
    'unreadable-usage': 'There may be more requests in the rows of AWS KMS that cannot be read.',
    'no-quantity': 'Rows with a cost alone do not say how many requests they are, nor how many were free.',
    'no-operation':
      `${numberOf(withoutOperation.quantity)} requests have no operation on this bill, so all of them may be Decrypts. ` +
      'A Cost and Usage Report names the operation.',
    'key-not-on-bill': 'None of the keys given with --key made a Decrypt on this bill. Are they the right keys?',
    'no-keys':
      'The bill has no resource ids, so a Decrypt of a log file and any other look the same. An export with resource ids and --key leave ' +
      'those of other keys out.',
    'key-not-given': `The bill has requests under ${counted(keys, 'key')}: give that of the logs with --key to leave the others out.`,
    'some-without-key': 'Some Decrypts name no key, so they may be under any.',
  };
  const left = otherKeys.rows === 0 ? [] : [`Left out: ${numberOf(otherKeys.quantity)} requests under other keys than those given.`];
  const ofConsole = bill.formats['cost-explorer'] > 0 ? [COST_EXPLORER] : [];
  return [...ofBucket, ...left, ...ofConsole, ...limits.map((limit) => texts[limit]), ALWAYS];
}

const BUCKET =
  'S3 bills GETs to the owner of the bucket (or who asks, with Requester Pays): who reads is not on the bill, nor which objects. A ' +
  'Bucket Key saves some of the Decrypts.';

const COST_EXPLORER =
  'Cost Explorer adds the free requests to the paid ones, and credits to the cost, unless it is grouped by charge type.';

const ALWAYS =
  'Other files and programs may use the key of the logs too, and with a Bucket Key one Decrypt serves several reads. The logs themselves ' +
  'say more: `trailcost count`.';

function numberOf(quantity: Decimal | undefined): string {
  return quantity === undefined ? 'An unknown number of' : countOf(quantity);
}

/** What was read, and what was not. */
export function readItems({ bill, accounts }: ReadAnswer): string[] {
  const { filesRead, rows, rowsByService, unrecognised, superseded } = bill;
  return [
    `${counted(filesRead, 'file')} read, ${counted(rows, 'row')}: ${rowsByService.kms} of AWS KMS, ${rowsByService.cloudtrail} of ` +
      `CloudTrail, ${rowsByService.guardduty} of GuardDuty, ${rowsByService.s3} of S3; ${counted(accounts.length, 'account')} with usage.`,
    ...duplicateItems(bill),
    ...remarkItems(bill),
    ...rowsItems(bill),
    ...[...superseded, ...unrecognised].slice(0, MOST).map(leftOutText),
  ];
}

/** Why an answer is not complete, in words. */
export const INCOMPLETENESS_TEXTS: Record<BillIncompleteness['code'], string> = {
  'usage-unreadable': 'rows of AWS KMS have no usage type that can be read',
  'quantity-missing': 'rows have a cost and no quantity',
  ...READING_TEXTS,
};
