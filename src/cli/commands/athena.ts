import type { Declaration, Given } from '../command.js';
import { DEFAULT_MAX_COST } from './count.js';
import {
  ACCOUNTS_OPTION,
  CURRENCY_OPTIONS,
  chartOption,
  EXPORT_OPTIONS,
  FULL_OPTION,
  formatOptions,
  LIST,
  OUTPUT_OPTIONS,
  STRICT_OPTION,
  WORKBOOK_FORMATS,
} from './options.js';

export const ATHENA = {
  usage: 'athena',
  describe: 'Count in SQL, by Amazon Athena or another engine, where logs are too many for one machine',
} as const satisfies Declaration;

/** So many damaged files are left out of a month at most: more are no accident. */
export const MOST_DAMAGED = 20;

const ATHENA_TITLE = 'Athena:';

/** What both commands are told that make SQL. */
const SCOPE_OPTIONS = {
  location: {
    ...LIST,
    describe: 'Where the accounts have their folders: s3://BUCKET/PREFIX/AWSLogs/ or …/AWSLogs/o-ID/; repeat it for a second trail',
  },
  account: { ...LIST, describe: 'Account whose log files are read; can be repeated, or several with commas' },
  region: { ...LIST, describe: 'Region whose log files are read; can be repeated, or several with commas' },
  since: { type: 'string', requiresArg: true, describe: 'Only events at or after this UTC day or time' },
  until: { type: 'string', requiresArg: true, describe: 'Only events before this UTC day or time' },
  exclude: { ...LIST, describe: 'Address of a file to leave out, since a query fails at it; can be repeated' },
} as const;

const BY_PATH = {
  type: 'boolean',
  default: false,
  describe: 'Choose files by their address, for a table without the columns account, region and day',
} as const;

/** How a measurement is shown, as `count` shows its own. */
const MEASUREMENT_OPTIONS = {
  ...formatOptions([...WORKBOOK_FORMATS, 'focus']),
  ...OUTPUT_OPTIONS,
  ...FULL_OPTION,
  ...chartOption('requests of each reader'),
  scenario: {
    type: 'string',
    requiresArg: true,
    describe: 'Also write a scenario to this file, for `trailcost estimate`',
    group: 'Output:',
  },
  ...ACCOUNTS_OPTION,
  ...EXPORT_OPTIONS,
  ...STRICT_OPTION,
  ...CURRENCY_OPTIONS,
} as const;

export const ATHENA_SQL = {
  usage: 'sql',
  describe: 'Print the table and the query that count; their result is for `trailcost athena load`',
  takes: 'Give the place of the logs as --location s3://BUCKET/PREFIX/AWSLogs/.',
  title: 'What to count:',
  options: {
    ...SCOPE_OPTIONS,
    dialect: {
      choices: ['athena', 'trino', 'duckdb', 'spark'],
      requiresArg: true,
      default: 'athena',
      describe: 'Engine that the SQL is for: athena (default), trino, duckdb or spark',
    },
    table: {
      ...LIST,
      describe: 'Table that is there already, as DB.NAME: prints the query alone; one for each --location',
    },
    'by-path': BY_PATH,
    only: { choices: ['table', 'query'], requiresArg: true, describe: 'Print only this part: table or query', group: 'Output:' },
    ...OUTPUT_OPTIONS,
  },
  examples: [
    [
      'athena sql --location s3://logs/AWSLogs/ --account 111122223333 --region us-east-1 --since 2026-11-01 --until 2026-12-01',
      'A month of one account',
    ],
  ],
} as const satisfies Declaration;

export const ATHENA_RUN = {
  usage: 'run',
  describe: 'Run the query on Amazon Athena, month by month, and show what it counts; it says first what this will cost',
  takes: 'Give the place of the logs as --location s3://BUCKET/PREFIX/AWSLogs/.',
  title: 'What to count:',
  options: {
    ...SCOPE_OPTIONS,
    'exclude-damaged': {
      type: 'boolean',
      default: false,
      describe: `Leave out each file that a query fails at, up to ${MOST_DAMAGED} a month, and run it again, which reads the others again`,
    },
    table: { ...LIST, describe: 'Table that is there already, as DB.NAME, in place of one for this run; one for each --location' },
    'by-path': BY_PATH,
    workgroup: { type: 'string', requiresArg: true, describe: 'Work group of Athena [default: primary]', group: ATHENA_TITLE },
    database: {
      type: 'string',
      requiresArg: true,
      default: 'default',
      describe: 'Database where the table is made [default: default]',
      group: ATHENA_TITLE,
    },
    results: {
      type: 'string',
      requiresArg: true,
      describe: 'Where results go, s3://BUCKET/PREFIX/, if the work group does not say it',
      group: ATHENA_TITLE,
    },
    'max-cost': {
      type: 'string',
      requiresArg: true,
      describe: `Stop before reading what costs more than this without --yes [default: ${DEFAULT_MAX_COST}]`,
      group: ATHENA_TITLE,
    },
    yes: { type: 'boolean', default: false, describe: 'Read whatever it costs', group: ATHENA_TITLE },
    ...MEASUREMENT_OPTIONS,
  },
  examples: [
    [
      'athena run --location s3://logs/AWSLogs/ --account 111122223333 --region us-east-1 --since 2026-11-01 --until 2026-12-01',
      'A month of one account',
    ],
  ],
} as const satisfies Declaration;

export const ATHENA_LOAD = {
  usage: 'load <files..>',
  describe: 'Make the results of the query a measurement, as `trailcost count` makes it of logs',
  missing: 'a result of the query is missing',
  positionals: {
    files: { type: 'string', array: true, demandOption: true, describe: 'CSV results, one for each month; - reads standard input' },
  },
  title: 'What to count:',
  options: {
    account: { ...LIST, describe: 'Only requests that this account pays; can be repeated' },
    bucket: { ...LIST, describe: 'Only files in this bucket of CloudTrail logs; can be repeated' },
    trail: { ...LIST, describe: 'Only files of this trail (name or ARN); can be repeated' },
    region: { ...LIST, describe: 'Only requests in this Region (of bucket and key); can be repeated' },
    ...MEASUREMENT_OPTIONS,
  },
  examples: [['athena load 2026-11.csv 2026-12.csv', 'Two months together']],
} as const satisfies Declaration;

export type AthenaSqlArguments = Given<typeof ATHENA_SQL>;
export type AthenaLoadArguments = Given<typeof ATHENA_LOAD>;
export type AthenaRunArguments = Given<typeof ATHENA_RUN>;
