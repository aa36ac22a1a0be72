// start: what people have of a trail, made into a scenario in which every number says where it comes from.

import type { Range } from '../base/range.js';
import type { BillScenario } from '../billed/scenario.js';
import type { MeasuredLogs } from '../logs/measure/projected.js';

/** Something that a file says, and which file: what no file says is not there, which is not the same as `false`. */
export interface Said<T> {
  value: T;
  /** As a remark names it: `describe-trails in trails.json`. */
  origin: string;
}

/** What is known of a trail. The same trail from several files is one, by its ARN or else by its name. */
export interface TrailFacts {
  name: string;
  arn?: string;
  bucket?: Said<string>;
  prefix?: Said<string>;
  homeRegion?: Said<string>;
  isOrganization?: Said<boolean>;
  isMultiRegion?: Said<boolean>;
  /** Log file validation. */
  hasDigests?: Said<boolean>;
  /** The key that it writes with; empty where it is known to name none, so that the bucket's default encryption decides. */
  key?: Said<string>;
  /** Whether its event selectors record a Decrypt, which is a read-only management event of AWS KMS. */
  recordsDecrypts?: Said<boolean>;
  /** Whether they record S3 data events of the log bucket: unknown where they name other objects by a pattern. */
  recordsGets?: Said<boolean>;
  /** Insights on the API error rate, which analyse each Decrypt. */
  hasErrorInsights?: Said<boolean>;
  /** Files a month as they were counted, by field of a scenario. */
  files?: Said<Readonly<Record<string, number | Range>>>;
}

/** What is known of the log bucket, or of one that may be it. */
export interface BucketFacts {
  /** Absent where the file does not name it: then it is the one bucket that there is. */
  name?: string;
  region?: Said<string>;
  account?: Said<string>;
  /** What it encrypts objects with that name no encryption; a trail with a key names its own. */
  encryption?: Said<'AES256' | 'aws:kms' | 'aws:kms:dsse'>;
  key?: Said<string>;
  hasBucketKey?: Said<boolean>;
  /** Months for which log files stay there; `ever` where no rule ends them. */
  archiveMonths?: Said<number | 'ever'>;
  /** Days after which files are out of a scan's reach (Glacier Flexible Retrieval, Deep Archive). */
  outOfReachDays?: Said<number>;
  /** Whether new objects with SSE-KMS are copied elsewhere: each copy reads the file. */
  isReplicated?: Said<boolean>;
  /** Where its access logs go. */
  accessLogs?: Said<string>;
}

export interface KeyFacts {
  /** An id, an ARN or an alias. */
  id: string;
  isMultiRegion?: Said<boolean>;
  isCustomerManaged?: Said<boolean>;
  /** The account that owns it, which pays for it. */
  account?: Said<string>;
  /** Multi-Region replicas, each billed like a key. */
  replicas?: Said<number>;
  rotationDays?: Said<number>;
  createdDay?: Said<string>;
}

/** What file names of a bucket say: counts of complete days only where they give a month's numbers. */
export interface ListingFacts {
  origin: string;
  /** Whether it says itself that it is not all of the bucket, or of the folder that was listed. */
  isCut: boolean;
  /** First and last day of delivery, as YYYY-MM-DD in UTC, and days that are whole. */
  firstDay: string;
  lastDay: string;
  wholeDays: number;
  /** Trails by the names in their digest files, and the part of the path before `AWSLogs`. */
  trailNames: readonly string[];
  prefixes: readonly string[];
  isOrganization: boolean;
  accounts: readonly string[];
  regions: readonly string[];
  logFiles: number;
  digestFiles: number;
  /** A month of average length, from whole days; absent with fewer than 7 of them. */
  logFilesPerMonth?: Range;
  digestFilesPerMonth?: Range;
  /** Log files in a slot of five minutes that has any. */
  filesPerSlot?: number;
  /** Share of the slots that have a log file, in Regions of accounts that are in use. */
  activeSlotShare?: number;
  /** Regions that an average account uses. */
  activeRegionsPerAccount?: number;
  /** Only where at least three whole months are there to compare. */
  growthPercentPerMonth?: number;
  archiveMonths?: number;
  averageBytes?: number;
  /** From an inventory that has it: encrypted files, and since when without exception. */
  encryption?: { sseKms: number; sseS3: number; other: number; sseKmsSince?: string; bucketKey?: number };
  /** Objects that are no CloudTrail log or digest files: Insight, other services, markers, old versions. */
  otherObjects: number;
  /** Lines or entries that are no keys. */
  unreadable: number;
}

/** How often somebody reads, as far as a file says. */
export interface ReaderFacts {
  name: string;
  pattern: 'every-file' | 'scan' | 'validate' | 'single' | 'replicate';
  fields: Readonly<Record<string, Said<number | boolean | Range | string>>>;
  /** Whether it is only an upper limit: reads of anything in the bucket. */
  isLimit?: boolean;
  /** What it was counted from; absent where it follows from jobs, queries or settings. */
  basis?: 'table';
  /** Names or ARNs of the trails that it reads; absent where these are all. */
  trails?: readonly string[];
  /** Why it has this pattern. */
  reason?: string;
}

/** What was counted in real logs: one count, as it was saved. */
export interface MeasurementFacts {
  origin: string;
  logs: MeasuredLogs;
}

/** What a bill says: one bill, in however many files. */
export interface BillFacts {
  origin: string;
  scenario: BillScenario;
}

/** A figure of a metric that bounds others: GETs of a bucket, requests under a key. */
export interface MetricFacts {
  kind: 'objects' | 'gets' | 'kms-requests';
  perMonth: Said<Range>;
  /** Growth by month in percent, where the metric is a level over months. */
  growthPercentPerMonth?: Said<number>;
}

/** What one file or several say together. */
export interface Facts {
  trails: readonly TrailFacts[];
  buckets: readonly BucketFacts[];
  keys: readonly KeyFacts[];
  listings: readonly ListingFacts[];
  readers: readonly ReaderFacts[];
  metrics: readonly MetricFacts[];
  measurements: readonly MeasurementFacts[];
  bills: readonly BillFacts[];
  /** What must not be overlooked: what a file cannot say, what it seems to say and does not. Sentences. */
  warnings: readonly string[];
}

export const NO_FACTS: Facts = {
  trails: [],
  buckets: [],
  keys: [],
  listings: [],
  readers: [],
  metrics: [],
  measurements: [],
  bills: [],
  warnings: [],
};

/** The same facts with more. */
export function withFacts(facts: Facts, more: Partial<Facts>): Facts {
  return {
    trails: [...facts.trails, ...(more.trails ?? [])],
    buckets: [...facts.buckets, ...(more.buckets ?? [])],
    keys: [...facts.keys, ...(more.keys ?? [])],
    listings: [...facts.listings, ...(more.listings ?? [])],
    readers: [...facts.readers, ...(more.readers ?? [])],
    metrics: [...facts.metrics, ...(more.metrics ?? [])],
    measurements: [...facts.measurements, ...(more.measurements ?? [])],
    bills: [...facts.bills, ...(more.bills ?? [])],
    warnings: [...facts.warnings, ...(more.warnings ?? [])],
  };
}
