import type { Options } from 'yargs';

/** Formats that every report has. */
export const FORMATS = ['table', 'json', 'csv', 'markdown'] as const;
export type Format = (typeof FORMATS)[number];

/** Where a report goes, and the prices it rests on. */
export interface OutputArguments {
  output: string | undefined;
  'price-book': string | undefined;
}

export interface ReportArguments extends OutputArguments {
  format: Format;
}

export const OUTPUT_OPTIONS = {
  output: { alias: 'o', type: 'string', requiresArg: true, describe: 'Write the report to FILE, whole or not at all' },
  'price-book': { type: 'string', requiresArg: true, describe: 'CSV of prices that take precedence over the bundled ones' },
} as const satisfies Record<string, Options>;

export const REPORT_OPTIONS = {
  format: { alias: 'f', choices: FORMATS, requiresArg: true, default: 'table' as Format, describe: 'Format of the report' },
  ...OUTPUT_OPTIONS,
} as const satisfies Record<string, Options>;
