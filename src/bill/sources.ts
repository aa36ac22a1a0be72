import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { withCopies } from '../files/pipes.js';
import { openFile } from '../files/reading.js';
import type { Failure } from '../files/unreadable.js';
import { costAndUsageTable } from './console/cost-and-usage.js';
import { type BillFile, billFile } from './delivery/files.js';
import { headerFor } from './headerless.js';
import { type Reading, readTable } from './reading.js';
import { RECOGNITION } from './recognition.js';
import { csvBillTable, headerlessOf, NoHeader } from './table/csv.js';
import { piped, type Source, startOf } from './table/source.js';
import { isGzip, isJson, isNeverEmpty, isParquet, otherThanBill } from './table/start.js';
import { NoTable } from './table/table.js';
import { zipSources } from './table/zip.js';

/** A bill comes packed; unpacked and larger than this it is better kept in a file. */
export const MAX_PIPE_BYTES = 4 * 1024 ** 3;

/** Reads a file, whatever it is packed in; one that fails is named in the tally. */
export async function readFile(file: BillFile, reading: Reading): Promise<void> {
  const { path, place, packing } = file;
  try {
    if (packing === 'parquet') await readTable(await reading.parquet.table(file), place, reading);
    else if (packing === 'json' || isPackedJson(file)) await readJson(file, reading);
    else if (packing === 'zip') for (const source of await zipSources(file)) await readSource(source, reading);
    else await readSource({ name: path, place, isUnpacked: packing === 'gzip', open: () => streamsOf(file) }, reading);
  } catch (error) {
    reading.tally.fail(path, error, 0);
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
    if (start.length === 0) throw new NoTable('is empty', { isData: !source.isUnpacked && isNeverEmpty(source.name) });
    const other = otherThanBill(start);
    if (other !== undefined) throw other;
    const unpacked = async () => [...(await source.open()), gunzip()];
    if (isParquet(start) || isJson(start)) await readCopy(source, reading);
    else if (isGzip(start) && !source.isUnpacked) await readSource({ ...source, isUnpacked: true, open: unpacked }, reading);
    else await readTable(csvBillTable(source, start, RECOGNITION), source.place, reading);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof NoHeader) reading.headerless.push(error.source);
    else tally.fail(source.name, error, 0);
  }
}

/** Parquet is read here and there and JSON as a whole, so from an archive they are copied first. */
async function readCopy(source: Source, reading: Reading): Promise<void> {
  const { name } = source;
  const { tally, signal, parquet } = reading;
  const streams = await source.open();
  const failures: Failure[] = [];
  const pipe = { path: name, stream: piped(streams) };
  await withCopies([pipe], { maxBytes: MAX_PIPE_BYTES, failures, signal }, async (copies) => {
    for (const copy of copies) {
      const file = await billFile(copy);
      if (file.packing === 'json') await readJson(file, reading);
      else await readTable(await parquet.table(copy), source.place, reading);
    }
  });
  for (const failure of failures) tally.failed.push({ ...failure, rows: 0 });
}

/** Reads a part without a header by that of another part; where none fits, it is named in the tally. */
export async function readHeaderless(source: Source, reading: Reading): Promise<void> {
  const { tally, known, context } = reading;
  const start = await startOf(source);
  const part = headerlessOf(source, start);
  const found = headerFor(part, [...known.values()], context);
  if ('reason' in found) return tally.fail(source.name, new NoTable(found.reason, { isData: part.isData }), 0);
  const table = csvBillTable(source, start, RECOGNITION, found.header);
  if (await readTable(table, source.place, reading)) tally.headersOf.push({ file: source.name, header: found.from });
}
