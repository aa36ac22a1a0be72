import * as z from 'zod';
import { keysOf } from '../../base/records.js';
import { checkedReport } from '../../model/saved/report.js';
import { currency } from '../../scenario/schema/prices.js';
import { CLASS_NAMES, CLASSES, RULE } from '../classify/rules.js';
import type { MeasuredLogs } from './projected.js';
import { savedMeasurementOf } from './saved.js';

const count = z.int().min(0).max(1e15);
const text = z.string().max(10_000);
const amount = z.number().min(0).max(1e15);
const range = z
  .object({ low: amount, expected: amount, high: amount })
  .refine(({ low, expected, high }) => low <= expected && expected <= high, 'low ≤ expected ≤ high');

const pattern = z.object({
  pattern: z.enum(['every-file', 'scan', 'validate', 'single', 'replicate']),
  explained: amount,
  because: text,
  fields: z.record(z.string(), z.union([amount, z.boolean(), range])),
});

const reader = z.object({
  name: text,
  account: text,
  trails: z.array(text),
  bucketKeySaving: range.nullable().transform((saving) => saving ?? undefined),
  requestsPerMonth: range,
  oldestMinutes: amount,
  pattern: pattern.nullable().transform((known) => known ?? undefined),
});

/** What is read back for a scenario. */
const savedLogs = z.object({
  coverage: z.object({
    complete: z.boolean(),
    firstEvent: text.nullable(),
    lastEvent: text.nullable(),
    hoursObserved: amount,
    records: count,
    accounts: z.array(text),
    regions: z.array(text),
  }),
  kmsRequests: z.object({
    billable: count.nullable(),
    byRule: z.array(z.object({ rule: z.enum(keysOf(RULE)), requests: count })),
  }),
  counts: z
    .array(z.object({ region: text, class: z.enum(CLASS_NAMES), requests: count }))
    .transform((counts) => counts.map(({ class: name, ...rest }) => ({ ...rest, countsAs: CLASSES[name].countsAs }))),
  prices: z.array(z.object({ region: text })),
  readers: z.array(reader),
  deliveries: z.array(
    z.object({
      trail: text,
      accounts: count,
      logFiles: count,
      digestFiles: count,
      logFilesPerMonth: range,
      digestFilesPerMonth: range,
    }),
  ),
  filesPerMonth: range,
  basis: z.enum(['decrypts', 'gets', 'none']),
  oldestEncryptedDay: text.nullable().transform((day) => day ?? undefined),
  paidCopies: amount,
  conversion: currency.optional(),
  /** Those that were saved before have none. */
  unknownRegions: z.array(text).default([]),
  warnings: z.array(z.object({ message: text })),
});

/** What has to be written so that it can be read back. */
export type LogsReadBack = z.input<typeof savedLogs>;

/**
 * What of a measurement that `count --format json` saved a scenario is made of.
 *
 * @param value the parsed JSON
 * @param source its name, for messages
 * @throws TrailcostError `estimate-invalid`: another kind of report, another version, or not as it was written
 */
export function savedLogsOf(value: unknown, source: string): MeasuredLogs {
  savedMeasurementOf(value, source);
  const { conversion, ...logs } = checkedReport(savedLogs, value, source, 'measurement');
  return { ...logs, conversion };
}
