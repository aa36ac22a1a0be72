// model/float: the same equations in floating-point numbers, for thousands of draws a second.

import { entryAt } from '../../base/lists.js';
import { remembered } from '../../base/memo.js';
import { type MonthSpan, monthSpan, monthsOf } from '../../base/months.js';
import { recordOf } from '../../base/records.js';
import { findPrice, type PriceBook, unitPrice } from '../../prices/book.js';
import { recordingAccounts } from '../../scenario/accounts.js';
import type { Plain, Scenario } from '../../scenario/schema.js';
import type { Viewer } from '../archive.js';
import { type KeyExtents, keyExtents, leastOwnRequests, leastRequests, ownKeyExtents } from '../bucket-key.js';
import { consumerPrice, discountOf, type EventKind, type KeyMinutes, keyMinutes, keyUnits, payFactor } from '../case-numbers.js';
import { CHARGE, CHARGES, type Charge, type ChargeRow, ownChargedAccounts, timesCharged } from '../charges.js';
import { conversionRate } from '../conversion.js';
import { withOwnPrices } from '../own-prices.js';
import { type Files, isActive, patternOf, type ReaderIn, requestsPerFileOf } from '../patterns.js';
import { KMS_STRATEGIES, type KmsStrategy, STRATEGIES, type Strategy } from '../strategies.js';
import { type FloatFiles, floatFiles } from './archive.js';
import { type Drawn, FLOAT } from './drawn.js';

const { plus, minus, min, max, sum, product } = FLOAT;

/** A scenario that in everything is one number, or one for each draw. */
export type DrawnScenario = Plain<Scenario, Drawn>;

/** Cost by strategy and month. */
export type FloatCosts = Record<Strategy, readonly Drawn[]>;

/**
 * The model in floating-point numbers, for many draws at a time: the same equations as the exact one (METHOD, sections 2 to 5), without
 * lines, without rounding of quantities. It agrees with the exact model to nine digits; a test holds them to each other.
 *
 * @returns a function from the same scenario with drawn numbers in place of ranges to its costs
 */
export function floatModel(scenario: Scenario, book: PriceBook): (drawn: DrawnScenario) => FloatCosts {
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
    files: viewOf({ trails: reader.trails, digests: patternOf(reader).readsDigests(reader) }),
  }));
  const ownRecords = ownRecordsOf(scenario);
  return (drawn) => {
    for (const view of views) view.refill(drawn.trails);
    const factors = factorsOf(drawn, ownRecords);
    const { bucketKeyReduction: reduction, bucketKeyWriteMinutes: write, bucketKeyReadMinutes: read } = drawn.encryption;
    const bucketKey = { remaining: minus(1, reduction), minutes: keyMinutes(write, read, FLOAT) };
    const costs = months.map((span, index) => {
      const weights = weightsOf(entryAt(prices, index), factors);
      const isRecorded = weights['recorded-requests'] !== 0;
      const volumes = drawn.readers.flatMap((reader, place) => {
        const { files, records } = entryAt(readers, place);
        return isActive(reader, span) ? [volumesOf(reader, bucketKey, { files, records: isRecorded ? records : 0 }, span)] : [];
      });
      const own = weights.own === 0 ? NO_REQUESTS : ownRequests(bucketKey, everything, span);
      const keys = keyMonths(drawn, everything, span);
      const alike = product([sum(volumes.map(({ gets }) => gets)), weights.gets]);
      const added = (strategy: KmsStrategy) => addedCosts(totalsIn(strategy, volumes), own[strategy], keys, drawn, weights);
      return { 'sse-s3': alike, ...recordOf(KMS_STRATEGIES, (strategy) => sum([alike, ...added(strategy)])) };
    });
    return recordOf(STRATEGIES, (strategy) => costs.map((ofMonth) => ofMonth[strategy]));
  };
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
type Factors = Readonly<Record<EventKind, Drawn>>;

/** What of a charge no draw changes: how many accounts' records of CloudTrail's own requests are charged. */
function ownRecordsOf(scenario: Scenario): ByCharge {
  return recordOf(CHARGES, (charge) => ownChargedAccounts(CHARGE[charge], scenario).length);
}

function factorsOf(drawn: DrawnScenario, ownRecords: ByCharge): ByCharge<Factors> {
  const { recording } = drawn;
  return recordOf(CHARGES, (charge) => {
    const row = CHARGE[charge];
    const times = timesCharged(row, recording, row.trails === undefined ? 1 : recording[row.trails], 0);
    const paid = (kind: EventKind) =>
      row.service === undefined
        ? sum(recording.consumers.map((each) => consumerPrice(each, kind, FLOAT)))
        : payFactor(discountOf(drawn, row.service), 1, FLOAT);
    return { reader: product([times, paid('reader')]), own: product([times, paid('own'), ownRecords[charge]]) };
  });
}

/** What one unit of each quantity costs in a month, all charges for it together; `own` are events of CloudTrail's own requests. */
type Weights = Record<ChargeRow['counts'] | 'own', Drawn>;

function weightsOf(prices: ByCharge, factors: ByCharge<Factors>): Weights {
  const weights: Weights = { requests: 0, 'recorded-requests': 0, 'key-months': 0, gets: 0, own: 0 };
  const add = (to: keyof Weights, price: number, factor: Drawn) => {
    weights[to] = plus(weights[to], product([price, factor]));
  };
  for (const charge of CHARGES) {
    const { counts, ownEvents } = CHARGE[charge];
    add(counts, prices[charge], factors[charge].reader);
    if (ownEvents !== undefined) add('own', prices[charge], factors[charge].own);
  }
  return weights;
}

/** KMS requests; SSE-S3 makes none. */
type FloatRequests = Record<KmsStrategy, Drawn>;

const NO_REQUESTS: FloatRequests = { 'sse-kms': 0, 'sse-kms-bucket-key': 0 };

/** What a reader does in a month. */
interface FloatVolumes {
  requests: FloatRequests;
  /** Its events, once for each account in which they are seen. */
  records: number;
  gets: Drawn;
}

/** What a reader does in a month before any Bucket Key. */
interface FloatReads {
  encrypted: Drawn;
  reducible: Drawn;
  gets: Drawn;
  extents: KeyExtents<Drawn>;
}

function floatReads(reader: ReaderIn<Drawn>, files: FloatFiles, span: MonthSpan): FloatReads {
  const perFile = requestsPerFileOf(reader, FLOAT);
  const reads = readsOf(reader, files.encrypted, span);
  const isOneEra = files.underBucketKey === files.encrypted;
  const isGet = patternOf(reader).isGet;
  return {
    encrypted: product([reads, perFile]),
    reducible: product([isOneEra ? reads : readsOf(reader, files.underBucketKey, span), perFile]),
    gets: isGet ? (files.all === files.encrypted ? reads : readsOf(reader, files.all, span)) : 0,
    extents: keyExtents(reader, files.keyed, span),
  };
}

/** What draws say of the Bucket Key: the share of requests that remain at best, and how long a key is used. */
interface BucketKey {
  remaining: Drawn;
  minutes: KeyMinutes<Drawn>;
}

/** How many accounts see a reader's events, where that costs anything, and the files that it meets. */
interface FloatSight {
  records: number;
  files: FloatFiles;
}

function volumesOf(reader: ReaderIn<Drawn>, bucketKey: BucketKey, { records, files }: FloatSight, span: MonthSpan): FloatVolumes {
  const reads = floatReads(reader, files, span);
  const { bucketKeyReduction: reduction } = reader;
  const remaining = reduction === undefined ? bucketKey.remaining : minus(1, reduction);
  const requests = requestsOf(reads, remaining, leastRequests(reader, reads.extents, bucketKey.minutes, FLOAT));
  return { requests, records, gets: reads.gets };
}

/** What all readers together do in a month under one strategy. */
interface FloatTotals {
  requests: Drawn;
  /** Their events, once for each account in which they are seen. */
  recorded: Drawn;
}

function totalsIn(strategy: KmsStrategy, volumes: readonly FloatVolumes[]): FloatTotals {
  return {
    requests: sum(volumes.map(({ requests }) => requests[strategy])),
    recorded: sum(volumes.map(({ requests, records }) => product([requests[strategy], records]))),
  };
}

function readsOf(reader: ReaderIn<Drawn>, files: Files<Drawn>, span: MonthSpan): Drawn {
  return product(Object.values(patternOf(reader).factors).map((factor) => factor(reader, files, span)));
}

/** Requests that are made under each strategy: the twin of `requestsUnder`. */
function requestsOf({ encrypted, reducible }: Pick<FloatReads, 'encrypted' | 'reducible'>, remaining: Drawn, least: Drawn): FloatRequests {
  const reduced = max(product([reducible, remaining]), min(reducible, least));
  return { 'sse-kms': encrypted, 'sse-kms-bucket-key': plus(minus(encrypted, reducible), reduced) };
}

/** CloudTrail's own requests. */
function ownRequests({ remaining, minutes }: BucketKey, everything: FloatFiles, span: MonthSpan): FloatRequests {
  const encrypted = everything.encrypted.deliveredIn(span);
  const reducible = everything.underBucketKey.deliveredIn(span);
  return requestsOf({ encrypted, reducible }, remaining, leastOwnRequests(ownKeyExtents(everything.keyed, span), minutes, FLOAT));
}

function keyMonths({ keys }: DrawnScenario, everything: FloatFiles, span: MonthSpan): Drawn {
  return product([keyUnits(keys, FLOAT), everything.encrypted.monthShare(span)]);
}

/** What a strategy costs more than SSE-S3, by what is charged. */
function addedCosts(
  { requests, recorded }: FloatTotals,
  own: Drawn,
  keys: Drawn,
  { freeRequestsLeft }: DrawnScenario,
  weights: Weights,
): Drawn[] {
  const billable = freeRequestsLeft === 0 ? requests : max(0, minus(requests, freeRequestsLeft));
  return [
    product([billable, weights.requests]),
    product([recorded, weights['recorded-requests']]),
    product([own, weights.own]),
    product([keys, weights['key-months']]),
  ];
}
