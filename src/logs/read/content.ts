import { MINUTES_A_DAY, secondsOf } from '../../base/time.js';
import { Unreadable } from '../../files/unreadable.js';
import { type Filters, passes } from '../classify/filters.js';
import { type Finding, GET } from '../classify/finding.js';
import { type Identity, isKms, type LogRecord } from '../classify/log-record.js';
import { cloudTrailFileOf, deliveredMinuteOf } from '../classify/objects.js';
import { type Principal, principalOf, principalOfRequester } from '../classify/principal.js';
import { classify, isCloudTrail, NO_RULE, RULES, showsTrailBucket } from '../classify/rules.js';
import { toolOf } from '../classify/tools.js';
import { looksLikeAccessLog, parseAccessLogLine } from './access-log.js';
import { BatchWriter, emptyPart, type Part, type TraceRow } from './batch.js';
import { parseRecords, pickRecords } from './documents.js';
import { Found } from './found.js';

/** As many names of files that are no logs are kept. */
const MOST_NAMES = 20;

/** Finds what counts in the content of files, file by file; a file that fails leaves nothing behind. */
export class ContentReader {
  readonly #filters: Filters;
  readonly #wantsTrace: boolean;
  readonly #writer = new BatchWriter();
  readonly #trace: TraceRow[] = [];
  readonly #accounts = new Set<string>();
  readonly #regions = new Set<string>();
  readonly #deliveryHours = new Set<number>();
  readonly #eventHours = new Set<number>();
  readonly #lineHours = new Set<number>();
  readonly #trailBuckets = new Set<string>();
  readonly #days = new Map<number, number>();
  readonly #part: Part = emptyPart();
  readonly #found = new Found();

  constructor(filters: Filters, wantsTrace: boolean) {
    this.#filters = filters;
    this.#wantsTrace = wantsTrace;
  }

  /**
   * Takes a file's content.
   *
   * @param verified whether a checksum vouches for the content; only then is it read without being validated
   */
  read(file: string, bytes: Buffer, verified: boolean): void {
    this.#found.begin(deliveredMinuteOf(file));
    try {
      this.#recognise(file, bytes, verified);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      this.fail(file, error.message);
    }
  }

  fail(file: string, reason: string): void {
    this.#part.failures.push({ file, reason });
  }

  batch() {
    this.#part.accounts = [...this.#accounts];
    this.#part.regions = [...this.#regions];
    this.#part.deliveryHours = [...this.#deliveryHours];
    this.#part.eventHours = [...this.#eventHours];
    this.#part.lineHours = [...this.#lineHours];
    this.#part.trailBuckets = [...this.#trailBuckets];
    this.#part.logFilesOfDays = [...this.#days];
    return this.#writer.batch(this.#part, this.#trace);
  }

  #recognise(file: string, bytes: Buffer, verified: boolean): void {
    const first = firstSign(bytes);
    if (first === '') throw new Unreadable('is empty');
    if (first !== '{' && first !== '[') {
      if (looksLikeAccessLog(bytes.toString('latin1', 0, 4096))) this.#accessLog(bytes);
      else this.#other(file);
      return;
    }
    const kind = verified && pickRecords(bytes, this.#found) ? 'records' : this.#parse(bytes);
    if (kind === 'records') this.#keepLogFile(file);
    else if (kind === 'digest') this.#part.digestFiles += 1;
    else this.#other(file);
  }

  #parse(bytes: Buffer) {
    this.#found.begin(this.#found.minute);
    return parseRecords(bytes, this.#found);
  }

  #other(file: string): void {
    this.#part.otherFileCount += 1;
    if (this.#part.otherFiles.length < MOST_NAMES) this.#part.otherFiles.push(file);
  }

  #keepLogFile(file: string): void {
    const found = this.#found;
    const part = this.#part;
    part.filesRead += 1;
    part.logFiles += 1;
    part.records += found.records;
    this.#keepSpan(found.first, found.last);
    for (const region of found.regions) this.#regions.add(region);
    const delivered = cloudTrailFileOf(file);
    if (delivered !== undefined) this.#accounts.add(delivered.account);
    const { minute } = found;
    if (minute === undefined) {
      for (const time of found.hours) this.#eventHours.add(Math.floor((secondsOf(`${time}:00:00Z`) ?? 0) / 3600));
    } else {
      this.#deliveryHours.add(Math.floor(minute / 60));
      const day = Math.floor(minute / MINUTES_A_DAY);
      this.#days.set(day, (this.#days.get(day) ?? 0) + 1);
    }
    for (const { index, record } of found.candidates) this.#keep(file, index, record);
  }

  #keepSpan(first: string, last: string): void {
    const firstSecond = secondsOf(first);
    const lastSecond = secondsOf(last);
    if (firstSecond !== undefined) this.#part.firstEvent = Math.min(this.#part.firstEvent, firstSecond);
    if (lastSecond !== undefined) this.#part.lastEvent = Math.max(this.#part.lastEvent, lastSecond);
  }

  #keep(file: string, recordIndex: number, record: LogRecord): void {
    if (record.recipientAccountId !== undefined) this.#accounts.add(record.recipientAccountId);
    if (isKms(record)) this.#part.kmsRecords += 1;
    const finding = isKms(record) ? this.#kmsRequest(record) : this.#get(record);
    if (finding === undefined) return;
    if (showsTrailBucket(finding)) this.#trailBuckets.add(finding.bucket);
    const index = this.#add(finding);
    if (index !== undefined && this.#wantsTrace && finding.rule !== GET)
      this.#trace.push({ finding: index, file, recordIndex, eventId: record.eventId ?? '', object: record.s3Arn ?? '' });
  }

  #add(finding: Finding): number | undefined {
    if (passes(finding, this.#filters)) return this.#writer.add(finding);
    this.#part.filteredOut += 1;
    return undefined;
  }

  #kmsRequest(record: LogRecord): Finding {
    const { rule, object } = classify(record);
    const time = secondsOf(record.eventTime ?? '');
    return {
      id: record.sharedEventId ?? record.eventId ?? '',
      time: time ?? 0,
      rule: time === undefined ? NO_RULE : rule,
      principal: this.#principalOf(record.identity),
      region: record.region ?? '',
      bucket: object.bucket,
      trail: record.trailArn ?? '',
      tool: '',
      object: object.file === undefined || rule === DELIVERY ? '' : `${object.bucket}/${object.key}`,
      kind: object.file?.kind,
      deliveredMinute: object.file?.deliveredMinute,
      requestId: '',
      recipient: record.recipientAccountId ?? '',
    };
  }

  #principalOf(identity: Identity): Principal {
    const known = principals.get(identity);
    if (known !== undefined) return known;
    const principal = principalOf(identity);
    principals.set(identity, principal);
    return principal;
  }

  /** A GET of a CloudTrail file that succeeded; undefined for any other. */
  #get(record: LogRecord): Finding | undefined {
    const { bucketName = '', objectKey = '', userAgent, requestId = '' } = record.get ?? {};
    const file = cloudTrailFileOf(objectKey);
    if (file === undefined || record.errorCode !== undefined || isCloudTrail(record)) return undefined;
    return {
      id: record.sharedEventId ?? record.eventId ?? '',
      time: secondsOf(record.eventTime ?? '') ?? 0,
      rule: GET,
      principal: this.#principalOf(record.identity),
      region: record.region ?? '',
      bucket: bucketName,
      trail: '',
      tool: toolOf(userAgent),
      object: `${bucketName}/${objectKey}`,
      kind: file.kind,
      deliveredMinute: file.deliveredMinute,
      requestId,
      recipient: record.recipientAccountId ?? '',
    };
  }

  #accessLog(bytes: Buffer): void {
    this.#part.filesRead += 1;
    this.#part.accessLogFiles += 1;
    for (let start = 0; start < bytes.length; ) {
      const newline = bytes.indexOf('\n', start);
      const end = newline < 0 ? bytes.length : newline;
      this.#line(bytes.toString('utf8', start, end).replace(/\r$/, ''));
      start = end + 1;
    }
  }

  #line(text: string): void {
    if (text === '') return;
    this.#part.accessLogLines += 1;
    const line = parseAccessLogLine(text);
    if (line === undefined) {
      this.#part.unreadableLines += 1;
      return;
    }
    this.#part.firstEvent = Math.min(this.#part.firstEvent, line.time);
    this.#part.lastEvent = Math.max(this.#part.lastEvent, line.time);
    const file = cloudTrailFileOf(line.key);
    this.#lineHours.add(Math.floor(line.time / 3600));
    const isRead = line.operation === 'REST.GET.OBJECT' && (line.status === '200' || line.status === '206');
    if (!isRead || file === undefined || line.requester === CLOUDTRAIL_REQUESTER) return;
    this.#trailBuckets.add(line.bucket);
    this.#add({
      id: '',
      time: line.time,
      rule: GET,
      principal: principalOfRequester(line.requester),
      region: '',
      bucket: line.bucket,
      trail: '',
      tool: toolOf(line.userAgent),
      object: `${line.bucket}/${line.key}`,
      kind: file.kind,
      deliveredMinute: file.deliveredMinute,
      requestId: line.requestId === '-' ? '' : line.requestId,
      recipient: '',
    });
  }
}

/** Nobody joins deliveries to anything, and most records of a busy trail are deliveries. */
const DELIVERY = RULES.findIndex(({ name }) => name === 'delivery-of-file');

/** The same identities come file after file. */
const principals = new WeakMap<Identity, Principal>();

/** As access logs name CloudTrail itself. */
const CLOUDTRAIL_REQUESTER = 'svc:cloudtrail.amazonaws.com';

/** The first sign that is no blank, after a byte order mark if there is one; empty where there is none. */
function firstSign(bytes: Buffer): string {
  let index = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (index < bytes.length && (bytes[index] as number) <= 0x20) index += 1;
  return index < bytes.length ? String.fromCharCode(bytes[index] as number) : '';
}
