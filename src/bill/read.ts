// bill: from files of a bill, in any dialect, to billed rows; nothing is compared here.

import { createGunzip } from 'node:zlib';
import { type Problem, TrailcostError } from '../base/errors.js';
import { listed } from '../base/text.js';
import type { Located } from '../files/paths.js';
import { withCopies } from '../files/pipes.js';
import { openFile } from '../files/reading.js';
import { Unreadable } from '../files/unreadable.js';
import type { Region } from '../prices/book.js';
import { billsPageTable, isBillsPage } from './console/bills-page.js';
import { costAndUsageTable } from './console/cost-and-usage.js';
import { costExplorerTable, isCostExplorer } from './console/cost-explorer.js';
import { detailedBillingReport } from './console/elsewhere.js';
import type { LaidOutTable } from './console/layout.js';
import { copiesAmong } from './delivery/copies.js';
import { type BillFile, billFile, filesAt, manifestsBeside } from './delivery/files.js';
import { type Manifest, readManifest, versionsOf } from './delivery/manifest.js';
import { ParquetReader } from './parquet/reader.js';
import { Unfit, UnreadableCell } from './row/cell.js';
import { Duplicates } from './row/duplicates.js';
import { type Layout, layoutOf, namesIn } from './row/layout.js';
import { type RowContext, RowParser } from './row/parser.js';
import { type BillCost, type BilledRow, isOfBucket, isReconciled } from './row/row.js';
import { UsageTypes } from './row/usage.js';
import { type BillSummary, BillTally } from './summary.js';
import { csvBillTable } from './table/csv.js';
import { type BillTable, NoTable } from './table/table.js';
import { zipTables } from './table/zip.js';

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
  const files = await dataFiles(found, copies, tally, signal);
  const isOneFile = files.length === 1 && files[0]?.packing !== 'zip';
  tally.cost = cost;
  const context: RowContext = { usageTypes: new UsageTypes(regions), remarks: tally.remarks, cost };
  const reading: Reading = { tally, context, duplicates: new Duplicates(), isOneFile, bucket, onRow, signal };
  const parquet = new ParquetReader(signal);
  try {
    for (const file of files) {
      signal?.throwIfAborted();
      for await (const opened of tablesOf(file, parquet)) {
        if ('error' in opened) fail(tally, opened.name, opened.error, 0);
        else await readTable(opened, reading);
      }
    }
  } finally {
    await parquet.end();
  }
  if (tally.filesRead === 0) throw noBill(paths, tally);
  assertOneFormat(paths, tally);
  return tally.summary();
}

/** A bill comes packed; unpacked and larger than this it is better kept in a file. */
const MAX_PIPE_BYTES = 4 * 1024 ** 3;

/** Named in a message. */
const MOST_PATHS = 10;

interface Reading {
  tally: BillTally;
  context: RowContext;
  duplicates: Duplicates;
  isOneFile: boolean;
  bucket: string | undefined;
  onRow: (row: BilledRow) => void;
  signal: AbortSignal | undefined;
}

/**
 * The files that may be bills and that no other one replaces.
 *
 * @param copies of pipes, which lie where nothing else is of the bill
 */
async function dataFiles(
  found: readonly Located[],
  copies: readonly Located[],
  tally: BillTally,
  signal: AbortSignal | undefined,
): Promise<BillFile[]> {
  const files: BillFile[] = [];
  const manifests: Manifest[] = [];
  for (const located of [...found, ...copies]) {
    signal?.throwIfAborted();
    const { path } = located;
    try {
      const file = await billFile(located);
      const manifest = file.packing === 'json' ? await readManifest(located) : undefined;
      if (manifest !== undefined) manifests.push(manifest);
      else if (file.packing === 'empty') tally.unrecognised.push({ file: path, reason: 'is empty' });
      else files.push(file);
    } catch (error) {
      fail(tally, path, error, 0);
    }
  }
  const { superseded, missing } = versionsOf(manifests.concat(await manifestsNextTo(found)), files);
  tally.missing = missing;
  return withoutReplaced(files, superseded, tally);
}

async function manifestsNextTo(files: readonly Located[]): Promise<Manifest[]> {
  const manifests: Manifest[] = [];
  for (const located of await manifestsBeside(files)) {
    const manifest = await readManifest(located).catch(nothingIfUnreadable);
    if (manifest !== undefined) manifests.push(manifest);
  }
  return manifests;
}

/** Nobody named that file. */
function nothingIfUnreadable(error: unknown): undefined {
  if (!(error instanceof Unreadable)) throw error;
}

async function withoutReplaced(files: readonly BillFile[], superseded: ReadonlyMap<string, string>, tally: BillTally): Promise<BillFile[]> {
  for (const [file, version] of superseded) tally.superseded.push({ file, reason: `version ${version} of the same export replaces it` });
  const current = files.filter(({ path }) => !superseded.has(path));
  const copies = await copiesAmong(current);
  for (const [file, original] of copies) tally.superseded.push({ file, reason: `it has the same content as ${original}` });
  return current.filter(({ path }) => !copies.has(path));
}

/** The tables of a file; one that cannot be opened comes as the error. */
async function* tablesOf(file: BillFile, parquet: ParquetReader): AsyncGenerator<BillTable | { name: string; error: unknown }> {
  try {
    if (file.packing === 'zip') {
      yield* zipTables(file);
      return;
    }
    const table = await tableOf(file, parquet);
    if (table === undefined) throw new NoTable('is empty');
    yield table;
  } catch (error) {
    yield { name: file.path, error };
  }
}

async function tableOf(file: BillFile, parquet: ParquetReader): Promise<BillTable | undefined> {
  if (file.packing === 'parquet') return parquet.table(file);
  const isPackedJson = file.packing === 'gzip' && /\.json\.gz$/i.test(file.path);
  if (file.packing !== 'json' && !isPackedJson) return csvBillTable(file.path, await streamsOf(file));
  const table = await costAndUsageTable(file, isPackedJson);
  if (table === undefined) throw new NoTable('is JSON but neither a manifest of a bill nor an answer of get-cost-and-usage');
  return table;
}

/** A table with where its fields are. */
async function laidOut(table: BillTable): Promise<LaidOutTable> {
  if (isLaidOut(table)) return table;
  if (isCostExplorer(table.header)) return costExplorerTable(table);
  if (isBillsPage(table.header)) return billsPageTable(table);
  const layout = layoutOf(table.header);
  if (layout === undefined)
    throw detailedBillingReport(table.header) ?? new NoTable(`is not a bill; its columns are ${namesIn(table.header)}`);
  return { ...table, layout };
}

function isLaidOut(table: BillTable): table is LaidOutTable {
  return 'layout' in table;
}

async function streamsOf({ place, packing }: BillFile) {
  const source = (await openFile(place)).createReadStream({ highWaterMark: 256 * 1024 });
  return packing === 'gzip' ? [source, createGunzip({ chunkSize: 256 * 1024 })] : [source];
}

async function readTable(table: BillTable, reading: Reading): Promise<void> {
  const { tally } = reading;
  const before = tally.rows;
  try {
    const { layout, ...rows } = await laidOut(table);
    await readRows(rows, layout, reading);
    tally.addFormat(layout.format);
    tally.filesRead += 1;
  } catch (error) {
    fail(tally, table.name, error, tally.rows - before);
  } finally {
    await table.close();
  }
}

async function readRows(table: BillTable, layout: Layout, reading: Reading): Promise<void> {
  const parser = new RowParser(layout, reading.context);
  const columns = [...new Set(Object.values(layout.at))].sort((one, other) => one - other);
  let number = 0;
  for await (const rows of table.rows(columns)) {
    reading.signal?.throwIfAborted();
    parser.expect(rows);
    for (const cells of rows) {
      number += 1;
      const row = rowAt(number, parser, cells);
      if (row !== undefined && isNew(row, parser, table.name, reading)) {
        reading.tally.addRow(row, layout.format, layout.grouping);
        reading.onRow(row);
      }
    }
  }
}

/**
 * Rows that nothing is added up of need not be known again, which keeps what is remembered small. FOCUS has no names of rows: of several
 * files, what another one has just the same is counted and told.
 */
function isNew(row: BilledRow, parser: RowParser, file: string, { duplicates, tally, isOneFile, bucket }: Reading): boolean {
  if (!isReconciled(row) && !isOfBucket(row, bucket)) return true;
  const identity = parser.identity();
  if (identity === undefined) {
    if (!isOneFile && duplicates.add(parser.content(), file) === 'restated') tally.repeated += 1;
    return true;
  }
  const seen = duplicates.add(identity.name, identity.content);
  if (seen === 'duplicate') tally.duplicates += 1;
  if (seen === 'restated') tally.restated += 1;
  return seen !== 'duplicate';
}

function rowAt(number: number, parser: RowParser, cells: readonly string[]): BilledRow | undefined {
  try {
    return parser.read(cells);
  } catch (error) {
    throw error instanceof UnreadableCell ? error.inRow(number) : error;
  }
}

function fail(tally: BillTally, file: string, error: unknown, rows: number): void {
  if (!(error instanceof Unreadable)) throw error;
  if (error instanceof NoTable) {
    const { message: reason, remedy } = error;
    tally.unrecognised.push({ file, reason, ...(remedy !== undefined && { remedy }) });
  } else tally.failed.push({ file, reason: error.message, ...(error instanceof Unfit && { remedy: error.remedy }), rows });
}

/** The same month in two formats is twice the same usage. */
function assertOneFormat(paths: readonly string[], { twice }: BillTally): void {
  if (twice === undefined) return;
  const { month, payer, formats } = twice;
  throw new TrailcostError('bill-invalid', {
    where: listed(paths, MOST_PATHS),
    what: `has ${month}${payer === '' ? '' : ` of payer ${payer}`} both as ${formats.join(' and as ')}, which would count it twice`,
    remedy: 'Give one of the two.',
  });
}

/** What to do is said once, with the first of them. */
function noBill(paths: readonly string[], { failed, unrecognised }: BillTally): TrailcostError {
  const files = [...failed, ...unrecognised];
  const remedy =
    failed.length > 0
      ? 'Is the file complete? Download or export it again.'
      : 'Give a Cost and Usage Report, CUR 2.0 or FOCUS 1.0 to 1.2 export as CSV, gzip, zip or Parquet.';
  if (files.length === 0)
    return new TrailcostError('bill-invalid', { where: listed(paths, MOST_PATHS), what: 'has no bill in it', remedy });
  const said = new Set<string>();
  const problems: Problem[] = files.map(({ file, reason, remedy: own }, index) => {
    const advice = own ?? (index === 0 ? remedy : '');
    const isSaid = advice === '' || said.has(advice);
    said.add(advice);
    return { where: file, what: reason, ...(isSaid ? {} : { remedy: advice }) };
  });
  return new TrailcostError('bill-invalid', problems);
}
