import { sanitised } from '../../base/cleaned.js';
import { Unreadable } from '../../files/unreadable.js';

/** The formats of bills, as their columns tell them apart. */
export const BILL_FORMATS = ['cur', 'cur-2.0', 'focus-1.0', 'focus-1.1', 'focus-1.2', 'cost-explorer', 'bills-page'] as const;
export type BillFormat = (typeof BILL_FORMATS)[number];

/** What is read of a row; every field is found under one of some column names, of which the first that is there counts. */
export type Field =
  | 'lineItemId'
  | 'timeInterval'
  | 'start'
  | 'service'
  | 'serviceName'
  | 'usageType'
  | 'operation'
  | 'region'
  | 'quantity'
  | 'pricingQuantity'
  | 'pricingUnit'
  | 'cost'
  | 'listCost'
  | 'unitPrice'
  | 'listUnitPrice'
  | 'priceId'
  | 'description'
  | 'currency'
  | 'account'
  | 'payer'
  | 'type'
  | 'chargeClass'
  | 'resourceId';

interface Names {
  needed: Partial<Record<Field, readonly string[]>>;
  useful: Partial<Record<Field, readonly string[]>>;
}

/** CUR 2.0's names; the legacy CUR's are the same in another spelling (`lineItem/UsageType`). Source: AWS's table dictionary of CUR 2.0. */
const CUR: Names = {
  needed: {
    start: ['line_item_usage_start_date'],
    service: ['line_item_product_code'],
    usageType: ['line_item_usage_type'],
    operation: ['line_item_operation'],
    quantity: ['line_item_usage_amount'],
    cost: ['line_item_unblended_cost'],
    currency: ['line_item_currency_code'],
    account: ['line_item_usage_account_id'],
    type: ['line_item_line_item_type'],
  },
  useful: {
    lineItemId: ['identity_line_item_id'],
    timeInterval: ['identity_time_interval'],
    region: ['product_region_code', 'product_region'],
    listCost: ['pricing_public_on_demand_cost'],
    unitPrice: ['line_item_unblended_rate'],
    listUnitPrice: ['pricing_public_on_demand_rate'],
    priceId: ['pricing_rate_code'],
    description: ['line_item_line_item_description'],
    payer: ['bill_payer_account_id'],
    resourceId: ['line_item_resource_id'],
  },
};

/** FOCUS's names and the `x_` columns of AWS's exports, in small letters, as some tools save them. Source: focus.finops.org. */
const FOCUS: Names = {
  needed: {
    start: ['chargeperiodstart'],
    serviceName: ['servicename'],
    usageType: ['x_usagetype', 'skumeter'],
    quantity: ['consumedquantity', 'pricingquantity'],
    cost: ['billedcost'],
    currency: ['billingcurrency'],
    account: ['subaccountid'],
    type: ['chargecategory'],
  },
  useful: {
    service: ['x_servicecode'],
    operation: ['x_operation'],
    region: ['regionid', 'region'],
    pricingQuantity: ['pricingquantity'],
    pricingUnit: ['pricingunit'],
    listCost: ['listcost'],
    unitPrice: ['contractedunitprice'],
    listUnitPrice: ['listunitprice'],
    priceId: ['skupriceid'],
    description: ['chargedescription'],
    payer: ['billingaccountid'],
    chargeClass: ['chargeclass'],
    resourceId: ['resourceid'],
  },
};

/** So many columns of a format make a file one of it, be the others missing. */
const FEWEST_SIGNS = 3;
const MOST_NAMES = 6;

/** Where a file has its fields. */
export interface Layout {
  format: BillFormat;
  /** A field's column from 0; absent where the file has none. */
  at: Partial<Record<Field, number>>;
  header: readonly string[];
  /** Of Cost Explorer: how it is grouped, and by days or months; two groupings of a month are the same usage twice. */
  grouping?: string;
}

/**
 * Recognises a bill by its header; undefined where it is none.
 *
 * @throws Unreadable naming what is missing and what was found
 */
export function layoutOf(header: readonly string[]): Layout | undefined {
  const cur = header.map(curName);
  if (isOf(CUR, cur)) return laidOut(CUR, cur, header, curFormat(header, cur));
  const focus = header.map((name) => name.trim().toLowerCase());
  if (isOf(FOCUS, focus)) return laidOut(FOCUS, focus, header, focusFormat(focus));
  return undefined;
}

/**
 * A legacy CUR's column as CUR 2.0 spells it.
 *
 * @example curName('lineItem/UsageType') // 'line_item_usage_type'
 */
function curName(name: string): string {
  return name
    .trim()
    .replace('/', '_')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

function isOf({ needed }: Names, names: readonly string[]): boolean {
  const signs = Object.values(needed).filter((candidates) => candidates.some((candidate) => names.includes(candidate)));
  return signs.length >= FEWEST_SIGNS;
}

function laidOut({ needed, useful }: Names, names: readonly string[], header: readonly string[], format: BillFormat): Layout {
  const at: Layout['at'] = {};
  const missing: string[] = [];
  for (const [field, candidates] of Object.entries({ ...needed, ...useful }) as [Field, readonly string[]][]) {
    const name = candidates.find((candidate) => names.includes(candidate));
    if (name !== undefined) at[field] = names.indexOf(name);
    else if (field in needed) missing.push(candidates.join(' or '));
  }
  if (missing.length > 0) {
    const [columns, are] = missing.length === 1 ? ['column', 'is'] : ['columns', 'are'];
    throw new Unreadable(`is a ${format} bill, but its ${columns} ${missing.join(', ')} ${are} missing; found ${namesIn(header)}`);
  }
  return { format, at, header };
}

/** The first columns of a file, for messages. */
export function namesIn(header: readonly string[]): string {
  const names = header.slice(0, MOST_NAMES).map((name) => sanitised(name.slice(0, 60)));
  return header.length > MOST_NAMES ? `${names.join(', ')} and ${header.length - MOST_NAMES} more` : names.join(', ');
}

/** In Parquet both spell alike; only CUR 2.0 names accounts and gathers a product's attributes in one column. */
function curFormat(header: readonly string[], names: readonly string[]): BillFormat {
  if (header.some((name) => name.startsWith('lineItem/'))) return 'cur';
  const isLegacy = names.includes('product_product_name') || names.includes('product_region');
  return isLegacy && !names.includes('product') ? 'cur' : 'cur-2.0';
}

function focusFormat(names: readonly string[]): BillFormat {
  const has = (...added: string[]) => added.some((name) => names.includes(name));
  if (has('invoiceid', 'pricingcurrency', 'billingaccounttype', 'subaccounttype')) return 'focus-1.2';
  return has('skumeter', 'skupricedetails', 'servicesubcategory', 'capacityreservationid') ? 'focus-1.1' : 'focus-1.0';
}
