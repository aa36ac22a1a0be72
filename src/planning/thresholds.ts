import { type Decimal, ONE, sum, ZERO } from '../decimal.js';
import type { Estimate } from '../model/estimate.js';
import { KMS_STRATEGIES, type KmsStrategy } from '../model/requests.js';
import { volumesOf } from '../model/volumes.js';
import { dayNumber, type Month, monthPlus, monthSpan } from '../months.js';
import { findPrice, type PriceMetric, unitPrice } from '../prices/book.js';
import { CLOUDTRAIL } from '../scenario/cloudtrail.js';
import { estimateWith, type Subject } from './ask.js';

/** How far what is left of the free tier reaches, in the expected case. */
export interface FreeTierReach {
  strategy: KmsStrategy;
  /** Requests a month that are left for these readers. */
  requestsLeft: Decimal;
  /** Reads of SSE-KMS files a month until they are used up; undefined where reads make no request at all. */
  reads: Decimal | undefined;
  /** KMS requests of the readers in the month with most of them. */
  mostRequests: Decimal;
  /** The first month that uses more than is left. */
  usedUpIn: Month | undefined;
}

/**
 * Reads a month until the free tier is used up: one request a read under SSE-KMS, and with a Bucket Key what its reduction leaves.
 * Replication makes two requests a file.
 */
export function freeTierReach({ scenario, lines }: Estimate): FreeTierReach[] {
  const { freeRequestsLeft, bucketKeyReduction } = volumesOf(scenario, 'expected').numbers;
  return KMS_STRATEGIES.map((strategy) => {
    const requestsPerRead = strategy === 'sse-kms' ? ONE : ONE.minus(bucketKeyReduction);
    const requests = new Map<Month, Decimal>();
    for (const line of lines) {
      if (line.strategy !== strategy || line.charge !== 'kms-requests' || line.reader === CLOUDTRAIL) continue;
      requests.set(line.month, (requests.get(line.month) ?? ZERO).plus(line.quantity.expected));
    }
    const [usedUpIn] = [...requests].find(([, made]) => made.gt(freeRequestsLeft)) ?? [];
    return {
      strategy,
      requestsLeft: freeRequestsLeft,
      reads: requestsPerRead.isZero() ? undefined : freeRequestsLeft.div(requestsPerRead).floor(),
      mostRequests: [...requests.values()].reduce((most, made) => (made.gt(most) ? made : most), ZERO),
      usedUpIn,
    };
  });
}

/** What it would cost, and bring, to copy the SSE-KMS files from before the Bucket Key once, so that it works for them too. */
export interface Copying {
  /** SSE-KMS files from before the Bucket Key, log and digest files. */
  files: Decimal;
  /** Prices that are not known; the rest is then unknown. */
  missing: readonly PriceMetric[];
  /** Decrypt + GenerateDataKey + GET + PUT. */
  costPerFile: Decimal | undefined;
  cost: Decimal | undefined;
  /** What a read of an old file costs less once it is under the Bucket Key. */
  savedPerRead: Decimal;
  /** Reads of each old file after which copying pays. */
  readsToPay: Decimal | undefined;
  /** What the scenario's reads would cost less in the period, from the first whole month with a Bucket Key on. */
  savedInPeriod: Decimal;
  /** The month in which the savings reach the cost. */
  paysIn: Month | undefined;
}

/**
 * At which point a Bucket Key pays for copying the old objects: it works for objects written since it was on only, and a copy of an
 * object onto itself is one Decrypt, one GenerateDataKey, one GET and one PUT
 * (docs.aws.amazon.com/AmazonS3/latest/userguide/configuring-bucket-key-object).
 */
export function copying(subject: Subject, estimate: Estimate): Copying {
  const { scenario } = estimate;
  const { bucket, period, encryption } = scenario;
  const { numbers } = volumesOf(scenario, 'expected');
  const priceOf = (metric: PriceMetric) => {
    const price = findPrice(subject.book, metric, bucket.region, period.start);
    return price === undefined ? undefined : unitPrice(price).times(numbers.payShare);
  };
  const metrics: readonly PriceMetric[] = ['kms-request', 'kms-request', 's3-get', 's3-put'];
  const prices = metrics.map(priceOf);
  const known = prices.filter((price) => price !== undefined);
  const costPerFile = known.length === metrics.length ? sum(known) : undefined;
  const files = oldFiles(estimate);
  const cost = costPerFile?.times(files);
  const savedPerRead = (priceOf('kms-request') ?? ZERO)
    .plus(numbers.paidCopies.times(priceOf('cloudtrail-paid-copy') ?? ZERO))
    .times(numbers.bucketKeyReduction);
  const copied = estimateWith(subject, [{ path: 'encryption.bucketKeySince', value: encryption.sseKmsSince }], 'copying');
  const before = estimate.totals['sse-kms-bucket-key'].months;
  const since = encryption.bucketKeySince ?? 'always';
  const isOn = (month: Month) => since === 'always' || since <= `${month}-01`;
  const saved = copied.totals['sse-kms-bucket-key'].months
    .map(({ month, expected }, index) => ({ month, amount: (before[index]?.expected ?? expected).minus(expected) }))
    .filter(({ month }) => isOn(month));
  return {
    files,
    missing: [...new Set(metrics.filter((_, index) => prices[index] === undefined))],
    costPerFile,
    cost,
    savedPerRead,
    readsToPay: costPerFile === undefined || savedPerRead.isZero() ? undefined : costPerFile.div(savedPerRead),
    savedInPeriod: sum(saved.map(({ amount }) => amount)),
    paysIn: cost === undefined || files.isZero() ? undefined : monthReaching(saved, cost),
  };
}

function oldFiles({ scenario }: Estimate): Decimal {
  const { encryption, period } = scenario;
  const { archive } = volumesOf(scenario, 'expected');
  const since = encryption.bucketKeySince ?? encryption.sseKmsSince;
  if (since === 'always') return ZERO;
  const files = archive.seenBy({ trails: undefined, digests: true }, 'encrypted');
  const oldest = monthSpan(monthPlus(period.start, -MOST_ARCHIVE_MONTHS)).startDay;
  const end = monthSpan(monthPlus(period.start, period.months - 1)).endDay;
  return files.between(oldest, Math.min(dayNumber(since), end));
}

/** As far back as any archive reaches (the scenario's schema). */
const MOST_ARCHIVE_MONTHS = 240;

function monthReaching(saved: readonly { month: Month; amount: Decimal }[], cost: Decimal): Month | undefined {
  let total = ZERO;
  for (const { month, amount } of saved) {
    total = total.plus(amount);
    if (total.gte(cost)) return month;
  }
  return undefined;
}
