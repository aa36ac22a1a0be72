import { readFile } from 'node:fs/promises';
import type { PriceBook } from './book.js';
import { parsePrices, parseQuotas, parseRegions } from './parse.js';

const PRICING = new URL('../../pricing/', import.meta.url);

async function readBundled() {
  const [prices, quotas, regions] = await Promise.all(
    ['prices.csv', 'quotas.csv', 'regions.csv'].map((file) => readFile(new URL(file, PRICING), 'utf8')),
  );
  return {
    prices: parsePrices(prices ?? '', 'pricing/prices.csv'),
    quotas: parseQuotas(quotas ?? '', 'pricing/quotas.csv'),
    regions: parseRegions(regions ?? '', 'pricing/regions.csv'),
  };
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
  const { prices, quotas, regions } = await bundled;
  const ownPrices = own === undefined ? [] : parsePrices(own.csv, own.source);
  return { layers: [prices, ownPrices], quotas, regions, isUsual: own?.isUsual ?? false };
}
