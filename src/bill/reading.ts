import { recordOf } from '../base/records.js';
import { billsPageTable, isBillsPage } from './console/bills-page.js';
import { costExplorerTable, isCostExplorer } from './console/cost-explorer.js';
import { detailedBillingReport } from './console/elsewhere.js';
import type { LaidOutTable } from './console/layout.js';
import { partitionOf } from './delivery/partitions.js';
import type { KnownPart } from './headerless.js';
import type { Formats } from './once/formats.js';
import type { Once, OpenFile } from './once/once.js';
import type { ParquetReader } from './parquet/reader.js';
import { namesIn } from './row/layout.js';
import type { RowContext, RowParser } from './row/parser.js';
import { OTHER_ROLES } from './row/roles.js';
import { type BilledRow, isOfBucket, isReconciled } from './row/row.js';
import { TableParser } from './row/table-parser.js';
import type { BillTally } from './summary.js';
import type { Source } from './table/source.js';
import { type BillTable, NoTable } from './table/table.js';

/** What the files of one bill are read with, and what is known of those that were read before. */
export interface Reading {
  tally: BillTally;
  context: RowContext;
  once: Once;
  formats: Formats;
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

/** @param place the folders that say what all its rows share */
export async function readTable(table: BillTable, place: string, reading: Reading): Promise<boolean> {
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
    if (isLaidOut(rows)) tally.addPages(table.name, rows.pages, tally.rows - before);
    const key = table.header.join('\n');
    if (!reading.known.has(key)) reading.known.set(key, { name: table.name, header: table.header, kinds: parser.kinds });
    return true;
  } catch (error) {
    tally.fail(table.name, error, tally.rows - before);
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
  const { at } = parser.layout;
  const columns = [...new Set(Object.values(at))].filter((column) => column < table.header.length).sort((one, other) => one - other);
  const file = reading.once.open(table.name, parser.layout);
  reading.tally.until.openFile();
  for await (const rows of table.rows(columns)) {
    reading.signal?.throwIfAborted();
    parser.look(rows);
    for (const cells of rows) {
      const row = parser.read(cells);
      if (row !== undefined && isNew(row, parser.rows, file, reading)) {
        reading.formats.take(row, parser.layout, table.name);
        reading.tally.addRow(row);
        reading.tally.until.take(row, parser.rows);
        reading.onRow(row);
      }
    }
  }
}

/** Rows that nothing is added up of need not be known again, which keeps what is remembered small. */
function isNew(row: BilledRow, parser: RowParser, file: OpenFile, { once, tally, isOneFile, bucket }: Reading): boolean {
  if (!isReconciled(row) && !isOfBucket(row, bucket)) return true;
  const seen = once.take(row, parser, file, isOneFile);
  if (seen === 'duplicate') tally.duplicates += 1;
  if (seen === 'restated') tally.restated += 1;
  return seen !== 'duplicate';
}
