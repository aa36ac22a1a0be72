import { dayNumber, type MonthSpan, monthSpan, monthsOf } from '../../base/months.js';
import { type DiscountedService, findPrice, type PriceBook, unitPrice } from '../../prices/book.js';
import type { Plain, Reader, Scenario } from '../../scenario/schema.js';
import type { Era } from '../archive.js';
import { CHARGED_ROTATIONS } from '../case.js';
import { CHARGES, type Charge, METRIC_OF } from '../charges.js';
import { withOwnPrices } from '../own-prices.js';
import { PATTERNS } from '../patterns.js';
import { STRATEGIES, type Strategy } from '../strategies.js';
import { type FloatFiles, filesBetween, filesInWindow, floatFiles, monthShare } from './archive.js';

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
  const views = new Map<string, FloatFiles>();
  const viewOf = (trails: readonly string[] | undefined, digests: boolean) => {
    const key = JSON.stringify([trails, digests]);
    const view = views.get(key) ?? floatFiles(scenario, { trails, digests });
    views.set(key, view);
    return view;
  };
  const everything = viewOf(undefined, true);
  const files = scenario.readers.map((reader) => viewOf(reader.trails, readsDigests(reader)));
  const empty = () => new Float64Array(months.length);
  const costs: FloatCosts = { 'sse-s3': empty(), 'sse-kms': empty(), 'sse-kms-bucket-key': empty() };
  return (plain) => {
    for (const view of views.values()) view.refill(plain.trails);
    for (const [index, span] of months.entries()) {
      const volumes = { gets: 0, kms: 0, bucketKey: 0 };
      for (const [place, reader] of plain.readers.entries()) addReader(volumes, plain, reader, files[place] as FloatFiles, span);
      const own = ownRequests(plain, everything, span);
      const month = costsOf(plain, { ...volumes, own, sharePaid: monthShare(everything, 'encrypted', span) }, prices[index] as Prices);
      for (const strategy of STRATEGIES) costs[strategy][index] = month[strategy];
    }
    return costs;
  };
}

type Prices = Record<Charge, number>;

/** A price that is not known counts as nothing, as its charge is left out of the exact model. */
function pricesIn(book: PriceBook, region: string, month: string): Prices {
  const priceOf = (charge: Charge) => {
    const price = findPrice(book, METRIC_OF[charge], region, month);
    return price === undefined ? 0 : unitPrice(price).toNumber();
  };
  return Object.fromEntries(CHARGES.map((charge) => [charge, priceOf(charge)])) as Prices;
}

function readsDigests(reader: Reader): boolean {
  return reader.pattern === 'validate' || ('digests' in reader && reader.digests);
}

/** What all readers together do in a month: GETs, and KMS requests under SSE-KMS and with a Bucket Key. */
interface FloatVolumes {
  gets: number;
  kms: number;
  bucketKey: number;
}

function addReader(volumes: FloatVolumes, plain: PlainScenario, reader: Plain<Reader>, files: FloatFiles, span: MonthSpan): void {
  if (reader.pattern === 'once' && reader.month !== span.month) return;
  const { requestsPerRead, isGet } = PATTERNS[reader.pattern];
  const encrypted = readsOf(reader, files, 'encrypted', span) * requestsPerRead;
  const reducible = readsOf(reader, files, 'underBucketKey', span) * requestsPerRead;
  const runs = 'runsPerMonth' in reader ? reader.runsPerMonth : 1;
  const reduction = reader.bucketKeyReduction ?? plain.encryption.bucketKeyReduction;
  if (isGet) volumes.gets += readsOf(reader, files, 'all', span);
  volumes.kms += encrypted;
  volumes.bucketKey += encrypted - reducible + reduced(reducible, reduction, reader.requesters * runs);
}

function readsOf(reader: Plain<Reader>, files: FloatFiles, era: Era, span: MonthSpan): number {
  switch (reader.pattern) {
    case 'every-file':
      return filesBetween(files, era, span.startDay, span.endDay) * reader.share * reader.times;
    case 'scan':
      return filesInWindow(files, era, span, reader.lookbackDays) * reader.runsPerMonth * reader.share * reader.getsPerFile;
    case 'validate':
      return filesInWindow(files, era, span, reader.lookbackDays) * reader.runsPerMonth;
    case 'single':
      return reader.readsPerMonth * monthShare(files, era, span);
    case 'once':
      return filesBetween(files, era, dayNumber(reader.firstDay), dayNumber(reader.lastDay) + 1) * reader.share;
    case 'replicate':
      return filesBetween(files, era, span.startDay, span.endDay) * reader.share;
  }
}

/** Requests that remain under a Bucket Key: the twin of `underBucketKey`. */
function reduced(requests: number, reduction: number, fetches: number): number {
  return Math.max(requests * (1 - reduction), Math.min(requests, fetches));
}

/** CloudTrail's own requests, which only paid copies can make cost anything. */
function ownRequests(
  { recording, encryption }: PlainScenario,
  everything: FloatFiles,
  { startDay, endDay }: MonthSpan,
): Omit<FloatVolumes, 'gets'> {
  if (!recording.deliveryEventsBilled || recording.excludeKmsEvents) return { kms: 0, bucketKey: 0 };
  const encrypted = filesBetween(everything, 'encrypted', startDay, endDay);
  const reducible = filesBetween(everything, 'underBucketKey', startDay, endDay);
  return { kms: encrypted, bucketKey: encrypted - reducible + reduced(reducible, encryption.bucketKeyReduction, 1) };
}

interface MonthOfAll extends FloatVolumes {
  own: Omit<FloatVolumes, 'gets'>;
  /** Share of the month in which keys are paid. */
  sharePaid: number;
}

function costsOf(plain: PlainScenario, { gets, kms, bucketKey, own, sharePaid }: MonthOfAll, prices: Prices): Record<Strategy, number> {
  const { keys, recording, freeRequestsLeft, currency } = plain;
  const factor = (service: DiscountedService) => payShare(plain, service) * (currency?.rate ?? 1);
  const cloudTrail = factor('cloudtrail');
  const alike = gets * (prices['s3-gets'] * factor('s3') + recording.dataEventCopies * prices['cloudtrail-data-events'] * cloudTrail);
  const keyMonths = keys.number * (1 + keys.replicas) * (1 + Math.min(keys.rotations, CHARGED_ROTATIONS)) * sharePaid;
  const perRequest = recording.excludeKmsEvents
    ? 0
    : (recording.paidCopies * prices['cloudtrail-copies'] + recording.insightsTrails * prices['cloudtrail-insights']) * cloudTrail;
  const costOf = (requests: number, ownRequests: number) =>
    alike +
    (Math.max(0, requests - freeRequestsLeft) * prices['kms-requests'] + keyMonths * prices['kms-keys']) * factor('kms') +
    (requests + ownRequests) * perRequest;
  return { 'sse-s3': alike, 'sse-kms': costOf(kms, own.kms), 'sse-kms-bucket-key': costOf(bucketKey, own.bucketKey) };
}

/** What is left to pay after a service's discount. */
function payShare({ discountPercent, serviceDiscountPercent }: PlainScenario, service: DiscountedService): number {
  return 1 - (serviceDiscountPercent[service] ?? discountPercent) / 100;
}
