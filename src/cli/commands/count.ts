import type { Declaration, Given } from '../command.js';
import {
  ACCOUNTS_OPTION,
  CURRENCY_OPTIONS,
  chartOption,
  EXPORT_OPTIONS,
  FULL_OPTION,
  formatOptions,
  LIST,
  OUTPUT_OPTIONS,
  STRICT_OPTION,
  WORKBOOK_FORMATS,
} from './options.js';

const S3 = 'S3 and Event history:';

/** What reading a bucket may cost without being asked for. */
export const DEFAULT_MAX_COST = '1';

export const COUNT = {
  usage: 'count [paths..]',
  describe: 'Count billable KMS requests in CloudTrail logs and S3 access logs',
  missing: 'a file or folder of logs is missing',
  positionals: {
    paths: {
      type: 'string',
      array: true,
      describe: 'Files, folders or patterns, or s3://BUCKET/PREFIX; - reads standard input',
    },
  },
  title: 'What to count:',
  options: {
    since: { type: 'string', requiresArg: true, describe: 'Only events at or after this UTC day or time' },
    until: { type: 'string', requiresArg: true, describe: 'Only events before this UTC day or time' },
    account: { ...LIST, describe: 'Only requests that this account pays; can be repeated' },
    bucket: { ...LIST, describe: 'Only files in this bucket of CloudTrail logs; can be repeated' },
    trail: { ...LIST, describe: 'Only files of this trail (name or ARN); can be repeated' },
    region: { ...LIST, describe: 'Only requests in this Region (of bucket and key); can be repeated' },
    ...formatOptions([...WORKBOOK_FORMATS, 'focus']),
    ...OUTPUT_OPTIONS,
    ...FULL_OPTION,
    ...chartOption('requests of each reader'),
    scenario: {
      type: 'string',
      requiresArg: true,
      describe: 'Also write a scenario to this file, for `trailcost estimate`',
      group: 'Output:',
    },
    trace: { type: 'string', requiresArg: true, describe: 'Also write a CSV to this file: one row per billable request', group: 'Output:' },
    ...ACCOUNTS_OPTION,
    ...EXPORT_OPTIONS,
    ...STRICT_OPTION,
    ...CURRENCY_OPTIONS,
    endpoint: { type: 'string', requiresArg: true, describe: "URL of a server that speaks S3's language, in place of AWS", group: S3 },
    'requester-pays': { type: 'boolean', default: false, describe: 'Pay for requests to a bucket whose owner wants that', group: S3 },
    'max-cost': {
      type: 'string',
      requiresArg: true,
      describe: `Stop before reading what costs more than this without --yes [default: ${DEFAULT_MAX_COST}]`,
      group: S3,
    },
    yes: { type: 'boolean', default: false, describe: 'Read the files, whatever it costs', group: S3 },
    'list-only': { type: 'boolean', default: false, describe: 'Read no file: write a scenario from the listing alone', group: S3 },
    'event-history': {
      type: 'boolean',
      default: false,
      describe: "Count what CloudTrail's Event history of the last 90 days has, without files: free, and slow",
      group: S3,
    },
    checkpoint: {
      type: 'string',
      requiresArg: true,
      describe: 'Keep finished days in this file, so that a stopped run goes on',
      group: S3,
    },
  },
  examples: [
    ['count logs/AWSLogs', 'The report'],
    ['count logs --scenario measured.yaml', 'And a scenario to estimate'],
    ['count logs --trace requests.csv', 'And where each was found'],
    ['count s3://my-logs/AWSLogs --since 2026-11-01', 'The same in S3'],
    ['count --event-history --region us-east-1', 'Without any files'],
  ],
} as const satisfies Declaration;

export type CountArguments = Given<typeof COUNT>;
