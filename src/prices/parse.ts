import { CsvError, parse } from 'csv-parse/sync';
import * as z from 'zod';
import { Decimal } from '../base/decimal.js';
import { type Problem, TrailcostError } from '../base/errors.js';
import {
  CONFIDENCES,
  CONVERSION_COLUMNS,
  listCurrency,
  type PRICE_COLUMNS,
  PRICE_METRICS,
  type Price,
  type Quota,
  type Region,
} from './book.js';

const decimal = z
  .string()
  .regex(/^\d{1,9}(\.\d{1,12})?$/, 'a plain decimal number such as 0.000003')
  .transform((text) => new Decimal(text));
const powerOfTen = z
  .string()
  .regex(/^10{0,9}$/, '1, 10, 100, … (a power of ten)')
  .transform((text) => new Decimal(text));
const day = z.iso.date('a day as YYYY-MM-DD');
const text = z.string().regex(/^[^\p{C}]{1,500}$/u, '1 to 500 printable characters');

const provenance = {
  as_of: z.string().regex(/^(undated|\d{4}(-\d\d){0,2})$/, 'a date as YYYY, YYYY-MM or YYYY-MM-DD, or undated'),
  confidence: z.enum(CONFIDENCES, `one of ${CONFIDENCES.join(', ')}`),
  source: text,
};
const priceRow = z.object({
  metric: z.enum(PRICE_METRICS, `one of ${PRICE_METRICS.join(', ')}`),
  region: text,
  price: decimal,
  per: powerOfTen,
  unit: text,
  currency: z.string().regex(/^[A-Z]{3}$/, 'a currency code such as USD'),
  effective_from: z.union([z.literal(''), day], 'a day as YYYY-MM-DD, or nothing'),
  ...provenance,
} satisfies Record<(typeof PRICE_COLUMNS)[number], z.ZodType>);
const optional = z.string().default('');
const pricedRow = z.object({ ...priceRow.shape, converted_from: optional, rate: optional, rate_date: optional } satisfies Record<
  (typeof CONVERSION_COLUMNS)[number],
  z.ZodType
>);
const conversion = z.object({
  converted_from: z.string().regex(/^[A-Z]{3}$/, 'a currency code such as USD'),
  rate: decimal.refine((rate) => rate.gt(0), 'more than 0'),
  rate_date: day,
});
const quotaRow = z.object({
  metric: z.enum(['kms-free-requests', 'kms-request-quota']),
  region: text,
  value: decimal,
  unit: text,
  ...provenance,
});
const regionRow = z.object({ region: text, partition: text, name: text, usage_prefix: z.string(), offer_location: z.string() });

/**
 * The prices in a CSV of the form of `pricing/prices.csv`.
 *
 * @param source the file's name, for messages
 * @throws TrailcostError `price-book-invalid` with file, line and column name of every row that does not fit
 */
export function parsePrices(csv: string, source: string): Price[] {
  const rows = parseRows(csv, source, pricedRow, CONVERSION_COLUMNS, conversionProblems);
  assertNoContradiction(rows, source);
  return rows.map(({ effective_from, as_of, converted_from, rate, rate_date, ...row }) => ({
    ...row,
    asOf: as_of,
    ...(effective_from === '' ? {} : { effectiveFrom: effective_from }),
    ...(converted_from === '' ? {} : { converted: { currency: converted_from, rate: new Decimal(rate), rateDate: rate_date } }),
  }));
}

/** What is wrong with how a price says that it was converted, or does not say it: by column, what it should be. */
function conversionProblems({ region, currency, confidence, ...row }: z.output<typeof pricedRow>): { column: string; message: string }[] {
  const isConverted = CONVERSION_COLUMNS.some((column) => row[column] !== '');
  const parsed = conversion.safeParse(row);
  if (isConverted && !parsed.success) {
    return parsed.error.issues.map(({ path, message }) => ({ column: String(path[0]), message: `${message} (of a converted price)` }));
  }
  const listed = listCurrency(region);
  if (isConverted && row.converted_from === currency) return [{ column: 'converted_from', message: `another currency than ${currency}` }];
  if (confidence !== 'confirmed' || (!isConverted && currency === listed)) return [];
  const why = isConverted ? 'for a converted price' : `for a price in ${currency}, since AWS lists prices of ${region} in ${listed}`;
  return [{ column: 'confidence', message: `single, assumed or stale ${why}` }];
}

function assertNoContradiction(rows: readonly z.output<typeof priceRow>[], source: string): void {
  if (rows.length === 0)
    throw new TrailcostError('price-book-invalid', {
      where: source,
      what: 'has no prices',
      remedy: 'Add one row for each price below the header, or do not use this file.',
    });
  const seen = new Map<string, string>();
  for (const { metric, region, effective_from, currency } of rows) {
    const key = [metric, region, effective_from].join(' ').trim();
    const before = seen.get(key);
    if (before !== undefined) {
      const currencies = before === currency ? '' : `, in ${before} and ${currency}`;
      throw new TrailcostError('price-book-invalid', {
        where: source,
        what: `has two prices of ${key}${currencies}`,
        remedy: 'Keep one of them.',
      });
    }
    seen.set(key, currency);
  }
}

/** The quotas in a CSV of the form of `pricing/quotas.csv`; errors as {@link parsePrices}. */
export function parseQuotas(csv: string, source: string): Quota[] {
  return parseRows(csv, source, quotaRow).map(({ as_of, ...row }) => ({ ...row, asOf: as_of }));
}

/** The Regions in a CSV of the form of `pricing/regions.csv`; errors as {@link parsePrices}. */
export function parseRegions(csv: string, source: string): Region[] {
  return parseRows(csv, source, regionRow).map(({ usage_prefix, offer_location, ...row }) => ({
    ...row,
    usagePrefix: usage_prefix,
    offerLocation: offer_location,
  }));
}

/**
 * @param mayLack columns that the header need not have
 * @param more what else can be wrong with a row whose cells fit
 */
function parseRows<T extends z.ZodObject>(
  csv: string,
  source: string,
  schema: T,
  mayLack: readonly string[] = [],
  more: (row: z.output<T>) => { column: string; message: string }[] = () => [],
): z.output<T>[] {
  const columns = Object.keys(schema.shape).filter((column) => !mayLack.includes(column));
  const records = parseRecords(csv, source, columns);
  const problems: Problem[] = [];
  const rows: z.output<T>[] = [];
  for (const { record, line } of records) {
    const parsed = schema.safeParse(record);
    const wrong = parsed.success
      ? more(parsed.data)
      : parsed.error.issues.map(({ path, message }) => ({ column: String(path[0]), message }));
    for (const { column, message } of wrong) {
      problems.push({ where: `${source}:${line} ${column}`, what: `expected ${message}, found ${quoted(record[column] ?? '')}` });
    }
    if (parsed.success) rows.push(parsed.data);
  }
  if (problems.length > 0) throw new TrailcostError('price-book-invalid', problems);
  return rows;
}

/** A longer value helps nobody to find it. */
const QUOTED_CHARACTERS = 100;

function quoted(value: string): string {
  return JSON.stringify(value.length > QUOTED_CHARACTERS ? `${value.slice(0, QUOTED_CHARACTERS)}…` : value);
}

interface LocatedRecord {
  record: Record<string, string>;
  line: number;
}

function parseRecords(csv: string, source: string, columns: string[]): LocatedRecord[] {
  try {
    const parsed = parse<{ record: Record<string, string>; info: { lines: number } }>(csv, {
      bom: true,
      columns: (header: string[]) => checkedHeader(header, columns, source),
      info: true,
      skip_empty_lines: true,
    });
    return parsed.map(({ record, info }) => ({ record, line: info.lines }));
  } catch (error) {
    if (error instanceof CsvError) {
      throw new TrailcostError('price-book-invalid', {
        where: typeof error['lines'] === 'number' ? `${source}:${error['lines']}` : source,
        what: `not a CSV file: ${error.message}`,
        remedy: `Its columns must be: ${columns.join(', ')}.`,
      });
    }
    throw error;
  }
}

function checkedHeader(header: string[], columns: string[], source: string): string[] {
  const missing = columns.filter((column) => !header.includes(column));
  const twice = columns.filter((column) => header.indexOf(column) !== header.lastIndexOf(column));
  if (missing.length === 0 && twice.length === 0) return header;
  throw new TrailcostError('price-book-invalid', {
    where: `${source}:1`,
    what: missing.length > 0 ? `column ${missing.join(', ')} is missing` : `column ${twice.join(', ')} appears twice`,
    remedy: `Its columns must be: ${columns.join(', ')}.`,
  });
}
