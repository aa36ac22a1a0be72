import type { BilledRow } from './row.js';

type Read = Pick<BilledRow, 'month' | 'service' | 'account' | 'payer' | 'currency' | 'kind'>;

/** A row of a service that is not used: who and when is read, and the rest where it is asked for. */
export class OtherRow implements BilledRow {
  readonly month: BilledRow['month'];
  readonly service: BilledRow['service'];
  readonly account: string;
  readonly payer: string;
  readonly currency: string;
  readonly kind: BilledRow['kind'];
  readonly #whole: () => BilledRow;

  /** @param whole throws where a cell cannot be read */
  constructor({ month, service, account, payer, currency, kind }: Read, whole: () => BilledRow) {
    this.month = month;
    this.service = service;
    this.account = account;
    this.payer = payer;
    this.currency = currency;
    this.kind = kind;
    this.#whole = whole;
  }

  readonly metric = undefined;
  readonly isUnread = false;

  get region() {
    return this.#whole().region;
  }

  get usageType() {
    return this.#whole().usageType;
  }

  get operation() {
    return this.#whole().operation;
  }

  get quantity() {
    return this.#whole().quantity;
  }

  get hasNoQuantity() {
    return this.#whole().hasNoQuantity;
  }

  get cost() {
    return this.#whole().cost;
  }

  get netCost() {
    return this.#whole().netCost;
  }

  get listCost() {
    return this.#whole().listCost;
  }

  get unitPrice() {
    return this.#whole().unitPrice;
  }

  get resourceId() {
    return this.#whole().resourceId;
  }

  toJSON(): BilledRow {
    return this.#whole();
  }
}
