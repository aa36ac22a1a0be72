import { type Decimal, sum, ZERO } from '../../base/decimal.js';
import { sumCases } from '../../base/range.js';
import { CHARGE_NAMES } from '../../model/charges.js';
import type { Cause, CauseCode } from '../../reconciliation/causes.js';
import type { ChargeComparison, OperationComparison, ReadReconciliation } from '../../reconciliation/result.js';
import type { Document, List, Table } from '../layout/document.js';
import { amount, change, changePercent, countOf, money, moneyPair, moreOrLess, placesFor } from '../layout/figures.js';
import { shortened } from '../layout/wrapping.js';
import { limitsOf, notComparedItems, readItems, warningsOf } from './limits.js';
import { causeSentence } from './sentences.js';
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
    lead: leadOf(reconciliation),
    caption: captionOf(reconciliation),
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

/** Of use, which is what an estimate is of; tax and credits come after it. */
function headlineOf(reconciliation: ReadReconciliation): string {
  const { whole, expectation } = reconciliation;
  const { expected, use, billed } = whole.cost;
  const of = use.eq(billed) ? '' : ' for use';
  const over = periodOf(reconciliation);
  if (!isPriced(reconciliation)) return `${over}: no price is known, so only requests are compared. ${requestsText(reconciliation)}`;
  const [is, should] = moneyPair(use, expected.expected, expectation.currency);
  const difference = use.minus(expected.expected);
  const why = shownText(whole.causes, expectation.currency);
  if (difference.isZero()) return `${over}: billed ${is}${of}, as ${VERBS[expectation.kind]}.${why === '' ? '' : ` ${why}`}`;
  const percent = changePercent(difference, expected.expected);
  const more = `${moreOrLess(difference, expectation.currency)}${percent === '–' ? '' : ` (${percent})`}`;
  return `${over}: billed ${is}${of}, ${VERBS[expectation.kind]} ${should}: ${more}. ${why}`;
}

const VERBS = { estimate: 'estimated', measurement: 'counted' };
/** Causes of what is billed beside use. */
const BESIDE_USE: readonly CauseCode[] = ['tax', 'credit', 'refund', 'fee'];

/** What of the difference bill and logs show; empty where there is nothing to explain. */
function shownText(causes: readonly Cause[], currency: string): string {
  const ofUse = causes.filter(({ code, cost }) => !BESIDE_USE.includes(code) && code !== 'rounding' && cost?.isZero() === false);
  const [possible, shown] = [
    ofUse.filter(({ certainty }) => certainty === 'possible'),
    ofUse.filter(({ certainty }) => certainty !== 'possible'),
  ];
  if (ofUse.length === 0) return '';
  if (possible.length === 0) return 'Bill and logs show why.';
  const costOf = (list: readonly Cause[]) => sum(list.map(({ cost }) => cost ?? ZERO));
  const [known, unknown] = [costOf(shown), costOf(possible)];
  const cancels = unknown.isZero() ? 'cancels out' : `makes ${moreOrLess(unknown, currency)}`;
  if (shown.length === 0) return `Neither bill nor logs show why; what is possible ${cancels}.`;
  return `What bill and logs show makes ${moreOrLess(known, currency)}, what they cannot tell apart ${cancels.replace('makes ', '')}.`;
}

function leadOf(reconciliation: ReadReconciliation): string | undefined {
  const texts = isPriced(reconciliation) ? [requestsText(reconciliation), usageText(reconciliation)].filter((text) => text !== '') : [];
  return texts.length === 0 ? undefined : texts.join(' ');
}

/** Whether an estimate holds, and what is billed beside use. */
function usageText({ whole, expectation }: ReadReconciliation): string {
  const { expected, use, billed } = whole.cost;
  const [from, to] = moneyPair(expected.low, expected.high, expectation.currency);
  const place = use.lt(expected.low) ? 'below' : use.gt(expected.high) ? 'above' : 'within';
  return [
    ...(expected.low.eq(expected.high) ? [] : [`The cost is ${place} the range of the estimate, ${from} to ${to}.`]),
    ...(use.eq(billed) ? [] : [`With tax, credits and the like the bill has ${money(billed, expectation.currency)}.`]),
  ].join(' ');
}

function requestsText({ whole, expectation }: ReadReconciliation): string {
  const reads = whole.operations.filter(({ operation }) => operation === undefined || operation === 'Decrypt');
  if (reads.length === 0) return '';
  const expected = sumCases(reads.map((each) => each.expected));
  const billed = sum(reads.map((each) => each.billed));
  const difference = billed.minus(expected.expected);
  const range = expected.low.eq(expected.high) ? '' : ` (${countOf(expected.low)} to ${countOf(expected.high)})`;
  const direction = difference.isZero() ? 'as many' : `${countOf(difference.abs())} ${difference.gt(0) ? 'more' : 'fewer'}`;
  return `Decrypts: ${countOf(billed)} billed, ${countOf(expected.expected)} ${VERBS[expectation.kind]}${range}, ${direction}${mostText(whole.causes)}.`;
}

/** Which cause explains most of the Decrypts. */
function mostText(causes: readonly Cause[]): string {
  const ofDecrypts = causes.filter(
    ({ charge, quantity, code }) => charge === 'kms-requests' && quantity !== undefined && code !== 'other-kms-use',
  );
  const most = ofDecrypts.reduce<Cause | undefined>(
    (so, cause) => (so === undefined || cause.quantity?.abs().gt(so.quantity?.abs() ?? ZERO) === true ? cause : so),
    undefined,
  );
  return most === undefined ? '' : `; most by ${causeName(most)} (${CERTAINTY_NAMES[most.certainty]})`;
}

function periodOf({ months }: ReadReconciliation): string {
  const [first, last] = [months[0]?.month ?? '', months.at(-1)?.month ?? ''];
  return first === last ? first : `${first} to ${last}`;
}

function captionOf(reconciliation: ReadReconciliation): string {
  const { expectation, bill } = reconciliation;
  const { kind, name, strategy, regions, currency } = expectation;
  const parts = [`Bill (${formatsText(bill)})`, `${kind} ${name}`, ...(strategy === undefined ? [] : [strategy]), regions.join(', ')];
  return [...parts, periodOf(reconciliation), currency].join(' · ');
}

function causeTable(causes: readonly Cause[], currency: string): Table {
  const shown = causes.slice(0, MOST_ROWS);
  const places = placesFor(causes.flatMap(({ cost }) => cost ?? []));
  const total = sum(causes.flatMap(({ cost }) => cost ?? []));
  const ofUse = sum(causes.flatMap(({ code, cost }) => (BESIDE_USE.includes(code) ? [] : (cost ?? []))));
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
            ...(ofUse.eq(total) ? [] : [['for use', '', '', change(ofUse, places)]]),
            ['billed less expected', '', '', change(total, places)],
          ],
    summaryRows: causes.length === 0 ? 0 : ofUse.eq(total) ? 1 : 2,
  };
}

/** A count with its sign. */
function signed(value: Decimal): string {
  return `${value.isNegative() ? '-' : '+'}${countOf(value.abs())}`;
}

const NAMED = ['Decrypt', 'GenerateDataKey'];

function operationTable(operations: readonly OperationComparison[], currency: string): Table {
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

/** What the amounts of a month leave of a terminal's line. */
const CAUSE_WIDTH = 26;

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
        most === undefined ? '–' : shortened(causeName(most), CAUSE_WIDTH),
      ];
    }),
    summaryRows: 0,
  };
}

function causeText(cause: Cause): string {
  return `${causeName(cause)}: ${causeSentence(cause)}.`;
}
