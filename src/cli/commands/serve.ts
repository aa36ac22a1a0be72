import type { Declaration, Given } from '../command.js';
import { BUDGET_OPTIONS, LIST, OUTPUT_OPTIONS } from './options.js';

export const DEFAULT_PORT = '8317';

export const SERVE = {
  usage: 'serve [scenario]',
  describe: 'Serve a page on this machine to change a scenario and see its cost',
  takes: 'The command takes one scenario.',
  positionals: {
    scenario: { type: 'string', describe: 'Scenario file, YAML or JSON, which the page can save; without it, the one that init prints' },
  },
  options: {
    port: { type: 'string', requiresArg: true, describe: `Port to listen on, 0 for any free one [default: ${DEFAULT_PORT}]` },
    'price-book': OUTPUT_OPTIONS['price-book'],
    ...BUDGET_OPTIONS,
    budget: {
      ...LIST,
      describe: 'Show whether a month costs more than AMOUNT; NAME=AMOUNT: of one reader or account; can be repeated',
      group: BUDGET_OPTIONS.budget.group,
    },
  },
  examples: [
    ['serve scenario.yaml', 'The planner, until Ctrl-C'],
    ['serve --port 0', 'With the starter scenario, at any free port'],
  ],
} as const satisfies Declaration;

export type ServeArguments = Given<typeof SERVE>;
