import { rollup, sum } from 'd3-array';
import { Decimal, ZERO } from '../base/decimal.js';
import { TrailcostError } from '../base/errors.js';
import { type Month, monthSpan, monthsBetween } from '../base/months.js';
import { CLASSES, type CountsAs } from '../logs/classify/rules.js';
import type { SavedMeasurement } from '../logs/measure/saved.js';
import type { Expectation, Expected, Observed, Uncounted } from './expected.js';

const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;

type SavedCount = SavedMeasurement['counts'][number];
type Coverage = SavedMeasurement['coverage'];

/**
 * What a saved measurement expects of a bill: the requests that it counted, in their months.
 *
 * @param source its name, for messages
 * @throws TrailcostError `logs-incomplete` where it counted no billable KMS request
 */
export function measuredExpectation(measurement: SavedMeasurement, source: string): Expectation {
  const { coverage, counts, currency, kmsRequests, prices, assumptions } = measurement;
  const { firstEvent, lastEvent } = coverage;
  const billable = counts.filter(({ class: name }) => CLASSES[name].countsAs === 'billable');
  if (kmsRequests.billable === null || billable.length === 0 || firstEvent === null || lastEvent === null) {
    const what = 'counted no billable KMS request, so there is nothing to compare with a bill';
    throw new TrailcostError('logs-incomplete', { where: source, what, remedy: 'Count logs of a trail that records KMS events.' });
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
    parts: new Map(),
    unpriced: [],
    uncounted: uncountedIn(coverage),
  };
}

function entryOf({ month, reader, account, region, class: name, requests, unitPrice }: SavedCount): Expected {
  const quantity = new Decimal(requests);
  const cost = unitPrice?.times(quantity);
  return {
    charge: 'kms-requests',
    month,
    region,
    reader,
    account: account === '' ? undefined : account,
    operation: name === 'copy-by-replication' ? 'GenerateDataKey' : 'Decrypt',
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
  const countedAs = (countsAs: CountsAs) =>
    rollup(
      counts.filter((each) => each.month === month && CLASSES[each.class].countsAs === countsAs),
      (same) => sum(same, ({ requests }) => requests),
      ({ account, region }) => `${account} ${region}`,
    );
  const observed = within(Math.floor(hourOf(first)), Math.ceil(hourOf(last))) - missing;
  return {
    hours: end - start,
    hoursObserved: Math.max(0, Math.round(observed)),
    unrelated: countedAs('unrelated'),
    failed: countedAs('failed'),
  };
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
