import { sanitised } from '../../../base/cleaned.js';
import { addTo } from '../../../base/maps.js';
import { keysOf, mapValues, recordOf } from '../../../base/records.js';
import type { Failure } from '../../../files/unreadable.js';

/** How a field of {@link Intake} begins, and how two of it add up. */
interface Adding<T> {
  zero: () => T;
  /** Collections take the other one in, since files come by the million. */
  plus: (one: T, other: T) => T;
}

const sum: Adding<number> = { zero: () => 0, plus: (one, other) => one + other };
const least: Adding<number> = { zero: () => Number.POSITIVE_INFINITY, plus: Math.min };
const most: Adding<number> = { zero: () => Number.NEGATIVE_INFINITY, plus: Math.max };

const sumByKey: Adding<Map<number, number>> = {
  zero: () => new Map(),
  plus(one, other) {
    for (const [key, number] of other) addTo(one, key, number);
    return one;
  },
};

function each<T>(): Adding<Set<T>> {
  return {
    zero: () => new Set(),
    plus(one, other) {
      for (const value of other) one.add(value);
      return one;
    },
  };
}

function first<T>(limit: number): Adding<T[]> {
  return {
    zero: () => [],
    plus(one, other) {
      one.push(...other.slice(0, limit - one.length));
      return one;
    },
  };
}

/** More names than anybody reads; the rest is counted. */
const MOST_NAMES = 1000;

/** Counters that a measurement's coverage shows, under these names and in this order. */
const COUNTERS = {
  /** Log files and access logs. */
  filesRead: sum,
  filesFailed: sum,
  /** Digest files, and files that are not logs. */
  filesSkipped: sum,
  logFiles: sum,
  accessLogFiles: sum,
  digestFiles: sum,
  otherFiles: sum,
  records: sum,
  accessLogLines: sum,
  unreadableLines: sum,
  /** Findings that were counted before. */
  duplicates: sum,
  /** Log files that are there more than once, under the name that CloudTrail gave them. */
  filesTwice: sum,
  filteredOut: sum,
  /** Records of KMS and of reads that are no requests of their own: network activity, Insight events. */
  recordsOfOtherCategories: sum,
};

/** All that is counted beside requests and readers. A new counter is one line here, and the place that counts it. */
const FIELDS = {
  ...COUNTERS,
  /** Records of KMS, whether or not the filters let them pass. */
  kmsRecords: sum,
  /** Of these, those which prove that reads of the CloudTrail files asked for would show here (`provesThatReadsShow`). */
  kmsOfTrailFiles: sum,
  withoutId: sum,
  /**
   * Of billable requests: copies of the same account in another trail's file, which are paid; of other accounts, which are their first; and
   * those in files whose names do not show who delivered them.
   */
  paidCopies: sum,
  firstCopies: sum,
  untoldCopies: sum,
  /** GETs of CloudTrail files that data events show, and that access logs show. */
  getsFromEvents: sum,
  getsFromLines: sum,
  /** Seconds since 1970-01-01 UTC. */
  firstEvent: least,
  lastEvent: most,
  /** Delivery of the oldest file that is known to be under SSE-KMS, in minutes since 1970-01-01 UTC. */
  oldestEncryptedMinute: least,
  /** CloudTrail's first delivery under SSE-KMS in these logs, in minutes since 1970-01-01 UTC. */
  firstDeliveryMinute: least,
  accounts: each<string>(),
  regions: each<string>(),
  trails: each<string>(),
  /** Accounts whose files a trail delivers, each with the trail. */
  deliveredFor: each<string>(),
  /** Accounts that pay requests and reads, whether or not the filters let them pass. */
  payers: each<string>(),
  /** Buckets that hold CloudTrail files, as any record shows, whether or not the filters let it pass. */
  buckets: each<string>(),
  /** Buckets to which others than CloudTrail write under a Bucket Key. */
  sharedBuckets: each<string>(),
  /** Slots since 1970-01-01 UTC: of deliveries of log files, of events where a file's name has no time, of lines in access logs. */
  deliverySlots: each<number>(),
  eventSlots: each<number>(),
  lineSlots: each<number>(),
  /** Log files delivered on each day since 1970-01-01 UTC. */
  logFilesOfDays: sumByKey,
  failures: first<Failure>(MOST_NAMES),
  /** Paths of log files that are there again. */
  twice: first<string>(MOST_NAMES),
  /** Names of files that are not logs. */
  skipped: first<string>(MOST_NAMES),
};

type Fields = typeof FIELDS;

/** What was read and what was not, of some files. Workers hand it on, so it is made of what a message can carry. */
export type Intake = { [K in keyof Fields]: ReturnType<Fields[K]['zero']> };

/** See {@link COUNTERS}. */
export type Counters = Pick<Intake, keyof typeof COUNTERS>;

const ADDING: { [K in keyof Intake]: Adding<Intake[K]> } = FIELDS;

/** What was read before anything is. */
export function nothingRead(): Intake {
  return mapValues(FIELDS, ({ zero }) => zero()) as Intake;
}

/** Adds what was read of some files to the whole. In whatever portions and order files are read, the counters of the whole are the same. */
export function addIntake(whole: Intake, part: Intake): void {
  const add = <K extends keyof Intake>(field: K) => {
    whole[field] = ADDING[field].plus(whole[field], part[field]);
  };
  for (const field of keysOf(FIELDS)) add(field);
}

/** Counts and names a file that could not be read. */
export function addFailure(intake: Intake, { file, reason }: Failure): void {
  intake.filesFailed += 1;
  if (intake.failures.length < MOST_NAMES) intake.failures.push({ file: sanitised(file), reason: sanitised(reason) });
}

/** Widens what was observed, in seconds since 1970-01-01 UTC. */
export function addTimes(intake: Intake, first: number | undefined, last: number | undefined): void {
  if (first !== undefined && first < intake.firstEvent) intake.firstEvent = first;
  if (last !== undefined && last > intake.lastEvent) intake.lastEvent = last;
}

/** Names a log file that is there again, and counts it where it is the first such one of its name. */
export function addTwice(intake: Intake, path: string, isFirst: boolean): void {
  if (isFirst) intake.filesTwice += 1;
  if (intake.twice.length < MOST_NAMES) intake.twice.push(path);
}

/** The counters that coverage shows. */
export function countersOf(intake: Intake): Counters {
  return recordOf(keysOf(COUNTERS), (counter) => intake[counter]);
}
