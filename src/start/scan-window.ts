import { DAYS_A_MONTH } from '../base/projection.js';
import { isRange, mapCases, type Range } from '../base/range.js';
import { grouped, quantityText } from '../base/text.js';
import { SCENARIO_LIMITS } from '../scenario/limits.js';
import type { ListingFacts, ReaderFacts, Said } from './facts.js';
import { UNKNOWN_LOOKBACK } from './lookback.js';
import type { Merged } from './merge.js';
import { plain } from './part.js';

/** Of a number of days that comes from an average. */
const DIGITS = 3;

/**
 * The days that a run looks back. The bytes that a run reads, divided by the average size of a file, are the files that it reads, and so
 * the days in which as many are delivered. A longer window with a share of the files reads the same: no more than that is claimed.
 */
export function windowOf(bytesPerRun: ReaderFacts['fields'][string] | undefined, { listing, trails }: Merged): Said<Range> {
  const bytes = bytesPerRun?.value;
  if (bytesPerRun === undefined || !isRange(bytes)) return { value: UNKNOWN_LOOKBACK, origin: 'not known: a day at least, a year at most' };
  const unknown = (why: string) => ({
    value: UNKNOWN_LOOKBACK,
    origin: `not known: ${bytesPerRun.origin} says how many bytes a run reads, but ${why}`,
  });
  if (listing?.averageBytes === undefined || listing.averageBytes === 0 || (listing.logFilesPerMonth?.expected ?? 0) === 0) {
    return unknown('no listing with sizes and whole days says how many files these are');
  }
  // A listing's files are given to the first trail: days of others would be days of other files.
  if (trails.length > 1) return unknown('not of which trail');
  const files = filesOf(bytes, listing, listing.averageBytes);
  const perDay = (listing.logFilesPerMonth?.expected ?? 0) / DAYS_A_MONTH;
  const days = mapCases(files, (number) => Number((number / perDay).toPrecision(DIGITS)));
  const isBeyond = (!listing.isCut && files.expected > listing.logFiles) || days.high > SCENARIO_LIMITS.lookbackDays;
  if (isBeyond) return unknown(`these would be more files than ${listing.origin} can have`);
  return { value: days, origin: originOf(files, bytesPerRun.origin, listing, listing.averageBytes) };
}

/** Files of a run. Digest files are in the average and may be of no size, so that log files are as much larger: then they are fewer. */
function filesOf({ low, expected, high }: Range, { logFiles, digestFiles }: ListingFacts, averageBytes: number): Range {
  const logShare = logFiles === 0 ? 1 : logFiles / (logFiles + digestFiles);
  return { low: (low / averageBytes) * logShare, expected: expected / averageBytes, high: high / averageBytes };
}

function originOf(files: Range, origin: string, { origin: listing, digestFiles }: ListingFacts, averageBytes: number): string {
  const number = quantityText(plain(mapCases(files, Math.round)));
  const kind = digestFiles > 0 ? 'log or digest file' : 'log file';
  return (
    `${origin}: the bytes of a run are ${number} files of ${grouped(averageBytes)} bytes, the average ${kind} in ${listing}: those of ` +
    'this many days (Athena counts gzipped files as they are stored); a longer window with a share of the files reads the same'
  );
}
