import { type Decimal, sum } from '../../base/decimal.js';
import { CHARGE } from '../../model/charges.js';
import type { Cause } from '../../reconciliation/causes.js';
import type { ChargeComparison, OperationComparison, ReadReconciliation } from '../../reconciliation/result.js';
import type { Table } from '../layout/document.js';
import { amount, change, changePercent, countOf, placesFor } from '../layout/figures.js';
import { shortened } from '../layout/wrapping.js';
import { BESIDE_USE, CERTAINTY_NAMES, causeName } from './wording.js';

/** As many rows as a person looks at; JSON and CSV have all. */
export const MOST_ROWS = 20;
/** As many causes as the short report shows: with more, it would leave the screen. */
const MOST_CAUSES = 8;

/** Why the bill differs: the largest causes and their sum, and where there are more than the most, smaller ones as detail. */
export function causeTables(causes: readonly Cause[], currency: string): Table[] {
  if (causes.length === 0) return [];
  const places = placesFor(causes.flatMap(({ cost }) => cost ?? []));
  const total = sum(causes.flatMap(({ cost }) => cost ?? []));
  const ofUse = sum(causes.flatMap(({ code, cost }) => (BESIDE_USE.includes(code) ? [] : (cost ?? []))));
  const count = largestCount(causes);
  const [first, smaller] = [causes.slice(0, count), causes.slice(count, MOST_ROWS)];
  const shape = { header: ['', 'certainty', 'quantity', currency], leftColumns: 2 };
  const left = causes.length - count;
  const table: Table = {
    ...shape,
    title: `Why the bill differs, ${currency}${left > 0 ? ` (the largest ${count} of ${causes.length} causes)` : ''}`,
    rows: [
      ...first.map((cause) => causeRow(cause, places)),
      ...(ofUse.eq(total) ? [] : [['for usage', '', '', change(ofUse, places)]]),
      ['billed − expected', '', '', change(total, places)],
    ],
    summaryRows: ofUse.eq(total) ? 1 : 2,
  };
  if (smaller.length === 0) return [table];
  const others = causes.length - MOST_ROWS;
  const title = `Smaller causes, ${currency}${others > 0 ? ` (${others} more in JSON and CSV)` : ''}`;
  return [table, { ...shape, title, rows: smaller.map((cause) => causeRow(cause, places)), detail: true }];
}

/** How many of the causes are shown one by one. One more needs no more room than to say that it is left out. */
export function largestCount({ length }: readonly Cause[]): number {
  return length <= MOST_CAUSES + 1 ? length : MOST_CAUSES;
}

function causeRow(cause: Cause, places: number): string[] {
  return [
    causeName(cause),
    CERTAINTY_NAMES[cause.certainty],
    quantityText(cause),
    cause.cost === undefined ? '?' : change(cause.cost, places),
  ];
}

function quantityText({ code, quantity }: Cause): string {
  if (code === 'quantity-unknown') return '?';
  return quantity === undefined ? '–' : signed(quantity);
}

/** A count with its sign. */
export function signed(value: Decimal): string {
  return `${value.isNegative() ? '-' : '+'}${countOf(value.abs())}`;
}

const NAMED = ['Decrypt', 'GenerateDataKey'];

export function operationTable(operations: readonly OperationComparison[], currency: string): Table {
  const named = (name: string | undefined) => operations.filter(({ operation }) => operation === name);
  const others = operations.filter(({ operation }) => operation !== undefined && !NAMED.includes(operation));
  const places = placesFor(operations.map(({ cost }) => cost));
  const row = (name: string, of: readonly OperationComparison[]) => {
    const total = (pick: (each: OperationComparison) => Decimal) => sum(of.map(pick));
    const [expected, billed] = [total((each) => each.expected.expected), total((each) => each.billed)];
    const difference = billed.minus(expected);
    return [
      name,
      countOf(expected),
      countOf(billed),
      difference.isZero() ? '–' : signed(difference),
      countOf(total(({ freeTier }) => freeTier)),
      amount(
        total(({ cost }) => cost),
        places,
      ),
    ];
  };
  return {
    title: 'KMS requests by operation, with the free tier',
    header: ['', 'expected', 'billed', 'difference', 'free tier', currency],
    leftColumns: 1,
    rows: [
      ...NAMED.map((name) => row(name, named(name))),
      ...(named(undefined).length === 0 ? [] : [row('not named', named(undefined))]),
      row('others', others),
      row('all', operations),
    ],
    summaryRows: 1,
  };
}

export function chargeTable(charges: readonly ChargeComparison[], currency: string): Table {
  const costs = charges.flatMap(({ cost, billedCost }) => [cost?.expected.expected, billedCost]).filter((cost) => cost !== undefined);
  const places = placesFor(costs);
  return {
    title: `Charges after discounts, ${currency}`,
    header: ['', 'expected', 'low', 'high', 'billed', 'difference'],
    leftColumns: 1,
    rows: charges.map(({ charge, cost, billedCost }) => {
      if (cost === undefined) return [CHARGE[charge].name, '?', '?', '?', amount(billedCost, places), '?'];
      const { low, expected, high } = cost.expected;
      const figures = [expected, low, high, cost.billed].map((value) => amount(value, places));
      return [CHARGE[charge].name, ...figures, change(cost.billed.minus(expected), places)];
    }),
  };
}

/** What the amounts of a month leave of a terminal's line. */
const CAUSE_WIDTH = 26;

export function monthTable({ months, expectation }: ReadReconciliation): Table {
  const places = placesFor(months.flatMap(({ cost }) => [cost.billed, cost.expected.expected]));
  return {
    title: `Months, ${expectation.currency}`,
    header: ['', 'expected', 'billed', 'difference', '', 'main cause'],
    leftColumns: 1,
    rows: months.map(({ month, cost: { expected, billed }, causes }) => {
      const difference = billed.minus(expected.expected);
      const [most] = causes;
      return [
        month,
        amount(expected.expected, places),
        amount(billed, places),
        change(difference, places),
        changePercent(difference, expected.expected),
        most === undefined ? '–' : shortened(causeName(most), CAUSE_WIDTH),
      ];
    }),
  };
}
