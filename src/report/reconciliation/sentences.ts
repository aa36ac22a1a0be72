import { grouped, listed } from '../../base/text.js';
import type { Charge } from '../../model/charges.js';
import type { Cause, CauseCode } from '../../reconciliation/causes.js';
import type { Uncounted } from '../../reconciliation/expected.js';
import { SERVICE_NAMES } from './wording.js';

/** What a measurement did not count, as a warning. */
export function uncountedText({ code, count }: Uncounted): string {
  switch (code) {
    case 'stopped':
      return 'The count was stopped before its end: the bill has more than it.';
    case 'files-failed':
      return `Of the log files ${count} failed: what they hold is not counted.`;
    case 'lines-unreadable':
      return `Of the logs ${count} lines were unreadable: what they hold is not counted.`;
    case 'filtered-out':
      return `The count left ${count} requests out by its filters: the bill has them.`;
  }
}

/** The evidence for a cause, in words; with its month where the evidence of several months differs. */
export function causeSentence(cause: Cause): string {
  const { factsMonth } = cause;
  return factsMonth === undefined ? sentenceOf(cause) : `${sentenceOf(cause)} (${factsMonth})`;
}

function sentenceOf(cause: Cause): string {
  switch (cause.code) {
    case 'other-kms-use':
      return otherUse(cause);
    case 'other-objects':
      return otherObjects(cause);
    case 'other-accounts-pay':
      return `${ACCOUNTS[cause.what]}: ${listed(cause.accounts, MOST_NAMES)}`;
    case 'records-missing':
      return `the logs cover ${cause.hoursObserved} of the month's ${cause.hours} hours; at the counted pace the others have as many`;
    case 'failed-requests':
      return 'requests that failed: AWS does not say whether they are billed';
    case 'fewer-than-expected':
      return fewer(cause);
    case 'other-events':
      return 'other events than those of these reads: the bill has one number for all';
    case 'free-tier':
    case 'free-tier-unused': {
      const [expected, most, whole] = [cause.expected, cause.onBillAtMost, cause.onWholeBill].map(grouped);
      return `${expected} free requests expected for these reads, at the most ${most} on the bill, ${whole} on all of it`;
    }
    case 'price-differs':
      return priceDiffers(cause);
    case 'discount':
    case 'credit':
    case 'refund':
    case 'tax':
    case 'fee':
      if (cause.what === 'list-prices') return 'what the bill takes off its list prices, less what was expected';
      return cause.usageType === undefined ? `on ${SERVICE_NAMES[cause.service]} as a whole` : `on ${cause.usageType}`;
    case 'rounding':
      return `the bill rounds the ${cause.what} of each row`;
  }
}

type CauseOf<C extends CauseCode> = Extract<Cause, { code: C }>;

const MOST_NAMES = 5;

const ACCOUNTS: Record<CauseOf<'other-accounts-pay'>['what'], string> = {
  'under-given-keys': "Decrypts under the logs' key, paid by accounts that no reader has",
  'under-any-key': 'Decrypts paid by accounts that no reader has, of log files or not',
  'not-on-bill': 'expected of accounts that are not on this bill',
};

function otherUse(cause: CauseOf<'other-kms-use'>): string {
  switch (cause.what) {
    case 'operations':
      return `operations that no read makes: ${listed(cause.operations, MOST_NAMES)}`;
    case 'more-copies':
      return 'more GenerateDataKey than for the copies by replication that are modelled';
    case 'keys-not-given':
      return 'keys other than those given with --key';
    case 'more-keys':
      return 'other customer managed keys in these Regions';
  }
}

function otherObjects(cause: CauseOf<'other-objects'>): string {
  switch (cause.what) {
    case 'keys-not-given':
      return 'Decrypts under keys other than those given with --key';
    case 'logged':
      return `the logs themselves show ${grouped(cause.requests)} requests of these accounts that are not for CloudTrail's files`;
    case 'remainder':
      return cause.beside === 'estimate'
        ? 'Decrypts of other objects, or reads that the scenario does not have: the bill cannot tell them apart'
        : 'Decrypts of other objects, or in records that were not read: the bill cannot tell them apart';
  }
}

function fewer(cause: CauseOf<'fewer-than-expected'>): string {
  switch (cause.what) {
    case 'copies':
      return 'fewer GenerateDataKey for copies by replication than modelled: they are billed in the Region of the copy';
    case 'charge':
      return (cause.charge && FEWER[cause.charge]) ?? 'fewer than modelled';
    case 'reads': {
      const why =
        cause.beside === 'estimate'
          ? 'the readers read less than modelled, a Bucket Key saves more, or the bill lacks rows'
          : 'the bill lacks rows, or requests were counted that it has in another month';
      return cause.mayOthersPay ? `${why}, or other accounts pay for them` : why;
    }
  }
}

const FEWER: Partial<Record<Charge, string>> = {
  'kms-keys': 'fewer keys, or for a part of the month: keys are billed by the hour',
  'cloudtrail-copies': 'fewer paid copies than modelled: perhaps the trail excludes KMS events, or the reads were fewer',
  'cloudtrail-data-events': 'fewer data events than modelled: perhaps they are not recorded for this bucket, or the reads were fewer',
  'cloudtrail-insights': 'fewer events analysed than modelled',
  'guardduty-events': 'fewer events analysed than modelled: perhaps GuardDuty does not bill every Decrypt that S3 makes',
};

function priceDiffers({ region, isListPrice, billed, expected }: CauseOf<'price-differs'>): string {
  const onBill = billed?.toFixed() ?? '–';
  const should = expected.toSignificantDigits(UNIT_PRICE_DIGITS).toFixed();
  return isListPrice
    ? `${region}: list price ${onBill} a unit on the bill, ${should} expected`
    : `${region}: ${onBill} a unit on the bill, ${should} expected; without list prices a discount looks the same`;
}

/** As many as a price that follows from a bill's rounded amounts has. */
const UNIT_PRICE_DIGITS = 6;
