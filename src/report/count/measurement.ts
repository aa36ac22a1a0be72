import { stringify } from 'csv-stringify/sync';
import type { Decimal } from '../../base/decimal.js';
import type { Measurement, ReaderMeasurement, RequestCount, Span } from '../../logs/measure/measurement.js';
import { conversionText } from '../../model/conversion.js';
import { inertText } from '../layout/csv.js';
import { priceJson } from '../layout/json.js';

/**
 * The measurement as JSON, `schemaVersion` 1: counts are numbers, money is decimal strings in plain notation. A conversion is said as in an
 * estimate: `currency` is that of the amounts, `prices` have their own, and `assumptions` the rate with its date.
 */
export function measurementJson(measurement: Measurement): string {
  const { coverage, kmsRequests, reads, readers, peakRequestsPerSecond, warnings, ...rest } = measurement;
  const { counts, cost, costPerMonth, prices, bucketKeySaving, oldestEncryptedDay, conversion, ...plain } = rest;
  const shown = {
    schemaVersion: 1,
    kind: 'measurement',
    coverage,
    kmsRequests,
    reads,
    readers: readers.map(readerJson),
    peakRequestsPerSecond,
    ...plain,
    cost: textOf(cost),
    costPerMonth: costPerMonth === undefined ? null : spanJson(costPerMonth),
    bucketKeySaving: bucketKeySaving ?? null,
    oldestEncryptedDay: oldestEncryptedDay ?? null,
    counts: counts.map(countJson),
    prices: prices.map(priceJson),
    ...(conversion === undefined ? {} : { assumptions: [conversionText(conversion)] }),
    warnings,
  };
  return `${JSON.stringify(shown, undefined, 2)}\n`;
}

function countJson({ month, reader, account, region, class: name, bearing, requests, unitPrice, cost }: RequestCount) {
  return { month, reader, account, region, class: name, bearing, requests, unitPrice: textOf(unitPrice), cost: textOf(cost) };
}

function readerJson({ cost, pattern, bucketKeySaving, ...reader }: ReaderMeasurement) {
  return { ...reader, cost: textOf(cost), pattern: pattern ?? null, bucketKeySaving: bucketKeySaving ?? null };
}

function spanJson({ low, expected, high }: { [K in keyof Span]: Decimal }) {
  return { low: low.toFixed(), expected: expected.toFixed(), high: high.toFixed() };
}

function textOf(amount: Decimal | undefined): string | null {
  return amount === undefined ? null : amount.toFixed();
}

/** Columns of {@link measurementCsv}. */
export const COUNT_COLUMNS = [
  'month',
  'class',
  'bearing',
  'reader',
  'account',
  'region',
  'requests',
  'reads',
  'unit_price',
  'cost',
  'currency',
  'price_source',
] as const;

/**
 * What was counted as CSV (RFC 4180): one row for each month, class, reader, account and Region, then one for each reader's GETs in the
 * whole time, of class `s3-get`. Costs are before the free tier.
 */
export function measurementCsv({ counts, kmsRequests, readers }: Measurement): string {
  const requests = kmsRequests.billable === null ? [] : counts.map(csvRow);
  const reads = readers.filter((reader) => reader.reads > 0).map(readRow);
  return stringify([...requests, ...reads], { header: true, columns: [...COUNT_COLUMNS], record_delimiter: '\r\n' });
}

function readRow({ name, account, reads }: ReaderMeasurement): string[] {
  return ['', 's3-get', 'read', inertText(name), inertText(account), '', '', String(reads), '', '', '', ''];
}

function csvRow(count: RequestCount): string[] {
  const { month, reader, account, region, class: name, bearing, requests, price, unitPrice, cost, currency } = count;
  return [
    month,
    name,
    bearing,
    inertText(reader),
    inertText(account),
    inertText(region),
    String(requests),
    '',
    textOf(unitPrice) ?? '',
    textOf(cost) ?? '',
    currency,
    inertText(price?.source ?? ''),
  ];
}
