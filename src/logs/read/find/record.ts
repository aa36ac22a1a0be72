import { isObject } from '../../../base/records.js';
import { isPlainTime, utcTimeOf } from '../../../base/time.js';
import { KMS, type LogRecord } from '../../classify/log-record.js';

/** A record that was parsed. Anything that is no object has no fields. */
export function recordOf(parsed: unknown): LogRecord {
  const record = fieldsOf(parsed);
  const identity = fieldsOf(record['userIdentity']);
  const parameters = fieldsOf(record['requestParameters']);
  const unreadable = ['userIdentity', 'requestParameters'].find((field) => isBroken(record[field]));
  const context = fieldsOf(parameters['encryptionContext']);
  const issuer = fieldsOf(fieldsOf(identity['sessionContext'])['sessionIssuer']);
  return {
    eventSource: textOf(record['eventSource']),
    eventName: textOf(record['eventName']),
    eventTime: eventTimeOf(record['eventTime']),
    eventId: filledTextOf(record['eventID']),
    originalEventId: filledTextOf(fieldsOf(record['addendum'])['originalEventID']),
    eventCategory: filledTextOf(record['eventCategory']),
    sharedEventId: filledTextOf(record['sharedEventID']),
    errorCode: textOf(record['errorCode']),
    region: filledTextOf(record['awsRegion']),
    recipientAccountId: filledTextOf(record['recipientAccountId']),
    identity: {
      type: filledTextOf(identity['type']),
      principalId: filledTextOf(identity['principalId']),
      arn: filledTextOf(identity['arn']),
      accountId: filledTextOf(identity['accountId']),
      userName: filledTextOf(identity['userName']),
      invokedBy: filledTextOf(identity['invokedBy']),
      issuerArn: filledTextOf(issuer['arn']),
    },
    trailArn: filledTextOf(context['aws:cloudtrail:arn']),
    s3Arn: filledTextOf(context['aws:s3:arn']),
    unreadable,
    get:
      record['eventSource'] === KMS
        ? undefined
        : {
            requestId: filledTextOf(record['requestID']),
            userAgent: filledTextOf(record['userAgent']),
            bucketName: filledTextOf(parameters['bucketName']),
            objectKey: filledTextOf(parameters['key']),
            objectArn: objectArnIn(record['resources']),
          },
  };
}

/** What is written as CloudTrail does is left as it is: whether it is a time at all is asked of what counts alone. */
function eventTimeOf(value: unknown): string | undefined {
  return typeof value === 'string' && isPlainTime(value) ? value : utcTimeOf(value);
}

/** Exports of databases hold objects as JSON text. */
function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  const object = typeof value === 'string' ? parsedText(value) : value;
  return isObject(object) && !Array.isArray(object) ? object : {};
}

/** Undefined for text that is no JSON. */
function parsedText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Whether a field holds something, and no object, be it as JSON text. */
function isBroken(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return false;
  const object = typeof value === 'string' ? parsedText(value) : value;
  return object !== null && (!isObject(object) || Array.isArray(object));
}

function objectArnIn(resources: unknown): string | undefined {
  const all = typeof resources === 'string' ? parsedText(resources) : resources;
  if (!Array.isArray(all)) return undefined;
  const object = all.find((resource) => isObject(resource) && resource['type'] === 'AWS::S3::Object');
  return isObject(object) ? filledTextOf(object['ARN']) : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Exports write what is absent as empty text too. */
function filledTextOf(value: unknown): string | undefined {
  return textOf(value) || undefined;
}
