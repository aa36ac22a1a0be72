import { Decimal, sum } from '../../src/base/decimal.js';
import type { BilledRow } from '../../src/bill/row/row.js';
import { BillTotals } from '../../src/billed/totals.js';
import { CHARGE } from '../../src/model/charges.js';
import type { Cause, CauseCode } from '../../src/reconciliation/causes.js';
import type { Expectation, Expected, Observed } from '../../src/reconciliation/expected.js';
import { type ReconcileOptions, reconcile } from '../../src/reconciliation/reconcile.js';
import type { Reconciliation } from '../../src/reconciliation/result.js';
import { causeSentence } from '../../src/report/reconciliation/sentences.js';

export const MONTH = '2026-11';
export const REGION = 'us-east-1';
/** Accounts of a reader, of a second one, and of nobody that is known. */
export const [SIEM, AUDIT, STRANGER] = ['111111111111', '222222222222', '999999999999'];
/** The price of a KMS request in us-east-1: $0.03 per 10,000. */
export const REQUEST_PRICE = '0.000003';

type Amount = string | number | Decimal;

/** A row of KMS requests, paid at the list price; what is given differs. */
export function row(given: Partial<Omit<BilledRow, 'quantity' | 'cost' | 'listCost'>> & Record<string, unknown> = {}): BilledRow {
  const quantity = new Decimal((given['quantity'] ?? 0) as Amount);
  const isFree = given.kind === 'free-tier';
  const cost = given['cost'] === undefined ? quantity.times(isFree ? 0 : REQUEST_PRICE) : new Decimal(given['cost'] as Amount);
  const listCost = given['listCost'] === undefined ? undefined : new Decimal(given['listCost'] as Amount);
  return {
    month: MONTH,
    service: 'kms',
    region: REGION,
    usageType: `${given.region ?? REGION}-KMS-Requests`,
    metric: 'kms-request',
    operation: 'Decrypt',
    unitPrice: undefined,
    currency: 'USD',
    account: SIEM,
    payer: SIEM,
    kind: 'usage',
    resourceId: undefined,
    ...given,
    quantity,
    cost,
    listCost,
  };
}

/** A row on a service as a whole: tax, credit, fee or a discount. */
export function wholeRow(kind: BilledRow['kind'], cost: Amount, given: Partial<Omit<BilledRow, 'cost'>> = {}): BilledRow {
  return row({ kind, cost, quantity: 1, usageType: '', metric: undefined, region: undefined, operation: '', ...given });
}

const USAGE_TYPES = {
  'kms-keys': 'us-east-1-KMS-Keys',
  'cloudtrail-copies': 'USE1-PaidEventsRecorded',
  'cloudtrail-data-events': 'USE1-D',
  'guardduty-events': 'USE1-PaidEventsAnalyzed',
};

/** A row of a charge that is not of requests, at so much a unit. */
export function chargeRow(charge: keyof typeof USAGE_TYPES, quantity: Amount, unit: Amount, given = {}) {
  const { service, metric } = CHARGE[charge];
  const cost = new Decimal(quantity).times(unit);
  return row({ service, metric, usageType: USAGE_TYPES[charge], operation: '', quantity, cost, ...given });
}

/** What is expected of a reader, at the list price; what is given differs. `free` of the quantity is in the free tier. */
export function expected(given: Partial<Expected> & { requests?: Amount; free?: Amount } = {}): Expected {
  const { requests = 0, free = 0, ...rest } = given;
  const quantity = new Decimal(requests);
  const unitPrice = 'unitPrice' in given ? given.unitPrice : new Decimal(REQUEST_PRICE);
  const cost = unitPrice === undefined ? undefined : quantity.minus(free).times(unitPrice);
  return {
    charge: 'kms-requests',
    month: MONTH,
    region: REGION,
    reader: 'siem',
    account: SIEM,
    operation: rest.charge === undefined || rest.charge === 'kms-requests' ? 'Decrypt' : undefined,
    quantity: { low: quantity, expected: quantity, high: quantity },
    freeTierQuantity: new Decimal(free),
    listUnitPrice: unitPrice,
    cost: cost === undefined ? undefined : { low: cost, expected: cost, high: cost },
    ...rest,
    unitPrice,
  };
}

export function expectation(entries: readonly Expected[], given: Partial<Expectation> = {}): Expectation {
  return {
    kind: 'estimate',
    name: 'made',
    strategy: 'sse-kms',
    currency: 'USD',
    months: [MONTH],
    regions: [REGION],
    entries,
    observed: new Map(),
    parts: new Map(),
    unpriced: [],
    uncounted: [],
    ...given,
  };
}

/** What logs showed of a month of 720 hours that they cover as a whole. */
export function observed(given: Partial<Observed> = {}): Pick<Expectation, 'kind' | 'observed'> {
  const whole = { hours: 720, hoursObserved: 720, unrelated: new Map(), failed: new Map() };
  return { kind: 'measurement', observed: new Map([[MONTH, { ...whole, ...given }]]) };
}

export function totalsOf(rows: readonly BilledRow[]): BillTotals {
  const totals = new BillTotals();
  for (const each of rows) totals.add(each);
  return totals;
}

export function compared(of: Expectation, rows: readonly BilledRow[], options: Partial<ReconcileOptions> = {}): Reconciliation {
  return reconcile(of, totalsOf(rows), { keys: [], freeRequestsPerMonth: new Decimal(20_000), ...options });
}

/** A cause on a line: `code certainty quantity cost`, with `–` for what is not there. */
export function causeText({ code, certainty, charge, quantity, cost }: Cause): string {
  const of = charge === undefined || charge === 'kms-requests' ? '' : ` of ${charge}`;
  return `${code}${of} ${certainty} ${quantity?.toFixed() ?? '–'} ${cost?.toFixed() ?? '–'}`;
}

export function causeTexts({ whole }: Reconciliation): string[] {
  return whole.causes.map(causeText);
}

/** The note of the first cause of a code. */
export function noteOf({ whole }: Reconciliation, code: CauseCode): string | undefined {
  const cause = whole.causes.find((each) => each.code === code);
  return cause && causeSentence(cause);
}

export function added(values: readonly (Decimal | undefined)[]): string {
  return sum(values.flatMap((value) => value ?? [])).toFixed();
}
