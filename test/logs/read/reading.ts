import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NO_FILTERS } from '../../../src/logs/classify/filters.js';
import { FileRecords } from '../../../src/logs/read/find/file-records.js';
import { ROW_WORDS } from '../../../src/logs/read/find/rows.js';
import type { JsonKind } from '../../../src/logs/read/find/wrapped.js';
import { type Batch, BatchWriter } from '../../../src/logs/read/keep/batch.js';
import { nothingRead } from '../../../src/logs/read/keep/intake.js';
import { Keeper } from '../../../src/logs/read/keep/keeper.js';
import { LARGE_BYTES, unpackedWithin } from '../../../src/logs/read/open/inflate.js';
import { logFile } from '../../../src/logs/read/open/log-file.js';
import { readFiles } from '../../../src/logs/read/task.js';

const folder = mkdtempSync(join(tmpdir(), 'trailcost-read-'));
let number = 0;

/** What a file with this content comes to; `largeBytes` says from what size on it is read in portions. */
export async function readContent(content: Buffer, { path = 'logs', largeBytes = LARGE_BYTES } = {}) {
  number += 1;
  const place = join(folder, `${number}`);
  writeFileSync(place, content);
  try {
    return await readFiles([logFile(path, place)], { filters: NO_FILTERS, wantsTrace: true }, { largeBytes });
  } finally {
    rmSync(place);
  }
}

/** All that the records of one file came to, however they were found. */
export interface Taken {
  kind: JsonKind | 'again';
  /** Records, and those of them that were gone over without being parsed. */
  count: number;
  rows: number;
  untaken: string[];
  seen: Pick<FileRecords, 'first' | 'last' | 'slots' | 'regions'>;
  batch: Batch;
}

/** What some way of finding records comes to. */
export function takenBy(find: (sink: FileRecords) => JsonKind | undefined): Taken {
  const records = new FileRecords();
  records.begin(undefined);
  const kind = find(records) ?? 'again';
  const { count, first, last, slots, regions, candidates, untakenCount, untakenReason } = records;
  const untaken = untakenCount === 0 ? [] : [`${untakenCount}: ${untakenReason}`];
  const intake = nothingRead();
  const writer = new BatchWriter();
  const keeper = new Keeper({ filters: NO_FILTERS, wantsTrace: false }, writer, intake, (reason) => untaken.push(reason));
  const file = logFile('x.json');
  writer.next(file);
  writer.begin(file, '', count);
  for (const each of candidates) keeper.keep(file, each);
  const rows = candidates.flatMap((each) => ('words' in each ? [each.words.length / ROW_WORDS] : [])).reduce((sum, each) => sum + each, 0);
  return { kind, count, rows, untaken, seen: { first, last, slots, regions }, batch: writer.batch(intake, []) };
}

/** Whatever size damage makes gzip tell. */
export const unpacked = (bytes: Buffer) => unpackedWithin(bytes, 2 ** 32 - 1);
