import { Decimal, sum } from '../../decimal.js';
import type { ByCase } from '../../model/case.js';
import { CHARGE_NAMES } from '../../model/lines.js';
import type { Cause } from '../../reconciliation/causes.js';
import type { ChargeComparison, OperationComparison } from '../../reconciliation/result.js';
import type { Document, List } from '../document.js';
import { amount, change, changePercent, countOf, moneyPair, moreOrLess, placesFor } from '../figures.js';
import type { Table } from '../tables.js';
import { limitsOf, notComparedItems, type ReadReconciliation, readItems, warningsOf } from './limits.js';
import { CERTAINTY_NAMES, causeName, formatsText } from './wording.js';

/** As many rows as a person looks at; JSON and CSV have all. */
const MOST_ROWS = 12;

/** The report of a reconciliation that `table` and `markdown` print. */
export function reconciliationDocument(reconciliation: ReadReconciliation): Document {
  const { whole, months, expectation } = reconciliation;
  const lists: List[] = [
    { title: 'Warnings', items: warningsOf(reconciliation), isWarning: true },
    { title: 'What the causes rest on', items: whole.causes.slice(0, MOST_ROWS).map(causeText), isWarning: false },
    { title: 'What this bill cannot show', items: limitsOf(reconciliation), isWarning: false },
    { title: 'On the bill, not compared', items: notComparedItems(reconciliation), isWarning: false },
    { title: 'What was read', items: readItems(reconciliation), isWarning: false },
  ];
  return {
    headline: headlineOf(reconciliation),
    spread: requestsText(reconciliation),
    subject: subjectOf(reconciliation),
    tables: [
      causeTable(whole.causes, expectation.currency),
      operationTable(whole.operations, expectation.currency),
      chargeTable(whole.charges, expectation.currency),
      ...(months.length > 1 ? [monthTable(reconciliation)] : []),
    ].filter(({ rows }) => rows.length > 0),
    lists: lists.filter(({ items }) => items.length > 0),
  };
}

/** Whether any charge has a price, so that money can be compared. */
function isPriced({ whole }: ReadReconciliation): boolean {
  return whole.charges.some(({ cost }) => cost !== undefined);
}

function headlineOf(reconciliation: ReadReconciliation): string {
  const { whole, expectation } = reconciliation;
  const { expected, billed } = whole.cost;
  const over = periodOf(reconciliation);
  if (!isPriced(reconciliation)) return `${over}: no price is known, so only requests are compared. ${requestsText(reconciliation)}`;
  const [is, should] = moneyPair(billed, expected.expected, expectation.currency);
  const verb = expectation.kind === 'estimate' ? 'estimated' : 'counted';
  const difference = billed.minus(expected.expected);
  if (difference.isZero()) return `${over}: billed ${is}, as ${verb}.`;
  const percent = changePercent(difference, expected.expected);
  const within = isWithin(billed, expected) && !expected.low.eq(expected.high) ? ', within the range' : '';
  const known = sum(whole.causes.filter(({ certainty }) => certainty !== 'possible').map(({ cost }) => cost ?? new Decimal(0)));
  const shown = whole.causes.length === 0 ? '' : ` ${shownText(known, difference, expectation.currency)}`;
  return `${over}: billed ${is}, ${verb} ${should}: ${moreOrLess(difference, expectation.currency)}${percent === '–' ? '' : ` (${percent})`}${within}.${shown}`;
}

function shownText(known: Decimal, difference: Decimal, currency: string): string {
  if (known.eq(difference)) return 'Bill and logs show why.';
  if (known.isZero()) return 'Neither bill nor logs show why: see the causes that are possible.';
  return `What bill and logs show makes ${moreOrLess(known, currency)}, what they cannot tell apart ${moreOrLess(difference.minus(known), currency)}.`;
}

function isWithin(value: Decimal, { low, high }: ByCase<Decimal>): boolean {
  return value.gte(low) && value.lte(high);
}

function requestsText({ whole, expectation }: ReadReconciliation): string {
  const reads = whole.operations.find(({ operation }) => operation === 'Decrypt');
  if (reads === undefined) return '';
  const { expected, billed } = reads;
  const difference = billed.minus(expected.expected);
  const [most] = whole.causes;
  const range = expected.low.eq(expected.high) ? '' : ` (${countOf(expected.low)} to ${countOf(expected.high)})`;
  const verb = expectation.kind === 'estimate' ? 'estimated' : 'counted';
  const direction = difference.isZero() ? 'as many' : `${countOf(difference.abs())} ${difference.gt(0) ? 'more' : 'fewer'}`;
  const cause = most === undefined ? '' : ` What explains most: ${causeName(most)} (${CERTAINTY_NAMES[most.certainty]}).`;
  return `Decrypts: ${countOf(billed)} billed, ${countOf(expected.expected)} ${verb}${range}, ${direction}.${cause}`;
}

function periodOf({ months }: ReadReconciliation): string {
  const [first, last] = [months[0]?.month ?? '', months.at(-1)?.month ?? ''];
  return first === last ? first : `${first} to ${last}`;
}

function subjectOf(reconciliation: ReadReconciliation): string {
  const { expectation, bill } = reconciliation;
  const { kind, name, strategy, regions, currency } = expectation;
  const parts = [`Bill (${formatsText(bill)})`, `${kind} ${name}`, ...(strategy === undefined ? [] : [strategy]), regions.join(', ')];
  return [...parts, periodOf(reconciliation), currency].join(' · ');
}

function causeTable(causes: readonly Cause[], currency: string): Table {
  const shown = causes.slice(0, MOST_ROWS);
  const places = placesFor(causes.flatMap(({ cost }) => cost ?? []));
  const total = sum(causes.flatMap(({ cost }) => cost ?? []));
  const left = causes.length - shown.length;
  return {
    title: `Why the bill differs, ${currency}${left > 0 ? ` (${left} smaller causes in JSON and CSV)` : ''}`,
    header: ['', 'how sure', 'quantity', currency],
    leftColumns: 2,
    rows:
      causes.length === 0
        ? []
        : [
            ...shown.map((cause) => [
              causeName(cause),
              CERTAINTY_NAMES[cause.certainty],
              cause.quantity === undefined ? '–' : signed(cause.quantity),
              cause.cost === undefined ? '?' : change(cause.cost, places),
            ]),
            ['billed less expected', '', '', change(total, places)],
          ],
    summaryRows: causes.length === 0 ? 0 : 1,
  };
}

/** A count with its sign. */
function signed(value: Decimal): string {
  return `${value.isNegative() ? '-' : '+'}${countOf(value.abs())}`;
}

const NAMED = ['Decrypt', 'GenerateDataKey'];

function operationTable(operations: readonly OperationComparison[], currency: string): Table {
  const named = operations.filter(({ operation }) => NAMED.includes(operation));
  const others = operations.filter(({ operation }) => !NAMED.includes(operation));
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
    rows: [...named.map((each) => row(each.operation, [each])), row('others', others), row('all', operations)],
    summaryRows: 1,
  };
}

function chargeTable(charges: readonly ChargeComparison[], currency: string): Table {
  const costs = charges.flatMap(({ cost, billedCost }) => [cost?.expected.expected, billedCost]).filter((cost) => cost !== undefined);
  const places = placesFor(costs);
  return {
    title: `Charges, after discounts on their usage, ${currency}`,
    header: ['', 'expected', 'low', 'high', 'billed', 'difference'],
    leftColumns: 1,
    rows: charges.map(({ charge, cost, billedCost }) => {
      if (cost === undefined) return [CHARGE_NAMES[charge], '?', '?', '?', amount(billedCost, places), '?'];
      const { low, expected, high } = cost.expected;
      const figures = [expected, low, high, cost.billed].map((value) => amount(value, places));
      return [CHARGE_NAMES[charge], ...figures, change(cost.billed.minus(expected), places)];
    }),
    summaryRows: 0,
  };
}

function monthTable({ months, expectation }: ReadReconciliation): Table {
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
        most === undefined ? '–' : causeName(most),
      ];
    }),
    summaryRows: 0,
  };
}

function causeText(cause: Cause): string {
  return `${causeName(cause)}: ${cause.note}.`;
}
