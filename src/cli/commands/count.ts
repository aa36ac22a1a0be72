import type { Declaration, Given } from '../command.js';
import { CURRENCY_OPTIONS, EXPORT_OPTIONS, FORMATS, FULL_OPTION, LIST, OUTPUT_OPTIONS, STRICT_OPTION } from './options.js';

export const COUNT = {
  usage: 'count <paths..>',
  describe: 'Count billable KMS requests in CloudTrail logs and S3 access logs',
  missing: 'a file or folder of logs is missing',
  positionals: {
    paths: { type: 'string', array: true, demandOption: true, describe: 'Files, folders or patterns; - for standard input' },
  },
  options: {
    format: { alias: 'f', choices: [...FORMATS, 'focus'], requiresArg: true, default: 'table', describe: 'Format of the report' },
    ...OUTPUT_OPTIONS,
    ...FULL_OPTION,
    ...CURRENCY_OPTIONS,
    ...EXPORT_OPTIONS,
    scenario: { type: 'string', requiresArg: true, describe: 'Write a scenario to FILE that `trailcost estimate` projects' },
    chart: { type: 'string', requiresArg: true, describe: 'Write a chart to FILE, an SVG: requests of each reader' },
    trace: { type: 'string', requiresArg: true, describe: 'Write a CSV to FILE with one row for each billable request' },
    since: { type: 'string', requiresArg: true, describe: 'Only events from this UTC day or time on' },
    until: { type: 'string', requiresArg: true, describe: 'Only events before this UTC day or time' },
    bucket: { ...LIST, describe: 'Only this bucket, which holds CloudTrail files; may be repeated' },
    trail: { ...LIST, describe: 'Only requests for files of this trail (name or ARN); may be repeated' },
    account: { ...LIST, describe: 'Only requests that this account pays; may be repeated' },
    region: { ...LIST, describe: 'Only requests in this Region (of bucket and key); may be repeated' },
    ...STRICT_OPTION,
  },
  examples: [
    ['count logs/AWSLogs', 'The report'],
    ['count logs --scenario measured.yaml', 'And a scenario to project'],
    ['count logs --trace requests.csv', 'And where each request stands'],
  ],
} as const satisfies Declaration;

export type CountArguments = Given<typeof COUNT>;
