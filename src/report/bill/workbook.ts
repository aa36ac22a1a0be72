import { REQUEST_DIMENSIONS, type RequestDimension } from '../../billed/answer.js';
import type { ReadAnswer } from '../../billed/completeness.js';
import type { Figure } from '../../billed/figures.js';
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

/** What a workbook of a bill has: requests by month and by account, a sheet for each breakdown, the charges, and the rows of its CSV. */
export function billData(answer: ReadAnswer): WorkbookData {
  const { requestsBy, charges, currency } = answer;
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
          rows: requestsBy[dimension].map(({ name = '', ...figure }) => [name, ...sumsOf(figure), currency]),
          summed: SUMS,
        }),
      ),
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

function sumsOf({ quantity, freeTier, cost, rows }: Figure): string[] {
  return [quantity?.toFixed() ?? '', freeTier.toFixed(), cost.toFixed(), String(rows)];
}
