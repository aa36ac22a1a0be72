import { REQUEST_DIMENSIONS, type RequestDimension } from '../../billed/answer.js';
import type { BucketAnswer } from '../../billed/bucket.js';
import type { ReadAnswer } from '../../billed/completeness.js';
import type { Figure, NamedFigure } from '../../billed/figures.js';
import { CHARGE } from '../../model/charges.js';
import type { DataTable, WorkbookData } from '../layout/workbook/data.js';
import { billTable } from './csv.js';

const SHEETS: Readonly<Record<RequestDimension, string>> = {
  operation: 'operations',
  account: 'accounts',
  region: 'regions',
  key: 'keys',
  month: 'months',
};
const SUMS = ['quantity', 'free_tier_quantity', 'cost', 'rows'];

/** What a workbook of a bill has: charts, a sheet for each breakdown, log reads and the bucket, the charges, and the rows of its CSV. */
export function billData(answer: ReadAnswer): WorkbookData {
  const { requestsBy, charges, currency, logReads, bucket } = answer;
  const barsOf = (dimension: RequestDimension) =>
    requestsBy[dimension].map(({ name = 'not on the bill', cost }) => ({ name, value: cost }));
  const shape = { of: currency, isMoney: true };
  return {
    charts: [
      { ...shape, title: 'KMS requests by month', bars: barsOf('month') },
      { ...shape, title: 'KMS requests by account', bars: barsOf('account') },
    ],
    tables: [
      ...REQUEST_DIMENSIONS.map(
        (dimension): DataTable => ({
          name: SHEETS[dimension],
          columns: [dimension, ...SUMS, 'currency'],
          rows: namedRows(requestsBy[dimension], currency),
          summed: SUMS,
        }),
      ),
      {
        name: 'log-reads-at-most',
        columns: ['account', ...SUMS, 'currency'],
        rows: namedRows(logReads.mostByAccount, currency),
        summed: SUMS,
      },
      ...(bucket === undefined ? [] : [bucketSheet(bucket, currency)]),
      {
        name: 'charges',
        columns: ['charge', ...SUMS, 'currency'],
        rows: charges.map(({ charge, ...figure }) => [CHARGE[charge].name, ...sumsOf(figure), currency]),
        summed: ['cost', 'rows'],
      },
      { name: 'rows', ...billTable(answer), summed: ['cost', 'rows'] },
    ],
  };
}

/** S3 requests of the bucket that was asked for; its GETs by the account that S3 bills. */
function bucketSheet({ gets, getsBy, puts, others }: BucketAnswer, currency: string): DataTable {
  const rowOf = (name: string, account: string, figure: Figure) => [name, account, ...sumsOf(figure), currency];
  const getRows = getsBy.account.length === 0 ? [rowOf('GET', '', gets)] : getsBy.account.map((of) => rowOf('GET', of.name ?? '', of));
  return {
    name: 'bucket',
    columns: ['request', 'account', ...SUMS, 'currency'],
    rows: [...getRows, rowOf('PUT', '', puts), rowOf('others', '', others)],
    summed: SUMS,
  };
}

function namedRows(figures: readonly NamedFigure[], currency: string): string[][] {
  return figures.map(({ name = '', ...figure }) => [name, ...sumsOf(figure), currency]);
}

function sumsOf({ quantity, freeTier, cost, rows }: Figure): string[] {
  return [quantity?.toFixed() ?? '', freeTier.toFixed(), cost.toFixed(), String(rows)];
}
