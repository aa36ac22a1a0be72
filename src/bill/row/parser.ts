import { sanitised } from '../../base/cleaned.js';
import { type Decimal, ZERO } from '../../base/decimal.js';
import { Unreadable } from '../../files/unreadable.js';
import { isFreeTier, kindOfCharge, kindOfLineItem } from './kind.js';
import type { Layout } from './layout.js';
import type { BilledKind, BilledRow } from './row.js';
import { serviceOf, type Usage, type UsageTypes } from './usage.js';
import { accountOf, decimalOf, monthOf, textOf } from './values.js';

/** Names of no Region that stand in Region columns. */
const NO_REGION = new Set(['', 'global', 'any']);

/** Turns a file's rows into billed rows. */
export class RowParser {
  readonly #at: Layout['at'];
  readonly #header: readonly string[];
  readonly #usageTypes: UsageTypes;
  readonly #isFocus: boolean;
  readonly #isCostExplorer: boolean;
  #cells: readonly string[] = [];

  constructor(layout: Layout, usageTypes: UsageTypes) {
    this.#at = layout.at;
    this.#header = layout.header;
    this.#usageTypes = usageTypes;
    this.#isFocus = layout.format.startsWith('focus');
    this.#isCostExplorer = layout.format === 'cost-explorer';
  }

  /** @throws Unreadable naming the column whose value cannot be */
  read(cells: readonly string[]): BilledRow {
    this.#cells = cells;
    const service = this.#service();
    const usageType = this.#text(this.#at.usageType);
    const usage = this.#usageTypes.usageOf(service, usageType);
    const quantity = this.#quantity();
    const cost = this.#amount(this.#at.cost) ?? ZERO;
    const unitPrice = this.#amount(this.#at.unitPrice);
    const listCost = this.#amount(this.#at.listCost);
    return {
      month: this.#read(this.#at.start, monthOf),
      service,
      region: usage.region ?? this.#region(),
      usageType,
      metric: usage.metric,
      operation: this.#text(this.#at.operation),
      quantity,
      ...(this.#hasNoQuantity() && { hasNoQuantity: true as const }),
      cost,
      listCost,
      unitPrice,
      currency: this.#text(this.#at.currency),
      account: accountOf(this.#text(this.#at.account)),
      payer: accountOf(this.#text(this.#at.payer)),
      kind: this.#kind({ usage, quantity, cost, unitPrice, listCost }),
      resourceId: this.#text(this.#at.resourceId) || undefined,
    };
  }

  /**
   * What names the row that was read last among all rows of its export, and all that it says; undefined where the export has no such names.
   * AWS makes line item ids unique only within a file of a delivery, so both are needed to know a row again.
   * Source: docs.aws.amazon.com/cur/latest/userguide/identity-columns.html
   */
  identity(): { name: string; content: string } | undefined {
    const id = this.#text(this.#at.lineItemId);
    if (id === '') return undefined;
    const at = this.#at;
    const what = `${this.#text(at.type)} ${this.#text(at.usageType)} ${this.#text(at.operation)}`;
    const content = `${this.#text(at.quantity)} ${this.#text(at.cost)} ${this.#text(at.account)} ${this.#text(at.resourceId)} ${what}`;
    return { name: `${id} ${this.#text(at.timeInterval)} ${this.#text(at.start)}`, content };
  }

  /** All that is read of the row that was read last. */
  content(): string {
    return Object.values(this.#at)
      .map((column) => this.#text(column))
      .join('\n');
  }

  #service() {
    const byCode = serviceOf(this.#text(this.#at.service));
    return byCode === 'other' ? serviceOf(this.#text(this.#at.serviceName)) : byCode;
  }

  #region(): string | undefined {
    const region = this.#text(this.#at.region);
    return NO_REGION.has(region.toLowerCase()) ? undefined : region;
  }

  /** FOCUS leaves the consumed quantity out where it does not apply; the pricing quantity counts in units such as `1000 Requests`. */
  #quantity(): Decimal {
    const consumed = this.#amount(this.#at.quantity);
    if (consumed !== undefined) return consumed;
    const [block] = /^\d+(?=\s)/.exec(this.#text(this.#at.pricingUnit)) ?? [];
    return (this.#amount(this.#at.pricingQuantity) ?? ZERO).times(block ?? 1);
  }

  /** Cost Explorer shows usage only where it is asked for. */
  #hasNoQuantity(): boolean {
    return this.#isCostExplorer && this.#text(this.#at.quantity) === '';
  }

  #kind(amounts: Amounts): BilledKind {
    const type = this.#text(this.#at.type);
    const kind = this.#isFocus
      ? kindOfCharge(type, this.#text(this.#at.chargeClass), this.#text(this.#at.description), amounts.cost)
      : kindOfLineItem(type);
    // A correction of usage, as FOCUS has refunds, takes its quantity back too.
    if (kind === 'refund' && amounts.usage.metric !== undefined && amounts.quantity.isNegative()) return 'usage';
    if (kind !== 'usage' || amounts.usage.metric === undefined || !amounts.cost.isZero()) return kind;
    const listUnitPrice = this.#amount(this.#at.listUnitPrice);
    const signs = { listUnitPrice, priceId: this.#text(this.#at.priceId), description: this.#text(this.#at.description) };
    return isFreeTier({ ...amounts, ...signs }) ? 'free-tier' : 'usage';
  }

  #text(column: number | undefined): string {
    return column === undefined ? '' : textOf(this.#cells[column]);
  }

  #amount(column: number | undefined): Decimal | undefined {
    return column === undefined ? undefined : this.#read(column, decimalOf);
  }

  #read<T>(column: number | undefined, value: (text: string) => T): T {
    const text = this.#text(column);
    try {
      return value(text);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      throw new Unreadable(`${this.#header[column ?? -1]}: ${JSON.stringify(sanitised(text.slice(0, 60)))} ${error.message}`);
    }
  }
}

interface Amounts {
  usage: Usage;
  quantity: Decimal;
  cost: Decimal;
  unitPrice: Decimal | undefined;
  listCost: Decimal | undefined;
}
