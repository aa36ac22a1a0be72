import type { Estimate } from '../../model/estimate.js';
import type { Dimension } from '../../model/shares.js';
import type { DataTable, WorkbookData } from '../layout/workbook/data.js';
import { type By, dimensionText, namesOf, SHOWBACK_COLUMNS, sharesIn, showbackTable } from './showback.js';

const COSTS = SHOWBACK_COLUMNS.slice(3, -1);

/** What a workbook of a showback has: its rows as in CSV, and for two dimensions what SSE-KMS costs, the second of them across. */
export function showbackData(estimate: Estimate, by: By): WorkbookData {
  const title = `SSE-KMS by ${by.map(dimensionText).join(' and ')}`;
  const bars = sharesIn(estimate, by).map((share) => ({ name: namesOf(share, estimate, by).join(', '), value: share.costs['sse-kms'] }));
  const [first, second] = by;
  const cross = first === undefined || second === undefined ? [] : [crossTable(estimate, first, second)];
  return {
    charts: [{ title, of: estimate.currency, isMoney: true, bars }],
    tables: [...cross, { ...showbackTable(estimate, by), name: 'shares', summed: COSTS }],
  };
}

/** What SSE-KMS costs, one dimension down and the other across. */
function crossTable(estimate: Estimate, down: Dimension, across: Dimension): DataTable {
  const namesIn = (dimension: Dimension) => sharesIn(estimate, [dimension]).map(({ names: [name = ''] }) => name);
  const text = (name: string, dimension: Dimension) => namesOf({ names: [name] }, estimate, [dimension]).join('');
  const costs = new Map(sharesIn(estimate, [down, across]).map(({ names, costs: own }) => [JSON.stringify(names), own['sse-kms']]));
  const others = namesIn(across);
  const heads = others.map((other) => text(other, across));
  return {
    name: 'sse-kms',
    columns: [`${dimensionText(down)}, ${estimate.currency}`, ...heads],
    rows: namesIn(down).map((name) => [
      text(name, down),
      ...others.map((other) => costs.get(JSON.stringify([name, other]))?.toFixed() ?? '0'),
    ]),
    summed: heads,
    isCross: true,
  };
}
