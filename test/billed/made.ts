import type { BilledRow } from '../../src/bill/row/row.js';
import { BillTally } from '../../src/bill/summary.js';
import { type AnswerOptions, answerOf } from '../../src/billed/answer.js';
import type { ReadAnswer } from '../../src/billed/completeness.js';
import { BillTotals } from '../../src/billed/totals.js';
import { built } from '../built.js';

export const book = await built.loadPriceBook();

/** What a bill of some rows says. */
export function answer(rows: readonly BilledRow[], options: Partial<AnswerOptions> = {}): ReadAnswer {
  const tally = new BillTally();
  const totals = new BillTotals(options.bucket);
  for (const row of rows) {
    tally.addRow(row);
    totals.add(row);
  }
  const answered = answerOf(totals, { keys: [], book, ...options });
  return { ...answered, bill: tally.summary(), bucketAsked: options.bucket, openMonths: [], monthsMissing: [] };
}
