import { dayNumber, monthPlus, monthSpan, monthsOf } from '../base/months.js';
import { suggestion } from '../base/nearest.js';
import { listCurrency } from '../prices/book.js';
import type { Scenario } from '../scenario/schema.js';
import { readsTrail } from '../scenario/trails.js';
import type { CaseReader } from './case-numbers.js';
import { CHARGE } from './charges.js';
import { rateIn } from './conversion.js';
import { patternOf } from './patterns.js';
import { peakWarnings } from './peaks.js';
import type { LinePrice } from './rates.js';
import { recordingWarnings } from './recording-warnings.js';
import type { Evidence, Warning, WarningCode } from './warning.js';
import { count } from './wording.js';

/** Warnings that say the same of every scenario, with another number. */
const ALIKE: readonly WarningCode[] = ['kms-peak', 'delivery-events-uncounted', 'guardduty-unsaid', 'covers-unsaid'];

/** Of some warnings those that say more than others that are known already; another number alone is not news. */
export function newWarnings(warnings: readonly Warning[], known: readonly Warning[]): Warning[] {
  return warnings.filter(({ code, message }) =>
    ALIKE.includes(code) ? known.every((other) => other.code !== code) : known.every((other) => other.message !== message),
  );
}

/** Everything that makes the figures less certain, or that they leave out. */
export function warningsOf(evidence: Evidence): Warning[] {
  const peaks = peakWarnings(evidence);
  const throttled = peaks.filter(({ code }) => code === 'kms-throttled');
  return [
    ...throttled,
    ...switchWarning(evidence.scenario),
    ...missingPrices(evidence),
    ...recordingWarnings(evidence),
    ...beyondArchive(evidence),
    ...floorWarnings(evidence),
    ...missingRates(evidence.scenario),
    ...foreignPrices(evidence.prices),
    ...unusedOwnPrices(evidence),
    ...weakPrices(evidence.prices),
    ...peaks.filter((peak) => !throttled.includes(peak)),
  ];
}

function weakPrices(prices: readonly LinePrice[]): Warning[] {
  return prices.flatMap(({ metric, region, confidence, asOf }): Warning[] => {
    if (confidence === 'assumed') {
      return [
        {
          code: 'price-assumed',
          message:
            `The price of ${metric} in ${region} is an assumption: AWS publishes it without naming the Region. Compare it ` +
            'with a bill, or give your own with --price-book.',
        },
      ];
    }
    if (confidence === 'stale') {
      return [
        {
          code: 'price-stale',
          message:
            `The price of ${metric} in ${region} may be out of date: its source is from ${asOf}. Compare it with a bill, or ` +
            'give your own with --price-book.',
        },
      ];
    }
    return [];
  });
}

/** A price in a currency that AWS has no list in, of which nothing says how it came to be. */
function foreignPrices(prices: readonly LinePrice[]): Warning[] {
  return prices
    .filter(({ currency, region, converted }) => converted === undefined && currency !== listCurrency(region))
    .map(({ metric, currency, region }) => ({
      code: 'price-currency',
      message:
        `The price of ${metric} in ${region} is in ${currency}, and AWS lists its prices there in ${listCurrency(region)}. If it was ` +
        'converted, say so in the price book (converted_from, rate, rate_date).',
    }));
}

/** Months without a rate of their own, where other months have one and no rate is given for all. */
function missingRates({ currency, period }: Scenario): Warning[] {
  if (currency === undefined) return [];
  const borrowed = monthsOf(period.start, period.months).filter((month) => ![undefined, month].includes(rateIn(currency, month).of));
  const [first] = borrowed;
  if (first === undefined) return [];
  const message =
    borrowed.length === 1
      ? `${first} has no rate of exchange of its own and takes that of the nearest earlier month (currency.rates).`
      : `${borrowed.length} months, ${first} to ${borrowed.at(-1)}, have no rate of exchange of their own and take that of the nearest ` +
        'earlier month (currency.rates).';
  return [{ code: 'rate-of-earlier-month', message }];
}

function missingPrices({ unpriced, scenario }: Evidence): Warning[] {
  return unpriced.map(({ charge, months }) => {
    const when = months.length === scenario.period.months ? '' : ` for ${months[0]} to ${months.at(-1)}`;
    const message =
      `The price of ${CHARGE[charge].metric} in ${scenario.bucket.region} is not known${when}: ` +
      `every total${when === '' ? '' : ' of these months'} leaves out ${CHARGE[charge].name}. Give the price with --price-book.`;
    return { code: 'price-missing', message, charge };
  });
}

/** A row of the user's that no figure comes from is more likely a slip than a wish. */
function unusedOwnPrices({ book, prices }: Evidence): Warning[] {
  const own = book.layers.slice(1).flat();
  const unknown = own.filter(
    (price) => !prices.some((used) => used === price) && !book.regions.some(({ region }) => region === price.region),
  );
  const warnings: Warning[] = [...new Set(unknown.map(({ region }) => region))].map((region) => ({
    code: 'price-book-region-unknown',
    message: `Your price book has prices for ${region}, which is not a known Region. ${suggestion(
      region,
      book.regions.map((known) => known.region),
    )}`,
  }));
  if (own.length > 0 && book.isUsual !== true && !own.some((price) => prices.some((used) => used === price))) {
    warnings.push({
      code: 'price-book-unused',
      message: 'None of the prices in your price book is used: none is for this Region, these months and these charges.',
    });
  }
  return warnings;
}

/** Files that a reader asks for and that are no longer, or not yet, in the bucket. If they are there, the trail has to say so. */
function beyondArchive({ scenario, volumes: { numbers } }: Evidence): Warning[] {
  return numbers.readers.flatMap(({ name: reader, reader: { high } }) => {
    const oldest = oldestDayRead(high, scenario.period.start);
    return numbers.trails.high
      .filter(({ name }) => readsTrail(high, name))
      .filter(({ archiveMonths }) => oldest < monthSpan(monthPlus(scenario.period.start, -archiveMonths)).startDay)
      .map(({ name, archiveMonths }): Warning => {
        const from = monthPlus(scenario.period.start, -archiveMonths);
        const message =
          `Reader ${reader} asks for files from before ${from}-01, but trail ${name} has no files that old ` +
          '(archiveMonths). These reads are not counted.';
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
      `Trail ${name} delivers about ${count(perDay)} log files a day. CloudTrail records its own deliveries too; these alone make about ` +
      `${OWN_FILES_PER_DAY} files a day for each trail in the bucket's account and Region. A count of the bucket is probably higher.`;
    return [{ code: 'files-below-floor', message }];
  });
}

function switchWarning({ encryption, period }: Scenario): Warning[] {
  const { endDay } = monthSpan(monthPlus(period.start, period.months - 1));
  const { sseKmsSince } = encryption;
  if (sseKmsSince === 'always' || dayNumber(sseKmsSince) < endDay) return [];
  return [
    { code: 'switch-after-period', message: `SSE-KMS starts on ${sseKmsSince}, after the period, so it costs nothing in these months.` },
  ];
}
