import { z } from 'zod';
import type { Range } from '../base/range.js';
import type { PriceMetric } from '../prices/book.js';
import { CLOUDTRAIL } from './cloudtrail.js';
import { KEY_MINUTES } from './key-minutes.js';
import { SCENARIO_LIMITS } from './limits.js';

/**
 * A number, or how sure one is of it. `low` and `high` are numbers of the thing itself; which of them makes the cost low, the model knows.
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

interface Bounds {
  min: number;
  max: number;
  whole?: boolean;
}

/** What the free tier has, once for a whole payer family (aws.amazon.com/kms/pricing); `pricing/quotas.csv` has the same. */
export const FREE_REQUESTS_PER_MONTH = 20_000;

const COUNT: Bounds = { min: 0, max: SCENARIO_LIMITS.count };
const SHARE: Bounds = { min: 0, max: 1 };

function numberOrRange({ min, max, whole = false }: Bounds) {
  const one = (whole ? z.int() : z.number()).min(min).max(max);
  const range = z
    .strictObject({ low: one, expected: one, high: one })
    .refine((value) => value.low <= value.expected && value.expected <= value.high, 'low ≤ expected ≤ high')
    .describe('How sure you are: low ≤ expected ≤ high.');
  return [one, range] as const;
}

const quantity = (bounds: Bounds, description: string) => z.union(numberOrRange(bounds)).describe(description);

const name = z
  .string()
  .regex(
    new RegExp(`^[^\\s\\p{C}](?:[^\\p{C}]{0,${SCENARIO_LIMITS.nameSigns - 2}}[^\\s\\p{C}])?$`, 'u'),
    `1 to ${SCENARIO_LIMITS.nameSigns} printable characters without blanks at the ends`,
  )
  .refine((text) => text !== CLOUDTRAIL, `a name other than "${CLOUDTRAIL}", which stands for AWS CloudTrail itself`);
const ACCOUNT = 'an account id of 12 digits in quotes, such as "111122223333"';
const account = z.string(ACCOUNT).regex(/^\d{12}$/, ACCOUNT);
const MONTH = 'a month as YYYY-MM, such as 2026-12';
const month = z.string(MONTH).regex(/^20\d\d-(0[1-9]|1[0-2])$/, MONTH);
const day = z.iso
  .date('a day as YYYY-MM-DD, such as 2026-12-31')
  .regex(/^20/, 'a day from 2000-01-01 to 2099-12-31')
  .describe('A day as YYYY-MM-DD, in UTC.');
const since = z.union([z.literal('always'), day], 'a day as YYYY-MM-DD, or always');

const trail = z
  .strictObject({
    name: name.describe('Name of the trail, unique in this scenario.'),
    logFilesPerMonth: quantity(COUNT, 'Log files delivered in each calendar month, where you know it.').optional(),
    accounts: quantity(COUNT, 'Accounts that the trail covers.').optional(),
    activeRegions: quantity(
      { min: 0, max: 100 },
      'Regions that an average account uses; others get next to no log files (0.002 of their slots, measured).',
    ).optional(),
    filesPerSlot: quantity(
      { min: 0, max: 1000 },
      'Log files in a 5-minute slot that has any (measured: 1.1 with management events alone, 2.6 with S3 data events, 5 to 14 busy).',
    ).optional(),
    activeSlotShare: quantity(
      SHARE,
      'Share of 5-minute slots, of a Region in use, that have a log file (0 to 1; measured: 0.95 to 1).',
    ).optional(),
    digestFilesPerMonth: quantity(COUNT, 'Digest files delivered in each calendar month, where you know it.').optional(),
    digestRegions: quantity(
      { min: 0, max: 100 },
      'Regions in which log file validation delivers a digest file every hour for each account, active or not.',
    ).optional(),
    growthPercentPerMonth: quantity(
      { min: -50, max: 50 },
      'Growth of files from month to month; before the period it runs backwards.',
    ).default(0),
    archiveMonths: quantity(
      { min: 0, max: SCENARIO_LIMITS.archiveMonths, whole: true },
      'Months before the period from which files still exist in the bucket.',
    ),
  })
  .describe('A trail that delivers log files into the bucket: give logFilesPerMonth, or accounts and what goes with it.');

const readerBase = {
  name: name.describe('Name of the reader, unique in this scenario.'),
  account: account.describe("Account that pays the reader's KMS requests: the one whose credentials make the read.").optional(),
  trails: z.array(z.string()).min(1).max(100).describe('Names of the trails it reads; all trails where absent.').optional(),
  requesters: quantity(
    { min: 1, max: 1e6 },
    'Roles or users the reads come from: a Bucket Key saves within one of them. Sessions of one role count once only where they have ' +
      'the same scoped-down policy, or none.',
  ).default(1),
  bucketKeyReduction: quantity(SHARE, "Share of this reader's KMS requests that a Bucket Key saves, where it differs.").optional(),
};
const digests = (byDefault: boolean) => z.boolean().describe('Whether it reads digest files too.').default(byDefault);
const requestsPerFile = (byDefault: number) =>
  quantity(
    { min: 1, max: 2 },
    'KMS requests for each file: a Decrypt, and a GenerateDataKey where the copy is written with SSE-KMS.',
  ).default(byDefault);
const share = quantity(SHARE, 'Share of the files that it reads (0 to 1).').default(1);
const runsPerMonth = quantity({ min: 0, max: SCENARIO_LIMITS.runsPerMonth }, 'Runs (queries, jobs) in a month.');
const runMinutes = quantity({ min: 0.01, max: 44640 }, 'Length of one run in minutes; gives the peak against the KMS quota.').optional();
const lookbackDays = z
  .union([z.literal('all'), ...numberOrRange({ min: 0, max: 7500 })])
  .describe('Days that a run looks back over, or `all` for every file there is (an unpartitioned table).');

const reader = z
  .discriminatedUnion('pattern', [
    z
      .strictObject({
        ...readerBase,
        pattern: z.literal('every-file'),
        share,
        times: quantity({ min: 0, max: 1000 }, 'Times that each file is read.').default(1),
        digests: digests(false),
      })
      .describe('Reads every new file: a SIEM, a forwarder.'),
    z
      .strictObject({
        ...readerBase,
        pattern: z.literal('scan'),
        runsPerMonth,
        lookbackDays,
        share,
        getsPerFile: quantity({ min: 0, max: 1000 }, 'GETs a file in one run; Athena makes at least one.').default(1),
        digests: digests(false),
        runMinutes,
      })
      .describe('Scans a window of past files on each run: Athena, a hunting job.'),
    z
      .strictObject({ ...readerBase, pattern: z.literal('validate'), runsPerMonth, lookbackDays, runMinutes })
      .describe('Log file validation: reads each log and digest file of its window on each run.'),
    z
      .strictObject({ ...readerBase, pattern: z.literal('single'), readsPerMonth: quantity(COUNT, 'Reads in a month.') })
      .describe('Single reads, given as a number, of files delivered in the same month.'),
    z
      .strictObject({
        ...readerBase,
        pattern: z.literal('once'),
        month: month.describe('The month in which it happens, within the period.'),
        firstDay: day.describe('First day whose files it reads, in UTC.'),
        lastDay: day.describe('Last day whose files it reads, in UTC, included.'),
        share,
        requestsPerFile: requestsPerFile(1),
        digests: digests(false),
        runMinutes,
      })
      .describe('Reads the files between two days one time: an investigation, an export, a one-time S3 Batch Replication.'),
    z
      .strictObject({ ...readerBase, pattern: z.literal('replicate'), share, requestsPerFile: requestsPerFile(2), digests: digests(true) })
      .describe('S3 replication of every new file: two KMS requests a file.'),
  ])
  .describe('Who reads, how, and which account pays.');

const PRICE = 'a decimal number in quotes, such as "0.03"';
const discount = quantity({ min: 0, max: 100 }, "Discount on the service's list prices, in percent.");

/** What an estimate charges. */
const CHARGED = [
  'kms-request',
  'kms-key-month',
  's3-get',
  'cloudtrail-paid-copy',
  'cloudtrail-data-event',
  'cloudtrail-insights',
  'guardduty-management-event',
] as const satisfies readonly PriceMetric[];
const ownPrice = z
  .strictObject({
    region: z.string().min(1).max(40).describe("Region that the price is of; it counts while the bucket's is the same."),
    price: z
      .string(PRICE)
      .regex(/^\d{1,9}(\.\d{1,18})?$/, PRICE)
      .describe('List price, before discounts, in quotes.'),
    per: z.literal([1, 10, 100, 1000, 10_000, 100_000, 1_000_000]).describe('Units that the price is for.').default(1),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'a currency code such as USD')
      .describe('Currency of the price.')
      .default('USD'),
    source: z
      .string()
      .regex(/^[^\p{C}]{1,200}$/u, '1 to 200 printable characters on one line')
      .describe('Where it comes from, as reports print it.'),
  })
  .describe('A price that takes precedence over every price book.');

/** Whose events the further trails, Insights, GuardDuty and consumers see. */
const COVERS = ['organization', 'key-account', 'reader-account'] as const;

const keyMinutes = (what: string) =>
  quantity(
    { min: 1, max: 527_040 },
    `Minutes for which S3 ${what}. AWS publishes no time: more requests remain under a Bucket Key the shorter it is.`,
  ).default(KEY_MINUTES);

const consumer = z
  .strictObject({
    name: name.describe('Name of the consumer, as reports print it.'),
    usdPerGb: quantity({ min: 0, max: 10_000 }, 'What it charges for a gigabyte (10^9 bytes) of events, in USD.').optional(),
    usdPerMillionEvents: quantity({ min: 0, max: 1e6 }, 'What it charges for a million events, in USD.').optional(),
  })
  .describe('Whoever charges for the events that it takes; its prices are yours, no price book has them.');

const namedCase = z
  .strictObject({
    name: name.describe('Name of the case, unique in this scenario.'),
    description: z
      .string()
      .regex(/^[^\p{C}]{1,200}$/u, '1 to 200 printable characters on one line')
      .describe('What it is about.')
      .optional(),
    set: z
      .record(z.string(), z.unknown())
      .describe('Fields by their paths and the values they get in this case, such as `readers.siem.times: 2`; null takes a field away.'),
  })
  .describe('The scenario with some fields changed.');

/** The scenario file, version 1: the one source of validation, of defaults and of the JSON Schema. */
export const scenarioSchema = z
  .strictObject({
    $schema: z.string().describe('Where the JSON Schema stands, for editors.').optional(),
    version: z.literal(1).describe('Version of this file format.'),
    name: name.describe('Name of the scenario, as reports print it.'),
    description: z.string().max(2000).describe('What it is about.').optional(),
    period: z.strictObject({
      start: month.describe('First month, YYYY-MM, in UTC.'),
      months: z.int().min(1).max(120).describe('Number of months.'),
    }),
    bucket: z.strictObject({
      region: z.string().min(1).max(40).describe("The bucket's Region: the key stands there, and prices and quotas are that Region's."),
      account: account.describe("The bucket owner's account: it pays S3 GETs and, unless given apart, key and trails.").optional(),
    }),
    encryption: z.strictObject({
      sseKmsSince: since.describe(
        'Day (UTC) from which CloudTrail writes with SSE-KMS. Older files make no KMS request. `always`: all files.',
      ),
      bucketKeySince: since
        .describe('Day from which a Bucket Key is on, in the strategy with one. Absent, or `always`: for every SSE-KMS file.')
        .optional(),
      bucketKeyReduction: quantity(
        SHARE,
        'Share of KMS requests that a Bucket Key saves. AWS says up to 0.99; an AWS demo 0.97; a field report 0.80.',
      ).default({ low: 0.8, expected: 0.9, high: 0.99 }),
      bucketKeyWriteMinutes: keyMinutes('uses one bucket-level key for writing: the files of the bucket written within it share that key'),
      bucketKeyReadMinutes: keyMinutes('keeps a bucket-level key for reading'),
    }),
    keys: z
      .strictObject({
        number: quantity({ min: 0, max: 10000 }, 'Customer managed keys kept for these logs.').default(1),
        replicas: quantity({ min: 0, max: 100 }, 'Multi-Region replicas of each key.').default(0),
        rotations: quantity(
          { min: 0, max: 1000, whole: true },
          'Rotations done so far; the first and the second add to the price.',
        ).default(0),
        account: account.describe("The key owner's account.").optional(),
      })
      .prefault({}),
    trails: z.array(trail).max(SCENARIO_LIMITS.trails).default([]),
    readers: z.array(reader).min(1).max(1000),
    freeRequestsLeft: quantity(
      { min: 0, max: FREE_REQUESTS_PER_MONTH },
      'Requests of the free tier (20,000 a month for the whole payer family) that other KMS use leaves over.',
    ).default(0),
    recording: z
      .strictObject({
        paidCopies: quantity(
          { min: 0, max: SCENARIO_LIMITS.paidCopies },
          'Trails, beyond the first free copy, that record management events and so each Decrypt.',
        ).default(0),
        excludeKmsEvents: z
          .boolean()
          .describe(
            'Whether these trails exclude KMS events (ExcludeManagementEventSources); then neither copies nor Insights see a Decrypt.',
          )
          .default(false),
        deliveryEventsBilled: z
          .boolean()
          .describe("Whether paid copies of CloudTrail's own GenerateDataKey events are billed too; AWS does not say.")
          .default(false),
        dataEventCopies: quantity({ min: 0, max: 100 }, 'Trails that record S3 data events (GetObject) of the log bucket.').default(0),
        insightsTrails: quantity(
          { min: 0, max: 100 },
          "Trails with Insights on the API error rate, which analyse each Decrypt and CloudTrail's own GenerateDataKey events.",
        ).default(0),
        guardDuty: z
          .boolean()
          .describe(
            'Whether GuardDuty is on where these events are: it analyses management events, excluded from trails or not. ' +
              'Absent: taken as false, and a warning says what it would add.',
          )
          .optional(),
        covers: z
          .enum(COVERS)
          .describe(
            'Whose events the further trails, Insights, GuardDuty and consumers see. A read from another account than the ' +
              "key's is recorded in both: `organization` sees it twice, `key-account` and `reader-account` once.",
          )
          .optional(),
        consumers: z
          .array(consumer)
          .max(20)
          .describe('What takes the events of a trail and charges by their volume or number: CloudWatch Logs, a SIEM.')
          .default([]),
        account: account.describe("The trail owner's account.").optional(),
      })
      .describe('How CloudTrail records the reads and their Decrypts.')
      .prefault({}),
    discountPercent: quantity({ min: 0, max: 100 }, "Discount on AWS's list prices, in percent.").default(0),
    serviceDiscountPercent: z
      .strictObject({
        kms: discount.optional(),
        s3: discount.optional(),
        cloudtrail: discount.optional(),
        guardduty: discount.optional(),
      })
      .describe("Discounts of single services, in percent, in place of discountPercent: AWS's private pricing is per service.")
      .default({}),
    prices: z
      .strictObject(
        Object.fromEntries(CHARGED.map((metric) => [metric, ownPrice.optional()])) as Record<
          (typeof CHARGED)[number],
          z.ZodOptional<typeof ownPrice>
        >,
      )
      .describe('Prices that a bill shows and the price book does not have: `trailcost reconcile --calibrate` writes them.')
      .default({}),
    currency: z
      .strictObject({
        code: z
          .string('a currency code such as EUR')
          .regex(/^[A-Z]{3}$/, 'a currency code such as EUR')
          .describe('Currency to report in.'),
        rate: z.number().gt(0).max(1e6).describe("How much of it one unit of the prices' own currency is."),
        rateDate: day.describe('Day that the rate is of.'),
      })
      .describe("Conversion of all amounts; without it they are in the prices' own currency.")
      .optional(),
    cases: z.array(namedCase).max(50).describe('What-if cases: `trailcost what-if` puts each beside the scenario as it is.').default([]),
  })
  .describe('A trailcost scenario: trails, readers and assumptions.');

/** A scenario as checked and completed with defaults. */
export type Scenario = z.output<typeof scenarioSchema>;
export type Trail = Scenario['trails'][number];
export type Reader = Scenario['readers'][number];
export type Pattern = Reader['pattern'];
/** A currency to report in, and how much of it one unit of the prices' own is. */
export type Conversion = NonNullable<Scenario['currency']>;

/** The JSON Schema (draft-07, which editors understand) of the scenario file as one writes it. */
export function scenarioJsonSchema(): object {
  return z.toJSONSchema(scenarioSchema, { io: 'input', target: 'draft-07' });
}
