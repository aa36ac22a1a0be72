import type { ReadReconciliation } from '../../reconciliation/result.js';
import type { WorkbookData } from '../layout/workbook/data.js';
import { splitTable } from '../layout/workbook/split.js';
import { reconciliationTable } from './csv.js';
import { causeName } from './wording.js';

const COSTS = ['expected_cost_low', 'expected_cost', 'expected_cost_high', 'billed_cost', 'difference_cost'];

/** What a workbook of a reconciliation has: the rows of its CSV, a sheet for each kind of row; what is billed by month, and the causes. */
export function reconciliationData(reconciliation: ReadReconciliation): WorkbookData {
  const { months, whole, expectation } = reconciliation;
  const shape = { of: expectation.currency, isMoney: true };
  return {
    charts: [
      { ...shape, title: 'Billed by month', bars: months.map(({ month, cost }) => ({ name: month, value: cost.billed })) },
      {
        ...shape,
        title: 'Why the bill differs',
        bars: whole.causes.flatMap((cause) => (cause.cost === undefined ? [] : { name: causeName(cause), value: cause.cost })),
      },
    ],
    tables: splitTable(reconciliationTable(reconciliation), 'row', {
      cause: { name: 'causes', summed: ['difference_cost'] },
      total: { name: 'months', summed: COSTS },
      use: { name: 'usage', summed: COSTS },
      charge: { name: 'charges', summed: COSTS },
      operation: { name: 'operations', summed: ['billed_cost'] },
      'not-compared': { name: 'not-compared' },
    }),
  };
}
