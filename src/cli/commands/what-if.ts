import type { Declaration, Given } from '../command.js';
import { BUDGET_OPTIONS, CURRENCY_OPTIONS, chartOption, FULL_OPTION, LIST, LIST_OR_NAME, PAGE_REPORT_OPTIONS } from './options.js';

export const WHAT_IF = {
  usage: 'what-if <scenario>',
  describe: 'Try changes to a scenario: sweeps, break-even, advice',
  missing: 'the scenario file is missing',
  positionals: {
    scenario: { type: 'string', demandOption: true, describe: 'Scenario file, YAML or JSON; - for standard input' },
  },
  options: {
    set: { ...LIST, describe: 'PATH=VALUE: change a field for every question; empty removes it' },
    case: { ...LIST, describe: '"NAME: PATH=VALUE; …": compare a case with the scenario' },
    vary: { ...LIST, describe: 'PATH=FROM..TO:STEP or PATH=VALUE,…: the cost at each value' },
    'break-even': { ...LIST_OR_NAME, describe: 'PATH: find where PATH exceeds --budget; without PATH: list the paths' },
    sensitivity: { type: 'boolean', default: false, describe: 'Each number alone from low to high, largest effect first' },
    simulate: { type: 'string', requiresArg: true, describe: 'N: Monte Carlo with N draws' },
    advice: { type: 'boolean', default: false, describe: 'What would save most; also if you ask nothing else' },
    difference: { type: 'string', requiresArg: true, describe: 'AMOUNT more than SSE-S3 a month, for --break-even', group: 'Budget:' },
    seed: { type: 'string', requiresArg: true, describe: 'N: start of the random numbers of --simulate [default: "1"]' },
    ...BUDGET_OPTIONS,
    ...CURRENCY_OPTIONS,
    ...PAGE_REPORT_OPTIONS,
    ...FULL_OPTION,
    ...chartOption('--vary or --sensitivity'),
  },
  title: 'Questions:',
  takes: 'The command takes one scenario. To compare two: `trailcost diff OLD NEW`.',
  examples: [
    ['what-if scenario.yaml', 'Its cases side by side, or else advice'],
    ['what-if scenario.yaml --set trails.org.accounts=+40', '40 accounts more: =+40, =-10, =*2, =+20%'],
    ['what-if scenario.yaml --set trails.org.accounts=140', '140 accounts in all; ==-5 for a value below 0'],
    ['what-if scenario.yaml --vary trails.org.accounts=+0..+40:10', 'A sweep'],
    ['what-if scenario.yaml --break-even trails.org.accounts --budget 300', 'How many accounts can there be?'],
    ["what-if scenario.yaml --simulate 10000 --budget '$300'", 'How likely is it?'],
  ],
} as const satisfies Declaration;

export type WhatIfArguments = Given<typeof WHAT_IF>;
