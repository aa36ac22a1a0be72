import type { PriceBook } from '../prices/book.js';
import { inputName, readInput } from './files.js';

const MAX_PRICE_BOOK_BYTES = 64 * 1024 * 1024;

/** The bundled price book, with the user's own over it if there is one. */
export async function readPriceBook(path: string | undefined): Promise<PriceBook> {
  const { loadPriceBook } = await import('../prices/load.js');
  return loadPriceBook(path === undefined ? undefined : { csv: await readInput(path, MAX_PRICE_BOOK_BYTES), source: inputName(path) });
}
