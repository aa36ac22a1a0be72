import { type Decimal, sum } from '../../base/decimal.js';
import { CHARGE } from '../../model/charges.js';
import type { Cause } from '../../reconciliation/causes.js';
import type { ChargeComparison, OperationComparison, ReadReconciliation } from '../../reconciliation/result.js';
import type { Table } from '../layout/document.js';
import { amount, change, changePercent, countOf, placesFor } from '../layout/figures.js';
import { shortened } from '../layout/wrapping.js';
import { BESIDE_USE, CERTAINTY_NAMES, causeName } from './wording.js';

/** As many rows as a person looks at; JSON and CSV have all. */
export const MOST_ROWS = 12;

export function causeTable(causes: readonly Cause[], currency: string): Table {
  const shown = causes.slice(0, MOST_ROWS);
  const places = placesFor(causes.flatMap(({ cost }) => cost ?? []));
  const total = sum(causes.flatMap(({ cost }) => cost ?? []));
  const ofUse = sum(causes.flatMap(({ code, cost }) => (BESIDE_USE.includes(code) ? [] : (cost ?? []))));
  const left = causes.length - shown.length;
  return {
    title: `Why the bill differs, ${currency}${left > 0 ? ` (${left} smaller causes in JSON and CSV)` : ''}`,
    header: ['', 'how sure', 'quantity', currency],
    leftColumns: 2,
    rows: [
      ...shown.map((cause) => [
        causeName(cause),
        CERTAINTY_NAMES[cause.certainty],
        cause.quantity === undefined ? '–' : signed(cause.quantity),
        cause.cost === undefined ? '?' : change(cause.cost, places),
      ]),
      ...(ofUse.eq(total) ? [] : [['for use', '', '', change(ofUse, places)]]),
      ['billed less expected', '', '', change(total, places)],
    ],
    summaryRows: ofUse.eq(total) ? 1 : 2,
  };
}

/** A count with its sign. */
function signed(value: Decimal): string {
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
    title: 'KMS requests by operation, those in the free tier included',
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
    title: `Charges, after discounts on their usage, ${currency}`,
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
    header: ['', 'expected', 'billed', 'difference', '', 'most by'],
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
