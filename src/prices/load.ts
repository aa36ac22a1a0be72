import { readFileSync } from 'node:fs';
import { lazily } from '../base/memo.js';
import { builtFile } from '../files/package-folder.js';
import type { PriceBook } from './book.js';
import { type PackedBook, unpackedBook } from './packed.js';

/** The files of `pricing/` as the build has parsed and checked them: they never change while a process runs. */
const bundled = lazily((): PriceBook => {
  const built: PackedBook = JSON.parse(readFileSync(builtFile('price-book.json'), 'utf8'));
  return unpackedBook(built);
});

/**
 * The bundled price book, with the user's own prices, if given, as the last layer.
 *
 * @param own a CSV of the form of `pricing/prices.csv`, with its name for messages
 * @throws TrailcostError `price-book-invalid` where the user's prices do not fit that form
 */
export async function loadPriceBook(own?: { csv: string; source: string; isUsual?: boolean }): Promise<PriceBook> {
  const { layers, quotas, regions } = bundled();
  const ownPrices = own === undefined ? [] : (await import('./parse.js')).parsePrices(own.csv, own.source);
  return { layers: [...layers, ownPrices], quotas, regions, isUsual: own?.isUsual ?? false };
}
