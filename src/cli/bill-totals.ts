import { grouped } from '../base/text.js';
import { readBill } from '../bill/read.js';
import type { BillCost, BilledRow } from '../bill/row/row.js';
import type { BillSummary } from '../bill/summary.js';
import { BillTotals } from '../billed/totals.js';
import type { PriceBook } from '../prices/book.js';
import type { Io } from './io.js';
import { progressLine } from './progress.js';
import { recognised } from './recognised.js';

const PROGRESS_ROWS = 8192;

/**
 * Reads a bill and adds its rows up, with the progress shown; with a bucket, its S3 requests too.
 *
 * @param cost which of the bill's costs counts; without it the unblended one
 */
export async function readTotals(
  { paths, cost = 'unblended' }: { paths: readonly string[]; cost?: BillCost | undefined },
  { regions }: PriceBook,
  io: Io,
  bucket?: string,
): Promise<{ totals: BillTotals; bill: BillSummary }> {
  const totals = new BillTotals(bucket);
  const progress = progressLine(io);
  let rows = 0;
  const onRow = (row: BilledRow) => {
    totals.add(row);
    rows += 1;
    if (rows % PROGRESS_ROWS === 0) progress.show(() => `${grouped(rows)} rows of the bill`);
  };
  try {
    const bill = await io.interruptible((signal) => readBill({ paths, cwd: io.cwd, regions, bucket, cost, onRow, signal }));
    return { totals, bill };
  } catch (error) {
    throw await recognised(error, paths, 'bill', io);
  } finally {
    progress.clear();
  }
}
