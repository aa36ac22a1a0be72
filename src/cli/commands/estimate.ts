import type { Declaration, Given } from '../command.js';
import { BUDGET_OPTIONS, CURRENCY_OPTIONS, EXPORT_OPTIONS, FORMATS, FULL_OPTION, OUTPUT_OPTIONS } from './options.js';

export const ESTIMATE = {
  usage: 'estimate <scenario>',
  describe: 'Project the cost of SSE-KMS and compare it with SSE-S3',
  missing: 'the scenario file is missing',
  positionals: {
    scenario: { type: 'string', demandOption: true, describe: 'Scenario file, YAML or JSON; - for standard input' },
  },
  options: {
    format: {
      alias: 'f',
      choices: [...FORMATS, 'xlsx', 'focus'],
      requiresArg: true,
      describe: 'Format of the report [default: "table"]',
    },
    explain: {
      type: 'string',
      requiresArg: true,
      describe: 'Derive each line that all WORDS name: a strategy, month, charge or reader, such as sse-kms,2026-12,siem',
    },
    ...OUTPUT_OPTIONS,
    ...FULL_OPTION,
    ...BUDGET_OPTIONS,
    strategy: {
      ...BUDGET_OPTIONS.strategy,
      describe: 'Strategy that --budget and --format focus are about [default: "sse-kms"]; only its lines in --format csv',
    },
    chart: { type: 'string', requiresArg: true, describe: 'Write a chart to FILE, an SVG: months by charge, and readers' },
    ...CURRENCY_OPTIONS,
    ...EXPORT_OPTIONS,
    by: { choices: ['account', 'reader', 'month', 'charge'], requiresArg: true, describe: 'Break the cost down by this' },
  },
  conflicts: [
    ['explain', 'format'],
    ['explain', 'by'],
  ],
  examples: [
    ['estimate scenario.yaml', 'The report'],
    ['estimate scenario.yaml -f csv --strategy sse-kms -o lines.csv', 'Lines for finance'],
    ['estimate scenario.yaml -f xlsx -o cost.xlsx', 'A workbook'],
    ['estimate scenario.yaml -f focus -o focus.csv', 'Rows as on the bill'],
    ['estimate scenario.yaml --chart cost.svg', 'And a chart'],
    ['estimate scenario.yaml --budget 200', 'Exit code 3 if a month costs more'],
    ['estimate scenario.yaml --explain siem,2026-12', 'How figures came about'],
  ],
} as const satisfies Declaration;

export type EstimateArguments = Given<typeof ESTIMATE>;
