import { Decimal, sum, ZERO } from '../base/decimal.js';
import { grouped, listed } from '../base/text.js';
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
  /** Whether the bill has other services too in this month: then an account that is not on it has used nothing. */
  hasOtherServices: boolean;
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
  // A row that names no operation may be of reads.
  const isDecrypt = ({ operation }: { operation: string }) => operation === DECRYPT || operation === '';
  const [decrypts, others] = [billed.filter(isDecrypt), billed.filter((group) => !isDecrypt(group))];
  const [reads, otherExpected] = [expected.filter(isDecrypt), expected.filter((entry) => !isDecrypt(entry))];
  const ofOtherKeys = decrypts.filter((group) => isUnderKeys(group, keys) === false);
  const left = decrypts.filter((group) => !ofOtherKeys.includes(group));
  const accounts = accountCauses(of, left, reads);
  const remainder = sumOf(left)
    .quantity.minus(quantityOf(reads))
    .minus(sum(accounts.map(({ quantity }) => quantity)));
  return [
    ...otherOperations(others, otherExpected),
    {
      code: 'other-objects' as const,
      certainty: 'shown' as const,
      ...usedIn(ofOtherKeys),
      note: 'Decrypts under keys other than those given with --key',
    },
    ...accounts,
    ...remainderCauses(of, remainder, {
      reads,
      explained: [...others, ...ofOtherKeys],
      areForeign: accounts.some(({ quantity }) => quantity.gt(0)),
    }),
  ].filter(({ quantity }) => !quantity.isZero());
}

/** How much some rows use, and what of it is free. */
function usedIn(billed: readonly Billed[]): { quantity: Decimal; free: Decimal } {
  return { quantity: sumOf(billed).quantity, free: sumOf(billed.filter(({ kind }) => kind === 'free-tier')).quantity };
}

/** Whether rows are of one of the keys; undefined where there are no keys to know or the bill does not say. */
export function isUnderKeys({ resourceId }: Pick<Billed, 'resourceId'>, keys: readonly string[]): boolean | undefined {
  return keys.length === 0 || resourceId === undefined ? undefined : isOneOf(resourceId, keys);
}

/**
 * Whether a bill's resource id is one of the keys.
 *
 * @example isOneOf('arn:aws:kms:us-east-1:111122223333:key/1234', ['1234']) // true
 * @example isOneOf('1234', ['arn:aws:kms:us-east-1:111122223333:key/1234']) // true
 */
export function isOneOf(resourceId: string, keys: readonly string[]): boolean {
  return keys.some((key) => resourceId === key || resourceId.endsWith(`/${key}`) || key.endsWith(`/${resourceId}`));
}

/** Only replication makes other requests than `Decrypt`; more of these than modelled may be of other copies, or of more files. */
function otherOperations(billed: readonly Billed[], expected: readonly Expected[]): QuantityCause[] {
  const isExpected = ({ operation }: Billed) => expected.some((entry) => entry.operation === operation);
  const never = billed.filter((group) => !isExpected(group));
  const names = [...new Set(never.map(({ operation }) => operation))].sort();
  return [
    { code: 'other-kms-use', certainty: 'shown', ...usedIn(never), note: `operations that no read makes: ${listed(names, MOST_NAMES)}` },
    ofReplication(sumOf(billed.filter(isExpected)).quantity.minus(quantityOf(expected))),
  ];
}

function ofReplication(quantity: Decimal): QuantityCause {
  const [code, note] = quantity.isNegative()
    ? ([
        'fewer-than-expected',
        'fewer GenerateDataKey for copies by replication than modelled: they are billed in the Region of the copy',
      ] as const)
    : (['other-kms-use', 'more GenerateDataKey than for the copies by replication that are modelled'] as const);
  return { code, certainty: 'possible', quantity, note };
}

const MOST_NAMES = 5;

/** Only where every reader's account is known, and the account of every row, can accounts tell anything. */
function accountCauses(
  { accountsOnBill, keys, hasOtherServices }: RequestsOfMonth,
  decrypts: readonly Billed[],
  reads: readonly Expected[],
): QuantityCause[] {
  const payers = payersOf(reads);
  if (payers === undefined || payers.size === 0 || decrypts.some(({ account }) => account === '')) return [];
  const foreign = decrypts.filter(({ account }) => !payers.has(account));
  const [ofLogs, ofAny] = [
    foreign.filter((group) => isUnderKeys(group, keys) === true),
    foreign.filter((group) => isUnderKeys(group, keys) !== true),
  ];
  const absent = reads.filter(({ account, quantity }) => !accountsOnBill.has(account) && !quantity.expected.isZero());
  const code = 'other-accounts-pay';
  return [
    {
      code,
      certainty: 'shown',
      ...usedIn(ofLogs),
      note: `Decrypts under the logs' key, paid by accounts that no reader has: ${accountsOf(ofLogs)}`,
    },
    {
      code,
      certainty: 'possible',
      ...usedIn(ofAny),
      note: `Decrypts paid by accounts that no reader has, of log files or not: ${accountsOf(ofAny)}`,
    },
    {
      code,
      certainty: hasOtherServices ? 'shown' : 'possible',
      quantity: quantityOf(absent).neg(),
      note: `expected of accounts that are not on this bill: ${accountsOf(absent)}`,
    },
  ];
}

function accountsOf(of: readonly { account: string }[]): string {
  return listed([...new Set(of.map(({ account }) => account))].sort(), MOST_NAMES);
}

interface Remainder {
  reads: readonly Expected[];
  /** Rows that say themselves what they are for. */
  explained: readonly Billed[];
  areForeign: boolean;
}

/** What is left of the `Decrypt` when all is taken away that the bill shows. */
function remainderCauses(of: RequestsOfMonth, remainder: Decimal, { reads, explained, areForeign }: Remainder): QuantityCause[] {
  if (remainder.isNegative()) {
    const why = of.observed === undefined ? FEWER_THAN_MODELLED : FEWER_THAN_COUNTED;
    const note = areForeign ? `${why}, or other accounts pay for them` : why;
    return [{ code: 'fewer-than-expected', certainty: 'possible', quantity: remainder, note }];
  }
  const causes: QuantityCause[] = [];
  let left = remainder;
  for (const { most, ...cause } of of.observed === undefined ? [] : observedCauses(of, of.observed, reads, explained)) {
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

/** What logs tell of the remainder, and how much of it that can be at most; of the readers' own accounts, where these are known. */
function observedCauses(
  { accountsOnBill, region }: RequestsOfMonth,
  { unrelated, failed, hours, hoursObserved }: Observed,
  reads: readonly Expected[],
  explained: readonly Billed[],
): (Omit<QuantityCause, 'quantity'> & { most: Decimal })[] {
  const accounts = [...(payersOf(reads) ?? accountsOnBill)];
  const countedIn = (counts: ReadonlyMap<string, number>, account: string) => new Decimal(counts.get(`${account} ${region}`) ?? 0);
  // Whatever of them the rows that explain themselves are not must be Decrypts of these keys.
  const loggedBy = (account: string) => {
    const requests = countedIn(unrelated, account);
    return Decimal.max(ZERO, requests.minus(sumOf(explained.filter((group) => group.account === account)).quantity));
  };
  const logged = sum(accounts.map((account) => countedIn(unrelated, account)));
  const unseen =
    hoursObserved === 0
      ? ZERO
      : quantityOf(reads)
          .times(hours - hoursObserved)
          .div(hoursObserved);
  return [
    {
      code: 'other-objects',
      certainty: 'logged',
      most: sum(accounts.map(loggedBy)),
      note: `the logs themselves show ${grouped(logged.toNumber())} requests of these accounts that are not for CloudTrail's files`,
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
      most: sum(accounts.map((account) => countedIn(failed, account))),
      note: 'requests that failed: AWS does not say whether they are billed',
    },
  ];
}
