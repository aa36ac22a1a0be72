import type { Circumstances } from './measure.js';
import type { Measurement } from './measurement.js';
import { FEW_DAYS, type Observation } from './projection.js';
import type { Tally } from './tally.js';
import { counted, grouped } from './wording.js';

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
      `${counted(filesFailed, 'file')} could not be read and ${filesFailed === 1 ? 'is' : 'are'} missing from every figure; see Failed files.`,
    ),
    when(
      unreadableLines > 0,
      'lines-unreadable',
      `${counted(unreadableLines, 'line')} of access logs could not be read: of another form, or longer than 64 KiB.`,
    ),
    when(
      longest !== undefined,
      'gaps',
      `The logs have ${counted(gaps.length, 'gap')} of a day or more, the longest of ${longest?.hours} hours from ${longest?.from}; that time does not count as observed.`,
    ),
    when(
      withoutId > 0,
      'without-id',
      `${counted(withoutId, 'record')} without an identifier: copies of them cannot be told from new ones.`,
    ),
    when(
      daysNotOpened > 0,
      'days-not-opened',
      `Files of ${counted(daysNotOpened, 'day')} were not opened: delivered before --since or more than a day after --until.`,
    ),
  ];
}

function blindness({ coverage, kmsRequests, reads, readers, costPerMonth }: Omit<Measurement, 'warnings'>): Found {
  const noPayer = readers.filter(({ account, requests }) => account === '' && (requests ?? 0) > 0).length;
  const unmatched = reads.total - (reads.onSseKms ?? reads.total);
  return [
    when(
      coverage.kmsEvents === 'absent' && coverage.records > 0,
      'kms-events-absent',
      'The logs hold records but not one of AWS KMS. The trail may exclude KMS events (ExcludeManagementEventSources), or nothing is under SSE-KMS: the number of KMS requests is unknown, not zero.',
    ),
    when(
      coverage.kmsEvents === 'absent' && reads.total > 0,
      'forecast-from-gets',
      `Had these files been SSE-KMS, the ${counted(reads.total, 'read')} would have made as many KMS requests.`,
    ),
    when(
      coverage.kmsEvents === 'absent' && reads.total > 0 && costPerMonth === undefined,
      'region-unknown',
      "The bucket's Region is not told, or has no price here: name it with --region to see a cost.",
    ),
    when(
      coverage.kmsEvents === 'present' && coverage.gets === 'absent',
      'gets-absent',
      'No GETs are recorded (neither S3 data events nor access logs), so reads of SSE-S3 objects, tools and hits of a Bucket Key are not seen.',
    ),
    when(
      unmatched > 0,
      'reads-without-decrypt',
      `${grouped(unmatched)} of ${counted(reads.total, 'read')} have no Decrypt in these logs: their files are SSE-S3, or the Decrypt is recorded elsewhere. Had all been SSE-KMS, there would have been ${counted(reads.total, 'request')}.`,
    ),
    when(
      (kmsRequests.unclassified ?? 0) > 0,
      'unclassified',
      `${counted(kmsRequests.unclassified ?? 0, 'KMS request')} fit no rule and count as neither billable nor free.`,
    ),
    when(noPayer > 0, 'payer-unknown', `Of ${counted(noPayer, 'reader')} the paying account is not told in the logs.`),
  ];
}

function bucketKeys({ kmsRequests }: Omit<Measurement, 'warnings'>, { buckets }: Tally, run: Circumstances): Found {
  const underKey = kmsRequests.byClass?.['bucket-key-read'] ?? 0;
  const isConfirmed = buckets.size > 0 || run.buckets.length > 0;
  return [
    when(
      underKey > 0 || requestsOf(kmsRequests, 'delivery-under-bucket-key') > 0,
      'bucket-key',
      'A Bucket Key is in use: one request stands for many reads, so reads cannot be counted from KMS events. Take S3 data events or access logs for that.',
    ),
    when(
      underKey > 0 && !isConfirmed,
      'bucket-unconfirmed',
      `${counted(underKey, 'request')} name a bucket alone, and nothing here shows that it holds CloudTrail files. Confirm it with --bucket NAME, or do not rely on the count.`,
    ),
  ];
}

function requestsOf({ byRule }: Measurement['kmsRequests'], name: string): number {
  return byRule.find(({ rule }) => rule === name)?.requests ?? 0;
}

function doubts({ kmsRequests, counts, cost }: Omit<Measurement, 'warnings'>, { billableDuplicates, joinWeight }: Tally): Found {
  const copies = requestsOf(kmsRequests, 'copy-of-cloudtrail-file');
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
      `${counted(billableDuplicates, 'further copy', 'further copies')} of these requests stand in the logs: of the accounts of caller and key, or of further trails. Each beyond an account's first is paid, and dearer than the request itself; see recording.paidCopies of a scenario.`,
    ),
    when(
      copies > 0,
      'copies-written',
      `${grouped(copies)} GenerateDataKey by others wrote copies of CloudTrail files (replication, CopyObject): billable, but no reads and not counted.`,
    ),
    when(
      unpriced.length > 0,
      'price-missing',
      `No KMS price is known for ${unpriced.slice(0, 5).join(', ')}; bring it with --price-book FILE.`,
    ),
    when(
      cost === undefined && unpriced.length === 0 && kmsRequests.billable !== null,
      'currency-mixed',
      'The requests are priced in several currencies, which are never added.',
    ),
    when(joinWeight > 1, 'joins-sampled', `Decrypts and GETs were joined on a sample of one file in ${grouped(joinWeight)}.`),
  ];
}

function projection({ basis }: Omit<Measurement, 'warnings'>, { days }: Observation): Found {
  return [
    when(
      basis !== 'none' && days.length < FEW_DAYS,
      'few-days',
      `${days.length === 0 ? 'No whole day' : `Only ${counted(days.length, 'whole day')}`} observed: a month foretold from fewer than ${FEW_DAYS} misses the week's rhythm.`,
    ),
  ];
}
