import type { Declaration, Given } from '../command.js';
import {
  ACCOUNTS_OPTION,
  BUDGET_OPTIONS,
  CURRENCY_OPTIONS,
  chartOption,
  EXPORT_OPTIONS,
  FULL_OPTION,
  formatOptions,
  OUTPUT_OPTIONS,
  WORKBOOK_FORMATS,
} from './options.js';

export const ESTIMATE = {
  usage: 'estimate <scenario>',
  describe: 'Estimate what SSE-KMS costs each month, compared with SSE-S3',
  missing: 'the scenario file is missing',
  takes: 'The command takes one scenario. To compare two: `trailcost diff OLD NEW`.',
  positionals: {
    scenario: { type: 'string', demandOption: true, describe: 'Scenario file, YAML or JSON; - reads standard input' },
  },
  title: 'What to show:',
  options: {
    by: {
      type: 'string',
      requiresArg: true,
      describe: 'Break the cost down by account, reader, month, charge, cost_centre or tag:NAME, or by two, as in account,month',
    },
    explain: {
      type: 'string',
      requiresArg: true,
      describe: 'Show how the lines that match all words are calculated: strategy, month, charge or reader, as in sse-kms,2026-12,siem',
    },
    ...formatOptions([...WORKBOOK_FORMATS, 'focus']),
    ...OUTPUT_OPTIONS,
    ...FULL_OPTION,
    ...chartOption('months by charge, and readers'),
    ...ACCOUNTS_OPTION,
    ...EXPORT_OPTIONS,
    ...BUDGET_OPTIONS,
    strategy: {
      ...BUDGET_OPTIONS.strategy,
      describe: 'Strategy for --budget and --format focus: sse-kms (default) or sse-kms-bucket-key; --format csv then has only its lines',
    },
    ...CURRENCY_OPTIONS,
  },
  conflicts: [
    ['explain', 'format'],
    ['explain', 'json'],
    ['explain', 'by'],
  ],
  examples: [
    ['estimate scenario.yaml', 'The report'],
    ['estimate scenario.yaml -o cost.csv', 'Lines for finance'],
    ['estimate scenario.yaml -o cost.xlsx', 'A workbook'],
    ['estimate scenario.yaml --by account,month', 'Who pays, and when'],
    ['estimate scenario.yaml --budget 200', 'Exit code 3 above $200'],
    ['estimate scenario.yaml --explain siem', 'How its cost is calculated'],
  ],
} as const satisfies Declaration;

export type EstimateArguments = Given<typeof ESTIMATE>;
