import { type Decimal, ONE, quantise, ZERO } from '../decimal.js';
import { type MonthSpan, monthSpan, monthsOf } from '../months.js';
import type { Scenario } from '../scenario/schema.js';
import { type Archive, archiveOf } from './archive.js';
import { type Case, type CaseReader, type CaseScenario, caseScenario } from './case.js';
import { isActive, PATTERNS, type Reads, readsIn } from './patterns.js';
import { type Requests, requestsOf, underBucketKey } from './requests.js';

/** What one reader does in one month. */
export interface ReaderVolume {
  reader: CaseReader;
  reads: Reads;
  /** Reads that are GETs which S3 charges; replication reads without one. */
  gets: Decimal;
  requests: Requests;
}

/** What happens in one month: quantities only, no prices. */
export interface MonthVolumes {
  span: MonthSpan;
  readers: readonly ReaderVolume[];
  /** CloudTrail's own `GenerateDataKey` requests, one a delivered file: free. */
  ownRequests: Requests;
  /** Keys kept, weighted by the part of the month after the switch. */
  keyMonths: Decimal;
}

/** A scenario's quantities in one case, with what they were computed from. */
export interface Volumes {
  numbers: CaseScenario;
  archive: Archive;
  months: readonly MonthVolumes[];
}

/** The reads, requests and key-months of every month of the period, in one case (METHOD, sections 2 to 5). */
export function volumesOf(scenario: Scenario, which: Case): Volumes {
  const numbers = caseScenario(scenario, which);
  const archive = archiveOf(scenario, numbers);
  const months = monthsOf(scenario.period.start, scenario.period.months).map((month) => monthVolumes(monthSpan(month), numbers, archive));
  return { numbers, archive, months };
}

function monthVolumes(span: MonthSpan, numbers: CaseScenario, archive: Archive): MonthVolumes {
  return {
    span,
    readers: numbers.readers
      .filter((reader) => isActive(reader, span))
      .map((reader) => {
        const reads = readsIn(span, reader, archive);
        return { reader, reads, gets: PATTERNS[reader.pattern].isGet ? reads.all : ZERO, requests: requestsOf(reads, reader) };
      }),
    ownRequests: ownRequests(span, numbers, archive),
    keyMonths: keyMonths(span, numbers, archive),
  };
}

/**
 * CloudTrail's own requests: one `GenerateDataKey` for each log or digest file that it writes with SSE-KMS. AWS does not charge them
 * (docs.aws.amazon.com, how-kms-works-with-cloudtrail).
 */
export function ownRequests(span: MonthSpan, numbers: CaseScenario, archive: Archive): Requests {
  const everything = { trails: undefined, digests: true };
  const encrypted = quantise(archive.seenBy(everything, 'encrypted').deliveredIn(span));
  const reducible = quantise(archive.seenBy(everything, 'underBucketKey').deliveredIn(span));
  return {
    'sse-kms': encrypted,
    'sse-kms-bucket-key': encrypted.minus(reducible).plus(underBucketKey(reducible, numbers.bucketKeyReduction, ONE)),
  };
}

/** Key-months: keys × (1 + replicas) × (1 + rotations, at most 2) × the part of the month after the switch (aws.amazon.com/kms/pricing). */
export function keyMonths(span: MonthSpan, numbers: CaseScenario, archive: Archive): Decimal {
  const afterSwitch = archive.seenBy({ trails: undefined, digests: false }, 'encrypted').monthShare(span);
  return quantise(numbers.keyUnits.times(afterSwitch));
}
