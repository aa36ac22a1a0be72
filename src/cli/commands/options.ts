// cli/commands: how each command is called and what help says about it; loads nothing else.

import type { InferredOptionTypes, Options } from 'yargs';

/** Formats that every report has. */
export const FORMATS = ['table', 'json', 'csv', 'markdown'] as const;
export type Format = (typeof FORMATS)[number];

/** The same, and a page. */
export const PAGE_FORMATS = [...FORMATS, 'html'] as const;
export type PageFormat = (typeof PAGE_FORMATS)[number];

/** The same, and a workbook. */
export const WORKBOOK_FORMATS = [...PAGE_FORMATS, 'xlsx'] as const;
export type WorkbookFormat = (typeof WORKBOOK_FORMATS)[number];

/** A text that may be given more than once. */
export const LIST = { type: 'string', array: true, nargs: 1, requiresArg: true } as const satisfies Options;

/** The same, where its name alone asks something too: then its value is empty. */
export const LIST_OR_NAME = { type: 'string', array: true, nargs: 1 } as const satisfies Options;

const OUTPUT = 'Output:';
const BUDGET = 'Budget:';
const PRICES = 'Prices and currency:';

/** The format of a report; where none is given, the name of its file says which. */
export function formatOptions<const F extends readonly string[]>(formats: F) {
  const describe = `Format: ${formats.join(', ')}. Without it, the name of the --output file decides; else table`;
  return {
    format: { alias: 'f', choices: formats, requiresArg: true, default: 'table', describe, group: OUTPUT },
    json: { type: 'boolean', describe: 'The same as --format json', group: OUTPUT },
  } as const satisfies Record<string, Options>;
}

/** Where a report goes, and the prices that it uses. */
export const OUTPUT_OPTIONS = {
  output: { alias: 'o', type: 'string', requiresArg: true, describe: 'Write the report to this file, whole or not at all', group: OUTPUT },
  'price-book': { type: 'string', requiresArg: true, describe: 'CSV of prices to use before the bundled ones', group: PRICES },
} as const satisfies Record<string, Options>;

/** Reports that have a short form. */
export const FULL_OPTION = {
  full: { type: 'boolean', default: false, describe: 'Show everything: all months, prices and assumptions', group: OUTPUT },
} as const satisfies Record<string, Options>;

/** A chart beside a report. */
export function chartOption(describe: string) {
  return {
    chart: { type: 'string', requiresArg: true, describe: `Also draw a chart to this file, such as chart.svg: ${describe}`, group: OUTPUT },
  } as const satisfies Record<string, Options>;
}

export const REPORT_OPTIONS = { ...formatOptions(FORMATS), ...OUTPUT_OPTIONS } as const satisfies Record<string, Options>;

export const PAGE_REPORT_OPTIONS = { ...formatOptions(PAGE_FORMATS), ...OUTPUT_OPTIONS } as const satisfies Record<string, Options>;

export const WORKBOOK_REPORT_OPTIONS = { ...formatOptions(WORKBOOK_FORMATS), ...OUTPUT_OPTIONS } as const satisfies Record<string, Options>;

/** The budget guard, on every command that has it. */
export const BUDGET_OPTIONS = {
  budget: {
    ...LIST,
    describe: 'Exit with code 3 if any month costs more than AMOUNT; NAME=AMOUNT: of one reader or account; can be repeated',
    group: BUDGET,
  },
  'budget-on': {
    choices: ['expected', 'likely', 'high'],
    requiresArg: true,
    describe: 'Case to hold against the limit: expected (default), likely (P90 of a simulation) or high',
    group: BUDGET,
  },
  strategy: {
    choices: ['sse-kms', 'sse-kms-bucket-key'],
    requiresArg: true,
    describe: 'Strategy that a limit or a question is about: sse-kms (default) or sse-kms-bucket-key',
    group: BUDGET,
  },
} as const satisfies Record<string, Options>;

/** Conversion of all amounts, on every command that estimates or counts. */
export const CURRENCY_OPTIONS = {
  currency: { type: 'string', requiresArg: true, describe: 'Report in this currency; needs --rate and --rate-date', group: PRICES },
  rate: { type: 'string', requiresArg: true, describe: "Units of it for one unit of the prices' currency", group: PRICES },
  'rate-date': { type: 'string', requiresArg: true, describe: 'Day of the rate, YYYY-MM-DD', group: PRICES },
} as const satisfies Record<string, Options>;

/** What `--format focus` needs to know and no scenario or log says. */
export const EXPORT_OPTIONS = {
  'billing-account': { type: 'string', requiresArg: true, describe: 'Account that gets the bill, for --format focus', group: OUTPUT },
} as const satisfies Record<string, Options>;

/** Names of accounts, on every command whose report has accounts. */
export const ACCOUNTS_OPTION = {
  accounts: {
    type: 'string',
    requiresArg: true,
    describe: 'CSV of account_id, name, cost_centre and tags: reports then name accounts',
    group: OUTPUT,
  },
} as const satisfies Record<string, Options>;

/** Which of a bill's costs counts, on every command that reads one. */
export const COST_OPTION = {
  cost: {
    choices: ['unblended', 'net', 'list'],
    requiresArg: true,
    describe: 'Cost on the bill to take: unblended (default; billed cost in FOCUS), net of discounts within rows, or list',
  },
} as const satisfies Record<string, Options>;

export const STRICT_OPTION = {
  strict: { type: 'boolean', default: false, describe: 'Exit with code 4 if the data is incomplete', group: OUTPUT },
} as const satisfies Record<string, Options>;

export type OutputArguments = InferredOptionTypes<typeof OUTPUT_OPTIONS>;
export type BudgetArguments = InferredOptionTypes<typeof BUDGET_OPTIONS>;
export type CurrencyArguments = InferredOptionTypes<typeof CURRENCY_OPTIONS>;
export type ExportArguments = InferredOptionTypes<typeof EXPORT_OPTIONS>;
