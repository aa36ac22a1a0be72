import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import { Decimal } from '../../base/decimal.js';
import { TrailcostError } from '../../base/errors.js';
import { isObject } from '../../base/records.js';
import type { ListedPrice, PriceListName } from './listed.js';

/**
 * The on-demand prices of an AWS price list: Bulk JSON or CSV, of all Regions or of one, or what GetProducts answers, its items as text or
 * parsed (docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/price-changes).
 *
 * @param source the file's name, for messages
 * @throws TrailcostError `price-list-invalid`
 */
export function parsePriceList(text: string, source: string): ListedPrice[] {
  const start = text.trimStart().slice(0, 40);
  try {
    if (start.startsWith('"FormatVersion"') || start.startsWith('FormatVersion')) return bulkCsv(text, source);
    if (start.startsWith('{') || start.startsWith('[')) return fromJson(JSON.parse(text), source);
  } catch (error) {
    if (error instanceof SyntaxError) throw invalid(source, 'is not whole JSON', error);
    if (error instanceof z.ZodError) throw invalid(source, `is not in the form of an AWS price list: ${issueText(error)}`, error);
    throw error;
  }
  throw invalid(source, 'is no AWS price list: neither JSON nor the CSV that begins with "FormatVersion"');
}

function issueText({ issues }: z.ZodError): string {
  const [first] = issues;
  return first === undefined ? 'nothing fits' : `${first.path.join('.')}: ${first.message}`;
}

function fromJson(value: unknown, source: string): ListedPrice[] {
  if (Array.isArray(value)) return fromProducts(value);
  const { PriceList: items, offerCode, regions, versions, offers } = isObject(value) ? value : {};
  if (Array.isArray(items)) return fromProducts(items);
  if (regions !== undefined || versions !== undefined || offers !== undefined) {
    throw invalid(source, 'is an index of price lists and holds no price', undefined, 'Download the list that it names for your Region.');
  }
  if (offerCode === undefined) throw invalid(source, 'is JSON, but no AWS price list: there is no offerCode and no PriceList in it');
  return bulkJson(value);
}

const amount = z
  .string()
  .regex(/^\d{1,20}(\.\d{1,20})?$/, 'a plain decimal number in quotes')
  .transform((text) => new Decimal(text));
const rangeEnd = z.union([z.literal('Inf').transform(() => undefined), amount]);
const day = z
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
const bulk = z.object({
  offerCode: z.string(),
  version: z.string().default(''),
  publicationDate: day,
  products: z.record(z.string(), product),
  terms: z.object({ OnDemand: z.record(z.string(), z.record(z.string(), term)).default({}) }),
});
const answered = z.object({
  product,
  serviceCode: z.string().optional(),
  version: z.string().default(''),
  publicationDate: day,
  terms: z.object({ OnDemand: z.record(z.string(), term).default({}) }),
});

function bulkJson(value: unknown): ListedPrice[] {
  const { offerCode, version, publicationDate, products, terms } = bulk.parse(value);
  const list = { offerCode, version, publishedOn: publicationDate };
  return Object.entries(terms.OnDemand).flatMap(([sku, own]) => {
    const sold = products[sku];
    return sold === undefined ? [] : Object.values(own).flatMap((each) => listed(sold, each, list));
  });
}

/** GetProducts gives each product as JSON in a text; people also save them parsed. */
function fromProducts(items: readonly unknown[]): ListedPrice[] {
  return items.flatMap((item) => {
    const {
      product: sold,
      serviceCode,
      version,
      publicationDate,
      terms,
    } = answered.parse(typeof item === 'string' ? JSON.parse(item) : item);
    const offerCode = serviceCode ?? sold.attributes['servicecode'] ?? '';
    return Object.values(terms.OnDemand).flatMap((each) => listed(sold, each, { offerCode, version, publishedOn: publicationDate }));
  });
}

function listed(
  { sku, productFamily, attributes }: z.output<typeof product>,
  own: z.output<typeof term>,
  list: PriceListName,
): ListedPrice[] {
  return Object.values(own.priceDimensions).map(({ beginRange, endRange, unit, pricePerUnit }) => ({
    service: attributes['servicecode'] ?? list.offerCode,
    family: productFamily,
    group: attributes['group'] ?? '',
    usageType: attributes['usagetype'] ?? '',
    region: attributes['regionCode'] ?? '',
    location: attributes['location'] ?? '',
    unit,
    from: beginRange,
    to: endRange,
    prices: pricePerUnit,
    effectiveDay: own.effectiveDate,
    sku,
    list,
  }));
}

const METADATA_ROWS = 5;
const CSV_COLUMNS = ['SKU', 'TermType', 'EffectiveDate', 'StartingRange', 'EndingRange', 'Unit', 'PricePerUnit', 'Currency', 'usageType'];

function bulkCsv(text: string, source: string): ListedPrice[] {
  const rows = csvRows(text, source);
  const metadata = new Map(rows.slice(0, METADATA_ROWS).map(([key = '', value = '']) => [key, value]));
  const header = rows[METADATA_ROWS] ?? [];
  const missing = CSV_COLUMNS.filter((column) => !header.includes(column));
  if (missing.length > 0) throw invalid(source, `lacks the columns ${missing.join(', ')}`);
  const list = {
    offerCode: metadata.get('OfferCode') ?? '',
    version: metadata.get('Version') ?? '',
    publishedOn: day.parse(metadata.get('Publication Date') ?? ''),
  };
  const place = new Map(header.map((name, index) => [name, index]));
  return rows.slice(METADATA_ROWS + 1).flatMap((row) => {
    const cell = (name: string) => row[place.get(name) ?? -1] ?? '';
    if (cell('TermType') !== 'OnDemand') return [];
    return {
      service: cell('serviceCode') || list.offerCode,
      family: cell('Product Family'),
      group: cell('Group'),
      usageType: cell('usageType'),
      region: cell('Region Code'),
      location: cell('Location'),
      unit: cell('Unit'),
      from: amount.parse(cell('StartingRange')),
      to: rangeEnd.parse(cell('EndingRange')),
      prices: { [cell('Currency')]: amount.parse(cell('PricePerUnit')) },
      effectiveDay: day.parse(cell('EffectiveDate')),
      sku: cell('SKU'),
      list,
    };
  });
}

function csvRows(text: string, source: string): string[][] {
  try {
    return parse(text, { bom: true, relax_column_count: true, skip_empty_lines: true });
  } catch (error) {
    if (error instanceof CsvError) {
      throw invalid(source, `is not whole CSV: ${error.message}`, error);
    }
    throw error;
  }
}

function invalid(
  where: string,
  what: string,
  cause?: unknown,
  remedy = 'Give a list as AWS publishes it; `trailcost prices fetch --region REGION` downloads them.',
) {
  return new TrailcostError('price-list-invalid', { where, what, remedy }, cause);
}
