import { Decimal, sum, ZERO } from '../decimal.js';
import { type Billed, sumOf } from './billed.js';
import type { QuantityCause } from './causes.js';
import { type Expected, type Observed, payersOf, quantityOf } from './expected.js';

const DECRYPT = 'Decrypt';

/** KMS requests of one month and Region, billed and expected, with what else is known of them. */
export interface RequestsOfMonth {
  region: string;
  expected: readonly Expected[];
  /** Usage, paid or free. */
  billed: readonly Billed[];
  /** Keys that the logs are encrypted under, by ARN or id; none where the user has not said. */
  keys: readonly string[];
  /** Accounts with any row on the bill in this month. */
  accountsOnBill: ReadonlySet<string>;
  /** What logs show of the month; undefined beside an estimate. */
  observed: Observed | undefined;
}

/**
 * Why the bill has more or fewer KMS requests than expected; the quantities add up to the difference exactly. In this order: operations that
 * reads do not make, keys that are not the logs', accounts, and then what is left of the `Decrypt`, which no bill tells apart.
 * Source: docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html (a GET makes a `Decrypt`); aws.amazon.com/kms/pricing (the
 * account that makes the request pays).
 */
export function requestCauses(of: RequestsOfMonth): QuantityCause[] {
  const { expected, billed, keys } = of;
  const isDecrypt = ({ operation }: { operation: string }) => operation === DECRYPT;
  const [decrypts, others] = [billed.filter(isDecrypt), billed.filter((group) => !isDecrypt(group))];
  const [reads, otherExpected] = [expected.filter(isDecrypt), expected.filter((entry) => !isDecrypt(entry))];
  const ofOtherKeys = decrypts.filter(({ resourceId }) => keys.length > 0 && resourceId !== undefined && !isOneOf(resourceId, keys));
  const left = decrypts.filter((group) => !ofOtherKeys.includes(group));
  const accounts = accountCauses(of, left, reads);
  const remainder = sumOf(left)
    .quantity.minus(quantityOf(reads))
    .minus(sum(accounts.map(({ quantity }) => quantity)));
  return [
    otherOperations(others, otherExpected),
    {
      code: 'other-objects' as const,
      certainty: 'shown' as const,
      quantity: sumOf(ofOtherKeys).quantity,
      note: 'Decrypts under keys other than those given with --key',
    },
    ...accounts,
    ...remainderCauses(of, remainder, {
      otherOperations: sumOf(others).quantity,
      areForeign: accounts.some(({ quantity }) => quantity.gt(0)),
    }),
  ].filter(({ quantity }) => !quantity.isZero());
}

/**
 * Whether a bill's resource id is one of the keys.
 *
 * @example isOneOf('arn:aws:kms:us-east-1:111122223333:key/1234', ['1234']) // true
 */
export function isOneOf(resourceId: string, keys: readonly string[]): boolean {
  return keys.some((key) => resourceId === key || resourceId.endsWith(`/${key}`));
}

function otherOperations(billed: readonly Billed[], expected: readonly Expected[]): QuantityCause {
  const quantity = sumOf(billed).quantity.minus(quantityOf(expected));
  if (quantity.isNegative()) {
    const note = 'fewer GenerateDataKey for copies by replication than modelled: they are billed in the Region of the copy';
    return { code: 'fewer-than-expected', certainty: 'shown', quantity, note };
  }
  const names = [...new Set(billed.map(({ operation }) => operation || 'no operation named'))];
  return { code: 'other-kms-use', certainty: 'shown', quantity, note: `operations that no read makes: ${listed(names)}` };
}

const MOST_NAMES = 5;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).join(', ');
  return names.length > MOST_NAMES ? `${shown} and ${names.length - MOST_NAMES} more` : shown;
}

/** Only where every reader's account is known can accounts tell anything. */
function accountCauses({ accountsOnBill }: RequestsOfMonth, decrypts: readonly Billed[], reads: readonly Expected[]): QuantityCause[] {
  const payers = payersOf(reads);
  if (payers === undefined || payers.size === 0) return [];
  const foreign = decrypts.filter(({ account }) => !payers.has(account));
  const absent = reads.filter(({ account, quantity }) => !accountsOnBill.has(account) && !quantity.expected.isZero());
  return [
    {
      code: 'other-accounts-pay',
      certainty: 'shown',
      quantity: sumOf(foreign).quantity,
      note: `Decrypts that accounts pay for which no reader is known: ${listed(accountsOf(foreign))}`,
    },
    {
      code: 'other-accounts-pay',
      certainty: 'shown',
      quantity: quantityOf(absent).neg(),
      note: `expected of accounts that are not on this bill: ${listed(accountsOf(absent))}`,
    },
  ];
}

function accountsOf(of: readonly { account: string }[]): string[] {
  return [...new Set(of.map(({ account }) => account))].sort();
}

/** What is left of the `Decrypt` when all is taken away that the bill shows. */
function remainderCauses(
  of: RequestsOfMonth,
  remainder: Decimal,
  { otherOperations, areForeign }: { otherOperations: Decimal; areForeign: boolean },
): QuantityCause[] {
  if (remainder.isNegative()) {
    const why = of.observed === undefined ? FEWER_THAN_MODELLED : FEWER_THAN_COUNTED;
    const note = areForeign ? `${why}, or other accounts pay for them` : why;
    return [{ code: 'fewer-than-expected', certainty: 'possible', quantity: remainder, note }];
  }
  const causes: QuantityCause[] = [];
  let left = remainder;
  for (const { most, ...cause } of of.observed === undefined ? [] : observedCauses(of, of.observed, otherOperations)) {
    const quantity = Decimal.max(ZERO, Decimal.min(left, most));
    causes.push({ ...cause, quantity });
    left = left.minus(quantity);
  }
  const note = of.observed === undefined ? MORE_THAN_MODELLED : MORE_THAN_COUNTED;
  return [...causes, { code: 'other-objects', certainty: 'possible', quantity: left, note }];
}

const FEWER_THAN_MODELLED = 'the readers read less than modelled, a Bucket Key saves more, or the bill lacks rows';
const FEWER_THAN_COUNTED = 'the bill lacks rows, or requests were counted that it has in another month';
const MORE_THAN_MODELLED = 'Decrypts of other objects, or reads that the scenario does not have: the bill cannot tell them apart';
const MORE_THAN_COUNTED = 'Decrypts of other objects, or in records that were not read: the bill cannot tell them apart';

/** What logs tell of the remainder, and how much of it that can be at most. */
function observedCauses(
  { expected, accountsOnBill, region }: RequestsOfMonth,
  { unrelated, failed, hours, hoursObserved }: Observed,
  otherOperations: Decimal,
): (Omit<QuantityCause, 'quantity'> & { most: Decimal })[] {
  const logged = [...accountsOnBill].reduce((total, account) => total + (unrelated.get(`${account} ${region}`) ?? 0), 0);
  const unseen =
    hoursObserved === 0
      ? ZERO
      : quantityOf(expected)
          .times(hours - hoursObserved)
          .div(hoursObserved);
  return [
    {
      code: 'other-objects',
      certainty: 'logged',
      // Whatever of them the bill's other operations are not must be Decrypts.
      most: new Decimal(logged).minus(otherOperations),
      note: `the logs themselves show ${logged} requests that are not for CloudTrail's files`,
    },
    {
      code: 'records-missing',
      certainty: 'possible',
      most: unseen.toDecimalPlaces(0, Decimal.ROUND_UP),
      note: `the logs cover ${hoursObserved} of the month's ${hours} hours; at the counted pace the others have as many`,
    },
    {
      code: 'failed-requests',
      certainty: 'possible',
      most: new Decimal(failed),
      note: 'requests that failed: AWS does not say whether they are billed',
    },
  ];
}
