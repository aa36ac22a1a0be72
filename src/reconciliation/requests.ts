import { Decimal, sum, ZERO } from '../base/decimal.js';
import { type Billed, isOneOf, sumOf } from '../billed/totals.js';
import type { CauseFacts, Certainty, QuantityCause } from './causes.js';
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
  accountsOnBill: ReadonlySet<string | undefined>;
  /** Whether the bill has other services too in this month: then an account that is not on it has used nothing. */
  hasOtherServices: boolean;
  /** What logs show of the month; undefined beside an estimate. */
  observed: Observed | undefined;
}

/**
 * Why the bill has more or fewer KMS requests than expected; the quantities add up to the difference exactly. In this order: operations
 * that reads do not make, keys that are not the logs', accounts, and then what is left of the `Decrypt`, which a bill cannot split.
 * Source: docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html (a GET makes a `Decrypt`); aws.amazon.com/kms/pricing (the
 * account that makes the request pays).
 */
export function requestCauses(of: RequestsOfMonth): QuantityCause[] {
  const { expected, billed, keys } = of;
  // A row that names no operation may be of reads.
  const isDecrypt = ({ operation }: { operation: string | undefined }) => operation === undefined || operation === DECRYPT;
  const [decrypts, others] = [billed.filter(isDecrypt), billed.filter((group) => !isDecrypt(group))];
  const [reads, otherExpected] = [expected.filter(isDecrypt), expected.filter((entry) => !isDecrypt(entry))];
  const ofOtherKeys = decrypts.filter((group) => isUnderKeys(group, keys) === false);
  const left = decrypts.filter((group) => !ofOtherKeys.includes(group));
  const accounts = accountCauses(of, left, reads);
  const remainder = sumOf(left)
    .quantity.minus(quantityOf(reads))
    .minus(sum(accounts.map(({ quantity }) => quantity)));
  const causes: QuantityCause[] = [
    ...otherOperations(others, otherExpected),
    { code: 'other-objects', certainty: 'shown', what: 'keys-not-given', ...usedIn(ofOtherKeys) },
    ...accounts,
    ...remainderCauses(of, remainder, {
      reads,
      explained: [...others, ...ofOtherKeys],
      areForeign: accounts.some(({ quantity }) => quantity.gt(0)),
    }),
  ];
  return causes.filter(({ quantity }) => !quantity.isZero());
}

/** How much some rows use, and what of it is free. */
function usedIn(billed: readonly Billed[]): { quantity: Decimal; free: Decimal } {
  return { quantity: sumOf(billed).quantity, free: sumOf(billed.filter(({ kind }) => kind === 'free-tier')).quantity };
}

/** Whether rows are of one of the keys; undefined where there are no keys to know or the bill does not say. */
export function isUnderKeys({ resourceId }: Pick<Billed, 'resourceId'>, keys: readonly string[]): boolean | undefined {
  return keys.length === 0 || resourceId === undefined ? undefined : isOneOf(resourceId, keys);
}

/** Only replication makes other requests than `Decrypt`; more of these than modelled may be of other copies, or of more files. */
function otherOperations(billed: readonly Billed[], expected: readonly Expected[]): QuantityCause[] {
  const isExpected = ({ operation }: Billed) => expected.some((entry) => entry.operation === operation);
  const never = billed.filter((group) => !isExpected(group));
  const ofReplication = sumOf(billed.filter(isExpected)).quantity.minus(quantityOf(expected));
  return [
    {
      code: 'other-kms-use',
      certainty: 'shown',
      what: 'operations',
      operations: namesIn(never.map(({ operation }) => operation)),
      ...usedIn(never),
    },
    {
      ...(ofReplication.isNegative()
        ? ({ code: 'fewer-than-expected', what: 'copies' } as const)
        : ({ code: 'other-kms-use', what: 'more-copies' } as const)),
      certainty: 'possible',
      quantity: ofReplication,
    },
  ];
}

/** Accounts explain something only where the account of every reader and of every row is known. */
function accountCauses(
  { accountsOnBill, keys, hasOtherServices }: RequestsOfMonth,
  decrypts: readonly Billed[],
  reads: readonly Expected[],
): QuantityCause[] {
  const payers = payersOf(reads);
  if (payers === undefined || payers.size === 0 || decrypts.some(({ account }) => account === undefined)) return [];
  const foreign = decrypts.filter(({ account }) => !payers.has(account));
  const [ofLogs, ofAny] = [
    foreign.filter((group) => isUnderKeys(group, keys) === true),
    foreign.filter((group) => isUnderKeys(group, keys) !== true),
  ];
  // A row without an account may be anybody's.
  const known = !accountsOnBill.has(undefined);
  const absent = reads.filter(({ account, quantity }) => known && !accountsOnBill.has(account) && !quantity.expected.isZero());
  const code = 'other-accounts-pay';
  return [
    { code, certainty: 'shown', what: 'under-given-keys', accounts: namesIn(ofLogs.map(accountOf)), ...usedIn(ofLogs) },
    { code, certainty: 'possible', what: 'under-any-key', accounts: namesIn(ofAny.map(accountOf)), ...usedIn(ofAny) },
    {
      code,
      certainty: hasOtherServices ? 'shown' : 'possible',
      what: 'not-on-bill',
      accounts: namesIn(absent.map(accountOf)),
      quantity: quantityOf(absent).neg(),
    },
  ];
}

function accountOf({ account }: { account: string | undefined }): string | undefined {
  return account;
}

/** The names that are known, each once, in order. */
function namesIn(names: readonly (string | undefined)[]): string[] {
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}

interface Remainder {
  reads: readonly Expected[];
  /** Rows that show what they are for. */
  explained: readonly Billed[];
  areForeign: boolean;
}

/** What is left of the `Decrypt` when all is taken away that the bill shows. */
function remainderCauses(of: RequestsOfMonth, remainder: Decimal, { reads, explained, areForeign }: Remainder): QuantityCause[] {
  const beside = of.observed === undefined ? 'estimate' : 'measurement';
  if (remainder.isNegative()) {
    return [
      {
        code: 'fewer-than-expected',
        certainty: 'possible',
        what: 'reads',
        beside,
        mayOthersPay: areForeign,
        quantity: remainder,
      },
    ];
  }
  const causes: QuantityCause[] = [];
  let left = remainder;
  for (const { most, ...cause } of of.observed === undefined ? [] : observedCauses(of, of.observed, reads, explained)) {
    const quantity = Decimal.max(ZERO, Decimal.min(left, most));
    causes.push({ ...cause, quantity });
    left = left.minus(quantity);
  }
  return [...causes, { code: 'other-objects', certainty: 'possible', what: 'remainder', beside, quantity: left }];
}

/** What logs show about the remainder, and how much of it that can be at most; of the readers' own accounts, where these are known. */
function observedCauses(
  { accountsOnBill, region }: RequestsOfMonth,
  { unrelated, failed, hours, hoursObserved }: Observed,
  reads: readonly Expected[],
  explained: readonly Billed[],
): (CauseFacts & { certainty: Certainty; most: Decimal })[] {
  const accounts = [...(payersOf(reads) ?? accountsOnBill)];
  const countedIn = (counts: ReadonlyMap<string, number>, account: string | undefined) =>
    new Decimal(counts.get(`${account ?? ''} ${region}`) ?? 0);
  // Whatever of them the rows that explain themselves are not must be Decrypts of these keys.
  const loggedBy = (account: string | undefined) => {
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
    { code: 'other-objects', certainty: 'logged', what: 'logged', requests: logged, most: sum(accounts.map(loggedBy)) },
    { code: 'records-missing', certainty: 'possible', hours, hoursObserved, most: unseen.toDecimalPlaces(0, Decimal.ROUND_UP) },
    { code: 'failed-requests', certainty: 'possible', most: sum(accounts.map((account) => countedIn(failed, account))) },
  ];
}
