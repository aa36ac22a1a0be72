import { EXPORT } from '../table/exports.js';
import { NoTable } from '../table/table.js';

/** The detailed billing report, which AWS replaced by the Cost and Usage Report, by its header; undefined for any other. */
export function detailedBillingReport(header: readonly string[]): NoTable | undefined {
  const names = header.map((name) => name.trim().toLowerCase());
  if (!['recordtype', 'rateid', 'subscriptionid', 'pricingplanid'].every((name) => names.includes(name))) return undefined;
  return new NoTable('is a detailed billing report (…aws-billing-detailed-line-items…), which AWS replaced by the Cost and Usage Report', {
    isData: true,
    remedy: EXPORT,
  });
}

/** Rows of a bill written as JSON; undefined for any other. */
export function rowsAsJson(start: string): NoTable | undefined {
  if (!/"(line_item_|lineItem\/|BilledCost|ServiceName)/.test(start)) return undefined;
  return new NoTable('has rows of a bill as JSON, which are not read', {
    isData: true,
    remedy: `Export them as CSV or Parquet. ${EXPORT}`,
  });
}
