import type { Declaration, Given } from '../command.js';
import { BUDGET_OPTIONS, CURRENCY_OPTIONS, FULL_OPTION, WORKBOOK_REPORT_OPTIONS } from './options.js';

export const DIFF = {
  usage: 'diff <old> <new>',
  describe: 'Compare the cost of two scenarios or saved estimates',
  missing: 'an old and a new scenario, or two saved estimates, are needed',
  positionals: {
    old: { type: 'string', demandOption: true, describe: 'Scenario, or estimate saved with --format json; - for standard input' },
    new: { type: 'string', demandOption: true, describe: 'The same after the change' },
  },
  options: {
    strategy: {
      ...BUDGET_OPTIONS.strategy,
      default: 'sse-kms',
      describe: 'Strategy of the tables and of --max-increase; JSON and CSV have all',
    },
    'max-increase': {
      type: 'string',
      requiresArg: true,
      describe: 'Exit with code 3 if any month costs more than before by over AMOUNT or PERCENT, such as 50 or 10%',
      group: BUDGET_OPTIONS.strategy.group,
    },
    ...WORKBOOK_REPORT_OPTIONS,
    ...FULL_OPTION,
    ...CURRENCY_OPTIONS,
  },
  takes: 'The command compares two: the old one and the new one.',
  examples: [
    ['diff main.yaml branch.yaml --format markdown', 'For a pull request'],
    ['diff main.yaml branch.yaml --max-increase 10%', 'A guard'],
    ['diff last-month.json this-month.json', 'Two saved estimates'],
  ],
} as const satisfies Declaration;

export type DiffArguments = Given<typeof DIFF>;
