import { z } from 'zod';
import { Decimal, ZERO } from '../base/decimal.js';
import { TrailcostError } from '../base/errors.js';
import { type Month, monthSpan, monthsBetween } from '../base/months.js';
import { CLASSES, COUNTS_AS } from '../logs/classify/rules.js';
import { checkedReport } from '../model/saved/report.js';
import type { Expectation, Expected, Observed, Uncounted } from './expected.js';

const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;

const count = z.int().min(0).max(1e15);
const decimal = z
  .string()
  .regex(/^\d{1,60}(\.\d{1,60})?$/, 'a decimal number in quotes')
  .transform((text) => new Decimal(text));
const time = z.iso.datetime('a UTC time').startsWith('20', 'a UTC time of this century');
const printable = z.string().regex(/^[^\p{C}]{0,500}$/u, 'up to 500 printable characters');

const savedCount = z.object({
  month: z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/, 'a month as YYYY-MM'),
  reader: printable,
  account: printable,
  region: printable,
  class: z.enum(CLASSES),
  requests: count,
  unitPrice: decimal.nullable(),
});
type SavedCount = z.output<typeof savedCount>;

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
  counts: z.array(savedCount),
  prices: z.array(z.object({ currency: printable })),
  /** There only where amounts were converted, so that they are of one currency. */
  assumptions: z.array(z.string()).optional(),
});
type Coverage = z.output<typeof savedMeasurement>['coverage'];

/**
 * What a measurement that was saved with `count --format json` expects of a bill: the requests that it counted, in their months.
 *
 * @param value the parsed JSON
 * @param source its name, for messages
 * @throws TrailcostError `estimate-invalid` where it is not as `count` writes it, `logs-incomplete` where it counted no KMS event
 */
export function measuredExpectation(value: unknown, source: string): Expectation {
  const { coverage, counts, currency, kmsRequests, prices, assumptions } = checkedReport(savedMeasurement, value, source, 'a measurement');
  const { firstEvent, lastEvent } = coverage;
  const billable = counts.filter(({ class: name }) => COUNTS_AS[name] === 'billable');
  if (kmsRequests.billable === null || billable.length === 0 || firstEvent === null || lastEvent === null) {
    const what = 'counted no billable KMS request, so there is nothing that a bill could confirm';
    throw new TrailcostError('logs-incomplete', { where: source, what, remedy: 'Count logs of a trail that records KMS events.' });
  }
  const counted = billable.reduce((total, { requests }) => total + requests, 0);
  if (counted !== kmsRequests.billable) {
    const what = `its counts add up to ${counted} billable requests, but it says ${kmsRequests.billable}`;
    throw new TrailcostError('estimate-invalid', { where: source, what, remedy: 'It was changed after it was made: count again.' });
  }
  const isMixed = assumptions === undefined && prices.some((price) => price.currency !== currency);
  const months = monthsBetween(firstEvent.slice(0, 7), lastEvent.slice(0, 7));
  return {
    kind: 'measurement',
    name: `${firstEvent} to ${lastEvent}`,
    strategy: undefined,
    currency,
    months,
    regions: [...new Set(billable.map(({ region }) => region))].sort(),
    entries: billable.map((each) => entryOf(isMixed ? { ...each, unitPrice: null } : each)),
    observed: new Map(months.map((month) => [month, observedIn(month, coverage, firstEvent, lastEvent, counts)])),
    unpriced: [],
    uncounted: uncountedIn(coverage),
  };
}

function entryOf({ month, reader, account, region, requests, unitPrice }: SavedCount): Expected {
  const quantity = new Decimal(requests);
  const cost = unitPrice?.times(quantity);
  return {
    charge: 'kms-requests',
    month,
    region,
    reader,
    account,
    operation: 'Decrypt',
    quantity: { low: quantity, expected: quantity, high: quantity },
    freeTierQuantity: ZERO,
    unitPrice: unitPrice ?? undefined,
    listUnitPrice: unitPrice ?? undefined,
    cost: cost === undefined ? undefined : { low: cost, expected: cost, high: cost },
  };
}

function observedIn(month: Month, { gaps }: Coverage, first: string, last: string, counts: readonly SavedCount[]): Observed {
  const { startDay, endDay } = monthSpan(month);
  const [start, end] = [startDay * DAY_HOURS, endDay * DAY_HOURS];
  const within = (from: number, to: number) => Math.max(0, Math.min(to, end) - Math.max(from, start));
  const hourOf = (text: string) => Date.parse(text) / HOUR_MS;
  const missing = gaps.reduce((total, { from, hours }) => total + within(hourOf(from), hourOf(from) + hours), 0);
  const [unrelated, failed] = [new Map<string, number>(), new Map<string, number>()];
  for (const { month: ofMonth, class: name, account, region, requests } of counts) {
    if (ofMonth !== month) continue;
    const key = `${account} ${region}`;
    const counted = COUNTS_AS[name] === 'unrelated' ? unrelated : COUNTS_AS[name] === 'failed' ? failed : undefined;
    counted?.set(key, (counted.get(key) ?? 0) + requests);
  }
  const observed = within(Math.floor(hourOf(first)), Math.ceil(hourOf(last))) - missing;
  return { hours: end - start, hoursObserved: Math.max(0, Math.round(observed)), unrelated, failed };
}

function uncountedIn({ filesFailed, unreadableLines, filteredOut, complete }: Coverage): Uncounted[] {
  const all: Uncounted[] = [
    { code: 'stopped', count: complete ? 0 : 1 },
    { code: 'files-failed', count: filesFailed },
    { code: 'lines-unreadable', count: unreadableLines },
    { code: 'filtered-out', count: filteredOut },
  ];
  return all.filter(({ count: some }) => some > 0);
}
