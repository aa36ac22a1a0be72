import { entryAt } from '../../base/lists.js';
import { getOrMake } from '../../base/maps.js';
import { SECONDS_A_DAY, SECONDS_AN_HOUR } from '../../base/time.js';
import { type Filters, passesAtAnyTime } from '../../logs/classify/filters.js';
import { type Finding, GET, KINDS, showsOtherWriter, showsTrailBucket } from '../../logs/classify/finding.js';
import type { FileKind } from '../../logs/classify/objects.js';
import { principalOf } from '../../logs/classify/principal.js';
import { RULES } from '../../logs/classify/rules.js';
import { toolOf } from '../../logs/classify/tools.js';
import { isOwn } from '../../logs/count/own.js';
import { newPace } from '../../logs/count/pace.js';
import type { Reader } from '../../logs/count/reader.js';
import type { ReadSum } from '../../logs/count/reads.js';
import { monthOf, type Tally } from '../../logs/count/tally.js';
import { USES, type Use } from '../../logs/count/uses.js';
import { provesThatReadsShow } from '../../logs/read/keep/proof.js';
import { AGE_COLUMNS, GET_RULE } from '../sql/columns.js';
import { numberIn } from './numbers.js';
import { type ResultRow, startOf } from './result.js';

/** Adds the requests and GETs of a row to a count, as those of records are. */
export class Requests {
  readonly #tally: Tally;
  readonly #filters: Filters;

  constructor(tally: Tally, filters: Filters) {
    this.#tally = tally;
    this.#filters = filters;
  }

  take(row: ResultRow): void {
    const { intake, readers } = this.#tally;
    const finding = findingOf(row);
    this.#keepEvidence(finding, numberIn(row, 'records'));
    // What is outside of the time that was asked for shows how buckets are used, and no more.
    if (row('starts_at') === '') return;
    if (!passesAtAnyTime(finding, this.#filters)) {
      intake.filteredOut += numberIn(row, 'records');
      return;
    }
    const requests = numberIn(row, 'requests');
    intake.duplicates += numberIn(row, 'records') - requests;
    intake.withoutId += numberIn(row, 'without_id');
    intake.firstCopies += numberIn(row, 'first_copies');
    intake.paidCopies += numberIn(row, 'paid_copies');
    intake.untoldCopies += numberIn(row, 'untold_copies');
    const reader = readers.of(finding.principal);
    if (finding.rule === GET) this.#takeGets(row, finding, reader, requests);
    else this.#takeRequests(row, finding, reader, requests);
  }

  takeOtherGets(row: ResultRow): void {
    const { principal, bucket } = findingOf(row);
    this.#tally.addOtherGet({ principal, bucket });
  }

  /** That a trail delivers files of an account. */
  takeDelivery(row: ResultRow): void {
    const delivery = { ...findingOf(row), rule: RULES.findIndex(({ shows = [] }) => shows.some((each) => each === 'delivered-file')) };
    if (passesAtAnyTime(delivery, this.#filters)) this.#tally.intake.deliveredFor.add(`${row('file_account')} ${delivery.trail}`);
  }

  #keepEvidence(finding: Finding, records: number): void {
    const { intake } = this.#tally;
    if (showsTrailBucket(finding)) intake.buckets.add(finding.bucket);
    if (showsOtherWriter(finding)) intake.sharedBuckets.add(finding.bucket);
    if (finding.principal.account !== '') intake.payers.add(finding.principal.account);
    if (provesThatReadsShow(finding, this.#filters)) intake.kmsOfTrailFiles += records;
  }

  #takeGets(row: ResultRow, { bucket, tool, time, kind }: Finding, reader: Reader, gets: number): void {
    const read = readSum(row, time, kind, gets);
    this.#tally.intake.getsFromEvents += gets;
    reader.gets.addSum(read);
    if (isOwnSum(tool, reader)) reader.own.gets.add(read.hour, gets);
    reader.fileBuckets.add(bucket);
    reader.addTool(tool, gets);
  }

  #takeRequests(row: ResultRow, finding: Finding, reader: Reader, requests: number): void {
    const use = entryAt(USES, finding.rule);
    const { bucket, region, time, trail, kind } = finding;
    const hour = Math.floor(time / SECONDS_AN_HOUR);
    this.#keepDeliveries(row, use, finding, requests);
    reader.addRequest(monthOf(time), region, finding.rule, use.isOfAnyBucket ? bucket : '', requests);
    if (use.mayReplicate) reader.copies.addMany(hour, requests);
    if (!use.isBillable) return;
    reader.trails.add(trail, requests);
    if (!use.isOfAnyBucket && isOwnSum('', reader)) reader.own.decrypts.add(hour, requests);
    if (use.isRead) {
      reader.decrypts.addSum(readSum(row, time, kind, requests));
      reader.pace.addMany(hour, requests);
    } else if (use.isOfAnyBucket) {
      reader.bucketPaceOf(bucket).addMany(hour, requests);
      getOrMake(this.#tally.bucketPaces, bucket, newPace).addMany(hour, requests);
    } else {
      reader.pace.addMany(hour, requests);
    }
  }

  /** What requests show of trails and their encryption. */
  #keepDeliveries(row: ResultRow, use: Use, { trail, time, kind }: Finding, requests: number): void {
    const { intake, deliveredFiles } = this.#tally;
    if (trail !== '') intake.trails.add(trail);
    if (use.isFailed) return;
    const requestMinute = use.isDelivery ? numberIn(row, 'first_request_min', Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
    const minute = numberIn(row, 'oldest_file_min', requestMinute);
    intake.oldestEncryptedMinute = Math.min(intake.oldestEncryptedMinute, minute);
    intake.firstDeliveryMinute = Math.min(intake.firstDeliveryMinute, requestMinute);
    if (!use.isOfDeliveredFile) return;
    const day = Math.floor(time / SECONDS_A_DAY);
    const days = getOrMake(deliveredFiles, trail, () => new Map());
    const files = getOrMake(days, day, () => ({ logFiles: 0, digestFiles: 0 }));
    if (kind === 'log-file') files.logFiles += requests;
    if (kind === 'digest-file') files.digestFiles += requests;
  }
}

/** Sessions are unknown, and so is whose GET a Decrypt goes with. */
function isOwnSum(tool: string, { principal: { name } }: Reader): boolean {
  return isOwn(tool, name, 0, 0);
}

function readSum(row: ResultRow, time: number, kind: FileKind | undefined, reads: number): ReadSum {
  return {
    hour: Math.floor(time / SECONDS_AN_HOUR),
    kind: kind === undefined ? 0 : KINDS.indexOf(kind),
    reads,
    ages: AGE_COLUMNS.map((column) => numberIn(row, column)),
    oldestMinutes: numberIn(row, 'oldest_age_min'),
  };
}

/** What the records of a row have in common. */
function findingOf(row: ResultRow): Finding {
  const filled = (column: string) => row(column) || undefined;
  return {
    id: undefined,
    restates: false,
    time: startOf(row) ?? 0,
    rule: row('rule') === GET_RULE ? GET : RULES.findIndex(({ name }) => name === row('rule')),
    principal: principalOf({
      type: filled('identity_type'),
      principalId: filled('principal_id'),
      arn: filled('arn'),
      accountId: filled('account_id'),
      userName: filled('user_name'),
      invokedBy: filled('invoked_by'),
      issuerArn: undefined,
    }),
    region: row('region'),
    bucket: row('bucket'),
    trail: row('trail'),
    tool: toolOf(filled('agent')),
    object: undefined,
    kind: KINDS.find((kind) => kind === row('file_kind')),
    deliveredMinute: undefined,
    requestId: undefined,
    recipient: undefined,
  };
}
