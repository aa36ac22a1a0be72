import type { SchemaElement } from 'hyparquet';
import { Decimal } from '../../base/decimal.js';
import { FOCUS_COLUMNS, type FocusRow } from './columns.js';

type Column = (typeof FOCUS_COLUMNS)[number];

const TIMES: readonly Column[] = [
  'BillingPeriodEnd',
  'BillingPeriodStart',
  'ChargePeriodEnd',
  'ChargePeriodStart',
  'x_ForecastGeneratedAt',
];
const NUMBERS: readonly Column[] = [
  'BilledCost',
  'CommitmentDiscountQuantity',
  'ConsumedQuantity',
  'ContractedCost',
  'ContractedUnitPrice',
  'EffectiveCost',
  'ListCost',
  'ListUnitPrice',
  'PricingCurrencyContractedUnitPrice',
  'PricingCurrencyEffectiveCost',
  'PricingCurrencyListUnitPrice',
  'PricingQuantity',
  'x_ForecastLow',
  'x_ForecastHigh',
];

/** Digits that a decimal of Parquet has at most, and its bytes for these. */
const MOST_DIGITS = 38;
const DECIMAL_BYTES = 16;
const LEAST_PLACES = 6;

/**
 * Rows as Parquet: ids are text whatever opens the file, times are timestamps in UTC, numbers decimals with all their places, as far as
 * 38 digits go. Source: parquet.apache.org, logical types.
 */
export async function focusParquet(rows: readonly FocusRow[]): Promise<Buffer> {
  const { parquetWriteBuffer } = await import('hyparquet-writer');
  const columns = FOCUS_COLUMNS.map((name) => columnOf(name, rows));
  const written = parquetWriteBuffer({
    columnData: columns.map(({ element: { name }, data }) => ({ name, data })),
    schema: [{ name: 'root', num_children: columns.length }, ...columns.map(({ element }) => element)],
  });
  return Buffer.from(written);
}

interface WrittenColumn {
  element: SchemaElement;
  data: (string | bigint | Date | null)[];
}

function columnOf(name: Column, rows: readonly FocusRow[]): WrittenColumn {
  const cells = rows.map((row) => row[name] ?? '');
  const filled = <T>(of: (text: string) => T) => cells.map((text) => (text === '' ? null : of(text)));
  const base = { name, repetition_type: 'OPTIONAL' } as const;
  if (TIMES.includes(name))
    return { element: { ...base, type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' }, data: filled((text) => new Date(text)) };
  if (!NUMBERS.includes(name)) return { element: { ...base, type: 'BYTE_ARRAY', converted_type: 'UTF8' }, data: filled((text) => text) };
  const numbers = filled((text) => new Decimal(text));
  const scale = scaleOf(numbers.filter((number) => number !== null));
  const element: SchemaElement = {
    ...base,
    type: 'FIXED_LEN_BYTE_ARRAY',
    type_length: DECIMAL_BYTES,
    converted_type: 'DECIMAL',
    precision: MOST_DIGITS,
    scale,
  };
  return { element, data: numbers.map((number) => (number === null ? null : BigInt(number.toFixed(scale).replace('.', '')))) };
}

/** Places for all digits of a column, as far as the whole part of its largest number leaves room. */
function scaleOf(numbers: readonly Decimal[]): number {
  const places = numbers.reduce((most, number) => Math.max(most, number.decimalPlaces()), LEAST_PLACES);
  const whole = numbers.reduce((most, number) => Math.max(most, number.abs().trunc().toFixed().length), 1);
  return Math.min(places, MOST_DIGITS - whole);
}
