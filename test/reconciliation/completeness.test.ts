import { describe, expect, test } from 'vitest';
import { Decimal } from '../../src/base/decimal.js';
import type { BilledRow } from '../../src/bill/row/row.js';
import { BillTally } from '../../src/bill/summary.js';
import { reconciliationIncompleteness } from '../../src/index.js';
import type { Expectation } from '../../src/reconciliation/expected.js';
import type { ReconcileOptions } from '../../src/reconciliation/reconcile.js';
import type { ReadReconciliation } from '../../src/reconciliation/result.js';
import { compared, expectation, expected, MONTH, row } from './made.js';

const OF = expectation([expected({ requests: 1000 })]);
const ROWS = [row({ quantity: 1000 })];

interface Given extends Partial<Pick<ReadReconciliation, 'openMonths'>> {
  of?: Expectation;
  rows?: BilledRow[];
  options?: Partial<ReconcileOptions>;
  bill?: Partial<ReadReconciliation['bill']>;
}

function reasonsOf({ of = OF, rows = ROWS, options = {}, bill = {}, openMonths = [] }: Given): string[] {
  const read = { ...compared(of, rows, options), bill: { ...new BillTally().summary(), ...bill }, openMonths };
  return reconciliationIncompleteness(read).map(({ code, count }) => `${code} ${count}`);
}

const problem = { file: 'bill.csv', reason: 'cut off' };
const twoMonths = { ...OF, months: [MONTH, '2026-12'] };
const copies = expected({ charge: 'cloudtrail-copies', requests: 10, unitPrice: new Decimal('0.00002') });

describe('a reconciliation says why it is not complete', () => {
  test.each<[string, Given, string[]]>([
    ['it is', {}, []],
    ['a difference alone is no reason', { rows: [row({ quantity: 5000 })] }, []],
    ['files failed', { bill: { filesFailed: [{ ...problem, rows: 3 }] } }, ['files-failed 1']],
    ['files of the manifest were not given', { bill: { missing: ['a', 'b'] } }, ['files-missing 2']],
    ['rows with another content', { bill: { restated: 3 } }, ['rows-restated 3']],
    ['rows of two files', { bill: { repeated: 4 } }, ['rows-repeated 4']],
    [
      'files that were left out for good reason',
      { bill: { superseded: [problem], unrecognised: [{ ...problem, isData: false }], duplicates: 9 } },
      [],
    ],
    ['a file that looks like a part of the bill', { bill: { unrecognised: [{ ...problem, isData: true }] } }, ['files-left-out 1']],
    ['a month of the estimate is not on the bill', { of: twoMonths }, []],
    ['and was asked for', { of: twoMonths, options: { months: [MONTH, '2026-12'] } }, ['months-missing 1']],
    ['more is free than there is', { rows: [row({ quantity: 20_001, kind: 'free-tier' })] }, ['free-tier-exceeded 1']],
    ['a service has no rows', { of: { ...OF, entries: [...OF.entries, copies] } }, ['charges-absent 1']],
    ['the month goes on', { openMonths: [MONTH] }, ['months-open 1']],
    ['another currency', { rows: [...ROWS, row({ quantity: 1, currency: 'EUR' })] }, ['other-currencies 1']],
    ['the count was stopped', { of: { ...OF, uncounted: [{ code: 'stopped', count: 1 }] } }, ['uncounted 1']],
    ['a charge without a price', { of: { ...OF, unpriced: ['cloudtrail-copies'] } }, ['price-missing 1']],
    ['two at once, in the order of reports', { bill: { repeated: 1, restated: 2 } }, ['rows-restated 2', 'rows-repeated 1']],
  ])('%s', (_, given, reasons) => {
    expect(reasonsOf(given)).toEqual(reasons);
  });
});
