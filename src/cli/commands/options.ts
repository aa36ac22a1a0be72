// cli/commands: how each command is called and what help says about it; loads nothing else.

import type { InferredOptionTypes, Options } from 'yargs';

/** Formats that every report has. */
export const FORMATS = ['table', 'json', 'csv', 'markdown'] as const;
export type Format = (typeof FORMATS)[number];

/** A text that may be given more than once. */
export const LIST = { type: 'string', array: true, nargs: 1, requiresArg: true } as const satisfies Options;

/** Where a report goes, and the prices it rests on. */
export const OUTPUT_OPTIONS = {
  output: { alias: 'o', type: 'string', requiresArg: true, describe: 'Write the report to FILE, whole or not at all' },
  'price-book': { type: 'string', requiresArg: true, describe: 'CSV of prices that take precedence over the bundled ones' },
} as const satisfies Record<string, Options>;

/** Reports that have a short form. */
export const FULL_OPTION = {
  full: { type: 'boolean', default: false, describe: 'Show everything: all months, prices and assumptions' },
} as const satisfies Record<string, Options>;

export const REPORT_OPTIONS = {
  format: { alias: 'f', choices: FORMATS, requiresArg: true, default: 'table', describe: 'Format of the report' },
  ...OUTPUT_OPTIONS,
} as const satisfies Record<string, Options>;

/** The budget guard, on every command that has it. */
export const BUDGET_OPTIONS = {
  budget: { type: 'string', requiresArg: true, describe: 'Exit with 3 if any month costs more than AMOUNT under the strategy' },
  'budget-on': {
    choices: ['expected', 'likely', 'high'],
    requiresArg: true,
    describe: 'Case of the cost that a limit is for; likely is P90 of a simulation [default: "expected"]',
  },
  strategy: {
    choices: ['sse-kms', 'sse-kms-bucket-key'],
    requiresArg: true,
    describe: 'Strategy that a limit or a question is about [default: "sse-kms"]',
  },
} as const satisfies Record<string, Options>;

/** Conversion of all amounts, on every command that estimates or counts. */
export const CURRENCY_OPTIONS = {
  currency: { type: 'string', requiresArg: true, describe: 'Code of the currency to report in, with --rate and --rate-date' },
  rate: { type: 'string', requiresArg: true, describe: "How much of it one unit of the prices' own currency is" },
  'rate-date': { type: 'string', requiresArg: true, describe: 'Day that the rate is of, YYYY-MM-DD' },
} as const satisfies Record<string, Options>;

/** What `--format focus` needs to know and no scenario or log tells. */
export const EXPORT_OPTIONS = {
  'billing-account': { type: 'string', requiresArg: true, describe: 'Account that gets the bill, for --format focus' },
} as const satisfies Record<string, Options>;

export const STRICT_OPTION = {
  strict: { type: 'boolean', default: false, describe: 'Exit with 4 if the data is incomplete' },
} as const satisfies Record<string, Options>;

export type OutputArguments = InferredOptionTypes<typeof OUTPUT_OPTIONS>;
export type BudgetArguments = InferredOptionTypes<typeof BUDGET_OPTIONS>;
export type CurrencyArguments = InferredOptionTypes<typeof CURRENCY_OPTIONS>;
export type ExportArguments = InferredOptionTypes<typeof EXPORT_OPTIONS>;
