// model/float: the same equations in floating-point numbers, for thousands of draws a second.

import { FLOAT } from '../../base/arithmetic.js';
import { entryAt } from '../../base/lists.js';
import { getOrMake } from '../../base/maps.js';
import { remembered } from '../../base/memo.js';
import { type MonthSpan, monthSpan, monthsOf } from '../../base/months.js';
import { hasRange } from '../../base/range.js';
import { recordOf } from '../../base/records.js';
import { findPrice, type PriceBook, unitPrice } from '../../prices/book.js';
import { recordingAccounts } from '../../scenario/accounts.js';
import type { Plain, Reader, Scenario } from '../../scenario/schema.js';
import type { Viewer } from '../archive.js';
import { type KeyExtents, keyExtents, leastOwnRequests, leastRequests, ownKeyExtents } from '../bucket-key.js';
import { consumerPrice, discountOf, type EventKind, type KeyMinutes, keyUnits, payFactor } from '../case-numbers.js';
import { CHARGE, CHARGES, type Charge, type ChargeRow, ownChargedAccounts, timesCharged } from '../charges.js';
import { conversionRate } from '../conversion.js';
import { withOwnPrices } from '../own-prices.js';
import { type Files, isActive, patternOf, type ReaderIn, requestsPerFileOf } from '../patterns.js';
import { KMS_STRATEGIES, STRATEGIES, type Strategy } from '../strategies.js';
import { type FloatFiles, floatFiles } from './archive.js';

/** A scenario that is one number in everything. */
export type PlainScenario = Plain<Scenario>;

/** Cost by strategy and month. */
export type FloatCosts = Record<Strategy, Float64Array>;

/**
 * The model in floating-point numbers, for many draws: the same equations as the exact one (METHOD, sections 2 to 5), without lines,
 * without rounding of quantities. It agrees with the exact model to nine digits; a test holds them to each other.
 *
 * @returns a function from the same scenario with plain numbers in place of ranges to its costs; each call writes into the same arrays
 */
export function floatModel(scenario: Scenario, book: PriceBook): (plain: PlainScenario) => FloatCosts {
  const months = monthsOf(scenario.period.start, scenario.period.months).map(monthSpan);
  const own = withOwnPrices(book, scenario);
  const prices = months.map(({ month }) => pricesIn(own, scenario, month));
  const views: FloatFiles[] = [];
  const viewOf = remembered(
    (viewer: Viewer) => {
      const view = floatFiles(scenario, viewer);
      views.push(view);
      return view;
    },
    { keyOf: JSON.stringify },
  );
  const everything = viewOf({ trails: undefined, digests: true });
  const readers = scenario.readers.map((reader) => ({
    records: recordingAccounts(scenario, reader.account).length,
    readsIn: reading(scenario, reader, viewOf({ trails: reader.trails, digests: patternOf(reader).readsDigests(reader) })),
  }));
  const refill = oneTimeIf(!hasRange(scenario.trails), ({ trails }: PlainScenario) => {
    for (const view of views) view.refill(trails);
  });
  const ownRecords = ownRecordsOf(scenario);
  const weightsIn = oneTimeIf(!hasPriceRange(scenario), (plain: PlainScenario) => {
    const factors = factorsOf(plain, ownRecords);
    return prices.map((ofMonth) => weightsOf(ofMonth, factors));
  });
  const costs: FloatCosts = recordOf(STRATEGIES, () => new Float64Array(months.length));
  const volumes = { gets: 0, requests: { ...NO_REQUESTS }, recorded: { ...NO_REQUESTS } };
  return (plain) => {
    refill(plain);
    const weights = weightsIn(plain);
    const { bucketKeyReduction: reduction, bucketKeyWriteMinutes: write, bucketKeyReadMinutes: read } = plain.encryption;
    const bucketKey = { reduction, minutes: { write, read } };
    for (let index = 0; index < months.length; index++) {
      const span = entryAt(months, index);
      const weight = entryAt(weights, index);
      empty(volumes);
      for (let place = 0; place < readers.length; place++) {
        const reader = entryAt(plain.readers, place);
        if (isActive(reader, span)) addReader(volumes, bucketKey, reader, entryAt(readers, place), span);
      }
      const own = weight.own === 0 ? NO_REQUESTS : ownRequests(bucketKey, everything, span);
      const keys = keyMonths(plain, everything, span);
      for (const strategy of STRATEGIES) costs[strategy][index] = costOf(strategy, volumes, own, keys, plain, weight);
    }
    return costs;
  };
}

/** Something that draws do not change is computed at the first of them. */
function oneTimeIf<T>(isFixed: boolean, compute: (plain: PlainScenario) => T): (plain: PlainScenario) => T {
  if (!isFixed) return compute;
  let known: { value: T } | undefined;
  return (plain) => {
    known ??= { value: compute(plain) };
    return known.value;
  };
}

/** Whether draws change what is paid for quantities. */
function hasPriceRange({ recording, discountPercent, serviceDiscountPercent }: Scenario): boolean {
  return hasRange([recording, discountPercent, serviceDiscountPercent]);
}

type ByCharge<T = number> = Record<Charge, T>;

/**
 * In the currency of the report. A price that is not known counts as nothing, as its charge is left out of the exact model;
 * consumers' prices are the scenario's.
 */
function pricesIn(book: PriceBook, { bucket, currency }: Scenario, month: string): ByCharge {
  const rate = conversionRate(currency, month).toNumber();
  return recordOf(CHARGES, (charge) => {
    const { metric } = CHARGE[charge];
    if (metric === undefined) return rate;
    const price = findPrice(book, metric, bucket.region, month);
    return price === undefined ? 0 : unitPrice(price).toNumber() * rate;
  });
}

/** What a reader's quantity and CloudTrail's own are multiplied by beside the list price: how often each is charged, and what is paid. */
type Factors = Readonly<Record<EventKind, number>>;

/** What of a charge no draw changes: how many accounts' records of CloudTrail's own requests are charged. */
function ownRecordsOf(scenario: Scenario): ByCharge {
  return recordOf(CHARGES, (charge) => ownChargedAccounts(CHARGE[charge], scenario).length);
}

function factorsOf(plain: PlainScenario, ownRecords: ByCharge): ByCharge<Factors> {
  const { recording } = plain;
  return recordOf(CHARGES, (charge) => {
    const row = CHARGE[charge];
    const times = timesCharged(row, recording, row.trails === undefined ? 1 : recording[row.trails], 0);
    const paid = (kind: EventKind) =>
      row.service === undefined
        ? recording.consumers.reduce((total, each) => total + consumerPrice(each, kind, FLOAT), 0)
        : payFactor(discountOf(plain, row.service), 1, FLOAT);
    return { reader: times * paid('reader'), own: times * paid('own') * ownRecords[charge] };
  });
}

/** What one unit of each quantity costs in a month, all charges for it together; `own` are events of CloudTrail's own requests. */
type Weights = Record<ChargeRow['counts'] | 'own', number>;

function weightsOf(prices: ByCharge, factors: ByCharge<Factors>): Weights {
  const weights: Weights = { requests: 0, 'recorded-requests': 0, 'key-months': 0, gets: 0, own: 0 };
  for (const charge of CHARGES) {
    const { counts, ownEvents } = CHARGE[charge];
    weights[counts] += prices[charge] * factors[charge].reader;
    if (ownEvents !== undefined) weights.own += prices[charge] * factors[charge].own;
  }
  return weights;
}

/** KMS requests; none under SSE-S3. */
type FloatRequests = Record<Strategy, number>;

const NO_REQUESTS: FloatRequests = { 'sse-s3': 0, 'sse-kms': 0, 'sse-kms-bucket-key': 0 };

/** What all readers together do in a month. */
interface FloatVolumes {
  requests: FloatRequests;
  /** Their events, once for each account in which they are seen. */
  recorded: FloatRequests;
  gets: number;
}

function empty(volumes: FloatVolumes): void {
  volumes.gets = 0;
  for (const strategy of KMS_STRATEGIES) {
    volumes.requests[strategy] = 0;
    volumes.recorded[strategy] = 0;
  }
}

/** What a reader does in a month before any Bucket Key. */
interface FloatReads {
  encrypted: number;
  reducible: number;
  gets: number;
  extents: KeyExtents<number>;
}

type ReadsIn = (reader: ReaderIn<number>, span: MonthSpan) => FloatReads;

/** How a reader's months are computed: one time each where no draw changes what it reads. */
function reading({ trails }: Scenario, reader: Reader, files: FloatFiles): ReadsIn {
  const { bucketKeyReduction: _, ...own } = reader;
  const isFixed = !hasRange(own) && (patternOf(reader).readsFiles === false || !hasRange(trails));
  if (!isFixed) return (drawn, span) => floatReads(drawn, files, span);
  const known = new Map<MonthSpan, FloatReads>();
  return (drawn, span) =>
    getOrMake(known, span, () => {
      const reads = floatReads(drawn, files, span);
      const batches = reads.extents.batches();
      return { ...reads, extents: { ...reads.extents, batches: () => batches } };
    });
}

function floatReads(reader: ReaderIn<number>, files: FloatFiles, span: MonthSpan): FloatReads {
  const perFile = requestsPerFileOf(reader, FLOAT);
  const reads = readsOf(reader, files.encrypted, span);
  const isOneEra = files.underBucketKey === files.encrypted;
  const isGet = patternOf(reader).isGet;
  return {
    encrypted: reads * perFile,
    reducible: (isOneEra ? reads : readsOf(reader, files.underBucketKey, span)) * perFile,
    gets: isGet ? (files.all === files.encrypted ? reads : readsOf(reader, files.all, span)) : 0,
    extents: keyExtents(reader, files.keyed, span),
  };
}

/** What a draw says of the Bucket Key. */
interface BucketKey {
  reduction: number;
  minutes: KeyMinutes<number>;
}

/** How many accounts see a reader's events, and what it reads. */
interface FloatSight {
  records: number;
  readsIn: ReadsIn;
}

function addReader(
  volumes: FloatVolumes,
  bucketKey: BucketKey,
  reader: ReaderIn<number>,
  { records, readsIn }: FloatSight,
  span: MonthSpan,
): void {
  const { encrypted, reducible, gets, extents } = readsIn(reader, span);
  const reduction = reader.bucketKeyReduction ?? bucketKey.reduction;
  const least = leastRequests(reader, extents, bucketKey.minutes, FLOAT);
  const underBucketKey = encrypted - reducible + reduced(reducible, reduction, least);
  volumes.gets += gets;
  volumes.requests['sse-kms'] += encrypted;
  volumes.requests['sse-kms-bucket-key'] += underBucketKey;
  volumes.recorded['sse-kms'] += encrypted * records;
  volumes.recorded['sse-kms-bucket-key'] += underBucketKey * records;
}

function readsOf(reader: ReaderIn<number>, files: Files<number>, span: MonthSpan): number {
  const { factors } = patternOf(reader);
  let reads = 1;
  for (const name in factors) reads *= factors[name]?.(reader, files, span) ?? 1;
  return reads;
}

/** Requests that remain under a Bucket Key: the twin of `underBucketKey`. */
function reduced(requests: number, reduction: number, least: number): number {
  return Math.max(requests * (1 - reduction), Math.min(requests, least));
}

/** CloudTrail's own requests. */
function ownRequests({ reduction, minutes }: BucketKey, everything: FloatFiles, span: MonthSpan): FloatRequests {
  const encrypted = everything.encrypted.deliveredIn(span);
  const reducible = everything.underBucketKey.deliveredIn(span);
  const least = leastOwnRequests(ownKeyExtents(everything.keyed, span), minutes, FLOAT);
  return {
    'sse-s3': 0,
    'sse-kms': encrypted,
    'sse-kms-bucket-key': encrypted - reducible + reduced(reducible, reduction, least),
  };
}

function keyMonths({ keys }: PlainScenario, everything: FloatFiles, span: MonthSpan): number {
  return keyUnits(keys, FLOAT) * everything.encrypted.monthShare(span);
}

function costOf(
  strategy: Strategy,
  { requests, recorded, gets }: FloatVolumes,
  own: FloatRequests,
  keys: number,
  { freeRequestsLeft }: PlainScenario,
  weights: Weights,
): number {
  const alike = gets * weights.gets;
  if (strategy === 'sse-s3') return alike;
  const billable = Math.max(0, requests[strategy] - freeRequestsLeft);
  return (
    alike +
    billable * weights.requests +
    recorded[strategy] * weights['recorded-requests'] +
    own[strategy] * weights.own +
    keys * weights['key-months']
  );
}
