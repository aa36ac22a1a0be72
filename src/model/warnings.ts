import { Decimal } from '../base/decimal.js';
import { dayNumber, monthPlus, monthSpan } from '../base/months.js';
import { suggestion } from '../base/nearest.js';
import type { Range } from '../base/range.js';
import { findPrice, type Price, type PriceBook, requestQuotaPerSecond, unitPrice } from '../prices/book.js';
import { CLOUDTRAIL } from '../scenario/cloudtrail.js';
import type { Scenario } from '../scenario/schema.js';
import { readsTrail } from '../scenario/trails.js';
import { type CaseReader, payFactorOf } from './case.js';
import { CHARGE_NAMES, type Charge, METRIC_OF } from './charges.js';
import { currencyOf } from './conversion.js';
import type { Line } from './lines.js';
import { PATTERNS } from './patterns.js';
import type { Volumes } from './volumes.js';
import { count, percent } from './wording.js';

/** Something to know before trusting the figures; the code is stable, for programs. */
export interface Warning {
  code: WarningCode;
  message: string;
  /** Of `price-missing`: the charge that is left out. */
  charge?: Charge;
}

export type WarningCode =
  | 'price-assumed'
  | 'price-stale'
  | 'price-missing'
  | 'price-book-region-unknown'
  | 'price-book-unused'
  | 'archive-too-short'
  | 'kms-peak'
  | 'kms-throttled'
  | 'delivery-events-uncounted'
  | 'kms-events-excluded'
  | 'switch-after-period';

/**
 * Of some warnings those that tell more than others that are known already. A peak within the quota, where one is known, is no news in
 * another number.
 */
export function newWarnings(warnings: readonly Warning[], known: readonly Warning[]): Warning[] {
  return warnings.filter(({ code, message }) =>
    code === 'kms-peak' ? known.every((other) => other.code !== code) : known.every((other) => other.message !== message),
  );
}

interface Evidence {
  scenario: Scenario;
  book: PriceBook;
  volumes: Range<Volumes>;
  lines: readonly Line[];
  prices: readonly Price[];
  unpriced: readonly { charge: Charge; months: readonly string[] }[];
}

/** Everything that makes the figures less sure, or that they leave out. */
export function warningsOf(evidence: Evidence): Warning[] {
  return [
    ...weakPrices(evidence.prices),
    ...missingPrices(evidence),
    ...unusedOwnPrices(evidence),
    ...beyondArchive(evidence),
    ...peaks(evidence),
    ...recordingWarnings(evidence),
    ...switchWarning(evidence.scenario),
  ];
}

function weakPrices(prices: readonly Price[]): Warning[] {
  return prices.flatMap(({ metric, region, confidence, asOf }): Warning[] => {
    if (confidence === 'assumed') {
      return [
        {
          code: 'price-assumed',
          message:
            `The price of ${metric} in ${region} is assumed: AWS states it without naming the Region. Compare it ` +
            'with a bill, or bring your own with --price-book.',
        },
      ];
    }
    if (confidence === 'stale') {
      return [
        {
          code: 'price-stale',
          message:
            `The price of ${metric} in ${region} is stale: its source is of ${asOf}. Compare it with a bill, or ` +
            'bring your own with --price-book.',
        },
      ];
    }
    return [];
  });
}

function missingPrices({ unpriced, scenario }: Evidence): Warning[] {
  return unpriced.map(({ charge, months }) => {
    const when = months.length === scenario.period.months ? '' : ` in ${months[0]} to ${months.at(-1)}`;
    const message =
      `No price of ${METRIC_OF[charge]} is known for ${scenario.bucket.region}${when}: ` +
      `${CHARGE_NAMES[charge]} are left out of every total${when === '' ? '' : ' of these months'}. Bring the price with --price-book.`;
    return { code: 'price-missing', message, charge };
  });
}

/** A row of the user's that no figure rests on is likelier a slip than a wish. */
function unusedOwnPrices({ book, prices }: Evidence): Warning[] {
  const own = book.layers.slice(1).flat();
  const unknown = own.filter((price) => !prices.includes(price) && !book.regions.some(({ region }) => region === price.region));
  const warnings: Warning[] = [...new Set(unknown.map(({ region }) => region))].map((region) => ({
    code: 'price-book-region-unknown',
    message: `Your price book has prices of ${region}, a Region that is not known. ${suggestion(
      region,
      book.regions.map((known) => known.region),
    )}`,
  }));
  if (own.length > 0 && book.isUsual !== true && !own.some((price) => prices.includes(price))) {
    warnings.push({
      code: 'price-book-unused',
      message: 'Not one price of your price book is used: none is for this Region, these months and these charges.',
    });
  }
  return warnings;
}

/** Files that a reader asks for and that are no longer, or not yet, in the bucket: whoever knows better must say so in the trail. */
function beyondArchive({ scenario, volumes }: Evidence): Warning[] {
  return volumes.high.numbers.readers.flatMap((reader) => {
    const oldest = oldestDayRead(reader, scenario.period.start);
    return volumes.high.numbers.trails
      .filter(({ name }) => readsTrail(reader, name))
      .filter(({ archiveMonths }) => oldest < monthSpan(monthPlus(scenario.period.start, -archiveMonths)).startDay)
      .map(({ name, archiveMonths }): Warning => {
        const from = monthPlus(scenario.period.start, -archiveMonths);
        const message =
          `Reader ${reader.name} asks for files from before ${from}-01, but trail ${name} has none that old ` +
          '(archiveMonths): these reads are not counted.';
        return { code: 'archive-too-short', message };
      });
  });
}

function oldestDayRead({ once, lookbackDays, pattern }: CaseReader, start: string): number {
  if (once !== undefined) return dayNumber(once.firstDay);
  const looksBack = pattern === 'scan' || pattern === 'validate';
  return looksBack && lookbackDays !== 'all' ? monthSpan(start).startDay - lookbackDays.toNumber() : Number.POSITIVE_INFINITY;
}

/** A run's requests spread over its length, against AWS's default quota; S3 answers 503 where KMS throttles. */
function peaks({ scenario, book, volumes }: Evidence): Warning[] {
  const quota = requestQuotaPerSecond(book, scenario.bucket.region);
  const timed = volumes.expected.numbers.readers.filter(({ runMinutes }) => runMinutes !== undefined);
  return timed.flatMap(({ name }): Warning[] => {
    const expected = peakPerSecond(volumes.expected, name);
    const high = peakPerSecond(volumes.high, name);
    if (expected === undefined || high === undefined || quota === undefined) return [];
    const share = high.div(quota).times(100);
    const rate = high.gt(expected) ? `${count(expected)}, at the most ${count(high)},` : count(high);
    const beyond = share.gt(100) ? ' KMS would throttle it (S3 answers 503) unless the quota is raised.' : '';
    return [
      {
        code: share.gt(100) ? 'kms-throttled' : 'kms-peak',
        message:
          `A run of ${name} makes ${rate} KMS requests a second in its dearest month under SSE-KMS: ` +
          `${high.gt(expected) ? 'up to ' : ''}${percent(share)} of the default quota of ${count(quota)} in ` +
          `${scenario.bucket.region}, which all other KMS use of its account shares.${beyond}`,
      },
    ];
  });
}

function peakPerSecond(volumes: Volumes, name: string): Decimal | undefined {
  let peak: Decimal | undefined;
  for (const { readers } of volumes.months) {
    for (const { reader, requests } of readers) {
      if (reader.name !== name || reader.runMinutes === undefined) continue;
      const runs = PATTERNS[reader.pattern].runsPerMonth(reader);
      const perSecond = runs.isZero() ? runs : requests['sse-kms'].div(runs).div(reader.runMinutes.times(60));
      peak = peak === undefined ? perSecond : Decimal.max(peak, perSecond);
    }
  }
  return peak;
}

function recordingWarnings({ scenario, book, volumes, lines }: Evidence): Warning[] {
  const { recording, bucket, period } = scenario;
  if (recording.excludeKmsEvents) {
    return [
      {
        code: 'kms-events-excluded',
        message: 'The trails exclude KMS events: they cost nothing here, and they cannot show who decrypts the logs.',
      },
    ];
  }
  const copies = volumes.expected.numbers.paidCopies;
  const price = findPrice(book, METRIC_OF['cloudtrail-copies'], bucket.region, period.start);
  if (copies.isZero() || recording.deliveryEventsBilled || price === undefined) return [];
  const own = lines.filter(({ reader, charge, strategy }) => reader === CLOUDTRAIL && charge === 'kms-requests' && strategy === 'sse-kms');
  const events = own.reduce((total, { quantity }) => total.plus(quantity.expected), new Decimal(0)).times(copies);
  if (events.isZero()) return [];
  const cost = events.times(unitPrice(price)).div(period.months).times(payFactorOf(volumes.expected.numbers, price.metric));
  return [
    {
      code: 'delivery-events-uncounted',
      message:
        `The paid copies also record CloudTrail's own GenerateDataKey events. Whether AWS bills these is not ` +
        `confirmed; they are left out. If it does, add about ${currencyOf(price, scenario.currency)} ` +
        `${cost.toFixed(2)} a month (recording.deliveryEventsBilled: true).`,
    },
  ];
}

function switchWarning({ encryption, period }: Scenario): Warning[] {
  const { endDay } = monthSpan(monthPlus(period.start, period.months - 1));
  const { sseKmsSince } = encryption;
  if (sseKmsSince === 'always' || dayNumber(sseKmsSince) < endDay) return [];
  return [
    { code: 'switch-after-period', message: `SSE-KMS is on from ${sseKmsSince}, after the period: it costs nothing in these months.` },
  ];
}
