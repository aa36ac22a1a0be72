// bill: from files of a bill, in any dialect, to billed rows; nothing is compared here.

import type { Located } from '../files/paths.js';
import { withCopies } from '../files/pipes.js';
import type { Region } from '../prices/book.js';
import { currentFiles } from './delivery/current.js';
import { filesAt } from './delivery/files.js';
import { Formats } from './once/formats.js';
import { Once } from './once/once.js';
import { ParquetReader } from './parquet/reader.js';
import type { Reading } from './reading.js';
import { noBill } from './refusal.js';
import type { RowContext } from './row/parser.js';
import type { BillCost, BilledRow } from './row/row.js';
import { UsageTypes } from './row/usage.js';
import { MAX_PIPE_BYTES, readFile, readHeaderless } from './sources.js';
import { type BillSummary, BillTally } from './summary.js';

/** What is read as a bill, how, and who takes its rows. */
export interface BillOptions {
  /** Files, folders and patterns; several files are one bill. */
  paths: readonly string[];
  /** Where relative paths start; without it, where the process runs. */
  cwd?: string;
  /** The price book's Regions, by whose prefixes usage types are read. */
  regions: readonly Region[];
  /** Which cost of a row is its cost; without it the unblended or billed one. */
  cost?: BillCost;
  /** A bucket whose S3 requests are counted once too, beside the services that encrypted logs cost. */
  bucket?: string | undefined;
  /** Takes every row that counts, in the order of the files. */
  onRow: (row: BilledRow) => void;
  signal?: AbortSignal;
}

/**
 * Reads a bill: Cost and Usage Reports, CUR 2.0 and FOCUS 1.0 to 1.2, each as CSV, gzip, zip or Parquet, recognised by content and
 * streamed. A file that fails is named in the summary and the others go on. Nothing is added up here: currencies stay apart.
 * Parquet is read by a process of its own, which ends with the reading.
 *
 * @throws TrailcostError `file-unreadable` for a path that is not there
 * @throws TrailcostError `bill-invalid` where no file is a bill that can be read, where versions of an export contradict each other, or
 * where a month comes in two formats
 */
export async function readBill(options: BillOptions): Promise<BillSummary> {
  const { paths, cwd, signal } = options;
  const { files, pipes, failures } = await filesAt(paths, cwd);
  return withCopies(pipes, { maxBytes: MAX_PIPE_BYTES, failures, signal }, (copies) => {
    signal?.throwIfAborted();
    const tally = new BillTally();
    for (const failure of failures) tally.failed.push({ ...failure, rows: 0 });
    return readFiles(files, copies, tally, options);
  });
}

async function readFiles(
  found: readonly Located[],
  copies: readonly Located[],
  tally: BillTally,
  options: BillOptions,
): Promise<BillSummary> {
  const { paths, regions, cost = 'unblended', bucket, onRow, signal } = options;
  const files = await currentFiles(found, copies, tally, signal);
  const isOneFile = files.length === 1 && files[0]?.packing !== 'zip';
  tally.cost = cost;
  const context: RowContext = { usageTypes: new UsageTypes(regions), remarks: tally.remarks, cost };
  const reading: Reading = {
    ...{ tally, context, isOneFile, bucket, onRow, signal, headerless: [], known: new Map() },
    ...{ once: new Once(), formats: new Formats(), parquet: new ParquetReader(signal) },
  };
  try {
    for (const file of files) {
      signal?.throwIfAborted();
      await readFile(file, reading);
    }
    for (const source of reading.headerless) {
      signal?.throwIfAborted();
      await readHeaderless(source, reading).catch((error: unknown) => tally.fail(source.name, error, 0));
    }
  } finally {
    await reading.parquet.end();
  }
  if (tally.filesRead === 0) throw noBill(paths, tally);
  reading.formats.assertOne(paths);
  tally.repeated = reading.once.assertOnce();
  tally.nameMissingPages();
  return tally.summary();
}
