import { readFile } from 'node:fs/promises';
import { Decimal } from '../base/decimal.js';
import { builtFile } from '../files/package-folder.js';
import type { Price, PriceBook, Quota, Region } from './book.js';

/** The files of `pricing/` as the build has parsed and checked them, with Decimals as text. */
interface Built {
  prices: (Omit<Price, 'price' | 'per'> & { price: string; per: string })[];
  quotas: (Omit<Quota, 'value'> & { value: string })[];
  regions: Region[];
}

async function readBundled() {
  const { prices, quotas, regions }: Built = JSON.parse(await readFile(builtFile('price-book.json'), 'utf8'));
  return {
    prices: prices.map((row): Price => ({ ...row, price: new Decimal(row.price), per: new Decimal(row.per) })),
    quotas: quotas.map((row): Quota => ({ ...row, value: new Decimal(row.value) })),
    regions,
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
  const ownPrices = own === undefined ? [] : (await import('./parse.js')).parsePrices(own.csv, own.source);
  return { layers: [prices, ownPrices], quotas, regions, isUsual: own?.isUsual ?? false };
}
