import { sanitised } from '../../base/cleaned.js';
import { keysOf } from '../../base/records.js';
import { Unfit } from './cell.js';
import { canonicalName } from './names.js';

/** The formats of bills, as their columns tell them apart. */
export const BILL_FORMATS = ['cur', 'cur-2.0', 'focus-1.0', 'focus-1.1', 'focus-1.2', 'cost-explorer', 'bills-page'] as const;
export type BillFormat = (typeof BILL_FORMATS)[number];

/** As AWS and FOCUS call them. */
export const FORMAT_NAMES: Readonly<Record<BillFormat, string>> = {
  cur: 'CUR',
  'cur-2.0': 'CUR 2.0',
  'focus-1.0': 'FOCUS 1.0',
  'focus-1.1': 'FOCUS 1.1',
  'focus-1.2': 'FOCUS 1.2',
  'cost-explorer': 'Cost Explorer',
  'bills-page': 'Bills page',
};

/** What is read of a row; every field is found under one of some column names, of which the first that is there counts. */
export type Field =
  | 'lineItemId'
  | 'timeInterval'
  | 'start'
  | 'billingStart'
  | 'end'
  | 'service'
  | 'serviceName'
  | 'usageType'
  | 'meter'
  | 'details'
  | 'operation'
  | 'region'
  | 'quantity'
  | 'consumedUnit'
  | 'pricingQuantity'
  | 'pricingUnit'
  | 'cost'
  | 'netCost'
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
  /** Of each of these at least one is needed. */
  oneOf: readonly (readonly Field[])[];
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
    billingStart: ['bill_billing_period_start_date'],
    end: ['line_item_usage_end_date'],
    region: ['product_region_code', 'product_region'],
    pricingUnit: ['pricing_unit'],
    netCost: ['line_item_net_unblended_cost'],
    listCost: ['pricing_public_on_demand_cost'],
    unitPrice: ['line_item_unblended_rate'],
    listUnitPrice: ['pricing_public_on_demand_rate'],
    priceId: ['pricing_rate_code'],
    description: ['line_item_line_item_description'],
    payer: ['bill_payer_account_id'],
    resourceId: ['line_item_resource_id'],
  },
  oneOf: [],
};

/** FOCUS's names and the `x_` columns of AWS's exports. Source: focus.finops.org. */
const FOCUS: Names = {
  needed: {
    start: ['ChargePeriodStart'],
    cost: ['BilledCost'],
    currency: ['BillingCurrency'],
    account: ['SubAccountId'],
    type: ['ChargeCategory'],
  },
  useful: {
    billingStart: ['BillingPeriodStart'],
    end: ['ChargePeriodEnd'],
    service: ['x_ServiceCode'],
    serviceName: ['ServiceName'],
    usageType: ['x_UsageType'],
    meter: ['SkuMeter'],
    details: ['SkuPriceDetails'],
    operation: ['x_Operation'],
    region: ['RegionId', 'Region'],
    quantity: ['ConsumedQuantity'],
    consumedUnit: ['ConsumedUnit'],
    pricingQuantity: ['PricingQuantity'],
    pricingUnit: ['PricingUnit'],
    netCost: ['EffectiveCost', 'ContractedCost'],
    listCost: ['ListCost'],
    unitPrice: ['ContractedUnitPrice'],
    listUnitPrice: ['ListUnitPrice'],
    priceId: ['SkuPriceId'],
    description: ['ChargeDescription'],
    payer: ['BillingAccountId'],
    chargeClass: ['ChargeClass'],
    resourceId: ['ResourceId'],
  },
  oneOf: [
    ['serviceName', 'service'],
    ['usageType', 'meter', 'description'],
    ['quantity', 'pricingQuantity'],
  ],
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
 * Recognises a bill by its header; undefined where it is none. Names are compared by their letters and digits alone.
 *
 * @throws Unreadable naming what is missing and what was found
 */
export function layoutOf(header: readonly string[]): Layout | undefined {
  if (header.includes('x_ForecastMethod'))
    throw new Unfit('is an estimate or a count that trailcost saved as FOCUS, not a bill', 'Take the bill from AWS.');
  const names = withoutTable(header).map(canonicalName);
  if (isOf(CUR, names)) return laidOut(CUR, names, header, curFormat(header, names));
  if (isOf(FOCUS, names)) return laidOut(FOCUS, names, header, focusFormat(names));
  return undefined;
}

/** Hive writes the table's name before each column's: `cur.line_item_usage_type`. */
function withoutTable(header: readonly string[]): readonly string[] {
  const [table, ...others] = new Set(header.map((name) => (name.includes('.') ? name.slice(0, name.indexOf('.') + 1) : '')));
  return table === undefined || others.length > 0 ? header : header.map((name) => name.slice(table.length));
}

function isOf({ needed }: Names, names: readonly string[]): boolean {
  const signs = Object.values(needed).filter((candidates) => candidates.some((candidate) => names.includes(canonicalName(candidate))));
  return signs.length >= FEWEST_SIGNS;
}

function laidOut({ needed, useful, oneOf }: Names, names: readonly string[], header: readonly string[], format: BillFormat): Layout {
  const at: Layout['at'] = {};
  const known: Partial<Record<Field, readonly string[]>> = { ...needed, ...useful };
  for (const field of keysOf(known)) {
    const column = (known[field] ?? []).map((candidate) => columnOf(candidate, names, header)).find((found) => found !== undefined);
    if (column !== undefined) at[field] = column;
  }
  const groups = [...keysOf(needed).map((field): readonly Field[] => [field]), ...oneOf];
  const missing = groups
    .filter((fields) => fields.every((field) => at[field] === undefined))
    .map((fields) =>
      fields
        .flatMap((field) => known[field] ?? [])
        .map((name) => spelledAs(name, header))
        .join(' or '),
    );
  if (missing.length > 0) {
    const [columns, are] = missing.length === 1 ? ['column', 'is'] : ['columns', 'are'];
    const what = `is a ${FORMAT_NAMES[format]} bill, but its ${columns} ${missing.join(', ')} ${are} missing; found ${namesIn(header)}`;
    throw new Unfit(what, 'Export the bill with these columns.');
  }
  return { format, at, header };
}

/**
 * Where a column is. Of several that differ in marks and case alone the one in the usual spelling counts.
 *
 * @throws Unreadable where none of several is in it
 */
function columnOf(candidate: string, names: readonly string[], header: readonly string[]): number | undefined {
  const name = canonicalName(candidate);
  const first = names.indexOf(name);
  if (first < 0 || first === names.lastIndexOf(name)) return first < 0 ? undefined : first;
  const all = names.flatMap((each, column) => (each === name ? [column] : []));
  const [usual, ...others] = all.filter((column) => usualSpelling(header[column] ?? '') === candidate);
  if (usual !== undefined && others.length === 0) return usual;
  const found = all.map((column) => JSON.stringify(sanitised((header[column] ?? '').slice(0, 60)))).join(' and ');
  throw new Unfit(`has the column ${candidate} more than once (${found})`, 'Leave all but one of them out.');
}

/**
 * A column as the header of a legacy CUR spells it, where it is one.
 *
 * @example spelledAs('line_item_usage_type', ['lineItem/Operation']) // 'lineItem/UsageType'
 */
function spelledAs(name: string, header: readonly string[]): string {
  const [, group, rest] = /^(identity|bill|line_item|pricing|product)_(.+)$/.exec(name) ?? [];
  if (group === undefined || rest === undefined || !header.some((each) => each.includes('/'))) return name;
  const joined = (text: string) => text.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return `${joined(group)}/${joined(`_${rest}`)}`;
}

/**
 * A legacy CUR's column as CUR 2.0 spells it.
 *
 * @example usualSpelling('lineItem/UsageType') // 'line_item_usage_type'
 */
function usualSpelling(name: string): string {
  if (!name.includes('/')) return name;
  return name
    .replace('/', '_')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

/** The first columns of a file, for messages. */
export function namesIn(header: readonly string[]): string {
  const names = header.slice(0, MOST_NAMES).map((name) => sanitised(name.slice(0, 60)));
  return header.length > MOST_NAMES ? `${names.join(', ')} and ${header.length - MOST_NAMES} more` : names.join(', ');
}

/** In Parquet both spell alike; only CUR 2.0 names accounts and gathers a product's attributes in one column. */
function curFormat(header: readonly string[], names: readonly string[]): BillFormat {
  if (header.some((name) => name.startsWith('lineItem/'))) return 'cur';
  const isLegacy = names.includes('productproductname') || names.includes('productregion');
  return isLegacy && !names.includes('product') ? 'cur' : 'cur-2.0';
}

function focusFormat(names: readonly string[]): BillFormat {
  const has = (...added: string[]) => added.some((name) => names.includes(name));
  if (has('invoiceid', 'pricingcurrency', 'billingaccounttype', 'subaccounttype')) return 'focus-1.2';
  return has('skumeter', 'skupricedetails', 'servicesubcategory', 'capacityreservationid') ? 'focus-1.1' : 'focus-1.0';
}
