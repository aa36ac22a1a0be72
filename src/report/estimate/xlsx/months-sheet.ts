import { type Decimal, ZERO } from '../../../base/decimal.js';
import { entryAt } from '../../../base/lists.js';
import { CASES, type Case } from '../../../base/range.js';
import type { Estimate } from '../../../model/estimate.js';
import { KMS_STRATEGIES, STRATEGIES, type Strategy } from '../../../model/strategies.js';
import { FORMAT, formulaCell, letterOf, numberCell, type Sheet, type SheetCell, totalRow } from '../../layout/workbook/cells.js';
import { LIKELY_ENDS, monthCell, sumOfLines } from './lines-sheet.js';

const COST_COLUMN = { low: 'cost_low', expected: 'cost', high: 'cost_high' } as const satisfies Record<Case, string>;

/** Each month under each strategy in each case, and what it is expected to cost more than under SSE-S3. */
export function monthsSheet({ lines, totals, comparison, currency, likely }: Estimate): Sheet {
  const columns = STRATEGIES.flatMap((strategy) => CASES.map((which) => ({ strategy, which })));
  const rows = totals['sse-s3'].months.map(({ month }, index) => {
    const row = index + 2;
    const costs = columns.map(({ strategy, which }) =>
      formulaCell(
        sumOfLines(COST_COLUMN[which], { strategy, month: `$A${row}` }, lines.length),
        totals[strategy].months[index]?.[which] ?? ZERO,
        FORMAT.money,
      ),
    );
    const differences = KMS_STRATEGIES.map((strategy) =>
      formulaCell(
        `${expectedColumn(strategy)}${row}-${expectedColumn('sse-s3')}${row}`,
        comparison[strategy].months[index]?.expected ?? ZERO,
        FORMAT.money,
      ),
    );
    return [monthCell(month), ...costs, ...differences, ...likelyCells(likely, index)];
  });
  const results: Decimal[] = [
    ...columns.map(({ strategy, which }) => totals[strategy][which]),
    ...KMS_STRATEGIES.map((strategy) => comparison[strategy].period.expected),
  ];
  const likelyHeader = likely === undefined ? [] : LIKELY.map(({ strategy, name }) => `${strategy}, ${name}`);
  return {
    name: 'months',
    header: [
      `cost in ${currency}`,
      ...columns.map(({ strategy, which }) => (which === 'expected' ? strategy : `${strategy}, ${which}`)),
      ...KMS_STRATEGIES.map((strategy) => `${strategy}, more than sse-s3`),
      ...likelyHeader,
    ],
    widths: [16, ...columns.map(() => 18), ...KMS_STRATEGIES.map(() => 22), ...likelyHeader.map(() => 18)],
    filteredRows: rows.length,
    rows: [...rows, totalRow([undefined, ...results], rows.length, [])],
  };
}

/** Drawn, and each quantile by itself: they do not add up to the period. */
const LIKELY = STRATEGIES.flatMap((strategy) => LIKELY_ENDS.map(([key, name]) => ({ strategy, key, name })));

function likelyCells(likely: Estimate['likely'], index: number): (SheetCell | null)[] {
  if (likely === undefined) return [];
  return LIKELY.map(({ strategy, key }) => numberCell(entryAt(likely.totals[strategy].months, index)[key], FORMAT.money));
}

function expectedColumn(strategy: Strategy): string {
  return letterOf(1 + STRATEGIES.indexOf(strategy) * CASES.length + CASES.indexOf('expected'));
}
