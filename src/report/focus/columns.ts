import { csvTable } from '../layout/csv.js';

/**
 * Columns of a FOCUS file: those that FOCUS 1.2 makes mandatory, those it ties to what AWS supports (commitments, capacity reservations,
 * negotiated and public prices, resources, Regions, tags), those it recommends, and our own. Source: focus.finops.org, specification 1.2.
 */
export const FOCUS_COLUMNS = [
  'AvailabilityZone',
  'BilledCost',
  'BillingAccountId',
  'BillingAccountName',
  'BillingCurrency',
  'BillingPeriodEnd',
  'BillingPeriodStart',
  'CapacityReservationId',
  'CapacityReservationStatus',
  'ChargeCategory',
  'ChargeClass',
  'ChargeDescription',
  'ChargeFrequency',
  'ChargePeriodEnd',
  'ChargePeriodStart',
  'CommitmentDiscountCategory',
  'CommitmentDiscountId',
  'CommitmentDiscountName',
  'CommitmentDiscountQuantity',
  'CommitmentDiscountStatus',
  'CommitmentDiscountType',
  'CommitmentDiscountUnit',
  'ConsumedQuantity',
  'ConsumedUnit',
  'ContractedCost',
  'ContractedUnitPrice',
  'EffectiveCost',
  'InvoiceId',
  'InvoiceIssuerName',
  'ListCost',
  'ListUnitPrice',
  'PricingCategory',
  'PricingCurrency',
  'PricingQuantity',
  'PricingUnit',
  'ProviderName',
  'PublisherName',
  'RegionId',
  'RegionName',
  'ResourceId',
  'ResourceName',
  'ResourceType',
  'ServiceCategory',
  'ServiceName',
  'ServiceSubcategory',
  'SkuId',
  'SkuMeter',
  'SkuPriceDetails',
  'SkuPriceId',
  'SubAccountId',
  'SubAccountName',
  'Tags',
  'x_RecordType',
  'x_ForecastLow',
  'x_ForecastHigh',
  'x_ForecastMethod',
  'x_ForecastGeneratedAt',
  'x_Strategy',
  'x_Reader',
  'x_Charge',
  'x_UsageType',
] as const;

/** A row as text; a column that it lacks is null. */
export type FocusRow = Partial<Record<(typeof FOCUS_COLUMNS)[number], string>>;

/** Rows as CSV (RFC 4180): null is an empty cell, and no cell is a spreadsheet's formula. */
export function focusCsv(rows: readonly FocusRow[]): string {
  return csvTable({ columns: [...FOCUS_COLUMNS], rows: rows.map((row) => FOCUS_COLUMNS.map((column) => row[column] ?? '')) });
}
