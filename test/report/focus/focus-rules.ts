import { Decimal } from '../../../src/base/decimal.js';

/** A row of a FOCUS file as text; null is empty. */
export type FocusCells = Record<string, string>;

/** Rules of FOCUS 1.2 (focus.finops.org, requirements model 1.2) on which columns are there, for all that AWS supports. */
export const PRESENCE: Record<string, string> = {
  'CostAndUsage-D-003-C': 'AvailabilityZone',
  'CostAndUsage-D-004-C': 'ListUnitPrice',
  'CostAndUsage-D-005-M': 'BillingAccountName',
  'CostAndUsage-D-006-M': 'BilledCost',
  'CostAndUsage-D-008-M': 'ChargeCategory',
  'CostAndUsage-D-009-M': 'BillingPeriodStart',
  'CostAndUsage-D-010-M': 'BillingPeriodEnd',
  'CostAndUsage-D-011-C': 'ConsumedQuantity',
  'CostAndUsage-D-012-C': 'CommitmentDiscountName',
  'CostAndUsage-D-013-C': 'CommitmentDiscountId',
  'CostAndUsage-D-014-C': 'CommitmentDiscountType',
  'CostAndUsage-D-015-C': 'CommitmentDiscountUnit',
  'CostAndUsage-D-016-C': 'CommitmentDiscountCategory',
  'CostAndUsage-D-017-C': 'CommitmentDiscountStatus',
  'CostAndUsage-D-018-C': 'CommitmentDiscountQuantity',
  'CostAndUsage-D-019-C': 'SubAccountId',
  'CostAndUsage-D-020-C': 'CapacityReservationStatus',
  'CostAndUsage-D-021-M': 'PublisherName',
  'CostAndUsage-D-022-C': 'PricingCategory',
  'CostAndUsage-D-023-M': 'InvoiceIssuerName',
  'CostAndUsage-D-024-M': 'BillingAccountId',
  'CostAndUsage-D-025-M': 'ChargeDescription',
  'CostAndUsage-D-026-M': 'ChargeClass',
  'CostAndUsage-D-027-O': 'ChargeFrequency',
  'CostAndUsage-D-028-M': 'ChargePeriodEnd',
  'CostAndUsage-D-029-C': 'SubAccountName',
  'CostAndUsage-D-030-M': 'ContractedCost',
  'CostAndUsage-D-031-M': 'EffectiveCost',
  'CostAndUsage-D-032-M': 'ListCost',
  'CostAndUsage-D-033-O': 'InvoiceId',
  'CostAndUsage-D-034-C': 'ContractedUnitPrice',
  'CostAndUsage-D-035-M': 'BillingCurrency',
  'CostAndUsage-D-036-M': 'PricingQuantity',
  'CostAndUsage-D-037-M': 'ChargePeriodStart',
  'CostAndUsage-D-038-M': 'ProviderName',
  'CostAndUsage-D-039-C': 'ResourceType',
  'CostAndUsage-D-040-M': 'ServiceCategory',
  'CostAndUsage-D-041-M': 'ServiceName',
  'CostAndUsage-D-042-O': 'ServiceSubcategory',
  'CostAndUsage-D-043-C': 'ResourceId',
  'CostAndUsage-D-044-C': 'ResourceName',
  'CostAndUsage-D-045-C': 'PricingCurrency',
  'CostAndUsage-D-048-C': 'PricingCurrencyContractedUnitPrice',
  'CostAndUsage-D-052-C': 'PricingCurrencyEffectiveCost',
  'CostAndUsage-D-056-C': 'PricingCurrencyListUnitPrice',
  'CostAndUsage-D-058-C': 'SkuPriceId',
  'CostAndUsage-D-059-C': 'SkuMeter',
  'CostAndUsage-D-060-C': 'SkuId',
  'CostAndUsage-D-061-C': 'SkuPriceDetails',
  'CostAndUsage-D-062-C': 'RegionName',
  'CostAndUsage-D-063-C': 'RegionId',
  'CostAndUsage-D-064-C': 'Tags',
  'CostAndUsage-D-065-C': 'CapacityReservationId',
  'CostAndUsage-D-066-C': 'ConsumedUnit',
  'CostAndUsage-D-068-M': 'PricingUnit',
};

type RowRule = (row: FocusCells) => boolean;

const has =
  (column: string): RowRule =>
  (row) =>
    row[column] !== '';
const lacks =
  (column: string): RowRule =>
  (row) =>
    row[column] === '';
const when =
  (condition: RowRule, rule: RowRule): RowRule =>
  (row) =>
    !condition(row) || rule(row);
const isOneOf =
  (column: string, values: readonly string[]): RowRule =>
  (row) =>
    values.includes(row[column] ?? '');
const matches =
  (column: string, form: RegExp): RowRule =>
  (row) =>
    form.test(row[column] ?? '');
const number = (row: FocusCells, column: string) => new Decimal(row[column] ?? '');
const isProduct =
  (price: string, cost: string): RowRule =>
  (row) =>
    number(row, price).times(number(row, 'PricingQuantity')).eq(number(row, cost));

const DATE_TIME = /^\d{4}-(0[1-9]|1[0-2])-([0-2]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;
const NUMERIC = /^-?(0|[1-9]\d*)(\.\d+)?$/;
const NOT_NEGATIVE = /^(0|[1-9]\d*)(\.\d+)?$/;
const CURRENCY = /^[A-Z]{3}$/;
const UNIT = /^[A-Z][A-Za-z]*$/;
/** Categories of services and what FOCUS 1.2 has in them. */
export const SUBCATEGORIES: Record<string, readonly string[]> = {
  Identity: ['Identity and Access Management', 'Other (Identity)'],
  Security: ['Secret Management', 'Security Posture Management', 'Threat Detection and Response', 'Other (Security)'],
  'Management and Governance': [
    'Architecture',
    'Compliance',
    'Cost Management',
    'Data Governance',
    'Disaster Recovery',
    'Endpoint Management',
    'Observability',
    'Support',
    'Other (Management and Governance)',
  ],
  Storage: ['Backup Storage', 'Block Storage', 'File Storage', 'Object Storage', 'Storage Platforms', 'Other (Storage)'],
};

const isFirstInstantOfMonth = (column: string): RowRule => matches(column, /^\d{4}-\d\d-01T00:00:00Z$/);
const isMonth =
  (start: string, end: string): RowRule =>
  (row) => {
    const next = new Date(row[start] ?? '');
    next.setUTCMonth(next.getUTCMonth() + 1);
    return `${next.toISOString().slice(0, 19)}Z` === row[end];
  };
/** Rules that every row keeps by itself, as far as they apply to rows of usage without commitments. */
export const ROW_RULES: Record<string, RowRule> = {
  'BilledCost-C-002-M': matches('BilledCost', NUMERIC),
  'BilledCost-C-003-M': has('BilledCost'),
  'BillingAccountId-C-001-M': has('BillingAccountId'),
  'BillingAccountName-C-003-C': has('BillingAccountName'),
  'BillingCurrency-C-003-M': matches('BillingCurrency', CURRENCY),
  'BillingCurrency-C-004-M': has('BillingCurrency'),
  'BillingPeriodEnd-C-002-M': matches('BillingPeriodEnd', DATE_TIME),
  'BillingPeriodEnd-C-004-M': isMonth('BillingPeriodStart', 'BillingPeriodEnd'),
  'BillingPeriodStart-C-002-M': matches('BillingPeriodStart', DATE_TIME),
  'BillingPeriodStart-C-004-M': isFirstInstantOfMonth('BillingPeriodStart'),
  'CapacityReservationId-C-004-C': lacks('CapacityReservationId'),
  'CapacityReservationStatus-C-003-C': lacks('CapacityReservationStatus'),
  'ChargeCategory-C-003-M': isOneOf('ChargeCategory', ['Usage', 'Purchase', 'Tax', 'Credit', 'Adjustment']),
  'ChargeClass-C-003-C': lacks('ChargeClass'),
  'ChargeDescription-C-003-O': has('ChargeDescription'),
  'ChargeFrequency-C-003-M': isOneOf('ChargeFrequency', ['One-Time', 'Recurring', 'Usage-Based']),
  'ChargePeriodEnd-C-002-M': matches('ChargePeriodEnd', DATE_TIME),
  'ChargePeriodEnd-C-004-M': isMonth('ChargePeriodStart', 'ChargePeriodEnd'),
  'ChargePeriodStart-C-002-M': matches('ChargePeriodStart', DATE_TIME),
  'ChargePeriodStart-C-004-M': isFirstInstantOfMonth('ChargePeriodStart'),
  'CommitmentDiscountCategory-C-003-C': lacks('CommitmentDiscountCategory'),
  'CommitmentDiscountId-C-004-C': lacks('CommitmentDiscountId'),
  'CommitmentDiscountName-C-004-C': lacks('CommitmentDiscountName'),
  'CommitmentDiscountQuantity-C-007-C': lacks('CommitmentDiscountQuantity'),
  'CommitmentDiscountStatus-C-003-C': lacks('CommitmentDiscountStatus'),
  'CommitmentDiscountType-C-004-C': lacks('CommitmentDiscountType'),
  'CommitmentDiscountUnit-C-005-C': lacks('CommitmentDiscountUnit'),
  'ConsumedQuantity-C-002-M': matches('ConsumedQuantity', NUMERIC),
  'ConsumedQuantity-C-006-C': has('ConsumedQuantity'),
  'ConsumedUnit-C-003-O': matches('ConsumedUnit', UNIT),
  'ConsumedUnit-C-006-C': has('ConsumedUnit'),
  'ContractedCost-C-002-M': matches('ContractedCost', NUMERIC),
  'ContractedCost-C-003-M': has('ContractedCost'),
  'ContractedCost-C-008-C': (row) => row['ContractedCost'] === row['BilledCost'],
  'ContractedCost-C-009-C': isProduct('ContractedUnitPrice', 'ContractedCost'),
  'ContractedUnitPrice-C-003-M': matches('ContractedUnitPrice', NUMERIC),
  'ContractedUnitPrice-C-006-C': has('ContractedUnitPrice'),
  'ContractedUnitPrice-C-009-C': matches('ContractedUnitPrice', NOT_NEGATIVE),
  'ContractedUnitPrice-C-011-C': isProduct('ContractedUnitPrice', 'ContractedCost'),
  'EffectiveCost-C-002-M': matches('EffectiveCost', NUMERIC),
  'EffectiveCost-C-003-M': has('EffectiveCost'),
  'EffectiveCost-C-010-C': (row) => row['EffectiveCost'] === row['BilledCost'],
  'InvoiceId-C-004-C': lacks('InvoiceId'),
  'InvoiceIssuerName-C-003-M': has('InvoiceIssuerName'),
  'ListCost-C-002-M': matches('ListCost', NUMERIC),
  'ListCost-C-003-M': has('ListCost'),
  'ListCost-C-009-C': isProduct('ListUnitPrice', 'ListCost'),
  'ListUnitPrice-C-002-M': matches('ListUnitPrice', NUMERIC),
  'ListUnitPrice-C-005-C': has('ListUnitPrice'),
  'ListUnitPrice-C-008-M': matches('ListUnitPrice', NOT_NEGATIVE),
  'ListUnitPrice-C-010-C': isProduct('ListUnitPrice', 'ListCost'),
  'PricingCategory-C-004-C': has('PricingCategory'),
  'PricingCategory-C-007-M': isOneOf('PricingCategory', ['Standard', 'Committed', 'Dynamic', 'Other']),
  'PricingCurrency-C-003-M': matches('PricingCurrency', CURRENCY),
  'PricingCurrency-C-004-M': has('PricingCurrency'),
  'PricingCurrencyContractedUnitPrice-C-007-C': matches('PricingCurrencyContractedUnitPrice', NOT_NEGATIVE),
  'PricingCurrencyEffectiveCost-C-003-M': matches('PricingCurrencyEffectiveCost', NUMERIC),
  'PricingCurrencyListUnitPrice-C-005-C': matches('PricingCurrencyListUnitPrice', NOT_NEGATIVE),
  'PricingQuantity-C-002-M': matches('PricingQuantity', NUMERIC),
  'PricingQuantity-C-005-C': has('PricingQuantity'),
  'PricingUnit-C-003-O': matches('PricingUnit', UNIT),
  'PricingUnit-C-006-C': has('PricingUnit'),
  'ProviderName-C-003-M': has('ProviderName'),
  'PublisherName-C-003-M': has('PublisherName'),
  'RegionId-C-004-C': has('RegionId'),
  'RegionName-C-005-C': when(has('RegionId'), has('RegionName')),
  'ResourceName-C-004-C': when(lacks('ResourceId'), lacks('ResourceName')),
  'ResourceType-C-004-C': when(lacks('ResourceId'), lacks('ResourceType')),
  'ServiceCategory-C-003-M': isOneOf('ServiceCategory', Object.keys(SUBCATEGORIES)),
  'ServiceName-C-003-M': has('ServiceName'),
  'ServiceSubcategory-C-004-M': (row) => (SUBCATEGORIES[row['ServiceCategory'] ?? ''] ?? []).includes(row['ServiceSubcategory'] ?? ''),
  'SkuId-C-005-C': has('SkuId'),
  'SkuMeter-C-005-C': has('SkuMeter'),
  'SkuPriceId-C-005-C': has('SkuPriceId'),
  'SubAccountName-C-004-C': when(lacks('SubAccountId'), lacks('SubAccountName')),
  'SubAccountName-C-005-C': when(has('SubAccountId'), has('SubAccountName')),
  'NullHandling-A-002-M': (row) => Object.values(row).every((cell) => !/^(null|n\/a|not applicable|unknown|-| +)$/i.test(cell)),
  'StringHandling-A-001-M': (row) => Object.values(row).every((cell) => !/\p{Cs}/u.test(cell)),
  'DateTimeFormat-A-006-M': when(has('x_ForecastGeneratedAt'), matches('x_ForecastGeneratedAt', DATE_TIME)),
};

const hasOne = (rows: readonly FocusCells[], column: string, other: string) =>
  new Set(rows.map((row) => row[column])).size === new Set(rows.map((row) => `${row[column]} ${row[other]}`)).size;

/** Rules on all rows together. */
export const FILE_RULES: Record<string, (rows: readonly FocusCells[]) => boolean> = {
  'ServiceName-C-005-C': (rows) => hasOne(rows, 'ServiceName', 'ServiceCategory'),
  'ServiceName-C-008-C': (rows) => hasOne(rows, 'ServiceName', 'ServiceSubcategory'),
  'SkuPriceId-C-008-M': (rows) => hasOne(rows, 'SkuPriceId', 'SkuId'),
  'SkuMeter-C-006-O': (rows) => hasOne(rows, 'SkuId', 'SkuMeter'),
};

/** Rules on the header. */
export const HEADER_RULES: Record<string, (columns: readonly string[]) => boolean> = {
  'ColumnHandling-A-001-M': (columns) => columns.every((column) => /^(x_)?[A-Z][A-Za-z]*$/.test(column)),
  'ColumnHandling-A-005-O': (columns) => columns.every((column) => column.length <= 50),
  'ColumnHandling-A-010-M': (columns) => columns.every((column) => column.startsWith('x_') || Object.values(PRESENCE).includes(column)),
  'ColumnHandling-A-013-O': (columns) => {
    const first = columns.findIndex((column) => column.startsWith('x_'));
    return first > 0 && columns.slice(first).every((column) => column.startsWith('x_'));
  },
};

/** The ids of the rules that a file breaks. */
export function brokenRules(rows: readonly FocusCells[]): string[] {
  const columns = Object.keys(rows[0] ?? {});
  const broken = [
    ...Object.entries(PRESENCE).filter(([, column]) => !columns.includes(column)),
    ...Object.entries(HEADER_RULES).filter(([, holds]) => !holds(columns)),
    ...Object.entries(FILE_RULES).filter(([, holds]) => !holds(rows)),
    ...Object.entries(ROW_RULES).filter(([, holds]) => !rows.every(holds)),
  ];
  return broken.map(([id]) => id);
}
