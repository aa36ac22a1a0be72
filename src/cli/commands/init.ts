import type { Declaration, Given } from '../command.js';
import { LIST } from './options.js';

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
  describe: 'Write a scenario to start from: from files, or from questions',
  takes: 'Give the name of the new file as --output FILE.',
  options: {
    output: { alias: 'o', type: 'string', requiresArg: true, describe: 'Write to this file, which must be new' },
    from: {
      type: 'string',
      array: true,
      requiresArg: true,
      describe: 'What you have of the trail: listings, answers of the AWS CLI, counts, bills; - for standard input',
    },
    anonymize: { type: 'boolean', default: false, describe: 'With --from: made ids in place of those of accounts, keys and users' },
    before: {
      type: 'string',
      requiresArg: true,
      describe: 'Write what there is before the Terraform plan to this new file, to diff',
    },
    set: { ...LIST, describe: 'PATH=VALUE: give a field of the scenario another value' },
    'no-input': { type: 'boolean', default: false, describe: 'Ask nothing at a terminal' },
    sample: {
      type: 'string',
      choices: [...Object.keys(SAMPLES), LOGS, ''],
      describe: 'Start from a sample; without a name it lists the samples',
    },
  },
  conflicts: [
    ['from', 'sample'],
    ['before', 'sample'],
  ],
  examples: [
    ['init -o scenario.yaml', 'From questions, or without a terminal to fill in'],
    ['init --from listing.txt trails.json -o scenario.yaml', 'From files'],
    ['init --from plan.json -o after.yaml --before before.yaml', 'Both sides of a plan'],
    ['init --sample', 'The samples there are'],
    ['init --sample organization -o org.yaml', 'One of them'],
    ['init --sample logs -o logs', 'A folder of logs, for count'],
  ],
} as const satisfies Declaration;

export type InitArguments = Given<typeof INIT>;
