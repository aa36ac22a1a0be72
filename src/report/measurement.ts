import { stringify } from 'csv-stringify/sync';
import type { Decimal } from '../decimal.js';
import type { Measurement, ReaderMeasurement, RequestCount, Span } from '../evidence/measurement.js';
import { unitPrice } from '../prices/book.js';
import { inertText } from './csv.js';
import { priceJson } from './json.js';

/** The measurement as JSON, `schemaVersion` 1: counts are numbers, money is decimal strings in plain notation. */
export function measurementJson(measurement: Measurement): string {
  const { coverage, kmsRequests, reads, readers, peakRequestsPerSecond, warnings, ...rest } = measurement;
  const { counts, cost, costPerMonth, prices, bucketKeySaving, oldestEncryptedDay, ...plain } = rest;
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
    counts: counts.map(({ price, cost: amount, ...count }) => ({
      ...count,
      unitPrice: price === undefined ? null : unitPrice(price).toFixed(),
      cost: textOf(amount),
    })),
    prices: prices.map(priceJson),
    warnings,
  };
  return `${JSON.stringify(shown, undefined, 2)}\n`;
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

function csvRow({ month, reader, account, region, class: name, bearing, requests, price, cost }: RequestCount): string[] {
  return [
    month,
    name,
    bearing,
    inertText(reader),
    inertText(account),
    inertText(region),
    String(requests),
    '',
    price === undefined ? '' : unitPrice(price).toFixed(),
    textOf(cost) ?? '',
    price?.currency ?? '',
    inertText(price?.source ?? ''),
  ];
}
