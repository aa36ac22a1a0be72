import { readFile } from 'node:fs/promises';
import type { PriceBook } from './book.js';
import { parsePrices, parseQuotas, parseRegions } from './parse.js';

const PRICING = new URL('../../pricing/', import.meta.url);

/**
 * The bundled price book, with the user's own prices, if given, as the last layer.
 *
 * @param own a CSV of the form of `pricing/prices.csv`, with its name for messages
 * @throws TrailcostError `price-book-invalid` where the user's prices do not fit that form
 */
export async function loadPriceBook(own?: { csv: string; source: string; isUsual?: boolean }): Promise<PriceBook> {
  const [prices, quotas, regions] = await Promise.all(
    ['prices.csv', 'quotas.csv', 'regions.csv'].map((file) => readFile(new URL(file, PRICING), 'utf8')),
  );
  return {
    layers: [parsePrices(prices ?? '', 'pricing/prices.csv'), own === undefined ? [] : parsePrices(own.csv, own.source)],
    quotas: parseQuotas(quotas ?? '', 'pricing/quotas.csv'),
    regions: parseRegions(regions ?? '', 'pricing/regions.csv'),
    isUsual: own?.isUsual ?? false,
  };
}
