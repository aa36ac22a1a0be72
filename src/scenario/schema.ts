import * as z from 'zod';
import type { Range } from '../base/range.js';
import { KEY_MINUTES } from './key-minutes.js';
import { SCENARIO_LIMITS } from './limits.js';
import { accountFacts } from './schema/accounts.js';
import { account, line, month, name, quantity, region, SHARE, since } from './schema/fields.js';
import { currency, discountPercent, prices, serviceDiscountPercent } from './schema/prices.js';
import { reader } from './schema/reader.js';
import { recording } from './schema/recording.js';
import { trail } from './schema/trail.js';

/**
 * A number, or how certain one is of it. `low` and `high` are numbers of the thing itself; which of them makes the cost low, the model
 * knows.
 */
export type Quantity = number | Range;

/** The same with one number for every quantity. */
export type Plain<T, N = number> = T extends Range
  ? never
  : T extends number
    ? N
    : T extends object
      ? { [K in keyof T]: Plain<T[K], N> }
      : T;

/** What the free tier has, once for a whole payer family (aws.amazon.com/kms/pricing); `pricing/quotas.csv` has the same. */
export const FREE_REQUESTS_PER_MONTH = 20_000;

const keyMinutes = (what: string) =>
  quantity(
    { min: 1, max: 527_040 },
    `Minutes for which S3 ${what}. AWS publishes no time; the shorter it is, the more requests remain under a Bucket Key. ` +
      'Default: 5 to 1,440 (expected 60), assumed.',
  ).default(KEY_MINUTES);

const namedCase = z
  .strictObject({
    name: name.describe('Name of the case, unique in this scenario.'),
    description: line.describe('What it is about.').optional(),
    set: z
      .record(z.string(), z.unknown())
      .describe('Fields by their paths and the values they get in this case, such as `readers.siem.times: 2`; null removes a field.'),
  })
  .meta({ title: 'case', description: 'The scenario with some fields changed.' });

const PERIOD = 'The calendar months to estimate, in UTC.';

const period = z
  .strictObject({
    start: month.describe('First month: YYYY-MM, in UTC. Default: the next month.'),
    months: z.int().min(1).max(120).describe('Number of months. Default: 12.').default(12),
  })
  .describe(PERIOD);

const bucket = z
  .strictObject({
    region: region.describe(
      "The bucket's Region, for example us-east-1: the key is there too, and prices and quotas are those of this Region.",
    ),
    account: account
      .describe("The bucket owner's account: it pays for S3 GETs and, unless they have accounts of their own, for the key and trails.")
      .optional(),
  })
  .describe('The bucket that holds the log files.');

const encryption = z
  .strictObject({
    sseKmsSince: since
      .describe(
        'Day (UTC) from which CloudTrail writes with SSE-KMS. Older files make no KMS request. `always`: all files are SSE-KMS. ' +
          'Default: always.',
      )
      .default('always'),
    bucketKeySince: since
      .describe('Day from which a Bucket Key is on, in the strategy with one. Default: always, for every SSE-KMS file.')
      .optional(),
    bucketKeyReduction: quantity(
      SHARE,
      'Share of KMS requests that a Bucket Key saves (0 to 1). AWS says up to 0.99; an AWS demo 0.97; a field report 0.80. ' +
        'Default: 0.8 to 0.99 (expected 0.9).',
    ).default({ low: 0.8, expected: 0.9, high: 0.99 }),
    bucketKeyWriteMinutes: keyMinutes('uses one bucket-level key for writing: the files of the bucket written within it share that key'),
    bucketKeyReadMinutes: keyMinutes('keeps a bucket-level key for reading'),
  })
  .describe('How the log files are encrypted, and from which day.')
  .prefault({});

const keys = z
  .strictObject({
    number: quantity({ min: 0, max: 10000, things: true }, 'Customer managed keys kept for these logs. Default: 1.').default(1),
    replicas: quantity({ min: 0, max: 100, things: true }, 'Multi-Region replicas of each key. Default: 0.').default(0),
    rotations: quantity(
      { min: 0, max: 1000, whole: true },
      'Rotations done so far; the first and the second add to the price. Default: 0.',
    ).default(0),
    account: account.describe("The key owner's account, 12 digits in quotes. Default: the bucket's account.").optional(),
  })
  .describe('The customer managed keys, which cost money every month.')
  .prefault({});

const SCENARIO = 'A trailcost scenario: trails, readers and assumptions.';

/** The scenario, version 1: the one source of validation, of defaults and of the JSON Schema. */
export const scenarioSchema = z
  .strictObject({
    $schema: z.string().describe('Where the JSON Schema is, for editors.').optional(),
    version: z.literal(1).describe('Version of this file format. Default: 1.').default(1),
    name: name.describe('Name of the scenario, as reports print it.').default('unnamed'),
    description: z.string().max(2000).describe('What it is about.').optional(),
    period,
    bucket,
    encryption,
    keys,
    trails: z.array(trail).max(SCENARIO_LIMITS.trails).describe('The trails that deliver log files into the bucket.').default([]),
    readers: z.array(reader).min(1).max(1000).describe('Who reads the log files: at least one reader.'),
    freeRequestsLeft: quantity(
      { min: 0, max: FREE_REQUESTS_PER_MONTH },
      'Requests a month of the free tier (20,000 for the whole payer family) that other KMS use leaves for these reads. Default: 0.',
    ).default(0),
    recording: recording.prefault({}),
    discountPercent: discountPercent.default(0),
    serviceDiscountPercent: serviceDiscountPercent.default({}),
    prices: prices.default({}),
    currency: currency.optional(),
    accounts: z
      .array(accountFacts)
      .max(10_000)
      .describe('Names, cost centres and tags of accounts, for reports. Default: none. `--accounts FILE` gives them too.')
      .default([]),
    cases: z.array(namedCase).max(50).describe('What-if cases: `trailcost what-if` compares each with the scenario as it is.').default([]),
  })
  .describe(SCENARIO);

/** A scenario as one writes it. Its first month may be left out: which one is the default, a schema cannot know. */
export const writtenSchema = scenarioSchema
  .extend({ period: period.partial({ start: true }).describe(PERIOD).prefault({}) })
  .describe(SCENARIO);

/** A scenario as one writes it: whatever has a default may be left out. */
export type ScenarioInput = z.input<typeof writtenSchema>;
/** A scenario as checked and completed with defaults. */
export type Scenario = z.output<typeof scenarioSchema>;
export type Trail = Scenario['trails'][number];
export type Reader = Scenario['readers'][number];
export type Pattern = Reader['pattern'];
/** A currency to report in, and how much of it one unit of the prices' own is. */
export type Conversion = NonNullable<Scenario['currency']>;
