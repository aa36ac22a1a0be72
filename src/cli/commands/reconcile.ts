import type { Declaration, Given } from '../command.js';
import {
  ACCOUNTS_OPTION,
  BUDGET_OPTIONS,
  COST_OPTION,
  CURRENCY_OPTIONS,
  FULL_OPTION,
  LIST,
  STRICT_OPTION,
  WORKBOOK_REPORT_OPTIONS,
} from './options.js';

export const RECONCILE = {
  usage: 'reconcile <report> [more..]',
  describe: 'Compare an estimate or a count with the bill',
  missing: 'an estimate, a count or a scenario is missing to compare the bill with; for a bill alone: trailcost bill FILE...',
  positionals: {
    report: {
      type: 'string',
      demandOption: true,
      describe: 'Scenario, or a report of estimate or count saved as JSON; - reads standard input',
    },
    more: { type: 'string', array: true, describe: 'More files of the bill, after those of --bill' },
  },
  title: 'What to compare:',
  options: {
    bill: {
      ...LIST,
      demandOption: true,
      describe: 'Files or folders of the bill: CUR, CUR 2.0 or FOCUS as CSV, gzip, zip or Parquet',
    },
    strategy: {
      choices: BUDGET_OPTIONS.strategy.choices,
      requiresArg: true,
      describe: 'Strategy that was in use: sse-kms (default) or sse-kms-bucket-key',
    },
    month: { type: 'string', requiresArg: true, describe: 'Only this month, 2026-11, or these, 2026-11..2027-01' },
    ...COST_OPTION,
    key: { ...LIST, describe: 'ARN or id of the KMS key of the logs, for a bill with resource ids; can be repeated' },
    ...WORKBOOK_REPORT_OPTIONS,
    ...FULL_OPTION,
    calibrate: {
      type: 'string',
      requiresArg: true,
      describe: 'Also write the scenario to this file, with the free tier, discounts and prices of the bill',
      group: 'Output:',
    },
    ...ACCOUNTS_OPTION,
    ...STRICT_OPTION,
    ...CURRENCY_OPTIONS,
  },
  examples: [
    ['reconcile scenario.yaml --bill cur.csv.gz', 'Estimated against billed'],
    ['reconcile counted.json --bill bills/', 'Counted against billed'],
    ['reconcile scenario.yaml --bill cur.csv.gz --calibrate new.yaml', 'And a scenario that fits the bill'],
  ],
} as const satisfies Declaration;

export type ReconcileArguments = Given<typeof RECONCILE>;
