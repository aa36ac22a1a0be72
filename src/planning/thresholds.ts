import { rollup } from 'd3-array';
import { Decimal, ONE, sum, ZERO } from '../base/decimal.js';
import { dayNumber, type Month, monthPlus, monthSpan } from '../base/months.js';
import { archiveOf, bucketKeySinceOf } from '../model/archive.js';
import { caseNumbers, payFactorOf } from '../model/case-numbers.js';
import type { Estimate } from '../model/estimate.js';
import { estimateWith, type PricedScenario } from '../model/estimate-at.js';
import { withOwnPrices } from '../model/own-prices.js';
import { KMS_STRATEGIES, type KmsStrategy } from '../model/strategies.js';
import { findPrice, type PriceMetric, unitPrice } from '../prices/book.js';
import { CLOUDTRAIL } from '../scenario/cloudtrail.js';

/** How far what is left of the free tier reaches, in the expected case. */
export interface FreeTierReach {
  strategy: KmsStrategy;
  /** Requests a month that are left for these readers. */
  requestsLeft: Decimal;
  /** Reads of SSE-KMS files a month until they are used up; undefined where reads make no request at all. */
  reads: Decimal | undefined;
  /** KMS requests of the readers in the month with most of them. */
  mostRequests: Decimal;
  /** Months that use more than is left, in their order. */
  usedUpIn: readonly Month[];
}

/**
 * Reads a month until the free tier is used up: one request a read under SSE-KMS, and with a Bucket Key what its reduction leaves.
 * Replication makes two requests a file.
 */
export function freeTierReach({ scenario, lines }: Estimate): FreeTierReach[] {
  const { freeRequestsLeft: free, reduction } = caseNumbers(scenario);
  const freeRequestsLeft = free.expected;
  return KMS_STRATEGIES.map((strategy) => {
    const requestsPerRead = strategy === 'sse-kms' ? ONE : ONE.minus(reduction.expected);
    const own = lines.filter((line) => line.strategy === strategy && line.charge === 'kms-requests' && line.reader !== CLOUDTRAIL);
    const requests = rollup(
      own,
      (ofMonth) => sum(ofMonth.map(({ quantity }) => quantity.expected)),
      ({ month }) => month,
    );
    const usedUpIn = [...requests].filter(([, made]) => made.gt(freeRequestsLeft)).map(([month]) => month);
    return {
      strategy,
      requestsLeft: freeRequestsLeft,
      reads: requestsPerRead.isZero() ? undefined : freeRequestsLeft.div(requestsPerRead).floor(),
      mostRequests: Decimal.max(ZERO, ...requests.values()),
      usedUpIn,
    };
  });
}

/** Costs and savings of copying the SSE-KMS files from before the Bucket Key once, so that it works for them too. */
export interface Copying {
  /** SSE-KMS files from before the Bucket Key, log and digest files. */
  files: Decimal;
  /** Prices that are missing; then the costs are unknown. */
  missing: readonly PriceMetric[];
  /** Decrypt + GenerateDataKey + GET + PUT. */
  costPerFile: Decimal | undefined;
  cost: Decimal | undefined;
  /** What each read of an old file saves once it is under the Bucket Key. */
  savedPerRead: Decimal;
  /** Reads of each old file after which copying pays. */
  readsToPay: Decimal | undefined;
  /** What the scenario's reads would save in the period, from the first whole month with a Bucket Key on. */
  savedInPeriod: Decimal;
  /** The month in which the savings reach the cost. */
  paysIn: Month | undefined;
}

/**
 * When copying the old objects under a Bucket Key pays: the key works only for objects written since it was turned on, and a copy of an
 * object onto itself is one Decrypt, one GenerateDataKey, one GET and one PUT
 * (docs.aws.amazon.com/AmazonS3/latest/userguide/configuring-bucket-key-object).
 */
export function copying(priced: PricedScenario, estimate: Estimate): Copying {
  const { scenario } = estimate;
  const { bucket, period } = scenario;
  const numbers = caseNumbers(scenario);
  const book = withOwnPrices(priced.book, scenario);
  const missing: PriceMetric[] = [];
  const costOf = (metric: PriceMetric, units = ONE) => {
    if (units.isZero()) return ZERO;
    const price = findPrice(book, metric, bucket.region, period.start);
    if (price === undefined) missing.push(metric);
    return price === undefined ? ZERO : unitPrice(price).times(units).times(payFactorOf(numbers, metric).expected);
  };
  const request = sum([
    costOf('kms-request'),
    costOf('cloudtrail-paid-copy', numbers.paidCopies.expected),
    costOf('cloudtrail-insights', numbers.insightsTrails.expected),
  ]);
  const savedPerRead = request.times(numbers.reduction.expected);
  const cost = sum([request.times(REQUESTS_A_COPY), costOf('s3-get'), costOf('s3-put')]);
  const costPerFile = missing.length === 0 ? cost : undefined;
  const files = oldFiles(estimate);
  const saved = savedByCopies(priced, estimate);
  return {
    files,
    missing,
    costPerFile,
    cost: costPerFile?.times(files),
    savedPerRead,
    readsToPay: costPerFile === undefined || savedPerRead.isZero() ? undefined : costPerFile.div(savedPerRead),
    savedInPeriod: sum(saved.map(({ amount }) => amount)),
    paysIn: costPerFile === undefined || files.isZero() ? undefined : monthReaching(saved, costPerFile.times(files)),
  };
}

/** What each month saves with copies. They are made by the first whole month with the Bucket Key and save nothing before it. */
function savedByCopies(priced: PricedScenario, { scenario, totals }: Estimate): { month: Month; amount: Decimal }[] {
  const { encryption } = scenario;
  const since = bucketKeySinceOf(encryption);
  const copied = estimateWith(priced, [{ path: 'encryption.bucketKeySince', value: encryption.sseKmsSince }], 'copying');
  return copied.totals['sse-kms-bucket-key'].months
    .map(({ month, expected }, index) => ({
      month,
      amount: (totals['sse-kms-bucket-key'].months[index]?.expected ?? expected).minus(expected),
    }))
    .filter(({ month }) => since === 'always' || since <= `${month}-01`);
}

/** A Decrypt of the old object and a GenerateDataKey for the new one. */
const REQUESTS_A_COPY = 2;

function oldFiles({ scenario }: Estimate): Decimal {
  const { encryption, period, trails } = scenario;
  const since = bucketKeySinceOf(encryption);
  if (since === 'always') return ZERO;
  const delivering = caseNumbers(scenario).trails.expected;
  const files = archiveOf(scenario, delivering).seenBy({ trails: undefined, digests: true }, 'encrypted');
  const months = Math.max(0, ...delivering.map(({ archiveMonths }) => archiveMonths));
  const end = monthSpan(monthPlus(period.start, period.months - 1)).endDay;
  return trails.length === 0 ? ZERO : files.between(monthSpan(monthPlus(period.start, -months)).startDay, Math.min(dayNumber(since), end));
}

function monthReaching(saved: readonly { month: Month; amount: Decimal }[], cost: Decimal): Month | undefined {
  let total = ZERO;
  for (const { month, amount } of saved) {
    total = total.plus(amount);
    if (total.gte(cost)) return month;
  }
  return undefined;
}
