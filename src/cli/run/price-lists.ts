import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { TrailcostError } from '../../base/errors.js';
import { grouped } from '../../base/text.js';
import { placeOf } from '../../files/paths.js';
import { isFile } from '../../files/stats.js';
import { freeRequestsPerMonth } from '../../prices/book.js';
import { fetchPriceLists } from '../../prices/lists/fetch.js';
import { importPrices } from '../../prices/lists/import.js';
import type { ListedPrice } from '../../prices/lists/listed.js';
import { parsePriceList } from '../../prices/lists/parse.js';
import { mergePrices, pricesCsv } from '../../prices/own.js';
import { parsePrices } from '../../prices/parse.js';
import { importDocument } from '../../report/prices/import.js';
import type { PricesFetchArguments, PricesImportArguments } from '../commands/prices.js';
import { EXIT } from '../exit.js';
import { inputName, readInput } from '../inputs.js';
import { type Io, note } from '../io.js';
import { orUnwritable, writeOutput } from '../outputs.js';
import { asDocument, present } from '../present.js';
import { ownPriceBookPath, readPriceBook } from '../price-book.js';

/** All of S3 in every Region is smaller. */
const MAX_LIST_BYTES = 256 * 1024 * 1024;

export async function runImport({ files, 'price-book': target }: PricesImportArguments, io: Io): Promise<number> {
  const entries: ListedPrice[] = [];
  for (const file of files) entries.push(...parsePriceList(await readInput(file, MAX_LIST_BYTES, io), inputName(file)));
  return keep(entries, target, io);
}

export async function runFetch({ region: regions, url, 'price-book': target }: PricesFetchArguments, io: Io): Promise<number> {
  const onTry = (address: string, attempt: number) => note(`${attempt === 1 ? 'reading' : 'again'} ${address}`, io);
  const entries: ListedPrice[] = [];
  for (const region of regions) {
    for (const { address, service, text } of await fetchPriceLists(region, { url, onTry })) {
      if (text === undefined) note(`AWS has no list of ${service} for ${region} at ${address}`, io);
      else entries.push(...parsePriceList(text, address));
    }
  }
  return keep(entries, target, io);
}

/** Puts the prices of lists into the user's price book and says what was found. */
async function keep(entries: readonly ListedPrice[], target: string | undefined, io: Io): Promise<number> {
  const path = target ?? ownPriceBookPath(io);
  const isThere = await isFile(placeOf(path, io.cwd));
  const book = await readPriceBook(isThere ? path : undefined, io);
  const imported = importPrices(entries, book.regions);
  if (imported.prices.length === 0) throw nothingFound(imported.entries);
  const csv = pricesCsv(mergePrices(isThere ? (book.layers[1] ?? []) : [], imported.prices));
  parsePrices(csv, inputName(path));
  if (target === undefined) await orUnwritable(path, '--price-book', () => mkdir(dirname(path), { recursive: true }));
  await writeOutput(csv, path, io, '--price-book');
  const document = importDocument(imported, path, { freeRequestsPerMonth: freeRequestsPerMonth(book) });
  await present(
    document,
    asDocument(async (found: typeof document) => found),
    { format: 'table', output: undefined },
    io,
  );
  return EXIT.done;
}

function nothingFound(entries: number): TrailcostError {
  return new TrailcostError('price-list-invalid', {
    what: `none of the ${grouped(entries)} entries is a price that trailcost needs`,
    remedy: 'Nothing was written. Needed are the lists of awskms, AmazonS3, AWSCloudTrail, AmazonGuardDuty and AmazonAthena.',
  });
}
