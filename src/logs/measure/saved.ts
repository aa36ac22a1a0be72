import type { Decimal } from '../../base/decimal.js';
import type { Range } from '../../base/range.js';
import { conversionText } from '../../model/conversion.js';
import { priceJson } from '../../prices/json.js';
import type { Measurement, ReaderMeasurement, RequestCount } from './measurement.js';

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

export function countJson({ month, reader, account, region, class: name, countsAs, requests, unitPrice, cost }: RequestCount) {
  return { month, reader, account, region, class: name, counts_as: countsAs, requests, unitPrice: textOf(unitPrice), cost: textOf(cost) };
}

export function readerJson({ cost, pattern, bucketKeySaving, ...reader }: ReaderMeasurement) {
  return { ...reader, cost: textOf(cost), pattern: pattern ?? null, bucketKeySaving: bucketKeySaving ?? null };
}

export function spanJson({ low, expected, high }: { [K in keyof Range]: Decimal }) {
  return { low: low.toFixed(), expected: expected.toFixed(), high: high.toFixed() };
}

export function textOf(amount: Decimal | undefined): string | null {
  return amount === undefined ? null : amount.toFixed();
}
