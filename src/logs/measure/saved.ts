import * as z from 'zod';
import { Decimal } from '../../base/decimal.js';
import { checkedReport, invalidReport, parsedReport, savedMonth } from '../../model/saved/report.js';
import { CLASS_NAMES, CLASSES } from '../classify/rules.js';
import { requestsIn } from './counts.js';

const count = z.int().min(0).max(1e15);
const price = z
  .string()
  .regex(/^\d{1,60}(\.\d{1,60})?$/, 'a decimal number in quotes')
  .transform((text) => new Decimal(text));
const time = z.iso.datetime('a UTC time').startsWith('20', 'a UTC time of this century');
/** Names in logs have any length. */
const printable = z.string().regex(/^[^\p{C}]*$/u, 'printable characters alone');

/** What is read back of a measurement's JSON; the compiler holds that it is written. */
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

/** What has to be written so that it can be read back. */
export type ReadBack = z.input<typeof savedMeasurement>;

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
