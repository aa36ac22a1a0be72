import type { Declaration, Given } from '../command.js';

/** The scenarios of `samples/` that `init --sample` writes, and what each is about. */
export const SAMPLES = {
  first: 'the least that a scenario needs: accounts, Region, readers',
  starter: 'every part of a scenario, with comments; the default',
  'small-account': 'one account with little going on',
  organization: '100 accounts with a SIEM, Athena and validation',
  'mid-period-switch': 'SSE-KMS is turned on in the middle of the period',
  'paid-copy': 'a second trail, whose copies of the requests are paid',
} as const;

/** The sample that is a folder: a few days of made logs, to count. */
export const LOGS = 'logs';

export const INIT = {
  usage: 'init',
  describe: 'Write a scenario to start from, with comments',
  takes: 'Give the name of the new file as --output FILE.',
  options: {
    output: { alias: 'o', type: 'string', requiresArg: true, describe: 'Write to this file, which must be new' },
    sample: {
      type: 'string',
      choices: [...Object.keys(SAMPLES), LOGS, ''],
      describe: 'Start from a sample; without a name it lists the samples',
    },
  },
  examples: [
    ['init -o scenario.yaml', 'A scenario to fill in'],
    ['init --sample', 'The samples there are'],
    ['init --sample organization -o org.yaml', 'One of them'],
    ['init --sample logs -o logs', 'A folder of logs, for count'],
  ],
} as const satisfies Declaration;

export type InitArguments = Given<typeof INIT>;
