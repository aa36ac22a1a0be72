import { PriceImport } from '../../src/prices/lists/import.js';
import { parsePriceList } from '../../src/prices/lists/parse.js';
import { book } from '../support.js';

/** Bytes that come in pieces of some size. */
export async function* inPieces(content: string | Uint8Array, size = 64 * 1024): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(content);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** What a list has, whose bytes come as they are given. */
export async function importOf(bytes: AsyncIterable<Uint8Array>, name = 'list'): Promise<PriceImport> {
  const found = new PriceImport(book.regions);
  await parsePriceList(bytes, { name, remedy: 'Give another one.' }, found);
  return found;
}

/** What lists have together; each is text, or JSON as a value. */
export async function imported(...lists: readonly unknown[]) {
  const all = new PriceImport(book.regions);
  for (const list of lists) all.addAll(await importOf(inPieces(typeof list === 'string' ? list : JSON.stringify(list))));
  return all.result();
}
