import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterEach, expect, test, vi } from 'vitest';
import { ParquetContent } from '../../src/bill/parquet/content.js';
import { Progress } from '../../src/bill/parquet/progress.js';
import { Unreadable } from '../../src/files/unreadable.js';
import { curTable, madeItems, parquetColumns } from './made.mjs';
import { folder } from './reading.js';

const items = madeItems();
const sound = Buffer.from(parquetWriteBuffer({ columnData: parquetColumns(curTable(items)), codec: 'UNCOMPRESSED' }));
/** Of the whole size of the first column's chunk, in the footer: its length unpacked and packed, and where its page begins. */
const SIZES = /16(.{4})16.{4}2608/;

const place = join(folder({ 'a.parquet': sound }), 'a.parquet');

type Read = (bytes: Uint8Array, at: number, length: number, position: number) => Promise<{ bytesRead: number }>;

/** Has the system read as it is told here. */
async function reading(as: (read: Read) => Read): Promise<void> {
  const handle = await open(place);
  const methods = Object.getPrototypeOf(handle) as { read: Read };
  await handle.close();
  const { read } = methods;
  vi.spyOn(methods, 'read').mockImplementation(function (this: unknown, ...given) {
    return as((...asked) => read.apply(this, asked))(...given);
  });
}

afterEach(() => {
  vi.restoreAllMocks();
});

async function rowsIn(path: string): Promise<number> {
  const content = await ParquetContent.open(path, new Progress());
  let rows = 0;
  try {
    for await (const slice of content.slices([0, 1])) rows += slice.rows;
  } finally {
    await content.close();
  }
  return rows;
}

test('the system may give less than it is asked for', async () => {
  await reading((read) => (bytes, at, length, position) => read(bytes, at, Math.min(length, 50), position));
  expect(await rowsIn(place)).toBe(items.length);
});

test('a file that became shorter is told', async () => {
  let reads = 0;
  await reading((read) => async (...asked) => {
    reads += 1;
    return reads > 1 ? { bytesRead: 0 } : read(...asked);
  });
  await expect(rowsIn(place)).rejects.toThrow('damaged Parquet data: it became shorter while it was read');
});

test.each([
  ['what the system says against reading', Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO', syscall: 'read' }), 'the disk'],
  ['what there is no memory for', new RangeError('Array buffer allocation failed'), 'damaged Parquet data: column .* cannot be decoded'],
])('%s is of the file', async (_, error, reason) => {
  let reads = 0;
  await reading((read) => async (...asked) => {
    reads += 1;
    if (reads > 1) throw error;
    return read(...asked);
  });
  const failed: unknown = await rowsIn(place).catch((thrown: unknown) => thrown);
  expect(failed).toBeInstanceOf(Unreadable);
  expect(failed).toHaveProperty('message', expect.stringMatching(reason));
});

test('a column of more than 2 GiB is read in parts', async () => {
  const footerBytes = sound.readUInt32LE(sound.length - 8);
  const [data, footer] = [sound.subarray(0, -8 - footerBytes), sound.subarray(-8 - footerBytes, -8)];
  const bytes = 2 ** 31 + 4096;
  const sized = footer.toString('hex').replace(SIZES, (_, unpacked: string) => `16${unpacked}16${varint(bytes * 2)}2608`);
  const larger = Buffer.from(sized, 'hex');
  const root = folder({ 'a.parquet': data });
  const path = join(root, 'a.parquet');
  const handle = await open(path, 'r+');
  await handle.write(Buffer.concat([larger, length(larger.length), Buffer.from('PAR1')]), 0, null, bytes + 4096);
  await handle.close();
  const asked: number[] = [];
  // Whatever lies behind the first MiB is a hole.
  await reading((read) => async (into, at, count, position) => {
    asked.push(count);
    const { bytesRead } = await read(into, at, count > 2 ** 20 && count < 2 ** 31 ? 2 ** 20 : count, position);
    return { bytesRead: count > 2 ** 20 ? count : bytesRead };
  });
  expect(await rowsIn(path)).toBe(items.length);
  expect(Math.max(...asked)).toBeGreaterThan(2 ** 29);
});

function length(bytes: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(bytes);
  return buffer;
}

/** A number as Thrift writes it, seven bits at a time, in hexadecimal. */
function varint(number: number): string {
  const low = (number % 128) + (number >= 128 ? 128 : 0);
  return low.toString(16).padStart(2, '0') + (number < 128 ? '' : varint(Math.floor(number / 128)));
}
