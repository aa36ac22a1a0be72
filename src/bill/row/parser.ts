import { accountIn } from '../../base/account-ids.js';
import { type Decimal, ONE, ZERO } from '../../base/decimal.js';
import type { Month } from '../../base/months.js';
import type { AmountSign } from './amounts.js';
import { UnreadableCell } from './cell.js';
import { Cells } from './cells.js';
import { assertCost, costIn } from './costs.js';
import { isFreeTier, kindOfCharge, kindOfLineItem } from './kind.js';
import type { Layout } from './layout.js';
import { operationOf } from './operations.js';
import { OtherRow } from './other-row.js';
import type { Remarks } from './remarks.js';
import { type BillCost, type BilledKind, type BilledRow, type BilledService, READ_SERVICES, RECONCILED_SERVICES } from './row.js';
import { type Hours, RowTimes } from './times.js';
import { unitOf } from './units.js';
import { serviceOf, UNKNOWN, type Usage, type UsageTypes } from './usage.js';
import { usageIn } from './used.js';

/** Names of no Region that are in Region columns. */
const NO_REGION = new Set(['', 'global', 'any']);
/** So is usage of AWS KMS known where a row names no service. */
const OF_KMS = /(?:^|-)KMS-(?:Requests|Keys)/i;
const SHORT_KMS = /^(?:kms|key management service(?: \(kms\))?)$/i;
const MINUS_ONE = ONE.neg();
const NOTES = ['description', 'priceId', 'chargeClass'] as const;

/** What the rows of a bill are read with. */
export interface RowContext {
  usageTypes: UsageTypes;
  remarks: Remarks;
  /** Which of its costs is a row's cost. */
  cost: BillCost;
}

/** Turns a file's rows into billed rows. */
export class RowParser {
  readonly #cells: Cells;
  readonly #context: RowContext;
  readonly #isFocus: boolean;
  readonly #isCostExplorer: boolean;
  readonly #times: RowTimes;

  /** @throws Unreadable where the file has no column of the cost that is asked for */
  constructor(layout: Layout, context: RowContext) {
    this.#cells = new Cells(layout);
    this.#context = context;
    this.#isFocus = layout.format.startsWith('focus');
    this.#isCostExplorer = layout.format === 'cost-explorer';
    this.#times = new RowTimes(this.#cells, () => isOneOf(READ_SERVICES, this.#service()));
    assertCost(context.cost, this.#cells);
  }

  /** Whether amounts have a decimal comma or point; may be found out after the first rows. */
  set amountSign(sign: AmountSign | undefined) {
    this.#cells.amountSign = sign;
  }

  /** Says which rows come next: their dates show whether days or months are first. */
  expect(rows: readonly (readonly string[])[]): void {
    this.#times.expect(rows);
  }

  /**
   * A row; undefined where it is of a service that is not used and its date cannot be read.
   *
   * @throws UnreadableCell naming the column whose value cannot be
   */
  read(row: readonly string[]): BilledRow | undefined {
    this.#cells.row = row;
    this.#times.next();
    const service = this.#service();
    return isOneOf(READ_SERVICES, service) ? this.#whole(service) : this.#other(service, row);
  }

  /**
   * The id of the row that was read last; empty where the export has none. AWS makes line item ids unique only within a file of a delivery.
   * Source: docs.aws.amazon.com/cur/latest/userguide/identity-columns.html
   */
  lineItemId(): string {
    return this.#cells.text('lineItemId');
  }

  /** Whose usage the row that was read last is, of what and when: all that names it besides its id and amounts, however it is written. */
  use({ payer, account, service, region, usageType, operation, kind, resourceId = '', currency }: BilledRow): string {
    const { start, end } = this.#times.hours();
    const [when, type] = [`${start ?? this.#cells.text('start')} ${end ?? ''}`, this.#cells.text('type')];
    return [payer, account, service, region, usageType, operation, kind, type, resourceId, currency, when].join('\n');
  }

  /** What the row that was read last says besides in words. */
  notes(): string {
    return NOTES.map((field) => this.#cells.text(field)).join('\n');
  }

  /** When the usage of the row that was read last ended, as the bill writes it. */
  endText(): string {
    return this.#times.endText();
  }

  /** When the usage of the row that was read last began and ended. */
  hours(): Hours {
    return this.#times.hours();
  }

  #service(): BilledService {
    const [code, name] = [this.#cells.text('service'), this.#cells.text('serviceName')];
    if (code === '' && name === '') return this.#isOfKms() ? 'kms' : 'other';
    const byCode = serviceOf(code);
    const service = byCode === 'other' ? serviceOf(name) : byCode;
    // Other clouds have a service of that name, and usage of it under other names.
    return service === 'other' && SHORT_KMS.test(name || code) && this.#isOfKms() ? 'kms' : service;
  }

  #isOfKms(): boolean {
    return OF_KMS.test(this.#cells.text('usageType')) || OF_KMS.test(this.#cells.text('meter'));
  }

  #other(service: BilledService, row: readonly string[]): BilledRow | undefined {
    const cells = this.#cells;
    const month = this.#monthIfReadable();
    if (month === undefined) return undefined;
    const sign = cells.text('cost').startsWith('-') ? MINUS_ONE : ONE;
    const who = { account: accountIn(cells.text('account')).id, payer: this.#payer(), currency: cells.text('currency') };
    return new OtherRow({ month, service, kind: this.#kindOf(cells.text('type'), sign), ...who }, () => {
      cells.row = row;
      return this.#whole(service);
    });
  }

  #monthIfReadable(): Month | undefined {
    try {
      return this.#times.month();
    } catch (error) {
      if (!(error instanceof UnreadableCell)) throw error;
      this.#context.remarks.undated(this.#cells.text('start'));
      return undefined;
    }
  }

  #whole(service: BilledService): BilledRow {
    const cells = this.#cells;
    const said = this.#usage(service);
    const amounts = this.#amounts(service, said ?? UNKNOWN);
    const kind = this.#kind(amounts);
    const isUsage = kind === 'usage' && isOneOf(RECONCILED_SERVICES, service);
    const { usage, quantity, cost, listCost, unitPrice } = amounts;
    const isUncounted = isUsage && quantity === undefined && !(cost.isZero() && cells.text('pricingQuantity') === '');
    if (isUncounted && cells.text('pricingQuantity') !== '') this.#context.remarks.unitUnknown(cells.text('pricingUnit'));
    return {
      month: this.#times.month(),
      service,
      region: usage.region ?? this.#region(),
      usageType: this.#usageName(said),
      metric: usage.metric,
      isUnread: isUsage && said === undefined,
      operation: operationOf(service, cells.text('operation')),
      quantity: quantity ?? (isUsage ? ZERO : (cells.amount('pricingQuantity') ?? ZERO)),
      ...(isUncounted || this.#hasNoQuantity() ? { hasNoQuantity: true } : {}),
      ...this.#costs(kind, cost),
      listCost,
      unitPrice,
      currency: cells.text('currency'),
      account: this.#account(service),
      payer: this.#payer(),
      kind,
      resourceId: cells.text('resourceId') || undefined,
    };
  }

  /** @throws UnreadableCell where usage that counts has no cost */
  #amounts(service: BilledService, usage: Usage): Amounts {
    const cells = this.#cells;
    const quantity = this.#quantity();
    const cost = cells.amount('cost');
    if (cost === undefined && quantity?.isZero() === false && this.#mustHaveCost(service))
      throw cells.unreadable('cost', 'is not the cost of usage');
    return { usage, quantity, cost: cost ?? ZERO, unitPrice: cells.amount('unitPrice'), listCost: cells.amount('listCost') };
  }

  /** Usage without a cost would look like the free tier. */
  #mustHaveCost(service: BilledService): boolean {
    return isOneOf(RECONCILED_SERVICES, service) && this.#isOfUsage();
  }

  /** Tax, credits and the like need no words to say what they are for. */
  #isOfUsage(): boolean {
    return this.#kindOf(this.#cells.text('type'), ZERO) === 'usage';
  }

  /** Undefined where nothing in the row says it. */
  #usage(service: BilledService): Usage | undefined {
    const { usageTypes } = this.#context;
    const cells = this.#cells;
    const usageType = cells.text('usageType');
    const usage = usageTypes.usageOf(service, usageType);
    if (usage.isUsageType || !isOneOf(READ_SERVICES, service) || !this.#isOfUsage()) return usage;
    const unit = unitOf(cells.text('pricingUnit'));
    return usageIn(usageTypes, service, {
      usageType,
      meter: cells.text('meter'),
      details: cells.text('details'),
      priceId: cells.text('priceId'),
      description: cells.text('description'),
      unit,
      unitPrice: (cells.amount('listUnitPrice') ?? cells.amount('unitPrice'))?.div(unit?.factor ?? ONE),
    });
  }

  /** What the usage is called: its usage type, or where a description says what it is, that. */
  #usageName(said: Usage | undefined): string {
    const name = this.#cells.text('usageType') || this.#cells.text('meter');
    return name !== '' || said === undefined || !this.#isFocus ? name : this.#descriptionOfUsage();
  }

  #descriptionOfUsage(): string {
    return this.#isOfUsage() ? this.#cells.text('description') : '';
  }

  #region(): string | undefined {
    const region = this.#cells.text('region');
    return NO_REGION.has(region.toLowerCase()) ? undefined : region;
  }

  /**
   * FOCUS leaves the consumed quantity out where it does not apply; the pricing quantity counts in units such as `1000 Requests`. Undefined
   * where there is none, or its unit is not known.
   */
  #quantity(): Decimal | undefined {
    const cells = this.#cells;
    const consumed = cells.amount('quantity');
    if (consumed !== undefined)
      return cells.has('consumedUnit') ? consumed.times(unitOf(cells.text('consumedUnit'))?.factor ?? ONE) : consumed;
    const unit = unitOf(cells.text('pricingUnit'));
    return unit === undefined ? undefined : cells.amount('pricingQuantity')?.times(unit.factor);
  }

  /** Cost Explorer shows usage only where it is asked for. */
  #hasNoQuantity(): boolean {
    return this.#isCostExplorer && this.#cells.text('quantity') === '';
  }

  #kind(amounts: Amounts): BilledKind {
    const kind = this.#kindOf(this.#cells.text('type'), amounts.cost);
    // A correction of usage, as FOCUS has refunds, takes its quantity back too.
    if (kind === 'refund' && amounts.usage.metric !== undefined && amounts.quantity?.isNegative() === true) return 'usage';
    if (kind !== 'usage' || amounts.usage.metric === undefined || !amounts.cost.isZero()) return kind;
    const [priceId, description] = [this.#cells.text('priceId'), this.#cells.text('description')];
    const quantity = amounts.quantity ?? ZERO;
    return isFreeTier({ ...amounts, quantity, listUnitPrice: this.#cells.amount('listUnitPrice'), priceId, description })
      ? 'free-tier'
      : 'usage';
  }

  #kindOf(type: string, cost: Decimal): BilledKind {
    if (!this.#isFocus) return kindOfLineItem(type);
    return kindOfCharge(type, this.#cells.text('chargeClass'), this.#cells.text('description'), cost);
  }

  /** @param billed the unblended or billed cost */
  #costs(kind: BilledKind, billed: Decimal): Pick<BilledRow, 'cost' | 'netCost'> {
    const cost = costIn(this.#context.cost, this.#cells, kind, billed);
    if (!this.#cells.has('netCost')) return { cost };
    const net = costIn('net', this.#cells, kind, billed);
    return { cost, netCost: net.eq(cost) ? undefined : net };
  }

  #account(service: BilledService): string {
    const text = this.#cells.text('account');
    const { id, state } = accountIn(text);
    if (state === 'mended' && isOneOf(READ_SERVICES, service)) this.#context.remarks.mended(text, id);
    if (state === 'damaged' && isOneOf(READ_SERVICES, service)) this.#context.remarks.damaged(text);
    return id;
  }

  /** A damaged id of a payer still holds its rows together. */
  #payer(): string {
    const text = this.#cells.text('payer');
    const { id, state } = accountIn(text);
    return state === 'damaged' ? text : id;
  }
}

function isOneOf(services: readonly BilledService[], service: BilledService): boolean {
  return services.includes(service);
}

interface Amounts {
  usage: Usage;
  /** Undefined where it is not known. */
  quantity: Decimal | undefined;
  cost: Decimal;
  unitPrice: Decimal | undefined;
  listCost: Decimal | undefined;
}
