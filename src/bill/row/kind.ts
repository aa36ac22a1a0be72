import type { Decimal } from '../../base/decimal.js';
import { remembered } from '../../base/memo.js';
import { canonicalName } from './names.js';
import type { BilledKind } from './row.js';
import type { Usage } from './usage.js';

/** Source: docs.aws.amazon.com/cur/latest/userguide/Lineitem-columns.html (LineItemType). */
const LINE_ITEM_TYPES: ReadonlyMap<string, BilledKind> = new Map([
  ['usage', 'usage'],
  ['discountedusage', 'usage'],
  ['savingsplancoveredusage', 'usage'],
  ['tax', 'tax'],
  ['credit', 'credit'],
  ['refund', 'refund'],
  ['fee', 'fee'],
  ['rifee', 'fee'],
  ['savingsplanrecurringfee', 'fee'],
  ['savingsplanupfrontfee', 'fee'],
]);

/** Source: focus.finops.org, column ChargeCategory. */
const CHARGE_CATEGORIES: ReadonlyMap<string, BilledKind> = new Map([
  ['usage', 'usage'],
  ['purchase', 'fee'],
  ['tax', 'tax'],
  ['credit', 'credit'],
]);

/** The price list's term for what AWS gives away; on-demand prices have others. */
const FREE_TIER_TERM = 'A429C66SYZ';

const MOST_TYPES = 1000;
/** Tools write these words in small or large letters. */
const typeOf = remembered(canonicalName, { most: MOST_TYPES });

/**
 * The kind that a line item type of a CUR says; every discount's name ends in that word (`EdpDiscount`, `PrivateRateDiscount`). A row
 * that has lost its type may be usage, and is nothing else that could be left out of it.
 */
export function kindOfLineItem(type: string): BilledKind {
  if (type === '') return 'usage';
  const name = typeOf(type);
  return LINE_ITEM_TYPES.get(name) ?? (name.endsWith('discount') ? 'discount' : 'other');
}

/**
 * The kind that FOCUS's charge category and class say. FOCUS has no category for refunds, which are corrections to the customer's favour,
 * nor one for discounts, which are adjustments that say so.
 */
export function kindOfCharge(category: string, chargeClass: string, description: string, cost: Decimal): BilledKind {
  const name = typeOf(category);
  if (name === 'adjustment') return /discount/i.test(description) ? 'discount' : 'other';
  const kind = category === '' ? 'usage' : (CHARGE_CATEGORIES.get(name) ?? 'other');
  return typeOf(chargeClass) === 'correction' && cost.isNegative() && (kind === 'usage' || kind === 'fee') ? 'refund' : kind;
}

/** What tells the free tier apart; amounts are absent where the bill has no such column. */
export interface FreeTierSigns {
  usage: Usage;
  quantity: Decimal;
  cost: Decimal;
  unitPrice: Decimal | undefined;
  listCost: Decimal | undefined;
  listUnitPrice: Decimal | undefined;
  priceId: string;
  description: string;
}

/**
 * Whether usage is of the free tier. Such usage stands on a bill in rows of its own at rate 0, mostly under the ordinary usage type, whose
 * public on-demand price is above 0; now and then under the free tier's own (`Global-KMS-Requests`). For requests of symmetric KMS keys
 * rate 0 suffices: they have no other free use that is billed at all. Keys have no free tier. Corrections have negative quantities.
 * Source: docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/tracking-free-tier-usage.html and aws.amazon.com/kms/pricing
 */
export function isFreeTier({ usage, quantity, cost, unitPrice, listCost, listUnitPrice, priceId, description }: FreeTierSigns): boolean {
  if (usage.metric === undefined || usage.metric === 'kms-key-month' || !cost.isZero() || quantity.isZero()) return false;
  if (unitPrice !== undefined && !unitPrice.isZero()) return false;
  const hasListPrice = isAboveZero(listCost) || isAboveZero(listUnitPrice);
  const saysSo = priceId.includes(FREE_TIER_TERM) || /free tier/i.test(description);
  return usage.isGlobal || hasListPrice || saysSo || usage.metric === 'kms-request';
}

function isAboveZero(amount: Decimal | undefined): boolean {
  return amount?.greaterThan(0) === true;
}
