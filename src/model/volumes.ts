import { type Decimal, ONE, quantise, ZERO } from '../base/decimal.js';
import { type MonthSpan, monthSpan, monthsOf } from '../base/months.js';
import type { Case } from '../base/range.js';
import type { Scenario } from '../scenario/schema.js';
import { type Archive, archiveOf } from './archive.js';
import { type CaseReader, type CaseScenario, caseScenario } from './case.js';
import { type FilesByEra, isActive, PATTERNS, type Reads, readsIn } from './patterns.js';
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

/**
 * The reads, requests and key-months of every month of the period, in one case (METHOD, sections 2 to 5).
 *
 * @param known the volumes of another case: whatever has the same numbers there is taken over, not computed again
 */
export function volumesOf(scenario: Scenario, which: Case, known?: Volumes): Volumes {
  const numbers = caseScenario(scenario, which);
  if (known !== undefined && areSame(numbers, known.numbers)) return known;
  const archive = known !== undefined && areSame(numbers.trails, known.numbers.trails) ? known.archive : archiveOf(scenario, numbers);
  const sights = numbers.readers.map((reader, index) => sightOf(reader, archive, known, index));
  const months = monthsOf(scenario.period.start, scenario.period.months).map(monthSpan);
  return {
    numbers,
    archive,
    months: months.map((span, index) => ({
      span,
      readers: sights.filter(({ reader }) => isActive(reader, span)).map((sight) => readerVolume(span, sight, index)),
      ownRequests: ownRequests(span, numbers, archive),
      keyMonths: keyMonths(span, numbers, archive),
    })),
  };
}

/** A reader, the files it meets, and its reads by month where another case has the same. */
interface Sight {
  reader: CaseReader;
  files: FilesByEra;
  knownReads: (month: number) => Reads | undefined;
}

function sightOf(reader: CaseReader, archive: Archive, known: Volumes | undefined, index: number): Sight {
  const other = known?.numbers.readers[index];
  const readsAlike = other !== undefined && known?.archive === archive && areSame(readingOf(reader), readingOf(other));
  const knownReads = (month: number) => known?.months[month]?.readers.find(({ reader: { name } }) => name === reader.name)?.reads;
  return { reader, files: filesSeenBy(reader, archive), knownReads: readsAlike ? knownReads : () => undefined };
}

/** The numbers that decide a reader's reads: all but those of the Bucket Key. */
function readingOf(reader: CaseReader): Omit<CaseReader, 'bucketKeyReduction' | 'requesters'> {
  const { bucketKeyReduction: _, requesters: __, ...reading } = reader;
  return reading;
}

function areSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The files of each era that a reader meets. */
export function filesSeenBy(reader: CaseReader, archive: Archive): FilesByEra {
  return {
    all: archive.seenBy(reader, 'all'),
    encrypted: archive.seenBy(reader, 'encrypted'),
    underBucketKey: archive.seenBy(reader, 'underBucketKey'),
  };
}

function readerVolume(span: MonthSpan, { reader, files, knownReads }: Sight, month: number): ReaderVolume {
  const reads = knownReads(month) ?? readsIn(span, reader, files);
  return { reader, reads, gets: PATTERNS[reader.pattern].isGet ? reads.all : ZERO, requests: requestsOf(reads, reader) };
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
