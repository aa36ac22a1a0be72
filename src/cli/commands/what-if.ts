import type { Declaration, Given } from '../command.js';
import { BUDGET_OPTIONS, CURRENCY_OPTIONS, FULL_OPTION, LIST, REPORT_OPTIONS } from './options.js';

export const WHAT_IF = {
  usage: 'what-if <scenario>',
  describe: 'Ask what changes of a scenario would do to its cost',
  missing: 'the scenario file is missing',
  positionals: {
    scenario: { type: 'string', demandOption: true, describe: 'Scenario file, YAML or JSON; - for standard input' },
  },
  options: {
    set: { ...LIST, describe: 'PATH=VALUE: a field for all questions; without a value it goes; may be repeated' },
    case: { ...LIST, describe: '"NAME: PATH=VALUE; …": a case beside the others; may be repeated' },
    vary: { ...LIST, describe: 'PATH=FROM..TO:STEP or PATH=VALUE,…: the cost at each value; one or two' },
    'break-even': { ...LIST, describe: 'PATH: where it passes --budget or --difference; may be repeated' },
    difference: { type: 'string', requiresArg: true, describe: 'AMOUNT a month more than SSE-S3, for --break-even' },
    sensitivity: { type: 'boolean', default: false, describe: 'Each number alone from low to high, largest effect first' },
    simulate: { type: 'string', requiresArg: true, describe: 'N: draw all ranges so many times' },
    seed: { type: 'string', requiresArg: true, describe: 'N: whole number to draw from [default: "1"]' },
    advice: { type: 'boolean', default: false, describe: 'What would save most; also where nothing else is asked' },
    chart: { type: 'string', requiresArg: true, describe: 'Write a chart of --vary or --sensitivity to FILE, an SVG' },
    ...BUDGET_OPTIONS,
    ...CURRENCY_OPTIONS,
    ...REPORT_OPTIONS,
    ...FULL_OPTION,
  },
  title: 'Questions:',
  takes: 'The command takes one scenario. To compare two: `trailcost diff OLD NEW`.',
  examples: [
    ['what-if scenario.yaml', 'Its cases side by side, or else advice'],
    ['what-if scenario.yaml --set readers.siem.times=2', 'Beside the scenario as it is'],
    ['what-if scenario.yaml --vary readers.athena.lookbackDays=7..365:30', 'A sweep'],
    ['what-if scenario.yaml --break-even readers.siem.times --difference 200', 'How often may it read?'],
    ['what-if scenario.yaml --simulate 10000 --budget 200', 'How likely is it?'],
  ],
} as const satisfies Declaration;

export type WhatIfArguments = Given<typeof WHAT_IF>;
