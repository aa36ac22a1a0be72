import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NO_FILTERS } from '../../../src/logs/classify/filters.js';
import { LARGE_BYTES, unpackedWithin } from '../../../src/logs/read/inflate.js';
import { logFile } from '../../../src/logs/read/log-file.js';
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

/** Whatever size damage makes gzip tell. */
export const unpacked = (bytes: Buffer) => unpackedWithin(bytes, 2 ** 32 - 1);
