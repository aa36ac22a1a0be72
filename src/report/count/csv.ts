import type { Measurement, ReaderMeasurement, RequestCount } from '../../logs/measure/measurement.js';
import { type CsvTable, csvTable } from '../layout/csv.js';

/** Columns of {@link measurementCsv}. */
export const COUNT_COLUMNS = [
  'month',
  'class',
  'counts_as',
  'reader',
  'account',
  'region',
  'requests',
  'reads',
  'unit_price',
  'cost',
  'currency',
  'price_source',
] as const;

/**
 * What was counted as CSV (RFC 4180): one row for each month, class, reader, account and Region, then one for each reader's GETs in the
 * whole time, of class `s3-get`. Costs are before the free tier. Where the number of billable requests is unknown, the first row says so:
 * its class is `unknown`, and its requests are empty.
 */
export function measurementCsv(measurement: Measurement): string {
  return csvTable(measurementTable(measurement));
}

/** The rows of {@link measurementCsv}. */
export function measurementTable({ counts, kmsRequests, readers }: Measurement): CsvTable {
  const requests = [...(kmsRequests.billable === null ? [UNKNOWN] : []), ...counts.map(csvRow)];
  const reads = readers.filter((reader) => reader.reads > 0).map(readRow);
  return { columns: [...COUNT_COLUMNS], rows: [...requests, ...reads] };
}

/** Not zero. */
const UNKNOWN = ['', 'unknown', 'billable', '', '', '', '', '', '', '', '', ''];

function readRow({ name, account, reads }: ReaderMeasurement): string[] {
  return ['', 's3-get', 'read', name, account, '', '', String(reads), '', '', '', ''];
}

function csvRow(count: RequestCount): string[] {
  const { month, reader, account, region, class: name, countsAs, requests, price, unitPrice, cost, currency } = count;
  return [
    month,
    name,
    countsAs,
    reader,
    account,
    region,
    String(requests),
    '',
    unitPrice?.toFixed() ?? '',
    cost?.toFixed() ?? '',
    currency,
    price?.source ?? '',
  ];
}
