import { group } from 'd3-array';
import { EXACT } from '../base/arithmetic.js';
import { Decimal, ONE } from '../base/decimal.js';
import { combineCases, listCases, mapCases, type Range } from '../base/range.js';
import { listed } from '../base/text.js';
import { requestQuotaPerSecond } from '../prices/book.js';
import type { CaseReader } from './case-numbers.js';
import { patternOf, runsOf } from './patterns.js';
import type { ReaderVolume, Volumes } from './volumes.js';
import type { Evidence, Warning } from './warning.js';
import { count, percent } from './wording.js';

/** A run's requests spread over its length, against AWS's default quota; S3 answers 503 where KMS throttles. */
export function peakWarnings({ scenario, book, volumes }: Evidence): Warning[] {
  const quota = requestQuotaPerSecond(book, scenario.bucket.region);
  if (quota === undefined) return [];
  const byReader = readersIn(volumes);
  const timed = volumes.numbers.readers.filter(({ reader }) => minutesOf(reader.expected) !== undefined);
  return timed.flatMap(({ name }): Warning[] => {
    const peak = most(byReader.get(name) ?? [], ratePerSecond);
    if (peak === undefined) return [];
    const { expected, high } = peak;
    const share = high.div(quota).times(100);
    const isRange = high.gt(expected);
    const beyond = share.gt(100) ? ' KMS would throttle it (S3 answers 503) unless AWS raises the quota.' : '';
    return [
      {
        code: share.gt(100) ? 'kms-throttled' : 'kms-peak',
        message:
          `With SSE-KMS, a run of ${name} in its busiest month makes ${count(expected)} KMS requests per second` +
          `${isRange ? `, at most ${count(high)}` : ''}: ${isRange ? 'up to ' : ''}${percent(share)} of the default quota of ` +
          `${count(quota)} in ${scenario.bucket.region}, which all other KMS use of its account shares.${beyond}`,
      },
    ];
  });
}

/** Of readers whose runs have no length, but more requests than the quota has for a second: that their peak is not known. */
export function unknownPeaks({ scenario, book, volumes }: Pick<Evidence, 'scenario' | 'book' | 'volumes'>): string[] {
  const quota = requestQuotaPerSecond(book, scenario.bucket.region);
  if (quota === undefined) return [];
  const byReader = readersIn(volumes);
  const unknown = volumes.numbers.readers.filter(({ name, reader: { expected } }) => {
    if (patternOf(expected).runMinutes === undefined || minutesOf(expected) !== undefined) return false;
    return most(byReader.get(name) ?? [], requestsPerRun)?.high.gt(quota) === true;
  });
  if (unknown.length === 0) return [];
  const names = listed(
    unknown.map(({ name }) => name),
    MOST_NAMES,
  );
  return [`The peak of ${names} against the KMS quota of ${count(quota)} requests per second is unknown: give runMinutes.`];
}

const MOST_NAMES = 5;

/** What each reader does, month by month. */
function readersIn({ months }: Volumes): Map<string, ReaderVolume[]> {
  return group(
    months.flatMap(({ readers }) => readers),
    ({ name }) => name,
  );
}

/** The most of something in a month; undefined for no month. */
function most(ofMonths: readonly ReaderVolume[], measure: (reader: CaseReader, requests: Decimal) => Decimal): Range<Decimal> | undefined {
  const measured = ofMonths.map(({ reader, requests }) => combineCases(reader, requests['sse-kms'], measure));
  return measured.length === 0 ? undefined : mapCases(listCases(measured), (all) => Decimal.max(...all));
}

function ratePerSecond(reader: CaseReader, requests: Decimal): Decimal {
  return requestsPerRun(reader, requests).div((minutesOf(reader) ?? ONE).times(60));
}

function requestsPerRun(reader: CaseReader, requests: Decimal): Decimal {
  const runs = runsOf(reader, EXACT);
  return runs.isZero() ? runs : requests.div(runs);
}

function minutesOf(reader: CaseReader): Decimal | undefined {
  return patternOf(reader).runMinutes?.(reader);
}
