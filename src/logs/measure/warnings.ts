import { sum } from 'd3-array';
import { sanitised } from '../../base/cleaned.js';
import { FEW_DAYS } from '../../base/projection.js';
import { counted, grouped, listed as listedUpTo } from '../../base/text.js';
import type { Tally } from '../count/tally.js';
import type { Around, Circumstances } from './circumstances.js';
import { hasNoRecords, hasNothingPassed } from './completeness.js';
import { requestsIn, requestsThatShow } from './counts.js';
import type { CountWarning, CountWarningCode, Coverage, Measurement } from './measurement.js';

type Measured = Omit<Measurement, 'warnings'>;

/** What a reader of the measurement must know, the gravest first. */
export function warningsOf(measured: Measured, tally: Tally, observations: Around['observations'], run: Circumstances): CountWarning[] {
  const found = [
    ...incompleteness(measured, tally),
    ...filters(measured, run, tally),
    absence(measured, tally),
    ...blindness(measured),
    ...bucketKeys(measured),
    ...doubts(measured, tally),
    ...projection(measured, observations),
    ...sumsAlone(tally),
  ];
  return found.filter((warning) => warning !== undefined);
}

/** What no sum by hour tells. */
function sumsAlone({ isOfSums }: Tally): PossibleWarnings {
  return [
    when(
      isOfSums,
      'sums-only',
      'Counted by SQL, as sums by the hour: sessions, runs, which files were read, the peak per second, which GET goes with which ' +
        'Decrypt, and what a Bucket Key would save are unknown. A reader of old files is taken as a number of reads a month. ' +
        "trailcost's own reads are known by tool and reader alone.",
    ),
  ];
}

function isOrAre(count: number): string {
  return count === 1 ? 'is' : 'are';
}

type PossibleWarnings = (CountWarning | undefined)[];

function when(holds: boolean, code: CountWarningCode, message: string): CountWarning | undefined {
  return holds ? { code, message } : undefined;
}

function incompleteness({ coverage }: Measured, { intake: { withoutId } }: Tally): PossibleWarnings {
  const { filesFailed, unreadableLines, gaps, daysNotOpened, accountsNotRead = 0 } = coverage;
  const [longest] = gaps;
  return [
    when(!coverage.complete, 'stopped', 'Stopped before the end: these are the figures counted until then.'),
    ...nothingRead(coverage),
    when(
      filesFailed > 0,
      'files-failed',
      `${counted(filesFailed, 'file')} could not be read and ${filesFailed === 1 ? 'is' : 'are'} missing ` +
        'from every figure; see Failed files.',
    ),
    when(
      unreadableLines > 0,
      'lines-unreadable',
      `${counted(unreadableLines, 'line')} of access logs could not be read: of another form, or longer than 64 KiB.`,
    ),
    when(
      longest !== undefined,
      'gaps',
      `The logs have ${counted(gaps.length, 'gap')} of a day or more, the longest of ${Math.round(longest?.hours ?? 0)} ` +
        `hours from ${longest?.from}; that time does not count as observed.`,
    ),
    when(
      withoutId > 0,
      'without-id',
      `${counted(withoutId, 'record has', 'records have')} no identifier: copies of them cannot be recognised.`,
    ),
    when(
      daysNotOpened > 0,
      'days-not-opened',
      `Files of ${counted(daysNotOpened, 'day')} were not opened: delivered before --since or more than a day after --until.`,
    ),
    when(
      accountsNotRead > 0,
      'accounts-not-read',
      `${counted(accountsNotRead, 'folder')} of other accounts ${accountsNotRead === 1 ? 'was' : 'were'} not read: requests that the ` +
        "accounts of --account pay are in their own, but CloudTrail's own requests, deliveries and copies can be missing.",
    ),
  ];
}

/** What is there in place of records. */
function nothingRead(coverage: Coverage): PossibleWarnings {
  const { filesRead, logFiles, accessLogFiles, unreadableLines, filesFailed, digestFiles, otherFiles, daysNotOpened } = coverage;
  const [failure] = coverage.failures;
  const some = (count: number, noun: string, plural?: string) => (count === 0 ? [] : [counted(count, noun, plural)]);
  const lines = unreadableLines === 0 ? 'empty' : `with ${counted(unreadableLines, 'unreadable line')}`;
  const history = coverage.eventHistory;
  const there = [
    ...some(logFiles, 'log file without records', 'log files without records'),
    ...some(accessLogFiles, `access log ${lines}`, `access logs ${lines}`),
    ...some(filesFailed, 'file failed', 'files failed').map((text) => (failure === undefined ? text : `${text} (${failure.reason})`)),
    ...some(digestFiles, 'digest file'),
    ...some(otherFiles, 'file that is not a log', 'files that are not logs'),
    ...some(daysNotOpened, 'day of files outside --since and --until', 'days of files outside --since and --until'),
  ].join(', ');
  const instead = there === '' ? '' : ` Found instead: ${there}.`;
  return [
    when(filesRead === 0, 'no-logs', `No CloudTrail log file and no S3 access log was read.${instead}`),
    when(
      filesRead > 0 && hasNoRecords(coverage),
      'no-records',
      history === undefined ? `No record was read.${instead}` : `Event history has no Decrypt in ${listed(history)} in this time.`,
    ),
  ];
}

function filters(measured: Measured, { hasTrailFilter, accounts, buckets }: Circumstances, tally: Tally): PossibleWarnings {
  const { intake } = tally;
  const { coverage } = measured;
  const { unmatchedFilters: unmatched } = coverage;
  const payers = [...intake.payers].sort();
  const unpaid = (absent: readonly string[]) =>
    `Nothing here is paid by account ${listed(absent)}; payers in these logs: ${listed(payers)}.`;
  const seen = `buckets with CloudTrail files: ${listed(coverage.buckets)}`;
  const reasons = [
    ...(unmatched.includes('account') ? [unpaid(accounts)] : []),
    ...(unmatched.includes('bucket') ? [`Nothing here is about bucket ${listed(buckets.map(sanitised))}; ${seen}.`] : []),
  ];
  const absentAccounts = accounts.filter((account) => !intake.payers.has(account));
  const absentBuckets = buckets.filter((bucket) => !intake.buckets.has(bucket) && !tally.bucketPaces.has(bucket));
  const parts = [
    ...(absentAccounts.length > 0 ? [unpaid(absentAccounts)] : []),
    ...(absentBuckets.length > 0 ? [`No CloudTrail file is seen in bucket ${listed(absentBuckets.map(sanitised))}; ${seen}.`] : []),
  ];
  const left = coverage.filteredOut;
  const none = left === 1 ? 'The only request or read did not pass' : `None of ${grouped(left)} requests and reads passed`;
  const all = `${none} the filters. These logs have: Regions ${listed(coverage.regions)}; trails are named as in their ARN.`;
  return [
    when(hasNothingPassed(measured), 'nothing-passed', reasons.length === 0 ? all : reasons.join(' ')),
    when(!hasNothingPassed(measured) && parts.length > 0, 'filter-unmatched', parts.join(' ')),
    when(hasTrailFilter, 'trail-filter', 'A GET does not show its trail, so --trail leaves out all GETs.'),
  ];
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'none' : listedUpTo(names, 5);
}

/** Why the number of KMS requests is not known. */
function absence(measured: Measured, { intake: { kmsRecords } }: Tally): CountWarning | undefined {
  const { coverage, kmsRequests } = measured;
  const others = requestsIn(kmsRequests.byRule);
  const found = others > 0 ? `${counted(others, 'KMS request')}, but none` : `${counted(kmsRecords, 'KMS record')}, but none`;
  return when(
    coverage.kmsEvents === 'absent' && coverage.records > 0 && !hasNothingPassed(measured),
    'kms-events-absent',
    kmsRecords === 0
      ? 'The logs hold records, but none from AWS KMS. The trail may exclude KMS events ' +
          '(ExcludeManagementEventSources), or nothing is under SSE-KMS: the number of KMS requests is unknown, not zero.'
      : `The logs hold ${found} that shows CloudTrail files under SSE-KMS: no delivery and no Decrypt of ` +
          'one. The bucket and its readers may be in another Region or account, or nothing is under SSE-KMS: the number of ' +
          "reads' requests is unknown, not zero.",
  );
}

function blindness({ coverage, kmsRequests, reads, readers, costPerMonth }: Measured): PossibleWarnings {
  const noPayer = readers.filter(({ account, requests }) => account === '' && (requests ?? 0) > 0).length;
  const own = readers.filter((reader) => reader.own !== undefined);
  const unmatched = reads.total - (reads.onSseKms ?? reads.total);
  return [
    when(
      coverage.kmsEvents === 'absent' && reads.total > 0,
      'forecast-from-gets',
      `Had these files been SSE-KMS, ${counted(reads.total, 'read')} would have made the same number of KMS requests.`,
    ),
    when(
      coverage.kmsEvents === 'absent' && reads.total > 0 && costPerMonth === undefined,
      'region-unknown',
      "The logs do not show the bucket's Region, or it has no price here: give it with --region to see a cost.",
    ),
    when(
      coverage.eventHistory !== undefined,
      'event-history',
      `Event history has the Decrypts of one account, of the last 90 days, here of ${listed(coverage.eventHistory ?? [])}. It has no ` +
        'deliveries and no GETs: files per month, tools, reads of SSE-S3 files and hits of a Bucket Key are not seen. Requests of other ' +
        "accounts are in it only if they use this account's key.",
    ),
    when(
      coverage.kmsEvents === 'present' && coverage.gets === 'absent' && coverage.eventHistory === undefined,
      'gets-absent',
      `No GETs ${coverage.filteredOut > 0 ? 'passed the filters' : 'are recorded'} (neither S3 data events nor access logs), so ` +
        'reads of SSE-S3 objects, tools and hits of a Bucket Key are not seen.',
    ),
    when(
      unmatched > 0,
      'reads-without-decrypt',
      `${grouped(unmatched)} of ${counted(reads.total, 'read')} ${unmatched === 1 ? 'has' : 'have'} no Decrypt in these logs: ` +
        'SSE-S3 files are read without one, or it is recorded elsewhere. Had all been SSE-KMS, there would have been ' +
        `${counted(reads.total, 'request')}.`,
    ),
    when(
      (kmsRequests.unclassified ?? 0) > 0,
      'unclassified',
      `${counted(kmsRequests.unclassified ?? 0, 'KMS request fits no rule and counts', 'KMS requests fit no rule and count')} ` +
        'as neither billable nor free.',
    ),
    when(own.length > 0, 'own-reads', ownReadsText(own)),
    when(noPayer > 0, 'payer-unknown', `The logs do not say which account pays for ${counted(noPayer, 'reader')}.`),
  ];
}

function ownReadsText(readers: Measured['readers']): string {
  const reads = sum(readers, ({ own }) => own?.reads ?? 0);
  const requests = sum(readers, ({ own }) => own?.requests ?? 0);
  const parts = [...(requests > 0 ? [counted(requests, 'billable request')] : []), ...(reads > 0 ? [counted(reads, 'read')] : [])];
  return (
    `trailcost itself made ${parts.join(' and ')} of these, to count, as ${listed(readers.map(({ name }) => name))}: in the figures, ` +
    'but not in the monthly forecast, since they do not come again by themselves.'
  );
}

function bucketKeys({ kmsRequests }: Measured): PossibleWarnings {
  const shared = requestsThatShow(kmsRequests, 'shared-bucket');
  const unconfirmed = requestsThatShow(kmsRequests, 'unconfirmed-read') - shared;
  return [
    when(
      requestsThatShow(kmsRequests, 'bucket-key') > 0,
      'bucket-key',
      'A Bucket Key is in use: one request serves many reads, so reads cannot be counted from KMS ' +
        'events. Use S3 data events or access logs for that.',
    ),
    when(
      unconfirmed > 0,
      'bucket-unconfirmed',
      `${counted(unconfirmed, 'request under a Bucket Key names', 'requests under a Bucket Key name')} only a bucket, and nothing here ` +
        `shows that it holds CloudTrail files, so ${unconfirmed === 1 ? 'it does' : 'they do'} not count. If it does, say so: ` +
        '--bucket NAME. One such request serves many reads, so reads cannot be counted from KMS events.',
    ),
    when(
      shared > 0,
      'bucket-shared',
      `${counted(shared, 'request')} under a Bucket Key name only a bucket that holds other objects too, and no GET shows which ` +
        'were read, so they do not count: the figures may be too low. S3 data events or access logs of that bucket show it.',
    ),
  ];
}

/** Of requests that are recorded more than once. */
function copiesOfRequests({ paidCopies, firstCopies, untoldCopies }: Tally['intake']): PossibleWarnings {
  const others =
    firstCopies === 0
      ? ''
      : ` Another ${counted(firstCopies, 'first copy', 'first copies')} in other accounts ${isOrAre(firstCopies)} free.`;
  const copies = (count: number) => `${counted(count, 'copy', 'copies')} of these requests ${isOrAre(count)}`;
  return [
    when(
      paidCopies > 0,
      'recorded-again',
      `${copies(paidCopies)} in files of another trail of the same account. AWS charges for such a copy, and more than for the ` +
        `request itself; in a scenario: recording.paidCopies.${others}`,
    ),
    when(
      untoldCopies > 0,
      'recorded-again',
      `${copies(untoldCopies)} in files whose names do not show whether another trail delivered them, so none counts toward the ` +
        'paid ones. Names as CloudTrail gives them show it.',
    ),
  ];
}

function doubts({ kmsRequests, counts, cost }: Measured, { intake, joinWeight }: Tally): PossibleWarnings {
  const copies = requestsThatShow(kmsRequests, 'copy');
  const throughRole = kmsRequests.byClass?.['read-through-your-role'] ?? 0;
  const unpricedCounts = counts.filter(({ countsAs, price }) => countsAs === 'billable' && price === undefined);
  const noRegion = requestsIn(unpricedCounts.filter(({ region }) => region === ''));
  const unpriced = [
    ...new Set(unpricedCounts.flatMap(({ region, month }) => (region === '' ? [] : `${region} in ${month || 'no month'}`))),
  ];
  return [
    ...copiesOfRequests(intake),
    when(
      throughRole > 0,
      'read-through-your-role',
      `${counted(throughRole, 'read')} by CloudTrail with one of your roles (as an import into CloudTrail Lake makes) ` +
        `${isOrAre(throughRole)} in no total: ` +
        "AWS does not say whether they are free, as CloudTrail's own reads are, or billed to the role's account.",
    ),
    when(
      noRegion > 0,
      'region-absent',
      `${counted(noRegion, 'billable request')} ${isOrAre(noRegion)} without a Region, since awsRegion is absent in the records, ` +
        'so no cost is known. CloudTrail writes it in each record; give the records unchanged.',
    ),
    when(
      copies > 0,
      'copies-written',
      `${grouped(copies)} GenerateDataKey by others wrote copies of CloudTrail files (replication, ` +
        'CopyObject): billable, but not reads, so they are not counted.',
    ),
    when(
      unpriced.length > 0,
      'price-missing',
      `No KMS price is known for ${unpriced.slice(0, 5).join(', ')}; give it with --price-book FILE.`,
    ),
    when(
      cost === undefined && unpriced.length + noRegion === 0 && kmsRequests.billable !== null,
      'currency-mixed',
      'The requests are priced in several currencies, which are never added.',
    ),
    when(joinWeight > 1, 'joins-sampled', `Decrypts and GETs were joined on a sample of one file in ${grouped(joinWeight)}.`),
  ];
}

function projection({ basis, coverage }: Measured, { trail, decrypts, gets }: Around['observations']): PossibleWarnings {
  const { days } = basis === 'gets' ? gets : decrypts;
  return [
    when(
      basis === 'decrypts' && decrypts.start > trail.start,
      'switch-within',
      `SSE-KMS began within these logs, ${counted(decrypts.start - trail.start, 'hour')} after their start; ` +
        'the monthly forecast uses the time since then.',
    ),
    when(
      basis !== 'none' && days.length < FEW_DAYS,
      'few-days',
      `${days.length === 0 ? 'No full day' : `Only ${counted(days.length, 'full day')}`} observed; a ` +
        `forecast from fewer than ${FEW_DAYS} misses the weekly pattern.`,
    ),
    when(coverage.hoursObserved === 0 && coverage.filesRead > 0, 'no-time', 'The logs show no time, so there is no monthly forecast.'),
  ];
}
