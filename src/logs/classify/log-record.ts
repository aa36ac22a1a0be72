export const KMS = 'kms.amazonaws.com';
export const S3 = 's3.amazonaws.com';
export const GET = 'GetObject';

/** Who called, as CloudTrail's `userIdentity` tells it. */
export interface Identity {
  type: string | undefined;
  principalId: string | undefined;
  arn: string | undefined;
  accountId: string | undefined;
  userName: string | undefined;
  invokedBy: string | undefined;
  /** ARN of the role of an assumed-role session (`sessionContext.sessionIssuer.arn`). */
  issuerArn: string | undefined;
}

/** What the count needs of a CloudTrail record; text as it stands there, undefined where absent or no text. */
export interface LogRecord {
  eventSource: string | undefined;
  eventName: string | undefined;
  eventTime: string | undefined;
  eventId: string | undefined;
  /** Of a record that restates another one: that one's (`addendum.originalEventID`). */
  originalEventId: string | undefined;
  /** `Management`, `Data`, `NetworkActivity`, `Insight`; absent in older records. */
  eventCategory: string | undefined;
  sharedEventId: string | undefined;
  errorCode: string | undefined;
  region: string | undefined;
  recipientAccountId: string | undefined;
  identity: Identity;
  /** `aws:cloudtrail:arn` of the encryption context. */
  trailArn: string | undefined;
  /** `aws:s3:arn` of the encryption context. */
  s3Arn: string | undefined;
  /** A field that has to be an object and cannot be read as one. */
  unreadable: string | undefined;
  /** Of a GET alone; KMS has no use for them. */
  get:
    | {
        requestId: string | undefined;
        userAgent: string | undefined;
        bucketName: string | undefined;
        objectKey: string | undefined;
        /** The object as `resources` names it, whatever name of its bucket the request used. */
        objectArn: string | undefined;
      }
    | undefined;
}

export function isKms({ eventSource }: LogRecord): boolean {
  return eventSource === KMS;
}

/** Whether a record can count: any of KMS's, and S3's data events of reads. */
export function canCount(eventSource: string | undefined, eventName: string | undefined): boolean {
  return eventSource === KMS || (eventSource === S3 && eventName === GET);
}

/** Whether something is a CloudTrail record at all; of KMS also one that lacks its operation, lest it vanish. */
export function isRecord(eventSource: string | undefined, eventName: string | undefined): boolean {
  return eventSource === KMS || (eventSource !== undefined && eventName !== undefined);
}

/**
 * Whether a record is a request of its own: KMS's are management events, reads are data events. Network activity repeats calls at a VPC
 * endpoint, denied ones too, and an Insight event is about many.
 * Source: docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html (`eventCategory`)
 */
export function isRequest(record: LogRecord): boolean {
  const { eventCategory } = record;
  return eventCategory === undefined || eventCategory === (isKms(record) ? 'Management' : 'Data');
}
