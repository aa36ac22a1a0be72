import { readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import { contentHash } from '../../src/files/content-hash.js';
import { realNameOf } from '../../src/files/paths.js';
import { built } from '../built.js';
import { makePipe } from '../fifo.js';
import { csvOf, curTable, madeItems, parquetColumns, zipOf } from './made.mjs';
import { folder, read, regions } from './reading.js';

const items = madeItems();
const csv = csvOf(curTable(items));
const other = curTable(madeItems('2026-12'));

describe.skipIf(process.platform === 'win32')('what turns into a pipe is named, and nobody waits for it', () => {
  test.each([
    ['CSV', csvOf(other)],
    ['gzip', gzipSync(csvOf(other))],
    ['zip', zipOf([['bill.csv', csvOf(other)]])],
    ['Parquet', parquetWriteBuffer({ columnData: parquetColumns(other) })],
  ])('%s, while a file before it is read', async (_, content) => {
    const root = folder({ 'a.csv': csv, 'b.bin': content });
    const later = join(root, 'b.bin');
    let rows = 0;
    const onRow = () => {
      rows += 1;
      if (rows > 1) return;
      renameSync(later, join(root, 'c.bin'));
      makePipe(later);
    };
    const summary = await built.readBill({ paths: [join(root, 'a.csv'), later], regions, onRow });
    expect(summary.filesFailed).toEqual([{ file: later, reason: 'cannot be read: is a pipe', rows: 0 }]);
    expect(rows).toBe(items.length);
  });

  test('before its content is held against that of others', async () => {
    await expect(contentHash(makePipe(join(folder(), 'pipe')), false)).rejects.toThrow('cannot be read: is a pipe');
  });

  test('a manifest beside the files that is none', async () => {
    const root = folder({ 'a.csv': csv });
    makePipe(join(root, 'bill-Manifest.json'));
    const { summary } = await read(join(root, 'a.csv'));
    expect(summary.filesRead).toBe(1);
    expect(summary.filesFailed).toEqual([]);
  });
});

test.skipIf(process.platform !== 'linux')('an archive that is none is not left open', async () => {
  const root = folder({ 'a.csv': csv, 'b.zip': zipOf([['bill.csv', csvOf(other)]]).subarray(0, -30) });
  expect((await read(root)).summary.filesFailed).toHaveLength(1);
  const open = readdirSync('/proc/self/fd').map((file) => realNameOf(join('/proc/self/fd', file)));
  expect(await Promise.all(open)).not.toContain(join(root, 'b.zip'));
});
