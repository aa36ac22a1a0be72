import { readFile } from 'node:fs/promises';
import { builtFile } from '../files/package-folder.js';
import type { PriceBook } from './book.js';
import { type PackedBook, unpackedBook } from './packed.js';

/** The files of `pricing/` as the build has parsed and checked them. */
async function readBundled(): Promise<PriceBook> {
  const built: PackedBook = JSON.parse(await readFile(builtFile('price-book.json'), 'utf8'));
  return unpackedBook(built);
}

/** What trailcost brings along never changes while a process runs. */
let bundled: ReturnType<typeof readBundled> | undefined;

/**
 * The bundled price book, with the user's own prices, if given, as the last layer.
 *
 * @param own a CSV of the form of `pricing/prices.csv`, with its name for messages
 * @throws TrailcostError `price-book-invalid` where the user's prices do not fit that form
 */
export async function loadPriceBook(own?: { csv: string; source: string; isUsual?: boolean }): Promise<PriceBook> {
  bundled ??= readBundled();
  const { layers, quotas, regions } = await bundled;
  const ownPrices = own === undefined ? [] : (await import('./parse.js')).parsePrices(own.csv, own.source);
  return { layers: [...layers, ownPrices], quotas, regions, isUsual: own?.isUsual ?? false };
}
