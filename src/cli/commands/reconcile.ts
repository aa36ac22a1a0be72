import type { Declaration, Given } from '../command.js';
import { BUDGET_OPTIONS, CURRENCY_OPTIONS, FULL_OPTION, LIST, REPORT_OPTIONS, STRICT_OPTION } from './options.js';

export const RECONCILE = {
  usage: 'reconcile <expectation>',
  describe: 'Compare an estimate or a measurement with the bill',
  missing: 'an estimate, measurement or scenario is needed before --bill, which takes all that follows it',
  positionals: {
    expectation: {
      type: 'string',
      demandOption: true,
      describe: 'Scenario, or a report of estimate or count saved with --format json; - for standard input',
    },
  },
  options: {
    bill: {
      type: 'string',
      array: true,
      demandOption: true,
      requiresArg: true,
      describe: 'Files or folders of the bill: CUR, CUR 2.0 or FOCUS as CSV, gzip, zip or Parquet',
    },
    strategy: { ...BUDGET_OPTIONS.strategy, describe: 'Strategy that was in force [default: "sse-kms"]' },
    month: { type: 'string', requiresArg: true, describe: 'Only this month, 2026-11, or these, 2026-11..2027-01' },
    key: { ...LIST, describe: 'ARN or id of the key that encrypts the logs, for a bill with resource ids; may be repeated' },
    calibrate: {
      type: 'string',
      requiresArg: true,
      describe: 'Write the scenario to FILE with the free tier, discounts and prices of the bill',
    },
    ...REPORT_OPTIONS,
    ...FULL_OPTION,
    ...CURRENCY_OPTIONS,
    ...STRICT_OPTION,
  },
  examples: [
    ['reconcile scenario.yaml --bill cur.csv.gz', 'Estimated against billed'],
    ['reconcile counted.json --bill bills/', 'Counted against billed'],
    ['reconcile scenario.yaml --bill cur.csv.gz --calibrate calibrated.yaml', 'And the scenario as the bill has it'],
  ],
} as const satisfies Declaration;

export type ReconcileArguments = Given<typeof RECONCILE>;
