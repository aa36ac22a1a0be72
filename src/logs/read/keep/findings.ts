import { secondsOf } from '../../../base/time.js';
import { classify, isCloudTrail } from '../../classify/classify.js';
import { type Finding, GET } from '../../classify/finding.js';
import type { LogRecord } from '../../classify/log-record.js';
import { cloudTrailFileOf, s3ObjectOf } from '../../classify/objects.js';
import { principalOf, principalOfRequester } from '../../classify/principal.js';
import { CLASSES, ruleAt, WITHOUT_TIME } from '../../classify/rules.js';
import { toolOf } from '../../classify/tools.js';
import type { AccessLogLine } from '../find/access-log.js';

/** What a record of KMS shows. */
export function kmsRequest(record: LogRecord): Finding {
  const { rule, object } = classify(record);
  const time = secondsOf(record.eventTime ?? '');
  // Only reads are joined to anything, and most records of a busy trail are deliveries.
  const isRead = object.file !== undefined && CLASSES[ruleAt(rule).class].isRead;
  return {
    id: idOf(record),
    restates: record.originalEventId !== undefined,
    time: time ?? 0,
    rule: time === undefined ? WITHOUT_TIME : rule,
    principal: principalOf(record.identity),
    region: record.region ?? '',
    bucket: object.bucket,
    trail: record.trailArn ?? '',
    tool: '',
    object: isRead ? `${object.bucket}/${object.key}` : undefined,
    kind: object.file?.kind,
    deliveredMinute: object.file?.deliveredMinute,
    fileAccount: object.file?.account,
    requestId: undefined,
    recipient: record.recipientAccountId,
  };
}

/** A GET that succeeded, as a data event has it, and not CloudTrail's own; undefined for any other. */
export function getInRecord(record: LogRecord): Finding | undefined {
  const { userAgent, requestId } = record.get ?? {};
  const { bucketName, objectKey } = objectRead(record.get);
  const file = cloudTrailFileOf(objectKey);
  if (record.errorCode !== undefined || isCloudTrail(record)) return undefined;
  return {
    id: idOf(record),
    restates: record.originalEventId !== undefined,
    time: secondsOf(record.eventTime ?? '') ?? 0,
    rule: GET,
    principal: principalOf(record.identity),
    region: record.region ?? '',
    bucket: bucketName,
    trail: '',
    tool: toolOf(userAgent),
    object: `${bucketName}/${objectKey}`,
    kind: file?.kind,
    deliveredMinute: file?.deliveredMinute,
    requestId,
    recipient: record.recipientAccountId,
  };
}

/** The same as a line of an access log has it. */
export function getInLine(line: AccessLogLine): Finding | undefined {
  const file = cloudTrailFileOf(line.key);
  const isRead = line.operation === 'REST.GET.OBJECT' && (line.status === '200' || line.status === '206');
  if (!isRead || line.requester === CLOUDTRAIL_REQUESTER) return undefined;
  return {
    id: undefined,
    restates: false,
    time: line.time,
    rule: GET,
    principal: principalOfRequester(line.requester),
    region: '',
    bucket: line.bucket,
    trail: '',
    tool: toolOf(line.userAgent),
    object: `${line.bucket}/${line.key}`,
    kind: file?.kind,
    deliveredMinute: file?.deliveredMinute,
    requestId: line.requestId === '-' ? undefined : line.requestId,
    recipient: undefined,
  };
}

/** As access logs name CloudTrail itself. */
const CLOUDTRAIL_REQUESTER = 'svc:cloudtrail.amazonaws.com';

/** The object of a GET: as `resources` has it, since the request may name an access point; else as the request does. */
function objectRead(get: LogRecord['get']): { bucketName: string; objectKey: string } {
  const { bucket, key } = s3ObjectOf(get?.objectArn);
  return key === '' ? { bucketName: get?.bucketName ?? '', objectKey: get?.objectKey ?? '' } : { bucketName: bucket, objectKey: key };
}

/** What all copies of an event share, and what restates it. */
function idOf({ sharedEventId, originalEventId, eventId }: LogRecord): string | undefined {
  return sharedEventId ?? originalEventId ?? eventId;
}
