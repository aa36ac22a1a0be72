import type { Decimal } from '../../base/decimal.js';
import type { Range } from '../../base/range.js';
import type { PartOfMonth } from '../../reconciliation/expected.js';
import type { MonthReconciliation, ReadReconciliation } from '../../reconciliation/result.js';
import { type CsvTable, csvTable } from '../layout/csv.js';
import { causeSentence } from './sentences.js';
import { notComparedName, partText } from './wording.js';

/** Columns of {@link reconciliationCsv}. */
export const RECONCILIATION_COLUMNS = [
  'month',
  'row',
  'name',
  'certainty',
  'charge',
  'expected_quantity_low',
  'expected_quantity',
  'expected_quantity_high',
  'billed_quantity',
  'free_tier_quantity',
  'difference_quantity',
  'expected_cost_low',
  'expected_cost',
  'expected_cost_high',
  'billed_cost',
  'difference_cost',
  'currency',
  'note',
] as const;

type Row = Partial<Record<(typeof RECONCILIATION_COLUMNS)[number], string>>;

/**
 * A reconciliation as CSV. The column `row` says what a row is: for each month its `total`, the part of it that is billed for `use`, each
 * service whose usage is `unreadable` as a whole, each `charge`, `operation` and `cause`, and what of the bill is `not-compared`. A month's
 * causes add up to its total; charges and operations are parts of it.
 */
export function reconciliationCsv(reconciliation: ReadReconciliation): string {
  return csvTable(reconciliationTable(reconciliation));
}

/** The rows of {@link reconciliationCsv}. */
export function reconciliationTable(reconciliation: ReadReconciliation): CsvTable {
  const { months, notCompared, onlyBilled, onlyExpected, otherCurrencies, expectation } = reconciliation;
  const rows: Row[] = [
    ...months.flatMap((month) => rowsOf(month, expectation.parts.get(month.month))),
    ...notCompared.map((rows) => ({
      row: 'not-compared',
      name: notComparedName(rows),
      billed_quantity: rows.quantity.toFixed(),
      billed_cost: rows.cost.toFixed(),
    })),
    ...otherCurrencies.map(({ currency, cost }) => ({
      row: 'not-compared',
      name: 'rows in another currency',
      billed_cost: cost.toFixed(),
      currency,
    })),
    ...onlyBilled.map(({ month, cost }) => ({ month, row: 'not-compared', name: 'month on the bill alone', billed_cost: cost.toFixed() })),
    ...onlyExpected.map((month) => ({ month, row: 'not-compared', name: `month in the ${expectation.kind} alone` })),
  ];
  return {
    columns: [...RECONCILIATION_COLUMNS],
    rows: rows.map((row) => RECONCILIATION_COLUMNS.map((column) => row[column] ?? (column === 'currency' ? expectation.currency : ''))),
  };
}

function rowsOf({ month, unreadable, cost, charges, operations, causes }: MonthReconciliation, part: PartOfMonth | undefined): Row[] {
  const note = part === undefined ? '' : partText(part);
  return [
    { month, row: 'total', ...costs(cost), note },
    { month, row: 'use', ...costs({ ...cost, billed: cost.use }), note },
    ...unreadable.map(
      (each): Row => ({ month, row: 'unreadable', name: each.service, ...(each.cost === undefined ? {} : costs(each.cost)) }),
    ),
    ...charges.map((each): Row => {
      const { charge, quantity, freeTierQuantity, billedCost } = each;
      const amounts = each.cost === undefined ? { billed_cost: billedCost.toFixed() } : costs(each.cost);
      return {
        month,
        row: 'charge',
        name: charge,
        charge,
        ...quantities(quantity),
        free_tier_quantity: freeTierQuantity.billed.toFixed(),
        ...amounts,
      };
    }),
    ...operations.map(({ operation, freeTier, cost: billedCost, ...quantity }): Row => {
      const amounts = { free_tier_quantity: freeTier.toFixed(), billed_cost: billedCost.toFixed() };
      return { month, row: 'operation', name: operation ?? '', charge: 'kms-requests', ...quantities(quantity), ...amounts };
    }),
    ...causes.map((cause): Row => {
      const { code, certainty, charge, quantity, cost: explained } = cause;
      const amounts = { difference_quantity: quantity?.toFixed() ?? '', difference_cost: explained?.toFixed() ?? '' };
      return { month, row: 'cause', name: code, certainty, charge: charge ?? '', ...amounts, note: causeSentence(cause) };
    }),
  ];
}

interface Compared {
  expected: Range<Decimal>;
  billed: Decimal;
}

function quantities({ expected, billed }: Compared): Row {
  return {
    expected_quantity_low: expected.low.toFixed(),
    expected_quantity: expected.expected.toFixed(),
    expected_quantity_high: expected.high.toFixed(),
    billed_quantity: billed.toFixed(),
    difference_quantity: billed.minus(expected.expected).toFixed(),
  };
}

function costs({ expected, billed }: Compared): Row {
  return {
    expected_cost_low: expected.low.toFixed(),
    expected_cost: expected.expected.toFixed(),
    expected_cost_high: expected.high.toFixed(),
    billed_cost: billed.toFixed(),
    difference_cost: billed.minus(expected.expected).toFixed(),
  };
}
