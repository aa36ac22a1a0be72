// billed: the rows of a bill added up.

import { sanitised } from '../base/cleaned.js';
import { type Decimal, ZERO } from '../base/decimal.js';
import type { Month } from '../base/months.js';
import { type BilledKind, type BilledRow, type BilledService, isOfBucket, isReconciled } from '../bill/row/row.js';
import { AWS_CHARGES, type AwsCharge, CHARGE } from '../model/charges.js';
import type { PriceMetric } from '../prices/book.js';

/** Rows of a bill that have everything in common that a comparison asks for, added up. */
export interface Billed {
  month: Month;
  service: BilledService;
  kind: BilledKind;
  /** Undefined for what no estimate charges. */
  charge: AwsCharge | undefined;
  /** What of the price book it bills; S3 has some that no charge is of. */
  metric: PriceMetric | undefined;
  /** Usage whose rows do not say what was used. */
  isUnread: boolean;
  /** Undefined on rows for no usage. */
  usageType: string | undefined;
  region: string | undefined;
  /** Undefined where the bill does not say, as is the operation. */
  account: string | undefined;
  /** The account that pays the bill. */
  payer: string;
  operation: string | undefined;
  /** Of KMS requests and keys, the key; undefined where the bill does not say. */
  resourceId: string | undefined;
  currency: string;
  quantity: Decimal;
  cost: Decimal;
  /** After discounts that are in the rows themselves. */
  netCost: Decimal;
  /** By the public price list; undefined where the bill does not say of every row. */
  listCost: Decimal | undefined;
  rows: number;
  /** Of these, rows that have a cost and do not say how much was used. */
  rowsWithoutQuantity: number;
}

const CHARGE_OF: ReadonlyMap<PriceMetric, AwsCharge> = new Map(AWS_CHARGES.map((charge) => [CHARGE[charge].metric, charge]));

/** Adds up a bill row by row; memory grows with the number of accounts, Regions, operations and keys on it, not with its rows. */
export class BillTotals {
  readonly #groups = new Map<string, Billed>();
  readonly #accounts = new Map<Month, Set<string>>();
  readonly #monthsWithOthers = new Set<Month>();
  readonly #bucket: string | undefined;

  /** @param bucket a bucket whose S3 requests are added up too, where the bill has resource ids */
  constructor(bucket?: string) {
    this.#bucket = bucket;
  }

  add(row: BilledRow): void {
    const accounts = this.#accounts.get(row.month);
    if (accounts === undefined) this.#accounts.set(row.month, new Set([row.account]));
    else accounts.add(row.account);
    const isReconciledRow = isReconciled(row);
    if (isReconciledRow || isOfBucket(row, this.#bucket)) this.#addTo(groupKey(row), row);
    if (!isReconciledRow) this.#monthsWithOthers.add(row.month);
  }

  #addTo(key: string, row: BilledRow): void {
    const { quantity, cost, netCost = cost, listCost } = row;
    const rowsWithoutQuantity = row.hasNoQuantity === true ? 1 : 0;
    const group = this.#groups.get(key);
    if (group === undefined) {
      this.#groups.set(key, { ...namesOf(row), quantity, cost, netCost, listCost, rows: 1, rowsWithoutQuantity });
      return;
    }
    group.quantity = group.quantity.plus(quantity);
    group.cost = group.cost.plus(cost);
    group.netCost = group.netCost.plus(netCost);
    group.listCost = plus(group.listCost, listCost);
    group.rows += 1;
    group.rowsWithoutQuantity += rowsWithoutQuantity;
  }

  /** Of the services compared, in the order of their first rows. */
  groups(): Billed[] {
    return [...this.#groups.values()];
  }

  /** Months with a row of any service, in order. */
  months(): Month[] {
    return [...this.#accounts.keys()].sort();
  }

  /** Whether the bill has rows of other services in a month: then who is not on it has used nothing at all. */
  hasOthersIn(month: Month): boolean {
    return this.#monthsWithOthers.has(month);
  }

  /** Accounts with a row of any service in a month; undefined among them where a row names none. */
  accountsIn(month: Month): ReadonlySet<string | undefined> {
    return new Set([...(this.#accounts.get(month) ?? [])].map(named));
  }
}

function groupKey(row: BilledRow): string {
  const { month, service, kind, metric, isUnread, usageType, region, account, payer, operation, resourceId, currency } = row;
  return JSON.stringify([month, service, kind, metric, isUnread, usageType, region, account, payer, operation, resourceId, currency]);
}

function namesOf(row: BilledRow) {
  const { month, service, kind, metric, isUnread, usageType, region, account, payer, operation, resourceId, currency } = row;
  return {
    month,
    service,
    kind,
    metric,
    charge: metric === undefined ? undefined : CHARGE_OF.get(metric),
    isUnread: isUnread === true,
    usageType: named(usageType),
    region: named(region),
    account: named(account),
    payer: short(payer),
    operation: named(operation),
    resourceId: named(resourceId),
    currency: short(currency),
  };
}

/** Longer than any name of AWS's. */
const MOST_CHARACTERS = 200;

/** A bill's text may be anybody's: none of it steers a terminal or fills it. */
function short(text: string): string {
  return sanitised(text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text);
}

/** A name on a bill; undefined where it has none. */
function named(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : short(text);
}

/** A sum of which one part is not known is not known. */
function plus(one: Decimal | undefined, other: Decimal | undefined): Decimal | undefined {
  return other === undefined ? undefined : one?.plus(other);
}

/** Sums over groups. */
export interface BilledSum {
  quantity: Decimal;
  cost: Decimal;
  netCost: Decimal;
  listCost: Decimal | undefined;
}

/** The sums over groups; a list cost that one of them does not have is not known. */
export function sumOf(groups: readonly Billed[]): BilledSum {
  return groups.reduce<BilledSum>(
    (total, { quantity, cost, netCost, listCost }) => ({
      quantity: total.quantity.plus(quantity),
      cost: total.cost.plus(cost),
      netCost: total.netCost.plus(netCost),
      listCost: plus(total.listCost, listCost),
    }),
    { quantity: ZERO, cost: ZERO, netCost: ZERO, listCost: ZERO },
  );
}

/** Whether it is a quantity that was used, paid for or free. */
export function isUsage({ kind }: Billed): boolean {
  return kind === 'usage' || kind === 'free-tier';
}

/**
 * Whether a bill's resource id is one of some keys, each of them an ARN or an id.
 *
 * @example isOneOf('arn:aws:kms:us-east-1:111122223333:key/1234', ['1234']) // true
 * @example isOneOf('1234', ['arn:aws:kms:us-east-1:111122223333:key/1234']) // true
 */
export function isOneOf(resourceId: string, keys: readonly string[]): boolean {
  return keys.some((key) => resourceId === key || resourceId.endsWith(`/${key}`) || key.endsWith(`/${resourceId}`));
}
