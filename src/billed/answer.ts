import { byName } from '../base/by-name.js';
import type { Decimal } from '../base/decimal.js';
import type { Month } from '../base/months.js';
import type { BilledService } from '../bill/row/row.js';
import { AWS_CHARGES, type AwsCharge } from '../model/charges.js';
import type { PriceBook } from '../prices/book.js';
import { freeRequestsPerMonth } from '../prices/book.js';
import { type BucketAnswer, bucketAnswer } from './bucket.js';
import { byQuantity, type Figure, figureOf, inNameOrder, type NamedFigure, named } from './figures.js';
import { type Billed, type BillTotals, isOneOf, isUsage } from './totals.js';

/** What KMS requests are broken down by; each of these adds up to all requests. */
export const REQUEST_DIMENSIONS = ['operation', 'account', 'region', 'key', 'month'] as const;
export type RequestDimension = (typeof REQUEST_DIMENSIONS)[number];

/** Why the most Decrypts of log reads cannot be said more exactly, in the order of reports; several can hold. */
const LOG_READ_LIMITS = [
  /** KMS money whose usage type cannot be read: there may be requests in it. */
  'unreadable-usage',
  /** Requests of an unknown number, in rows that have a cost alone. */
  'no-quantity',
  /** No row says its operation, or some do not: such requests may all be Decrypts. */
  'no-operation',
  /** None of the keys given is on the bill. */
  'key-not-on-bill',
  /** The bill has no resource ids, so keys are not known. */
  'no-keys',
  /** Keys are known, and nobody said which is that of the logs. */
  'key-not-given',
  /** Some Decrypts name no key, others do. */
  'some-without-key',
] as const;
export type LogReadLimit = (typeof LOG_READ_LIMITS)[number];

/** How many Decrypts can be of log reads. */
export interface LogReads {
  /** Requests that the bill names as Decrypts. */
  decrypts: Figure;
  /** Requests of which the bill does not say the operation. */
  withoutOperation: Figure;
  /** Decrypts, and requests without an operation, under keys that are not among those given. */
  otherKeys: Figure;
  /** What is left: not more than this can be of log reads. */
  most: Figure;
  /** The same by the account that made the requests, which pays for them. */
  mostByAccount: readonly NamedFigure[];
  limits: readonly LogReadLimit[];
}

/** What is billed for something else than the use of a charge: tax, credits, other usage types; it is in no figure above it. */
export interface Beside extends NamedFigure {
  service: BilledService;
  kind: Billed['kind'];
}

/** What a bill alone says about the cost of encrypted logs. Sums are in one currency. */
export interface BillAnswer {
  currency: string;
  /** Months with a row of AWS KMS, CloudTrail, GuardDuty or the bucket, in order. */
  months: readonly Month[];
  /** Accounts that used something of these, in order. */
  accounts: readonly string[];
  /** All requests of symmetric KMS keys. */
  requests: Figure;
  requestsBy: Readonly<Record<RequestDimension, readonly NamedFigure[]>>;
  logReads: LogReads;
  /** Charges other than KMS requests that are on the bill. */
  charges: readonly (Figure & { charge: AwsCharge })[];
  /** KMS usage of which the bill does not say what it is. */
  unreadable: readonly NamedFigure[];
  /** Usage of KMS, CloudTrail and GuardDuty that has nothing to do with log reads, and what is no usage: tax, credits, discounts. */
  beside: readonly Beside[];
  /** Free requests beyond what AWS gives a payer in a month: rows may be there twice. */
  beyondFreeTier: readonly { month: Month; payer: string; quantity: Decimal }[];
  /** Rows in currencies that cannot be added to this one. */
  otherCurrencies: readonly { currency: string; rows: number; cost: Decimal }[];
  /** S3 requests of the bucket asked for; undefined where the bill has none, or none was asked for. */
  bucket: BucketAnswer | undefined;
  /** Everything that the figures are made of, in the order of the bill. */
  groups: readonly Billed[];
}

/** What a bill is asked. */
export interface AnswerOptions {
  /** Months wanted; all where absent. */
  months?: readonly Month[];
  /** ARNs or ids of the keys that the logs are encrypted under. */
  keys: readonly string[];
  /** The bucket of the logs, for a bill with resource ids. */
  bucket?: string | undefined;
  /** Its free tier and its prices of KMS requests. */
  book: PriceBook;
}

/**
 * What a bill alone says: KMS requests and who makes them, how many Decrypts can be of log reads, and what else is billed for encrypted
 * logs. Pure. Nothing is estimated: each figure is a sum of rows and says of how many. Of several currencies the one with most rows counts.
 */
export function answerOf(totals: BillTotals, { months, keys, bucket, book }: AnswerOptions): BillAnswer {
  const all = totals.groups().filter(({ month }) => months === undefined || months.includes(month));
  const currencies = byName(all, ({ currency }) => currency).sort((one, other) => rowsOf(other) - rowsOf(one));
  const groups: readonly Billed[] = currencies[0] ?? [];
  const ours = groups.filter(({ service }) => service !== 's3');
  const requests = ours.filter(isRequest);
  const unreadable = ours.filter(isUnreadable);
  const charges = AWS_CHARGES.filter((charge) => charge !== 'kms-requests' && charge !== 's3-gets');
  const isCounted = (group: Billed) => isUsage(group) && group.charge !== undefined;
  return {
    currency: groups[0]?.currency ?? '',
    months: sorted(groups.map(({ month }) => month)),
    accounts: sorted(ours.flatMap(({ account }) => account ?? [])),
    requests: figureOf(requests),
    requestsBy: {
      operation: named(requests, ({ operation }) => operation),
      account: named(requests, ({ account }) => account),
      region: named(requests, ({ region }) => region),
      key: named(requests, ({ resourceId }) => resourceId),
      month: named(requests, ({ month }) => month).sort(inNameOrder),
    },
    logReads: logReadsOf(requests, unreadable, keys),
    charges: charges.flatMap((charge) => {
      const own = ours.filter((group) => isUsage(group) && group.charge === charge);
      return own.length === 0 ? [] : [{ charge, ...figureOf(own) }];
    }),
    unreadable: named(unreadable, ({ usageType }) => usageType),
    beside: besideOf(ours.filter((group) => !isCounted(group) && !isUnreadable(group))),
    beyondFreeTier: beyondFreeTier(requests, freeRequestsPerMonth(book)),
    otherCurrencies: currencies.slice(1).map((own) => ({ currency: own[0].currency, rows: rowsOf(own), cost: figureOf(own).cost })),
    bucket: bucket === undefined ? undefined : bucketAnswer(groups, bucket, book),
    groups,
  };
}

function isRequest(group: Billed): boolean {
  return group.charge === 'kms-requests' && isUsage(group);
}

/** Whether it is KMS usage and the rows do not say of what. */
export function isUnreadable({ service, kind, charge, isUnread }: Billed): boolean {
  return service === 'kms' && kind === 'usage' && charge === undefined && isUnread;
}

function rowsOf(groups: readonly Billed[]): number {
  return groups.reduce((total, { rows }) => total + rows, 0);
}

function sorted(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

/** Whether requests can be of log reads: Decrypts, and those without an operation, that are not under other keys than those given. */
export function isPossibleRead(group: Billed, keys: readonly string[]): boolean {
  return isRequest(group) && isPossibleDecrypt(group) && !isUnderOtherKey(group, keys);
}

function isPossibleDecrypt({ operation }: Billed): boolean {
  return operation === undefined || operation.toLowerCase() === 'decrypt';
}

function isUnderOtherKey({ resourceId }: Billed, keys: readonly string[]): boolean {
  return keys.length > 0 && resourceId !== undefined && !isOneOf(resourceId, keys);
}

function logReadsOf(requests: readonly Billed[], unreadable: readonly Billed[], keys: readonly string[]): LogReads {
  const possible = requests.filter(isPossibleDecrypt);
  const decrypts = possible.filter(({ operation }) => operation !== undefined);
  const withoutOperation = possible.filter(({ operation }) => operation === undefined);
  const isOther = (group: Billed) => isUnderOtherKey(group, keys);
  const most = possible.filter((group) => !isOther(group));
  const withKey = possible.filter(({ resourceId }) => resourceId !== undefined);
  const holds: Record<LogReadLimit, boolean> = {
    'no-operation': withoutOperation.length > 0,
    'no-keys': possible.length > 0 && withKey.length === 0,
    'key-not-given': withKey.length > 0 && keys.length === 0,
    'some-without-key': withKey.length > 0 && withKey.length < possible.length,
    'key-not-on-bill': keys.length > 0 && withKey.length > 0 && withKey.every(isOther),
    'no-quantity': possible.some(({ rowsWithoutQuantity }) => rowsWithoutQuantity > 0),
    'unreadable-usage': unreadable.length > 0,
  };
  return {
    decrypts: figureOf(decrypts),
    withoutOperation: figureOf(withoutOperation),
    otherKeys: figureOf(possible.filter(isOther)),
    most: figureOf(most),
    mostByAccount: named(most, ({ account }) => account),
    limits: LOG_READ_LIMITS.filter((limit) => holds[limit]),
  };
}

function besideOf(groups: readonly Billed[]): Beside[] {
  const keyOf = ({ usageType = '', service, kind }: Billed) => `${service} ${kind} ${usageType}`;
  return byName(groups, keyOf)
    .map((own): Beside => {
      const [{ usageType, service, kind }] = own;
      const figure = figureOf(own);
      return { name: usageType, service, kind, ...figure, quantity: isUsage(own[0]) ? figure.quantity : undefined };
    })
    .sort((one, other) => other.cost.abs().cmp(one.cost.abs()) || byQuantity(one, other));
}

function beyondFreeTier(requests: readonly Billed[], most: Decimal): BillAnswer['beyondFreeTier'] {
  const free = requests.filter(({ kind }) => kind === 'free-tier');
  return byName(free, ({ month, payer }) => `${month} ${payer}`)
    .map((own) => ({ month: own[0].month, payer: own[0].payer, quantity: figureOf(own).freeTier }))
    .filter(({ quantity }) => quantity.gt(most))
    .sort((one, other) => (`${one.month} ${one.payer}` < `${other.month} ${other.payer}` ? -1 : 1));
}
