import type { Declaration, Given } from '../command.js';
import { ACCOUNTS_OPTION, COST_OPTION, FULL_OPTION, LIST, STRICT_OPTION, WORKBOOK_REPORT_OPTIONS } from './options.js';

export const BILL = {
  usage: 'bill <files..>',
  describe: 'Show KMS requests, keys and events on a bill, and what log reads can cost',
  missing: 'a file or folder of a bill is missing',
  positionals: {
    files: {
      type: 'string',
      array: true,
      demandOption: true,
      describe: 'Files, folders or patterns: CUR, CUR 2.0, FOCUS, Cost Explorer, Bills page',
    },
  },
  title: 'What to show:',
  options: {
    month: { type: 'string', requiresArg: true, describe: 'Only this month, 2026-11, or these, 2026-11..2027-01' },
    key: { ...LIST, describe: 'ARN or id of the KMS key of the logs, for a bill with resource ids; can be repeated' },
    bucket: { type: 'string', requiresArg: true, describe: 'Name of the bucket of the logs: its S3 GETs, for a bill with resource ids' },
    ...COST_OPTION,
    ...WORKBOOK_REPORT_OPTIONS,
    ...FULL_OPTION,
    scenario: {
      type: 'string',
      requiresArg: true,
      describe: 'Also write a scenario to fill in to this file, for `trailcost estimate`',
      group: 'Output:',
    },
    ...ACCOUNTS_OPTION,
    ...STRICT_OPTION,
  },
  examples: [
    ['bill cur.csv.gz', 'How many KMS requests can be log reads'],
    ['bill exports/ --key 1234abcd-12ab-34cd-56ef-1234567890ab', 'Only of the key of the logs'],
    ['bill exports/ --bucket my-trail-logs', 'Before SSE-KMS: the GETs are the forecast'],
    ['bill cur.csv.gz --scenario scenario.yaml', 'And a scenario to fill in'],
  ],
} as const satisfies Declaration;

export type BillArguments = Given<typeof BILL>;
