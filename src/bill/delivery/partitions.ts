import { resolve } from 'node:path';

/** Columns that stand in the names of a file's folders and not in the file, as `line_item_product_code=awskms/`. */
export interface Partition {
  names: readonly string[];
  values: readonly string[];
}

/** As Hive writes an absent value. */
const ABSENT = '__HIVE_DEFAULT_PARTITION__';

/** Columns that people name differently in folders, as CUR 2.0 and FOCUS call them. */
const COLUMNS: ReadonlyMap<string, readonly string[]> = new Map([
  ['account_id', ['line_item_usage_account_id', 'SubAccountId']],
  ['accountid', ['line_item_usage_account_id', 'SubAccountId']],
  ['account', ['line_item_usage_account_id', 'SubAccountId']],
  ['usage_account_id', ['line_item_usage_account_id', 'SubAccountId']],
  ['linked_account_id', ['line_item_usage_account_id', 'SubAccountId']],
  ['payer_account_id', ['bill_payer_account_id', 'BillingAccountId']],
  ['product_code', ['line_item_product_code', 'x_ServiceCode']],
  ['region', ['product_region_code', 'RegionId']],
  ['currency', ['line_item_currency_code', 'BillingCurrency']],
  ['billing_period', ['line_item_usage_start_date', 'ChargePeriodStart']],
  ['bill_billing_period_start_date', ['line_item_usage_start_date', 'ChargePeriodStart']],
  ['billingperiodstart', ['line_item_usage_start_date', 'ChargePeriodStart']],
  ['usage_date', ['line_item_usage_start_date', 'ChargePeriodStart']],
  ['date', ['line_item_usage_start_date', 'ChargePeriodStart']],
  ['dt', ['line_item_usage_start_date', 'ChargePeriodStart']],
]);

/**
 * What the folders above a file say about all its rows. A year and a month are the start of the usage.
 *
 * @example partitionOf('/bills/year=2026/month=11/a.csv') // year and month, and line_item_usage_start_date '2026-11-01'
 */
export function partitionOf(place: string): Partition {
  const pairs = new Map<string, string>();
  for (const folder of resolve(place).split(/[/\\]/).slice(0, -1)) {
    const [whole, name = '', value = ''] = /^([^=]+)=(.*)$/.exec(folder) ?? [];
    if (whole !== undefined) pairs.set(unescaped(name), value === ABSENT ? '' : unescaped(value));
  }
  const start = startOf(pairs);
  const columns = [...pairs, ...(start === undefined ? [] : [['date', start] as const])].flatMap(([name, value]) => columnsOf(name, value));
  return { names: columns.map(({ name }) => name), values: columns.map(({ value }) => value) };
}

function columnsOf(name: string, value: string): { name: string; value: string }[] {
  const day = /^\d{4}-\d\d$/.test(value) ? `${value}-01` : value;
  return [{ name, value }, ...(COLUMNS.get(name.toLowerCase()) ?? []).map((column) => ({ name: column, value: day }))];
}

/** Hive escapes what a path may not hold. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}

function startOf(pairs: ReadonlyMap<string, string>): string | undefined {
  const [year = '', month = ''] = ['year', 'month'].map((name) => pairs.get(name) ?? '');
  return /^\d{4}$/.test(year) && /^\d\d?$/.test(month) ? `${year}-${month.padStart(2, '0')}-01` : undefined;
}
