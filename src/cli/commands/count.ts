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

export const COUNT = {
  usage: 'count <paths..>',
  describe: 'Count billable KMS requests in CloudTrail logs and S3 access logs',
  missing: 'a file or folder of logs is missing',
  positionals: {
    paths: { type: 'string', array: true, demandOption: true, describe: 'Files, folders or patterns; - reads standard input' },
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
  },
  examples: [
    ['count logs/AWSLogs', 'The report'],
    ['count logs --scenario measured.yaml', 'And a scenario to estimate'],
    ['count logs --trace requests.csv', 'And where each was found'],
  ],
} as const satisfies Declaration;

export type CountArguments = Given<typeof COUNT>;
