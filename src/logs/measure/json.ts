import type { Decimal } from '../../base/decimal.js';
import { jsonText, moneyJson } from '../../base/json.js';
import { conversionText } from '../../model/conversion.js';
import { SCHEMA_VERSION } from '../../model/saved/version.js';
import { priceJson } from '../../prices/json.js';
import type { Measurement, ReaderMeasurement, RequestCount } from './measurement.js';
import type { ReadBack } from './saved.js';
import type { LogsReadBack } from './saved-logs.js';

/**
 * The measurement as JSON, `schemaVersion` 1: counts are numbers, money is decimal strings in plain notation. A conversion is shown as in
 * an estimate: `currency` is that of the amounts, `prices` have their own, and `assumptions` the rate with its date.
 */
export function measurementJson(measurement: Measurement): string {
  const { coverage, kmsRequests, reads, readers, peakRequestsPerSecond, warnings, ...rest } = measurement;
  const { counts, cost, costPerMonth, prices, bucketKeySaving, oldestEncryptedDay, conversion, unknownRegions, ...others } = rest;
  const json = {
    schemaVersion: SCHEMA_VERSION,
    kind: 'measurement',
    coverage,
    kmsRequests,
    reads,
    readers: readers.map(readerJson),
    peakRequestsPerSecond,
    ...others,
    // Unknown, not zero.
    requestsPerMonth: kmsRequests.billable === null && others.basis === 'none' ? null : others.requestsPerMonth,
    cost: amountJson(cost),
    costPerMonth: costPerMonth === undefined ? null : moneyJson(costPerMonth),
    bucketKeySaving: bucketKeySaving ?? null,
    oldestEncryptedDay: oldestEncryptedDay ?? null,
    counts: counts.map(countJson),
    prices: prices.map(priceJson),
    ...(conversion === undefined ? {} : { assumptions: [conversionText(conversion)], conversion }),
    ...(unknownRegions.length === 0 ? {} : { unknownRegions }),
    warnings,
  } satisfies ReadBack & LogsReadBack & Record<string, unknown>;
  return jsonText(json);
}

function countJson({ month, reader, account, region, class: name, countsAs, requests, unitPrice, cost }: RequestCount) {
  const amounts = { unitPrice: amountJson(unitPrice), cost: amountJson(cost) };
  return { month, reader, account, region, class: name, counts_as: countsAs, requests, ...amounts };
}

function readerJson({ cost, pattern, bucketKeySaving, ...reader }: ReaderMeasurement) {
  return { ...reader, cost: amountJson(cost), pattern: pattern ?? null, bucketKeySaving: bucketKeySaving ?? null };
}

function amountJson(amount: Decimal | undefined): string | null {
  return amount?.toFixed() ?? null;
}
