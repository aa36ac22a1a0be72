import type { Decimal } from '../../base/decimal.js';
import type { Range } from '../../base/range.js';
import type { Failure } from '../../files/unreadable.js';
import type { Price } from '../../prices/book.js';
import type { Conversion } from '../../scenario/schema.js';
import type { CountsAs, RequestClass, RuleName } from '../classify/rules.js';
import type { Counters } from '../read/keep/intake.js';

/** What was read, and what was not. */
export interface Coverage extends Counters {
  /** Days of delivery whose files were not opened, since no event between `since` and `until` can be in them. */
  daysNotOpened: number;
  /** ISO times in UTC, null where nothing was read. */
  firstEvent: string | null;
  lastEvent: string | null;
  /** From the first event to the last, without gaps of a day or more. */
  hoursObserved: number;
  /** Hours between the first and the last delivery in which no log file was delivered. */
  hoursWithoutFile: number;
  /** Gaps of a day or more, longest first. */
  gaps: { from: string; hours: number }[];
  accounts: string[];
  regions: string[];
  trails: string[];
  buckets: string[];
  /** Filters that match nothing in these logs, whatever the others leave out. */
  unmatchedFilters: ('account' | 'bucket')[];
  /** Whether reads of CloudTrail files would show in KMS events: present only where an event of such a file, or a delivery, is there. */
  kmsEvents: 'present' | 'absent';
  /** Whether S3 GETs are recorded, in data events or access logs. */
  gets: 'present' | 'absent';
  /** False where the run was stopped. */
  complete: boolean;
  /** Folders of other accounts in S3 that were left out, since they pay nothing of what was asked for; absent where none were. */
  accountsNotRead?: number;
  /** Regions of the Event history that was read; absent where files were read. */
  eventHistory?: string[];
  failures: Failure[];
  skipped: string[];
  /** Log files that are there again, under the same name. */
  twice: string[];
}

/** Requests of one reader, month, Region and class. */
export interface RequestCount {
  month: string;
  reader: string;
  account: string;
  region: string;
  class: RequestClass;
  countsAs: CountsAs;
  requests: number;
  /** As its source has it. */
  price: Price | undefined;
  /** Of one request, in `currency`. */
  unitPrice: Decimal | undefined;
  /** The measurement's, or where nothing is converted the price's own; empty where nothing is billed or no price is known. */
  currency: string;
  /** Before the free tier; undefined where nothing is billed or no price is known. */
  cost: Decimal | undefined;
}

/** How a reader reads, as far as its reads tell. */
export interface AccessPattern {
  pattern: 'every-file' | 'scan' | 'validate' | 'single' | 'replicate';
  /** Share of its reads that the pattern explains, 0 to 1. */
  explained: number;
  /** In words, with the numbers it rests on. */
  because: string;
  /** Fields of the scenario. */
  fields: Record<string, number | boolean | Range>;
}

export interface ReaderMeasurement {
  name: string;
  principal: string;
  account: string;
  /** Billable requests; null where KMS events are absent. */
  requests: number | null;
  failed: number | null;
  /** GETs of CloudTrail files. */
  reads: number;
  /** Of these, with their Decrypt in the logs; null where they cannot be joined. */
  readsOnSseKms: number | null;
  /** Null where the count has sums alone. */
  sessions: number | null;
  peakRequestsPerSecond: number | null;
  tools: { tool: string; reads: number }[];
  /** Reads by the file's age when read; the last class has no upper end. */
  ages: { upToMinutes: number | null; reads: number }[];
  /** Age of the oldest file that it read. */
  oldestMinutes: number;
  cost: Decimal | undefined;
  requestsPerMonth: Range;
  pattern: AccessPattern | undefined;
  /** Share of its requests that a Bucket Key would have saved, or has saved where one is in use and GETs are known; 0 to 1. */
  bucketKeySaving: Range | undefined;
  trails: string[];
  /** Of `reads` and `requests`, those that this program made itself, to count: in no pattern and no forecast. Absent where none are. */
  own?: OwnReads;
}

/** What this program read itself. */
export interface OwnReads {
  reads: number;
  /** Null where KMS events are absent. */
  requests: number | null;
}

/** What a reader of the measurement must know. */
export interface CountWarning {
  code: CountWarningCode;
  message: string;
}

export type CountWarningCode =
  | 'stopped'
  | 'no-logs'
  | 'no-records'
  | 'files-failed'
  | 'lines-unreadable'
  | 'gaps'
  | 'without-id'
  | 'days-not-opened'
  | 'accounts-not-read'
  | 'nothing-passed'
  | 'filter-unmatched'
  | 'trail-filter'
  | 'kms-events-absent'
  | 'forecast-from-gets'
  | 'region-unknown'
  | 'gets-absent'
  | 'own-reads'
  | 'event-history'
  | 'reads-without-decrypt'
  | 'unclassified'
  | 'payer-unknown'
  | 'bucket-key'
  | 'bucket-unconfirmed'
  | 'bucket-shared'
  | 'read-through-your-role'
  | 'region-absent'
  | 'recorded-again'
  | 'copies-written'
  | 'price-missing'
  | 'currency-mixed'
  | 'joins-sampled'
  | 'switch-within'
  | 'few-days'
  | 'scenario-differs'
  | 'no-time'
  | 'sums-only';

/** What CloudTrail delivered for a trail. */
export interface Deliveries {
  trail: string;
  /** Accounts whose files these are; 0 where that is not recorded. */
  accounts: number;
  logFiles: number;
  digestFiles: number;
  logFilesPerMonth: Range;
  digestFilesPerMonth: Range;
}

/** What was counted in real logs. */
export interface Measurement {
  coverage: Coverage;
  /** Null where KMS events are absent: unknown, not zero. `unrelated` and `unclassified` are known where there are others. */
  kmsRequests: {
    billable: number | null;
    free: number | null;
    failed: number | null;
    unrelated: number | null;
    unclassified: number | null;
    byClass: Record<RequestClass, number> | null;
    byRule: { rule: RuleName; class: RequestClass; why: string; requests: number }[];
  };
  reads: {
    total: number;
    logFiles: number;
    digestFiles: number;
    otherFiles: number;
    onSseKms: number | null;
    /** KMS requests that these reads would have made had all the files been SSE-KMS: one each. */
    requestsHadAllBeenSseKms: number;
  };
  counts: RequestCount[];
  readers: ReaderMeasurement[];
  peakRequestsPerSecond: number | null;
  /** What `basis` says to count, by the beginning of the UTC hour, in order: those hours in which there is any. */
  byHour: Record<string, number>;
  deliveries: Deliveries[];
  /** Log files that were found, as a month: what the trail delivers, if all of its files are there. */
  filesPerMonth: Range;
  /** Of all amounts but the prices, which stay in their own. */
  currency: string;
  /** How the prices' own currency became `currency`; undefined where they are one. */
  conversion: Conversion | undefined;
  /** Of the billable requests, before the free tier. Undefined where a price is missing. */
  cost: Decimal | undefined;
  requestsPerMonth: Range;
  costPerMonth: { low: Decimal; expected: Decimal; high: Decimal } | undefined;
  /** Undefined where one is in use already: its hits are not seen. */
  bucketKeySaving: Range | undefined;
  /** Whether `requestsPerMonth` rests on Decrypts or, where there are none, on GETs. */
  basis: 'decrypts' | 'gets' | 'none';
  oldestEncryptedDay: string | undefined;
  /** Paid copies of each billable request: recordings by a further trail of the same account. */
  paidCopies: number;
  prices: Price[];
  /** Regions in these logs that no price book has a record of; a scenario cannot have one of them. */
  unknownRegions: string[];
  warnings: CountWarning[];
}
