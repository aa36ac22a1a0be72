import { type Decimal, ONE, sum, ZERO } from '../base/decimal.js';
import { type Day, dayNumber, dayOf, type Month, monthPlus, monthSpan, monthsOf } from '../base/months.js';
import { archiveOf, bucketKeySinceOf } from '../model/archive.js';
import { caseNumbers, payFactorOf } from '../model/case-numbers.js';
import { AWS_CHARGES, CHARGE } from '../model/charges.js';
import { conversionRate } from '../model/conversion.js';
import type { Estimate } from '../model/estimate.js';
import { estimateWith, type PricedScenario } from '../model/estimate-at.js';
import { withOwnPrices } from '../model/own-prices.js';
import { patternOf } from '../model/patterns.js';
import { findPrice, type PriceMetric, unitPrice } from '../prices/book.js';
import { expectedOf } from '../scenario/quantity.js';
import type { Scenario } from '../scenario/schema.js';
import { readsTrail } from '../scenario/trails.js';

/** Costs and savings of copying the SSE-KMS files from before the Bucket Key once, so that it works for them too. */
export interface Copying {
  /** SSE-KMS files from before the Bucket Key that are still read after it, log and digest files. */
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
    return price === undefined
      ? ZERO
      : unitPrice(price)
          .times(units)
          .times(payFactorOf(numbers, metric, period.start).expected);
  };
  const recorded = AWS_CHARGES.filter((charge) => CHARGE[charge].counts === 'recorded-requests');
  const request = sum([
    costOf('kms-request'),
    ...recorded.map((charge) => costOf(CHARGE[charge].metric, numbers.times[charge].expected)),
    numbers.consumerPrice.reader.expected
      .times(numbers.times['event-consumers'].expected)
      .times(conversionRate(scenario.currency, period.start)),
  ]);
  const savedPerRead = request.times(numbers.reduction.expected);
  const cost = sum([request.times(REQUESTS_A_COPY), costOf('s3-get'), costOf('s3-put')]);
  const costPerFile = missing.length === 0 ? cost : undefined;
  const files = readOldFiles(scenario);
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

/** The files that copies are made of: SSE-KMS, older than the Bucket Key, and still read after it. */
function readOldFiles(scenario: Scenario): Decimal {
  const days = copiedDays(scenario);
  if (days === undefined) return ZERO;
  const archive = archiveOf(scenario, caseNumbers(scenario).trails.expected);
  const filesOf = (trail: string, digests: boolean, from: number | undefined) =>
    from === undefined ? ZERO : archive.seenBy({ trails: [trail], digests }, 'encrypted').between(from, days.until);
  return sum(
    scenario.trails.map(({ name }) => {
      const [log, digest] = [earliestDayRead(scenario, name, false, days.copied), earliestDayRead(scenario, name, true, days.copied)];
      const digests = filesOf(name, true, digest).minus(filesOf(name, false, digest));
      return filesOf(name, false, log).plus(digests);
    }),
  );
}

/** When copies are made, and until which day the files are older than the Bucket Key; undefined where there is nothing to copy. */
function copiedDays({ encryption, period }: Scenario): { copied: number; until: number } | undefined {
  const since = bucketKeySinceOf(encryption);
  if (since === 'always' || since === encryption.sseKmsSince) return undefined;
  const first = monthsOf(period.start, period.months).find((month) => since <= `${month}-01`);
  return first === undefined ? undefined : { copied: monthSpan(first).startDay, until: dayNumber(since) };
}

/** The oldest day of which runs after the copy read files; those that read one time gain nothing by it. */
function earliestDayRead({ readers, period, trails }: Scenario, trail: string, digests: boolean, copied: number): number | undefined {
  const archive = Math.max(0, ...trails.map(({ archiveMonths }) => expectedOf(archiveMonths)));
  const oldest = monthSpan(monthPlus(period.start, -Math.ceil(archive))).startDay;
  const windows = readers
    .filter((reader) => readsTrail(reader, trail) && (!digests || patternOf(reader).readsDigests(reader)))
    .flatMap((reader) => patternOf(reader).lookbackDays?.(reader) ?? []);
  const days = windows.map((window) => (window === 'all' ? oldest : Math.max(oldest, copied - Math.ceil(expectedOf(window)))));
  return days.length === 0 ? undefined : Math.min(...days);
}

/**
 * The day since which files would be under a Bucket Key if those that are still read were copied; undefined where none is.
 *
 * @param scenario one whose Bucket Key is on by the first day of the period
 */
export function copiedSince(scenario: Scenario): Day | undefined {
  const days = copiedDays(scenario);
  if (days === undefined || days.copied !== monthSpan(scenario.period.start).startDay) return undefined;
  const earliest = scenario.trails.flatMap(({ name }) =>
    [false, true].flatMap((digests) => earliestDayRead(scenario, name, digests, days.copied) ?? []),
  );
  const { sseKmsSince } = scenario.encryption;
  const from = Math.max(Math.min(...earliest), sseKmsSince === 'always' ? Number.NEGATIVE_INFINITY : dayNumber(sseKmsSince));
  return from < days.until ? dayOf(from) : undefined;
}

function monthReaching(saved: readonly { month: Month; amount: Decimal }[], cost: Decimal): Month | undefined {
  let total = ZERO;
  for (const { month, amount } of saved) {
    total = total.plus(amount);
    if (total.gte(cost)) return month;
  }
  return undefined;
}
