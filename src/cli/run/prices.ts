import { TrailcostError } from '../../base/errors.js';
import { knownRegions, type PriceBook } from '../../prices/book.js';
import { loadPriceBook } from '../../prices/load.js';
import { comparePrices, pricesCsv } from '../../prices/own.js';
import { differencesJson, differencesTable, priceCheckDocument } from '../../report/prices/check.js';
import { priceListDocument, pricesJson, regionDocument } from '../../report/prices/list.js';
import { nowOf } from '../clock.js';
import type { Format } from '../commands/options.js';
import type { PricesCheckArguments, PricesListArguments, PricesShowArguments } from '../commands/prices.js';
import { EXIT } from '../exit.js';
import type { Io } from '../io.js';
import { assertOutputs } from '../outputs.js';
import { asDocument, present, type Renderers } from '../present.js';
import { ownPriceBookPath, readOwnPrices, readPriceBook } from '../price-book.js';

interface Known {
  book: PriceBook;
  /** All where none is given. */
  region?: string;
  today: string;
}

const REPORT: Renderers<Known, Format> = {
  ...asDocument(async ({ book, region, today }) =>
    region === undefined ? priceListDocument(book, today) : regionDocument(book, region, today),
  ),
  json: async ({ book, region }) => pricesJson(book, region),
  csv: async ({ book, region }) => pricesCsv(book.layers.flat().filter((price) => region === undefined || price.region === region)),
};

export async function runList(given: PricesListArguments, io: Io): Promise<number> {
  await present({ book: await bookFor(given, io), today: todayOf(io) }, REPORT, given, io);
  return EXIT.done;
}

export async function runShow(given: PricesShowArguments, io: Io): Promise<number> {
  const { region } = given;
  const book = await bookFor(given, io);
  const known = knownRegions(book);
  if (!known.includes(region)) {
    const { unknownRegion } = await import('../../scenario/check.js');
    throw new TrailcostError('region-unknown', { ...unknownRegion(region, known), field: undefined });
  }
  await present({ book, region, today: todayOf(io) }, REPORT, given, io);
  return EXIT.done;
}

async function bookFor({ output, 'price-book': priceBook }: PricesListArguments, io: Io): Promise<PriceBook> {
  await assertOutputs({ '--output': output }, { files: [priceBook] }, io);
  return readPriceBook(priceBook, io);
}

interface Check {
  differences: ReturnType<typeof comparePrices>;
  source: string;
}

const CHECK: Renderers<Check, Format> = {
  ...asDocument(async ({ differences, source }) => priceCheckDocument(differences, source)),
  json: async ({ differences }) => differencesJson(differences),
  csv: async ({ differences }) => (await import('../../report/layout/csv.js')).csvTable(differencesTable(differences)),
};

export async function runCheck(given: PricesCheckArguments, io: Io): Promise<number> {
  const { output, 'price-book': priceBook } = given;
  await assertOutputs({ '--output': output }, { files: [priceBook] }, io);
  const own = await readOwnPrices(priceBook, io);
  if (own === undefined) throw noOwnBook(io);
  const { layers } = await loadPriceBook(own);
  const differences = comparePrices(layers[0] ?? [], layers[1] ?? [], todayOf(io));
  await present({ differences, source: own.source }, CHECK, given, io);
  return EXIT.done;
}

function noOwnBook(io: Io): TrailcostError {
  return new TrailcostError('usage', {
    what: `you have no price book at ${ownPriceBookPath(io)}`,
    remedy: 'Name one with --price-book FILE, or create it with `trailcost prices import` or `prices fetch`.',
  });
}

/** The day of the run, in UTC. */
function todayOf(io: Io): string {
  return nowOf(io).slice(0, 10);
}
