import { z } from 'zod';
import { recordOf } from '../../base/records.js';
import { DISCOUNTED_SERVICES, type PriceMetric } from '../../prices/book.js';
import { currencyCode, day, line, month, quantity, region } from './fields.js';

const PRICE = 'a decimal number in quotes, such as "0.03"';

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
    region: region.describe("Region of the price; it is used while the bucket's Region is the same."),
    price: z
      .string(PRICE)
      .regex(/^\d{1,9}(\.\d{1,18})?$/, PRICE)
      .describe('List price, before discounts, in quotes: "0.03".'),
    per: z.literal([1, 10, 100, 1000, 10_000, 100_000, 1_000_000]).describe('Units that the price is for. Default: 1.').default(1),
    currency: currencyCode('USD').describe('Currency of the price, such as USD. Default: USD.').default('USD'),
    source: line.describe('Where it comes from, as reports print it.'),
  })
  .meta({ title: 'price', description: 'A price that is used in place of every price book.' });

/** Prices of one's own. */
export const prices = z
  .strictObject(recordOf(CHARGED, () => ownPrice.optional()))
  .describe('Prices that a bill shows and the price book does not have: `trailcost reconcile --calibrate` writes them.');

const SERVICE_NAMES = { kms: 'AWS KMS', s3: 'Amazon S3', cloudtrail: 'AWS CloudTrail', guardduty: 'Amazon GuardDuty' };

export const discountPercent = quantity({ min: 0, max: 100 }, "Discount on AWS's list prices, in percent. Default: 0.");

/** Discounts of single services. */
export const serviceDiscountPercent = z
  .strictObject(
    recordOf(DISCOUNTED_SERVICES, (service) =>
      quantity({ min: 0, max: 100 }, `Discount on the list prices of ${SERVICE_NAMES[service]}, in percent.`).optional(),
    ),
  )
  .describe("Discounts of single services, in percent, in place of discountPercent: AWS's private pricing is by service.");

const RATE = z.number().gt(0).max(1e6);
const MEANING = "Units of this currency for one unit of the prices' own currency";

const datedRate = z
  .strictObject({
    rate: RATE.describe(`${MEANING}.`),
    rateDate: day.describe('Day of the rate: YYYY-MM-DD.'),
    source: line.describe('Where the rate comes from, as reports print it.').optional(),
  })
  .meta({ title: 'rate of a month' });

/** The currency to report in. */
export const currency = z
  .strictObject({
    code: currencyCode('EUR').describe('Currency to report in, such as EUR.'),
    rate: RATE.describe(`${MEANING}.`).optional(),
    rateDate: day.describe('Day of the rate: YYYY-MM-DD.').optional(),
    rates: z
      .record(month, z.union([RATE, datedRate]))
      .describe(
        `${MEANING}, by month: \`2026-12: 0.92\`, or with the day and source of the rate. A month that is not here takes ` +
          '`rate`; without it, the rate of the nearest earlier month here. For an earlier month than all of these, `rate` is needed.',
      )
      .optional(),
  })
  .describe("Conversion of all amounts. If absent, they are in the prices' own currency.");
