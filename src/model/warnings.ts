import { EXACT } from '../base/arithmetic.js';
import { Decimal, ONE } from '../base/decimal.js';
import { dayNumber, monthPlus, monthSpan } from '../base/months.js';
import { suggestion } from '../base/nearest.js';
import { combineCases, listCases, mapCases, type Range } from '../base/range.js';
import { requestQuotaPerSecond } from '../prices/book.js';
import type { Scenario } from '../scenario/schema.js';
import { readsTrail } from '../scenario/trails.js';
import type { CaseReader } from './case-numbers.js';
import { CHARGE } from './charges.js';
import { patternOf, runsOf } from './patterns.js';
import type { LinePrice } from './rates.js';
import { recordingWarnings } from './recording-warnings.js';
import type { Volumes } from './volumes.js';
import type { Evidence, Warning, WarningCode } from './warning.js';
import { count, percent } from './wording.js';

/** Warnings that say the same of every scenario, with another number. */
const ALIKE: readonly WarningCode[] = ['kms-peak', 'delivery-events-uncounted', 'guardduty-unsaid', 'covers-unsaid'];

/** Of some warnings those that tell more than others that are known already; another number, where that is all, is no news. */
export function newWarnings(warnings: readonly Warning[], known: readonly Warning[]): Warning[] {
  return warnings.filter(({ code, message }) =>
    ALIKE.includes(code) ? known.every((other) => other.code !== code) : known.every((other) => other.message !== message),
  );
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
    ...floorWarnings(evidence),
    ...switchWarning(evidence.scenario),
  ];
}

function weakPrices(prices: readonly LinePrice[]): Warning[] {
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
      `No price of ${CHARGE[charge].metric} is known for ${scenario.bucket.region}${when}: ` +
      `${CHARGE[charge].name} are left out of every total${when === '' ? '' : ' of these months'}. Bring the price with --price-book.`;
    return { code: 'price-missing', message, charge };
  });
}

/** A row of the user's that no figure rests on is likelier a slip than a wish. */
function unusedOwnPrices({ book, prices }: Evidence): Warning[] {
  const own = book.layers.slice(1).flat();
  const unknown = own.filter(
    (price) => !prices.some((used) => used === price) && !book.regions.some(({ region }) => region === price.region),
  );
  const warnings: Warning[] = [...new Set(unknown.map(({ region }) => region))].map((region) => ({
    code: 'price-book-region-unknown',
    message: `Your price book has prices of ${region}, a Region that is not known. ${suggestion(
      region,
      book.regions.map((known) => known.region),
    )}`,
  }));
  if (own.length > 0 && book.isUsual !== true && !own.some((price) => prices.some((used) => used === price))) {
    warnings.push({
      code: 'price-book-unused',
      message: 'Not one price of your price book is used: none is for this Region, these months and these charges.',
    });
  }
  return warnings;
}

/** Files that a reader asks for and that are no longer, or not yet, in the bucket: whoever knows better must say so in the trail. */
function beyondArchive({ scenario, volumes: { numbers } }: Evidence): Warning[] {
  return numbers.readers.flatMap(({ name: reader, reader: { high } }) => {
    const oldest = oldestDayRead(high, scenario.period.start);
    return numbers.trails.high
      .filter(({ name }) => readsTrail(high, name))
      .filter(({ archiveMonths }) => oldest < monthSpan(monthPlus(scenario.period.start, -archiveMonths)).startDay)
      .map(({ name, archiveMonths }): Warning => {
        const from = monthPlus(scenario.period.start, -archiveMonths);
        const message =
          `Reader ${reader} asks for files from before ${from}-01, but trail ${name} has none that old ` +
          '(archiveMonths): these reads are not counted.';
        return { code: 'archive-too-short', message };
      });
  });
}

function oldestDayRead(reader: CaseReader, start: string): number {
  const { once, lookbackDays } = patternOf(reader);
  if (once !== undefined) return dayNumber(once(reader).firstDay);
  const days = lookbackDays?.(reader) ?? 'all';
  return days === 'all' ? Number.POSITIVE_INFINITY : monthSpan(start).startDay - days.toNumber();
}

/** A run's requests spread over its length, against AWS's default quota; S3 answers 503 where KMS throttles. */
function peaks({ scenario, book, volumes }: Evidence): Warning[] {
  const quota = requestQuotaPerSecond(book, scenario.bucket.region);
  if (quota === undefined) return [];
  const timed = volumes.numbers.readers.filter(({ reader }) => minutesOf(reader.expected) !== undefined);
  return timed.flatMap(({ name }): Warning[] => {
    const peak = peakPerSecond(volumes, name);
    if (peak === undefined) return [];
    const { expected, high } = peak;
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

/** A run's requests a second in the month with most; undefined where the reader reads in no month. */
function peakPerSecond({ months }: Volumes, name: string): Range<Decimal> | undefined {
  const rates = months
    .flatMap(({ readers }) => readers.filter((volume) => volume.name === name))
    .map(({ reader, requests }) => combineCases(reader, requests['sse-kms'], runRate));
  return rates.length === 0 ? undefined : mapCases(listCases(rates), (all) => Decimal.max(...all));
}

function runRate(reader: CaseReader, requests: Decimal): Decimal {
  const runs = runsOf(reader, EXACT);
  return runs.isZero() ? runs : requests.div(runs).div((minutesOf(reader) ?? ONE).times(60));
}

function minutesOf(reader: CaseReader): Decimal | undefined {
  return patternOf(reader).runMinutes?.(reader);
}

/**
 * Log files a day that CloudTrail makes by delivering: on quiet days of a real bucket all events of its account and Region were
 * CloudTrail's own, in about 305 files a day and trail.
 */
const OWN_FILES_PER_DAY = 305;

function floorWarnings({ scenario: { period }, volumes: { numbers } }: Evidence): Warning[] {
  const { startDay, endDay } = monthSpan(period.start);
  return numbers.trails.expected.flatMap(({ name, log: { files, filesPer } }): Warning[] => {
    const perDay = filesPer === 'day' ? files : files.div(endDay - startDay);
    if (perDay.isZero() || perDay.gte(OWN_FILES_PER_DAY)) return [];
    const message =
      `Trail ${name} delivers about ${count(perDay)} log files a day. CloudTrail's own deliveries are events too, and alone make about ` +
      `${OWN_FILES_PER_DAY} a day for each trail in the bucket's account and Region: a count from that bucket is likely higher.`;
    return [{ code: 'files-below-floor', message }];
  });
}

function switchWarning({ encryption, period }: Scenario): Warning[] {
  const { endDay } = monthSpan(monthPlus(period.start, period.months - 1));
  const { sseKmsSince } = encryption;
  if (sseKmsSince === 'always' || dayNumber(sseKmsSince) < endDay) return [];
  return [
    { code: 'switch-after-period', message: `SSE-KMS is on from ${sseKmsSince}, after the period: it costs nothing in these months.` },
  ];
}
