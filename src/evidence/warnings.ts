import type { Circumstances } from './measure.js';
import type { Measurement } from './measurement.js';
import { FEW_DAYS, type Observation } from './projection.js';
import type { Tally } from './tally.js';

export type CountWarning = Measurement['warnings'][number];

/** What a reader of the measurement must know, the gravest first. */
export function warningsOf(
  measured: Omit<Measurement, 'warnings'>,
  tally: Tally,
  observation: Observation,
  run: Circumstances,
): CountWarning[] {
  const found = [
    ...incompleteness(measured, tally),
    ...blindness(measured),
    ...bucketKeys(measured, tally, run),
    ...doubts(measured, tally),
    ...projection(measured, observation),
  ];
  return found.filter((warning) => warning !== undefined);
}

type Found = (CountWarning | undefined)[];

function when(holds: boolean, code: string, message: string): CountWarning | undefined {
  return holds ? { code, message } : undefined;
}

function incompleteness({ coverage }: Omit<Measurement, 'warnings'>, { withoutId }: Tally): Found {
  const { filesFailed, filesRead, unreadableLines, gaps, daysNotOpened } = coverage;
  const [longest] = gaps;
  return [
    when(!coverage.complete, 'stopped', 'Stopped before the end: everything here is what had been counted until then.'),
    when(filesRead === 0, 'no-logs', 'No CloudTrail log file and no S3 access log was read.'),
    when(
      filesFailed > 0,
      'files-failed',
      `${filesFailed} ${plural(filesFailed, 'file')} could not be read and ${filesFailed === 1 ? 'is' : 'are'} missing from every figure; see Failed files.`,
    ),
    when(
      unreadableLines > 0,
      'lines-unreadable',
      `${unreadableLines} ${plural(unreadableLines, 'line')} of access logs could not be read: of another form, or longer than 64 KiB.`,
    ),
    when(
      longest !== undefined,
      'gaps',
      `The logs have ${gaps.length} ${plural(gaps.length, 'gap')} of a day or more, the longest of ${longest?.hours} hours from ${longest?.from}; that time does not count as observed.`,
    ),
    when(
      withoutId > 0,
      'without-id',
      `${withoutId} ${plural(withoutId, 'record')} without an identifier: copies of them cannot be told apart from new ones.`,
    ),
    when(
      daysNotOpened > 0,
      'days-not-opened',
      `${daysNotOpened} ${plural(daysNotOpened, 'day')} of files were not opened: delivered before --since or more than a day after --until.`,
    ),
  ];
}

function blindness({ coverage, kmsRequests, reads, readers }: Omit<Measurement, 'warnings'>): Found {
  const noPayer = readers.filter(({ account, requests }) => account === '' && requests > 0).length;
  return [
    when(
      coverage.kmsEvents === 'absent' && coverage.records > 0,
      'kms-events-absent',
      'The logs hold records but not one of AWS KMS. The trail may exclude KMS events (ExcludeManagementEventSources), or nothing is under SSE-KMS: the number of KMS requests is unknown, not zero.',
    ),
    when(
      coverage.kmsEvents === 'absent' && reads.total > 0,
      'forecast-from-gets',
      `Had these files been SSE-KMS, the ${reads.total} ${plural(reads.total, 'read')} would have made as many KMS requests.`,
    ),
    when(
      coverage.kmsEvents === 'present' && reads.onSseKms !== null && reads.onSseKms < reads.total,
      'reads-without-decrypt',
      `${reads.total - (reads.onSseKms ?? 0)} of ${reads.total} reads have no Decrypt in these logs: their files are SSE-S3 or under a Bucket Key, or the Decrypt is recorded elsewhere. Had all been SSE-KMS, they would have made ${reads.total} requests.`,
    ),
    when(
      coverage.kmsEvents === 'present' && coverage.gets === 'absent',
      'gets-absent',
      'No GETs are recorded (neither S3 data events nor access logs), so reads of SSE-S3 objects, tools and hits of a Bucket Key are not seen.',
    ),
    when(
      (kmsRequests.unclassified ?? 0) > 0,
      'unclassified',
      `${kmsRequests.unclassified} KMS ${plural(kmsRequests.unclassified ?? 0, 'request')} fit no rule and count as neither billable nor free.`,
    ),
    when(noPayer > 0, 'payer-unknown', `Of ${noPayer} ${plural(noPayer, 'reader')} the paying account is not told in the logs.`),
  ];
}

function bucketKeys({ kmsRequests }: Omit<Measurement, 'warnings'>, { buckets }: Tally, run: Circumstances): Found {
  const underKey = kmsRequests.byClass?.['bucket-key-read'] ?? 0;
  const isConfirmed = buckets.size > 0 || run.buckets.length > 0;
  const deliveries = kmsRequests.byRule.find(({ rule }) => rule === 'delivery-under-bucket-key')?.requests ?? 0;
  return [
    when(
      underKey > 0 || deliveries > 0,
      'bucket-key',
      'A Bucket Key is in use: one request stands for many reads, so reads cannot be counted from KMS events. Take S3 data events or access logs for that.',
    ),
    when(
      underKey > 0 && !isConfirmed,
      'bucket-unconfirmed',
      `${underKey} ${plural(underKey, 'request')} name a bucket alone, and nothing here shows that it holds CloudTrail files. Confirm it with --bucket NAME, or do not rely on the count.`,
    ),
  ];
}

function doubts({ kmsRequests, counts, cost }: Omit<Measurement, 'warnings'>, { billableDuplicates, joinWeight }: Tally): Found {
  const copies = kmsRequests.byRule.find(({ rule }) => rule === 'copy-of-cloudtrail-file')?.requests ?? 0;
  const unpriced = [
    ...new Set(
      counts
        .filter(({ bearing, price }) => bearing === 'billable' && price === undefined)
        .map(({ region, month }) => `${region || 'no Region'} in ${month || 'no month'}`),
    ),
  ];
  return [
    when(
      billableDuplicates > 0,
      'recorded-again',
      `${billableDuplicates} further ${billableDuplicates === 1 ? 'copy' : 'copies'} of these requests stand in the logs. Copies in a second trail are paid, and dearer than the request itself; see recording.paidCopies of a scenario.`,
    ),
    when(
      copies > 0,
      'copies-written',
      `${copies} GenerateDataKey by others wrote copies of CloudTrail files (replication, CopyObject): billable, but no reads and not counted.`,
    ),
    when(
      unpriced.length > 0,
      'price-missing',
      `No KMS price is known for ${unpriced.slice(0, 5).join(', ')}; bring it with --price-book FILE.`,
    ),
    when(
      cost === undefined && unpriced.length === 0,
      'currency-mixed',
      'The requests are priced in several currencies, which are never added.',
    ),
    when(joinWeight > 1, 'joins-sampled', `Decrypts and GETs were joined on a sample of one file in ${joinWeight}.`),
  ];
}

function projection({ basis }: Omit<Measurement, 'warnings'>, { days }: Observation): Found {
  return [
    when(
      basis !== 'none' && days.length < FEW_DAYS,
      'few-days',
      `Only ${days.length} whole ${plural(days.length, 'day')} observed: a month foretold from fewer than ${FEW_DAYS} misses the week's rhythm.`,
    ),
  ];
}

function plural(count: number, word: string): string {
  return count === 1 ? word : `${word}s`;
}
