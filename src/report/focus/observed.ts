import { Decimal } from '../../base/decimal.js';
import type { Measurement, RequestCount } from '../../logs/measure/measurement.js';
import { type Price, unitPrice } from '../../prices/book.js';
import { type FocusRow, focusCsv } from './columns.js';
import { type BillFacts, usageRow } from './row.js';

/**
 * The billable KMS requests that were counted, as FOCUS 1.2 (focus.finops.org): a row for each month, reader, account, Region and class.
 * All of them at the full price, before discounts: logs do not show how much of the free tier was left. Requests without a known price have
 * no row ({@link unpricedRequests}).
 */
export function observedFocus(measurement: Measurement, facts: BillFacts): string {
  return focusCsv(observedRows(measurement, facts));
}

/** The rows of {@link observedFocus}. */
export function observedRows({ kmsRequests, counts }: Measurement, facts: BillFacts): FocusRow[] {
  const known = kmsRequests.billable === null ? [] : counts.filter(isBillable);
  return known.flatMap((count) => {
    const { price, unitPrice: each } = count;
    return price === undefined || each === undefined ? [] : [observedRow(count, price, each, facts)];
  });
}

/** Billable requests that {@link observedFocus} has no row for, since the price book has no price for their Region and month. */
export function unpricedRequests({ counts }: Measurement): number {
  return counts.filter((count) => isBillable(count) && count.unitPrice === undefined).reduce((sum, { requests }) => sum + requests, 0);
}

function isBillable({ countsAs }: RequestCount): boolean {
  return countsAs === 'billable';
}

function observedRow(count: RequestCount, price: Price, each: Decimal, facts: BillFacts): FocusRow {
  const { month, account, region, reader, requests, currency } = count;
  const own = unitPrice(price);
  const row = usageRow(
    {
      month,
      charge: 'kms-requests',
      isFreeTier: false,
      account,
      region,
      quantity: new Decimal(requests),
      billing: { list: each, contracted: each, currency },
      pricing: { list: own, contracted: own, currency: price.currency },
      description: `KMS requests, ${reader}, ${count.class}, before the free tier`,
    },
    facts,
  );
  return { ...row, x_RecordType: 'observed', x_Reader: reader };
}
