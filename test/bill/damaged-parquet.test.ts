import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { built } from '../built.js';
import { curTable, madeItems, parquetColumns } from './made.mjs';
import { folder, read, regions } from './reading.js';

const items = madeItems();
const sound = Buffer.from(parquetWriteBuffer({ columnData: parquetColumns(curTable(items)), codec: 'UNCOMPRESSED' }));
const other = curTable(madeItems('2026-12'));

/** The first page's header, that of 34 identifiers: kind, two sizes, and of its second version the values, nulls and rows. */
const PAGE = '1506 15bc07 15bc07 5c 1544 1500 1544';
/** Of its definition levels: a run of 34 ones, before the first text and its length. */
const LEVELS = '4401 0a000000';
/** A column in the footer: required or not, a name of 19 letters. */
const COLUMN = '2502 1813';
/** The footer's number of rows, and its one row group. */
const ROWS = '1644 191c';

/** The file with bytes in place of others, both in hexadecimal. */
function patched(before: string, after: string, file = sound): Buffer {
  const [old, fresh] = [before, after].map((hex) => Buffer.from(hex.replaceAll(' ', ''), 'hex')) as [Buffer, Buffer];
  const at = file.indexOf(old);
  expect(at).toBeGreaterThan(0);
  expect(fresh).toHaveLength(old.length);
  return Buffer.concat([file.subarray(0, at), fresh, file.subarray(at + old.length)]);
}

function withFooter(footer: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(footer.length);
  return Buffer.concat([Buffer.from('PAR1'), footer, length, Buffer.from('PAR1')]);
}

/** Truths are packed as bits, behind the definition levels and the length of what follows. */
const truths = parquetColumns(curTable(items)).map((column: { name: string }) =>
  column.name === 'lineItem/ResourceId'
    ? { name: column.name, type: 'BOOLEAN' as const, data: items.map((_, index) => index % 2 === 0) }
    : column,
);
const withTruths = Buffer.from(parquetWriteBuffer({ columnData: truths, codec: 'UNCOMPRESSED' }));

/** A root with a column that has minus one columns of its own, and no rows. */
const UNROOTED = withFooter(Buffer.from('1502192c 4804726f6f74150200 480161150100 1600190c00'.replaceAll(' ', ''), 'hex'));
const ENDLESS = withFooter(Buffer.concat([Buffer.from([0x36]), Buffer.alloc(500_000, 0xff)]));

test('what is damaged below is sound before', async () => {
  const { rows, summary } = await read(folder({ 'bill.parquet': sound }));
  expect(rows).toHaveLength(items.length);
  expect(summary.filesFailed).toEqual([]);
});

describe('a damaged Parquet file is named, and the others are read', () => {
  test.each([
    [
      'a page that does not say how long it is, which was read for ever',
      patched(PAGE, '1506 15bc07 25bc07 5c 1544 1500 1544'),
      /unknown number of bytes/,
    ],
    ['a page that ends before it begins', patched(PAGE, '1506 15bc07 15bd07 5c 1544 1500 1544'), /a page of -479 bytes/],
    [
      'a page that is longer than its column',
      patched(PAGE, '1506 15bc07 15bc7f 5c 1544 1500 1544'),
      /a page of 8158 bytes, but only \d+ are left/,
    ],
    [
      'a page of more values than there are rows',
      patched(PAGE, '1506 15bc07 15bc07 5c 157e 1500 1544'),
      /a page of 63 values, where at most 34 can be/,
    ],
    ['a page of an unknown kind', patched(PAGE, '1508 15bc07 15bc07 5c 1544 1500 1544'), /a page of an unknown kind/],
    ['a column without a name, which ended the program', patched(COLUMN, '2502 3813'), /a column has no name/],
    ['rows that its row groups do not have', patched(ROWS, '1646 191c'), /its footer says 35 rows, its row groups say 34/],
    ['a run of far more levels than there are values', patched(LEVELS, 'feffffff0700'), /a run of more values than the 34 of its page/],
    [
      'a run of far more truths',
      patched('4401 06000000 0b5555555501', '4401 06000000 feffffff0701', withTruths),
      // Which limit ends it depends on how fast the machine fills its memory.
      /^takes too (?:much memory|long) to read/,
    ],
    ['a column of less than no columns, which was read for ever', UNROOTED, /column a does not fit its schema/],
    ['lists in lists without end', withFooter(Buffer.alloc(300_000, 0x19)), /^damaged Parquet data: its footer cannot be decoded$/],
    ['a number of half a million digits', ENDLESS, /^takes too long to read/],
  ])('%s', async (_, broken, reason) => {
    const root = folder({ 'a.parquet': broken, 'b.parquet': parquetWriteBuffer({ columnData: parquetColumns(other) }) });
    const { rows, summary } = await read(root);
    expect(summary.filesFailed).toEqual([{ file: join(root, 'a.parquet'), reason: expect.stringMatching(reason), rows: 0 }]);
    expect(summary.filesRead).toBe(1);
    expect(rows).toHaveLength(items.length);
  });
});

/** Built, as the library uses it. */
const { ParquetReader } = (await import(
  /* @vite-ignore */ new URL('../../dist/modules/bill/parquet/reader.js', import.meta.url).href
)) as typeof import('../../src/bill/parquet/reader.js');

describe('the reading process is ended', () => {
  const processes = () => process.getActiveResourcesInfo().filter((name) => name === 'ProcessWrap');

  test('when a bill is read, whatever of it failed', async () => {
    const root = folder({ 'a.parquet': patched(PAGE, '1506 15bc07 25bc07 5c 1544 1500 1544'), 'b.parquet': sound });
    await read(root);
    await expect.poll(processes).toEqual([]);
    const onRow = () => {
      throw new RangeError('enough');
    };
    await expect(built.readBill({ paths: [root], regions, onRow })).rejects.toThrow('enough');
    await expect.poll(processes).toEqual([]);
  });

  test('when nobody waits any longer, in the middle of a file', async () => {
    const stop = new AbortController();
    const reader = new ParquetReader(stop.signal);
    const place = join(folder({ 'a.parquet': ENDLESS }), 'a.parquet');
    const table = reader.table({ path: place, place });
    stop.abort(new Error('enough'));
    await expect(table).rejects.toThrow('enough');
    await reader.end();
    await expect.poll(processes).toEqual([]);
  });
});

describe('the reading thread ends', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  const preloaded = (code: string) => vi.stubEnv('NODE_OPTIONS', `--import=data:text/javascript,${encodeURIComponent(code)}`);

  test('since its heap is full: the file is named, and the others are read', async () => {
    preloaded(`
      import threads from 'node:worker_threads';
      import { syncBuiltinESMExports } from 'node:module';
      threads.Worker = class extends threads.Worker {
        constructor(place, options) {
          super(place, { ...options, resourceLimits: { maxOldGenerationSizeMb: 32 } });
        }
      };
      syncBuiltinESMExports();
    `);
    const manyTruths = patched('4401 06000000 0b5555555501', '4401 06000000 feffffff0701', withTruths);
    const root = folder({ 'a.parquet': manyTruths, 'b.parquet': sound });
    const { rows, summary } = await read(root);
    expect(summary.filesFailed).toEqual([
      { file: join(root, 'a.parquet'), reason: expect.stringMatching(/^takes too much memory to read/), rows: 0 },
    ]);
    expect(rows).toHaveLength(items.length);
  });

  test('by itself: each question is answered, the later ones too', async () => {
    preloaded("import { isMainThread } from 'node:worker_threads'; if (!isMainThread) process.exit(7);");
    const place = join(folder({ 'a.parquet': sound }), 'a.parquet');
    const reader = new ParquetReader();
    await expect(reader.table({ path: place, place })).rejects.toThrow('the thread that reads Parquet ended with code 7');
    await expect(reader.table({ path: place, place })).rejects.toThrow('the thread that reads Parquet ended with code 7');
    await reader.end();
  });
});
