// bill: from files of a bill, in any dialect, to billed rows; nothing is compared here.

import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type Problem, TrailcostError } from '../base/errors.js';
import { recordOf } from '../base/records.js';
import { listed } from '../base/text.js';
import type { Located } from '../files/paths.js';
import { withCopies } from '../files/pipes.js';
import { openFile } from '../files/reading.js';
import { type Failure, Unreadable } from '../files/unreadable.js';
import type { Region } from '../prices/book.js';
import { billsPageTable, isBillsPage } from './console/bills-page.js';
import { costAndUsageTable } from './console/cost-and-usage.js';
import { costExplorerTable, isCostExplorer } from './console/cost-explorer.js';
import { detailedBillingReport, otherFile } from './console/elsewhere.js';
import type { LaidOutTable } from './console/layout.js';
import { copiesAmong } from './delivery/copies.js';
import { type BillFile, billFile, filesAt, manifestsBeside } from './delivery/files.js';
import { type Manifest, readManifest, versionsOf } from './delivery/manifest.js';
import { partitionOf } from './delivery/partitions.js';
import { replacedByFolder } from './delivery/versions.js';
import { headerFor, type KnownPart } from './headerless.js';
import { Once, type OpenFile } from './once/once.js';
import { ParquetReader } from './parquet/reader.js';
import { Unfit } from './row/cell.js';
import { namesIn } from './row/layout.js';
import type { RowContext, RowParser } from './row/parser.js';
import { isBillHeader, mayDiffer, OTHER_ROLES } from './row/roles.js';
import { type BillCost, type BilledRow, isOfBucket, isReconciled } from './row/row.js';
import { TableParser } from './row/table-parser.js';
import { UsageTypes } from './row/usage.js';
import { type BillSummary, BillTally } from './summary.js';
import { csvBillTable, headerlessOf, NoHeader, piped, type Recognition, type Source, startOf } from './table/csv.js';
import { isGzip, isParquet } from './table/start.js';
import { type BillTable, NoTable } from './table/table.js';
import { zipSources } from './table/zip.js';

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
  const reading: Reading = {
    ...{ tally, context, isOneFile, bucket, onRow, signal, headerless: [], known: new Map() },
    ...{ once: new Once(), parquet: new ParquetReader(signal) },
  };
  try {
    for (const file of files) {
      signal?.throwIfAborted();
      await readFile(file, reading);
    }
    for (const source of reading.headerless) {
      signal?.throwIfAborted();
      await readHeaderless(source, reading).catch((error: unknown) => fail(tally, source.name, error, 0));
    }
  } finally {
    await reading.parquet.end();
  }
  if (tally.filesRead === 0) throw noBill(paths, tally);
  assertOneFormat(paths, tally);
  tally.repeated = reading.once.assertOnce();
  return tally.summary();
}

/** A bill comes packed; unpacked and larger than this it is better kept in a file. */
const MAX_PIPE_BYTES = 4 * 1024 ** 3;

/** Named in a message. */
const MOST_PATHS = 10;

interface Reading {
  tally: BillTally;
  context: RowContext;
  once: Once;
  isOneFile: boolean;
  bucket: string | undefined;
  onRow: (row: BilledRow) => void;
  signal: AbortSignal | undefined;
  parquet: ParquetReader;
  /** Parts in which no header was found; there may be many, so nothing of what they hold is kept. */
  headerless: Source[];
  /** Of parts whose rows were read, the first with each header. */
  known: Map<string, KnownPart>;
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
      else if (file.packing === 'empty') fail(tally, path, new NoTable('is empty', { isData: NEVER_EMPTY.test(path) }), 0);
      else files.push(file);
    } catch (error) {
      fail(tally, path, error, 0);
    }
  }
  const { superseded, missing } = versionsOf(manifests.concat(await manifestsNextTo(found)), files);
  tally.missing = missing;
  const byFolder = replacedByFolder(files.filter(({ path }) => !superseded.has(path)));
  return withoutReplaced(files, new Map([...superseded, ...byFolder]), tally);
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

/** Formats that take some bytes even for nothing: an empty file of them was not downloaded. */
const NEVER_EMPTY = /\.(?:gz|zip|parquet)$/i;

async function readFile(file: BillFile, reading: Reading): Promise<void> {
  const { path, place, packing } = file;
  try {
    if (packing === 'parquet') await readTable(await reading.parquet.table(file), place, reading);
    else if (packing === 'json' || isPackedJson(file)) await readJson(file, reading);
    else if (packing === 'zip') for (const source of await zipSources(file)) await readSource(source, reading);
    else await readSource({ name: path, place, isUnpacked: packing === 'gzip', open: () => streamsOf(file) }, reading);
  } catch (error) {
    fail(reading.tally, path, error, 0);
  }
}

function isPackedJson({ path, packing }: BillFile): boolean {
  return packing === 'gzip' && /\.json\.gz$/i.test(path);
}

async function readJson(file: BillFile, reading: Reading): Promise<void> {
  const table = await costAndUsageTable(file, isPackedJson(file));
  if (table === undefined) throw new NoTable('is JSON but neither a manifest of a bill nor an answer of get-cost-and-usage');
  await readTable(table, file.place, reading);
}

async function streamsOf({ place, packing }: BillFile): Promise<readonly Readable[]> {
  const source = (await openFile(place)).createReadStream({ highWaterMark: CHUNK_BYTES });
  return packing === 'gzip' ? [source, gunzip()] : [source];
}

const CHUNK_BYTES = 256 * 1024;

function gunzip() {
  return createGunzip({ chunkSize: CHUNK_BYTES });
}

/** What is read from the start to the end; within an archive it may be packed or Parquet itself. */
async function readSource(source: Source, reading: Reading): Promise<void> {
  const { tally, signal } = reading;
  try {
    const start = await startOf(source);
    if (start.length === 0) throw new NoTable('is empty', { isData: !source.isUnpacked && NEVER_EMPTY.test(source.name) });
    const other = otherFile(start);
    if (other !== undefined) throw other;
    const unpacked = async () => [...(await source.open()), gunzip()];
    if (isParquet(start)) await readCopy(source, reading);
    else if (isGzip(start) && !source.isUnpacked) await readSource({ ...source, isUnpacked: true, open: unpacked }, reading);
    else await readTable(csvBillTable(source, start, RECOGNITION), source.place, reading);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof NoHeader) reading.headerless.push(error.source);
    else fail(tally, source.name, error, 0);
  }
}
/** Parquet is read here and there, so from an archive it is copied first. */
async function readCopy(source: Source, reading: Reading): Promise<void> {
  const { name } = source;
  const { tally, signal, parquet } = reading;
  const streams = await source.open();
  const failures: Failure[] = [];
  const pipe = { path: name, stream: piped(streams) };
  await withCopies([pipe], { maxBytes: MAX_PIPE_BYTES, failures, signal }, async (copies) => {
    for (const copy of copies) await readTable(await parquet.table(copy), source.place, reading);
  });
  for (const failure of failures) tally.failed.push({ ...failure, rows: 0 });
}

/** @param place the folders that say what all its rows share */
async function readTable(table: BillTable, place: string, reading: Reading): Promise<boolean> {
  const { tally } = reading;
  const before = tally.rows;
  try {
    const { rows, parser } = await parsed(table, place, reading);
    await readRows(rows, parser, reading);
    tally.addFormat(parser.layout.format);
    tally.addDialect([...table.dialect(), ...parser.dialect]);
    tally.addLeftOut(parser.leftOut);
    tally.addLeftOut({ ...NONE_LEFT_OUT, blank: table.emptyLines(), note: table.linesBefore });
    tally.filesRead += 1;
    const key = table.header.join('\n');
    if (!reading.known.has(key)) reading.known.set(key, { name: table.name, header: table.header, kinds: parser.kinds });
    return true;
  } catch (error) {
    fail(tally, table.name, error, tally.rows - before);
    return false;
  } finally {
    await table.close();
  }
}

/** A table's rows with what reads them; a console's file is made into rows first. */
async function parsed(table: BillTable, place: string, { context }: Reading): Promise<{ rows: BillTable; parser: TableParser }> {
  const known = await laidOut(table);
  if (known !== undefined) return { rows: known, parser: TableParser.laidOut(known.layout, context) };
  const parser = TableParser.of(table.header, partitionOf(place), context);
  if (parser !== undefined) return { rows: table, parser };
  const isData = table.header.length >= FEWEST_DATA_COLUMNS;
  throw detailedBillingReport(table.header) ?? new NoTable(`is not a bill; its columns are ${namesIn(table.header)}`, { isData });
}

async function laidOut(table: BillTable): Promise<LaidOutTable | undefined> {
  if (isLaidOut(table)) return table;
  if (isCostExplorer(table.header)) return costExplorerTable(table);
  return isBillsPage(table.header) ? billsPageTable(table) : undefined;
}

function isLaidOut(table: BillTable): table is LaidOutTable {
  return 'layout' in table;
}

const FEWEST_DATA_COLUMNS = 3;
const NONE_LEFT_OUT = recordOf(OTHER_ROLES, () => 0);

async function readRows(table: BillTable, parser: TableParser, reading: Reading): Promise<void> {
  const { format, at, grouping } = parser.layout;
  const columns = [...new Set(Object.values(at))].filter((column) => column < table.header.length).sort((one, other) => one - other);
  const file = reading.once.open(table.name, parser.layout);
  reading.tally.until.openFile();
  for await (const rows of table.rows(columns)) {
    reading.signal?.throwIfAborted();
    parser.look(rows);
    for (const cells of rows) {
      const row = parser.read(cells);
      if (row !== undefined && isNew(row, parser.rows, file, reading)) {
        reading.tally.addRow(row, format, table.name, grouping);
        reading.tally.until.take(row, parser.rows);
        reading.onRow(row);
      }
    }
  }
}

async function readHeaderless(source: Source, reading: Reading): Promise<void> {
  const { tally, known, context } = reading;
  const start = await startOf(source);
  const part = headerlessOf(source, start);
  const found = headerFor(part, [...known.values()], context);
  if ('reason' in found) return fail(tally, source.name, new NoTable(found.reason, { isData: part.isData }), 0);
  const table = csvBillTable(source, start, RECOGNITION, found.header);
  if (await readTable(table, source.place, reading)) tally.headersOf.push({ file: source.name, header: found.from });
}

const RECOGNITION: Recognition = {
  isHeader: (cells) => isBillHeader(cells) || isCostExplorer(cells) || isBillsPage(cells) || detailedBillingReport(cells) !== undefined,
  mayDiffer,
};

/** Rows that nothing is added up of need not be known again, which keeps what is remembered small. */
function isNew(row: BilledRow, parser: RowParser, file: OpenFile, { once, tally, isOneFile, bucket }: Reading): boolean {
  if (!isReconciled(row) && !isOfBucket(row, bucket)) return true;
  const seen = once.take(row, parser, file, isOneFile);
  if (seen === 'duplicate') tally.duplicates += 1;
  if (seen === 'restated') tally.restated += 1;
  return seen !== 'duplicate';
}

function fail(tally: BillTally, file: string, error: unknown, rows: number): void {
  if (!(error instanceof Unreadable)) throw error;
  const remedy = error instanceof NoTable || error instanceof Unfit ? error.remedy : undefined;
  const problem = { file, reason: error.message, ...(remedy !== undefined && { remedy }) };
  if (error instanceof NoTable) tally.unrecognised.push({ ...problem, isData: error.isData });
  else tally.failed.push({ ...problem, rows });
}

/** The same month in two formats is twice the same usage. */
function assertOneFormat(paths: readonly string[], { twice }: BillTally): void {
  if (twice === undefined) return;
  const { month, payer, formats, files } = twice;
  throw new TrailcostError('bill-invalid', {
    where: listed(paths, MOST_PATHS),
    what: `has ${month}${payer === '' ? '' : ` of payer ${payer}`} both as ${formats.join(' and as ')}, which would count it twice`,
    remedy: `Leave out ${files.join(' or ')}.`,
  });
}

const GIVE_A_BILL = 'Give a Cost and Usage Report, CUR 2.0 or FOCUS 1.0 to 1.2 export as CSV, gzip, zip or Parquet.';

const IS_IT_WHOLE = 'Is the file complete? Download or export it again.';

/** What to do is said once, with the first that needs it. */
function noBill(paths: readonly string[], { failed, unrecognised }: BillTally): TrailcostError {
  const files = [
    ...failed.map((problem) => ({ remedy: IS_IT_WHOLE, ...problem })),
    ...unrecognised.map((problem) => ({ ...(failed.length === 0 && { remedy: GIVE_A_BILL }), ...problem })),
  ];
  if (files.length === 0)
    return new TrailcostError('bill-invalid', { where: listed(paths, MOST_PATHS), what: 'has no bill in it', remedy: GIVE_A_BILL });
  const said = new Set<string | undefined>([undefined]);
  const problems = files.map(({ file, reason, remedy }): Problem => {
    const isNew = remedy !== undefined && !said.has(remedy);
    said.add(remedy);
    return { where: file, what: reason, ...(isNew ? { remedy } : {}) };
  });
  return new TrailcostError('bill-invalid', problems);
}
