// model/float: the same equations in floating-point numbers, for thousands of draws a second.

import { FLOAT } from '../../base/arithmetic.js';
import { entryAt } from '../../base/lists.js';
import { remembered } from '../../base/memo.js';
import { type MonthSpan, monthSpan, monthsOf } from '../../base/months.js';
import { recordOf } from '../../base/records.js';
import { findPrice, type PriceBook, unitPrice } from '../../prices/book.js';
import type { Plain, Scenario } from '../../scenario/schema.js';
import type { Era, Viewer } from '../archive.js';
import { discountOf, keyUnits, payFactor } from '../case-numbers.js';
import { CHARGE, CHARGES, type Charge, type ChargeRow } from '../charges.js';
import { withOwnPrices } from '../own-prices.js';
import { isActive, patternOf, type ReaderIn, requestsPerFileOf, runsOf } from '../patterns.js';
import { STRATEGIES, type Strategy } from '../strategies.js';
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
  const prices = months.map(({ month }) => pricesIn(own, scenario.bucket.region, month));
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
  const files = scenario.readers.map((reader) => viewOf({ trails: reader.trails, digests: patternOf(reader).readsDigests(reader) }));
  const costs: FloatCosts = recordOf(STRATEGIES, () => new Float64Array(months.length));
  return (plain) => {
    for (const view of views) view.refill(plain.trails);
    const factors = factorsOf(plain);
    for (const [index, span] of months.entries()) {
      const readers = { gets: 0, ...NO_REQUESTS };
      for (const [place, reader] of plain.readers.entries()) addReader(readers, plain, reader, entryAt(files, place), span);
      const month = { readers, own: ownRequests(plain, everything, span), keyMonths: keyMonths(plain, everything, span) };
      for (const strategy of STRATEGIES) costs[strategy][index] = costOf(strategy, month, plain, entryAt(prices, index), factors);
    }
    return costs;
  };
}

type ByCharge = Record<Charge, number>;

/** A price that is not known counts as nothing, as its charge is left out of the exact model. */
function pricesIn(book: PriceBook, region: string, month: string): ByCharge {
  return recordOf(CHARGES, (charge) => {
    const price = findPrice(book, CHARGE[charge].metric, region, month);
    return price === undefined ? 0 : unitPrice(price).toNumber();
  });
}

/** What a month's quantities are multiplied by beside the list price: the trails that charge for each, and what is paid of the price. */
function factorsOf(plain: PlainScenario): ByCharge {
  return recordOf(CHARGES, (charge) => {
    const { service, counts, times } = CHARGE[charge];
    const trails = times === undefined ? 1 : plain.recording[times.trails];
    const isExcluded = counts === 'recorded-requests' && plain.recording.excludeKmsEvents;
    return isExcluded ? 0 : trails * payFactor(discountOf(plain, service), plain.currency?.rate ?? 1, FLOAT);
  });
}

/** KMS requests; none under SSE-S3. */
type FloatRequests = Record<Strategy, number>;

const NO_REQUESTS: FloatRequests = { 'sse-s3': 0, 'sse-kms': 0, 'sse-kms-bucket-key': 0 };

/** What all readers together do in a month. */
interface FloatVolumes extends FloatRequests {
  gets: number;
}

function addReader(volumes: FloatVolumes, plain: PlainScenario, reader: ReaderIn<number>, files: FloatFiles, span: MonthSpan): void {
  if (!isActive(reader, span)) return;
  const perFile = requestsPerFileOf(reader, FLOAT);
  const encrypted = readsOf(reader, files, 'encrypted', span) * perFile;
  const reducible = readsOf(reader, files, 'underBucketKey', span) * perFile;
  const reduction = reader.bucketKeyReduction ?? plain.encryption.bucketKeyReduction;
  if (patternOf(reader).isGet) volumes.gets += readsOf(reader, files, 'all', span);
  volumes['sse-kms'] += encrypted;
  volumes['sse-kms-bucket-key'] += encrypted - reducible + reduced(reducible, reduction, reader.requesters * runsOf(reader, FLOAT));
}

function readsOf(reader: ReaderIn<number>, files: FloatFiles, era: Era, span: MonthSpan): number {
  const { factors } = patternOf(reader);
  let reads = 1;
  for (const name in factors) reads *= factors[name]?.(reader, files[era], span) ?? 1;
  return reads;
}

/** Requests that remain under a Bucket Key: the twin of `underBucketKey`. */
function reduced(requests: number, reduction: number, fetches: number): number {
  return Math.max(requests * (1 - reduction), Math.min(requests, fetches));
}

/** CloudTrail's own requests, which only paid copies can make cost anything. */
function ownRequests({ recording, encryption }: PlainScenario, everything: FloatFiles, span: MonthSpan): FloatRequests {
  if (!recording.deliveryEventsBilled) return NO_REQUESTS;
  const encrypted = everything.encrypted.deliveredIn(span);
  const reducible = everything.underBucketKey.deliveredIn(span);
  return {
    'sse-s3': 0,
    'sse-kms': encrypted,
    'sse-kms-bucket-key': encrypted - reducible + reduced(reducible, encryption.bucketKeyReduction, 1),
  };
}

function keyMonths({ keys }: PlainScenario, everything: FloatFiles, span: MonthSpan): number {
  return keyUnits(keys, FLOAT) * everything.encrypted.monthShare(span);
}

interface FloatMonth {
  readers: FloatVolumes;
  own: FloatRequests;
  keyMonths: number;
}

function costOf(
  strategy: Strategy,
  { readers, own, keyMonths }: FloatMonth,
  plain: PlainScenario,
  prices: ByCharge,
  factors: ByCharge,
): number {
  const quantities: Record<ChargeRow['counts'], number> = {
    requests: Math.max(0, readers[strategy] - plain.freeRequestsLeft),
    'recorded-requests': readers[strategy] + own[strategy],
    'key-months': keyMonths,
    gets: readers.gets,
  };
  let cost = 0;
  for (const charge of CHARGES) {
    const { isAlike, counts } = CHARGE[charge];
    if (isAlike || strategy !== 'sse-s3') cost += quantities[counts] * prices[charge] * factors[charge];
  }
  return cost;
}
