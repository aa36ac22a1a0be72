import { counted, grouped, listed } from '../../base/text.js';
import type { Charge } from '../../model/charges.js';
import type { Cause, CauseCode } from '../../reconciliation/causes.js';
import type { Uncounted } from '../../reconciliation/expected.js';
import { SERVICE_NAMES } from '../read-bill/words.js';

/** What a measurement did not count, as a warning. */
export function uncountedText({ code, count }: Uncounted): string {
  switch (code) {
    case 'stopped':
      return 'The count was stopped early, so the bill has more.';
    case 'files-failed':
      return `${counted(count, 'log file')} could not be read, so what ${count === 1 ? 'it holds' : 'they hold'} is not counted.`;
    case 'lines-unreadable':
      return `${counted(count, 'line')} of the logs could not be read, so what ${count === 1 ? 'it holds' : 'they hold'} is not counted.`;
    case 'filtered-out':
      return `Filters left ${counted(count, 'request')} out of the count; the bill has ${count === 1 ? 'it' : 'them'}.`;
  }
}

/** The evidence for a cause, in words; with its month where the evidence of several months differs. */
export function causeSentence(cause: Cause): string {
  const { factsMonth } = cause;
  return factsMonth === undefined ? sentenceOf(cause) : `${sentenceOf(cause)} (${factsMonth})`;
}

/** Whether a cause's sentence says anything that its name does not. */
export function saysMore(cause: Cause): boolean {
  return !('what' in cause && cause.what === 'rows' && cause.usageType === undefined);
}

function sentenceOf(cause: Cause): string {
  switch (cause.code) {
    case 'usage-unreadable':
      return 'rows of the service do not say what they are for, so nothing says which charge differs';
    case 'other-kms-use':
      return otherUse(cause);
    case 'other-objects':
      return otherObjects(cause);
    case 'other-accounts-pay':
      return `${ACCOUNTS[cause.what]} (${listed(cause.accounts, MOST_NAMES)})`;
    case 'records-missing':
      return (
        `the logs cover ${cause.hoursObserved} of the month's ${cause.hours} hours; ` +
        'the other hours would have this many at the same rate'
      );
    case 'failed-requests':
      return 'AWS does not say whether it bills requests that failed';
    case 'fewer-than-expected':
      return fewer(cause);
    case 'other-events':
      return OTHER_EVENTS[cause.what];
    case 'free-tier':
    case 'free-tier-unused': {
      const [expected, most, whole] = [cause.expected, cause.onBillAtMost, cause.onWholeBill].map(grouped);
      return `expected ${expected} free requests for these reads; the bill has at most ${most} for them, ${whole} in total`;
    }
    case 'price-differs':
      return priceDiffers(cause);
    case 'discount':
    case 'credit':
    case 'refund':
    case 'tax':
    case 'fee':
      if (cause.what === 'list-prices') return 'what the bill takes off its list prices, minus the discount that was expected';
      return cause.usageType === undefined ? `on all of ${SERVICE_NAMES[cause.service]}` : `on ${cause.usageType}`;
    case 'quantity-unknown':
      return 'the bill has its cost and does not say how much was used, so only the cost is compared';
    case 'rounding':
      return `the bill rounds the ${cause.what} of each row`;
  }
}

type CauseOf<C extends CauseCode> = Extract<Cause, { code: C }>;

const MOST_NAMES = 5;

const OTHER_EVENTS: Record<CauseOf<'other-events'>['what'], string> = {
  more: 'events that are not of these reads; the bill has one number for all events',
  'no-copies-expected':
    'the estimate has none, and the bill has one number for all events; if the trail that AWS charges for records KMS events, ' +
    'each Decrypt is among them, and its copy costs more than the Decrypt (recording.paidCopies)',
};

const ACCOUNTS: Record<CauseOf<'other-accounts-pay'>['what'], string> = {
  'under-given-keys': "Decrypts under the logs' key, paid by accounts that no reader belongs to",
  'under-any-key': 'Decrypts paid by accounts that no reader belongs to, of log files or of other objects',
  'not-on-bill': 'readers in accounts that are not on this bill',
};

function otherUse(cause: CauseOf<'other-kms-use'>): string {
  switch (cause.what) {
    case 'operations':
      return `operations that reading a file never makes (${listed(cause.operations, MOST_NAMES)})`;
    case 'more-copies':
      return 'more GenerateDataKey requests than the expected replication makes';
    case 'keys-not-given':
      return 'keys that were not given with --key';
    case 'more-keys':
      return 'customer managed keys that are not for these logs';
  }
}

function otherObjects(cause: CauseOf<'other-objects'>): string {
  switch (cause.what) {
    case 'keys-not-given':
      return 'Decrypts under keys that were not given with --key';
    case 'logged':
      return `the logs show ${grouped(cause.requests)} requests of these accounts that are not for CloudTrail's files`;
    case 'remainder':
      return cause.beside === 'estimate'
        ? 'objects that are not CloudTrail files, or reads that the scenario does not have; the bill does not say which'
        : 'objects that are not CloudTrail files, or requests in records that were not read; the bill does not say which';
  }
}

function fewer(cause: CauseOf<'fewer-than-expected'>): string {
  switch (cause.what) {
    case 'copies':
      return 'fewer GenerateDataKey requests than the expected replication makes; they are billed in the Region of the copy';
    case 'charge':
      return (cause.charge && FEWER[cause.charge]) ?? 'the bill has fewer';
    case 'reads': {
      const why =
        cause.beside === 'estimate'
          ? 'readers read less than the scenario says, a Bucket Key saves more, or rows are missing from the bill'
          : 'rows are missing from the bill, or it has some of the counted requests in another month';
      return cause.mayOthersPay ? `${why}, or other accounts pay for them` : why;
    }
  }
}

const FEWER: Partial<Record<Charge, string>> = {
  'kms-keys': 'fewer keys, or keys that existed for a part of the month only (they are billed by the hour)',
  'cloudtrail-copies': 'perhaps the trail excludes KMS events, or there were fewer reads',
  'cloudtrail-data-events': 'perhaps data events are not recorded for this bucket, or there were fewer reads',
  'cloudtrail-insights': 'fewer events were analysed',
  'guardduty-events': 'perhaps GuardDuty does not bill every Decrypt that S3 makes',
};

function priceDiffers({ region, isListPrice, billed, expected }: CauseOf<'price-differs'>): string {
  const onBill = billed?.toFixed() ?? 'nothing';
  const should = expected.toSignificantDigits(UNIT_PRICE_DIGITS).toFixed();
  if (isListPrice) return `in ${region} the list price of a unit is ${onBill} on the bill, ${should} was expected`;
  const unsure = 'a discount would look the same, as there are no list prices';
  return `in ${region} a unit costs ${onBill} on the bill, ${should} was expected; ${unsure}`;
}

/** As many as a price that follows from a bill's rounded amounts has. */
const UNIT_PRICE_DIGITS = 6;
