import * as z from 'zod';
import { Decimal } from '../../base/decimal.js';
import type { ListedPrice } from './listed.js';

// Which text stands where in a price list of AWS's, in JSON and in CSV.

export const amount = z
  .string()
  .regex(/^\d{1,20}(\.\d{1,20})?$/, 'a plain decimal number in quotes')
  .transform((text) => new Decimal(text));
export const rangeEnd = z.union([z.literal('Inf').transform(() => undefined), amount]);
export const day = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d/, 'a date')
  .transform((text) => text.slice(0, 10));

const dimension = z.object({
  beginRange: amount,
  endRange: rangeEnd,
  unit: z.string(),
  pricePerUnit: z.record(z.string().regex(/^[A-Z]{3}$/, 'a currency code'), amount),
});
const term = z.object({ effectiveDate: day, priceDimensions: z.record(z.string(), dimension) });
const product = z.object({
  sku: z.string(),
  productFamily: z.string().default(''),
  attributes: z.record(z.string(), z.string()),
});

/** What Bulk JSON says of itself. */
export const head = z.object({ offerCode: z.string(), version: z.string().default(''), publicationDate: day });

const answer = z.object({
  product,
  serviceCode: z.string().optional(),
  version: z.string().default(''),
  publicationDate: day,
  terms: z.object({ OnDemand: z.record(z.string(), term).default({}) }),
});

/** What prices need of their product. */
export type Product = Pick<ListedPrice, 'family' | 'group' | 'usageType' | 'region' | 'location'> & { service: string | undefined };

/** One tier of a product under one of its terms. */
export type Tier = Pick<ListedPrice, 'unit' | 'from' | 'to' | 'prices'>;

/** @throws ZodError */
export function productOf(value: unknown): Product {
  return productIn(product.parse(value));
}

function productIn({ productFamily: family, attributes }: z.output<typeof product>): Product {
  const { servicecode: service, group = '', usagetype: usageType = '', regionCode: region = '', location = '' } = attributes;
  return { service, family, group, usageType, region, location };
}

/** @throws ZodError */
export function tierOf(value: unknown): Tier {
  return tierIn(dimension.parse(value));
}

function tierIn({ beginRange: from, endRange: to, unit, pricePerUnit: prices }: z.output<typeof dimension>): Tier {
  return { unit, from, to, prices };
}

/**
 * The prices in one item that GetProducts answers, parsed.
 *
 * @throws ZodError
 */
export function pricesIn(value: unknown): ListedPrice[] {
  const { product: sold, serviceCode, version, publicationDate, terms } = answer.parse(value);
  const { service, ...rest } = productIn(sold);
  const list = { offerCode: serviceCode ?? service ?? '', version, publishedOn: publicationDate };
  return Object.values(terms.OnDemand).flatMap(({ effectiveDate: effectiveDay, priceDimensions }) =>
    Object.values(priceDimensions)
      .map(tierIn)
      .map((tier) => ({ ...rest, service: service ?? list.offerCode, ...tier, effectiveDay, sku: sold.sku, list })),
  );
}
