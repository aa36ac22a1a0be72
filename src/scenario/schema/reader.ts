import { z } from 'zod';
import { READERS_BY_NAME } from '../known-readers.js';
import { completed, unknownShare } from '../like.js';
import { SCENARIO_LIMITS } from '../limits.js';
import { account, COUNT, day, month, name, numberOrRange, quantity, SHARE } from './fields.js';

const readerBase = {
  name: name.describe('Name of the reader, unique in this scenario.'),
  like: z
    .enum(READERS_BY_NAME.map(({ id }) => id))
    .describe(
      'A reader that is known by name, such as `splunk`: how it reads is taken from it, where no field here says otherwise. Then pattern ' +
        'can be left out. `trailcost estimate` says how sure that is and where it is from.',
    )
    .optional(),
  account: account
    .describe("Account that pays for the reader's KMS requests: the one whose credentials make the read. 12 digits in quotes.")
    .optional(),
  trails: z
    .array(z.string().describe('Name of a trail of this scenario.'))
    .min(1)
    .max(100)
    .describe('Names of the trails that it reads. Default: all trails.')
    .optional(),
  requesters: quantity(
    { min: 1, max: 1e6, things: true },
    'Roles or users that the reads come from: a Bucket Key saves requests only within one of them. Sessions of one role count once if ' +
      'they have the same scoped-down policy, or none. Default: 1.',
  ).default(1),
  bucketKeyReduction: quantity(
    SHARE,
    "Share of this reader's KMS requests that a Bucket Key saves (0 to 1), if it differs from encryption.bucketKeyReduction.",
  ).optional(),
};
const digests = (byDefault: boolean) =>
  z.boolean().describe(`Whether it reads digest files too. Default: ${byDefault}.`).default(byDefault);
const requestsPerFile = (byDefault: number) =>
  quantity(
    { min: 1, max: 2 },
    `KMS requests for each file: a Decrypt, and a GenerateDataKey if the copy is written with SSE-KMS. Default: ${byDefault}.`,
  ).default(byDefault);
const share = quantity(SHARE, 'Share of the files that it reads (0 to 1). Default: 1.').default(1);
const runsPerMonth = quantity(
  { min: 0, max: SCENARIO_LIMITS.runsPerMonth },
  'Runs (queries, jobs) in a month: 30.4 for one a day, 4.35 for one a week.',
);
const runMinutes = quantity(
  { min: 0.01, max: 44640 },
  'Length of one run in minutes: from it comes the peak, which is compared with the KMS quota.',
).optional();
const lookbackDays = z
  .union([z.literal('all'), ...numberOrRange({ min: 0, max: SCENARIO_LIMITS.lookbackDays })])
  .register(z.globalRegistry, {
    description: 'Days that a run looks back, such as 30; or `all` for every file that there is (an unpartitioned table).',
    things: true,
  });

/** One pattern: its name, what an editor says of it, and the fields that it has beside those of every reader. */
function readerOf<P extends string, F extends z.ZodRawShape>(pattern: P, description: string, fields: F) {
  const shape = { ...readerBase, pattern: z.literal(pattern).describe(description), ...fields };
  return z.strictObject(shape).meta({ title: pattern, description });
}

/** How readers read, one object for each pattern. */
export const patterns = z
  .discriminatedUnion('pattern', [
    readerOf('every-file', 'Reads every new file: a SIEM, a log forwarder.', {
      share,
      times: quantity({ min: 0, max: 1000 }, 'Times that each file is read. Default: 1.').default(1),
      digests: digests(false),
    }),
    readerOf('scan', 'Reads past files in a window on each run: Athena, a hunting job.', {
      runsPerMonth,
      lookbackDays,
      share,
      getsPerFile: quantity(
        { min: 0, max: 1000 },
        'GETs for each file in one run: how often the query reads the table (a self-join, a UNION: 2); Parquet: 2 to 10. Default: 1.',
      ).default(1),
      digests: digests(false),
      runMinutes,
    }),
    readerOf('validate', 'Log file validation: reads each log and digest file of its window on each run.', {
      runsPerMonth,
      lookbackDays,
      runMinutes,
    }),
    readerOf('single', 'Single reads, given as a number, of files delivered in the same month: people, support.', {
      readsPerMonth: quantity(COUNT, 'Reads in a month.'),
    }),
    readerOf('once', 'Reads the files between two days one time: an investigation, an export, a one-time S3 Batch Replication.', {
      month: month.describe('The month in which it happens, within the period: YYYY-MM.'),
      firstDay: day.describe('First day whose files it reads: YYYY-MM-DD, in UTC.'),
      lastDay: day.describe('Last day whose files it reads, included: YYYY-MM-DD, in UTC.'),
      share,
      requestsPerFile: requestsPerFile(1),
      digests: digests(false),
      runMinutes,
    }),
    readerOf('replicate', 'S3 Replication of every new file: two KMS requests for each file.', {
      share,
      requestsPerFile: requestsPerFile(2),
      digests: digests(true),
    }),
  ])
  .describe('Who reads, how, and which account pays.');

type Patterned = z.input<typeof patterns>;
/** The same without its pattern, which the known reader has that it is like; none has `single`. */
type Like<R> = R extends { pattern: 'single' } ? never : Omit<R, 'pattern' | 'like'> & { pattern?: undefined; like: string };

/** Who reads: as one writes it, with a pattern or with the known reader that it is like, and completed by that. */
export const reader = z.preprocess((given: Patterned | Like<Patterned>, { addIssue }): unknown => {
  const name = unknownShare(given);
  if (name !== undefined) addIssue({ code: 'custom', path: ['share'], message: `a share, since ${name} does not publish its own` });
  return completed(given);
}, patterns);
