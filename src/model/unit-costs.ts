import { rollup } from 'd3-array';
import { EXACT } from '../base/arithmetic.js';
import { type Decimal, ONE, quantise, sum, ZERO } from '../base/decimal.js';
import type { Month } from '../base/months.js';
import type { PriceBook } from '../prices/book.js';
import { atExpected, expectedOf } from '../scenario/quantity.js';
import type { Scenario } from '../scenario/schema.js';
import { CHARGE } from './charges.js';
import { dataEventsOf } from './data-events.js';
import type { Estimate } from './estimate.js';
import { addedLinesOf, type Line } from './lines.js';
import { withOwnPrices } from './own-prices.js';
import { patternOf, requestsPerFileOf } from './patterns.js';
import { type Rates, ratesOf } from './rates.js';
import type { UnitAmount, UnitCost, UnitCosts, UnitKind } from './unit-cost.js';
import { type Volumes, volumesOf } from './volumes.js';

/**
 * The estimate with its unit prices. Some single-case estimates are made for it: one, and one for each trail with accounts.
 *
 * @param book the price book that the estimate was made with
 * @example withUnitCosts(estimate, book).unitCosts?.each.find(({ kind }) => kind === 'run')?.most.cost
 */
export function withUnitCosts(estimate: Estimate, book: PriceBook): Estimate {
  return { ...estimate, unitCosts: unitCostsOf(estimate.scenario, book) };
}

function unitCostsOf(scenario: Scenario, priceBook: PriceBook): UnitCosts {
  const book = withOwnPrices(priceBook, scenario);
  const plain = atExpected({ ...scenario, cases: [], freeRequestsLeft: 0 });
  const base = pricedMonths(plain, book);
  const each = [...runs(base), ...newFiles(base), ...accounts(plain, base, book), ...logDay(base)];
  return {
    each: each.sort((a, b) => ORDER[a.kind] - ORDER[b.kind] || b.most.cost.cmp(a.most.cost)),
    dataEvents: dataEventsOf(plain, book, base.volumes),
  };
}

const ORDER: Record<UnitKind, number> = { run: 0, account: 1, 'new-files': 2, 'log-day': 3 };

/** A scenario without ranges and without a free tier, month by month. */
interface Priced {
  volumes: Volumes;
  rates: Rates;
  /** What SSE-KMS adds in a month, of one reader or of all and of CloudTrail's own events. */
  added(month: Month, reader?: string): UnitAmount;
}

function pricedMonths(scenario: Scenario, book: PriceBook): Priced {
  const volumes = volumesOf(scenario);
  const rates = ratesOf(book, scenario.bucket.region, volumes.numbers);
  const lines = addedLinesOf('sse-kms', scenario, volumes, rates);
  const byMonth = rollup(lines, amountOf, ({ month }) => month);
  const byReader = rollup(
    lines,
    amountOf,
    ({ month }) => month,
    ({ reader }) => reader,
  );
  const added = (month: Month, reader?: string) =>
    (reader === undefined ? byMonth.get(month) : byReader.get(month)?.get(reader)) ?? NOTHING;
  return { volumes, rates, added };
}

const NOTHING: UnitAmount = { requests: ZERO, cost: ZERO };

function amountOf(lines: readonly Line[]): UnitAmount {
  return {
    requests: sum(lines.flatMap(({ charge, billableQuantity }) => (CHARGE[charge].counts === 'requests' ? [billableQuantity] : []))),
    cost: sum(lines.map(({ cost }) => cost.expected)),
  };
}

/** What some units cost together in a month. */
interface Part extends UnitAmount {
  month: Month;
  units: Decimal;
}

/** The cost of one unit, if it costs anything. */
function unitCost(unit: Pick<UnitCost, 'kind' | 'name' | 'units'>, parts: readonly Part[]): UnitCost[] {
  const used = parts.filter(({ units }) => units.gt(0)).map((part) => ({ month: part.month, each: perUnit(part) }));
  const most = used.reduce<(typeof used)[number] | undefined>(
    (best, part) => (best?.each.cost.gte(part.each.cost) ? best : part),
    undefined,
  );
  if (most === undefined || most.each.cost.isZero()) return [];
  const total = (field: keyof UnitAmount | 'units') => sum(parts.map((part) => part[field]));
  const average = perUnit({ requests: total('requests'), cost: total('cost'), units: total('units') });
  return [{ ...unit, month: most.month, most: most.each, average }];
}

/** A quotient is no sum of lines; this many places of its money are kept. */
const COST_DECIMALS = 30;

function perUnit({ requests, cost, units }: Omit<Part, 'month'>): UnitAmount {
  return { requests: quantise(requests.div(units)), cost: cost.div(units).toDecimalPlaces(COST_DECIMALS) };
}

function runs({ volumes: { months, numbers }, added }: Priced): UnitCost[] {
  return numbers.readers.flatMap(({ name, reader: { expected } }) => {
    const runsPerMonth = patternOf(expected).runsPerMonth?.(expected);
    if (runsPerMonth === undefined) return [];
    const parts = months.map(({ span: { month } }) => ({ month, ...added(month, name), units: runsPerMonth }));
    return unitCost({ kind: 'run', name, units: 1 }, parts);
  });
}

const FILES_PER_UNIT = 1000;

/** A month's requests say how many new files they are for, so that files from before SSE-KMS do not count. */
function newFiles({ volumes: { months, numbers }, added }: Priced): UnitCost[] {
  return numbers.readers.flatMap(({ name, reader: { expected } }) => {
    const readsPerFile = patternOf(expected).readsPerNewFile?.(expected, EXACT);
    if (readsPerFile === undefined || readsPerFile.isZero()) return [];
    const requestsPerUnit = readsPerFile.times(requestsPerFileOf(expected, EXACT)).times(FILES_PER_UNIT);
    const parts = months.map(({ span: { month } }) => {
      const amount = added(month, name);
      return { month, ...amount, units: amount.requests.div(requestsPerUnit) };
    });
    return unitCost({ kind: 'new-files', name, units: FILES_PER_UNIT }, parts);
  });
}

/** Each trail is an estimate of its own; more are not of interest. */
const MOST_TRAILS = 5;

function accounts(scenario: Scenario, base: Priced, book: PriceBook): UnitCost[] {
  const covering = scenario.trails
    .flatMap(({ name, accounts }) => (accounts === undefined ? [] : [{ name, accounts: expectedOf(accounts) }]))
    .sort((a, b) => b.accounts - a.accounts);
  return covering.slice(0, MOST_TRAILS).flatMap(({ name, accounts }) => {
    const trails = scenario.trails.map((trail) => (trail.name === name ? { ...trail, accounts: accounts + 1 } : trail));
    const more = pricedMonths({ ...scenario, trails }, book);
    const parts = base.volumes.months.map(({ span: { month } }) => {
      const [before, after] = [base.added(month), more.added(month)];
      return { month, requests: after.requests.minus(before.requests), cost: after.cost.minus(before.cost), units: ONE };
    });
    return unitCost({ kind: 'account', name, units: 1 }, parts);
  });
}

function logDay({ volumes: { months, archive }, rates }: Priced): UnitCost[] {
  const logs = archive.expected.seenBy({ trails: undefined, digests: false }, 'all');
  const parts = months.map(({ span }) => {
    const requests = logs.deliveredIn(span);
    const price = rates.at('kms-requests', span.month)?.unitPrice.expected ?? ZERO;
    return { month: span.month, requests, cost: requests.times(price), units: EXACT.of(span.endDay - span.startDay) };
  });
  return unitCost({ kind: 'log-day', name: '', units: 1 }, parts);
}
