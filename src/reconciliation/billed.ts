import type { BilledKind, BilledRow, BilledService } from '../bill/row.js';
import { type Decimal, ZERO } from '../decimal.js';
import { CHARGES, type Charge, METRIC_OF } from '../model/lines.js';
import type { Month } from '../months.js';
import type { PriceMetric } from '../prices/book.js';

/** Rows of a bill that have everything in common that a comparison asks for, added up. */
export interface Billed {
  month: Month;
  service: BilledService;
  kind: BilledKind;
  /** Undefined for what no estimate charges. */
  charge: Charge | undefined;
  usageType: string;
  region: string | undefined;
  account: string;
  operation: string;
  /** Of KMS requests and keys, the key; undefined where the bill does not say. */
  resourceId: string | undefined;
  currency: string;
  quantity: Decimal;
  cost: Decimal;
  /** By the public price list; the cost where the bill does not say. */
  listCost: Decimal;
  rows: number;
}

const CHARGE_OF: ReadonlyMap<PriceMetric, Charge> = new Map(CHARGES.map((charge) => [METRIC_OF[charge], charge]));
/** Services whose rows are told apart; of others only who is on the bill matters. */
const SERVICES: readonly BilledService[] = ['kms', 'cloudtrail'];

/** Adds up a bill row by row; memory grows with the number of accounts, Regions, operations and keys on it, not with its rows. */
export class BillTotals {
  readonly #groups = new Map<string, Billed>();
  readonly #accounts = new Map<Month, Set<string>>();

  add(row: BilledRow): void {
    const accounts = this.#accounts.get(row.month);
    if (accounts === undefined) this.#accounts.set(row.month, new Set([row.account]));
    else accounts.add(row.account);
    if (SERVICES.includes(row.service)) this.#addTo(groupKey(row), row);
  }

  #addTo(key: string, row: BilledRow): void {
    const { quantity, cost, listCost = cost } = row;
    const group = this.#groups.get(key);
    if (group === undefined) {
      const { month, service, kind, metric, usageType, region, account, operation, resourceId, currency } = row;
      const charge = metric === undefined ? undefined : CHARGE_OF.get(metric);
      const names = { month, service, kind, charge, usageType, region, account, operation, resourceId, currency };
      this.#groups.set(key, { ...names, quantity, cost, listCost, rows: 1 });
      return;
    }
    group.quantity = group.quantity.plus(quantity);
    group.cost = group.cost.plus(cost);
    group.listCost = group.listCost.plus(listCost);
    group.rows += 1;
  }

  /** Of AWS KMS and CloudTrail, in the order of their first rows. */
  groups(): Billed[] {
    return [...this.#groups.values()];
  }

  /** Months with a row of any service, in order. */
  months(): Month[] {
    return [...this.#accounts.keys()].sort();
  }

  /** Accounts with a row of any service in a month. */
  accountsIn(month: Month): ReadonlySet<string> {
    return this.#accounts.get(month) ?? new Set();
  }
}

function groupKey({ month, service, kind, usageType, region, account, operation, resourceId, currency }: BilledRow): string {
  return JSON.stringify([month, service, kind, usageType, region, account, operation, resourceId, currency]);
}

/** Sums over groups. */
export interface BilledSum {
  quantity: Decimal;
  cost: Decimal;
  listCost: Decimal;
}

export function sumOf(groups: readonly Billed[]): BilledSum {
  return groups.reduce<BilledSum>(
    (total, { quantity, cost, listCost }) => ({
      quantity: total.quantity.plus(quantity),
      cost: total.cost.plus(cost),
      listCost: total.listCost.plus(listCost),
    }),
    { quantity: ZERO, cost: ZERO, listCost: ZERO },
  );
}

/** Whether it is a quantity that was used, paid for or free. */
export function isUsage({ kind }: Billed): boolean {
  return kind === 'usage' || kind === 'free-tier';
}
