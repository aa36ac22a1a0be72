import type { Declaration, Given } from '../command.js';
import { BUDGET_OPTIONS, CURRENCY_OPTIONS, FULL_OPTION, LIST, REPORT_OPTIONS, STRICT_OPTION } from './options.js';

export const RECONCILE = {
  usage: 'reconcile <expectation>',
  describe: 'Compare an estimate or a measurement with the bill',
  missing: 'an estimate, measurement or scenario is missing; it comes before --bill, which takes everything after it',
  positionals: {
    expectation: {
      type: 'string',
      demandOption: true,
      describe: 'Scenario, or a report of estimate or count in JSON; - for standard input',
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
    strategy: { ...BUDGET_OPTIONS.strategy, describe: 'Strategy that was used [default: "sse-kms"]' },
    month: { type: 'string', requiresArg: true, describe: 'Only this month (2026-11) or these months (2026-11..2027-01)' },
    key: { ...LIST, describe: 'ARN or id of the key that encrypts the logs, if the bill has resource ids; may be repeated' },
    calibrate: {
      type: 'string',
      requiresArg: true,
      describe: 'Write to FILE the scenario with the free tier, discounts and prices of the bill',
    },
    ...REPORT_OPTIONS,
    ...FULL_OPTION,
    ...CURRENCY_OPTIONS,
    ...STRICT_OPTION,
  },
  examples: [
    ['reconcile scenario.yaml --bill cur.csv.gz', 'Estimated against billed'],
    ['reconcile counted.json --bill bills/', 'Counted against billed'],
    ['reconcile scenario.yaml --bill cur.csv.gz --calibrate calibrated.yaml', 'And a scenario with the prices of the bill'],
  ],
} as const satisfies Declaration;

export type ReconcileArguments = Given<typeof RECONCILE>;
