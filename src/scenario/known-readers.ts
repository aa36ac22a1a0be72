/** What is known of a product that reads log files, or that people think does. */
export interface KnownReader {
  /** What a scenario's reader names it by: `like: splunk`. */
  id: string;
  name: string;
  /** The pattern of a scenario that describes it; `none` where it makes no billable read. */
  pattern: 'every-file' | 'scan' | 'validate' | 'once' | 'replicate' | 'none';
  /** S3 GETs for each file that it reads; absent where not known. */
  getsPerFile?: number;
  /** KMS requests for each file, where it is not one for each GET. */
  requestsPerFile?: number;
  /** Whether it also meets digest files unless told otherwise; absent where not known. */
  readsDigests?: boolean;
  /** `A` AWS's own text, or measured; `B` one good secondary source; `?` not confirmed. */
  confidence: 'A' | 'B' | '?';
  /** Last part of the path of a documentation page, or a project on GitHub; absent where none is known. */
  source?: string;
  /** One sentence. */
  note: string;
  /** Whether only its user can know which share of the files it reads. */
  isShareUnknown?: true;
  /** What a scenario has in its place, where it is not a reader of its own. */
  instead?: string;
}

/** Readers by name, with how they read, how sure that is and where it is from (METHOD, section 3). */
export const KNOWN_READERS: readonly KnownReader[] = [
  {
    id: 'datadog-forwarder',
    name: 'Datadog Forwarder',
    pattern: 'every-file',
    getsPerFile: 1,
    readsDigests: true,
    confidence: 'B',
    source: 'DataDog/datadog-serverless-functions',
    note: 'Reads every object that S3 notifies it of, so leave digest files out of the notification.',
  },
  {
    id: 'elastic-aws-s3-input',
    name: 'Elastic aws-s3 input',
    pattern: 'every-file',
    getsPerFile: 1,
    readsDigests: true,
    confidence: 'B',
    source: 'elastic/beats',
    note: 'The CloudTrail module of Filebeat reads digest files unless process_digest_logs is false.',
  },
  {
    id: 'splunk',
    name: 'Splunk',
    pattern: 'every-file',
    getsPerFile: 1,
    confidence: '?',
    note: 'One GET a file is assumed.',
  },
  {
    id: 'sumo-logic',
    name: 'Sumo Logic',
    pattern: 'every-file',
    getsPerFile: 1,
    confidence: '?',
    source: 'aws-s3-scan-interval-sources',
    note: 'One GET a file is assumed; its own documentation says only that every scan lists the bucket.',
  },
  {
    id: 'panther',
    name: 'Panther',
    pattern: 'every-file',
    getsPerFile: 1,
    confidence: '?',
    source: 'panther-labs/panther',
    note: 'One GET a file up to 8 MB in its former open source; the product of today is not public.',
  },
  {
    id: 'wazuh',
    name: 'Wazuh',
    pattern: 'every-file',
    getsPerFile: 1,
    readsDigests: false,
    confidence: 'B',
    source: 'wazuh/wazuh',
    note: 'Its AWS module lists the CloudTrail folders and gets each file once, without the folders of digest files.',
  },
  {
    id: 'microsoft-sentinel',
    name: 'Microsoft Sentinel',
    pattern: 'every-file',
    getsPerFile: 1,
    confidence: '?',
    source: 'Azure/Azure-Sentinel',
    note: "Gets what S3 notifies it of; one GET is assumed. Its setup for an organization's trail notifies of digest files too.",
  },
  {
    id: 'siem-retries',
    name: 'Retries of a SIEM',
    pattern: 'every-file',
    confidence: 'A',
    source: 'EventNotifications',
    note: 'S3 notifies at least once and a queue returns what failed, so some files are read again: a scenario has this as times above 1.',
    instead: 'Give the reader whose retries these are times above 1.',
  },
  {
    id: 'athena',
    name: 'Athena',
    pattern: 'scan',
    getsPerFile: 1,
    readsDigests: false,
    confidence: '?',
    source: 'cloudtrail-logs',
    note: 'At least one GET a file in every query; AWS publishes no number.',
  },
  {
    id: 'trino',
    name: 'Trino',
    pattern: 'scan',
    getsPerFile: 1,
    confidence: 'A',
    source: 'trinodb/trino',
    note: 'Measured with versions 368 and 476, for each scan of the table: a query that reads the table twice makes two.',
  },
  {
    id: 'aws-glue-crawler',
    name: 'AWS Glue crawler',
    pattern: 'scan',
    confidence: 'A',
    source: 'long-running-glue-crawler',
    note: 'Reads the start of every file, and only of new files where crawls are incremental.',
  },
  {
    id: 'validate-logs',
    name: 'validate-logs of the AWS CLI',
    pattern: 'validate',
    getsPerFile: 1,
    readsDigests: true,
    confidence: 'A',
    source: 'validate-logs',
    note: 'Downloads all log and digest files of its range on each run.',
  },
  {
    id: 'aws-s3-sync',
    name: 'aws s3 sync',
    pattern: 'once',
    getsPerFile: 1,
    readsDigests: true,
    confidence: 'B',
    source: 's3-config',
    note: 'One GET for a file under 8 MB; when it runs again it reads only what is new.',
  },
  {
    id: 'aws-datasync',
    name: 'AWS DataSync',
    pattern: 'once',
    readsDigests: true,
    confidence: 'A',
    source: 'create-s3-location',
    note: 'Reads each file that it transfers; whether its verification of the source reads again is not known.',
  },
  {
    id: 'opensearch-ingestion',
    name: 'OpenSearch Ingestion',
    pattern: 'every-file',
    getsPerFile: 1,
    readsDigests: true,
    confidence: 'B',
    source: 'opensearch-project/data-prepper',
    note: 'Reads every object that it is notified of, as Data Prepper does, which it runs.',
  },
  {
    id: 'macie-automated-discovery',
    name: 'Macie automated discovery',
    pattern: 'scan',
    confidence: 'A',
    source: 'discovery-asdd-settings-defaults',
    note: 'Samples objects of all buckets by default, until you exclude the log bucket; how many is not published.',
    isShareUnknown: true,
  },
  {
    id: 'access-analyzer-policy-generation',
    name: 'IAM Access Analyzer policy generation',
    pattern: 'once',
    confidence: 'A',
    source: 'access-analyzer-policy-generation',
    note: 'Each request reads up to 90 days of the trail through your service role.',
  },
  {
    id: 'cloudtrail-lake-import',
    name: 'CloudTrail Lake import',
    pattern: 'once',
    readsDigests: false,
    confidence: 'A',
    source: 'API_StartImport',
    note: 'Reads the bucket through your role, billed or not is not known; takes no new customers since 31 May 2026.',
  },
  {
    id: 'aws-backup-s3',
    name: 'AWS Backup for S3',
    pattern: 'every-file',
    readsDigests: true,
    confidence: 'B',
    source: 'AWSBackupServiceRolePolicyForS3Backup',
    note: 'Reads all files once when it begins, then each new one.',
  },
  {
    id: 'guardduty-malware-protection-s3',
    name: 'GuardDuty Malware Protection for S3',
    pattern: 'every-file',
    readsDigests: true,
    confidence: 'A',
    source: 'gdu-malware-protection-s3',
    note: 'Scans each new object of a bucket that it protects, or of up to five prefixes.',
  },
  {
    id: 's3-replication',
    name: 'S3 Replication',
    pattern: 'replicate',
    getsPerFile: 0,
    requestsPerFile: 2,
    readsDigests: true,
    confidence: 'A',
    source: 'replication-config-for-kms-objects',
    note: 'No GET that S3 charges, but two KMS requests a file; SSE-KMS files only where you opt in.',
  },
  {
    id: 's3-batch-replication',
    name: 'S3 Batch Replication',
    pattern: 'once',
    requestsPerFile: 2,
    readsDigests: true,
    confidence: 'B',
    source: 's3-batch-replication-batch',
    note: 'Two KMS requests for each file of the job.',
  },
  {
    id: 'guardduty',
    name: 'GuardDuty, foundational',
    pattern: 'none',
    getsPerFile: 0,
    readsDigests: false,
    confidence: 'A',
    source: 'guardduty_data-sources',
    note: 'Takes the events from a stream of its own, whatever the trail; it charges for analysing them.',
  },
  {
    id: 'cloudtrail-event-history',
    name: 'CloudTrail Event history',
    pattern: 'none',
    getsPerFile: 0,
    readsDigests: false,
    confidence: 'A',
    source: 'view-cloudtrail-events',
    note: 'Keeps events for 90 days without a trail.',
  },
  {
    id: 'cloudwatch-logs-delivery',
    name: 'CloudWatch Logs delivery',
    pattern: 'none',
    getsPerFile: 0,
    readsDigests: false,
    confidence: 'A',
    source: 'send-cloudtrail-events-to-cloudwatch-logs',
    note: 'CloudTrail sends the events to the log group itself.',
  },
  {
    id: 'eventbridge',
    name: 'EventBridge',
    pattern: 'none',
    getsPerFile: 0,
    readsDigests: false,
    confidence: 'A',
    source: 'eb-service-event-cloudtrail',
    note: 'CloudTrail sends the events to the event bus itself.',
  },
  {
    id: 'aws-config-rules',
    name: 'AWS Config rules',
    pattern: 'none',
    getsPerFile: 0,
    readsDigests: false,
    confidence: 'A',
    source: 'how-does-config-work',
    note: 'Describes and lists resources instead of reading log files.',
  },
  {
    id: 'cloudtrail-insights',
    name: 'CloudTrail Insights',
    pattern: 'none',
    getsPerFile: 0,
    readsDigests: false,
    confidence: 'A',
    source: 'logging-insights-events-with-cloudtrail',
    note: 'CloudTrail analyses the events itself; it charges for that, but reads no file.',
  },
];

/** Those that a scenario can have as readers. */
export const READERS_BY_NAME = KNOWN_READERS.filter(({ pattern, instead }) => pattern !== 'none' && instead === undefined);
