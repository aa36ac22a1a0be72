import { homedir, platform } from 'node:os';
import { join } from 'node:path';
import { isFile } from '../files/stats.js';
import type { PriceBook } from '../prices/book.js';
import { loadPriceBook } from '../prices/load.js';
import { inputName, readInput } from './inputs.js';
import type { Io } from './io.js';
import { assertWanted } from './recognised.js';

const MAX_PRICE_BOOK_BYTES = 64 * 1024 * 1024;

/** Where a user's own price book is looked for: `trailcost/prices.csv` where the system keeps settings. */
export function ownPriceBookPath({ env: { XDG_CONFIG_HOME: xdg, APPDATA: appData } }: Io): string {
  const folder = platform() === 'win32' && appData ? appData : xdg ? xdg : join(homedir(), '.config');
  return join(folder, 'trailcost', 'prices.csv');
}

/** The bundled price book, with the user's own over it: the one that is given, else the one at its usual place if there is one. */
export async function readPriceBook(path: string | undefined, io: Io): Promise<PriceBook> {
  return loadPriceBook(await readOwnPrices(path, io));
}

/** The text of a user's own price book; undefined where none is given and none is at its usual place. */
export async function readOwnPrices(
  path: string | undefined,
  io: Io,
): Promise<{ csv: string; source: string; isUsual: boolean } | undefined> {
  const usual = ownPriceBookPath(io);
  const own = path ?? (isFile(usual) ? usual : undefined);
  if (own === undefined) return undefined;
  const [csv, source] = [await readInput(own, MAX_PRICE_BOOK_BYTES, io), inputName(own)];
  assertWanted(csv, source, 'price-book');
  return { csv, source, isUsual: path === undefined };
}
