import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { TrailcostError } from '../../base/errors.js';
import { counted, grouped } from '../../base/text.js';
import { placeOf } from '../../files/paths.js';
import { isFile } from '../../files/stats.js';
import { freeRequestsPerMonth, type PriceBook } from '../../prices/book.js';
import { fetchPriceLists } from '../../prices/lists/fetch.js';
import { PriceImport } from '../../prices/lists/import.js';
import { type ListSource, parsePriceList } from '../../prices/lists/parse.js';
import { mergePrices, pricesCsv } from '../../prices/own.js';
import { parsePrices } from '../../prices/parse.js';
import { importDocument } from '../../report/prices/import.js';
import type { PricesFetchArguments, PricesImportArguments } from '../commands/prices.js';
import { EXIT } from '../exit.js';
import { inputChunks, inputName } from '../inputs.js';
import { type Io, remark } from '../io.js';
import { orUnwritable, writeOutput } from '../outputs.js';
import { asDocument, present } from '../present.js';
import { ownPriceBookPath, readPriceBook } from '../price-book.js';
import { progressLine } from '../progress.js';
import { recognised } from '../recognised.js';

const OF_FILES = 'Give the price list as AWS publishes it; `trailcost prices fetch --region REGION` downloads it.';
const OF_ADDRESSES = 'Nothing was written. Check that this is the address of price lists and that no proxy answers instead.';

export async function runImport({ files, 'price-book': target }: PricesImportArguments, io: Io): Promise<number> {
  return intoBook(target, io, async (reading, signal) => {
    for (const file of files) {
      const source = { name: inputName(file), remedy: OF_FILES };
      const list = await reading.read(inputChunks(file, io, signal), source).catch(async (error: unknown) => {
        throw await recognised(error, [file], 'price-list', io);
      });
      reading.add(list);
    }
  });
}

export async function runFetch({ region: regions, url, 'price-book': target }: PricesFetchArguments, io: Io): Promise<number> {
  const onTry = (address: string, attempt: number) => remark(`${attempt === 1 ? 'reading' : 'trying again:'} ${address}`, io);
  return intoBook(target, io, async (reading, signal) => {
    const read = (bytes: AsyncIterable<Uint8Array>, name: string) => reading.read(bytes, { name, remedy: OF_ADDRESSES });
    for (const region of regions) {
      for await (const { address, service, content } of fetchPriceLists(region, read, { url, onTry, signal })) {
        if (content === undefined) remark(`AWS has no list of ${service} for ${region} at ${address}`, io);
        else reading.add(content);
      }
    }
  });
}

/** Lists that are being read, one after the other. */
class Reading {
  readonly all: PriceImport;
  readonly #book: PriceBook;
  readonly #progress;
  #lists = 0;

  constructor(book: PriceBook, io: Io) {
    this.all = new PriceImport(book.regions);
    this.#book = book;
    this.#progress = progressLine(io);
  }

  /** What one list has; nothing of it counts before it is read to its end and added. */
  async read(bytes: AsyncIterable<Uint8Array>, source: ListSource): Promise<PriceImport> {
    const own = new PriceImport(this.#book.regions);
    // Prices come last in a list of JSON: until then bytes are all that grows.
    const show = (read: number) =>
      this.#progress.show(() => `${(read / 1e6).toFixed(1)} MB (${counted(own.entries, 'entry', 'entries')}) of ${source.name}`);
    try {
      await parsePriceList(shown(bytes, show), source, own);
      own.result(source.name);
    } finally {
      this.#progress.clear();
    }
    return own;
  }

  add(list: PriceImport): void {
    this.all.addAll(list);
    this.#lists += 1;
  }

  /** How far it has come. */
  text(): string {
    const entries = counted(this.all.entries, 'entry', 'entries');
    return `${counted(this.#lists, 'list')} with ${entries} ${this.#lists === 1 ? 'was' : 'were'} read`;
  }
}

async function* shown(bytes: AsyncIterable<Uint8Array>, show: (read: number) => void): AsyncGenerator<Uint8Array> {
  let read = 0;
  for await (const chunk of bytes) {
    read += chunk.length;
    show(read);
    yield chunk;
  }
}

/** Reads lists, puts their prices into the user's price book and says what was found; Ctrl-C leaves the book as it was. */
async function intoBook(
  target: string | undefined,
  io: Io,
  read: (reading: Reading, signal: AbortSignal) => Promise<void>,
): Promise<number> {
  const path = target ?? ownPriceBookPath(io);
  const isThere = isFile(placeOf(path, io.cwd));
  const book = await readPriceBook(isThere ? path : undefined, io);
  const reading = new Reading(book, io);
  await io.interruptible(async (signal) => {
    try {
      await read(reading, signal);
      signal.throwIfAborted();
    } catch (error) {
      if (signal.aborted) remark(`${reading.text()} before the stop; ${path} is unchanged`, io);
      throw error;
    }
  });
  const imported = reading.all.result();
  if (imported.prices.length === 0) throw nothingFound(imported.entries);
  const own = isThere ? (book.layers[1] ?? []) : [];
  const csv = pricesCsv(mergePrices(own, imported.prices));
  parsePrices(csv, inputName(path));
  if (target === undefined) await orUnwritable(path, '--price-book', () => mkdir(dirname(path), { recursive: true }));
  await writeOutput(csv, path, io, '--price-book');
  const document = importDocument(imported, path, { freeRequestsPerMonth: freeRequestsPerMonth(book), own });
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
    what: `none of the ${grouped(entries)} entries is a price that trailcost uses`,
    remedy: 'Nothing was written. trailcost uses the lists of awskms, AmazonS3, AWSCloudTrail, AmazonGuardDuty and AmazonAthena.',
  });
}
