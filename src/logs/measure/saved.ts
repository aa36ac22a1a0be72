import * as z from 'zod';
import { Decimal } from '../../base/decimal.js';
import { jsonText, moneyJson } from '../../base/json.js';
import { conversionText } from '../../model/conversion.js';
import { checkedReport, invalidReport, parsedReport, SCHEMA_VERSION, savedMonth } from '../../model/saved/report.js';
import { priceJson } from '../../prices/json.js';
import { CLASS_NAMES, CLASSES } from '../classify/rules.js';
import { requestsIn } from './counts.js';
import type { Measurement, ReaderMeasurement, RequestCount } from './measurement.js';

/**
 * The measurement as JSON, `schemaVersion` 1: counts are numbers, money is decimal strings in plain notation. A conversion is shown as in
 * an estimate: `currency` is that of the amounts, `prices` have their own, and `assumptions` the rate with its date.
 */
export function measurementJson(measurement: Measurement): string {
  const { coverage, kmsRequests, reads, readers, peakRequestsPerSecond, warnings, ...rest } = measurement;
  const { counts, cost, costPerMonth, prices, bucketKeySaving, oldestEncryptedDay, conversion, unknownRegions: _, ...others } = rest;
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
    ...(conversion === undefined ? {} : { assumptions: [conversionText(conversion)] }),
    warnings,
  } satisfies z.input<typeof savedMeasurement> & Record<string, unknown>;
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

const count = z.int().min(0).max(1e15);
const price = z
  .string()
  .regex(/^\d{1,60}(\.\d{1,60})?$/, 'a decimal number in quotes')
  .transform((text) => new Decimal(text));
const time = z.iso.datetime('a UTC time').startsWith('20', 'a UTC time of this century');
const printable = z.string().regex(/^[^\p{C}]{0,500}$/u, 'up to 500 printable characters');

/** What is read back of {@link measurementJson}; the compiler holds that it is written. */
const savedMeasurement = z.object({
  coverage: z.object({
    filesFailed: count,
    unreadableLines: count,
    filteredOut: count,
    firstEvent: time.nullable(),
    lastEvent: time.nullable(),
    gaps: z.array(z.object({ from: time, hours: z.number().min(0) })).max(1000),
    complete: z.boolean(),
  }),
  kmsRequests: z.object({ billable: count.nullable() }),
  currency: printable,
  counts: z.array(
    z.object({
      month: z.union([savedMonth, z.literal('', 'nothing where a record has no time')]),
      reader: printable,
      account: printable,
      region: printable,
      class: z.enum(CLASS_NAMES),
      requests: count,
      unitPrice: price.nullable(),
    }),
  ),
  prices: z.array(z.object({ currency: printable })),
  /** There only where amounts were converted, so that they are of one currency. */
  assumptions: z.array(z.string()).optional(),
});

/** A measurement that was saved, as far as it is read back. */
export type SavedMeasurement = z.output<typeof savedMeasurement>;

/**
 * A measurement that was saved with `count --format json`.
 *
 * @param source its name, for messages
 * @throws TrailcostError `estimate-invalid`: no whole JSON, another kind of report, another version, or counts that do not add up
 */
export function parseSavedMeasurement(text: string, source: string): SavedMeasurement {
  return savedMeasurementOf(parsedReport(text, source), source);
}

/**
 * The same of JSON that is parsed already.
 *
 * @throws TrailcostError as {@link parseSavedMeasurement}
 */
export function savedMeasurementOf(value: unknown, source: string): SavedMeasurement {
  const measurement = checkedReport(savedMeasurement, value, source, 'measurement');
  const { counts, kmsRequests } = measurement;
  const billable = requestsIn(counts.filter((each) => CLASSES[each.class].countsAs === 'billable'));
  if (billable !== (kmsRequests.billable ?? billable)) {
    const what = `its counts add up to ${billable} billable requests, but it says ${kmsRequests.billable}`;
    throw invalidReport(source, what, 'It was changed after it was made: count again.');
  }
  return measurement;
}
