import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import type { Located } from '../files/paths.js';
import { Unreadable } from '../files/unreadable.js';
import { ofArchive, openArchive, zipEntries } from '../files/zip.js';
import { type BillTable, csvBillTable } from './table.js';

/**
 * The tables in a zip archive, one for each of its files; one that cannot be opened comes as the error.
 *
 * @throws Unreadable where the archive's directory is damaged
 */
export async function* zipTables({ path, place }: Located): AsyncGenerator<BillTable | { name: string; error: unknown }> {
  const archive = await openArchive(place);
  try {
    for await (const entry of zipEntries(archive)) {
      const name = `${path} › ${entry.fileName}`;
      try {
        const packed = await ofArchive(archive.openReadStreamPromise(entry));
        const table = await csvBillTable(name, [Readable.from(verified(packed, entry.crc32), { objectMode: false })]);
        if (table !== undefined) yield table;
      } catch (error) {
        yield { name, error };
      }
    }
  } finally {
    archive.close();
  }
}

/** yauzl checks sizes; what the bytes are, only the checksum tells. */
async function* verified(stream: Readable, expected: number): AsyncGenerator<Buffer> {
  let sum = 0;
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  try {
    for (;;) {
      const { done, value } = await ofArchive(chunks.next());
      if (done === true) break;
      sum = crc32(value, sum);
      yield value;
    }
  } finally {
    stream.destroy();
  }
  if (sum !== expected) throw new Unreadable('damaged zip data: its checksum differs');
}
