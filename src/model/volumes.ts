import { EXACT } from '../base/arithmetic.js';
import { type Decimal, quantise } from '../base/decimal.js';
import { type MonthSpan, monthSpan, monthsOf } from '../base/months.js';
import { combineCases, mapCases, pair, type Range } from '../base/range.js';
import type { Scenario } from '../scenario/schema.js';
import { type Archive, archiveOf } from './archive.js';
import { keyExtents, leastOwnRequests, leastRequests, ownKeyExtents } from './bucket-key.js';
import { type CaseNumbers, caseNumbers, type ReaderNumbers } from './case-numbers.js';
import { isActive } from './patterns.js';
import { type FilesByEra, filesSeenBy, type Reads, readsIn } from './reads.js';
import { type Requests, requestsOf, requestsUnder } from './requests.js';

/** What one reader does in one month. */
export interface ReaderVolume extends ReaderNumbers {
  files: Range<FilesByEra>;
  reads: Range<Reads>;
  requests: Requests;
}

/** What happens in one month: quantities only, no prices. */
export interface MonthVolumes {
  span: MonthSpan;
  readers: readonly ReaderVolume[];
  /** CloudTrail's own `GenerateDataKey` requests, one a delivered file: free. */
  ownRequests: Requests;
  /** Keys kept, weighted by the part of the month after the switch. */
  keyMonths: Range<Decimal>;
}

/** A scenario's quantities, with what they were computed from. */
export interface Volumes {
  numbers: CaseNumbers;
  archive: Range<Archive>;
  months: readonly MonthVolumes[];
}

/** The reads, requests and key-months of every month of the period (METHOD, sections 2 to 5). */
export function volumesOf(scenario: Scenario): Volumes {
  const numbers = caseNumbers(scenario);
  const archive = mapCases(numbers.trails, (trails) => archiveOf(scenario, trails));
  const readers = numbers.readers.map((reader) => ({ ...reader, files: combineCases(reader.reader, archive, filesSeenBy) }));
  const months = monthsOf(scenario.period.start, scenario.period.months).map(monthSpan);
  return {
    numbers,
    archive,
    months: months.map((span) => ({
      span,
      readers: readers.filter(({ reader }) => isActive(reader.expected, span)).map((reader) => readerVolume(span, reader, numbers)),
      ownRequests: ownRequests(span, numbers, archive),
      keyMonths: keyMonths(span, numbers, archive),
    })),
  };
}

function readerVolume(span: MonthSpan, sight: Omit<ReaderVolume, 'reads' | 'requests'>, { keyMinutes }: CaseNumbers): ReaderVolume {
  const reads = combineCases(sight.reader, sight.files, (reader, files) => readsIn(span, reader, files));
  const leastOf = () =>
    combineCases(combineCases(sight.reader, sight.files, pair), keyMinutes, ([reader, { keyed }], minutes) =>
      leastRequests(reader, keyExtents(reader, keyed, span), minutes, EXACT),
    );
  return { ...sight, reads, requests: requestsOf(reads, sight, leastOf) };
}

/**
 * CloudTrail's own requests: one `GenerateDataKey` for each log or digest file that it writes with SSE-KMS. AWS does not charge them
 * (docs.aws.amazon.com, how-kms-works-with-cloudtrail).
 */
function ownRequests(span: MonthSpan, { keyMinutes, reduction }: CaseNumbers, archive: Range<Archive>): Requests {
  const before = mapCases(archive, ({ seenBy, beforeBucketKey }) => ({
    all: quantise(seenBy(EVERYTHING, 'encrypted').deliveredIn(span)),
    reducible: quantise(seenBy(EVERYTHING, 'underBucketKey').deliveredIn(span)),
    unreducible: beforeBucketKey(EVERYTHING)?.deliveredIn(span),
  }));
  return requestsUnder(before, reduction, () =>
    combineCases(archive, keyMinutes, ({ keyedFor }, minutes) =>
      leastOwnRequests(ownKeyExtents(keyedFor(EVERYTHING), span), minutes, EXACT),
    ),
  );
}

const EVERYTHING = { trails: undefined, digests: true };

/** Key-months: what a key costs in units × the part of the month after the switch (aws.amazon.com/kms/pricing). */
function keyMonths(span: MonthSpan, numbers: CaseNumbers, archive: Range<Archive>): Range<Decimal> {
  const afterSwitch = archive.expected.seenBy({ trails: undefined, digests: false }, 'encrypted').monthShare(span);
  return mapCases(numbers.keyUnits, (units) => quantise(units.times(afterSwitch)));
}
